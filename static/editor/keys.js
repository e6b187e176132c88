// What keys do. Tab is nobody's: it always goes on to what follows on the page. Arrows walk from cell to cell of a table.
import {
  baseKeymap, keymap, redo, Selection, setBlockType, TextSelection, toggleMark, undo, wrapIn,
} from "../vendor/prosemirror.js";
import { endItem, further, toggleBullets, toggleNumbers } from "./lists.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

export const toggleHeading = (level) => (state, dispatch) => {
  const { parent } = state.selection.$from;
  const isOne = parent.type === nodes.heading && parent.attrs.level === level;
  return (isOne ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level }))(state, dispatch);
};

export const toggleQuotation = (state, dispatch) => {
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, (node) => node.type === nodes.blockquote);
  if (!range) return wrapIn(nodes.blockquote)(state, dispatch);
  return further.out(state, dispatch);
};

const lineBreak = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};

// Out of a table, list or quotation, to a new paragraph below it; above it where nothing stands above.
function leave(direction) {
  return (state, dispatch) => {
    const { $from } = state.selection;
    if (!$from.depth || $from.node(1).isTextblock) return false;
    const at = direction > 0 ? $from.after(1) : $from.before(1);
    const tr = state.tr.insert(at, nodes.paragraph.create());
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
    return true;
  };
}

const leaveUpwards = (state, dispatch, view) => {
  const isFirst = Selection.atStart(state.doc).from === state.selection.from;
  return isFirst && view.endOfTextblock("up") && leave(-1)(state, dispatch);
};

export function keys(frame) {
  const askForLink = () => frame.dispatchEvent(new Event("link")) || true;
  return [
    keymap({
      "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo,
      "Mod-b": toggleMark(marks.strong), "Mod-i": toggleMark(marks.em), "Mod-k": askForLink,
      "Mod-Alt-1": toggleHeading(2), "Mod-Alt-2": toggleHeading(3), "Mod-Alt-3": toggleHeading(4),
      "Mod-Alt-0": setBlockType(nodes.paragraph),
      "Mod-Shift-7": toggleNumbers, "Mod-Shift-8": toggleBullets, "Mod-Shift-9": toggleQuotation,
      "Mod-]": further.in, "Mod-[": further.out,
      "Mod-Enter": leave(1), ArrowUp: leaveUpwards,
      Enter: endItem, "Shift-Enter": lineBreak,
    }),
    keymap(baseKeymap),
  ];
}
