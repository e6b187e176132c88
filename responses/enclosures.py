"""What may go with a letter, how much of it, and the letter and its enclosures as one file."""

import datetime
from collections.abc import Iterator

from responses.documents import EXCEL, KINDS, SHEETS, ReceivedFile, UnfitFile, gettext_noop
from responses.letter import enclosing
from responses.letter.names import file_name
from responses.models import Enclosure, Update

_ATTACHED = {"a PDF", "a Word document", "an OpenDocument text", "a PNG image", "a JPEG image", "a text file"}
ENCLOSED_KINDS = (EXCEL, *SHEETS, *(kind for kind in KINDS if kind.name in _ATTACHED))
ENCLOSED_ACCEPT = ",".join(extension for kind in ENCLOSED_KINDS for extension in kind.extensions)
ENCLOSED_ALLOWED = gettext_noop("PDF, DOCX, XLSX, ODT, ODS, TXT, PNG or JPEG")
MOST_FILES = 20  # with one letter
MOST_BYTES = 50 * 1024 * 1024  # of them together
MOST_PAGES = enclosing.MOST_PAGES  # of those that are appended


def with_letter(update: Update) -> dict:
    """What pages show of the files that go with a letter: which, and whether some are appended."""
    enclosed = list(update.enclosed.listed())
    return {"enclosed": enclosed, "has_appended": any(each.is_appended for each in enclosed)}


def check_fits(update: Update, file: ReceivedFile, *, append: bool, pages: int | None) -> None:
    """Raises UnfitFile where a letter would have a file twice, or more than may go with it. The draft is held."""
    there = list(update.enclosed.listed())
    if same := next((each for each in there if each.sha256 == file.sha256), None):
        already = gettext_noop("%(name)s goes with this letter already, as “%(title)s”")
        raise UnfitFile(already, name=file.name, title=same.title)
    if len(there) >= MOST_FILES:
        full = gettext_noop("Up to %(most)s files go with a letter, and this one has as many. Remove one first")
        raise UnfitFile(full, most=str(MOST_FILES))
    if sum(each.size for each in there) + len(file.content) > MOST_BYTES:
        large = gettext_noop("%(name)s is too large: the files that go with a letter have up to %(most)s MB together")
        raise UnfitFile(large, name=file.name, most=str(MOST_BYTES // 1024**2))
    count = sum(each.pages for each in there if each.is_appended) + (pages or 0)
    if append and count > MOST_PAGES:
        long = gettext_noop(
            "%(name)s has %(pages)s pages, and what is appended to a letter has up to %(most)s together. "
            "Attach it instead"
        )
        raise UnfitFile(long, name=file.name, pages=f"{pages:,}", most=str(MOST_PAGES))


def whole_letter(update: Update, pdf: bytes) -> bytes:
    """The letter's PDF with what is appended to it as one. Raises NotJoined with the reason."""
    appended = [(each.title, bytes(each.content)) for each in update.enclosed.appended()]
    return enclosing.joined((f"{update.body}, {update.super_complaint}"[:250], pdf), appended)


def files_with(
    update: Update | int, folder: str = "", by: datetime.datetime | None = None
) -> Iterator[tuple[str, datetime.datetime, bytes]]:
    """The enclosures of a letter for a zip, as (name, time, content), in the letter's order and one at a time.

    `by`: none that was added after this moment.
    """
    found = Enclosure.objects.filter(update=update)
    found = found.filter(added_at__lte=by) if by else found
    rows = found.values_list("name", "added_at", "content")
    for number, (name, at, content) in enumerate(rows.iterator(chunk_size=1), start=1):
        yield f"{folder}enclosure-{number:02d}-{name}", at, bytes(content)


def letter_and_files(update: Update, pdf: bytes) -> Iterator[tuple[str, datetime.datetime, bytes]]:
    """The letter's PDF, then its enclosures."""
    yield file_name(update), update.recorded_at or update.edited_at, pdf
    yield from files_with(update)
