"""A PDF as a whole: whether its words can be read, page by page, and what else it says or holds."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from responses.documents import gettext_noop, safe_name
from responses.intake.proposal import Block, Hint
from responses.intake.reading.bounds import MAX_BYTES, MAX_CHARACTERS, MAX_PAGES, NotReadable
from responses.intake.reading.mail import Enclosed
from responses.intake.reading.pdf.drawings import Canvas, Drawings, struck
from responses.intake.reading.pdf.forms import Annotations
from responses.intake.reading.pdf.layout import Letter
from responses.intake.reading.pdf.pages import TOO_LONG, Page, View, Word, turn_upright, words_of
from responses.intake.reading.seen import LeftOut, hints
from responses.intake.sentences import Sentence

_PICTURE = gettext_noop(
    "This file is a picture of a letter: it holds no words that can be read. "
    "Keep it beside the record, and type what it says."
)
_PASSWORD = gettext_noop("This PDF is protected by a password. Ask the sender for one that is not.")
_DAMAGED = gettext_noop("This PDF is damaged and cannot be read. Ask the sender for it again.")
_GARBLED = gettext_noop(
    "The words of this PDF are stored in a way that gives no letters. "
    "Ask the sender for the Word document, or type what it says."
)
# What a page says in place of a letter that only one program can open.
_STANDS_FOR = {
    "if this message is not eventually replaced": gettext_noop(
        "This PDF is a form that only Adobe’s own programs can show. "
        "Ask the sender to print it as a PDF, or type what it says."
    ),
    "this pdf file is protected": gettext_noop(
        "This PDF is locked by its sender. Ask for one that is not, or type what it says."
    ),
}
_TOO_LARGE = Sentence.TOO_LARGE_IN_PDF % {"most": MAX_BYTES // 1024**2}
_FEW = 100  # characters: a picture with so little beside it is a scan with a stamp or a page number
_MOST_FILES = 20


def read_pdf(content: bytes) -> Iterator[Block | Hint | Enclosed | str]:
    """The title and the author that a PDF says it has, the files inside it, its blocks, and what was left out."""
    with _opened(content) as document:
        yield from hints(title=document.get_metadata_value("Title"), author=document.get_metadata_value("Author"))
        files = _Files()
        for at in range(min(document.count_attachments(), _MOST_FILES)):
            files.add(document.get_attachment(at).raw)
        reading = _Reading(document, files)
        reading.read_pages()
    yield from files.found
    _check(reading.pages)
    yield from Letter(reading.pages).blocks()
    yield from reading.notes()


@contextmanager
def _opened(content: bytes):
    try:
        document = pypdfium2.PdfDocument(content)
        try:
            document.init_forms()
            yield document
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise NotReadable(_PASSWORD if "assword" in str(error) else _DAMAGED) from None


def _check(pages: list[Page]) -> None:
    """Raises NotReadable where the words are not there, are not the letter's, or are no words."""
    words = [word.text for page in pages for word in page.words]
    characters = sum(map(len, words))
    if characters < 20:
        raise NotReadable(_PICTURE)
    if sum(not char.isprintable() or char == "\ufffd" for word in words for char in word) > characters / 3:
        raise NotReadable(_GARBLED)
    beginning = " ".join(words[:200]).lower()
    for said, trouble in _STANDS_FOR.items():
        if said in beginning:
            raise NotReadable(trouble)


class _Reading:
    """The pages of a document as far as they were read, and what was left out."""

    def __init__(self, document, files: "_Files"):
        self.document, self.files = document, files
        self.pages: list[Page] = []
        self.pictures: list[int] = []
        self.recognised: list[int] = []
        self.left_out = LeftOut()

    def read_pages(self) -> None:
        if len(self.document) > MAX_PAGES:
            raise NotReadable(Sentence.TOO_MANY_PAGES % {"count": f"{len(self.document):,}", "most": MAX_PAGES})
        characters = 0
        for number in range(1, len(self.document) + 1):
            page = self.document[number - 1]
            turn_upright(page)
            annotations = Annotations(page, View(page), self.files.add)
            if annotations.count:
                pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)  # makes them part of the page
                page.close()
                page = self.document[number - 1]
            self._read_page(page, number, annotations)
            page.close()
            characters += sum(len(word.text) for word in self.pages[-1].words)
            if characters > MAX_CHARACTERS:
                raise NotReadable(TOO_LONG)

    def _read_page(self, page, number: int, annotations: Annotations) -> None:
        view = View(page)
        found = Page(number, *page.get_size())
        words = words_of(page, view)
        drawings = Drawings(page, view, found)
        shown, recognised = self._shown(words, Canvas(page), drawings)
        gone = struck(shown, drawings.strokes + annotations.strokes)
        self.left_out.strike("".join(f"{word.text} " for word in shown if id(word) in gone))
        found.words = [word for word in shown if id(word) not in gone]
        found.words += annotations.words + drawings.bullets()
        self.pages.append(found)
        self.left_out.hidden |= len(shown) < len(words)
        self.left_out.comments |= annotations.comments > 0
        if recognised > len(found.words) / 2:
            self.recognised.append(number)
        elif drawings.fill(found) and sum(len(word.text) for word in found.words) < _FEW:
            self.pictures.append(number)

    @staticmethod
    def _shown(words: list[Word], canvas: Canvas, drawings: Drawings) -> tuple[list[Word], int]:
        """The words that a person sees, and how many of them only in a picture, where a program recognised them."""
        shown, recognised = [], 0
        for word in words:
            # A sign alone may be one that no font at hand draws.
            drawn = not any(map(str.isalnum, word.text)) or canvas.shows(word)
            if drawn or drawings.picture(word):
                shown.append(word)
                recognised += not drawn
        return shown, recognised

    def notes(self) -> list[str]:
        count = len(self.pages)
        notes = [Sentence.PAGE_NOT_READ % {"number": number, "count": count} for number in self.pictures]
        notes += [Sentence.PAGE_RECOGNISED % {"number": number, "count": count} for number in self.recognised]
        return notes + self.left_out.notes()


class _Files:
    """The files inside a PDF, as far as they are small enough together to be letters."""

    def __init__(self):
        self.found: list[Enclosed] = []
        self.left = MAX_BYTES

    def add(self, attachment) -> None:
        if len(self.found) < _MOST_FILES:
            attached, length = pypdfium2.PdfAttachment(attachment, None), pdfium.c_ulong()
            pdfium.FPDFAttachment_GetFile(attachment, None, 0, length)
            self.left -= length.value
            content = bytes(attached.get_data()) if length.value and self.left >= 0 else b""
            trouble = _TOO_LARGE if self.left < 0 else ""
            self.found.append(Enclosed(safe_name(attached.get_name()), content, trouble=trouble))
