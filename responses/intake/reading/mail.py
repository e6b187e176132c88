"""Saved e-mails, opened: what stands in their heading lines, the message's own words, and everything they enclose."""

import codecs
import datetime
import email
import email.policy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from responses.documents import gettext_noop, safe_name
from responses.intake.reading.bounds import NotReadable, decoded

HEADS = ("From", "To", "Cc", "Date", "Subject")
TOO_DEEP = gettext_noop("This e-mail holds messages within messages, too many to follow. Send the letter itself.")
_LONG_HEADS = gettext_noop("The heading lines of this e-mail are longer than any program writes, so it was not opened.")
_MAX_HEADS = 256 * 1024  # bytes, a list of many addressees and of all machines that passed it on included
_MAX_HEAD = 1_000  # characters of one heading line that are looked at
# What Python's own readers of heading lines raise over damaged ones.
_TRIPS = (ValueError, LookupError, AttributeError, TypeError, HeaderParseError, NotReadable)


@dataclass(frozen=True)
class Enclosed:
    """One part of a message, or a file that came alone: its bytes, or how to open the message that it is."""

    name: str
    content: bytes = b""
    said: str = ""  # the content type that it claims
    is_body: bool = False  # a message's own words
    is_inline: bool = False  # shown within the message's words, as a logo is
    opens: Callable[[], "Opened"] | None = None
    trouble: str = ""  # why it could not be taken out


@dataclass(frozen=True)
class Opened:
    heads: dict[str, str] = field(default_factory=dict)  # by the names in HEADS, those that it has
    sent_on: datetime.date | None = None
    enclosed: Callable[[], Iterator[Enclosed]] = lambda: iter(())

    @property
    def name(self) -> str:
        return f"the message “{self.heads['Subject'][:80]}”" if self.heads.get("Subject") else "a message"


def open_mail(content: bytes) -> Opened:
    """A saved e-mail. NotReadable where it cannot be followed."""
    content = content.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    content = content if b"\n" in content else content.replace(b"\r", b"\n")  # which ends a line as old Macs end it
    heads = re.search(rb"\r?\n\r?\n", content[:_MAX_HEADS])
    if not heads and len(content) > _MAX_HEADS:
        raise NotReadable(_LONG_HEADS)
    try:
        return _opened(email.message_from_bytes(content, policy=email.policy.compat32))
    except RecursionError:
        raise NotReadable(TOO_DEEP) from None


def _opened(message: Message) -> Opened:
    heads = {name: said for name in HEADS if (said := _head(message, name))}
    # The server that had it last stands first.
    came_on = _day(_head(message, "Received").rpartition(";")[2][:100]) or _day(heads.get("Date", ""))
    return Opened(heads, came_on, lambda: _enclosed(message))


def _head(message: Message, name: str) -> str:
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    try:
        raw = decoded(raw[:_MAX_HEAD].encode("utf-8", "surrogateescape"))
        raw = str(make_header(decode_header(raw)))
    except _TRIPS:
        raw = raw[:_MAX_HEAD].encode("utf-8", "replace").decode()
    said = " ".join(raw.split())
    return said if name == "Subject" else said.replace('"', "")


def _day(said: str) -> datetime.date | None:
    """The day on which a message was sent or came in, as it was here."""
    try:
        moment = parsedate_to_datetime(said)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        return moment.astimezone(ZoneInfo("Europe/London")).date()
    except (*_TRIPS, OverflowError):
        return None


def _enclosed(message: Message) -> Iterator[Enclosed]:
    """The message's own words, which may stand in several parts, then all else in its order."""
    bodies: dict[int, list[Message]] = {}  # the same words told several ways stand together
    others = []
    for part, alternative in _leaves(message):
        in_words = part.get_content_type() in {"text/plain", "text/html"}
        if in_words and not _file_name(part) and not _is_attached(part):
            bodies.setdefault(id(alternative or part), []).append(part)
        else:
            others.append(part)
    yield from _joined(each for ways in bodies.values() for each in _told(ways))
    for part in others:
        yield _file(part)


def _joined(told: Iterator[Enclosed]) -> Iterator[Enclosed]:
    """Words that a picture or a letter parts, as Apple Mail writes them, are one message: those of a kind together."""
    whole: dict[str, list[bytes]] = {}
    for each in told:
        whole.setdefault(each.said, []).append(each.content)
    for said, contents in whole.items():
        yield Enclosed("", b"\n\n".join(contents), said, is_body=True)


def _leaves(message: Message) -> Iterator[tuple[Message, Message | None]]:
    """The parts that hold no others, attached messages among them; each with what offers it as one way of several."""
    waiting: list[tuple[Message, Message | None]] = [(message, None)]
    while waiting:
        part, alternative = waiting.pop()
        if not part.is_multipart() or (part is not message and part.get_content_maintype() == "message"):
            yield part, alternative
        else:
            alternative = part if part.get_content_type() == "multipart/alternative" else alternative
            waiting.extend((child, alternative) for child in reversed(part.get_payload()))


def _is_attached(part: Message) -> bool:
    return str(part.get("content-disposition", ""))[:20].strip().lower().startswith("attachment")


def _told(ways: list[Message]) -> Iterator[Enclosed]:
    """The same words as a web page, which says what is a heading or a table, and plain: the page is read.

    What is plain is a part of its own where the page leaves out much of it.
    """
    pages = [part for part in ways if part.get_content_type() == "text/html"]
    said = [(part, _text(part)) for part in ways]
    in_page = {word for part, text in said if part in pages for word in _words(re.sub(r"<[^<>]*>", " ", text))}
    for part, text in said:
        own = _words(re.sub(r"<[^<>\s]*>", " ", text))  # links stand between such marks
        if part in pages or not pages or len(own - in_page) > max(5, len(own) // 5):
            yield Enclosed("", text.encode("utf-8", "replace"), part.get_content_type(), is_body=True)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))


def _text(part: Message) -> str:
    try:
        return decoded(_bytes(part), part.get_content_charset(""))
    except NotReadable:
        return ""


def _bytes(part: Message) -> bytes:
    try:
        return part.get_payload(decode=True) or b""
    except _TRIPS:
        return b""


def _file(part: Message) -> Enclosed:
    kind, name = part.get_content_type(), _file_name(part)
    if kind == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        if not inner.keys():  # it is encoded, which no message within another may be, and some programs do it
            inner.set_type("text/plain")
            inner["Content-Transfer-Encoding"] = str(part.get("Content-Transfer-Encoding", ""))
            return Enclosed(name, said=kind, opens=lambda: open_mail(_bytes(inner)))
        return Enclosed(name, said=kind, opens=lambda: _opened(inner))
    if part.is_multipart():  # a report of the post: nothing but heading lines
        return Enclosed(name, str(part).encode("utf-8", "replace")[:_MAX_HEADS], kind)
    if "smime-type" in str(part.get("content-type", "")):
        kind += f"; {part.get_param('smime-type')}"
    return Enclosed(name, _bytes(part), kind, is_inline="content-id" in part and not _is_attached(part))


def _file_name(part: Message) -> str:
    named = Message()
    for key, value in part.raw_items():
        if key.lower() in {"content-type", "content-disposition"}:
            named[key] = decoded(value.encode("utf-8", "surrogateescape"))  # names not in ASCII are to be coded
    try:
        name = str(make_header(decode_header(named.get_filename("") or "")))
    except _TRIPS:
        name = ""
    return safe_name(name) if name.strip() else ""
