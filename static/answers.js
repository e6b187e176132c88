// Reading on keeps one's place: the address names the answer that somebody came to, by key, link or click, so that the way
// back from another page leads to it, and what is asked for next begins there. Without this script it begins at the top.

for (const kind of ["focusin", "pointerdown"]) {
  document.addEventListener(kind, (event) => {
    const answer = event.target.closest?.(".app-answer");
    if (answer) history.replaceState(null, "", `#${answer.id}`);
  });
}

const form = document.querySelector("[data-column-form]");
form.addEventListener("submit", () => {
  const answer = document.getElementById(location.hash.slice(1));
  if (answer?.matches(".app-answer")) form.elements.at.value = answer.id;
});
