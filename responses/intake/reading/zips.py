"""Letters in a zip, and documents that are one: XML in a zip, read without anything that XML could reach for."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from lxml import etree

from responses.documents import MAX_NAME, gettext_noop, safe_name
from responses.intake.proposal import Block, BlockKind, Hint
from responses.intake.reading.bounds import MAX_BYTES, NotReadable
from responses.intake.reading.mail import Enclosed, Opened
from responses.intake.reading.seen import hints
from responses.intake.sentences import Sentence
from responses.zips import BOMB, MAX_UNPACKED, Zip

MAX_LETTERS = 200
_NO_FILES = gettext_noop("This zip file holds no files.")
_DAMAGED = gettext_noop("This document is damaged: its text cannot be read. Ask the sender for it again.")
_INSTRUCTIONS = gettext_noop("This document holds instructions that no office program writes, so it was not read.")


def unpack(
    content: bytes, max_bytes: int, max_total: int = MAX_UNPACKED
) -> tuple[list[tuple[str, bytes]], list[NotReadable]]:
    """The letters in an uploaded zip (safe paths and bytes, in the zip's own order), and why some are not there.

    What a Mac or Windows adds by itself is left out. A letter fails alone; NotReadable says
    what is amiss with the zip as a whole.
    """
    archive = Zip(content, max_total)
    letters = [entry for entry in archive.entries if not _is_litter(PurePosixPath(entry.filename.replace("\\", "/")))]
    if not letters:
        raise NotReadable(_NO_FILES)
    if len(letters) > MAX_LETTERS:
        raise NotReadable(Sentence.TOO_MANY_IN_ZIP % {"count": f"{len(letters):,}", "most": MAX_LETTERS})
    if sum(entry.file_size for entry in letters) > max_total:
        raise NotReadable(BOMB)
    unpacked, refused = [], []
    for entry in letters:
        try:
            unpacked.append((safe_path(entry.filename), _unpacked(archive, entry, max_bytes)))
        except NotReadable as error:
            refused.append(error)
    return unpacked, refused


def open_zip(content: bytes) -> Opened:
    """A zip that is attached, opened as a message that holds nothing but files."""
    letters, refused = unpack(content, MAX_BYTES, 3 * MAX_BYTES)
    held = [Enclosed(*letter) for letter in letters]
    held += [Enclosed(gettext_noop("a file in a zip"), trouble=str(error)) for error in refused]
    return Opened(enclosed=lambda: iter(held))


def safe_path(claimed: str) -> str:
    """A name with its folders ("Kent/2021/letter.pdf"), each of them safe; the outermost go where it is too long."""
    parts = [safe_name(part) for part in re.split(r"[/\\]", claimed) if part.strip(" .")] or [safe_name(claimed)]
    while len("/".join(parts)) > MAX_NAME and len(parts) > 1:
        parts.pop(0)
    return "/".join(parts)


def _unpacked(archive: Zip, entry: zipfile.ZipInfo, max_bytes: int) -> bytes:
    name = safe_name(entry.filename)
    if name.lower().endswith(".zip"):
        raise NotReadable(Sentence.ZIP_IN_ZIP % {"name": name})
    if entry.file_size > max_bytes:
        raise NotReadable(Sentence.TOO_LARGE_IN_ZIP % {"name": name, "most": max_bytes // 1024**2})
    try:
        return archive.read_entry(entry)
    except NotReadable as error:
        raise NotReadable(Sentence.NOT_READ_IN_ZIP % {"name": name, "why": error}) from None


def _is_litter(path: PurePosixPath) -> bool:
    return "__MACOSX" in path.parts or path.name.startswith((".", "~$")) or path.name in {"Thumbs.db", "desktop.ini"}


# -- documents of XML

_SAFELY = {"resolve_entities": False, "load_dtd": False, "no_network": True}
_SAFELY |= {"huge_tree": False, "remove_comments": True, "remove_pis": True}  # the parser's own limits hold


def parse(archive: Zip, name: str):
    """The root element of a part. NotReadable where it is damaged, or declares entities, as no office program does."""
    try:
        root = etree.fromstring(archive.read(name), etree.XMLParser(**_SAFELY))
    except etree.XMLSyntaxError:
        raise NotReadable(_DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise NotReadable(_INSTRUCTIONS)
    return root


def local(element) -> str:
    """An element's name without its namespace, of which each format has several generations."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element, name: str) -> str:
    """An attribute's value by its bare name, or an empty string."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def number(element, name: str, otherwise: int) -> int:
    """An attribute's value where it is a whole number of up to eight digits."""
    said = attribute(element, name)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else otherwise


def child(element, *names: str):
    """The descendant at the end of a path of bare names, or None."""
    for name in names:
        element = next((each for each in element if local(each) == name), None) if element is not None else None
    return element


def parts(element, name: str, through: set[str]) -> Iterator:
    """The elements of a name in another, also those that stand in what only groups them: a table's rows."""
    for each in element:
        if local(each) == name:
            yield each
        elif local(each) in through:
            yield from parts(each, name, through)


def titled(properties) -> list[Hint]:
    """The title and the author that a document names outside its text; none where it has no properties."""
    title, author = (getattr(child(properties, name), "text", None) or "" for name in ("title", "creator"))
    return hints(title=title, author=author)


def furniture(blocks: Iterable[Block], page: int) -> Iterator[Block]:
    """What stands in the headers, or the footers, of a document: the same words once."""
    texts = dict.fromkeys(block.text for block in blocks if block.text.strip())
    return (Block(BlockKind.FURNITURE, text, page) for text in texts)
