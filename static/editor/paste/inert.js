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
  const said = html.replaceAll(SHEET, "").replaceAll(TAG, (tag) => tag.replaceAll(NAMES, (said, name) => (name ? `data-${name}` : said)));
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
