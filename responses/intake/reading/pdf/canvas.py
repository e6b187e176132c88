"""Which words of a PDF page a person sees."""

from bisect import bisect_left

from responses.intake.reading.pdf.pages import Page, Rule, Word

_PIXELS = 1_000_000
_BLURRED = 0.5  # pixels for a point: words of so large a page are not told from its ground
_CONTRAST = 8  # of 255: less is not seen
_RUN_OFF = 72  # points: a table too wide for its paper goes on beside it, and its author meant it to be read
_MOST = 50  # pictures, or lines at one height, that are looked at


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


class Strikes:
    """Lines through words: drawn, or marked on the page."""

    def __init__(self, strokes: list[Rule]):
        self.strokes = sorted(strokes, key=lambda stroke: stroke.y0)
        self.ys = [stroke.y0 for stroke in self.strokes]

    def cross(self, word: Word) -> bool:
        low, high = (bisect_left(self.ys, word.y - part * word.size) for part in (0.5, 0.15))
        enough = 0.6 * (word.x1 - word.x0)
        return any(
            min(stroke.x1, word.x1) - max(stroke.x0, word.x0) > enough
            for stroke in self.strokes[low : min(high, low + _MOST)]
        )


class Pictures:
    """The pictures of a page, each as left, top, right, bottom."""

    def __init__(self, boxes: list[tuple[float, float, float, float]]):
        self.boxes = boxes[:_MOST]

    def cover(self, page: Page) -> bool:
        """Whether they are most of the page; a scan may be cut into strips."""
        covered = sum(
            max(0, min(x1, page.width) - max(x0, 0)) * max(0, min(y1, page.height) - max(y0, 0))
            for x0, y0, x1, y1 in self.boxes
        )
        return covered > 0.5 * page.width * page.height

    def hold(self, word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, word.y - 0.3 * word.size
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self.boxes)
