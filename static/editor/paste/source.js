// What is on the clipboard, as a document in which nothing runs or is fetched, and what its styles say.

export const all = (root, selector) => [...root.querySelectorAll(selector)];
export const unwrap = (element) => element.replaceWith(...element.childNodes);

export function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag);
  for (const { name, value } of element.attributes) if (/^[a-z][a-z-]*$/.test(name)) renamed.setAttribute(name, value);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

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
  for (const [, sheet] of html.matchAll(SHEET)) {
    apply(sheet, body);
    levels(sheet, body);
  }
  return body;
}

const styles = new WeakMap();

// What the element's own style says of a property, in lower case but for what is quoted: "" where it says nothing.
export function style(element, property) {
  const said = element.getAttribute("data-style");
  if (!said) return "";
  if (styles.get(element)?.said !== said) styles.set(element, { said, declared: declarations(said) });
  return styles.get(element).declared.get(property) ?? "";
}

function declarations(said) {
  const declared = new Map();
  for (const declaration of said.split(";")) {
    const colon = declaration.indexOf(":");
    if (colon > 0) declared.set(declaration.slice(0, colon).trim().toLowerCase(), valueOf(declaration.slice(colon + 1)));
  }
  return declared;
}

// list-style-type:"(A) " is a capital letter.
function valueOf(said) {
  const low = said.replaceAll(/"[^"]*"|'[^']*'|[^"']+/g, (part) => (/^["']/.test(part) ? part : part.toLowerCase()));
  return low.replace(/\s*!\s*important\s*$/, "").trim();
}

const SEEN = /^(text-decoration(-line)?|text-line-through|display|visibility|mso-hide|font-size|font-weight|font-style|font-family|vertical-align|list-style-type)$/;
const OF_LOOKS = /^(font-weight|font-style|vertical-align)$/;

// Excel says in a style sheet what is struck out or bold: ".xl65 {text-decoration:line-through}". What a sheet says of the
// looks of a whole paragraph is left to ours.
function apply(sheet, body) {
  const plain = sheet.replaceAll(/\/\*[^]*?\*\/|<!--|-->/g, "").replaceAll(/@[^{};]*(;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})/g, "");
  for (const [, selectors, block] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.split(",").map((each) => each.trim())) {
      if (!/^([a-z]\w*)?\.[\w-]+$/i.test(selector)) continue;
      const isOfBlock = /^(p|div|li|h\d)\./i.test(selector);
      const said = [...declarations(block)].filter(([name, value]) => SEEN.test(name) && !(isOfBlock && OF_LOOKS.test(name)) && !isDrawn(name, value));
      if (said.length) declare(body, selector, said);
    }
  }
}

// How Outlook numbers the levels of its lists: @list l0:level2 {mso-level-text:"%1\\.%2\\."} is 1.1 with a full stop.
function levels(sheet, body) {
  const items = all(body, "li[data-style]");
  for (const [, list, level, block] of sheet.matchAll(/@list\s+(l\d+):level(\d)\b[^{}]*\{([^{}]*)\}/g)) {
    const said = declarations(block).get("mso-level-text")?.replaceAll(/\\|^"|"$/g, "");
    const own = new RegExp(`^${list}\\s+level${level}\\b`);
    if (said?.includes("%")) for (const item of items) if (own.test(style(item, "mso-list"))) item.dataset.leveltext = said;
  }
}

// A sheet that takes a list's own numbers away writes them itself.
const isDrawn = (name, value) => name === "list-style-type" && value === "none";

function declare(body, selector, said) {
  const text = said.map(([name, value]) => `${name}:${value};`).join("");
  for (const element of all(body, selector)) element.dataset.style = text + (element.dataset.style ?? "");
}
