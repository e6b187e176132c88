"""On which day a super-complaint is closed, and why it is closed or reopened."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from recommendations.fields import PastDayField
from recommendations.models import SuperComplaint
from responses.forms.words import LinesField


class ReasonForm(forms.Form):
    """Why a report is closed, or reopened."""

    reason = LinesField(
        label="What is the reason?",
        help_text="It is kept with the report’s history, and shown to you once more.",
        max_length=1000,
        error_messages={"required": "Enter the reason"},
    )


class CloseForm(ReasonForm):
    closed_on = PastDayField(
        subject="Day of closing",
        label="From which day is nothing more expected?",
        help_text="For example, 17 6 2021",
    )

    field_order = ("closed_on", "reason")

    def __init__(self, *args, super_complaint: SuperComplaint, **kwargs):
        super().__init__(*args, initial={"closed_on": timezone.localdate()}, **kwargs)
        self.super_complaint = super_complaint

    def clean_closed_on(self):
        closed_on, published_on = self.cleaned_data["closed_on"], self.super_complaint.published_on
        if closed_on < published_on:
            published = date_format(published_on, "j F Y")
            raise ValidationError(f"Day of closing must be the same as or after {published}, when it was published")
        return closed_on
