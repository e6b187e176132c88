"""As at which day a body's paper is, and since which day it tells what changed."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.http import urlencode

from recommendations.fields import OneBoxDayField
from recommendations.models import months_after

USUAL = 6  # months that a panel looks back


class PanelPaperForm(forms.Form):
    """`?as_at=2021-12-31&since=2021-06-30`; today, and six months before, where they are not asked."""

    as_at = OneBoxDayField(
        subject="As-at date",
        label="As at which date?",
        help_text="For example, 2021-12-31 or 31/12/2021. Today where it is empty.",
        required=False,
    )
    since = OneBoxDayField(
        subject="“Changed since”",
        label="What changed since which date?",
        help_text="For example, the day of the last meeting. Six months before where it is empty.",
        required=False,
    )

    def __init__(self, data: QueryDict, *, today: datetime.date, first: datetime.date | None):
        """`first`: when the first report came out, before which nothing was asked; None where there is none."""
        super().__init__(data)
        self.today, self.first = today, first or today

    def clean_as_at(self):
        as_at = self.cleaned_data["as_at"]
        if as_at and as_at > self.today:
            raise ValidationError("As-at date must be today or in the past")
        if as_at and as_at < self.first:
            first = date_format(self.first, "j F Y")
            raise ValidationError(f"As-at date must be the same as or after {first}, when the first report came out")
        return as_at

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("since") and "as_at" in cleaned and cleaned["since"] >= (cleaned["as_at"] or self.today):
            self.add_error("since", "“Changed since” must be before the as-at date")
        return cleaned

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """As at which day, since which day; the usual ones where what was asked cannot be."""
        asked = self.cleaned_data if self.is_valid() else {}
        as_at = asked.get("as_at") or self.today
        return as_at, asked.get("since") or months_after(as_at, -USUAL)

    @property
    def query(self) -> str:
        """What ends the address of a file that says the same on any later day."""
        as_at, since = self.days
        return f"?{urlencode({'as_at': as_at, 'since': since})}"
