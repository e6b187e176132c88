"""Looks into files that are to go with a letter, and puts PDFs behind it, in a process of its own.

How that is done is in responses/apart.py: nobody vouches for these files, and of a PDF that takes too long, or too much
memory, the worst is that it is not enclosed. pikepdf is loaded in that process alone.
"""

import io
import json
import logging
import os
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from responses.apart import Apart, NotDone, Stopped, WentWrong
from responses.documents import PDF, UnfitFile, gettext_noop, is_protected
from responses.zips import Damaged, Locked, NotReadable, Zip

logger = logging.getLogger(__name__)
SECONDS = 20  # to put 300 pages full of tables behind a letter takes five
MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 300  # of all that is appended to a letter
MAX_ANSWER = 120 * 1024 * 1024
_TROUBLE, _FACTS = b"!", b"{"
_DAMAGED = gettext_noop("%(name)s is damaged, so nobody could open it. Save or download it again")
_LOCKED = gettext_noop("%(name)s is protected by a password, so its readers could not open it. Save it without one")
_TOO_LONG = gettext_noop(
    "%(name)s takes too long to look into, so it was not kept. Save it in a simpler form, such as a new PDF"
)
_STOPPED = gettext_noop("%(name)s could not be looked into just now. Choose it again")
_TOO_MANY_PAGES = gettext_noop("%(name)s has %(pages)s pages, and up to %(most)s can be appended. Attach it instead")
_NOT_KEPT = gettext_noop("%(name)s cannot be kept. %(why)s")
_NOT_JOINED = "The letter and its enclosures could not be made one PDF just now. Download them as a zip, or try again."

ENCLOSER = Apart("responses.letter.enclosing", at_once=os.cpu_count() or 1, idle=5 * 60, patience=5)


class NotJoined(Exception):
    """Why there is no one PDF; its message is a sentence for the person who wants it."""


@dataclass(frozen=True)
class Looked:
    """What was seen of a file: its pages, and whether a screen reader finds tags in it; None of what is no PDF."""

    pages: int | None = None
    is_tagged: bool | None = None


def look_into(name: str, content: bytes, content_type: str, *, append: bool) -> Looked:
    """What a file holds. Raises UnfitFile where its readers could not open it or would be harmed by it.

    `append`: whether its pages are to follow the letter's.
    """
    if is_protected(content):
        raise UnfitFile(_LOCKED, name=name)
    try:
        said = _ask(("look", content_type, append), content)
    except Stopped:
        raise UnfitFile(_STOPPED, name=name) from None
    except WentWrong as error:  # a sort of broken file that nobody thought of, or our own mistake
        logger.error("A file could not be looked into: %s", error)
        raise UnfitFile(_DAMAGED, name=name) from None
    except NotDone:
        raise UnfitFile(_TOO_LONG, name=name) from None
    if said.startswith(_TROUBLE):
        sentence, told = json.loads(said.removeprefix(_TROUBLE))
        raise UnfitFile(sentence, name=name, **told)
    return Looked(**json.loads(said))


def joined(letter: tuple[str, bytes], appended: Sequence[tuple[str, bytes]]) -> bytes:
    """A letter that was drawn here and the PDFs that are appended to it as one, each with its title, its bookmark.

    The same files give the same bytes. Raises NotJoined with the reason.
    """
    try:
        said = _ask(("join", letter, list(appended)), b"")
    except NotDone as error:
        logger.error("A letter and its enclosures could not be joined: %r", error)
        raise NotJoined(_NOT_JOINED) from None
    return said


def _ask(asked: tuple, content: bytes) -> bytes:
    with tempfile.TemporaryFile() as file:
        pickle.dump(asked, file)
        file.write(content)
        file.seek(0)
        return ENCLOSER.ask(file, seconds=SECONDS, memory=MEMORY, most=MAX_ANSWER)


# -- what is done in the other process

THREADS = False


def prepare() -> None:
    """Load what opens and joins PDFs."""
    from responses.letter import merged  # noqa: F401 - so that it is here


def work(asked: BinaryIO) -> bytes:
    """One PDF; or what is seen of a file, or the trouble with it."""
    what, *how = pickle.load(asked)  # noqa: S301 - written by our own side, before the file's bytes
    if what == "join":
        from responses.letter.merged import merge

        letter, appended = how
        return merge([letter], appended)
    content_type, append = how
    try:
        facts = _look_into_pdf(asked.read(), append) if content_type == PDF else _look_into_other(asked.read())
    except UnfitFile as trouble:
        return _TROUBLE + json.dumps([trouble.sentence, trouble.told]).encode()  # its name is known over there
    return json.dumps(facts).encode()


def _look_into_other(content: bytes) -> dict:
    if not content.startswith(b"PK"):
        return {}
    try:
        archive = Zip(content)
        held = {entry.filename: archive.read_entry(entry) for entry in archive.entries}
    except Damaged:  # what zips.py says of these two is for somebody to whom the file was sent
        raise UnfitFile(_DAMAGED) from None
    except Locked:
        raise UnfitFile(_LOCKED) from None
    except NotReadable as trouble:
        raise UnfitFile(_NOT_KEPT, why=str(trouble).removesuffix(".")) from None
    if b"encryption-data" in held.get("META-INF/manifest.xml", b""):
        raise UnfitFile(_LOCKED)
    return {}


def _look_into_pdf(content: bytes, append: bool) -> dict:
    import pikepdf

    from responses.letter import foreign

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            if not pages:
                raise UnfitFile(_DAMAGED)
            if append:
                _check_can_append(pdf, pages, content)
            return {"pages": pages, "is_tagged": foreign.tags_of(pdf) is not None}
    except pikepdf.PasswordError:
        raise UnfitFile(_LOCKED) from None
    except pikepdf.PdfError:
        raise UnfitFile(_DAMAGED) from None


def _check_can_append(pdf, pages: int, content: bytes) -> None:
    from responses.letter import foreign
    from responses.letter.merged import merge

    if pages > MOST_PAGES:
        raise UnfitFile(_TOO_MANY_PAGES, pages=f"{pages:,}", most=str(MOST_PAGES))
    if problem := foreign.why_not(pdf):
        raise UnfitFile(problem)
    merge([], [("", content)])  # tried now, while somebody can choose another
