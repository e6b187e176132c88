"""What is drawn on a PDF page beside its words (lines of tables, dots, pictures), and which words a person sees."""

import ctypes
from bisect import bisect_left

import pypdfium2.raw as pdfium
from pypdfium2 import PdfMatrix

from responses.intake.reading.pdf.pages import Page, Rule, View, Word

_MOST = 20_000  # drawings of a page that are looked at
_DEEPEST_FORM = 4
_THIN = 2  # points
_UNIT = ((0, 0), (1, 0), (0, 1), (1, 1))  # the corners of every picture, before its matrix
_PIXELS = 1_000_000
_BLURRED = 0.5  # pixels for a point: words of so large a page are not told from its ground
_CONTRAST = 8  # of 255: less is not seen
_RUN_OFF = 72  # points: a table too wide for its paper goes on beside it, and its author meant it to be read
_MOST_NEAR = 50  # pictures, or lines at one height, that are looked at


class Drawings:
    """The drawings of a page; adds the lines among them to its rules."""

    def __init__(self, page, view: View, found: Page):
        self.page, self.view, self.found = page, view, found
        self.dots: list[tuple[float, float]] = []
        self.strokes: list[Rule] = []  # lines across that stand alone: under words, through words, between them
        self.pictures: list[tuple[float, float, float, float]] = []
        self.left = _MOST
        self._read(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, PdfMatrix(), 0)

    def _read(self, holder, count_of, object_at, outer: PdfMatrix, depth: int) -> None:
        for at in range(min(count_of(holder), self.left)):
            drawn = object_at(holder, at)
            kind = pdfium.FPDFPageObj_GetType(drawn)
            self.left -= 1
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._read_path(drawn, _matrix(drawn, outer))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                matrix = _matrix(drawn, outer)
                self.pictures.append(self.view.box(*(matrix.on_point(*corner) for corner in _UNIT)))
                pdfium.FPDFPageObj_SetIsActive(drawn, False)  # drawing it would tell nothing, and may take long
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inner = _matrix(drawn, outer)
                self._read(drawn, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _read_path(self, drawn, matrix: PdfMatrix) -> None:
        start = last = None
        points = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for at in range(min(pdfium.FPDFPath_CountSegments(drawn), 400)):
            segment = pdfium.FPDFPath_GetPathSegment(drawn, at)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            here = self.view.point(*matrix.on_point(x.value, y.value))
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
        if max(ys) - min(ys) < _THIN and len(self.strokes) < _MOST:
            middle = (min(ys) + max(ys)) / 2
            self.strokes.append(Rule(min(xs), middle, max(xs), middle))
        if all(1.5 < length < 8 for length in (max(xs) - min(xs), max(ys) - min(ys))) and len(self.dots) < 500:
            self.dots.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))

    def _add_rule(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
        if min(x1 - x0, y1 - y0) < 0.7 and max(x1 - x0, y1 - y0) > 4 and len(self.found.rules) < _MOST:
            self.found.rules.append(Rule(x0, y0, x1, y1))

    def fill(self, page: Page) -> bool:
        """Whether pictures are most of the page; a scan may be cut into strips."""
        covered = sum(
            max(0, min(x1, page.width) - max(x0, 0)) * max(0, min(y1, page.height) - max(y0, 0))
            for x0, y0, x1, y1 in self.pictures[:_MOST_NEAR]
        )
        return covered > 0.5 * page.width * page.height

    def picture(self, word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, word.y - 0.3 * word.size
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self.pictures[:_MOST_NEAR])

    def bullets(self) -> list[Word]:
        """Each drawn dot that stands alone before the first word of a line, as the bullet it is to a person."""
        words = sorted(self.found.words, key=lambda word: word.y)
        ys = [word.y for word in words]
        largest = max((word.size for word in words), default=0)
        bullets = []
        for x, y in self.dots:
            near = words[bisect_left(ys, y) : bisect_left(ys, y + 0.6 * largest)]
            line = [word for word in near if 0 < word.y - y < 0.6 * word.size]
            first = min(line, key=lambda word: word.x0, default=None)
            if first and 0 < first.x0 - x < 3 * first.size:
                bullets.append(Word("•", x - 2, x + 2, first.y, first.size))
        return bullets


def _matrix(drawn, outer: PdfMatrix) -> PdfMatrix:
    own = pdfium.FS_MATRIX()
    return PdfMatrix.from_raw(own).multiply(outer) if pdfium.FPDFPageObj_GetMatrix(drawn, own) else outer


class Canvas:
    """A page drawn without its pictures: a word is seen where something stands out."""

    def __init__(self, page):
        width, height = (max(1.0, side) for side in page.get_size())
        self.scale = (_PIXELS / (width * height)) ** 0.5
        bitmap = page.render(self.scale, grayscale=True, may_draw_forms=False, draw_annots=False)
        self.stride, self.width, self.height = bitmap.stride, bitmap.width, bitmap.height
        self.pixels = bytes(bitmap.buffer)
        self.is_cropped = page.get_bbox() != page.get_mediabox()
        bitmap.close()

    def shows(self, word: Word) -> bool:
        left, right = (int(side * self.scale) for side in (word.x0, word.x1))
        if self.scale < _BLURRED:
            return True
        if left >= self.width and not self.is_cropped:
            return word.x0 < self.width / self.scale + _RUN_OFF
        top, bottom = (int(side * self.scale) for side in (word.y - 0.75 * word.size, word.y + 0.2 * word.size))
        left, right = max(0, left), max(0, min(right + 1, self.width))
        lightest, darkest = 0, 255
        for row in range(max(0, top), min(bottom + 1, self.height)):
            pixels = self.pixels[row * self.stride + left : row * self.stride + right]
            if pixels:
                lightest, darkest = max(lightest, max(pixels)), min(darkest, min(pixels))
            if lightest - darkest > _CONTRAST:
                return True
        return False


def struck(words: list[Word], strokes: list[Rule]) -> set[int]:
    """The id() of each word with a line through it: drawn, or marked on the page."""
    strokes = sorted(strokes, key=lambda stroke: stroke.y0)
    ys, found = [stroke.y0 for stroke in strokes], set()
    for word in words:
        low, high = (bisect_left(ys, word.y - part * word.size) for part in (0.5, 0.15))
        near = strokes[low : min(high, low + _MOST_NEAR)]
        if any(min(it.x1, word.x1) - max(it.x0, word.x0) > 0.6 * (word.x1 - word.x0) for it in near):
            found.add(id(word))
    return found
