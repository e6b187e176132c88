"""What a file or a part is: one of the kinds that are read, or one that is only named, with a sentence why."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from responses.documents import KINDS, Kind, is_protected
from responses.documents import gettext_noop as _
from responses.intake.reading.bounds import MAX_BYTES, NotReadable
from responses.intake.sentences import Sentence

PROTECTED = _(
    "This file is protected by a password or a sensitivity label, so it cannot be opened here. "
    "Ask the sender for one that is not."
)
LOCKED = _(
    "This message is still locked: only its notice came, not the letter. "
    "Open it in Outlook or a browser, save the letter without protection, and send that in."
)
_PICTURE_OF_LETTER = _("This file is a picture of a letter. Keep it beside the record, and type what it says.")
_EMPTY = _("This file is empty.")
_NO_ENDING = _(
    "Letters are read from PDF, DOCX, DOC, ODT, XLSX, HTML, EML, MSG and TXT files. A file without an ending is not."
)
_EMPTY_PART = _("This part is empty.")
_UNKNOWN_PART = _("This part is of a kind that is not read. Ask the sender for it as a PDF.")


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
ZIP = Kind(_("a zip file"), (".zip",), "application/zip", lambda content: content.startswith(b"PK\x03\x04"))
_PICTURE = Unread(
    _("a picture"), _("This is a picture. If it is a page of the letter, type what it says."), True,
    r"\.(?:png|jpe?g|gif|bmp|tiff?|heic|webp|svg|[ew]mf)$", r"image/", least=30_000,
)  # fmt: skip
_RTF = Unread(
    _("an RTF document"),
    _("An RTF document is not read. Save it as DOCX or PDF and send that in too, or type what it says."), True,
    r"\.rtf$", r"(?:text|application)/rtf",
)  # fmt: skip
_UNREAD = (
    Unread(_("an invitation"), _("This is an item of a calendar, not a letter, so it was not read."), False,
           r"\.(?:ics|vcs)$", r"text/calendar|application/ics"),
    Unread(_("a visiting card"),
           _("This is a visiting card, so it was not read."), False, r"\.vcf$", r"text/(?:x-)?v-?card"),
    Unread(_("a signature"),
           _("This is a signature, by which programs tell who sent the message. It holds no words."), False,
           r"\.(?:p7s|sig)$", r"application/(?:x-)?pkcs7-signature|application/pgp-signature"),
    Unread(_("a signed message"), _("This message is wrapped in its signature (S/MIME) and cannot be opened here. "
           "Open it in Outlook, save it without it, and send that in."), True,
           said=r"application/(?:x-)?pkcs7-mime; *signed-data"),
    Unread(_("an encrypted message"), _("This message is encrypted or signed (S/MIME) and cannot be opened here. "
           "Open it in Outlook, save it without encryption, and send that in."),
           True, r"\.p7[mc]$", r"application/(?:x-)?pkcs7-mime"),
    Unread(_("a version number"), _("This only says how the message is encrypted."), said=r"application/pgp-encrypted"),
    Unread(_("an encrypted message"), _("This message is encrypted (PGP) and cannot be opened here. "
           "Ask the sender for one that is not."), True, r"\.(?:pgp|gpg|asc)$", r"application/pgp"),
    Unread(_("a locked message"), LOCKED, True, r"\.rpmsg$", r"application/x-microsoft-rpmsg"),
    Unread(_("a report of the post"), _("This says whether and where a message arrived. It is no letter."),
           said=r"message/(?:delivery-status|disposition-notification|.*feedback)|text/rfc822-headers"),
    Unread(_("a part of a message"),
           _("This only says where the rest of it lies. Ask the sender for the letter."), True,
           said=r"message/(?:external-body|partial)"),
    _RTF,
    Unread(_("a spreadsheet"),
           _("This spreadsheet is damaged, or of a kind that is not read. Ask for XLSX, or type what it says."), True,
           r"\.(?:xls[xmb]?|ods|csv|numbers)$", r"application/vnd\.(?:ms-excel|.*spreadsheet)|text/csv"),
    Unread(_("slides"), _("Slides are not read. Ask for the answers as DOCX or PDF, or type what they say."), True,
           r"\.(?:ppt[xm]?|odp|key)$", r"application/vnd\.(?:ms-powerpoint|.*presentation)"),
    Unread(_("a Pages document"), _("A Pages document is not read. Ask the sender for it as DOCX or PDF."), True,
           r"\.pages$", r"application/(?:vnd\.apple\.pages|x-iwork-pages)"),
    Unread(_("a recording"), _("This is a recording or a film, so it was not read."), said=r"(?:audio|video)/"),
    _PICTURE,
)  # fmt: skip


def kind_named(content: bytes, name: str) -> Kind:
    """The kind of a file that came alone, which must be the one its name says: whoever sent it in can name it rightly.

    NotReadable where it is not, or is of a kind that is not read.
    """
    if not content:
        raise NotReadable(_EMPTY)
    if len(content) > MAX_BYTES:
        raise NotReadable(Sentence.TOO_LARGE % {"most": MAX_BYTES // 1024**2})
    ending = PurePosixPath(name).suffix.lower()
    claimed = next((kind for kind in KINDS if ending in kind.extensions), None)
    if not claimed:
        raise NotReadable(Sentence.OTHER_ENDING % {"ending": ending} if ending else _NO_ENDING)
    if ending != ".txt" and not claimed.fits(content):
        if is_protected(content):
            raise NotReadable(PROTECTED)
        actual = next((kind.name for kind in KINDS if kind.fits(content)), None)
        sentence = Sentence.OTHER_CONTENTS if actual else Sentence.NO_SUCH_CONTENTS
        raise NotReadable(sentence % {"claimed": claimed.name, "actual": actual})
    if claimed.content_type.startswith("image/"):
        raise NotReadable(_PICTURE_OF_LETTER)
    return claimed


def kind_of(content: bytes, name: str, said: str) -> Kind | Unread:
    """The kind of something attached, by its bytes: its sender is not here to name it rightly."""
    ending = PurePosixPath(name).suffix.lower()
    claimed = next((kind for kind in KINDS if ending in kind.extensions), None)
    if not content:
        return Unread(_("an empty part"), _EMPTY_PART, may_be_letter=bool(claimed))
    if is_protected(content):
        return Unread(_("a protected document"), PROTECTED, True)
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
    trouble = Sentence.PART_OF_OTHER_CONTENTS % {"claimed": claimed.name} if claimed else _UNKNOWN_PART
    return Unread(_("a part"), trouble, True)
