// What does not arrive, counted: what was deleted or struck out, comments, hidden words, pictures; and, without a word, what
// no reader of the document saw either.
import { said } from "../../said.js";
import { inert } from "./inert.js";
import { numberOf } from "./numbers.js";
import { mark } from "./signs.js";
import { all, style } from "./source.js";

const KINDS = {
  deletion: ["deletion", "deletions"],
  comment: ["comment", "comments"],
  hidden: ["hidden passage", "hidden passages"],
  picture: ["picture", "pictures"],
  field: ["field that was not filled in", "fields that were not filled in"],
  file: ["file", "files"],
  sign: ["sign that cannot be shown", "signs that cannot be shown"],
};

// "Left out: 2 deletions, 1 comment": how many, never which words.
export function leftOut(left) {
  const counted = (count, what) => said(`{count} ${what}`, { count });
  const parts = Object.entries(KINDS).flatMap(([kind, [one, many]]) => (left[kind] ? counted(left[kind], left[kind] === 1 ? one : many) : []));
  return parts.length ? said("Left out: {what}", { what: parts.join(", ") }) : "";
}

export function leaveOut(body, left) {
  textBoxes(body);
  fieldCodes(body);
  controls(body);
  numbersOfStruck(body);
  partsNotStruck(body);
  for (const back of all(body, BACK)) commentOf(back)?.setAttribute("data-comment", "");
  const found = { anchors: 0, entries: 0, deletions: [] };
  visit(body, left, found);
  add(left, "comment", Math.max(found.anchors, found.entries));
  add(left, "deletion", runs(body, found.deletions));
  const rows = new Set(found.deletions.map((node) => node.parentElement.closest("tr")));
  const items = new Set(found.deletions.map((node) => node.parentElement.closest("li")));
  for (const node of found.deletions) node.remove();
  for (const item of items) if (item?.closest("ol") && !item.textContent.trim() && !item.querySelector("img")) dropItem(item);
  for (const row of rows) if (row && !row.textContent.trim()) dropRow(row);
}

// The number of a paragraph is its own even where all its words were struck out, and the number with them.
function numbersOfStruck(body) {
  for (const number of all(body, "[data-style]").filter((each) => style(each, "mso-list") === "ignore")) {
    let struck = null;
    let own = number;
    for (let each = number; each && !each.matches("p, li, td, body"); each = each.parentElement) {
      if (isDeleted(each)) struck = each;
      else if (!struck && each.textContent === number.textContent) own = each;
    }
    if (struck && struck !== number) struck.before(own);
  }
}

// Word says "text-line-through:none" of a run in a paragraph whose style is struck out: all around the run is, and not it.
function partsNotStruck(body) {
  for (const kept of all(body, "[data-style]").filter((each) => style(each, "text-line-through") === "none")) {
    const around = [];
    for (let each = kept.parentElement; each && each !== body; each = each.parentElement) around.unshift(each);
    for (const each of around) if (isStruck(each)) strikeParts(each);
  }
}

function strikeParts(element) {
  for (const part of [...element.childNodes]) {
    if (part.nodeType === Node.TEXT_NODE) {
      const struck = element.ownerDocument.createElement("s");
      part.replaceWith(struck);
      struck.append(part);
    } else if (part.nodeType === Node.ELEMENT_NODE && style(part, "text-line-through") !== "none") {
      part.dataset.style = `${part.dataset.style ?? ""};text-decoration:line-through`;
    }
  }
  element.dataset.style += ";text-decoration:none;text-decoration-line:none;text-line-through:none";
}

// Those after it keep the numbers they had.
function dropItem(item) {
  const next = item.nextElementSibling;
  if (next?.matches("ol > li") && !next.hasAttribute("value")) next.setAttribute("value", numberOf(next));
  item.remove();
}

// Google Docs sets a comment below, in a box of its own, with a link back to what it is about.
const BACK = 'a[href*="#cmnt_ref"]';

function commentOf(back) {
  const box = back.closest("div");
  const isOwn = box && all(box, BACK).length === 1 && box.textContent.trim().startsWith(back.textContent.trim());
  return isOwn ? box : back.closest("p, li, div");
}

export function add(left, kind, count = 1) {
  left[kind] = (left[kind] ?? 0) + count;
}

function visit(element, left, found) {
  for (const child of [...element.children]) {
    const kind = kindOf(child);
    if (!kind) visit(child, left, found);
    else take(child, kind, left, found);
  }
}

function take(element, kind, left, found) {
  const hasWords = Boolean(element.textContent.trim());
  const isOfNumber = Boolean(element.parentElement.closest('[data-style*="mso-list"]:not(p, li)'));
  if (kind === "deletion" && hasWords && !isOfNumber) found.deletions.push(placeholder(element));
  if (kind === "anchor" && hasWords) found.anchors += 1;
  if (kind === "entry") found.entries += Math.max(1, all(element, "[data-style]").filter(isComment).length);
  if (kind === "picture" || (["hidden", "field"].includes(kind) && hasWords)) add(left, kind);
  // A cell whose words are struck out is a cell still: those after it stay in their columns.
  if (kind === "deletion" && element.matches("td, th")) element.replaceChildren();
  else if (kind === "deletion" && element.parentElement.matches("ol")) dropItem(element);
  else if (element.matches("tr")) dropRow(element);
  else element.remove();
}

// A cell that reaches into the row from above is a row shorter; one that begins in it holds the rows below in their columns.
function dropRow(row) {
  const spanOf = (cell) => Number(cell.getAttribute("rowspan") ?? 1) || 1;
  if ([...row.children].some((cell) => spanOf(cell) > 1) && row.nextElementSibling) return row.replaceChildren(...[...row.children].map(emptied));
  let above = 1;
  for (let each = row.previousElementSibling; each; each = each.previousElementSibling, above += 1) {
    for (const cell of each.children) if (spanOf(cell) > above) cell.setAttribute("rowspan", spanOf(cell) - 1);
  }
  return row.remove();
}

function emptied(cell) {
  cell.replaceChildren();
  return cell;
}

// Stands where a deletion stood until all are counted.
function placeholder(element) {
  const comment = element.ownerDocument.createComment("");
  element.before(comment);
  return comment;
}

// Word cuts one deletion into as many as it has fonts: those without a word between them are one.
function runs(body, places) {
  const block = (node) => node.parentElement.closest("p, li, td, th, div, h1, h2, h3, h4, h5, h6, body");
  const range = body.ownerDocument.createRange();
  return places.filter((place, at) => {
    const before = places[at - 1];
    if (!before || block(before) !== block(place)) return true;
    range.setStartAfter(before);
    range.setEndBefore(place);
    return range.toString() !== "";
  }).length;
}

const SILENT = "script, title, meta, link, base, template, noscript, xml, datalist, hr, annotation, annotation-xml, .EOP";
const PICTURE = "img, svg, picture, canvas, video, audio, object, iframe, embed";
const ANCHOR = ".MsoCommentReference, .msocomanchor, .msocomoff, .annotation_reference";
// "Click or tap here to enter text."
const UNFILLED = '[showingplchdr="t" i], [class*="PlaceholderText"]';
const PROMPT = /^\s*(Click or tap (here )?to enter (text|a date)|Click here to enter (text|a date)|Choose an item)\.\s*$/;
const DELETED = /(^|\s)(mso(Del|MoveFrom|StyleDeletion)|(Track|Revision)\S*Del(et\S*)?|Deletion)(\s|$)/i;

function kindOf(element) {
  if (element.matches(SILENT)) return "silent";
  if (isCommentList(element)) return "entry";
  if (isAnchor(element)) return "anchor";
  if (isDeleted(element)) return "deletion";
  if (isHidden(element)) return "hidden";
  if (element.matches(UNFILLED) || (element.matches("p, span") && !element.firstElementChild && PROMPT.test(element.textContent))) return "field";
  return element.matches(PICTURE) ? pictureKind(element) : null;
}

const isComment = (element) => style(element, "mso-element") === "comment";
const isCommentList = (element) => /^comment(-list)?$/.test(style(element, "mso-element")) || element.matches(".msocomtxt, [data-comment], comment");
const isAnchor = (element) =>
  element.matches(ANCHOR) || style(element, "mso-special-character") === "comment" || /#(cmnt|_msocom_?)\d+$/.test(element.getAttribute("href") ?? "");

function isDeleted(element) {
  if (element.matches("del, s, strike, [data-deleted]") || DELETED.test(element.className)) return true;
  return isStruck(element);
}

function isStruck(element) {
  const lines = ["text-decoration", "text-decoration-line", "-webkit-text-decoration"].map((each) => style(element, each)).join(" ");
  return lines.includes("line-through") || /^(single|double)/.test(style(element, "text-line-through"));
}

const SHUT = "[hidden], dialog:not([open]), details:not([open]) > :not(summary), .sr-only, .visually-hidden, .govuk-visually-hidden, .screen-reader-text";

// "screen" hides from the screen only: the page numbers of a list of contents.
function isHidden(element) {
  const hide = style(element, "mso-hide");
  return element.matches(SHUT) || hide === "all" || (style(element, "display") === "none" && hide !== "screen") || isTooSmall(element);
}

const FAR = ["left", "right", "top"];

// What a page says only to those who hear it stands in a corner of one pixel, or far from the page; what a mail says to a
// list of mails, in no height.
function isTooSmall(element) {
  const is = (size, ...sides) => sides.every((side) => size.test(style(element, side)));
  const isCut = is(/^hidden/, "overflow") && ["height", "max-height"].some((side) => is(/^0(\D|$)/, side));
  const isApart = is(/^(absolute|fixed)/, "position") && (is(/^[01]px/, "width", "height") || is(/^rect\(0/, "clip") || FAR.some((side) => is(/^-\d{4}/, side)));
  return isCut || isApart || is(/^-\d{4}/, "text-indent") || is(/^0*\.?0+%?$/, "opacity");
}

function pictureKind(element) {
  const said = (name) => Number.parseFloat(element.getAttribute(name) ?? "9");
  const isMarker = element.closest("[data-style]") && [element, element.parentElement].some((each) => style(each, "mso-list") === "ignore");
  return isMarker || said("width") <= 1 || said("height") <= 1 ? "silent" : "picture";
}

// A field's instruction, ' DATE \@ "d MMMM" ', stands between its beginning and its separator; what it shows comes after.
// Only what such an end confirms goes: a field that was cut in two by the selection keeps all its words.
function fieldCodes(body) {
  const open = [];
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const codes = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === Node.ELEMENT_NODE && style(node, "mso-element");
    if (element === "field-begin") open.push({ isCode: true, texts: [] });
    else if (element === "field-separator") close(open.at(-1));
    else if (element === "field-end") close(open.pop());
    else if (node.nodeType === Node.TEXT_NODE) open.find((field) => field.isCode)?.texts.push(node);
  }
  for (const code of codes) code.remove();

  function close(field) {
    if (field?.isCode) codes.push(...field.texts);
    if (field) field.isCode = false;
  }
}

// Word says a text box in a comment that only Office reads, and for others shows it as a picture; its words are words.
function textBoxes(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) {
    const boxes = [...comment.data.matchAll(/<v:textbox[^>]*>([^]*?)<\/v:textbox>/gi)].map(([, box]) => contents(box));
    if (boxes.length) place(boxes, comment);
  }
  for (const comment of comments) comment.remove();
  for (const stand of all(body, 'img[alt^="Text Box"]')) stand.remove();
}

function contents(box) {
  return inert(box.replaceAll(/<!\[if !mso\]>[^]*?<!\[endif\]>/gi, ""));
}

const squeezed = (text) => text.replaceAll(/\s+/g, "");

// Below the paragraph that it hangs from, unless its words stand in what others are shown.
function place(boxes, comment) {
  const shown = [];
  for (let next = comment.nextSibling; next && !/\[endif\]/.test(next.data ?? ""); next = next.nextSibling) shown.push(next);
  const words = squeezed(shown.map((node) => (node.nodeType === Node.COMMENT_NODE ? "" : node.textContent)).join(""));
  const isFallback = /\[if !vml\]/.test(comment.nextSibling?.data ?? "");
  if (isFallback && words) return;
  if (isFallback) for (const picture of shown) if (picture.nodeType === Node.ELEMENT_NODE) picture.remove();
  const block = comment.parentElement.closest("p, h1, h2, h3, h4, h5, h6") ?? comment;
  block.after(...boxes.flatMap((box) => [...box.childNodes]));
}

// What a person filled in or ticked on a page is what they saw there.
function controls(body) {
  const tick = (isOn) => (isOn ? "☑ " : "☐ ");
  for (const item of all(body, 'li[role="checkbox"], li.checklist')) {
    item.querySelector("img")?.remove();
    const isOn = item.getAttribute("aria-checked") === "true" || item.dataset.leveltext === "\uf0fe";
    (item.querySelector("p") ?? item).prepend(tick(isOn));
  }
  for (const box of all(body, 'li img[alt="checked"], li img[alt="unchecked"]')) {
    const item = box.closest("li");
    item.dataset.style = "list-style-type:disc";
    box.remove();
    (item.querySelector("p") ?? item).prepend(tick(box.alt === "checked"));
  }
  for (const input of all(body, "input")) {
    const { type } = input;
    const isTick = type === "checkbox" || type === "radio";
    input.replaceWith(type === "hidden" ? "" : isTick ? tick(input.hasAttribute("checked")) : (input.getAttribute("value") ?? ""));
  }
  for (const item of all(body, "li[data-leveltext][data-font]:not([role=checkbox])")) (item.querySelector("p") ?? item).prepend(mark(item.dataset.leveltext, item.dataset.font.toLowerCase()));
  for (const select of all(body, "select")) select.replaceWith(select.querySelector("[selected]")?.textContent ?? "");
  for (const emoji of all(body, "img[alt]")) if (/^\p{Extended_Pictographic}[\p{Emoji}\u200d\ufe0f]*$/u.test(emoji.alt)) emoji.replaceWith(emoji.alt);
}
