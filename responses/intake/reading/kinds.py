"""What a file or a part is: one of the kinds that are read, or one that is only named, with a sentence why."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from responses.documents import KINDS, Kind, is_protected
from responses.intake.reading.bounds import MAX_BYTES, NotReadable

PROTECTED = (
    "This file is protected by a password or a sensitivity label, so it cannot be opened here. "
    "Ask the sender for one that is not."
)
LOCKED = (
    "This message is still locked: only its notice came, not the letter. "
    "Open it in Outlook or a browser, save the letter without protection, and send that in."
)
_PICTURE_OF_LETTER = "This file is a picture of a letter. Keep it beside the record, and type what it says."
_UNKNOWN = "Letters are read from PDF, DOCX, DOC, ODT, HTML, EML, MSG and TXT files. {} is not."


@dataclass(frozen=True)
class Unread:
    """A kind of part that is named and not read."""

    name: str  # where it has none of its own
    trouble: str
    may_be_letter: bool = False
    names: str = r"(?!)"  # what its name or its content type is like: patterns
    said: str = r"(?!)"
    least: int = 0  # bytes, below which it is no letter: a logo

    def fits(self, name: str, said: str) -> bool:
        return bool(re.search(self.names, name, re.IGNORECASE) or re.match(self.said, said, re.IGNORECASE))


TNEF = Kind("winmail.dat", (".dat",), "application/ms-tnef", lambda content: content.startswith(b"\x78\x9f\x3e\x22"))
ZIP = Kind("a zip file", (".zip",), "application/zip", lambda content: content.startswith(b"PK\x03\x04"))
_PICTURE = Unread(
    "a picture", "This is a picture. If it is a page of the letter, type what it says.", True,
    r"\.(?:png|jpe?g|gif|bmp|tiff?|heic|webp|svg|[ew]mf)$", r"image/", least=30_000,
)  # fmt: skip
_RTF = Unread(
    "an RTF document",
    "An RTF document is not read. Save it as DOCX or PDF and send that in too, or type what it says.", True,
    r"\.rtf$", r"(?:text|application)/rtf",
)  # fmt: skip
_WRAPPED = "cannot be opened here. Open it in Outlook, save it without {}, and send that in."
_AS_PDF = "not read. Ask for the answers as DOCX or PDF, or type what they say."
_UNREAD = (
    Unread("an invitation", "This is an item of a calendar, not a letter, so it was not read.", False,
           r"\.(?:ics|vcs)$", r"text/calendar|application/ics"),
    Unread("a visiting card", "This is a visiting card, so it was not read.", False, r"\.vcf$", r"text/(?:x-)?v-?card"),
    Unread("a signature", "This is a signature, by which programs tell who sent the message. It holds no words.", False,
           r"\.(?:p7s|sig)$", r"application/(?:x-)?pkcs7-signature|application/pgp-signature"),
    Unread("a signed message", f"This message is wrapped in its signature (S/MIME) and {_WRAPPED.format('it')}", True,
           said=r"application/(?:x-)?pkcs7-mime; *signed-data"),
    Unread("an encrypted message", f"This message is encrypted or signed (S/MIME) and {_WRAPPED.format('encryption')}",
           True, r"\.p7[mc]$", r"application/(?:x-)?pkcs7-mime"),
    Unread("a version number", "This only says how the message is encrypted.", said=r"application/pgp-encrypted"),
    Unread("an encrypted message", "This message is encrypted (PGP) and cannot be opened here. "
           "Ask the sender for one that is not.", True, r"\.(?:pgp|gpg|asc)$", r"application/pgp"),
    Unread("a locked message", LOCKED, True, r"\.rpmsg$", r"application/x-microsoft-rpmsg"),
    Unread("a report of the post", "This says whether and where a message arrived. It is no letter.",
           said=r"message/(?:delivery-status|disposition-notification|.*feedback)|text/rfc822-headers"),
    Unread("a part of a message", "This only says where the rest of it lies. Ask the sender for the letter.", True,
           said=r"message/(?:external-body|partial)"),
    _RTF,
    Unread("a spreadsheet", f"A spreadsheet is {_AS_PDF}", True,
           r"\.(?:xls[xmb]?|ods|csv|numbers)$", r"application/vnd\.(?:ms-excel|.*spreadsheet)|text/csv"),
    Unread("slides", f"Slides are {_AS_PDF}", True,
           r"\.(?:ppt[xm]?|odp|key)$", r"application/vnd\.(?:ms-powerpoint|.*presentation)"),
    Unread("a Pages document", "A Pages document is not read. Ask the sender for it as DOCX or PDF.", True,
           r"\.pages$", r"application/(?:vnd\.apple\.pages|x-iwork-pages)"),
    Unread("a recording", "This is a recording or a film, so it was not read.", said=r"(?:audio|video)/"),
    _PICTURE,
)  # fmt: skip


def kind_named(content: bytes, name: str) -> Kind:
    """The kind of a file that came alone, which must be the one its name says: whoever sent it in can name it rightly.

    NotReadable where it is not, or is of a kind that is not read.
    """
    if not content:
        raise NotReadable("This file is empty.")
    if len(content) > MAX_BYTES:
        raise NotReadable(f"This file must be {MAX_BYTES // 1024**2} MB or smaller.")
    ending = PurePosixPath(name).suffix.lower()
    claimed = next((kind for kind in KINDS if ending in kind.extensions), None)
    if not claimed:
        raise NotReadable(_UNKNOWN.format(f"A file that ends in {ending}" if ending else "A file without an ending"))
    if ending != ".txt" and not claimed.fits(content):
        if is_protected(content):
            raise NotReadable(PROTECTED)
        actual = next((kind.name for kind in KINDS if kind.fits(content)), None)
        found = f"its contents are those of {actual}" if actual else "its contents are not, or are damaged"
        raise NotReadable(f"This file is named as {claimed.name}, but {found}.")
    if claimed.content_type.startswith("image/"):
        raise NotReadable(_PICTURE_OF_LETTER)
    return claimed


def kind_of(content: bytes, name: str, said: str) -> Kind | Unread:
    """The kind of something attached, by its bytes: its sender is not here to name it rightly."""
    ending = PurePosixPath(name).suffix.lower()
    claimed = next((kind for kind in KINDS if ending in kind.extensions), None)
    if not content:
        return Unread("an empty part", "This part is empty.", may_be_letter=bool(claimed))
    if is_protected(content):
        return Unread("a protected document", PROTECTED, True)
    if content.startswith(b"{\\rtf"):  # which Word also saves as ".doc"
        return _RTF
    fitting = next((kind for kind in (claimed, TNEF, *KINDS) if kind and kind.fits(content)), None)
    # All that is written in words fits as a text.
    if not fitting or fitting.extensions == (".txt",):
        if unread := next((each for each in _UNREAD if each.fits(name, said)), None):
            return unread
        fitting = fitting or (ZIP if ZIP.fits(content) and not claimed else None)
    if fitting:
        return _PICTURE if fitting.content_type.startswith("image/") else fitting
    named = f"named as {claimed.name}, but its contents are not, or are damaged" if claimed else ""
    what = named or "of a kind that is not read"
    return Unread("a part", f"This part is {what}. Ask the sender for it as a PDF.", True)
