"""Form fields for what people write: a day, or only a month ("March 2021"); the name of a body.

Each date is three boxes, day, month and year. What was typed is shown again when it cannot be a date.
"""

import datetime

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from recommendations.dates import DAY, MONTH, DayOrMonth
from recommendations.models import Body
from recommendations.names import Names, either, folded

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


class PastDayField(DayField):
    """A calendar day that has come: today, or one in the past."""

    def clean(self, value):
        date = super().clean(value)
        if date and date > timezone.localdate():
            raise self.error("must be today or in the past")
        return date


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


class DatalistInput(forms.TextInput):
    """A text box that offers names as one types, and works as a plain box in a browser that cannot."""

    names: tuple[str, ...] = ()
    listed = ""  # the id of a list of the same names elsewhere on the page

    def render(self, name, value, attrs=None, renderer=None):
        listed = self.listed or f"{attrs['id']}_names"
        box = super().render(name, value, {**attrs, "list": listed, "autocomplete": "off"}, renderer)
        if self.listed:
            return box
        options = format_html_join("", '<option value="{}"></option>', ((option,) for option in self.names))
        return box + format_html('<datalist id="{}">{}</datalist>', listed, options)


class BodyField(forms.CharField):
    """One of the bodies that it offers, by any name that means it and no other of them."""

    widget = DatalistInput

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Start typing, then choose from the list. For example, “Surrey”.")
        super().__init__(max_length=200, **kwargs)

    def offer(self, bodies: list[Body]) -> None:
        """The bodies to choose from, from `Body.objects.with_names()`."""
        self.bodies = bodies
        self.widget.names = tuple(body.name for body in bodies)

    def to_python(self, value):
        typed = super().to_python(value)
        return body_called(typed, Names(self.bodies)) if typed else None

    def run_validators(self, value):
        # They are for text, and a body was found by then.
        pass

    def has_changed(self, initial, data):
        return folded(str(initial or "")) != folded(str(data or ""))


def body_called(typed: str, names: Names) -> Body:
    """The one body that typed words mean; ValidationError says which they could."""
    found = names.meant_by(typed)
    if len(found) == 1:
        return found[0]
    if near := found or names.like(typed):
        raise forms.ValidationError(f"Enter the whole name of a body: did you mean {either(near)}?")
    raise forms.ValidationError(f"Enter the name of a body in the list: “{typed}” is not there")
