"""Ticks, boxes and arrows that programs write as letters of a symbol font."""

_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x76: "❖", 0x78: "☒", 0x9F: "•",
    0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: "☐"}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x72: "✗"}
_DINGBATS = {0x2714: "✓", 0x2718: "✗", 0x274F: "☐", 0x2750: "☐", 0x2751: "☐", 0x2752: "☐"}
_FONTS = {"wingdings2": _WINGDINGS_2, "wingdings": _WINGDINGS, "webdings": _WEBDINGS, "dingbats": _DINGBATS}
_AMISS = {"¤": 0xA8}  # the code of a box, read as if the font were of letters
# Every character that may be seen as another; asking for the font of each other one would take long.
SIGNS = frozenset(chr(base + code) for signs in _FONTS.values() for code in signs for base in (0, 0xF000)) | set(_AMISS)


def seen_as(char: str, font: str) -> str:
    """What people see for a character in a font of this name, "ABCDEF+Wingdings-Regular": a sign, or the character."""
    name = font.lower().replace(" ", "").replace("-", "")
    signs = next((signs for known, signs in _FONTS.items() if known in name), {})
    code = _AMISS.get(char, ord(char))
    return signs.get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code, char)
