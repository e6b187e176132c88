// Turns what is pasted from Word, or from a web page, into the light marks that the tracker keeps:
// "## heading", "- bullet" (nested by indent), "1. item", "> quotation", "**bold**", "*italic*".
import TurndownService from "./vendor/turndown.js";

export function pasteAsMarks(textarea) {
  textarea.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    const marks = html ? marksFrom(html) : "";
    if (!marks) return;
    event.preventDefault();
    insert(textarea, marks);
  });
}

// insertText keeps the browser's own undo; where it is not to be had, the words at least arrive.
function insert(textarea, marks) {
  const before = textarea.value.slice(0, textarea.selectionStart);
  const startsBlock = /\n|^(#|-|>|\d+\.) ?/.test(marks);
  const text = startsBlock && before && !before.endsWith("\n") ? `\n\n${marks}` : marks;
  textarea.focus();
  if (document.execCommand("insertText", false, text)) return;
  textarea.setRangeText(text, textarea.selectionStart, textarea.selectionEnd, "end");
  textarea.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
}

export function marksFrom(html) {
  // A parsed document is inert: nothing in it runs or is fetched.
  const body = new DOMParser().parseFromString(withoutStyles(html), "text/html").body;
  tidy(body);
  wordHeadings(body);
  wordLists(body);
  listsInItems(body);
  wordQuotations(body);
  styledEmphasis(body);
  flattenTables(body);
  headingsFromTwo(body);
  return turndown()
    .turndown(body)
    .replaceAll(/[ \t]+$/gm, "")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

// The page's Content Security Policy complains of styles even in an inert document, and Word writes lists in them.
function withoutStyles(html) {
  return html
    .replaceAll(/&nbsp;|\u00a0/g, " ")
    .replaceAll(/<style[\s>][^]*?<\/style>/gi, "")
    .replaceAll(/(<[a-z][^<>]*?\s)style(\s*=)/gi, "$1data-style$2");
}

const styleOf = (element) => element.dataset.style ?? "";
const all = (root, selector) => [...root.querySelectorAll(selector)];

function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

function tidy(body) {
  for (const element of all(body, "style, script, title, meta, link, xml, img, svg, picture, object, iframe")) element.remove();
  const comments = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  for (const comment of found) comment.remove();
  // Word's own elements (o:p and the like) hold nothing but their text.
  for (const element of all(body, "*")) {
    if (element.localName.includes(":")) element.replaceWith(...element.childNodes);
  }
}

function wordHeadings(body) {
  for (const element of all(body, "p[class]")) {
    const level = /^MsoHeading([1-6])/i.exec(element.className)?.[1] ?? (/^MsoTitle/.test(element.className) ? "1" : null);
    if (level) rename(element, `h${level}`);
  }
}

// Word writes a list as paragraphs: its level in the style ("mso-list:l0 level2 lfo1"), its bullet or number as text.
function wordLists(body) {
  let open = [];
  for (const paragraph of all(body, "p, h1, h2, h3, h4, h5, h6")) {
    const level = Number(/mso-list:[^;]*level(\d)/i.exec(styleOf(paragraph))?.[1] ?? 0);
    if (!level || !paragraph.matches("p")) continue;
    const marker = all(paragraph, "[data-style]").find((span) => /mso-list:\s*Ignore/i.test(styleOf(span)));
    const tag = /^\W*([0-9]+|[a-z]{1,4})[.)]/i.test(marker?.textContent.trim() ?? "") ? "ol" : "ul";
    marker?.remove();
    if (paragraph.previousElementSibling !== open[0]?.list) open = [];
    open = placeIn(open, paragraph, level, tag);
    open.at(-1).list.append(rename(paragraph, "li"));
  }
}

// The lists that are open where this paragraph stands, the outermost first, the last of them its own.
function placeIn(open, paragraph, level, tag) {
  const outer = open.filter((entry) => entry.level < level);
  const own = open.find((entry) => entry.level === level && entry.list.localName === tag);
  if (own) return [...outer, own];
  const list = paragraph.ownerDocument.createElement(tag);
  const parent = outer.at(-1)?.list.lastElementChild;
  if (parent) parent.append(list);
  else paragraph.before(list);
  return [...outer, { level, list }];
}

// Google Docs puts an inner list beside the item it belongs to, where HTML wants it inside.
function listsInItems(body) {
  for (const list of all(body, ":is(ul, ol) > :is(ul, ol)")) list.previousElementSibling?.append(list);
}

function wordQuotations(body) {
  for (const element of all(body, "p.MsoQuote, p.MsoIntenseQuote")) {
    const before = element.previousElementSibling;
    if (before?.matches("blockquote[data-word]")) {
      before.append(element);
    } else {
      const quotation = element.ownerDocument.createElement("blockquote");
      quotation.dataset.word = "";
      element.replaceWith(quotation);
      quotation.append(element);
    }
    // Word slants a quotation by its style; the mark says it is one.
    for (const italic of all(element, "i, em")) italic.replaceWith(...italic.childNodes);
  }
}

// Google Docs wraps everything in a <b> that is not bold, and says bold and italic in styles.
function styledEmphasis(body) {
  for (const element of all(body, "b, strong, i, em")) {
    if (/(^|;)\s*font-(weight|style):\s*(normal|400)/.test(styleOf(element))) element.replaceWith(...element.childNodes);
  }
  for (const element of all(body, "span[data-style]")) {
    const style = styleOf(element);
    if (/(^|;)\s*font-style:\s*italic/.test(style)) element.replaceChildren(wrapped(element, "em"));
    if (/(^|;)\s*font-weight:\s*(bold|[6-9]00)/.test(style)) element.replaceChildren(wrapped(element, "strong"));
  }
  for (const element of all(body, ":is(h1, h2, h3, h4, h5, h6) :is(b, strong, i, em)")) element.replaceWith(...element.childNodes);
}

function wrapped(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  return wrapper;
}

// The marks know no tables. A row of short cells becomes a line, "2020: 14; 3"; of any other row each cell becomes a
// paragraph, in reading order.
function flattenTables(body) {
  for (const row of all(body, "tr")) {
    const cells = [...row.cells].filter((cell) => cell.textContent.trim());
    const isLine = cells.length > 1 && !row.querySelector("p ~ p, ul, ol, blockquote, table, h1, h2, h3, h4, h5, h6");
    if (isLine) row.replaceWith(line(cells));
  }
  for (const cell of all(body, "td, th, caption")) rename(cell, "div");
  for (const part of all(body, "table, thead, tbody, tfoot, tr, colgroup").reverse()) part.replaceWith(...part.childNodes);
}

function line(cells) {
  const paragraph = cells[0].ownerDocument.createElement("p");
  for (const [place, cell] of cells.entries()) {
    for (const block of all(cell, "p, div")) block.replaceWith(...block.childNodes);
    paragraph.append(["", ": "][place] ?? "; ", ...cell.childNodes);
  }
  return paragraph;
}

// The highest heading that was pasted becomes "##", the others keep their distance from it.
function headingsFromTwo(body) {
  const headings = all(body, "h1, h2, h3, h4, h5, h6");
  const highest = Math.min(...headings.map((heading) => Number(heading.localName[1])));
  for (const heading of headings) rename(heading, `h${Math.min(6, Number(heading.localName[1]) - highest + 2)}`);
}

function turndown() {
  const service = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*", strongDelimiter: "**", br: "" });
  service.escape = escaped;
  service.addRule("text only", { filter: ["a", "code", "pre", "hr"], replacement: (content) => content });
  service.addRule("list item", { filter: "li", replacement: listItem });
  return service;
}

// Only what the tracker would read as a mark; a backslash before every full stop would puzzle the writer.
function escaped(text) {
  return text.replaceAll(/\\(?=[\\*_])|\*(?! )|(?<!\w)_|_(?!\w)/g, "\\$&");
}

function listItem(content, item) {
  const list = item.parentNode;
  const number = [...list.children].indexOf(item) + Number(list.getAttribute("start") ?? 1);
  const marker = list.localName === "ol" ? `${number}. ` : "- ";
  const lines = content.trim().replaceAll(/\n{2,}/g, "\n");
  return marker + lines.replaceAll("\n", `\n${" ".repeat(marker.length)}`) + (item.nextElementSibling ? "\n" : "");
}
