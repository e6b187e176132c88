// The ARIA toolbar pattern: one Tab stop, arrows walk within it, Alt+F10 leads to it from the text and Escape back.
import { said } from "../said.js";
import { Plugin } from "../vendor/prosemirror.js";
import { icon } from "./icons.js";
import { askForLink } from "./questions.js";
import { GROUPS } from "./tools.js";

export function toolbar(frame) {
  const bar = document.createElement("div");
  bar.className = "app-toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", said("Formatting"));
  const question = document.createElement("div");
  question.className = "app-editor__question";
  // A field of the tools' own is no words of the form.
  question.addEventListener("input", (event) => event.stopPropagation());
  return new Plugin({
    view: (view) => {
      const groups = GROUPS.map((group) => drawn(group, view, question));
      bar.append(...groups.map(({ box }) => box));
      bar.setAttribute("aria-controls", view.dom.id);
      frame.prepend(bar, question);
      frame.addEventListener("link", () => askForLink(view, question));
      walk(bar, view);
      const refresh = () => show(groups, bar, view.state);
      refresh();
      return { update: (_, before) => before !== view.state && refresh() };
    },
    props: {
      handleKeyDown: (_, event) => {
        if (!event.altKey || event.key !== "F10") return false;
        bar.querySelector("[tabindex='0']").focus();
        return true;
      },
    },
  });
}

function drawn({ tools, isShown }, view, question) {
  const box = document.createElement("div");
  box.className = "app-toolbar__group";
  box.setAttribute("role", "presentation");
  const buttons = tools.map((tool) => ({ ...tool, button: buttonFor(tool, view, question) }));
  box.append(...buttons.map(({ button }) => button));
  return { box, buttons, isShown };
}

function buttonFor({ name, says, icon: sign, run, ask, isOn }, view, question) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "app-toolbar__button";
  button.tabIndex = -1;
  const label = said(says ?? name);
  button.append(sign ? icon(sign) : said(name));
  if (sign || says) button.title = label;
  if (sign || says) button.setAttribute("aria-label", label);
  if (isOn) button.setAttribute("aria-pressed", "false");
  // The text keeps its selection, and its focus unless the toolbar is walked by keys.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled")) return;
    if (ask) return ask(view, question);
    run(view.state, view.dispatch, view);
    view.focus();
  });
  return button;
}

// The box that it stands in may be hidden as a whole, and be shown later.
const OFFERED = ":not(.app-toolbar__group[hidden] *)";
const CONTROLS = `button${OFFERED}`;

function walk(bar, view) {
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") view.focus();
    const buttons = [...bar.querySelectorAll(CONTROLS)];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    stopAt(bar, buttons.at(to % buttons.length)).focus();
  });
}

function stopAt(bar, button) {
  for (const other of bar.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  button.tabIndex = 0;
  return button;
}

function show(groups, bar, state) {
  for (const { box, buttons, isShown } of groups) {
    box.hidden = isShown ? !isShown(state) : false;
    if (!box.hidden) for (const each of buttons) say(each, state);
  }
  if (!bar.querySelector(`[tabindex='0']${OFFERED}`)) stopAt(bar, bar.querySelector(CONTROLS));
}

function say({ button, isOn, run, needsRoom }, state) {
  if (isOn) set(button, "aria-pressed", String(isOn(state)));
  if (needsRoom) set(button, "aria-disabled", run(state) ? null : "true");
}

// Only what changed is written: this runs at every key.
function set(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
