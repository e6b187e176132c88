"""A date as letters give it, a day or only a month, as one value: read, stored, typed and shown everywhere alike.

Plain Python: what reads letters uses it too, and knows no Django.
"""

import calendar
import datetime
from dataclasses import dataclass

DAY, MONTH = "day", "month"


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
