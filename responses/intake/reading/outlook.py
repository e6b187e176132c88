"""What Outlook writes in formats of its own: saved messages (.msg) and winmail.dat (TNEF), opened as messages.

Both hold the same numbered properties. A .msg is read with olefile; TNEF is a plain row of records.
"""

import datetime
import io
import struct
from collections.abc import Iterator
from email.utils import formatdate
from zoneinfo import ZoneInfo

import olefile

from responses.documents import gettext_noop, safe_name
from responses.intake.reading.bounds import NotReadable, decoded
from responses.intake.reading.mail import Enclosed, Opened

_DAMAGED = gettext_noop("This Outlook message is damaged, so it was not read. Ask the sender for it again.")
_DAMAGED_TNEF = gettext_noop(
    "This is Outlook’s own package of what was attached, and it is damaged. Ask for the letter alone, as a PDF."
)
_RTF_ONLY = gettext_noop(
    "This Outlook message is kept as RTF, which is not read. Open it, save it as text, and send that in too."
)
_OLE_TRIPS = (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError, struct.error, UnicodeError)

# Properties by number: a message's, then an attachment's.
_SUBJECT, _SENDER, _ADDRESS, _SMTP, _TO, _CC = 0x0037, 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
_PLAIN, _RTF, _PAGE, _SENT, _DELIVERED, _CODE_PAGE = 0x1000, 0x1009, 0x1013, 0x0039, 0x0E06, 0x3FDE
_DATA, _SHORT_NAME, _NAME, _KIND, _CONTENT_ID, _SHOWN_AS = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712, 0x3001

Properties = dict[int, bytes | str | int]


def open_msg(content: bytes) -> Opened:
    """A saved Outlook message. NotReadable where it is damaged."""
    try:
        return _Msg(content).message("")
    except _OLE_TRIPS:
        raise NotReadable(_DAMAGED) from None


def _opened(found: Properties, attached: Iterator[Enclosed]) -> Opened:
    sender, sent = str(found.get(_SENDER, "")), _moment(found.get(_SENT) or found.get(_DELIVERED))
    address = next((str(found[key]) for key in (_SMTP, _ADDRESS) if "@" in str(found.get(key, ""))), "")
    heads = {
        "From": f"{sender} <{address}>" if sender and address and sender != address else sender or address,
        "To": str(found.get(_TO, "")),
        "Cc": str(found.get(_CC, "")),
        "Date": formatdate(sent.timestamp()) if sent else "",
        "Subject": str(found.get(_SUBJECT, "")),
    }
    heads = {name: " ".join(said.split())[:1_000] for name, said in heads.items() if said.strip()}
    return Opened(heads, sent and sent.date(), lambda: _enclosed(found, attached))


def _enclosed(found: Properties, attached: Iterator[Enclosed]) -> Iterator[Enclosed]:
    page, plain = found.get(_PAGE), found.get(_PLAIN)
    if isinstance(page, bytes):
        page = decoded(page.rstrip(b"\0"), f"cp{found.get(_CODE_PAGE, 1252)}".replace("cp65001", "utf-8"))
    if page or plain:
        said = "text/html" if page else "text/plain"
        yield Enclosed("", str(page or plain).encode("utf-8", "replace"), said, is_body=True)
    elif _RTF in found:
        yield Enclosed("", is_body=True, trouble=_RTF_ONLY)
    yield from attached


def _moment(ticks) -> datetime.datetime | None:
    """When something was, as it was here, from tenths of microseconds since 1601."""
    try:
        moment = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=ticks // 10)
        return moment.astimezone(ZoneInfo("Europe/London"))
    except (OverflowError, TypeError):
        return None


def _value(kind: int, content: bytes) -> bytes | str:
    """A property of no fixed length: words in UTF-16 or as Windows wrote them, or bytes."""
    if kind not in {0x1E, 0x1F}:
        return content
    return content.decode("utf-16-le" if kind == 0x1F else "cp1252", "replace").rstrip("\0")


def _attachment(found: Properties, message: Opened | None) -> Enclosed:
    """What a message of either format encloses, from the properties of the attachment; or the message that it is."""
    name = next((str(found[key]) for key in (_NAME, _SHORT_NAME, _SHOWN_AS) if str(found.get(key, "")).strip()), "")
    content = found.get(_DATA, b"")
    return Enclosed(
        safe_name(name) if name else "",
        content if isinstance(content, bytes) else b"",
        str(found.get(_KIND, "")),
        is_inline=bool(found.get(_CONTENT_ID)),
        opens=(lambda: message) if message else None,
    )


# -- .msg: a folder for each message, recipient and attachment, with a stream for each long property


class _Msg:
    """An OLE file, of which folders are told by paths that end in a slash; the message's own is ""."""

    def __init__(self, content: bytes):
        self.ole = olefile.OleFileIO(io.BytesIO(content))
        self.paths = sorted("/".join(path) for path in self.ole.listdir())

    def message(self, folder: str) -> Opened:
        inside = [path[len(folder) :] for path in self.paths if path.startswith(folder)]
        attached = dict.fromkeys(path.split("/")[0] for path in inside if path.startswith("__attach") and "/" in path)
        found = self.properties(folder, 24 if folder else 32)
        return _opened(found, (self.attachment(f"{folder}{name}/") for name in attached))

    def attachment(self, folder: str) -> Enclosed:
        inner = f"{folder}__substg1.0_3701000D/"
        try:
            found = self.properties(folder, 8)
            is_message = self.ole.exists(f"{inner}__properties_version1.0")
            return _attachment(found, self.message(inner) if is_message else None)
        except _OLE_TRIPS:
            return Enclosed("", trouble=_DAMAGED)

    def properties(self, folder: str, head: int) -> Properties:
        """The properties in one folder. Those of a fixed length stand in one stream, after `head` bytes."""
        found: Properties = {}
        for path in self.paths:
            name = path.removeprefix(f"{folder}__substg1.0_")
            if name != path and len(name) == 8:
                number, kind = int(name[:4], 16), int(name[4:], 16)
                if kind in {0x1E, 0x1F, 0x102}:
                    found[number] = _value(kind, self.ole.openstream(path).read())
        if f"{folder}__properties_version1.0" in self.paths:
            fixed = self.ole.openstream(f"{folder}__properties_version1.0").read()[head:]
            for at in range(0, len(fixed) - 15, 16):
                kind, number = struct.unpack_from("<HH", fixed, at)
                if kind in {0x03, 0x40}:
                    found[number] = struct.unpack_from(_FIXED[kind], fixed, at + 8)[0]
        return found


# -- winmail.dat: records (level, name, type, length, data, checksum), some of which hold properties

_BEGINS_ATTACHMENT, _TITLE, _CONTENTS, _ATTACHMENT, _MESSAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9003
_A_SUBJECT, _A_BODY = 0x8004, 0x800C
_FIXED = {0x02: "<h2x", 0x03: "<I", 0x04: "<f", 0x05: "<d", 0x06: "<q", 0x07: "<d", 0x0A: "<I", 0x0B: "<H2x"}
_FIXED |= {0x14: "<q", 0x40: "<Q", 0x48: "<16s"}
_IS_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")  # before a message that was attached


def open_tnef(content: bytes) -> Opened:
    """What winmail.dat holds. NotReadable where nothing can be taken out of it."""
    message: Properties = {}
    attached: list[Properties] = []
    try:
        for name, data in _records(content):
            into = attached[-1] if attached else message
            if name == _BEGINS_ATTACHMENT:
                attached.append({})
            elif name in {_ATTACHMENT, _MESSAGE}:
                into |= dict(_mapi(data))
            elif number := {_TITLE: _SHORT_NAME, _A_SUBJECT: _SUBJECT, _A_BODY: _PLAIN}.get(name):
                into[number] = _value(0x1E, data)
            elif name == _CONTENTS:
                into[_DATA] = data
    except (struct.error, IndexError):
        pass  # cut short: what came before it counts
    if not attached and not message:
        raise NotReadable(_DAMAGED_TNEF)
    return _opened(message, (_tnef_attachment(each) for each in attached))


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 11 <= len(content):
        _, name, _, length = struct.unpack_from("<BHHI", content, at)
        yield name, content[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _mapi(data: bytes) -> Iterator[tuple[int, bytes | str | int]]:
    """The properties of a record; of those with several values the last, and none that only has a name."""
    count, at = struct.unpack_from("<I", data)[0], 4
    for _ in range(count):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:
            is_named, length = struct.unpack_from("<II", data, at + 16)
            at += 24 + (_padded(length) if is_named else 0)
        several, kind = kind & 0x1000, kind & 0xEFFF
        values = 1
        if several or kind not in _FIXED:
            values, at = struct.unpack_from("<I", data, at)[0], at + 4
        for _ in range(values):
            if kind in _FIXED:
                value, at = struct.unpack_from(_FIXED[kind], data, at)[0], at + struct.calcsize(_FIXED[kind])
            else:
                length = struct.unpack_from("<I", data, at)[0]
                value, at = _value(kind, data[at + 4 : at + 4 + length]), at + 4 + _padded(length)
            if number < 0x8000:
                yield number, value


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _tnef_attachment(found: Properties) -> Enclosed:
    content = found.get(_DATA, b"")
    if not isinstance(content, bytes) or not content.startswith(_IS_MESSAGE):
        return _attachment(found, None)
    try:
        return _attachment(found, open_tnef(content[len(_IS_MESSAGE) :]))
    except NotReadable as error:
        return Enclosed("", trouble=str(error))
