// Elements of what was on the clipboard, and what their styles say.

export const all = (root, selector) => [...root.querySelectorAll(selector)];
export const unwrap = (element) => element.replaceWith(...element.childNodes);

export function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag);
  for (const { name, value } of element.attributes) if (/^[a-z][a-z-]*$/.test(name)) renamed.setAttribute(name, value);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

const styles = new WeakMap();

// What the element's own style says of a property, in lower case but for what is quoted: "" where it says nothing.
export function style(element, property) {
  const said = element.getAttribute("data-style");
  if (!said) return "";
  if (styles.get(element)?.said !== said) styles.set(element, { said, declared: declarations(said) });
  return styles.get(element).declared.get(property) ?? "";
}

export function declarations(said) {
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
