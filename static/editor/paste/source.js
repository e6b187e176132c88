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

// The page's Content Security Policy complains of styles even in an inert document, and half of what Word says is there.
export function inert(html) {
  const said = html.replaceAll(SHEET, "").replaceAll(TAG, (tag) => tag.replaceAll(/([\s"'/])style(?=\s*=)/gi, "$1data-style"));
  const { body } = new DOMParser().parseFromString(said, "text/html");
  for (const [, sheet] of html.matchAll(SHEET)) apply(sheet, body);
  return body;
}

const styles = new WeakMap();

// What the element's own style says of a property, in lower case: "" where it says nothing.
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
    if (colon > 0) declared.set(declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1).trim().toLowerCase());
  }
  return declared;
}

const SEEN = /^(text-decoration(-line)?|text-line-through|display|visibility|mso-hide|font-size|font-weight|font-style|font-family|vertical-align)$/;
const OF_LOOKS = /^(font-weight|font-style|vertical-align)$/;

// Excel says in a style sheet what is struck out or bold: ".xl65 {text-decoration:line-through}". What a sheet says of the
// looks of a whole paragraph is left to ours.
function apply(sheet, body) {
  const plain = sheet.replaceAll(/\/\*[^]*?\*\/|<!--|-->/g, "").replaceAll(/@[^{};]*(;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})/g, "");
  for (const [, selectors, block] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.split(",").map((each) => each.trim())) {
      if (!/^([a-z]\w*)?\.[\w-]+$/i.test(selector)) continue;
      const isOfBlock = /^(p|div|li|h\d)\./i.test(selector);
      const said = [...declarations(block)].filter(([name]) => SEEN.test(name) && !(isOfBlock && OF_LOOKS.test(name)));
      if (said.length) declare(body, selector, said);
    }
  }
}

function declare(body, selector, said) {
  const text = said.map(([name, value]) => `${name}:${value};`).join("");
  for (const element of all(body, selector)) element.dataset.style = text + (element.dataset.style ?? "");
}
