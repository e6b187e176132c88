"""What stands on a PDF page: its words with size, weight and place, by PDFium.

Places are in points from the top left corner of the page as a person sees it.
"""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from responses.intake.reading.bounds import MAX_CHARACTERS, NotReadable
from responses.intake.reading.seen import meant
from responses.intake.sentences import Sentence

_BOLD_FROM, _BOLD = 600, re.compile("bold|black|heavy", re.IGNORECASE)
_SYMBOLS = re.compile(r"(?:^|\+)(wingdings|webdings|symbol)[ -]?(2?)", re.IGNORECASE)  # "ABCDEF+Wingdings-Regular"
_DINGBATS = {"✔": "✓", "✘": "✗", **dict.fromkeys("❏❐❑❒", "☐")}
_LONGEST = 200  # characters; what is longer goes on in another word beside it
_LONGEST_SAMPLE = 5_000  # characters that tell which way up a page is
TOO_LONG = Sentence.TOO_MANY_CHARACTERS % {"most": f"{MAX_CHARACTERS:,}"}


@dataclass
class Word:
    text: str
    x0: float
    x1: float
    y: float  # of the line it stands on
    size: float
    bold: bool = False
    last: float = 0.0  # where its last letter begins
    after_space: bool = False  # whether the file itself has a space before it; at a line's start there may be none
    typed: bool = False  # all that somebody typed into a box of a form, with their line ends


@dataclass
class Rule:
    """A straight line, or an edge of a box, along the page's sides."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass
class Page:
    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


class View:
    """A page as it is shown: cut to its visible part, and turned."""

    def __init__(self, page):
        self.rotation = page.get_rotation()
        self.left, self.bottom, self.right, self.top = page.get_bbox()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF's own, from the top left corner."""
        left, up, right, down = x - self.left, self.top - y, self.right - x, y - self.bottom
        return {0: (left, up), 90: (down, left), 180: (right, down)}.get(self.rotation, (up, right))

    def box(self, *points: tuple[float, float]) -> tuple[float, float, float, float]:
        """The box round points of the PDF's own: left, top, right, bottom."""
        seen = [self.point(*point) for point in points]
        xs, ys = [x for x, _ in seen], [y for _, y in seen]
        return min(xs), min(ys), max(xs), max(ys)


def turn_upright(page) -> None:
    """Turns a page so that most of its words run from left to right, as its readers turn their heads or the page."""
    with _text_of(page) as (text, count):
        angles = (pdfium.FPDFText_GetCharAngle(text, at) for at in range(min(count, _LONGEST_SAMPLE)))
        turns = Counter(round(-angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    if turns:
        page.set_rotation(90 * turns.most_common(1)[0][0])


def words_of(page, view: View) -> list[Word]:
    with _text_of(page) as (text, count):
        if count > MAX_CHARACTERS:
            raise NotReadable(TOO_LONG)
        reader = _WordReader(text, view)
        for at in range(count):
            reader.read(at)
        return reader.words


@contextmanager
def _text_of(page):
    text = pdfium.FPDFText_LoadPage(page.raw)
    try:
        yield text, max(0, pdfium.FPDFText_CountChars(text))
    finally:
        pdfium.FPDFText_ClosePage(text)


class _WordReader:
    """Puts the characters of a page together to words, in the order of the file."""

    def __init__(self, text, view: View):
        self.text, self.view = text, view
        self.words: list[Word] = []
        self.is_open = False  # whether the next character may belong to the last word
        self.after_space = False
        self.bounds, self.x, self.y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        self.name, self.flags = ctypes.create_string_buffer(200), ctypes.c_int()

    def read(self, at: int) -> None:
        code = pdfium.FPDFText_GetUnicode(self.text, at)
        char = "-" if code in {2, 0xFFFE} else chr(code) if code < 0x110000 else "\ufffd"
        if char.isspace() or code == 0 or pdfium.FPDFText_IsGenerated(self.text, at) == 1:
            self.after_space |= char in " \u00a0" and pdfium.FPDFText_IsGenerated(self.text, at) == 0
            self.is_open = False
            return
        x0, x1, y = self._place(at)
        word = self.words[-1] if self.is_open else None
        # PDFium tells where a space belongs, and gives the letters of a ligature the same place.
        if (
            not word
            or len(word.text) >= _LONGEST
            or abs(y - word.y) >= 0.1 * word.size
            or not word.last - 0.1 * word.size < x0 < word.x1 + 0.4 * word.size
        ):
            word = Word("", x0, x1, y, self._size(at), self._is_bold(at), after_space=self.after_space)
            self.words.append(word)
            self.is_open, self.after_space = True, False
        word.text += self._seen(char, at)
        word.x1, word.last = max(word.x1, x1), x0

    def _place(self, at: int) -> tuple[float, float, float]:
        """Where a character begins and ends, and the line it stands on."""
        pdfium.FPDFText_GetLooseCharBox(self.text, at, self.bounds)
        pdfium.FPDFText_GetCharOrigin(self.text, at, self.x, self.y)
        box, point = self.bounds, self.view.point
        x0, x1 = point(box.left, box.bottom)[0], point(box.right, box.top)[0]
        return min(x0, x1), max(x0, x1), point(self.x.value, self.y.value)[1]

    def _seen(self, char: str, at: int) -> str:
        if "\ufb00" <= char <= "\ufb06":
            return unicodedata.normalize("NFKC", char)
        # Only what may be a sign is worth asking for its font.
        if (char.isascii() and self.words[-1].text) or "\u0100" <= char < "\uf000":
            return _DINGBATS.get(char, char)
        font = _SYMBOLS.search(self._font(at))
        return meant("\xa8" if font and char == "¤" else char, font[1] + font[2] if font else "")

    def _size(self, at: int) -> float:
        """The height of the letters in points. Some programs write size 1 and scale it up."""
        matrix = pdfium.FS_MATRIX()
        scale = math.hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(self.text, at, matrix) else 1
        size = pdfium.FPDFText_GetFontSize(self.text, at) * scale
        return size if 1 <= size <= 500 else 10.0

    def _is_bold(self, at: int) -> bool:
        weight = pdfium.FPDFText_GetFontWeight(self.text, at)
        return weight >= _BOLD_FROM or bool(_BOLD.search(self._font(at)))

    def _font(self, at: int) -> str:
        pdfium.FPDFText_GetFontInfo(self.text, at, self.name, 200, self.flags)
        return self.name.value.decode("latin-1")
