// Shows how work on letters goes on: while some wait, the page is fetched anew. Without it the page is reloaded.

const EVERY = 3000;
const canHover = window.matchMedia("(hover: hover)").matches;
const waiting = (page) => Number(page.getElementById("queue-progress").dataset.waiting);

// What somebody points at, has the focus in or has marked stays as it is until they leave it: no link moves away.
function isInUse(part) {
  if (!part.querySelector("a")) return false;
  const marked = window.getSelection();
  return (
    part.contains(document.activeElement) ||
    (canHover && part.matches(":hover")) ||
    (!marked.isCollapsed && marked.containsNode(part, true))
  );
}

// Returns whether everything that is new is shown by now.
function show(page) {
  const done = page.getElementById("queue-progress").dataset.done;
  if (waiting(document) && !waiting(page)) document.getElementById("queue-said").textContent = done;
  const parts = [...document.querySelectorAll("#queue-progress, #queue-counts, #queue-rows")];
  const old = parts.filter((part) => part.outerHTML !== page.getElementById(part.id).outerHTML);
  const free = old.filter((part) => !isInUse(part));
  for (const part of free) part.replaceWith(document.importNode(page.getElementById(part.id), true));
  return free.length === old.length;
}

async function refresh() {
  let done = false;
  try {
    const response = await fetch(window.location.href, { redirect: "error" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok && page.getElementById("queue-rows")) done = show(page) && !waiting(page);
  } catch {
    // Offline or signed out: what is shown stays, and is asked for again.
  }
  if (!done) setTimeout(refresh, EVERY);
}

if (waiting(document)) setTimeout(refresh, EVERY);
