// Starts what the page needs. Without script every page still works: forms are posted and answered by the server.
import { initAll } from "./govuk/govuk.js";
import { keepWords } from "./autosave.js";
import { refreshToken } from "./posting.js";
import { showPrinted } from "./printed.js";
import { said } from "./said.js";

// Content Security Policy forbids the inline script that GOV.UK's own template has for this.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => refreshToken(form));
  if (form.matches("[data-autosave], [data-resubmit]") || form.querySelector("textarea")) keepWords(form);
}
for (const place of document.querySelectorAll("[data-printed]")) {
  const form = document.querySelector("form[data-autosave]");
  if (form) showPrinted(place, form);
}
takeDroppedFiles();
for (const radio of document.querySelectorAll("input[type=radio][name=language]")) showInBoth(radio);
for (const details of document.querySelectorAll("[data-fold]")) foldWhereNarrow(details);
for (const line of document.querySelectorAll("[data-reopened]")) sayReopened(line);
for (const line of document.querySelectorAll("form [data-autosave-warning]")) sayWarning(line);
for (const textarea of document.querySelectorAll("textarea[data-max-lines]:not([hidden])")) countLines(textarea);

// Folds up what stands above a box on a narrow screen, so that the box is in view; beside it, all is open.
function foldWhereNarrow(details) {
  const isWide = matchMedia("(min-width: 48.0625em)");
  const fit = () => (details.open = isWide.matches);
  isWide.addEventListener("change", fit);
  fit();
}

// Shows the boxes for Welsh words as soon as a letter is to be in both languages. What they hold is posted all the same, so
// one with something to mend stays.
function showInBoth(radio) {
  const show = () => {
    for (const box of radio.form.querySelectorAll("[data-shown-for]")) {
      const isWanted = box.dataset.shownFor.split(" ").includes(radio.value);
      box.hidden = !isWanted && !box.querySelector(".govuk-error-message");
    }
  };
  radio.addEventListener("change", show);
  if (radio.checked) show(); // it may have been chosen before this script came, or be what a browser put back
}

// Says of a finished answer that the change just saved has reopened it.
function sayReopened(line) {
  line.closest("form").addEventListener("kept", ({ detail }) => {
    if (detail.finished === false) line.textContent = line.dataset.reopened;
  });
}

// Says of what was just saved what the letter cannot print.
function sayWarning(line) {
  line.closest("form").addEventListener("kept", ({ detail }) => {
    line.textContent = detail.warning ?? "";
    line.classList.toggle("govuk-inset-text", Boolean(detail.warning));
  });
}

// Says when a text has too many lines; its length is counted by GOV.UK's character count.
function countLines(textarea) {
  const limit = Number(textarea.dataset.maxLines);
  const message = document.createElement("div");
  message.className = "govuk-hint app-over-limit";
  message.setAttribute("role", "status");
  textarea.after(message);
  const count = () => {
    const over = textarea.value.split("\n").length - limit;
    const tooMany = over === 1 ? "You have {count} line too many" : "You have {count} lines too many";
    message.textContent = over > 0 ? said(tooMany, { count: over }) : "";
  };
  textarea.addEventListener("input", count);
  count();
}

// A file dropped anywhere goes into the page's one file box. Left to itself the browser would open it, and leave the
// page with all that was typed in it.
function takeDroppedFiles() {
  const boxes = document.querySelectorAll("main input[type=file]");
  const takesFile = (event) => event.dataTransfer?.types.includes("Files") && !event.target.closest?.("input[type=file]");
  document.addEventListener("dragover", (event) => takesFile(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!takesFile(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (boxes.length !== 1 || (event.dataTransfer.files.length > 1 && !boxes[0].multiple)) return;
    boxes[0].files = event.dataTransfer.files;
    boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
    boxes[0].focus();
  });
}
