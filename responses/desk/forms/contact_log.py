"""A note for the log of a body."""

import datetime
import uuid

from django import forms

from accounts.models import User
from recommendations.fields import PastDayField
from recommendations.models import Body, SuperComplaint
from responses.forms.words import LineField, LinesField
from responses.models import LogNote


class LogNoteForm(forms.Form):
    """Noted once, whoever presses twice."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label="What was it?",
        choices=LogNote.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it was"},
    )
    took_place_on = PastDayField(subject="Day", label="When was it?", help_text="For example, 24 11 2021")
    with_whom = LineField(
        label="With whom?", help_text="Leave it empty if you do not know.", max_length=200, required=False
    )
    report = forms.ChoiceField(
        label="About which super-complaint?",
        required=False,
        error_messages={"invalid_choice": "Select a super-complaint that is in the list"},
    )
    words = LinesField(
        label="What was said?",
        help_text="Liaison staff alone read it. It cannot be edited: what is wrong is taken back, with a reason.",
        max_length=5_000,
        error_messages={"required": "Enter what was said"},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, body: Body, **kwargs):
        super().__init__(*args, **kwargs)
        self.body = body
        self.initial["once"] = uuid.uuid4()
        asked = SuperComplaint.objects.filter(recommendations__addressees__body=body).distinct()
        self.reports = {report.slug: report for report in asked}
        titles = [(slug, report.title) for slug, report in self.reports.items()]
        self.fields["report"].choices = [("", "None, or several"), *titles]

    def save(self, *, by: User, at: datetime.datetime) -> LogNote:
        """Keep what was written on one page, once."""
        facts = {name: self.cleaned_data[name] for name in ("how", "took_place_on", "with_whom", "words")}
        facts |= {"super_complaint": self.reports.get(self.cleaned_data["report"]), "body": self.body}
        facts |= {"noted_by": by, "noted_at": at}
        return LogNote.objects.get_or_create(once=self.cleaned_data["once"], defaults=facts)[0]
