"""Lays out a letter whose two languages stand beside each other, so that both halves of a pair begin on one page.

WeasyPrint begins a row of a table where one of its cells has room for something. Where the heading of one half, with
all that may not be parted from it, fits on a page and that of the other does not, the other would stand alone on the
next. Such a pair begins on the next page as a whole, and the letter is laid out again, since all behind it moves.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TableCellBox
from weasyprint.urls import URLFetcher

PAIR, FRESH = "letter-pair", "letter-pair letter-fresh"
# Characters of HTML that are laid out again: a letter of 27 pages has 77,000, and the one that takes longest more than
# these, so that it is laid out once.
MOST = 300_000


def laid_out(letter: str, files: URLFetcher, **options) -> Document:
    """The pages of a letter. `options`: those of HTML.render()."""
    html = HTML(string=letter, url_fetcher=files)
    document = html.render(**options)
    for _ in range(MOST // len(letter)):
        pair = next(_parted(html, document), None)
        if pair is None:
            break
        pair.set("class", FRESH)
        document = html.render(**options)
    return document


def _parted(html: HTML, document: Document) -> Iterator[Element]:
    """Pairs of which one half begins on an earlier page than the other, in their order; none that was moved."""
    pairs = [div for div in html.etree_element.iter("div") if div.get("class") == PAIR]
    if not pairs:
        return
    begins = _beginnings(document)
    yield from (pair for pair in pairs if len({begins[half] for half in pair if half in begins}) > 1)


def _beginnings(document: Document) -> dict[Element, int]:
    """By what stands in a cell of a table, on which page it begins."""
    begins: dict[Element, int] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if isinstance(box, TableCellBox) and not box.empty:
                begins.setdefault(box.element, number)
    return begins
