// Puts an editor in the place of a text box: what it holds is posted as HTML, in the hidden field beside the box, and only
// once it was changed. Without this script the box itself is posted.
import { closeHistory, EditorState, EditorView, history, Plugin, tableEditing } from "../vendor/prosemirror.js";
import { counter } from "./counter.js";
import { keys } from "./keys.js";
import { pasting } from "./pasting.js";
import { needsPlace, read, schema, write } from "./schema.js";
import { toolbar } from "./toolbar.js";

export function edit(textarea) {
  const { form, name } = textarea;
  const stored = form.querySelector(`[data-words-html][name="${CSS.escape(name)}-html"]`);
  if (!stored) return;
  // Somebody who began to type before this script was there goes on in the text box, and has words to save.
  if (textarea.value !== textarea.defaultValue) {
    form.dataset.unsaved = "";
    return;
  }

  const frame = document.createElement("div");
  frame.className = "app-editor";
  frame.classList.toggle("app-editor--error", textarea.matches(".govuk-textarea--error"));
  textarea.before(frame);
  const opened = read(stored.value);
  const view = new EditorView(frame, {
    state: EditorState.create({ doc: opened, plugins: plugins(frame) }),
    attributes: takePlaceOf(textarea),
    dispatchTransaction(transaction) {
      change(this, transaction);
      if (transaction.docChanged) stored.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  // Asked for whenever the form is read: by a submit, and by a save in the background.
  form.addEventListener("formdata", ({ formData }) => {
    if (!view.state.doc.eq(opened)) formData.set(stored.name, write(view.state.doc));
  });
}

function plugins(frame) {
  return [history(), ...keys(frame), tableEditing(), placeBelow(), pasting(frame), toolbar(frame), counter(frame)];
}

// The box's id, name and description go over to the editor: links to it and to its errors lead there.
function takePlaceOf(textarea) {
  const { id } = textarea;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  label.id ||= `${id}-label`;
  label.addEventListener("click", () => document.getElementById(id).focus());
  textarea.dataset.name = textarea.name;
  textarea.removeAttribute("name");
  textarea.removeAttribute("id");
  textarea.hidden = true;
  textarea.autocomplete = "off"; // a browser that goes back to this page puts nothing into it
  textarea.textContent = "";
  const described = textarea.getAttribute("aria-describedby");
  const isWrong = textarea.matches(".govuk-textarea--error");
  return {
    id,
    class: `app-words app-editor__words${textarea.rows < 10 ? " app-editor__words--short" : ""}`,
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": label.id,
    ...(described && { "aria-describedby": described }),
    ...(isWrong && { "aria-invalid": "true" }),
  };
}

// One undo takes back a paste alone: neither what was typed before it nor what is typed on after it.
function change(view, transaction) {
  const pasted = ["paste", "drop"].includes(transaction.getMeta("uiEvent"));
  if (pasted) closeHistory(transaction);
  view.updateState(view.state.apply(transaction));
  if (pasted) view.updateState(view.state.apply(closeHistory(view.state.tr)));
}

function placeBelow() {
  return new Plugin({
    appendTransaction: (_changes, _before, { doc, tr }) =>
      needsPlace(doc) ? tr.insert(doc.content.size, schema.nodes.paragraph.create()) : null,
  });
}
