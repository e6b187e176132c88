"""The date a letter bears, as precisely as the letter says it, by points.

Every date in a letter is a candidate. What counts is where it stands and what is said beside it: on a line of its own,
after "Date:", at the head or at the very end. A date in a sentence is about something else: the report, a letter that
is answered, an event. All are shown, so that a person can choose with one key.
"""

import datetime
import re
from dataclasses import dataclass

from recommendations.dates import MONTHS, DayOrMonth
from responses.intake.proposal import Candidate
from responses.intake.understanding.pieces import Letter, Piece, Role, plain, words

MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINALS = (
    *_UNITS, "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", *(f"twenty-{word}" for word in _UNITS), "thirtieth", "thirty-first",
)  # fmt: skip
_DAY = (
    rf"(?P<day>\d{{1,2}}|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
    r"\s*(?:st|nd|rd|th|ain|af|ail|il|ydd|ed|fed|eg)?"
)
_YEAR = r"(?P<year>20\d\d)\b"
_FORMS = [
    # "13 Rhagfyr / December 2021"
    re.compile(rf"\b{_DAY}\s+[^\W\d_]+\s*/\s*{MONTH},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:(?:day\s+)?of\s+|o\s+)?{MONTH},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_DAY}[-/ ]{MONTH}[-/ ](?P<year>20\d\d|\d\d)\b", re.IGNORECASE),
    re.compile(r"\b(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>20\d\d|\d\d)(?![\w/])"),
    re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{MONTH},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(r"(?<![\d/])(?P<month>\d{1,2})/(?P<year>20\d\d)\b"),
]
_YEARLIKE = re.compile(r"20\d\d|\d[/.-]\s?\d|-\d\d|[a-z] \d\d\b", re.IGNORECASE)  # what every date has
_BESIDE = 200  # characters before and after a date that are looked at
_HEAD, _TITLE = 8, 20  # lines that may say what a document is; words of a title
_ENOUGH = 6  # points that make a date the letter's
# (cue, points, what stands before the date on its line, what may stand after it): the first that fits counts.
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:\d{1,2}:\d\d(?:\s*[ap]m)?,?\s+)?"
)
_CUES = [
    (
        "a date of something else",
        -9,
        r".*\b(?:(?:next|last)\s+)?(?:review(?:ed)?|due|deadline|version(?!\s*\d)|expir\w+|(?:next|last)\s+meeting|birth|born|received|dictated"
        r"|inspection|respond|reply(?= by)|target|start|end|implementation"
        r"|required|requested|in\s+force|effective|embargo(?:ed)?"
        r"|(?<=date of )(?:publication|report|request))\b"
        r"(?:\s+\w+){0,3}\W*(?:date|by|on|of|for)?\W*",
        r".*",
    ),
    (
        "it is dated",
        10,
        rf".*?\b(?:sent(?:\s+on)?|anfonwyd|(?:return|response)\s+(?:made|sent)|completed|signed|dated?(?:\s+(?:of\s+)?\w+)?)\s*:\s*{_WEEKDAY}",
        r".*",
    ),
    (
        "it is dated",
        9,
        rf"\W*(?:date[d]?|dyddiad|dyddiedig)(?:\s+this)?(?:\s+(?:of|response|letter|sent|on))*\W*{_WEEKDAY}",
        r"\W*.{0,40}",
    ),
    (
        "a line of its own",
        8,
        rf"\W*(?:our\s+ref(?:erence)?\s*:?\s*\S+\s+(?:[-–—,]\s*)?)?{_WEEKDAY}",
        r"\W*(?:(?:at\s+)?\d{1,2}:\d\d.*|by\s+[A-Z].*)?\W*",
    ),
    ("the title", 7, r".*\bdated\s+(?:this\s+)?", r"\W*"),
    (
        "as at",
        6,
        rf"(?:.*[.|;]\s+)?\W*(?:\w+\s+){{0,4}}(?:as\s+(?:at|of)|correct\s+(?:at|as\s+of)|updated?(?:\s+on)?)\W*{_WEEKDAY}",
        r"\W*(?:by\s+[A-Z].*)?",
    ),
    (
        "it was published",
        7,
        rf"(?!.*\breport\b).*\b(?:published|posted|issued|release[d]?)(?:\s+on)?:?\W*{_WEEKDAY}",
        r".*",
    ),
    (
        "the end of a title",
        6,
        r".*\b(?:response|reply|update|comments|statement|return|submission|letter)\b.*[\s,–—(-]",
        r"[\W_]*",
    ),
]
_CUES = [(name, points, re.compile(b, re.I | re.S), re.compile(a, re.I | re.S)) for name, points, b, a in _CUES]
# No date of the letter's own: "the report of June 2021", "your letter dated 24 November", "since March 2021"
_OTHERS = re.compile(
    r"\b(?:(?:you|your|report|inspection|letter|e-?mail|request|meeting)\b[^:–—|]{0,60}|of|on|in|from|to|by|since|until|for|the|and"
    r"|between|before|after|during|end)\s*[^\w–—|:-]*$",
    re.IGNORECASE,
)


# "Borsetshire Police | Response | 9 June 2021 | Page 1", "For HMICFRS. 27 May 2021.", "London, 17 June 2021"
_PART_BEFORE = re.compile(r"(?:[|.·•]|^\W*[A-Z][\w-]+,)\s*$")
# A title that gives the date of something else: "Re your letter of 3 May 2021"
_ABOUT_OTHERS = re.compile(
    r"\b(?:you|your|report|inspection|published|letter|request|until|since|between|before|after|by)\b", re.IGNORECASE
)
_NOT_THIS_ONE = re.compile(r"\b(?:draft|superseded|previous|withdrawn)\b", re.IGNORECASE)
_PART_AFTER = re.compile(r"\W*$|\s*[|·•]")


@dataclass(frozen=True)
class Dated:
    """A date, where it stands in a text."""

    text: str  # "2021-03-17" or "2021-03"
    begins: int
    ends: int

    @property
    def last_day(self) -> datetime.date:
        """The latest day it can mean."""
        return DayOrMonth.from_text(self.text).last_day


def dates_in(text: str) -> list[Dated]:
    """Every date a text gives with its year, in order; a day is not also a month."""
    found, taken = [], bytearray(len(text))
    for form in _FORMS if _YEARLIKE.search(text) else ():
        for match in form.finditer(text):
            begins, ends = match.span()
            if not any(taken[begins:ends]) and (said := _iso(match)):
                found.append(Dated(said, begins, ends))
                taken[begins:ends] = b"\1" * (ends - begins)
    return sorted(found, key=lambda date: date.begins)


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def find_date(letter: Letter) -> None:
    """Step: the date that the letter bears, and every other date in it."""
    published = letter.report.published_on if letter.report else None
    best: dict[str, Candidate] = {}
    for date, points, cue, line in _candidates(letter):
        if published and published.isoformat().startswith(date.text):
            points, cue = min(points, 0), "the day the report was published"
        elif published and date.last_day < published:
            points -= 3
        kept = best.get(date.text)
        if not kept or points > kept.points:
            best[date.text] = Candidate(date.text, f"{cue[0].upper()}{cue[1:]}: “{_short(line, date)}”", points)
    ranked = sorted(best.values(), key=lambda date: -date.points)
    letter.found["dates"] = tuple(ranked)
    likely = [date for date in ranked if date.points >= _ENOUGH]
    # A day is more precise than its month, and than another's month.
    chosen = next((date for date in likely if len(date.value) == 10), likely[0] if likely else None)
    letter.found["dated"] = chosen.value if chosen else ""
    letter.doubts += _doubts(chosen, likely, published)


def _doubts(chosen: Candidate | None, likely: list[Candidate], published) -> list[str]:
    if not chosen:
        return ["No date was found on the letter: say which it bears."]
    found, date = [], DayOrMonth.from_text(chosen.value)
    if published and date.last_day < published:
        found.append(f"The letter is dated {date.in_words}, before the report was published.")
    rivals = [one for one in likely if len(one.value) == 10 and one.points >= chosen.points - 2]
    if len(rivals) > 1:
        found.append(f"The letter bears more than one date; {date.in_words} was taken.")
    return found


def _candidates(letter: Letter):
    """Each date of the letter with its points, the cue and its line."""
    lines = [(piece, line) for piece, line in _lines(letter) if line]
    prose = next((place for place, (piece, line) in enumerate(lines) if len(words(line)) > 25), len(lines))
    for place, (piece, line) in enumerate(lines):
        near = 2 * (place < prose) + (place >= len(lines) - 6)
        dates = dates_in(line)
        between = _between(line, dates)
        alone = len({date.text for date in dates}) == 1 and not re.search(r"[^\W\d_]{2}", "".join(between))
        is_head, is_long = place < min(prose, _HEAD) and piece.table is None, len(words(line)) >= 40
        for date, before, after in zip(dates, between, between[1:], strict=False):
            after = line[date.ends : date.ends + _BESIDE] if len(dates) > 1 else after
            points, cue = _worth_alone(lines, place) if alone else _worth(before, after, line, is_head)
            fits = points > 1 and (not is_long or points >= 10)
            yield date, (points + near if fits else min(points, 1)), cue if fits or points < 0 else "in the text", line
    for hint in letter.hints:
        for date in dates_in(re.sub(r"[_]", " ", hint.text)):
            yield date, 4 if hint.kind == "e-mail date" else 3, f"the {hint.kind}", hint.text


def _worth_alone(lines: list[tuple[Piece, str]], place: int) -> tuple[int, str]:
    """What a date is worth on a line of its own: nothing in a table, or below "Date of next meeting"."""
    above = lines[place - 1][1] if place else ""
    if lines[place][0].table is not None:
        return 1, "in the text"
    cue, points, starts, _ = _CUES[0]
    return (points, cue) if len(words(above)) <= _HEAD and starts.fullmatch(above) else (8, "a line of its own")


def _worth(before: str, after: str, line: str, is_head: bool) -> tuple[int, str]:
    before, after = before[-_BESIDE:], after[:_BESIDE]
    for cue, points, starts, ends in _CUES:
        if starts.fullmatch(before) and ends.fullmatch(after):
            if cue == "the end of a title" and _OTHERS.search(before):
                continue
            return points, cue
    if _PART_BEFORE.search(before) and _PART_AFTER.match(after):
        return 5, "a part of a line of its own"
    is_title = is_head and len(words(line)) <= _TITLE and not line.rstrip().endswith(".")
    is_its_own = is_title and not _ABOUT_OTHERS.search(before) and not _NOT_THIS_ONE.search(line)
    return (5, "the head") if is_its_own else (1, "in the text")


def _lines(letter: Letter) -> list[tuple[Piece, str]]:
    """The lines of a letter; those of a cell after what its row begins with, which may say what date it is."""
    found, first = [], {}
    own = {id(piece) for piece in letter.own}
    for piece in letter.pieces:
        if piece.role != Role.FURNITURE and id(piece) not in own:
            continue
        label = first.setdefault((piece.table, piece.row), piece.plain) if piece.table is not None else ""
        says = f"{label}: " if label and label != piece.plain and len(label) < 60 else ""
        found += [(piece, says + plain(line)) for line in piece.text.split("\n")]
    return found


def _between(line: str, dates: list[Dated]) -> list[str]:
    """What stands before, between and after the dates of a line."""
    places = [0, *(place for date in dates for place in (date.begins, date.ends)), len(line)]
    return [line[begins:ends] for begins, ends in zip(places[::2], places[1::2], strict=True)]


def _short(line: str, date: Dated, most: int = 90) -> str:
    begins = max(0, min(date.begins - 50, len(line) - most))
    begins = (begins and line.find(" ", begins, date.begins) + 1) or begins
    return line[begins : begins + most].strip()


def _iso(match: re.Match) -> str:
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else month_number(parts["month"])
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    day = parts.get("day") or ""
    try:
        number = int(day) if day.isdigit() else _ORDINALS.index(day.lower()) + 1 if day else 0
        return datetime.date(year, month, number).isoformat() if day else f"{year:04}-{month:02}"
    except ValueError:  # the 31st of June is no date
        return ""
