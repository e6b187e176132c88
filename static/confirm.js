// Shows what follows from a change of place at once: the answers that a letter gives when a passage is moved.
// Whatever is marked data-follows is fetched anew once the change is kept. Without script, "Save and show again" does it.

const form = document.querySelector("form[data-autosave]");
let moved = false; // something was placed elsewhere, and what follows from it is not shown yet
let changes = 0;

form.addEventListener("input", () => (changes += 1));
form.addEventListener("change", (event) => (moved ||= event.target.closest("[data-keep-now]") !== null));
form.addEventListener("kept", async () => {
  if (!moved) return;
  const before = changes;
  const page = await fetchPage();
  // What was typed meanwhile is not in that page. The next save asks for it again.
  if (!page || changes !== before) return;
  moved = false;
  for (const part of document.querySelectorAll("[data-follows]")) replace(part, page);
  for (const passage of document.querySelectorAll(".app-passage")) {
    passage.className = page.getElementById(passage.id)?.className ?? passage.className;
  }
});

async function fetchPage() {
  try {
    const response = await fetch(location.href, { redirect: "error" });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null; // offline or signed out: the line beside the buttons says so
  }
}

// Nobody is thrown off the control they are on.
function replace(part, page) {
  const fresh = page.getElementById(part.id);
  if (!fresh || part.contains(document.activeElement)) return;
  if (part.open) fresh.open = true;
  part.replaceWith(fresh);
}
