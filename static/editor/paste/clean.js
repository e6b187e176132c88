// Word, Outlook, Google Docs, LibreOffice, Excel or a web page in; the few elements of an answer out. What its reader saw
// arrives, what its reader did not see does not, and what cannot arrive is counted.
import { blocks, BLOCKS, flatten } from "./blocks.js";
import { formulas } from "./formulas.js";
import { inert } from "./inert.js";
import { inline } from "./inline.js";
import { leaveOut, leftOut } from "./left.js";
import { lists } from "./lists.js";
import { all } from "./source.js";
import { wordLists } from "./wordLists.js";

// In this order: Word's lists are told by styles that are gone once lines are read.
const STEPS = [leaveOut, formulas, wordLists, lists, blocks, inline, tidy];

export function clean(html) {
  const body = inert(html);
  const left = {};
  for (const side of ["firstChild", "lastChild"]) trim(body, side);
  for (const step of STEPS) step(body, left);
  return { html: body.innerHTML, left: leftOut(left) };
}

// Lines that a program ends before and after what was copied.
function trim(body, side) {
  while (body[side] && (body[side].nodeType === Node.COMMENT_NODE || /^\s*\n\s*$/.test(body[side].data ?? ""))) {
    if (/\[if/.test(body[side].data)) return;
    body[side].remove();
  }
}

// Where no table can stand: its cells' words, in reading order.
export function flat(html) {
  const body = inert(html);
  for (const table of all(body, "table")) flatten(table);
  return body.innerHTML;
}

const KEPT = { a: ["href"], ol: ["start", "type", "class"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], span: ["lang"] };

function tidy(body) {
  for (const element of all(body, "*")) {
    for (const { name } of [...element.attributes]) if (!KEPT[element.localName]?.includes(name)) element.removeAttribute(name);
  }
  for (const br of all(body, "br")) if (!isBetween(br)) br.remove();
  const said = (element) => element.textContent.trim() || element.querySelector("td, th");
  for (const block of all(body, "p, h2, h3, h4, div, blockquote, li, ul, ol").reverse()) if (!said(block) && !block.matches("ol > li")) block.remove();
  for (const list of all(body, "ol")) if (!said(list)) list.remove();
}

// A line end at the edge of a block, or between two, ends nothing.
function isBetween(br) {
  return ["previousSibling", "nextSibling"].every((side) => hasWords(br, side));
}

function hasWords(node, side) {
  for (let next = node[side]; next; next = next[side]) {
    if (next.nodeType === Node.ELEMENT_NODE && next.matches(BLOCKS)) return false;
    if (next.textContent.trim()) return true;
  }
  const { parentElement } = node;
  return !parentElement.matches(`${BLOCKS}, body`) && hasWords(parentElement, side);
}
