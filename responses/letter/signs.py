"""Which characters a letter prints: those of static/letters/fonts, and what stands in for some that they lack.

It needs the fonts and not WeasyPrint, so that a page can tell at once what is to be replaced.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.utils.translation import gettext

FONTS = Path(__file__).resolve().parents[2] / "static" / "letters" / "fonts"
# Western European text and Welsh: they need no look into the fonts, which takes a while in a new process.
_SURELY_PRINTABLE = re.compile("[\n\t\x20-\x7e\xa0-\u017f‘’“”–—•…€]+")
_MISSING = "\N{REPLACEMENT CHARACTER}"
_SAME = str.maketrans(
    # Special hyphens, which people get from Word without knowing.
    {"\u2010": "-", "\u2011": "-"}
    # Signs that exist as emoji alone, and what says whether a sign is to be one.
    | {"✅": "✔", "❌": "✘", "❎": "☒", "\ufe0e": "", "\ufe0f": ""}
)
# No font but Arimo has a thin space, and the space behind a sign is of the font of the sign.
_SPACES = dict.fromkeys([*range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")


def unprintable(*texts: str) -> list[str]:
    """The characters of plain texts that no letter prints, nor anything that says the same: each once, in order."""
    rest = _SURELY_PRINTABLE.sub("", unicodedata.normalize("NFC", "\n".join(texts)))
    return [char for char in dict.fromkeys(rest) if _MISSING in printable(char)]


def to_replace(signs: Iterable[str]) -> str:
    """What to do about such characters, in a sentence; "" for none. One that shows nothing is named by its number."""
    shown = [sign if unicodedata.category(sign)[0] in "LNPS" else f"U+{ord(sign):04X}" for sign in signs]
    if not shown:
        return ""
    return gettext("Replace what the letter cannot print: %(signs)s") % {"signs": " ".join(shown)}


def printable(text: str) -> str:
    """The same text in characters that our fonts have, U+FFFD for those that nothing stands in for."""
    text = unicodedata.normalize("NFC", text).translate(_SPACES)
    missing = {ord(char) for char in set(text)} - _characters() - {ord("\n")}
    return text.translate({code: _stand_in(chr(code)) for code in missing})


def _stand_in(char: str) -> str:
    """A ligature as its letters, a special hyphen as a hyphen."""
    same = unicodedata.normalize("NFKC", char).translate(_SAME)
    return same if all(ord(one) in _characters() for one in same) else _MISSING


@cache
def _characters() -> frozenset[int]:
    """What every style of our fonts has (the regular ones have no more than the others)."""
    # Here, since most processes never meet a sign that is not surely printable.
    from fontTools.ttLib import TTFont

    return frozenset().union(*(TTFont(path).getBestCmap() for path in FONTS.glob("*-400-normal.woff*")))
