// What the words in a line are: bold, raised, Welsh, a link, signs of a symbol font. Each run of text is asked what holds for
// it, by the nearest element that says so, and gets those marks and no others.
import { ADDRESS } from "../schema.js";
import { BLOCKS } from "./blocks.js";
import { add } from "./left.js";
import { shown, symbolFont } from "./signs.js";
import { all, style, unwrap } from "./source.js";

const PLAIN = { strong: false, em: false, raised: "", href: "", welsh: false, font: "", hidden: null, small: null, clear: null, pre: false };

export function inline(body, left) {
  const known = new Map([[body, PLAIN]]);
  const hidden = new Set();
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const said = texts.map((text) => holds(text.parentElement, known));
  for (const element of all(body, "*")) if (!element.matches(`${BLOCKS}, br`)) unwrap(element);
  for (const [at, text] of texts.entries()) mark(text, said[at], left, hidden);
  add(left, "hidden", hidden.size);
}

function holds(element, known) {
  if (!known.has(element)) known.set(element, { ...holds(element.parentElement, known), ...saidBy(element) });
  return known.get(element);
}

function saidBy(element) {
  const said = {
    ...weight(element), ...slant(element), ...height(element), ...tongue(element), ...visible(element), ...spaces(element),
  };
  const font = symbolFont(element);
  if (font !== undefined) said.font = font;
  if (element.matches("a")) said.href = addressOf(element);
  return said;
}

// Bold because they are what they are.
const HEADS = "h2, h3, h4, th";

function weight(element) {
  const said = style(element, "font-weight");
  if (element.closest(HEADS)) return { strong: false };
  if (/^(bold|bolder|[6-9]00)/.test(said)) return { strong: true };
  if (/^(normal|[1-5]00)/.test(said)) return { strong: false };
  return element.matches("b, strong") ? { strong: true } : {};
}

function slant(element) {
  const said = style(element, "font-style");
  if (element.closest(HEADS)) return { em: false };
  if (/^(italic|oblique)/.test(said)) return { em: true };
  if (/^normal/.test(said)) return { em: false };
  return element.matches("i, em, cite, dfn, var") ? { em: true } : {};
}

// "4.0pt" is above the line, "-3.0pt" below. The number of a note is in brackets already.
function height(element) {
  const note = ".MsoFootnoteReference, .MsoEndnoteReference";
  if (element.matches(note)) return { raised: "" };
  if (element.closest(note)) return {};
  if (element.matches("td, th")) return {};
  const said = style(element, "vertical-align") || style(element, "mso-text-raise");
  if (/^(super|text-top)$|^\d*\.?[1-9]/.test(said)) return { raised: "sup" };
  if (/^(sub|text-bottom)$|^-/.test(said)) return { raised: "sub" };
  if (said === "baseline" && element.matches("span, sup, sub")) return { raised: "" };
  return element.matches("sup, sub") ? { raised: element.localName } : {};
}

function tongue(element) {
  const lang = element.getAttribute("lang");
  return lang ? { welsh: /^cy\b/i.test(lang) } : {};
}

function visible(element) {
  const said = {};
  const visibility = style(element, "visibility");
  if (visibility) said.hidden = /^(hidden|collapse)/.test(visibility) ? element : null;
  const size = style(element, "font-size") || /(?:^|\s)(0(?:\.0+)?(?:p[tx]|r?em|%)?)(?=[\s/])/.exec(style(element, "font"))?.[1];
  if (size) said.small = pixels(size) < 2 ? element : null;
  const color = style(element, "color");
  if (color) said.clear = /^(transparent|rgba\(.*,\s*0\))$/.test(color) && !style(element, "background-clip") ? element : null;
  return said;
}

const UNITS = { "": 1, px: 1, pt: 4 / 3, em: 16, rem: 16, "%": 0.16 };

// Of one point is not read but hidden. "larger", "medium" are not sizes.
function pixels(size) {
  const [, number, unit] = /^(\d*\.?\d+)(p[tx]|r?em|%|)$/.exec(size) ?? [];
  return number ? number * UNITS[unit] : Infinity;
}

function spaces(element) {
  const said = style(element, "white-space");
  return said ? { pre: /^(pre|break-spaces)/.test(said) } : {};
}

// A link within the document that was copied leads nowhere from here; the browser makes it one to this page.
function addressOf(link) {
  const href = direct(encodeSpaces((link.getAttribute("href") ?? "").replaceAll(/[\t\n\r]/g, "").trim()));
  const isWithin = href.split("#")[0] === location.href.split("#")[0] || /#(_(ftn|edn|msocom|toc|ref|hlk)|ftnt)/i.test(href);
  return ADDRESS.test(href) && !isWithin ? href : "";
}

// Outlook and Google lead a link through themselves, and Outlook tells by it who received it.
const THROUGH = /^https:\/\/([\w.-]+\.safelinks\.protection\.(outlook|office365)\.\w+\/|www\.google\.[\w.]+\/url\?|[^?]*safelinks\.html\?)/i;

function direct(href) {
  if (!THROUGH.test(href)) return href;
  const { searchParams: said } = new URL(href);
  const to = said.get("url") ?? said.get("q") ?? "";
  return ADDRESS.test(encodeSpaces(to)) ? direct(encodeSpaces(to)) : href;
}

const encodeSpaces = (href) => href.replaceAll(" ", "%20");

// Zero-width spaces, soft hyphens, marks that turn the direction of reading, and controls.
const INVISIBLE = /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u0000-\u0008\u000e-\u001f\u007f]/g;

export const cleaned = (text) => text.replaceAll(INVISIBLE, "").replaceAll(/[\u00a0\u202f]/g, " ");

function mark(node, said, left, hidden) {
  const concealed = said.hidden ?? said.small ?? said.clear;
  if (concealed) {
    if (node.data.trim()) hidden.add(concealed);
    node.remove();
    return;
  }
  const { text, unknown } = shown(node.data, said.font);
  if (unknown) add(left, "sign", unknown);
  const isBare = !said.pre && !said.strong && !said.em && !said.raised && !said.welsh && !said.href;
  if (isBare) {
    node.data = cleaned(text).replaceAll(/\s+/g, " ");
    return;
  }
  const lines = said.pre && text.trim() ? text.replace(/\n$/, "").split(/\r\n?|\n|\u2028/) : [text.replaceAll("\u2028", " ")];
  const parts = lines.flatMap((line, at) => [...(at ? [node.ownerDocument.createElement("br")] : []), cleaned(line).replaceAll(/[\s]+/g, " ")]);
  node.replaceWith(...parts.map((part) => (typeof part === "string" ? wrapped(node.ownerDocument, part, said) : part)));
}

function wrapped(document, text, { strong, em, raised, href, welsh }) {
  let node = document.createTextNode(text);
  if (!text.trim() && !href) return node;
  const within = (tag, attributes = {}) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(node);
    node = element;
  };
  if (raised) within(raised);
  if (em) within("em");
  if (strong) within("strong");
  if (welsh) within("span", { lang: "cy" });
  if (href) within("a", { href });
  return node;
}
