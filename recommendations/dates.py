"""A date as letters give it, a day or only a month, as one value: read, stored, typed and shown everywhere alike.

Plain Python: what reads letters uses it too, and knows no Django.
"""

import calendar
import datetime
import re
from collections import defaultdict
from dataclasses import dataclass

DAY, MONTH = "day", "month"
MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
    "ionawr": 1, "chwefror": 2, "mawrth": 3, "ebrill": 4, "mai": 5, "mehefin": 6, "gorffennaf": 7, "awst": 8, "medi": 9,
    "hydref": 10, "tachwedd": 11, "rhagfyr": 12,
    # As they begin after "o": "17 o Fehefin".
    "fawrth": 3, "fai": 5, "fehefin": 6, "orffennaf": 7, "fedi": 9, "dachwedd": 11, "ragfyr": 12,
}  # fmt: skip
_WELSH_MONTHS = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)


@dataclass(frozen=True)
class DayOrMonth:
    """17 March 2021, or March 2021: then its first day is kept, and it lasts until the month's end."""

    first_day: datetime.date
    precision: str = DAY

    @classmethod
    def from_text(cls, text: str) -> "DayOrMonth | None":
        """Of "2021-03-17" or "2021-03"; None for "". ValueError for anything else."""
        if len(text) == len("2021-03"):
            return cls(datetime.date.fromisoformat(f"{text}-01"), MONTH)
        return cls(datetime.date.fromisoformat(text)) if text else None

    @property
    def is_month(self) -> bool:
        return self.precision == MONTH

    @property
    def last_day(self) -> datetime.date:
        """The latest day it can mean."""
        if not self.is_month:
            return self.first_day
        year, month = self.first_day.year, self.first_day.month
        return self.first_day.replace(day=calendar.monthrange(year, month)[1])

    @property
    def in_words(self) -> str:
        """ "17 March 2021" or "March 2021"."""
        month = f"{calendar.month_name[self.first_day.month]} {self.first_day.year}"
        return month if self.is_month else f"{self.first_day.day} {month}"

    @property
    def in_welsh(self) -> str:
        """ "17 Mawrth 2021" or "Mawrth 2021"."""
        month = f"{_WELSH_MONTHS[self.first_day.month - 1]} {self.first_day.year}"
        return month if self.is_month else f"{self.first_day.day} {month}"

    def to_text(self) -> str:
        """ "2021-03-17" or "2021-03"."""
        return self.first_day.isoformat()[: len("2021-03") if self.is_month else None]

    def __str__(self):
        return self.in_words


def columns(name: str, date: DayOrMonth | None) -> dict:
    """The pair of columns that keeps a date, by name: {"dated": 1 March 2021, "dated_precision": "month"}."""
    return {name: date.first_day if date else None, f"{name}_precision": date.precision if date else ""}


def pair_of_columns(name: str) -> property:
    """A pair of columns of a model as one value, or None: it is read, set, and given to `create()`, as a field is."""

    def read(row) -> DayOrMonth | None:
        first_day = getattr(row, name)
        return DayOrMonth(first_day, getattr(row, f"{name}_precision")) if first_day else None

    def write(row, date: DayOrMonth | None) -> None:
        for column, value in columns(name, date).items():
            setattr(row, column, value)

    return property(read, write)


class NotADate(ValueError):
    """What was typed is no date; its message ends a sentence: (the date received) "must include a year"."""

    def __init__(self, complaint: str, *parts: str, day: datetime.date | None = None):
        super().__init__(complaint)
        self.parts = parts  # those at fault, none meaning the whole date
        self.day = day  # whose day of the week is another than was typed


def typed_date(boxes: dict[str, str], *, needed: tuple[str, ...] = ("day", "month", "year")) -> DayOrMonth:
    """The date that somebody typed as people write dates, the day first: NotADate for what has to be guessed.

    `boxes` are named "day", "month" and "year", and one box is a "day". Each says its part, or more than that, as where
    a whole date is pasted into one: {"day": "Thursday 17th June 2021", "month": "", "year": ""}. What two boxes say of
    one part must be the same.
    """
    said = defaultdict(set)
    for box, text in boxes.items():
        for part, value in _said_in(box, " ".join(text.split())).items():
            said[part].add(value)
    if missing := [part for part in needed if part not in said]:
        raise NotADate(f"must include a {' and '.join(missing)}", *missing)
    if any(len(values) > 1 for values in said.values()):
        raise NotADate("must be one date: the boxes say different things")
    one = {part: values.pop() for part, values in said.items()}
    if one["year"] is None:
        raise NotADate("must have a year of 4 numbers", "year")
    try:
        first_day = datetime.date(one["year"], one["month"], one.get("day", 1))
    except ValueError:
        raise NotADate("must be a real date") from None
    date = DayOrMonth(first_day, DAY if "day" in one else MONTH)
    if one.get("weekday", first_day.weekday()) != first_day.weekday():
        raise NotADate(f"must be a real date: {date} is a {first_day:%A}", day=None if date.is_month else first_day)
    return date


_WEEKDAYS = (
    "mon(?:day)?|dydd llun",
    "tue(?:s(?:day)?)?|dydd mawrth",
    "wed(?:nesday|s)?|dydd mercher",
    "thu(?:r(?:s(?:day)?)?)?|dydd iau",
    "fri(?:day)?|dydd gwener",
    "sat(?:urday)?|dydd sadwrn",
    "sun(?:day)?|dydd sul",
)
_WEEKDAY = re.compile(rf"(?:on )?(?:{'|'.join(f'({names})' for names in _WEEKDAYS)})\b[.,]* ?", re.IGNORECASE)
_DAY = r"(?:the )?(?P<day>\d{1,2}) ?(?:st|nd|rd|th|af|il|ydd|ed|fed|eg|ain)?"
_NUMBER = r"(?P<month>\d{1,2})"
_NAME = r"(?P<month>[^\W\d_]{3,})\.?"
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})"
_SURE_YEAR = r"(?P<year>\d{4}|['’]\d{2})"  # "June 21" may be a day
_MARK = r" ?[-–—/.,] ?"
_ALONE = {"day": re.compile(_DAY, re.IGNORECASE), "month": re.compile(_NUMBER), "year": re.compile(_YEAR)}
_TOGETHER = [
    re.compile(form, re.IGNORECASE)
    for form in (
        _NAME,
        # 17 June; 17th of June, 2021; 17-Jun-21; 17 o Fehefin 2021
        rf"{_DAY}(?:{_MARK}|,? ?(?:(?:day )?of |o )?){_NAME}(?:(?:{_MARK}| ?){_YEAR})?",
        # June 2021; June ’21
        rf"{_NAME}(?:{_MARK}| ?){_SURE_YEAR}",
        # June 17th; June 17, 2021
        r"(?P<month>[^\W\d_]{3,})\.? (?P<day>\d{1,2})(?:(?:st|nd|rd|th)|(?:st|nd|rd|th)?,? (?P<year>\d{4}))",
        # 17/6; 17/06/21; 17.6.2021; 17 6 2021
        rf"(?P<day>\d{{1,2}})(?:{_MARK}| ){_NUMBER}(?:(?:{_MARK}| ){_YEAR})?",
        # 6/2021
        rf"{_NUMBER}(?:{_MARK}| )(?P<year>\d{{4}})",
        # 2021-06; 2021-06-17
        rf"(?P<year>\d{{4}}){_MARK}{_NUMBER}(?:{_MARK}(?P<day>\d{{1,2}}))?",
    )
]
_LATEST_SHORT_YEAR = 49  # "99" may be of either century


def _said_in(box: str, text: str) -> dict[str, int | None]:
    """The parts of a date that the text of one box gives; a year that cannot be read is None."""
    if not text:
        return {}
    said = {}
    if match := _WEEKDAY.match(text):
        said["weekday"], text = match.lastindex - 1, text[match.end() :]
    text = text.rstrip(".,; ") or text
    for form in (_ALONE[box], *_TOGETHER):
        if match := form.fullmatch(text):
            try:
                return said | {part: _number(part, typed) for part, typed in match.groupdict().items() if typed}
            except ValueError:  # a name that is no month's
                continue
    if box == "year":
        return {"year": None}
    raise NotADate("must be a real date")


def _number(part: str, typed: str) -> int | None:
    if part == "month":
        return month_number(typed)
    number = int(typed.strip("'’"))
    if part == "year" and len(typed) < len("2021"):
        return 2000 + number if number <= _LATEST_SHORT_YEAR else None
    return number


def month_number(typed: str) -> int:
    """1 to 12 for "3", "March", "mar" or "Mawrth"; ValueError for what is no month, or could be two."""
    if typed.isdecimal():
        return int(typed)
    if (name := typed.lower().rstrip(".")) in MONTHS:
        return MONTHS[name]
    # Fewer than three letters are a slip of the finger sooner than a month.
    numbers = {number for month, number in MONTHS.items() if len(name) >= len("mar") and month.startswith(name)}
    if len(numbers) != 1:
        raise ValueError(typed)
    return numbers.pop()
