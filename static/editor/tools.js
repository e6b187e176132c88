// What stands on the toolbar: its groups, when each is shown, and what each button does and says.
import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable, mergeCells, redo, splitCell, TextSelection, toggleHeaderRow,
  toggleMark, undo,
} from "../vendor/prosemirror.js";
import { said } from "../said.js";
import { toggleHeading, toggleQuotation } from "./keys.js";
import { askForLink, askForNumber } from "./questions.js";
import { further, isIn, KINDS, listAround, renumber, toggleBullets, toggleNumbers } from "./lists.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

export const GROUPS = [
  {
    tools: [
      { name: "Heading", icon: "heading", run: toggleHeading(2), isOn: isHeading(2) },
      { name: "Smaller heading", icon: "smaller", run: toggleHeading(3), isOn: isHeading(3) },
      { name: "Smallest heading", icon: "smallest", run: toggleHeading(4), isOn: isHeading(4) },
      { name: "Bold", icon: "bold", run: toggleMark(marks.strong), isOn: isMarked(marks.strong) },
      { name: "Italic", icon: "italic", run: toggleMark(marks.em), isOn: isMarked(marks.em) },
      { name: "Bullets", icon: "bullets", run: toggleBullets, isOn: isIn(nodes.bullet_list) },
      { name: "Numbers", icon: "numbers", run: toggleNumbers, isOn: isIn(nodes.ordered_list) },
      { name: "Further in", icon: "in", run: further.in, needsRoom: true },
      { name: "Further out", icon: "out", run: further.out, needsRoom: true },
      { name: "Quotation", icon: "quotation", run: toggleQuotation, isOn: isInside(nodes.blockquote) },
      { name: "Undo", icon: "undo", run: undo, needsRoom: true },
      { name: "Redo", icon: "redo", run: redo, needsRoom: true },
    ],
  },
  {
    tools: [
      { name: "Table", run: insertTable, needsRoom: true },
      { name: "Link", ask: askForLink, isOn: isMarked(marks.link) },
      { name: "Welsh", says: "Welsh passage", run: toggleMark(marks.welsh), isOn: isMarked(marks.welsh) },
    ],
  },
  {
    isShown: isIn(nodes.ordered_list),
    tools: [
      ...KINDS.map(({ says, type, class: name }) => ({
        name: says.split(" ")[0],
        says: said("Numbers {signs}", { signs: says.replaceAll(" ", ", ") }),
        run: renumber({ type, class: name }),
        isOn: isNumbered(type, name),
        needsRoom: name === "legal",
      })),
      { name: "First number", ask: askForNumber },
    ],
  },
  {
    isShown: isInTable,
    tools: [
      { name: "Add row", icon: "addRow", run: addRowAfter },
      { name: "Add column", icon: "addColumn", run: addColumnAfter },
      { name: "Remove row", icon: "removeRow", run: deleteRow },
      { name: "Remove column", icon: "removeColumn", run: deleteColumn },
      { name: "Header row", icon: "headerRow", run: toggleHeaderRow, isOn: isInside(nodes.table_header) },
      { name: "Merge cells", icon: "merge", run: mergeCells, needsRoom: true },
      { name: "Split cell", icon: "split", run: splitCell, needsRoom: true },
      { name: "Remove table", icon: "removeTable", run: deleteTable },
    ],
  },
];

function isHeading(level) {
  return ({ selection: { $from: { parent } } }) => parent.type === nodes.heading && parent.attrs.level === level;
}

function isMarked(type) {
  return ({ doc, storedMarks, selection: { $from, from, to, empty } }) =>
    empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type);
}

function isInside(type) {
  return ({ selection: { $from } }) => {
    for (let depth = $from.depth; depth; depth -= 1) if ($from.node(depth).type === type) return true;
    return false;
  };
}

function isNumbered(type, name) {
  return (state) => {
    const attrs = listAround(state)?.node.attrs;
    return attrs?.type === type && attrs?.class === name;
  };
}

function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  const row = (type) => nodes.table_row.create(null, [0, 1, 2].map(() => type.createAndFill()));
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  const tr = state.tr.replaceSelectionWith(table);
  const at = tr.mapping.map(state.selection.from, -1);
  dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(at), 1)).scrollIntoView());
  return true;
}
