// Shows how the reading of letters goes on: while some wait, the list is fetched anew. Without it the page is reloaded.

const EVERY = 3000;

async function refresh() {
  const queue = document.getElementById("queue");
  if (!Number(queue.dataset.waiting)) return;
  try {
    const response = await fetch(window.location.href, { redirect: "error" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("queue");
    // Nobody who is on a link in the list is thrown off it.
    if (response.ok && fresh && !queue.contains(document.activeElement)) queue.replaceWith(fresh);
  } catch {
    // Offline or signed out: what is shown stays, and is asked for again.
  }
  setTimeout(refresh, EVERY);
}

setTimeout(refresh, EVERY);
