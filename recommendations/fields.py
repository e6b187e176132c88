"""Form fields for what people write: a day, or only a month ("March 2021"); the name of a body.

Each date is three boxes, day, month and year; a whole date in one of them will do. What was typed is shown again when
it cannot be a date.
"""

import datetime
import functools

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from recommendations.dates import DayOrMonth, NotADate, typed_date
from recommendations.models import Body
from recommendations.names import Names, either, folded


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
        kwargs["error_messages"] = {"required": lazy(_enter, str)(subject)} | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def to_python(self, value):
        if value is None or isinstance(value, datetime.date):
            return value
        date = self.date_typed(value)
        return date and date.first_day

    def date_typed(self, value) -> DayOrMonth | None:
        typed = {part: str(box or "") for (part, _), box in zip(DatePartsWidget.parts, value, strict=True)}
        if not any(box.strip() for box in typed.values()):
            return None
        try:
            return typed_date(typed, needed=self.needed)
        except NotADate as error:
            raise self.error(error, *error.parts) from None

    def error(self, complaint, *parts):
        """A message about this date; its code names the boxes at fault, none meaning all three."""
        told = {"subject": self.subject, "complaint": _in_this_language(complaint)}
        return forms.ValidationError(gettext("%(subject)s %(complaint)s") % told, code=" ".join(parts) or "date")

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except forms.ValidationError:
            return True


def _enter(subject) -> str:
    return gettext("Enter the %(subject)s") % {"subject": f"{subject[:1].lower()}{subject[1:]}"}


# What recommendations/dates.py says of a date, for the catalogue: it knows no Django.
_COMPLAINTS = [
    gettext_noop("must include a day"),
    gettext_noop("must include a month"),
    gettext_noop("must include a year"),
    gettext_noop("must include a day and month"),
    gettext_noop("must include a day and year"),
    gettext_noop("must include a month and year"),
    gettext_noop("must include a day and month and year"),
    gettext_noop("must be one date: the boxes say different things"),
    gettext_noop("must have a year of 4 numbers"),
    gettext_noop("must be a real date"),
    gettext_noop("must be today or in the past"),
]


def _in_this_language(complaint: str | NotADate) -> str:
    if isinstance(complaint, NotADate) and complaint.day:
        told = {"date": date_format(complaint.day, "j F Y"), "weekday": date_format(complaint.day, "l")}
        return gettext("must be a real date: %(date)s is a %(weekday)s") % told
    return gettext(str(complaint))


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
        return value if value is None or isinstance(value, DayOrMonth) else self.date_typed(value)


class OneBoxDayField(forms.DateField):
    """A calendar day in one box, as in the address of a page: "2021-06-17", or as people write it.

    `subject` names it in messages; the label does where it is a name and no question.
    """

    widget = forms.DateInput({"class": "govuk-input--width-10"})

    def __init__(self, *, subject: str = "", **kwargs):
        super().__init__(**kwargs)
        self.subject = subject or self.label

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            return typed_date({"day": value}).first_day
        except NotADate as error:
            told = {"subject": self.subject, "complaint": _in_this_language(error)}
            complaint = gettext("%(subject)s %(complaint)s, such as 2021-06-17") % told
            raise forms.ValidationError(complaint) from None


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
        kwargs.setdefault("help_text", _("Start typing, then choose from the list. For example, “Surrey”."))
        super().__init__(max_length=200, **kwargs)

    def offer(self, bodies: list[Body]) -> None:
        """The bodies to choose from, from `Body.objects.with_names()`."""
        self.bodies = bodies
        # Made once, and only where something is typed: it takes as long as the rest of a form.
        self._names = functools.cache(lambda: Names(bodies))
        self.widget.names = tuple(body.name for body in bodies)

    def to_python(self, value):
        typed = super().to_python(value)
        return body_called(typed, self._names()) if typed else None

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
        meant = gettext("Enter the whole name of a body: did you mean %(names)s?")
        raise forms.ValidationError(meant % {"names": either(near)})
    raise forms.ValidationError(
        gettext("Enter the name of a body in the list: “%(typed)s” is not there") % {"typed": typed}
    )
