"""What is promised by when, entered by hand; later dates for it; and which commitments the register shows."""

import datetime
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from recommendations.dates import columns
from recommendations.fields import BodyField, DayField, DayOrMonthField
from recommendations.models import Body, SuperComplaint
from responses.forms.as_at import AsAtForm
from responses.forms.words import LineField, LinesField
from responses.models import Commitment, Response, Revision
from responses.models.commitments import CommitmentQuerySet, State


class TargetForm(forms.Form):
    """By when something is promised: a day, a month, or words where it names neither."""

    target = DayOrMonthField(
        subject="Date promised",
        label="By when?",
        help_text="For example, 30 4 2021. Leave the day empty where it names only a month.",
        required=False,
    )
    target_words = LineField(
        label="Or by when, in its own words?",
        help_text="Only where it names no month, such as “autumn 2021”.",
        max_length=100,
        required=False,
    )


def check_target(form: TargetForm, cleaned: dict) -> dict:
    """Adds an error where there is neither a date nor words, or both."""
    if "target" in cleaned and "target_words" in cleaned:
        if cleaned["target"] and cleaned["target_words"]:
            form.add_error("target_words", "Enter a date, or words, not both")
        elif not cleaned["target"] and not cleaned["target_words"]:
            form.add_error("target", "Enter by when it is promised, as a date or in words")
    return cleaned


def target_of(form: TargetForm) -> dict:
    """The columns that keep it."""
    return columns("target", form.cleaned_data["target"]) | {"target_words": form.cleaned_data["target_words"]}


class AddCommitmentForm(TargetForm):
    """Something that a recorded response promises and that nobody has kept yet."""

    field_order = ("text", "target", "target_words", "owner")
    text = LinesField(
        label="What does it promise?",
        help_text="In the letter’s own words.",
        max_length=2000,
        error_messages={"required": "Enter what it promises"},
    )
    owner = LineField(label="Who is to do it, if not the body itself?", max_length=200, required=False)

    def clean(self):
        return check_target(self, super().clean())

    def save(self, *, response: Response, by: User, on: datetime.date) -> Commitment:
        """Add it; sent twice by a double click, it is one."""
        said = {"text": self.cleaned_data["text"], "owner": self.cleaned_data["owner"], **target_of(self)}
        found, _ = response.commitments.get_or_create(
            **said, in_error_at=None, defaults={"noted_by": by, "noted_on": on}
        )
        return found


class ReviseForm(TargetForm):
    """A later date, in the body's words, for what it promised."""

    revised_on = DayField(
        subject="Date the body said so", label="When did the body say so?", help_text="For example, 17 6 2021"
    )
    reason = LinesField(
        label="What reason does it give?",
        help_text="Where it gives none, say so, and where the new date is from.",
        max_length=2000,
        error_messages={"required": "Enter the reason it gives"},
    )

    def __init__(self, *args, commitment: Commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.commitment = commitment

    def clean_revised_on(self):
        revised_on, received_on = self.cleaned_data["revised_on"], self.commitment.response.update.received_on
        if revised_on > timezone.localdate():
            raise ValidationError("Date the body said so must be today or in the past")
        if revised_on < received_on:
            raise ValidationError("Date the body said so must be the same as or after the day its promise was received")
        return revised_on

    def clean(self):
        cleaned = check_target(self, super().clean())
        if not self.errors and not self._said_already() and self._stands():
            self.add_error("target", "Enter another date: this is the one that stands")
        return cleaned

    def _stands(self) -> bool:
        now = self.commitment.at(self.cleaned_data["revised_on"]).target
        return target_of(self) == columns("target", now.target_date) | {"target_words": now.target_words}

    def _facts(self) -> dict:
        names = ("revised_on", "reason")
        return target_of(self) | {name: self.cleaned_data[name] for name in names}

    def _said_already(self) -> bool:
        return self.commitment.revisions.standing().filter(**self._facts()).exists()

    def save(self, *, by: User, at: datetime.datetime) -> Revision:
        """Add it; sent twice by a double click, it is one."""
        noted = {"noted_by": by, "noted_at": at}
        found, _ = self.commitment.revisions.get_or_create(**self._facts(), in_error_at=None, defaults=noted)
        return found


class RegisterForm(AsAtForm):
    """Which commitments are shown, and as at which date; its address holds every answer."""

    field_order = ("report", "body", "state", "owner", "as_at")
    report = forms.ChoiceField(label="Report", required=False)
    body = BodyField(label="Body that promised", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *State.choices])
    owner = LineField(label="Who is to do it", max_length=200, required=False)

    def __init__(self, data: QueryDict, *, today: datetime.date):
        super().__init__(data, super_complaint=None, today=today)
        reports = SuperComplaint.objects.order_by("-published_on").values_list("slug", "title")
        self.fields["report"].choices = [("", "All"), *reports]
        self.fields["body"].offer(list(Body.objects.prefetch_related("aliases")))
        for name in ("report", "state"):
            self.fields[name].error_messages["invalid_choice"] = f"Select a {name} that is in the list"

    def clean_as_at(self):
        if self.cleaned_data["as_at"] > self.today:
            raise ValidationError("As-at date must be today or in the past")
        return self.cleaned_data["as_at"]

    def found(self) -> CommitmentQuerySet:
        """The commitments asked for, first due first; none where the form cannot be understood."""
        if not self.is_valid():
            return Commitment.objects.none()
        said = self.cleaned_data
        found = Commitment.objects.counted(self.date).with_targets(self.date)
        if said["report"]:
            found = found.filter(response__update__super_complaint__slug=said["report"])
        if said["body"]:
            found = found.of([said["body"]])
        if said["state"]:
            found = found.in_state(said["state"], self.date)
        if said["owner"]:
            found = found.filter(owner__icontains=said["owner"])
        return found.to_register()

    def address(self, **changes) -> str:
        """What ends the address of this page with the same filters, and changes."""
        asked = {name: self.data.get(name, "") for name in ("report", "body", "state", "owner")}
        asked |= {"as_at": self.date.isoformat() if self.date != self.today else ""} | changes
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"
