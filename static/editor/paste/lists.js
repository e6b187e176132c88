// Lists that are lists already. Word for the web puts each item in a list of its own and says its level beside it; Google
// Docs puts an inner list beside the item it belongs to; and each has its own way to say how it is numbered.
import { marker, numberOf, numbersOf, written } from "./numbers.js";
import { mark } from "./signs.js";
import { all, rename, style, unwrap } from "./source.js";

export function lists(body) {
  for (const wrapper of all(body, ".ListContainerWrapper")) unwrap(wrapper);
  for (const list of all(body, GOOGLE)) ofGoogle(list);
  for (const inner of all(body, ":is(ul, ol) > :is(ul, ol)")) nest(inner);
  for (const item of all(body, "li:not([data-listid], [role=listitem], [role=checkbox])")) if (isUnnumbered(item)) unnumbered(item);
  for (const list of all(body, "ul, ol")) if (!list.dataset.kind) know(list);
  for (const list of all(body, "ol")) splitAtNumbers(list);
  for (const list of all(body, "ul, ol")) join(list);
  const parted = all(body, "ol[data-kind*=legal]").filter(isParted).map((list) => [list, pathsOf(list)]);
  for (const [list, paths] of parted) if (paths[0]?.length > 1) asText(list, paths.map((path, at) => filled(templateOf(list, at), path)));
  for (const list of all(body, "ol")) number(list);
}

function nest(inner) {
  const before = inner.previousElementSibling;
  if (before?.matches("li")) before.append(inner);
  else if (!before && !inner.previousSibling?.textContent.trim()) inner.parentElement.before(inner);
}

// A page of Google Docs has a list for each level, side by side; which level its class says.
const GOOGLE = '[class*="lst-kix_"]:is(ul, ol)';

function ofGoogle(list) {
  const [, id, level] = /\blst-kix_([\w-]+)-(\d)\b/.exec(list.className) ?? [];
  for (const item of all(list, ":scope > li")) Object.assign(item.dataset, { listid: id, ariaLevel: Number(level) + 1 });
}

const isNone = (item) => style(item, "list-style-type") === "none" || typeIn(style(item, "list-style")) === "none";

// By itself, or among items that have a number or bullet.
function isUnnumbered(item) {
  return style(item, "display") === "block" || (isNone(item) && item.previousElementSibling?.matches("li") && !isNone(item.previousElementSibling));
}

// Without a number or bullet: more of the item before it. LibreOffice and Outlook write it so.
function unnumbered(item) {
  const before = item.previousElementSibling;
  const next = item.nextElementSibling;
  if (before && isNone(item) && item.parentElement.matches("ol") && next && !next.hasAttribute("value")) next.setAttribute("value", numberOf(next));
  const part = rename(item, "div");
  if (before) before.append(part);
  else part.parentElement.before(part);
}

const TYPES = { "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", decimal: null };
// Numbers that no list of ours has.
const OTHERS = { "decimal-leading-zero": "01", "lower-greek": "α" };
const BULLETS = /^(disc|circle|square|-)/;

// "outside none upper-alpha": no picture, but letters.
function typeIn(shorthand) {
  const words = shorthand.split(/\s+/);
  return words.find((word) => word in TYPES || word in OTHERS || BULLETS.test(word)) ?? words.find((word) => word === "none");
}

// data-kind is how a list is numbered, kept until it is written as the attributes that we store.
function know(list) {
  const item = list.querySelector(":scope > li");
  const said = [list, item].map((each) => each && (style(each, "list-style-type") || typeIn(style(each, "list-style"))));
  const look = said[1] || said[0];
  const template = item?.dataset.leveltext ?? "";
  if (signOf(item)) return knowBySign(list, item);
  const isNumbered = list.matches("ol") ? !BULLETS.test(look ?? "") : look in TYPES;
  if (isNumbered && look in OTHERS) return asText(list, numbersOf(list).map((at) => filled(template || "%1.", [written(OTHERS[look], at)])));
  if (isNumbered && look === "none" && !template && !list.matches(GOOGLE)) return plain(list);
  if (!isNumbered) return list.matches("ol") && rename(list, "ul");
  const type = look in TYPES ? TYPES[look] : typeOf(list);
  const start = Number.parseInt(list.getAttribute("start") ?? "1", 10);
  (list.matches("ol") ? list : rename(list, "ol")).dataset.kind = JSON.stringify({ start, type, class: nameOf(template) });
}

// Outlook on the web writes the number itself: list-style-type:"(b) ". Where no list can say it, it is text.
function signOf(item, at = 0) {
  const own = item && [item, item.parentElement].map((each) => /^["'](.*)["']$/.exec(style(each, "list-style-type"))?.[1].trim()).find(Boolean);
  return own || (item ? fromTemplate(item, at) : "");
}

// "R%1:" of Word for the web is "R4:" before the fourth.
function fromTemplate(item, place) {
  const { leveltext = "" } = item.dataset;
  if (!/^[^%]*%\d[^%]*$/.test(leveltext) || marker(leveltext.replace(/%\d/, "1"), false)) return "";
  const list = item.parentElement;
  const type = TYPES[style(list, "list-style-type") || style(item, "list-style-type")] ?? null;
  return filled(leveltext, [written(type, Number(list.getAttribute("start") ?? "1") + place)]);
}

// "%1.%2)" and [2, 1] are "2.1)".
function filled(template, path) {
  const own = path.slice(-(template.match(/%\d/g)?.length ?? 0));
  return template.replaceAll(/%\d/g, () => own.shift() ?? "");
}

function knowBySign(list, item) {
  const said = marker(signOf(item), false);
  if (said?.bullet) {
    for (const each of all(list, ":scope > li")) (each.querySelector("p") ?? each).prepend(mark(signOf(each), ""));
    return list.matches("ol") && rename(list, "ul");
  }
  if (!said?.readings) return asText(list, all(list, ":scope > li").map(signOf));
  const own = TYPES[style(list, "list-style-type")];
  const { type, at } = said.readings.find((each) => each.type === own) ?? said.readings[0];
  (list.matches("ol") ? list : rename(list, "ol")).dataset.kind = JSON.stringify({ start: at, type, class: said.name });
}

const typeOf = (list) => /^[aAiI]$/.exec(list.getAttribute("type") ?? list.querySelector(":scope > li")?.getAttribute("type") ?? "")?.[0] ?? null;

// Word for the web says "(%1)" or "%1.%2." of a level.
function nameOf(template) {
  if (template.match(/%\d/g)?.length > 1) return "legal";
  return marker(template.replace(/%\d/, "1"), false)?.name ?? null;
}

// A list that shows no numbers is paragraphs: a number would be one that nobody wrote.
function plain(list) {
  for (const item of all(list, ":scope > li")) rename(item, "div");
  rename(list, "div");
}

const kindOf = (list) => JSON.parse(list.dataset.kind ?? "{}");

// A number given to an item, or a list that counts down, begins a list at that number.
function splitAtNumbers(list) {
  const items = all(list, ":scope > li");
  const kind = kindOf(list);
  const down = list.hasAttribute("reversed");
  let next = down && !list.hasAttribute("start") ? items.length : kind.start;
  let part = list;
  list.dataset.kind = JSON.stringify({ ...kind, start: next });
  for (const [place, item] of items.entries()) {
    const value = Number.parseInt(item.getAttribute("value") ?? "", 10);
    const number = Number.isNaN(value) ? next : value;
    const follows = place === 0 ? number === kindOf(part).start : number === next && !down;
    if (!follows) part = place === 0 ? startAt(part, number) : partFrom(part, item, number);
    else if (part !== list) part.append(item);
    next = down ? number - 1 : number + 1;
  }
}

function startAt(list, start) {
  list.dataset.kind = JSON.stringify({ ...kindOf(list), start });
  return list;
}

function partFrom(list, item, start) {
  const part = list.cloneNode(false);
  part.removeAttribute("reversed");
  list.after(part);
  part.append(item);
  return startAt(part, start);
}

const isOfWordOnline = (list) => list?.matches("ul, ol") && (list.matches("[role=list]") || list.querySelector(":scope > li[data-listid]"));
const levelOf = (list) => Number(list.querySelector(":scope > li")?.dataset.ariaLevel ?? 1);

function join(list) {
  const before = list.previousElementSibling;
  if (!isOfWordOnline(list) || !isOfWordOnline(before)) return;
  const target = deepest(before, levelOf(list));
  if (levelOf(list) > levelOf(target)) target.lastElementChild.append(list);
  else if (isMore(target, list)) {
    target.append(...list.children);
    list.remove();
  } else if (target !== before) target.after(list);
}

// The list of that level that the last item stands in, or the nearest above it.
function deepest(list, level) {
  const inner = all(list.lastElementChild, ":scope > :is(ul, ol)").at(-1);
  return inner && isOfWordOnline(inner) && levelOf(inner) <= level ? deepest(inner, level) : list;
}

function isMore(before, list) {
  const [own, other] = [kindOf(before), kindOf(list)];
  const goesOn = list.matches("ul") || own.start + before.children.length === other.start;
  return before.localName === list.localName && own.type === other.type && own.class === other.class && goesOn;
}

// "1.1" is counted through numbers around it alone. Where a paragraph parts it from its "1.", where it stands within bullets
// or letters, or is written otherwise ("1.a", "1-1"), it is text.
function isParted(list) {
  const around = list.parentElement.closest("ul, ol");
  const isOther = kindOf(list).class === "legal" && !/^%1(\.%\d)+\.?$/.test(templateOf(list, 0));
  if (isOther || kindOf(list).type || list.matches("ul")) return true;
  return around ? isParted(around) : kindOf(list).class === "legal";
}

const templateOf = (list, at) => all(list, ":scope > li")[at]?.dataset.leveltext ?? "%1.%2";

function asText(list, signs) {
  for (const [at, item] of all(list, ":scope > li").entries()) (item.querySelector("p, div") ?? item).prepend(`${signs[at]} `.trimStart());
  plain(list);
}

// [2, "a"] before each item: the number of the item it stands in, or of the last of the level above, and its own.
function pathsOf(list) {
  const items = all(list, ":scope > li");
  const { listid, ariaLevel } = items[0]?.dataset ?? {};
  const earlier = listid ? all(list.ownerDocument, `li[data-listid="${CSS.escape(listid)}"][data-aria-level="${Number(ariaLevel) - 1}"]`) : [];
  const above = list.parentElement.closest("li") ?? earlier.findLast((each) => each.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING);
  const around = above ? pathsOf(above.parentElement)[[...above.parentElement.children].indexOf(above)] : [];
  const { type, start = 1 } = kindOf(list);
  return items.map((_, at) => [...around, written(type, start + at)]);
}

// "1.1" needs numbers around it to count through; where there are none, the list counts for itself.
function number(list) {
  const { start, ...kind } = kindOf(list);
  const around = list.parentElement.closest("ol");
  if (kind.class === "legal" && (!around || kindOf(around).type || list.parentElement.closest("ul"))) kind.class = null;
  for (const name of ["start", "type", "class"]) list.removeAttribute(name);
  if (start !== 1 && start >= 0) list.setAttribute("start", start);
  for (const [name, value] of Object.entries(kind)) if (value) list.setAttribute(name, value);
}
