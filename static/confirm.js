// Confirming a letter: what follows from a change is shown at once, and passages are placed by keys and buttons.
// Whatever is marked data-follows is fetched anew once a change is kept. Without script, "Save and show again" does it.
import { useKeys } from "./confirm/keys.js";
import { Placing } from "./confirm/placing.js";

const form = document.querySelector("form[data-autosave]");
const placing = new Placing(form);
let moved = false; // something was placed elsewhere, and what follows from it is not shown yet
let changes = 0;

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
useKeys(placing);
showPressed();

form.addEventListener("input", () => (changes += 1));
form.addEventListener("change", (event) => {
  moved ||= event.target.closest("[data-keep-now]") !== null;
  showPressed();
});
form.addEventListener("kept", async ({ detail }) => {
  if (detail.at !== undefined) return showParted(detail.at);
  if (!moved || detail.more) return; // what follows from both is shown once both are kept
  const before = changes;
  const page = await fetchPage();
  // What was typed meanwhile is not in that page. The next save asks for it again.
  if (!page || changes !== before) return;
  moved = false;
  follow(page);
  for (const passage of document.querySelectorAll(".app-passage")) {
    const here = ["app-passage--current", "app-passage--whole"].filter((each) => passage.classList.contains(each));
    passage.className = page.getElementById(passage.id)?.className ?? passage.className;
    passage.classList.add(...here);
  }
  placing.tell();
});

// Passages were parted, cut or joined: they are counted anew, so all of them are shown anew.
async function showParted(at) {
  const page = await fetchPage();
  if (!page) return location.reload();
  const whole = placing.whole;
  for (const id of ["passages", "passages-count"]) document.getElementById(id).replaceWith(page.getElementById(id));
  follow(page);
  placing.parted(at, whole);
}

async function fetchPage() {
  try {
    const response = await fetch(location.href, { redirect: "error" });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null; // offline or signed out: the line beside the buttons says so
  }
}

function follow(page) {
  for (const part of document.querySelectorAll("[data-follows]")) replace(part, page);
}

// Nobody is thrown off the control they are on, and what they opened stays open.
function replace(part, page) {
  const fresh = page.getElementById(part.id);
  if (!fresh || part.contains(document.activeElement) || fresh.isEqualNode(part)) return;
  const opened = [part, ...part.querySelectorAll("details")].filter((it) => it.open && it.id);
  for (const { id } of opened) {
    const again = page.getElementById(id);
    if (again?.matches("details")) again.open = true;
  }
  part.replaceWith(fresh);
}

// What the letter may say of itself is one press: it fills in the boxes.
form.addEventListener("click", (event) => {
  const choice = event.target.closest(".app-choice");
  if (!choice) return;
  event.preventDefault();
  for (const [box, typed] of boxes(choice)) {
    if (box.type === "checkbox") box.checked = typed !== "";
    else box.value = typed;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  boxes(choice)[0][0].dispatchEvent(new Event("change", { bubbles: true }));
});

function boxes(choice) {
  const said = Object.entries(choice.dataset).filter(([name]) => name.startsWith("box-"));
  return said.map(([, it]) => [form.elements[it.slice(0, it.indexOf("="))], it.slice(it.indexOf("=") + 1)]);
}

function showPressed() {
  for (const choice of form.querySelectorAll(".app-choice")) {
    const holds = ([box, typed]) => (box.type === "checkbox" ? box.checked === (typed !== "") : box.value === typed);
    choice.setAttribute("aria-pressed", String(boxes(choice).every(holds)));
  }
}
