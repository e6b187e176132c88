"""A calendar as iCalendar text (RFC 5545): whole days alone, which is all that is written here.

icalendar("Safe to share?", [Event("commitment-7@tracker.example", date(2021, 4, 30), "Kent Police: ...")], at)
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MOST_OCTETS = 75  # of a line, without its end
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
# What no text of a calendar may hold: controls other than tab and line feed.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class Event(NamedTuple):
    """Something on a whole day. `uid` stays the same from one reading to the next."""

    uid: str
    day: datetime.date
    summary: str
    description: str = ""
    url: str = ""


def icalendar(name: str, events: Iterable[Event], at: datetime.datetime) -> bytes:
    """The whole file. `at` is when it was put together."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Super-complaint tracker//EN", f"X-WR-CALNAME:{escaped(name)}"]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(event: Event, at: datetime.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + datetime.timedelta(days=1):%Y%m%d}"  # the day after the last
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text as a value: backslash, semicolon, comma and line breaks behind a backslash."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_ESCAPED.get(character, character) for character in text)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, the next ones begun with a space; no character is cut in two."""
    pieces, piece, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > MOST_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + character, octets + size
    return "\r\n".join([*pieces, piece])
