#!/usr/bin/env bash
# Rebuilds the fallback fonts of static/letters/fonts from pinned packages: Arimo's other scripts and signs in the
# letter's four styles, and from two Noto families the signs that Arimo has not.
# Needs npm, pip, and a Python with fonttools and brotli; run it only to move to another version or to add a script.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

cd "$build"
pip download --quiet --no-deps fontpkg-arimo==1.341
python3 -m zipfile -e fontpkg_arimo-*.whl arimo
for package in noto-sans-symbols-2 noto-sans-math; do
  npm pack --silent "@fontsource/$package@5.3.0" >/dev/null
  mkdir "$package"
  tar xzf "fontsource-$package-5.3.0.tgz" -C "$package" --strip-components=1
done
{ cat noto-sans-symbols-2/LICENSE; printf '\nNoto Sans Math: '; head -1 noto-sans-math/LICENSE; } \
  >"$project/static/letters/fonts/OFL-noto.txt"

PYTHON=${PYTHON:-$project/.venv/bin/python}
FONTS="$project/static/letters/fonts" "$PYTHON" - <<'PY'
import os
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(os.environ["FONTS"])
# Inclusive. No Hebrew or Arabic: nobody has tried how a letter in PDF/UA reads from right to left.
SCRIPTS = [
    (0x370, 0x3FF), (0x1F00, 0x1FFE),  # Greek
    (0x400, 0x52F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Vietnamese, and the rest of Latin
]
SIGNS = [
    (0x2012, 0x2027), (0x2030, 0x205E),  # punctuation, without what turns the direction of reading
    (0x2070, 0x209C), (0x20A0, 0x20BF),  # raised and lowered figures, currencies
    (0x2100, 0x218B),  # letterlike signs, fractions
    (0x2190, 0x22FF),  # arrows, mathematics
    (0x2300, 0x23FF), (0x2500, 0x27BF), (0x2B00, 0x2BFF),  # technical signs, shapes, ticks, boxes, stars
    (0x1F5F4, 0x1F5F9), (0x1F780, 0x1F7D4), (0x1F800, 0x1F8B1),  # what Wingdings has: ticks, bullets, arrows
]


def characters(font):
    return set(font.getBestCmap())


SPACES = {0x20, 0xA0}  # a space takes the font of the word before it


def within(ranges):
    return {code for first, last in ranges for code in range(first, last + 1)}


def as_high_as_arimo(font):
    """A line with a sign in it is as high as any other."""
    em = font["head"].unitsPerEm
    ascent, descent = round(0.905 * em), round(0.212 * em)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, -descent, 0
    table = font["OS/2"]
    table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = ascent, -descent, 0
    table.usWinAscent, table.usWinDescent = ascent, descent


def keep(font, codes, name):
    """Only these characters, with the time of the source: the same bytes on every machine.

    As WOFF: to unpack WOFF2 takes Python a second and a half in every process that draws a letter.
    """
    options = Options(flavor="woff", layout_features=["kern", "mark", "mkmk", "ccmp"], hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes | SPACES)
    subsetter.subset(font)
    font.flavor = "woff"
    font.save(FONTS / name)


held = set().union(*(characters(TTFont(path)) for path in FONTS.glob("arimo-latin*-400-normal.woff2")))
for file, style in (("Arimo[wght].ttf", "normal"), ("Arimo-Italic[wght].ttf", "italic")):
    for weight in (400, 700):
        font = TTFont(f"arimo/fontpkg_arimo/files/{file}", recalcTimestamp=False)
        codes = (within(SCRIPTS + SIGNS) & characters(font)) - held
        keep(instantiateVariableFont(font, {"wght": weight}), codes, f"arimo-more-{weight}-{style}.woff")
held |= codes
for package, subset, name in (
    ("noto-sans-symbols-2", "symbols", "noto-symbols"),
    ("noto-sans-math", "latin", "noto-math"),
):
    font = TTFont(f"{package}/files/{package}-{subset}-400-normal.woff2", recalcTimestamp=False)
    codes = (within(SIGNS) & characters(font)) - held
    held |= codes
    as_high_as_arimo(font)
    keep(font, codes, f"{name}-400-normal.woff")
PY
