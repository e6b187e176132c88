"""Lines of a PDF page from its words, and paragraphs from lines: by gaps, indents, bullets, size and weight."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from responses.intake.reading.pdf.pages import Word
from responses.intake.reading.shapes import BULLET, FIELD, NUMBER

ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_BREAKS = "-\u2010\u2011\u00ad"
# A column's gutter is wider than any space between words, justified ones too.
_GUTTER = 1.8
# Lines as far apart as these are those of one paragraph only where several are: few are short paragraphs.
_DOUBLE, _SEVERAL = 1.7, 6


class Line:
    """Words beside each other, from left to right, and what they have in common."""

    def __init__(self, words: list[Word], page: int):
        self.words, self.page = words, page
        self.x0, self.x1 = words[0].x0, max(word.x1 for word in words)
        self.y = Counter(word.y for word in words).most_common(1)[0][0]
        sizes = Counter()
        for word in words:
            sizes[round(word.size * 2) / 2] += len(word.text)
        self.size = sizes.most_common(1)[0][0]
        pairs = list(pairwise(words))
        spaces = (_space(*pair, is_first=pair[0] is words[0]) + pair[1].text for pair in pairs)
        self.text = words[0].text + "".join(spaces)
        with_letters = [word for word in words if re.search(r"\w", word.text)]
        self.bold = bool(with_letters) and all(word.bold for word in with_letters)
        self.typed = any(word.typed for word in words)
        self.is_bullet, self.is_number = bool(BULLET.match(self.text)), bool(NUMBER.match(self.text))
        # Where gaps are as wide as between columns. After the first word one may only be a bullet's or a number's.
        pairs = pairs[1:] if self.is_bullet or self.is_number else pairs
        self.gutters = [(a.x1, b.x0) for a, b in pairs if b.x0 - a.x1 > _GUTTER * max(a.size, b.size)]


def _space(before: Word, word: Word, *, is_first: bool) -> str:
    gap = (word.x0 - before.x1) / max(before.size, word.size)
    if gap < 0.08:
        return ""
    return "\t" if is_first and gap > 0.6 else " "


def lines_of(words: list[Word], page: int) -> list[Line]:
    """The words as lines from top to bottom, raised and lowered ones with the line they belong to."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.y, word.x0)):
        for row in reversed(rows[-3:]):
            if abs(word.y - row[0].y) < 0.42 * max(row[0].size, word.size):
                row.append(word)
                break
        else:
            rows.append([word])
    return [Line(sorted(row, key=lambda word: word.x0), page) for row in rows]


def columns_of(lines: list[Line]) -> list[list[Line]]:
    """The lines as a person reads them: column by column where a gutter runs down through three or more lines."""
    columns: list[list[Line]] = [[]]
    band = _Band()
    for line in lines:
        if not line.gutters and not band.fits(line):
            band.end(columns)
            band = _Band()
            columns[-1].append(line)
        else:
            band.add(line)
    band.end(columns)
    return [column for column in columns if column]


class _Band:
    """Lines below each other that may be those of two columns, and the gutter that they leave free."""

    def __init__(self):
        self.lines: list[Line] = []
        self.low, self.high = 0.0, float("inf")
        self.with_gutter = 0

    def add(self, line: Line) -> None:
        self.lines.append(line)
        inside = [(max(self.low, a), min(self.high, b)) for a, b in line.gutters]
        inside = [(a, b) for a, b in inside if b - a > 0.5 * line.size]
        if line.gutters:
            self.with_gutter += 1
            self.low, self.high = max(inside, key=lambda each: each[1] - each[0], default=(0.0, 0.0))

    def fits(self, line: Line) -> bool:
        """Whether a line stands wholly in one column of those above it."""
        beside = line.x1 <= self.high or line.x0 >= self.low
        return 0 < self.high < float("inf") and beside and line.y - self.lines[-1].y < 3 * line.size

    def end(self, columns: list[list[Line]]) -> None:
        """Adds its lines to the last column, or as columns of their own, with a new one for what follows."""
        if self.with_gutter < 3 or not self.high:
            columns[-1] += self.lines
            return
        middle = (self.low + self.high) / 2
        sides = [
            [([word for word in line.words if (word.x1 > middle) == right], line.page) for line in self.lines]
            for right in (False, True)
        ]
        columns += [[Line(words, page) for words, page in side if words] for side in sides] + [[]]


class Paragraph:
    """Lines from first to last; `breaks` says of each but the first whether it began anew on purpose."""

    def __init__(self, first: Line):
        self.first = self.last = first
        self.lines, self.breaks, self.bold = [first], [], first.bold

    def add(self, line: Line, on_purpose: bool = False) -> None:
        self.last, self.bold = line, self.bold and line.bold
        self.lines.append(line)
        self.breaks.append(on_purpose)

    def text(self, mend: Callable[[str, str], str]) -> str:
        pieces = [self.first.text]
        for line, on_purpose in zip(self.lines[1:], self.breaks, strict=True):
            end = f"{pieces[-1]}\n" if on_purpose else ended(pieces[-1], line.text, mend, line.words[0].after_space)
            pieces[-1:] = [end, line.text]
        return "".join(pieces)


def ended(text: str, after: str, mend: Callable[[str, str], str], spaced: bool = False) -> str:
    """A line or page of a paragraph as it joins what goes on after its end. `spaced`: the file has a space there."""
    if spaced or text[-2:-1].isspace():
        return f"{text} "
    hyphened = text[-1:] in _BREAKS and text[-2:-1].isalpha() and after[:1].isalpha()
    if hyphened and not re.match(r"(?:and|or|to)\b", after):  # "short- and long-term" keeps both
        return mend(text, after)
    return text if text[-1:] == "/" else f"{text} "


@dataclass
class Measure:
    """What is usual in a letter: the size of its words, and the distance of its lines in that size."""

    size: float
    leading: float

    @classmethod
    def of(cls, columns: list[list[Line]]) -> "Measure":
        sizes, leadings = Counter(), Counter()
        for lines in columns:
            right = max((line.x1 for line in lines), default=0.0)
            # The first and last lines of a page may be its header and footer, in letters of their own.
            for line in lines[1:-1] or lines:
                sizes[line.size] += 0 if line.typed else len(line.text)
            for before, line in pairwise(lines):
                ratio = (line.y - before.y) / line.size
                # Only a line that is full was broken within a paragraph.
                full = before.size == line.size and before.page == line.page and not _is_short(before, line, right)
                if full and 0.9 < ratio < 2.6:
                    leadings[round(ratio * 20) / 20] += 1
        size = sizes.most_common(1)[0][0] if sizes else 11.0
        leadings = Counter({ratio: n for ratio, n in leadings.items() if ratio < _DOUBLE or n >= _SEVERAL})
        # Distances within paragraphs are the most frequent; of equally frequent ones they are the smallest.
        most = max(leadings.values(), default=0)
        return cls(size, min((ratio for ratio, count in leadings.items() if count >= most * 0.5), default=1.2))


def paragraphs_of(lines: list[Line], right: float, measure: Measure) -> list[Paragraph]:
    """The paragraphs of a column that reaches as far as `right`."""
    paragraphs: list[Paragraph] = []
    for line in lines:
        if paragraphs and not _begins(line, paragraphs[-1], right, measure):
            paragraphs[-1].add(line, _is_short(paragraphs[-1].last, line, right) or bool(FIELD.match(line.text)))
        else:
            paragraphs.append(Paragraph(line))
    return paragraphs


def _begins(line: Line, paragraph: Paragraph, right: float, measure: Measure) -> bool:
    before = paragraph.last
    if line.typed or before.typed or line.is_bullet or not _look_alike(line, before):
        return True
    if (line.y - before.y) / line.size > measure.leading + 0.3:
        return True
    short = _is_short(before, line, right)
    ended = bool(ENDS_SENTENCE.search(before.text))
    if line.is_number and (short or ended or line.x0 < before.x0 - 4):
        return True
    if short and ended and not line.text[:1].islower():
        return True
    return _is_indented(line, paragraph)


def _is_indented(line: Line, paragraph: Paragraph) -> bool:
    """Whether a line's place shows a new paragraph: set in after full lines, or set out again after an item."""
    step = line.x0 - paragraph.last.x0
    if paragraph.first.is_bullet or paragraph.first.is_number:
        return len(paragraph.lines) > 1 and step < -6
    if len(paragraph.lines) == 1:
        return step > 8 and bool(ENDS_SENTENCE.search(paragraph.last.text))
    is_centred = abs((line.x0 + line.x1) - (paragraph.last.x0 + paragraph.last.x1)) < 8
    return abs(step) > 8 and not is_centred


def _is_short(before: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would have stood on the line before."""
    needed = line.words[0].x1 - line.words[0].x0 + 0.3 * line.size
    return before.x1 + needed < right - 0.6 * line.size


def goes_on(before: Paragraph, after: Paragraph, right: float) -> bool:
    """Whether a paragraph is the rest of one that a page or a column ended in the middle of."""
    last, first = before.last, after.first
    if first.is_bullet or not _look_alike(first, last) or ENDS_SENTENCE.search(last.text):
        return False
    fits = not before.bold and not first.is_number and not _is_short(last, first, right)
    return first.text[:1].islower() or fits


def _look_alike(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= 0.6 and line.bold == other.bold
