// What a list's number or bullet says: "(c)" is the third of letters in brackets. What cannot be said by a list is null.
const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };
const IS_ROMAN = /^m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$/;

const roman = (low) => [...low].reduce((sum, char, at) => sum + (ROMAN[low[at + 1]] > ROMAN[char] ? -ROMAN[char] : ROMAN[char]), 0);
const alphabetic = (low) => [...low].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 96, 0);

// {bullet: true}, {legal: [1, 2]}, or {name, readings: [{type, at}]}: a single letter may be a letter or a Roman number.
export function marker(sign, isSymbol) {
  if (isSymbol || sign === "o" || !/[\p{L}\p{N}]/u.test(sign)) return { bullet: true };
  if (/^\d+(\.\d+)+\.?$/.test(sign)) return { legal: sign.split(".").filter(Boolean).map(Number) };
  const [, before, token, after] = /^(\(?)(\d{1,5}|[a-z]{1,7}|[A-Z]{1,7})([.)]?)$/.exec(sign) ?? [];
  const name = { "()": "brackets", ")": "bracket", ".": null, "": null }[`${before}${after}`];
  if (!token || name === undefined) return null;
  const found = readings(token);
  return found.length ? { name, readings: found } : null;
}

function readings(token) {
  if (/\d/.test(token)) return /^0./.test(token) ? [] : [{ type: null, at: Number(token) }];
  const low = token.toLowerCase();
  const type = (name) => (token === low ? name : name.toUpperCase());
  const asRoman = IS_ROMAN.test(low) ? [{ type: type("i"), at: roman(low) }] : [];
  const asLetter = low.length < 3 ? [{ type: type("a"), at: alphabetic(low) }] : [];
  // "i" begins Roman numbers, any other letter those of the alphabet, unless a list that is open says otherwise.
  return low === "i" || low.length > 1 ? [...asRoman, ...asLetter] : [...asLetter, ...asRoman];
}

const GREEK = "αβγδεζηθικλμνξοπρστυφχψω";
const TENS = { m: 1000, cm: 900, d: 500, cd: 400, c: 100, xc: 90, l: 50, xl: 40, x: 10, ix: 9, v: 5, iv: 4, i: 1 };

// The number as a list of that type shows it: "c", "III", and what our lists cannot: "01", "γ".
export function written(type, at) {
  if (at < 1) return `${at}`;
  if (type === "01") return `${at}`.padStart(2, "0");
  if (type === "α") return GREEK[at - 1] ?? `${at}`;
  const low = { a: inLetters, i: inRoman }[type?.toLowerCase()]?.(at) ?? `${at}`;
  return type === "A" || type === "I" ? low.toUpperCase() : low;
}

const inLetters = (at) => (at > 26 ? inLetters(Math.floor((at - 1) / 26)) : "") + String.fromCharCode(97 + ((at - 1) % 26));

const inRoman = (at) => Object.entries(TENS).reduce(([said, rest], [sign, value]) => [said + sign.repeat(Math.floor(rest / value)), rest % value], ["", at])[0];

// What a browser shows before each item.
export function numbersOf(list) {
  const value = (of, name) => Number.parseInt(of.getAttribute(name) ?? "", 10);
  let next = value(list, "start");
  if (Number.isNaN(next)) next = 1;
  return itemsOf(list).map((item) => {
    const own = value(item, "value");
    const at = Number.isNaN(own) ? next : own;
    next = at + 1;
    return at;
  });
}

// "<ol><del><li>" is an item too.
const itemsOf = (list) => [...list.querySelectorAll("li")].filter((item) => item.parentElement.closest("ul, ol") === list);

export const numberOf = (item) => numbersOf(item.parentElement)[itemsOf(item.parentElement).indexOf(item)];
