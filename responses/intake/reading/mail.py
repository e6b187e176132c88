"""Saved e-mails: the letter that is attached, or else what the message says."""

import email
import email.policy
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import PurePosixPath

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.encodings import decoded
from responses.intake.reading.web import blocks_of_html

# Of several attachments the letter is the one whose kind letters come in most.
LETTER_ENDINGS = (".docx", ".pdf", ".odt", ".html", ".htm", ".txt")
_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_MAX_PARTS = 200
_TOO_DEEP = "This e-mail holds messages within messages, too many to follow. Send the letter itself."


def read_mail(content: bytes, read_part: Callable[[bytes, str], Iterator[Block]], read_text) -> Iterator[Block]:
    """The blocks of the message's heading lines (as furniture), then of the attached letter or of its own words.

    `read_part(content, name)` reads an attachment, `read_text(text)` plain words.
    """
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        parts = _parts(message)
        letter = _attached_letter(parts)
        # An attached letter bears its own date, if any; the day the message was sent is not it.
        yield from _heading_lines(message, [name for name in _HEADERS if not (letter and name == "Date")])
    except RecursionError:
        raise NotReadable(_TOO_DEEP) from None
    if letter:
        name, attached = letter
        yield Block(BlockKind.FURNITURE, f"Attached: {name}")
        yield from read_part(attached, name)
    else:
        yield from _own_words(parts, read_text)


def _heading_lines(message: EmailMessage, names: list[str]) -> Iterator[Block]:
    for name in names:
        if said := _header(message, name):
            yield Block(BlockKind.FURNITURE, f"{name}: {said}")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "")
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):  # its parser trips over some damaged ones
        return ""


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """The leaves of a message, those of forwarded messages too."""
    parts, waiting = [], [message]
    while waiting:
        part = waiting.pop()
        held = part.get_payload() if part.is_multipart() else None
        if isinstance(held, list):
            waiting.extend(reversed(held))
        else:
            parts.append(part)
        if len(parts) + len(waiting) > _MAX_PARTS:
            raise NotReadable(_TOO_DEEP)
    return parts


def _attached_letter(parts: list[EmailMessage]) -> tuple[str, bytes] | None:
    named = [(name, part) for part in parts if (name := _file_name(part)).lower().endswith(LETTER_ENDINGS)]
    if not named:
        return None
    name, part = min(named, key=lambda each: LETTER_ENDINGS.index(PurePosixPath(each[0]).suffix.lower()))
    return name, part.get_payload(decode=True) or b""


def _file_name(part: EmailMessage) -> str:
    try:
        return PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return ""


def _own_words(parts: list[EmailMessage], read_text) -> Iterator[Block]:
    texts = [part for part in parts if not _file_name(part)]
    plain = [part for part in texts if part.get_content_type() == "text/plain"]
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    if not plain and not pages:
        raise NotReadable("This e-mail holds no letter: no words, and no PDF, Word or OpenDocument file.")
    # The web page says what is a heading or a table, the plain text beside it does not.
    for part in pages or plain:
        yield from blocks_of_html(_text(part)) if pages else read_text(_text(part))


def _text(part: EmailMessage) -> str:
    return decoded(part.get_payload(decode=True) or b"", part.get_content_charset(""))
