// Signs of symbol fonts, which on the clipboard are letters: a tick is "ü" in Wingdings. Each becomes the sign it shows; one
// that is not known is left out and counted, since a letter in its place would be a word that nobody wrote.
import { SIGNS } from "../../vendor/symbol_fonts.js";
import { style } from "./source.js";

const UNKNOWN = "\ufffd";
const FONTS = Object.fromEntries(Object.entries(SIGNS).map(([font, signs]) => [font, [...signs]]));
const PRIVATE = /[\ue000-\uf8ff]/;

// Word writes codes 128 to 159 as the letters that Windows has there.
const WINDOWS = { "€": 0x80, ƒ: 0x83, ˆ: 0x88, Š: 0x8a, Œ: 0x8c, Ž: 0x8e, "˜": 0x98, š: 0x9a, œ: 0x9c, ž: 0x9e, Ÿ: 0x9f };

// The symbol font an element's own style names; "" for any other font, undefined where it names none.
export function symbolFont(element) {
  const symbol = style(element, "mso-symbol-font-family") || style(element, "font-family") || fontOf(style(element, "font")) || element.getAttribute("face");
  if (!symbol) return undefined;
  const name = symbol.split(",")[0].replaceAll(/["']/g, "").trim().toLowerCase().replace(/(?<=^wingdings.*|^symbol)[ -]?(regular|mt)$/, "");
  return name in FONTS || OTHERS.test(name) ? name : "";
}

// The family of the shorthand 'font: 7.0pt "Times New Roman"' is what follows the size.
const fontOf = (shorthand) => /\d\S*\s+(\D.*)$/.exec(shorthand)?.[1];

// A bullet that says something: a tick is not a dot.
export function mark(sign, font) {
  const { text } = shown(sign, font);
  return /^[✓✔✗✘☐☑☒]$/.test(text) ? `${text} ` : "";
}

// Fonts of signs whose signs are not known here.
const OTHERS = /^(marlett|mt extra|bookshelf symbol \d|ms reference specialty|(itc )?zapf ?dingbats.*)$/;

// The text with its signs, and how many there were that cannot be shown.
export function shown(text, font) {
  if (!font && !PRIVATE.test(text)) return { text, unknown: 0 };
  const signs = [...text].map((char) => signOf(char, font));
  return { text: signs.filter((sign) => sign !== UNKNOWN).join(""), unknown: signs.filter((sign) => sign === UNKNOWN).length };
}

function signOf(char, font) {
  const code = char.codePointAt(0);
  const isPrivate = code >= 0xf020 && code <= 0xf0ff;
  // Without its font only the bullet is known: it is one in every font that has it.
  if (!font) return code === 0xf0b7 ? "•" : PRIVATE.test(char) ? UNKNOWN : char;
  if (/\s/.test(char)) return " ";
  const own = isPrivate ? code - 0xf000 : (WINDOWS[char] ?? code);
  if (own > 0xff) return PRIVATE.test(char) ? UNKNOWN : char;
  return FONTS[font]?.[own - 32] ?? UNKNOWN;
}
