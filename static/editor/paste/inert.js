// What is on the clipboard, as a document in which nothing runs or is fetched.
import { apply, levels } from "./sheets.js";
import { all } from "./source.js";

const SHEET = /<style\b[^>]*>([^]*?)<\/style>/gi;
const TAG = /<[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*>/gi;

// In a tag: what is quoted, or follows "=", is no name.
const NAMES = /"[^"]*"|'[^']*'|=\s*[^\s"'>]+|(?<![\w:-])(style|on\w+)(?=\s*=)/gi;

// The page's Content Security Policy complains of styles and of what is to run ("onmouseover", on Word's comments) even in an
// inert document, and half of what Word says is in its styles.
export function inert(html) {
  const said = deletedRows(html.replaceAll(SHEET, "")).replaceAll(TAG, (tag) => tag.replaceAll(NAMES, (said, name) => (name ? `data-${name}` : said)));
  const { body } = new DOMParser().parseFromString(said, "text/html");
  // Outlook on the web puts "x_" before the classes of a mail that came in.
  for (const element of all(body, '[class*="x_"]')) element.setAttribute("class", element.getAttribute("class").replaceAll(/(^|\s)(x_)+/g, "$1"));
  // The last first: where two say something of one element, the later holds.
  for (const [, sheet] of [...html.matchAll(SHEET)].reverse()) {
    apply(sheet, body);
    levels(sheet, body);
  }
  return body;
}

const PART = /<(\/?)([a-z]+)\b(?:[^"'<>]|"[^"]*"|'[^']*')*>/gi;
const CELL = /\s*<(tbody|thead|tfoot|tr|td|th)\b/iy;
const DELETES = /^<(?:(?:del|s|strike)\b|(?:span|font|ins|u)\b.*line-through)/is;

// A parser moves what stands around a row, <del><tr>, out of the table: the row says it itself, to the end of its table.
function deletedRows(html) {
  const open = { del: 0, tables: 0 };
  let around = "";
  const holdsCells = (at) => ((CELL.lastIndex = at), CELL.test(html));
  return html.replaceAll(PART, (tag, end, said, at) => {
    const name = said.toLowerCase();
    if (!around && !end && DELETES.test(tag) && holdsCells(at + tag.length)) [around, open.del, open.tables] = [name, 0, 0];
    if (name === around) open.del += end ? -1 : 1;
    if (name === "table") open.tables += end ? -1 : 1;
    if (!open.del || open.tables < 0) around = "";
    return around && !end && /^t[rdh]$/.test(name) ? tag.replace(said, `${said} data-deleted`) : tag;
  });
}
