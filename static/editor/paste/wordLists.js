// Word writes a list as paragraphs: its list and level in the style ("mso-list:l0 level2 lfo1"), its number as text. The
// number that Word shows is the number that arrives: where no list can say it, it stays as text.
import { marker } from "./numbers.js";
import { mark, symbolFont } from "./signs.js";
import { all, style } from "./source.js";

export function wordLists(body) {
  let open = [];
  for (const paragraph of all(body, "p, h1, h2, h3, h4, h5, h6")) {
    const level = Number(/\blevel\s*(\d+)/.exec(style(paragraph, "mso-list"))?.[1] ?? 0);
    const number = all(paragraph, "[data-style]").find((each) => style(each, "mso-list") === "ignore");
    if (!level || !paragraph.matches("p")) {
      if (number) asText(number);
      continue;
    }
    if (open.length && paragraph.previousElementSibling !== open[0].list) open = [];
    open = arrange(paragraph, number, level, open);
  }
}

function arrange(paragraph, number, level, open) {
  const font = number ? signFont(number, paragraph) : "";
  const sign = signOf(number);
  number?.remove();
  const said = marker(sign.replaceAll(" ", ""), Boolean(font));
  if (!paragraph.textContent.trim() && isAllOfCell(paragraph)) {
    paragraph.textContent = said?.bullet ? mark(sign, font) : sign; // rows that Word counts
    return [];
  }
  if (!paragraph.textContent.trim()) {
    paragraph.remove(); // its words were deleted
    return open;
  }
  if (said?.bullet) paragraph.prepend(mark(sign, font));
  const outer = open.filter((entry) => entry.level < level);
  const own = said && placeFor(said, outer, open.find((entry) => entry.level === level));
  if (!own) {
    paragraph.prepend(`${sign} `);
    return [];
  }
  return append(paragraph, outer, { level, ...own });
}

const isAllOfCell = (paragraph) => paragraph.closest("td, th")?.textContent.trim() === "";

const signOf = (number) => (number?.textContent ?? "").replaceAll(/\s+/g, " ").trim();

// The font of the sign itself: the spaces after it have one of their own.
function signFont(number, paragraph) {
  const texts = number.ownerDocument.createTreeWalker(number, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() && !texts.currentNode.data.trim());
  for (let element = texts.currentNode.parentElement; element !== paragraph; element = element.parentElement) {
    const font = symbolFont(element);
    if (font !== undefined) return font;
  }
  return "";
}

// The list an item belongs to: the one that is open, if its next number is this one, or a new one that begins with it.
function placeFor(said, outer, open) {
  if (said.bullet) return open?.tag === "ul" ? open : { tag: "ul", next: 1 };
  if (said.legal) return legalPlace(said.legal, outer, open);
  const goesOn = said.readings.find(({ type, at }) => open?.tag === "ol" && open.type === type && open.name === said.name && open.next === at);
  if (goesOn) return open;
  const [{ type, at }] = said.readings;
  return { tag: "ol", type, name: said.name, next: at };
}

// "1.2" is a second item within the first, where the lists around it say so.
function legalPlace(path, outer, open) {
  const at = path.at(-1);
  const around = outer.map(({ tag, type, next }) => (tag === "ol" && type === null ? next - 1 : null));
  if (path.length < 2 || around.join(".") !== path.slice(0, -1).join(".")) return null;
  return open?.name === "legal" && open.next === at ? open : { tag: "ol", type: null, name: "legal", next: at };
}

function append(paragraph, outer, own) {
  const { ownerDocument } = paragraph;
  if (!own.list) {
    own.list = ownerDocument.createElement(own.tag);
    if (own.tag === "ol") own.list.dataset.kind = JSON.stringify({ start: own.next, type: own.type, class: own.name });
    const parent = outer.at(-1)?.list.lastElementChild;
    if (parent) parent.append(own.list);
    else paragraph.before(own.list);
  }
  const item = ownerDocument.createElement("li");
  item.append(paragraph);
  own.list.append(item);
  return [...outer, { ...own, next: own.next + 1 }];
}

function asText(number) {
  const sign = signOf(number);
  const isSymbol = signFont(number, number.closest("p, h1, h2, h3, h4, h5, h6"));
  number.replaceWith(!sign || marker(sign.replaceAll(" ", ""), isSymbol)?.bullet ? "" : `${sign} `);
}
