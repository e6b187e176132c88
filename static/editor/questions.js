// A question that a tool asks below the toolbar: one field, checked, and out again with Escape. It is no part of the form.
import { said } from "../said.js";
import { listAround, renumber } from "./lists.js";
import { ADDRESS, schema } from "./schema.js";

const { link } = schema.marks;
let asked = 0;

export function askForLink(view, into) {
  const { from, to, empty } = linkAround(view.state);
  const old = markAt(view.state)?.attrs.href ?? "";
  const set = (href) => {
    const { tr } = view.state;
    if (empty) tr.insertText(href.replace(/^mailto:/i, ""), from);
    const end = empty ? tr.mapping.map(to) : to;
    tr.removeMark(from, end, link);
    if (href) tr.addMark(from, end, link.create({ href }));
    view.dispatch(tr);
  };
  ask(view, into, {
    label: "What is the address of the link?",
    hint: "For example, https://www.example.org/policy or name@example.org",
    value: old,
    read: addressFrom,
    wrong: "Enter a web address or an e-mail address",
    set,
    remove: old && { name: "Remove link", run: () => set("") },
  });
}

// "www.example.org" and "name@example.org" are what people type; anything else that is no address is refused.
function addressFrom(typed) {
  const text = typed.trim().replaceAll(" ", "%20");
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  const href = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;
  const isAddress = ADDRESS.test(href) && (/^mailto:[^@]+@[^@]+$/i.test(href) || (URL.canParse(href) && /\w\.\w|localhost/.test(new URL(href).hostname)));
  return isAddress ? href : null;
}

const markAt = ({ doc, selection: { $from, from, to, empty } }) => {
  if (empty) return link.isInSet($from.marks());
  let found;
  doc.nodesBetween(from, to, (node) => (found ??= link.isInSet(node.marks)));
  return found;
};

// The whole link, where the caret stands in one; else what is selected.
function linkAround(state) {
  const { $from, from, to, empty } = state.selection;
  const mark = empty && link.isInSet($from.marks());
  if (!mark) return { from, to, empty };
  let [first, last] = [$from.index(), $from.indexAfter()];
  const { parent } = $from;
  while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) first -= 1;
  while (last < parent.childCount && mark.isInSet(parent.child(last).marks)) last += 1;
  const at = (index) => $from.posAtIndex(index);
  return { from: at(first), to: at(last), empty: false };
}

export function askForNumber(view, into) {
  ask(view, into, {
    label: "Which number does this list begin with?",
    hint: "For (c) enter 3",
    value: listAround(view.state).node.attrs.start,
    read: (typed) => (/^\s*\d{1,4}\s*$/.test(typed) ? Number(typed) : null),
    wrong: "Enter a whole number",
    set: (start) => renumber({ start })(view.state, view.dispatch),
  });
}

function ask(view, into, { label, hint, value, read, wrong, set, remove }) {
  const id = `app-editor-question-${(asked += 1)}`;
  const input = element("input", "govuk-input", { id, type: "text", value, autocomplete: "off", "aria-describedby": `${id}-hint ${id}-error` });
  const error = element("p", "govuk-error-message", { id: `${id}-error`, role: "alert" });
  const close = () => {
    into.replaceChildren();
    view.focus();
  };
  const apply = () => {
    const answer = read(input.value);
    error.textContent = answer === null ? said(wrong) : "";
    input.classList.toggle("govuk-input--error", answer === null);
    if (answer === null) return input.focus();
    set(answer);
    close();
  };
  const buttons = element("div", "govuk-button-group");
  buttons.append(button(said("Set"), "govuk-button", apply));
  if (remove) buttons.append(button(said(remove.name), "govuk-button govuk-button--secondary", () => (remove.run(), close())));
  buttons.append(button(said("Cancel"), "govuk-button govuk-button--secondary", close));
  into.replaceChildren(
    element("label", "govuk-label govuk-label--s", { for: id }, said(label)),
    element("div", "govuk-hint", { id: `${id}-hint` }, said(hint)),
    error,
    input,
    buttons,
  );
  into.onkeydown = (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target === input) apply();
    if (event.key === "Enter" && event.target === input) event.preventDefault();
  };
  input.focus();
  input.select();
}

function element(tag, className, attributes = {}, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

function button(name, className, run) {
  const made = element("button", className, { type: "button" }, name);
  made.addEventListener("click", run);
  return made;
}
