// A formula on one line: a fraction set without its line would be another number, 1/2 be 12.
import { all, rename } from "./source.js";

// In MathML the parts are told by their place, in Office's by their names.
export function formulas(body) {
  for (const fraction of all(body, "mfrac, m\\:f").reverse()) over(fraction);
  for (const root of all(body, "msqrt, m\\:rad, mfenced")) root.replaceChildren(root.localName === "mfenced" ? "(" : "√(", ...root.childNodes, ")");
  for (const raised of all(body, "msup, msubsup, mover")) rename(raised.lastElementChild, "sup");
  for (const lowered of all(body, "msub, msubsup, munder")) rename(lowered.children[1], "sub");
  for (const raised of all(body, "m\\:sup")) rename(raised, "sup");
  for (const lowered of all(body, "m\\:sub")) rename(lowered, "sub");
}

function over(fraction) {
  const parts = [...fraction.children].filter((part) => !/pr$/i.test(part.localName));
  if (parts.length !== 2) return;
  for (const part of parts) if (/[^\p{L}\p{N}.,\s]/u.test(part.textContent.trim())) part.replaceChildren("(", ...part.childNodes, ")");
  parts[0].after("/");
  // "2 1/2" is not 21/2.
  fraction.before(" ");
}
