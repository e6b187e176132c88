"""The date that a page is as at."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone


class AsAtForm(forms.Form):
    """`?as_at=2021-06-17`. With none, or one that is no date, it is today."""

    as_at = forms.DateField(
        label="As at",
        input_formats=["%Y-%m-%d"],
        required=False,
        error_messages={"invalid": "The as-at date must be a real date, such as 2021-06-17"},
    )

    def clean_as_at(self):
        as_at = self.cleaned_data["as_at"]
        if as_at and as_at > timezone.localdate():
            raise ValidationError("The as-at date must be today or in the past")
        return as_at

    def date(self) -> datetime.date:
        return (self.is_valid() and self.cleaned_data["as_at"]) or timezone.localdate()

    @property
    def query(self) -> str:
        """To end a link with, so that the page it leads to is as at the same date; empty for today."""
        return f"?as_at={self.date():%Y-%m-%d}" if self.is_valid() and self.cleaned_data["as_at"] else ""
