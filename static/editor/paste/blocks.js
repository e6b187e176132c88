// Headings, quotations, tables and whatever else begins a line of its own become the few blocks an answer has.
import { all, rename, style, unwrap } from "./source.js";

export function blocks(body) {
  for (const typed of all(body, "pre, listing, xmp, textarea")) typed.dataset.style = `white-space:pre;${typed.dataset.style ?? ""}`;
  for (const note of all(body, ".sdfootnotesym, .sdendnotesym")) note.append(" ");
  // "Introduction ........ 3"
  for (const tab of all(body, '[data-style*="mso-tab-count"]')) if (/dotted/.test(style(tab, "mso-tab-count"))) tab.textContent = " ";
  for (const quoted of all(body, "q")) quoted.replaceChildren("“", ...quoted.childNodes, "”");
  headings(body);
  quotations(body);
  tables(body);
  for (const block of all(body, OTHERS)) rename(block, "div");
  for (const element of all(body, "[data-style]")) if (isLine(element)) rename(element, "div");
  for (const block of all(body, "div")) if (!block.querySelector(BLOCKS)) rename(block, "p");
}

export const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, table, caption, thead, tbody, tfoot, tr, td, th, div";
const OTHERS =
  "address, article, aside, center, dd, details, dialog, dir, dl, dt, fieldset, figcaption, figure, footer, form, header, hgroup, " +
  "legend, listing, main, menu, nav, optgroup, option, plaintext, pre, search, section, summary, xmp";
const isLine = (element) => element.matches("span, a, label, font") && /^(block|flex|grid|list-item|table)/.test(style(element, "display"));

const level = (element) => Number(element.getAttribute("aria-level") ?? element.localName[1]);

// The highest that was pasted becomes h2, the others keep their distance from it; there are three.
function headings(body) {
  for (const title of all(body, 'p[class^="MsoHeading"], p[class^="MsoTitle"]')) rename(title, `h${/(\d)/.exec(title.className)?.[1] ?? 1}`);
  const found = all(body, "h1, h2, h3, h4, h5, h6, [role=heading][aria-level]").filter((each) => each.textContent.trim());
  const levels = found.map(level);
  const highest = Math.min(...levels);
  for (const [at, heading] of found.entries()) rename(heading, `h${Math.min(4, levels[at] - highest + 2)}`);
}

// Word says by its style that a paragraph is a quotation, and slants it.
function quotations(body) {
  for (const element of all(body, "p.MsoQuote, p.MsoIntenseQuote")) {
    for (const italic of all(element, "i, em")) unwrap(italic);
    const before = element.previousElementSibling;
    if (before?.matches("blockquote[data-word]")) {
      before.append(element);
      continue;
    }
    const quotation = element.ownerDocument.createElement("blockquote");
    quotation.dataset.word = "";
    element.replaceWith(quotation);
    quotation.append(element);
  }
}

function tables(body) {
  // A table in a table can be neither kept nor read out: its cells become paragraphs, in reading order.
  for (const inner of all(body, ":is(td, th) table")) flatten(inner);
  for (const caption of all(body, "caption")) {
    caption.closest("table")?.before(caption);
    rename(caption, "div");
  }
  for (const head of all(body, "thead td")) rename(head, "th");
  for (const cell of all(body, "td[colspan]")) if (/\bcolspan\b/.test(style(cell, "mso-ignore"))) spread(cell);
}

export function flatten(table) {
  for (const part of all(table, "td, th, caption")) rename(part, "div");
  for (const part of all(table, "tr, tbody, thead, tfoot, colgroup, col")) unwrap(part);
  unwrap(table);
}

// Words of Excel's that flow over empty cells beside them are not in merged cells.
function spread(cell) {
  const more = Math.min(Number(cell.getAttribute("colspan")) || 1, 100) - 1;
  cell.removeAttribute("colspan");
  for (let at = 0; at < more; at += 1) cell.after(cell.ownerDocument.createElement("td"));
}
