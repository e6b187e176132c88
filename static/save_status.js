// The line beside a form that says whether its words are saved. The eye finds it at any time; a screen reader is told
// only when it changes from one kind to another (saved, not saved), not at each save.

import { said } from "./said.js";

const UNREACHABLE = "The tracker cannot be reached. Your words are on this page and will be saved when it is back.";
const OFFLINE = "You are offline. Your words are on this page and will be saved when you are back.";

export function saveStatus(form) {
  const line = document.querySelector("[data-autosave-status]") ?? newLine(form);
  const spoken = newSpoken(line);
  let savedAt = null; // "16:19"
  let kind = null;
  // What the page says without a script is about its buttons.
  if (line.dataset.autosaveStatus) line.textContent = line.dataset.autosaveStatus;
  const asOpened = line.textContent;

  function say(text, newKind = null) {
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("app-autosave--failed", newKind === "failed");
    if (newKind === null || newKind === kind) return;
    kind = newKind;
    spoken.textContent = text;
  }

  return {
    notYet: () => say(said("Not saved yet")),
    saving: () => say(said("Saving")),
    // `leftOut` names the question whose answer is not among it, and why.
    saved(leftOut) {
      savedAt = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      if (leftOut) say(said("Saved {time}, but not {what}", { time: savedAt, what: leftOut }), "failed");
      else say(said("Saved {time}", { time: savedAt }), "saved");
    },
    // What is on the page is what was saved last, or what it was opened with.
    settled: () => say(savedAt ? said("Saved {time}", { time: savedAt }) : asOpened),
    failed: (message) => say(message, "failed"),
    // `because` is what the server said, where it answers and does not take the words yet.
    held: (because) => say(because ?? said(navigator.onLine ? UNREACHABLE : OFFLINE), "failed"),
  };
}

function newLine(form) {
  const line = document.createElement("p");
  line.className = "govuk-hint app-autosave";
  form.append(line);
  return line;
}

function newSpoken(line) {
  const spoken = document.createElement("span");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("role", "status");
  line.after(spoken);
  return spoken;
}
