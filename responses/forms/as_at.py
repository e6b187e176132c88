"""The date that a page is as at: what had been received by the end of it."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.fields import OneBoxDayField
from recommendations.models import SuperComplaint


class AsAtForm(forms.Form):
    """`?as_at=2021-06-17`; today where it is not asked."""

    as_at = OneBoxDayField(
        subject=_("As-at date"),
        label=_("As at which date?"),
        help_text=_("For example, 2021-06-17 or 17/6/2021"),
        required=False,
    )

    def __init__(self, data: QueryDict, *, super_complaint: SuperComplaint, today: datetime.date):
        data = data.copy()
        if not data.get("as_at", "").strip():
            data["as_at"] = today.isoformat()
        super().__init__(data)
        self.super_complaint, self.today = super_complaint, today

    def clean_as_at(self):
        as_at, published_on = self.cleaned_data["as_at"], self.super_complaint.published_on
        if as_at > self.today:
            raise ValidationError(gettext("As-at date must be today or in the past"))
        if as_at < published_on:
            too_early = gettext("As-at date must be the same as or after %(day)s, when the report came out")
            raise ValidationError(too_early % {"day": date_format(published_on, "j F Y")})
        return as_at

    @property
    def date(self) -> datetime.date:
        """The date asked for; today where that is none."""
        return self.cleaned_data["as_at"] if self.is_valid() else self.today

    @property
    def query(self) -> str:
        """What ends the address of a page as at the same date; nothing for today."""
        return f"?as_at={self.date.isoformat()}" if self.date != self.today else ""
