"""The date a letter bears, as precisely as the letter says it.

It stands on a line of its own, after "Date:" or "Dated", at the head or at the very end. Where no line states one, that
which ends a title, or says when the page was published, will do. A date inside a sentence is about something else: the
report, a letter that is answered, an event.
"""

import datetime
import re
from dataclasses import dataclass

from recommendations.dates import MONTHS, DayOrMonth
from responses.intake.understanding.pieces import Piece, plain

MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})\s*(?:st|nd|rd|th|ain|af|fed|eg)?"
_YEAR = r"(?P<year>20\d\d)\b"
_FORMS = [
    # "13 Rhagfyr / December 2021"
    re.compile(rf"\b{_DAY}\s+[^\W\d_]+\s*/\s*{MONTH},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:(?:day\s+)?of\s+|o\s+)?{MONTH},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>20\d\d|\d\d)(?![\w/])"),
    re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{MONTH},?\s+{_YEAR}", re.IGNORECASE),
]
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
# What a line may say besides its date and still be a date line: "Date:", "Dated", "Sent:", "Dyddiad:", "Our ref: AB/1",
# "Position as at", a time of day.
_ALONE = re.compile(
    rf"\W*(?:v(?:ersion)?\W*\d[\d.]*\W+)?(?:(?:our\s+|your\s+)?ref(?:erence)?\s*:?\s*\S+\s+)?(?:(?:date[d]?(?:\s+this)?(?:\s+(?!of\b)[a-z]+)?|sent|dyddiad|(?:\w+\s+){{0,3}}as\s+(?:at|of)"
    rf"|(?:last\s+)?updated?)\s*(?:of\s+\w+\s*|on\s+)?:?\s*)?(?:\d{{1,2}}:\d\d(?:\s*[ap]m)?,?\s+)?{_WEEKDAY}$",
    re.IGNORECASE,
)
# A page says when it was published, and so, in the same words, does a letter of its report.
_PUBLISHED = re.compile(rf"\W*(?:first\s+)?(?:published|posted)(?:\s+on)?\s*:?\s*{_WEEKDAY}$", re.IGNORECASE)
# No date of a title's own: "Response to the report of June 2021", "Response to the letter from March 2021".
_WITHIN_A_TITLE = re.compile(r"\b(?:of|on|in|from|to|by|since|until|for|the|and|between)\W*$", re.IGNORECASE)
# What the first cell of a row says of a date beside it; one that is about a recommendation has a number.
_SAYS_WHAT_FOR = re.compile(
    r"\d|\b(?:dates?d?|due|deadline|published|received|publication|recommendation|dyddiad)\b", re.I
)
_AFTER = re.compile(r"\W*(?:(?:at\s+)?\d{1,2}:\d\d.*|by\s+[A-Z][\w\s./’'-]{2,60})?\W*$")
_DATED = re.compile(r"(?:\bdated?(?: of (?:response|letter|reply))?|\bdyddiad|\bsent)\W*$", re.IGNORECASE)
_AFTER_DATED = re.compile(r"\bdated\W*$", re.IGNORECASE)
_SAME_AGAIN = re.compile(r"[\s/|,–—-]*")
_SHORT = 60  # characters of a line
_OTHERS = re.compile(
    r"(?:\bpublish\w*|\bpublication|\breport\s+(?:of|dated)|\breport(?=[\s(:]*$)|\byour\s+(?:letter|email|e-mail)\b.{0,30}"
    r"|\bletter\s+(?:of|dated)|\b(?:response\s+)?(?:due|deadline)(?:\s+date)?|\bby)"
    r"\W*(?:on\s+|in\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dated:
    """A date as text says it: "2021-06-17" or "2021-06"."""

    text: str
    begins: int
    ends: int

    @property
    def last_day(self) -> datetime.date:
        """The latest day it can mean."""
        return DayOrMonth.from_text(self.text).last_day


def dates_in(text: str) -> list[Dated]:
    """Every date a text gives with its year, in order; a day is not also a month."""
    found: list[Dated] = []
    for form in _FORMS:
        for match in form.finditer(text):
            inside = any(match.start() < other.ends and other.begins < match.end() for other in found)
            if not inside and (said := _iso(match)):
                found.append(Dated(said, match.start(), match.end()))
    return sorted(found, key=lambda date: date.begins)


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def date_of_letter(pieces: list[Piece], published_on: datetime.date | None) -> tuple[str, list[str]]:
    """The date the letter bears ("" for none) and what is doubtful about it."""
    lines = _lines(pieces)
    found = [date for line in lines for date in _borne(line)] or [date for line in lines for date in _implied(line)]
    # A day or month that is that of publication is the report's own.
    found = [date for date in found if not (published_on and published_on.isoformat().startswith(date.text))]
    if not found:
        return "", ["No date was found on the letter: say which it bears."]
    likely = [date for date in found if not published_on or date.last_day >= published_on] or found
    chosen = next((date for date in likely if len(date.text) == 10), likely[0])
    doubts = []
    if published_on and chosen.last_day < published_on:
        doubts.append(f"The letter is dated {chosen.text}, before the report was published.")
    if len({date.text for date in likely if len(date.text) == 10}) > 1:
        doubts.append(f"The letter bears more than one date; the first, {chosen.text}, was taken.")
    return chosen.text, doubts


def _lines(pieces: list[Piece]) -> list[str]:
    """The lines of a letter; those of a cell after what its row begins with, which may say what date it is."""
    found, first = [], {}
    for piece in pieces:
        label = first.setdefault((piece.table, piece.row), piece.plain) if piece.table is not None else ""
        says = f"{label}: " if label != piece.plain and _SAYS_WHAT_FOR.search(label) else ""
        found += [says + plain(line) for line in piece.text.split("\n")]
    return found


def _borne(line: str) -> list[Dated]:
    """The date that a line states as the letter's own: all there is on the line, or after "dated"."""
    found = []
    dates = dates_in(line)
    for date in dates:
        before, after = line[: date.begins], line[date.ends :]
        if len(dates) > 1 and _SAME_AGAIN.fullmatch(_without(line, dates)):  # "17 Mehefin 2021 / 17 June 2021"
            before = after = ""
        if _OTHERS.search(before):
            continue
        states = _DATED.search(before) and (len(line) < _SHORT or (_AFTER_DATED.search(before) and _is_title(line)))
        if (_ALONE.match(before) and _AFTER.match(after)) or states:
            found.append(date)
    return found


def _implied(line: str) -> list[Dated]:
    """The date that ends a title, or that of a page's publication."""
    return [
        date
        for date in dates_in(line)
        if not line[date.ends :].strip(" .)")
        and (
            _PUBLISHED.match(line[: date.begins])
            or (
                not (_WITHIN_A_TITLE.search(line[: date.begins]) or _OTHERS.search(line[: date.begins]))
                and _is_title(line)
            )
        )
    ]


def _without(line: str, dates: list[Dated]) -> str:
    for date in reversed(dates):
        line = line[: date.begins] + line[date.ends :]
    return line


def _is_title(line: str) -> bool:
    """A line in capitals, or without a full stop: "RESPONSE FROM ... DATED 17TH JUNE 2021"."""
    return not line.rstrip().endswith(".") and bool(
        re.match(r"\W*(?:[\w'-]+\s+){0,6}?(?:response|reply|update|comments|statement)\b", line, re.IGNORECASE)
    )


def _iso(match: re.Match) -> str:
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else month_number(parts["month"])
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    try:
        return (
            datetime.date(year, month, int(parts["day"])).isoformat() if parts.get("day") else f"{year:04}-{month:02}"
        )
    except ValueError:  # the 31st of June is no date
        return ""
