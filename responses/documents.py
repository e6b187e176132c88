"""A file as it arrived: what it says it is, held against what its bytes say, and a name that is safe to show.

Names and content types that a browser sends are claims. Only the kinds below are kept, and a download is only ever
labelled with a content type from this table.
"""

import codecs
import email.policy
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the process that reads letters knows kinds of files from here, and starts without Django
    from django.core.files.uploadedfile import UploadedFile

PDF = "application/pdf"
MAX_FILES = 5  # at once: each is held in memory while it is looked at
MAX_BYTES = 20 * 1024 * 1024
MAX_NAME = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_FILL = 64 * 1024
_MAX_ZIP_DIRECTORY = 1024 * 1024
# Where a file says what it is.
_HEAD = 1024


def gettext_noop(words: str) -> str:
    """The same words. The catalogue finds them by this name; what reads letters in its own process has no Django."""
    return words


@dataclass(frozen=True)
class Kind:
    """A kind of file that letters come as."""

    name: str
    extensions: tuple[str, ...]
    content_type: str
    fits: Callable[[bytes], bool]


def _is_pdf(content: bytes) -> bool:
    # Some scanners write a few bytes of their own first, and every reader forgives them.
    return b"%PDF-" in content[:_HEAD]


def _zip_names(content: bytes) -> list[str]:
    # A directory of a million names is refused before Python makes an object of each.
    end = content.rfind(b"PK\x05\x06")
    if int.from_bytes(content[end + 12 : end + 16], "little") > _MAX_ZIP_DIRECTORY:
        return []
    try:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return []


def _is_docx(content: bytes) -> bool:
    names = _zip_names(content)
    return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)


def _is_xlsx(content: bytes) -> bool:
    names = _zip_names(content)
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def _is_opendocument(kind: str) -> Callable[[bytes], bool]:
    # The format puts a plain, uncompressed "mimetype" first, so that its bytes can be read without unzipping.
    begins = f"mimetypeapplication/vnd.oasis.opendocument.{kind}".encode()
    return lambda content: content[30:].startswith(begins) and bool(_zip_names(content))


def _is_ole(stream: str) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(_OLE) and stream.encode("utf-16-le") in content


def unicode_text(content: bytes) -> str | None:
    """The words of a text in UTF-8 or UTF-16, with its mark in front or without; None where it is in neither.

    Some programs fill up a file's last block with noughts, and these say nothing.
    """
    filled = content.rstrip(b"\0\r\n")
    filled = filled if 0 < len(content) - len(filled) <= _MAX_FILL else content
    for encoding, mark, place in (("utf-16-le", codecs.BOM_UTF16_LE, 1), ("utf-16-be", codecs.BOM_UTF16_BE, 0)):
        # Without the mark: in what is written with Latin letters every second byte is nought.
        others = filled[place:_HEAD:2]
        if content.startswith(mark) or others.count(0) * 2 > len(others) > 1:
            return content.removeprefix(mark).decode(encoding, "replace")
    try:
        return (filled if b"\0" in content[len(filled) :] else content).decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def is_text(content: bytes) -> bool:
    text = unicode_text(content)
    if text is None and not any(kind.fits(content) for kind in KINDS if not kind.content_type.startswith("text/")):
        # What Notepad calls ANSI: nearly every byte is some letter in it, so nothing else may fit.
        text = content.decode("cp1252", "replace")
    return text is not None and not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]", text)


def _is_html(content: bytes) -> bool:
    head = content[:_HEAD].replace(b"\0", b"")  # in UTF-16 every second byte
    return re.search(rb"<(!doctype html|html[\s>])", head, re.IGNORECASE) is not None


def _is_message(content: bytes) -> bool:
    # Only its heading lines: the parser of whole messages follows one within another until it falls.
    head = content[: 64 * _HEAD].removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    message = BytesHeaderParser(policy=email.policy.compat32).parsebytes(head)
    return "from" in message and ("date" in message or "received" in message)


def is_protected(content: bytes) -> bool:
    """Whether it is an Office file that a password or a sensitivity label locks: such a one is wrapped in an older
    format, whatever its name says."""
    return content.startswith(_OLE) and any(
        name.encode("utf-16-le") in content for name in ("EncryptedPackage", "\x06DataSpaces")
    )


EXCEL = Kind(
    gettext_noop("an Excel workbook"),
    (".xlsx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _is_xlsx,
)
KINDS = (
    Kind(gettext_noop("a PDF"), (".pdf",), PDF, _is_pdf),
    Kind(
        gettext_noop("a Word document"),
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_docx,
    ),
    Kind(gettext_noop("a Word 97 document"), (".doc",), "application/msword", _is_ole("WordDocument")),
    Kind(
        gettext_noop("an OpenDocument text"),
        (".odt",),
        "application/vnd.oasis.opendocument.text",
        _is_opendocument("text"),
    ),
    EXCEL,
    Kind(
        gettext_noop("an Outlook message"), (".msg",), "application/vnd.ms-outlook", _is_ole("__properties_version1.0")
    ),
    Kind(gettext_noop("a PNG image"), (".png",), "image/png", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
    Kind(
        gettext_noop("a JPEG image"),
        (".jpg", ".jpeg"),
        "image/jpeg",
        lambda content: content.startswith(b"\xff\xd8\xff"),
    ),
    # The last three are all text: the more particular come first.
    Kind(gettext_noop("a web page"), (".html", ".htm"), "text/html", _is_html),
    Kind(gettext_noop("an e-mail message"), (".eml",), "message/rfc822", _is_message),
    Kind(gettext_noop("a text file"), (".txt",), "text/plain", is_text),
)
# What comes beside a letter, and is none.
SHEETS = (
    Kind(
        gettext_noop("an OpenDocument spreadsheet"),
        (".ods",),
        "application/vnd.oasis.opendocument.spreadsheet",
        _is_opendocument("spreadsheet"),
    ),
)
OFFICE = {"a Word document", "a Word 97 document", "an Excel workbook"}  # what may come locked
ACCEPT = ",".join(extension for kind in KINDS for extension in kind.extensions)
CONTENT_TYPES = {kind.content_type for kind in (*KINDS, *SHEETS)}
ALLOWED = gettext_noop("PDF, DOCX, DOC, ODT, XLSX, TXT, HTML, EML, MSG, PNG or JPEG")


class UnfitFile(ValueError):
    """A file that is not kept; its message is a sentence for the person who chose it.

    `sentence`: with "%(...)s" for what is `told`, so that a form can say it in another language (forms/enclosures.py).
    """

    def __init__(self, sentence: str, **told: str):
        super().__init__(sentence)
        self.sentence, self.told = sentence, told

    def __str__(self):
        return self.sentence % self.told


@dataclass(frozen=True)
class ReceivedFile:
    """A file that is what it says it is, ready to be kept byte for byte."""

    name: str
    content_type: str
    content: bytes
    sha256: str


def received_file(upload: "UploadedFile", kinds: tuple[Kind, ...] = KINDS, allowed: str = ALLOWED) -> ReceivedFile:
    """The file under a safe name and a content type of ours. Raises UnfitFile with the reason.

    `kinds`: those that may come here; `allowed` says so in words.
    """
    name = safe_name(upload.name)
    if not upload.size:
        raise UnfitFile(gettext_noop("%(name)s is empty"), name=name)
    if upload.size > MAX_BYTES:
        raise UnfitFile(gettext_noop("%(name)s must be 20 MB or smaller"), name=name)
    content = upload.read()
    if problem := _with_macros(name, content):
        raise UnfitFile(problem, name=name)
    claimed = _kind_named(name, kinds)
    if not claimed:
        raise UnfitFile(gettext_noop("%(name)s must be a %(allowed)s file"), name=name, allowed=allowed)
    # What is locked cannot be looked into, and is kept: that it is locked is said where it is read.
    if not claimed.fits(content) and not (claimed.name in OFFICE and is_protected(content)):
        actual = next((kind.name for kind in (*KINDS, *SHEETS) if kind.fits(content)), None)
        told = {"name": name, "claimed": claimed.name}
        if not actual:
            raise UnfitFile(gettext_noop("%(name)s is named as %(claimed)s, but its contents are not"), **told)
        other = gettext_noop("%(name)s is named as %(claimed)s, but its contents are those of %(actual)s")
        raise UnfitFile(other, **told, actual=actual)
    return ReceivedFile(name, claimed.content_type, content, hashlib.sha256(content).hexdigest())


def _with_macros(name: str, content: bytes) -> str:
    """Of an office file that brings programs, whatever it is called: a sentence for UnfitFile; "" for any other."""
    suffix = PurePosixPath(name).suffix.lower()
    entries = [each.lower() for each in _zip_names(content)] if content.startswith(b"PK") else []
    if suffix in {".docm", ".dotm"} or "word/vbaproject.bin" in entries:
        return gettext_noop(
            "%(name)s is a Word document with macros. Save it in Word as a DOCX without macros, and choose that"
        )
    programs = ("xl/vbaproject.bin", "xl/macrosheets/")
    if suffix in {".xlsm", ".xltm"} or any(each.startswith(programs) for each in entries):
        return gettext_noop(
            "%(name)s is an Excel workbook with macros. Save it in Excel as an XLSX without macros, and choose that"
        )
    # What only lists the libraries of a document, of which there are none, is no program.
    scripts = [each for each in entries if each.startswith(("basic/", "scripts/"))]
    if any(not each.endswith(("/", "-lb.xml", "-lc.xml")) for each in scripts):
        return gettext_noop(
            "%(name)s is an OpenDocument file with macros. Remove them and save it again, and choose that"
        )
    return ""


def _kind_named(name: str, kinds: tuple[Kind, ...]) -> Kind | None:
    extension = PurePosixPath(name).suffix.lower()
    return next((kind for kind in kinds if extension in kind.extensions), None)


def safe_name(claimed: str) -> str:
    """The last part of a path, without characters that hide, turn round or break a line, and no longer than we keep."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", claimed))[-1]
    # Categories C (control, format such as "turn the reading direction round", unassigned) and Zl, Zp (line ends).
    name = "".join(
        " " if char.isspace() else char for char in name if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    name = re.sub(" +", " ", name).strip(" .") or "file"
    suffix = PurePosixPath(name).suffix[:10]
    return name if len(name) <= MAX_NAME else name[: MAX_NAME - len(suffix)] + suffix
