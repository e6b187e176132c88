// What style sheets say of elements, written where an element's own style stands.
import { all, declarations, style } from "./source.js";

const SEEN = /^(text-decoration(-line)?|text-line-through|display|visibility|opacity|mso-hide|font|font-size|font-weight|font-style|font-family|mso-symbol-font-family|vertical-align|list-style-type)$/;
const OF_LOOKS = /^(font-weight|font-style|vertical-align)$/;

// A class or an id stands in what is meant itself: a rule for all paragraphs is a page's look.
const PLAIN = /^[\w\s.#>+~*-]+$/;
const NAMED = /[.#][\w-]+$/;
const BEFORE = /::?before$/;

function meant(body, selector) {
  try {
    return PLAIN.test(selector) ? all(body, selector) : [];
  } catch {
    return []; // ".1st" is no selector
  }
}

// Excel says in a style sheet what is struck out or bold: ".xl65 {text-decoration:line-through}". What a sheet says of the
// looks of a whole paragraph is left to ours.
export function apply(sheet, body) {
  const plain = sheet.replaceAll(/\/\*[^]*?\*\/|<!--|-->/g, "").replaceAll(/@[^{};]*(;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})/g, "");
  for (const [, selectors, block] of [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].reverse()) {
    for (const selector of selectors.split(",").map((each) => each.trim())) {
      count(selector, declarations(block), body);
      if (!NAMED.test(selector)) continue;
      const isOfBlock = /(^|[\s>+~])(p|div|li|h\d)[.#][^\s>+~]*$/i.test(selector);
      const said = [...declarations(block)].filter(([name, value]) => SEEN.test(name) && !(isOfBlock && OF_LOOKS.test(name)) && !isDrawn(name, value));
      if (said.length) declare(body, selector, said);
    }
  }
}

// How Outlook numbers the levels of its lists: @list l0:level2 {mso-level-text:"%1\\.%2\\."} is 1.1 with a full stop.
export function levels(sheet, body) {
  const items = all(body, "li[data-style]");
  for (const [, list, level, block] of sheet.matchAll(/@list\s+(l\d+):level(\d)\b[^{}]*\{([^{}]*)\}/g)) {
    const said = declarations(block).get("mso-level-text")?.replaceAll(/\\|^"|"$/g, "");
    const own = new RegExp(`^${list}\\s+level${level}\\b`);
    if (said?.includes("%")) for (const item of items) if (own.test(style(item, "mso-list"))) item.dataset.leveltext = said;
  }
}

// Google Docs and others write a list's numbers by a style sheet: li:before {content:"(" counter(x, lower-latin) ") "}.
function count(selector, said, body) {
  const parts = [...(said.get("content") ?? "").matchAll(/"([^"]*)"|'([^']*)'|counter(s?)\(([^()]*)\)/g)];
  const isNumber = BEFORE.test(selector) && parts.some(([part]) => part.startsWith("counter"));
  if (isNumber) for (const item of meant(body, selector.replace(BEFORE, ""))) if (item.matches("li")) numberBy(parts, item);
  const from = Number(/^\S+\s+(\d+)$/.exec(said.get("counter-reset") ?? "")?.[1]);
  if (from) for (const list of meant(body, selector)) if (list.matches("ol:not([start])")) list.setAttribute("start", from + 1);
}

function numberBy(parts, item) {
  let level = 0;
  const depth = Number(item.parentElement.closest("li")?.dataset.depth ?? 0) + 1;
  const next = () => `%${(level += 1)}`;
  const written = parts.map(([, double, single, isPath, name]) => (name ? (isPath ? Array.from({ length: depth }, next).join(".") : next()) : (double ?? single)));
  const [, type] = parts.findLast(([part]) => part.startsWith("counter"))[4].replaceAll(/"[^"]*"/g, "").split(/[\s,]+(?=[a-z-]+$)/);
  item.dataset.depth = depth;
  item.dataset.leveltext ??= written.join("").trim();
  item.dataset.style = `${item.dataset.style ?? ""};list-style-type:${type ?? "decimal"}`;
}

// A sheet that takes a list's own numbers away writes them itself.
const isDrawn = (name, value) => name === "list-style-type" && value === "none";

function declare(body, selector, said) {
  const text = said.map(([name, value]) => `${name}:${value};`).join("");
  for (const element of meant(body, selector)) element.dataset.style = text + (element.dataset.style ?? "");
}
