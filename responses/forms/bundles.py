"""Which letters somebody wants to have all at once, and as what."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from accounts.models import User
from recommendations.fields import OneBoxDayField
from recommendations.models import Body, SuperComplaint
from responses.bundles import ask, drafts_among, letters_of_body, letters_of_report
from responses.forms.as_at import AsAtForm
from responses.forms.register import about
from responses.models import Bundle, Update


class BundleForm(forms.Form):
    """What is the same of a report and of a body."""

    packing = forms.ChoiceField(
        label="What do you want to download?",
        choices=Bundle.Packing.choices,
        widget=forms.RadioSelect,
        help_text="The zip has the letters that HMICFRS received too, as they came. "
        "The PDF has only those that were written here.",
        error_messages={"required": "Select what you want to download"},
    )
    with_drafts = forms.BooleanField(label="Include the drafts that you can write, as they are now", required=False)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not drafts_among(user, self.wanted).exists():
            del self.fields["with_drafts"]  # nobody is asked about what is not there

    def clean(self):
        if not self.errors and not self.updates().exists():
            raise ValidationError(self.nothing())

    def updates(self) -> QuerySet[Update]:
        """The letters asked for; call is_valid() first."""
        found = Q(pk__in=self.on_record().order_by().values("pk"))
        if self.cleaned_data.get("with_drafts"):
            found |= Q(pk__in=drafts_among(self.user, self.wanted).order_by().values("pk"))
        if self.cleaned_data["packing"] == Bundle.Packing.PDF:
            found &= Q(origin=Update.Origin.WRITTEN)
        return Update.objects.filter(found)

    def nothing(self) -> str:
        """What to say where there is no such letter."""
        written = " that was written here" if self.cleaned_data["packing"] == Bundle.Packing.PDF else ""
        return f"There is no letter{written} that you can read"

    def save(self, *, at: datetime.datetime) -> Bundle:
        bundle = Bundle(packing=self.cleaned_data["packing"], asked_by=self.user, **self.of())
        return ask(bundle, self.updates(), at=at)


class ReportBundleForm(BundleForm):
    as_at = OneBoxDayField(
        subject="As-at date",
        label="As at which date?",
        help_text="The letters that counted at the end of that day. For example, 2021-06-17 or 17/6/2021",
        error_messages={"required": "Enter the as-at date"},
    )
    field_order = ("as_at", "packing", "with_drafts")
    clean_as_at = AsAtForm.clean_as_at

    def __init__(self, *args, super_complaint: SuperComplaint, today: datetime.date, **kwargs):
        self.super_complaint, self.today = super_complaint, today
        self.wanted = Q(super_complaint=super_complaint)
        super().__init__(*args, **kwargs)

    def on_record(self) -> QuerySet[Update]:
        return letters_of_report(self.user, self.super_complaint, self.cleaned_data["as_at"])

    def nothing(self) -> str:
        return f"{super().nothing()} as at {date_format(self.cleaned_data['as_at'], 'j F Y')}"

    def of(self) -> dict:
        return {"super_complaint": self.super_complaint, "as_at": self.cleaned_data["as_at"]}


class BodyBundleForm(BundleForm):
    def __init__(self, *args, body: Body, **kwargs):
        self.body, self.wanted = body, about(body)
        super().__init__(*args, **kwargs)

    def on_record(self) -> QuerySet[Update]:
        return letters_of_body(self.user, self.body)

    def nothing(self) -> str:
        return f"{super().nothing()} from {self.body}, or for it"

    def of(self) -> dict:
        return {"body": self.body}
