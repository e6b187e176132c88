// Shows an answer as the letter will print it, anew each time its form was saved in the background.

export function showPrinted(place, form) {
  form.addEventListener("kept", async () => {
    try {
      const response = await fetch(place.dataset.printed, { headers: { Accept: "text/html" }, redirect: "error" });
      if (response.ok) place.innerHTML = await response.text();
    } catch {
      // What is shown is what was saved before; the words beside the box say what is not saved.
    }
  });
}
