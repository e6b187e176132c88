// Prints, for each symbol font, the Unicode signs of its codes 32 to 255, in order: the vendored symbol_fonts module.
const { codePoint } = require("dingbat-to-unicode");

// Where several signs look alike, the one that people type and that letters can print: ☐ and → before 🞏 and 🡪.
const EVERYDAY = {
  Wingdings: {
    0x6c: "●", 0x6d: "❍", 0x6e: "■", 0x6f: "☐", 0x9e: "·", 0xa1: "○", 0xa8: "☐", 0xd8: "➢", 0xdf: "←", 0xe0: "→", 0xe1: "↑",
    0xe2: "↓", 0xe3: "↖", 0xe4: "↗", 0xe5: "↙", 0xe6: "↘", 0xe7: "⬅", 0xe8: "➔", 0xe9: "⬆", 0xea: "⬇", 0xfb: "✗", 0xfd: "☒", 0xfe: "☑",
  },
  "Wingdings 2": { 0x4f: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xa3: "☐" },
  Webdings: { 0x63: "☐", 0x67: "■", 0x6e: "●", 0x72: "✕" },
};
const UNKNOWN = "\ufffd";

function signsOf(font) {
  const signs = Array.from({ length: 224 }, (_, at) => {
    const code = at + 32;
    return EVERYDAY[font]?.[code] ?? codePoint(font, code)?.string ?? UNKNOWN;
  });
  return signs.join("");
}

console.log("// Made by scripts/build_vendor.sh from dingbat-to-unicode (BSD-2-Clause, see symbol_fonts.LICENSE.txt).");
console.log(`// The signs of codes 32 to 255; ${UNKNOWN} where there is none.`);
console.log("export const SIGNS = {");
for (const font of ["Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"]) {
  console.log(`  ${JSON.stringify(font.toLowerCase())}: ${JSON.stringify(signsOf(font))},`);
}
console.log("};");
