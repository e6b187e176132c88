// What is pasted or dropped goes through the same cleaning; beside the box stands what was left out of it.
import { CellSelection, isInTable, Plugin, Slice } from "../vendor/prosemirror.js";
import { clean, flat } from "./paste/clean.js";
import { inert } from "./paste/inert.js";
import { leftOut } from "./paste/left.js";
import { shown } from "./paste/signs.js";
import { sliceOfText } from "./paste/text.js";

export function pasting(frame) {
  const status = document.createElement("p");
  status.className = "govuk-hint app-editor__left";
  status.setAttribute("role", "status");
  frame.append(status);
  const say = (left) => (status.textContent = left);
  const files = (event, data) => {
    say("");
    if (!data || data.getData("text/html") || data.getData("text/plain") || !data.files.length) return false;
    event.preventDefault();
    say(leftOut({ picture: [...data.files].filter(isPicture).length, file: [...data.files].filter((each) => !isPicture(each)).length }));
    return true;
  };
  return new Plugin({
    props: {
      transformPastedHTML: (html, view) => {
        if (isOurs(html)) return html;
        const { html: words, left } = clean(html);
        say(left);
        return withSpaces(canHoldTable(view.state) ? words : flat(words), view.state);
      },
      clipboardTextParser: (text, $context, _plain, view) => {
        say(leftOut({ sign: shown(text, "").unknown }));
        return sliceOfText(text, $context.marks(), !canHoldTable(view.state));
      },
      transformPasted: ownLine,
      // Nothing is left to paste: the words that are selected stay.
      handlePaste: (_view, _event, slice) => slice.size === 0,
      handleDOMEvents: {
        paste: (_, event) => files(event, event.clipboardData),
        drop: (_, event) => files(event, event.dataTransfer),
      },
    },
  });
}

// Words from within a line keep the spaces at their ends, among other words; a paragraph of the library's own form does.
function withSpaces(html, { selection }) {
  const isLine = !/<(p|h\d|ul|ol|blockquote|table|div)\b/.test(html);
  return isLine && html && selection.$from.parent.content.size ? `<p data-pm-slice="1 1 []">${html}</p>` : html;
}

const isPicture = ({ type }) => type.startsWith("image/");

// Whole cells that are selected take the cells that were copied; a caret in a cell takes their words.
const canHoldTable = (state) => !isInTable(state) || state.selection instanceof CellSelection;

const OURS = "p, h2, h3, h4, ul, ol, li, blockquote, table, tbody, tr, th, td, br, strong, em, sup, sub, a, span, meta";
const ATTRIBUTES = ["data-pm-slice", "start", "type", "class", "colspan", "rowspan", "href", "lang", "charset"];

// A copy of the editor's own needs no cleaning, and knows what it was cut from. Other editors' say the same of theirs.
function isOurs(html) {
  if (!html.includes("data-pm-slice")) return false;
  return [...inert(html).querySelectorAll("*")].every((each) => each.matches(OURS) && [...each.attributes].every(({ name }) => ATTRIBUTES.includes(name)));
}

// A list, table, quotation or heading that is pasted into a sentence begins a line of its own; words go on with the sentence.
function ownLine(slice, view) {
  const { $from } = view.state.selection;
  const first = slice.content.firstChild;
  if (!first || slice.content.childCount === 0) return slice;
  const isIn = (type) => Array.from({ length: $from.depth }, (_, at) => $from.node(at + 1).type).includes(type);
  const takesItsPlace = !$from.parent.content.size && !(isIn(view.state.schema.nodes.list_item) && first.firstChild?.type.name === "list_item");
  // A first item that has no words of its own but a list keeps its number: opened, it would be the list within it.
  const isNumberAlone = first.firstChild?.firstChild?.type.name.endsWith("_list");
  const joins = first.isTextblock || first.isInline || (isIn(first.type) ? goesOn(first, $from) : takesItsPlace && !isNumberAlone);
  return joins ? slice : new Slice(slice.content, 0, slice.content.lastChild.isTextblock ? slice.openEnd : 0);
}

// "(c)" pasted into a list of "1." is a list of its own: as its next item it would be another number.
function goesOn({ type, attrs: list }, $from) {
  const depth = Array.from({ length: $from.depth }, (_, at) => at + 1).findLast((each) => $from.node(each).type === type);
  const { attrs: around } = $from.node(depth);
  const number = around.start + $from.index(depth);
  return list.type === around.type && list.class === around.class && (list.start === undefined || [1, around.start, number, number + 1].includes(list.start));
}
