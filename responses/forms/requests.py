"""What HMICFRS asks again, of whom, and by when; and why something was recorded in error."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from recommendations.days import in_words
from recommendations.fields import DayField
from recommendations.models import Addressee, Asked, Request, SuperComplaint
from responses.documents import ACCEPT, ALLOWED, ReceivedFile, UnfitFile, received_file
from responses.forms.words import LineField, LinesField
from responses.matrix import Matrix


def past_day(day: datetime.date, subject: str, *, since: datetime.date, when: str) -> datetime.date:
    """A day from another one to today; ValidationError says which it must be, and what happened `when` it began."""
    if day > timezone.localdate():
        raise ValidationError(f"{subject} must be today or in the past")
    if day < since:
        raise ValidationError(f"{subject} must be the same as or after {in_words(since)}, {when}")
    return day


class LetterField(forms.FileField):
    """One file that is what it says it is: a ReceivedFile, or None where none was chosen."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None) -> ReceivedFile | None:
        if not data:
            return None
        try:
            return received_file(data)
        except UnfitFile as error:
            raise ValidationError(str(error)) from error


class Boxes(forms.MultipleChoiceField):
    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small"}), **kwargs)


class RecordRequestForm(forms.Form):
    """A chaser. Whom it asks is what a view of the matrix shows, as far as it is not narrowed here."""

    recommendations = Boxes(
        label="On which recommendations does it ask?",
        error_messages={"required": "Select on which recommendations it asks"},
    )
    bodies = Boxes(
        label="Which bodies does it ask?",
        help_text="These are the rows of the matrix. Take out those that it does not ask.",
        error_messages={"required": "Select which bodies it asks"},
    )
    asked_on = DayField(
        subject="Date asked", label="When did HMICFRS ask?", help_text="The date of its letter. For example, 24 11 2021"
    )
    has_day = forms.ChoiceField(
        label="Does it ask for an answer by a day?",
        choices=[("yes", "Yes, by the day below"), ("no", "No, it names no day")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it asks for an answer by a day"},
    )
    due_on = DayField(
        subject="Day by which it asks", label="By which day?", help_text="For example, 24 12 2021", required=False
    )
    about = LineField(
        label="What does it ask about?",
        help_text="In a few words, such as “progress”. Leave it empty if it asks for an answer as such.",
        max_length=200,
        required=False,
    )
    letter = LetterField(
        label="Attach the letter that asked",
        help_text=f"One file of up to 20 MB: {ALLOWED}. It is kept byte for byte, and the bodies asked can read it.",
        required=False,
    )

    def __init__(self, *args, super_complaint: SuperComplaint, matrix: Matrix, **kwargs):
        super().__init__(*args, **kwargs)
        self.super_complaint = super_complaint
        self.made: Request | None = None
        shown = {str(row.body.pk) for row in matrix.rows()}
        now = {row.body.pk: f"{row.body} (now {row.now})" for row in matrix.rows() if row.now}
        # What the matrix shows can change while somebody types; a body that was ticked stays a choice.
        ticked = {pk for pk in self.data.getlist("bodies") if pk.isdecimal()} if self.is_bound else set()
        numbers = [each.number for each in matrix.columns]
        asked = Addressee.objects.filter(recommendation__super_complaint=super_complaint, body__in=shown | ticked)
        asked = asked.filter(recommendation__number__in=numbers).select_related("recommendation", "body")
        self.addressees = list(asked.order_by("recommendation__order", "body__name"))
        titles = {each.recommendation.number: each.recommendation.short_title for each in self.addressees}
        names = {str(each.body_id): now.get(each.body_id, each.body.name) for each in self.addressees}
        self.fields["recommendations"].choices = [(number, f"{number}. {title}") for number, title in titles.items()]
        self.fields["bodies"].choices = sorted(names.items(), key=lambda choice: choice[1])
        self.initial = {"recommendations": list(titles), "bodies": list(names), **self.initial}

    def clean_asked_on(self):
        published_on = self.super_complaint.published_on
        return past_day(
            self.cleaned_data["asked_on"], "Date asked", since=published_on, when="when the report was published"
        )

    def clean(self):
        cleaned = super().clean()
        self._clean_due_on(cleaned)
        if cleaned.get("bodies") and cleaned.get("recommendations"):
            self._clean_whom(cleaned)
        if self.errors and (upload := self.files.get("letter")) and "letter" not in self.errors:
            # A browser forgets a chosen file, and nothing is stored from a form with errors.
            self.add_error(
                "letter", f"Select {upload.name} again: it was not kept while something else needs correcting"
            )
        return cleaned

    def _clean_due_on(self, cleaned):
        if "due_on" not in cleaned or not cleaned.get("has_day"):
            return
        due_on, asked_on = cleaned["due_on"], cleaned.get("asked_on")
        if cleaned["has_day"] == "no" and due_on:
            self.add_error("has_day", "Select that it asks by a day, or leave the day empty")
        elif cleaned["has_day"] == "yes" and not due_on:
            self.add_error("due_on", "Enter the day by which it asks")
        elif due_on and asked_on and due_on < asked_on:
            self.add_error("due_on", f"The day by which it asks must be on or after {in_words(asked_on)}")

    def _clean_whom(self, cleaned):
        chosen = [
            each
            for each in self.addressees
            if str(each.body_id) in cleaned["bodies"] and each.recommendation.number in cleaned["recommendations"]
        ]
        cleaned["addressees"] = chosen
        if not chosen:
            self.add_error("bodies", "Select a body that one of these recommendations is addressed to")
        elif asked_on := cleaned.get("asked_on"):
            for each in chosen:
                if each.since and each.since > asked_on:
                    message = f"{each.body} was not asked {each.recommendation} until {in_words(each.since)}"
                    self.add_error("bodies", message)
            self._clean_clash(Request(**self._facts()), chosen)

    def _clean_clash(self, request, chosen):
        for there in Request.objects.clashing_with(request, chosen).select_related("recorded_by"):
            if self._is_this(there, chosen):
                self.made = there  # the first half of a double click
                return
            bodies = {each.body_id: each.body.name for each in there.addressees.select_related("body")}
            twice = sorted({each.body.name for each in chosen if each.body_id in bodies})
            names = twice[0] if len(twice) == 1 else f"{twice[0]} and {len(twice) - 1} more of these bodies"
            by = f", recorded by {there.recorded_by}" if there.recorded_by else ""
            self.add_error("asked_on", f"“{there.name}” is here already and asks {names}{by}")

    def _is_this(self, there, chosen) -> bool:
        letter = self.cleaned_data.get("letter")
        facts = self._facts() | {"letter": letter.content if letter else b""}
        return all(getattr(there, name) == value for name, value in facts.items() if name != "letter") and (
            bytes(there.letter) == facts["letter"]
            and set(there.addressees.values_list("pk", flat=True)) == {each.pk for each in chosen}
        )

    def _facts(self) -> dict:
        return {
            "super_complaint": self.super_complaint,
            "kind": Request.Kind.CHASER,
            "about": self.cleaned_data.get("about", ""),
            "asked_on": self.cleaned_data["asked_on"],
            "due_on": self.cleaned_data.get("due_on"),
        }

    def save(self, *, by: User, at: datetime.datetime) -> Request:
        """Keep it, once: sent twice by a double click, it is one request."""
        if self.made:
            return self.made
        request = Request(**self._facts(), recorded_by=by, recorded_at=at)
        if letter := self.cleaned_data["letter"]:
            request.letter_name, request.letter_type, request.letter = letter.name, letter.content_type, letter.content
        request.save()
        Asked.objects.bulk_create(
            Asked(request=request, addressee=addressee) for addressee in self.cleaned_data["addressees"]
        )
        return request


class InErrorForm(forms.Form):
    """Why a fact should not have been recorded."""

    reason = LinesField(
        label="Why was it recorded in error?",
        help_text="It then counts on no date, past ones included. It is kept here with your reason.",
        max_length=2000,
        error_messages={"required": "Enter why it was recorded in error"},
    )
