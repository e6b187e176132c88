"""PDF files by PDFium: the words of each page with size, weight and place, and the lines drawn on it.

Places are in points from the top left corner of the page as a person sees it.
"""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from responses.intake.proposal import Block
from responses.intake.reading.bounds import MAX_CHARACTERS, MAX_PAGES, NotReadable

_PICTURE = (
    "This file is a picture of a letter: it holds no words that can be read. "
    "Keep it beside the record, and type what it says."
)
_PASSWORD = "This PDF is protected by a password. Ask the sender for one that is not."  # noqa: S105 - a sentence
_DAMAGED = "This PDF is damaged and cannot be read. Ask the sender for it again."
_GARBLED = (
    "The words of this PDF are stored in a way that gives no letters. "
    "Ask the sender for the Word document, or type what it says."
)
_MOST_DRAWINGS = 20_000  # on a page
_DEEPEST_FORM = 4
_BOLD_FROM = 600


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


def read_pdf(content: bytes) -> Iterator[Block]:
    from responses.intake.reading.pdf.layout import blocks_of_pages

    pages = pages_of(content)
    characters = sum(len(word.text) for page in pages for word in page.words)
    if characters < 20:
        raise NotReadable(_PICTURE)
    odd = sum(not char.isprintable() or char == "\ufffd" for page in pages for word in page.words for char in word.text)
    if odd > characters / 3:
        raise NotReadable(_GARBLED)
    return blocks_of_pages(pages)


def pages_of(content: bytes) -> list[Page]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise NotReadable(_PASSWORD if "assword" in str(error) else _DAMAGED) from None
    try:
        if len(document) > MAX_PAGES:
            raise NotReadable(
                f"This PDF has {len(document):,} pages; up to {MAX_PAGES} are read. Send the letter alone."
            )
        return _read_pages(document)
    except pypdfium2.PdfiumError:
        raise NotReadable(_DAMAGED) from None
    finally:
        document.close()


def _read_pages(document) -> list[Page]:
    pages, characters = [], 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        reader = _PageReader(page, number)
        pages.append(reader.read())
        page.close()
        characters += sum(len(word.text) for word in pages[-1].words)
        if characters > MAX_CHARACTERS:
            raise NotReadable(f"This file holds more than {MAX_CHARACTERS:,} characters, which is no letter.")
    return pages


class _PageReader:
    def __init__(self, page, number: int):
        self.page = page
        self.rotation = page.get_rotation()
        left, bottom, right, top = page.get_mediabox() if not page.get_cropbox() else page.get_cropbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        width, height = page.get_size()
        self.read_page = Page(number, width, height)
        self.after_space = False
        self.dots: list[tuple[float, float]] = []

    def read(self) -> Page:
        self._read_words()
        self._read_rules(self.page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, None, 0)
        self.read_page.words += [bullet for dot in self.dots if (bullet := self._bullet(*dot))]
        return self.read_page

    def _bullet(self, x: float, y: float) -> Word | None:
        """A drawn dot as the bullet it is to a person: it stands alone before the first word of a line."""
        line = [word for word in self.read_page.words if 0 < word.y - y < 0.6 * word.size]
        first = min(line, key=lambda word: word.x0, default=None)
        if first is None or not 0 < first.x0 - x < 3 * first.size:
            return None
        return Word("•", x - 2, x + 2, first.y, first.size)

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF's own, turned as the page is shown, from the top left corner."""
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def _read_words(self) -> None:
        text = pdfium.FPDFText_LoadPage(self.page.raw)
        try:
            count = pdfium.FPDFText_CountChars(text)
            if count > MAX_CHARACTERS:
                raise NotReadable(f"This file holds more than {MAX_CHARACTERS:,} characters, which is no letter.")
            before = None
            for at in range(max(0, count)):
                before = self._read_char(text, at, before)
        finally:
            pdfium.FPDFText_ClosePage(text)

    def _read_char(self, text, at: int, before: Word | None) -> Word | None:
        """Adds a character to the word before, or begins another; gives the word that the next may go on with."""
        code = pdfium.FPDFText_GetUnicode(text, at)
        char = "-" if code in {2, 0xFFFE} else chr(code) if code < 0x110000 else "\ufffd"
        if char.isspace() or code == 0 or pdfium.FPDFText_IsGenerated(text, at) == 1:
            self.after_space |= char in " \u00a0" and pdfium.FPDFText_IsGenerated(text, at) == 0
            return None
        char = unicodedata.normalize("NFKC", char) if "\ufb00" <= char <= "\ufb06" else char
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text, at, box)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        corners = [self._seen(box.left, box.bottom), self._seen(box.right, box.top)]
        x0, x1 = sorted(corner[0] for corner in corners)
        line = self._seen(x.value, y.value)[1]
        # PDFium tells where a space belongs, and gives the letters of a ligature the same place.
        if (
            before
            and abs(line - before.y) < 0.1 * before.size
            and before.last - 0.1 * before.size < x0 < before.x1 + 0.4 * before.size
        ):
            before.text += char
            before.x1, before.last = max(before.x1, x1), x0
            return before
        word = Word(char, x0, x1, line, _size(text, at), _is_bold(text, at), x0, self.after_space)
        self.after_space = False
        self.read_page.words.append(word)
        return word

    def _read_rules(self, holder, count_of, object_at, matrix, depth: int) -> None:
        for at in range(min(count_of(holder), _MOST_DRAWINGS)):
            drawn = object_at(holder, at)
            kind = pdfium.FPDFPageObj_GetType(drawn)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._read_path(drawn, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inner = _matrix(drawn, matrix)
                self._read_rules(drawn, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _read_path(self, drawn, outer) -> None:
        matrix = _matrix(drawn, outer)
        start = last = None
        points = []
        for at in range(min(pdfium.FPDFPath_CountSegments(drawn), 400)):
            if len(self.read_page.rules) > _MOST_DRAWINGS:
                return
            segment = pdfium.FPDFPath_GetPathSegment(drawn, at)
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            here = self._seen(*_applied(matrix, x.value, y.value))
            points.append(here)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == pdfium.FPDF_SEGMENT_LINETO and last:
                self._add_rule(last, here)
            if pdfium.FPDFPathSegment_GetClose(segment) and start:
                self._add_rule(here, start)
            last = here
        xs, ys = [x for x, _ in points] or [0], [y for _, y in points] or [0]
        if all(1.5 < length < 8 for length in (max(xs) - min(xs), max(ys) - min(ys))) and len(self.dots) < 500:
            self.dots.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))

    def _add_rule(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
        if min(x1 - x0, y1 - y0) < 0.7 and max(x1 - x0, y1 - y0) > 4:
            self.read_page.rules.append(Rule(x0, y0, x1, y1))


def _matrix(drawn, outer) -> tuple:
    own = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, own):
        return outer or (1, 0, 0, 1, 0, 0)
    a, b, c, d, e, f = own.a, own.b, own.c, own.d, own.e, own.f
    if not outer:
        return a, b, c, d, e, f
    A, B, C, D, E, F = outer
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F


def _applied(matrix: tuple, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _size(text, at: int) -> float:
    """The height of the letters in points. Some programs write size 1 and scale it up."""
    matrix = pdfium.FS_MATRIX()
    scale = math.hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(text, at, matrix) else 1
    size = pdfium.FPDFText_GetFontSize(text, at) * scale
    return size if 1 <= size <= 500 else 10.0


def _is_bold(text, at: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text, at) >= _BOLD_FROM:
        return True
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, 200, flags)
    said = name.value.lower()
    return b"bold" in said or b"black" in said or b"heavy" in said
