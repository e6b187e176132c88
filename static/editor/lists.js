// Numbers and bullets: the kinds there are, and the commands that make, change and leave a list.
import { chainCommands, lift, liftListItem, sinkListItem, splitListItem, wrapInList } from "../vendor/prosemirror.js";
import { schema } from "./schema.js";

const { bullet_list: bullets, ordered_list: numbers, list_item: item } = schema.nodes;

// Each as it looks, which is what the menu says of it.
export const KINDS = [
  { says: "1. 2. 3.", type: null, class: null },
  { says: "(1) (2) (3)", type: null, class: "brackets" },
  { says: "a. b. c.", type: "a", class: null },
  { says: "(a) (b) (c)", type: "a", class: "brackets" },
  { says: "a) b) c)", type: "a", class: "bracket" },
  { says: "i. ii. iii.", type: "i", class: null },
  { says: "(i) (ii) (iii)", type: "i", class: "brackets" },
  { says: "A. B. C.", type: "A", class: null },
  { says: "1.1 1.2 1.3", type: null, class: "legal" },
];

const isList = (node) => node.type === bullets || node.type === numbers;

// The innermost list that the selection stands in, and where.
export function listAround({ selection: { $from } }) {
  for (let depth = $from.depth; depth; depth -= 1) {
    if (isList($from.node(depth))) return { node: $from.node(depth), at: $from.before(depth), depth };
  }
  return null;
}

export const isIn = (type) => (state) => listAround(state)?.node.type === type;

const leaveItem = goingOn(liftListItem(item));
export const endItem = chainCommands(splitListItem(item), leaveEmptyItem);
export const further = { in: sinkListItem(item), out: chainCommands(leaveItem, lift) };

function leaveEmptyItem(state, dispatch) {
  const { $from } = state.selection;
  return !$from.parent.content.size && $from.node(-1).type === item && leaveItem(state, dispatch);
}

// A numbered list that is cut in two by a paragraph goes on counting after it.
function goingOn(command) {
  return (state, dispatch) => command(state, dispatch && ((tr) => dispatch(counted(tr, listAround(state)))));
}

function counted(tr, around) {
  const first = around?.node.type === numbers && tr.doc.nodeAt(around.at);
  if (!first || !first.sameMarkup(around.node) || first.childCount >= around.node.childCount) return tr;
  const $after = tr.doc.resolve(around.at + first.nodeSize);
  const next = $after.parent.maybeChild($after.index() + 1);
  if (!$after.nodeAfter || !next?.sameMarkup(first)) return tr;
  const { attrs, childCount } = first;
  return tr.setNodeMarkup($after.pos + $after.nodeAfter.nodeSize, null, { ...attrs, start: attrs.start + childCount });
}

// Pressed again, it makes paragraphs of the items; pressed in the other kind of list, it changes that one.
export function toggleList(type) {
  return (state, dispatch) => {
    const around = listAround(state);
    if (!around) return wrapInList(type)(state, dispatch);
    if (around.node.type === type) return leaveItem(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(around.at, type));
    return true;
  };
}

export const toggleBullets = toggleList(bullets);
export const toggleNumbers = toggleList(numbers);

export function renumber(attributes) {
  return (state, dispatch) => {
    const around = listAround(state);
    if (around?.node.type !== numbers || (attributes.class === "legal" && isInBullets(state))) return false;
    dispatch?.(state.tr.setNodeMarkup(around.at, null, { ...around.node.attrs, ...attributes }));
    return true;
  };
}

// "1.1" counts through the lists around it, and bullets have no number.
function isInBullets({ selection: { $from } }) {
  return Array.from({ length: $from.depth }, (_, at) => $from.node(at + 1).type).includes(bullets);
}
