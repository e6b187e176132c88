// Keys of the review desk. Everything they do has a link, a radio or a button; without this script those are all there is.
// A single letter is a key only while the switch beside the list of keys is on: some speak to their browser.

const OFF = "desk-keys-off";
const keys = document.querySelector("[data-desk-keys]");
const toggle = document.querySelector("[data-desk-switch]");
const form = document.querySelector("form[data-desk-review]");

for (const part of document.querySelectorAll("[data-desk-script]")) part.hidden = false;
if (toggle) {
  toggle.checked = localStorage.getItem(OFF) === null;
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

for (const button of document.querySelectorAll("[data-desk-tick]")) {
  button.addEventListener("click", () => {
    for (const box of button.closest("[data-desk-group]").querySelectorAll("input[name=answer]")) box.checked = true;
  });
}

// On the list the next answer is the next link; on an answer it is the page that the link leads to.
function go(step) {
  const link = document.querySelector(`a[rel=${step > 0 ? "next" : "prev"}]`);
  const entries = [...document.querySelectorAll("[data-desk-entry]")];
  if (!entries.length) return link?.click();
  const at = entries.indexOf(document.activeElement);
  entries[at < 0 ? (step > 0 ? 0 : entries.length - 1) : at + step]?.focus();
}

function choose(number) {
  const radio = form?.querySelectorAll("input[name=outcome]")[number - 1];
  radio?.click();
  radio?.focus();
}

function showKeys() {
  keys.open = true;
  keys.querySelector("summary").focus();
}

const typing = (target) => target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && form) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || !toggle?.checked) return;
  if (["j", "n"].includes(event.key)) go(1);
  else if (["k", "p"].includes(event.key)) go(-1);
  else if (/^[1-4]$/.test(event.key)) choose(Number(event.key));
  else if (event.key === "?") showKeys();
});
