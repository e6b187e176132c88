"""Form fields for dates as people write them: a day, or only a month ("March 2021").

Each date is three boxes, day, month and year. What was typed is shown again when it cannot be a date.
"""

import datetime

from django import forms

from recommendations.dates import DAY, MONTH, DayOrMonth

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class DatePartsWidget(forms.MultiWidget):
    """Day, month and year as three text boxes named `<field>_day`, `<field>_month` and `<field>_year`."""

    parts = (("day", 2), ("month", 2), ("year", 4))
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__({part: forms.TextInput({"inputmode": "numeric"}) for part, _ in self.parts}, attrs)

    def decompress(self, value):
        """The three boxes for a day, or for a day or month."""
        if value is None:
            return ["", "", ""]
        date = value if isinstance(value, DayOrMonth) else DayOrMonth(value)
        return ["" if date.is_month else date.first_day.day, date.first_day.month, date.first_day.year]


class DayField(forms.Field):
    """A calendar day. `subject` names it in messages: "Date received must include a year"."""

    widget = DatePartsWidget
    needed = ("day", "month", "year")

    def __init__(self, *, subject: str, **kwargs):
        self.subject = subject
        required = f"Enter the {subject[:1].lower()}{subject[1:]}"
        kwargs["error_messages"] = {"required": required} | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def to_python(self, value):
        if value is None or isinstance(value, datetime.date):
            return value
        typed = {part: str(box or "").strip() for (part, _), box in zip(DatePartsWidget.parts, value, strict=True)}
        if not any(typed.values()):
            return None
        missing = [part for part in self.needed if not typed[part]]
        if missing:
            raise self.error(f"must include a {' and '.join(missing)}", *missing)
        if not (typed["year"].isdecimal() and len(typed["year"]) == 4):
            raise self.error("must have a year of 4 numbers", "year")
        return self.date_from(typed)

    def date_from(self, typed):
        try:
            return datetime.date(int(typed["year"]), month_number(typed["month"]), int(typed["day"]))
        except ValueError:
            raise self.error("must be a real date") from None

    def error(self, complaint, *parts):
        """A message about this date; its code names the boxes at fault, none meaning all three."""
        return forms.ValidationError(f"{self.subject} {complaint}", code=" ".join(parts) or "date")

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except forms.ValidationError:
            return True


class DayOrMonthField(DayField):
    """A calendar day, or a month where no day is typed: a DayOrMonth."""

    needed = ("month", "year")

    def to_python(self, value):
        return value if isinstance(value, DayOrMonth) else super().to_python(value)

    def date_from(self, typed):
        first_day = super().date_from(typed | {"day": typed["day"] or "1"})
        return DayOrMonth(first_day, DAY if typed["day"] else MONTH)


def month_number(typed: str) -> int:
    """1 to 12 for "3", "03", "March" or "mar"; ValueError for anything else."""
    if typed.isdecimal():
        return int(typed)
    matches = [number for number, name in enumerate(MONTHS, 1) if name.startswith(typed.lower().rstrip("."))]
    # Fewer than three letters are a slip of the finger sooner than a month.
    if len(matches) != 1 or len(typed) < 3:
        raise ValueError(typed)
    return matches[0]
