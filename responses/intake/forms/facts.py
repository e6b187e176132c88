"""What the letter is: which parts of a file, from whom, of which day, and what it may say of itself."""

import dataclasses

from django import forms
from django.utils.text import Truncator

from recommendations.dates import DayOrMonth
from recommendations.models import Body
from responses.forms.recording import RecordLetterForm, received_from
from responses.intake.models import Intake
from responses.intake.proposal import Proposal
from responses.models import Update


class FactsForm(RecordLetterForm):
    """The facts of the letter, as read and as corrected; its file is the one that came in."""

    field_order = RecordLetterForm.field_order

    def __init__(self, *args, intake: Intake, **kwargs):
        super().__init__(*args, instance=Update(super_complaint=intake.super_complaint, origin="received"), **kwargs)
        del self.fields["files"]
        self.fields["on_behalf"].widget.attrs["class"] = "govuk-radios--small"
        self.intake = intake
        self.also: list[Body] = []
        self.initial |= _facts(intake.proposal)
        if intake.proposal.received:
            self.fields["received_on"].help_text = "Proposed: the e-mail that brought it was sent on that day."

    def _clean_speaks_for(self, cleaned):
        super()._clean_speaks_for(cleaned)
        if "speaks_for" in cleaned:
            cleaned["speaks_for"] = [*cleaned["speaks_for"], *self.also]

    def clean(self):
        cleaned = super().clean()
        cleaned["files"] = [received_from(self.intake)]
        return cleaned


def _facts(proposal: Proposal) -> dict:
    """Initial values. The day it was received is not in a letter: only the e-mail that brought it tells."""
    received = DayOrMonth.from_text(proposal.received)
    return {
        "body": proposal.body,
        "dated_as": proposal.date,
        "received_on": received and received.first_day,
        "addressed_to": proposal.addressed_to,
        "signatory_name": proposal.signatory,
        "signatory_title": proposal.signatory_title,
        "agreed_by": proposal.agreed_by,
    }


@dataclasses.dataclass(frozen=True)
class Choice:
    """Something that the letter may say of itself, as a button: pressed, it fills in boxes of the page."""

    key: str  # "body:0", as it is posted where no script fills them in
    text: str
    because: str
    boxes: dict[str, str]  # by name, what is typed into them

    @classmethod
    def of_sender(cls, place: int, candidate) -> "Choice":
        return cls(f"body:{place}", candidate.value, _short(candidate.because), {"facts-body": candidate.value})

    @classmethod
    def of_date(cls, place: int, candidate) -> "Choice":
        date = DayOrMonth.from_text(candidate.value)
        year, month, *day = candidate.value.split("-")
        typed = {"day": str(int(day[0])) if day else "", "month": str(int(month)), "year": year}
        boxes = {f"facts-dated_as_{part}": box for part, box in typed.items()} | {"facts-undated": ""}
        return cls(f"date:{place}", date.in_words, _short(candidate.because), boxes)


def _short(because: str) -> str:
    """A cue and the words that it rests on, “quoted”: some two lines of them, and the quotation closed."""
    short = Truncator(because).words(14)
    return f"{short}”" if short.count("“") > short.count("”") else short


class PartsForm(forms.Form):
    """Which parts of a file are the letter: an attachment, the message itself."""

    parts = forms.MultipleChoiceField(
        label="Which of them is the letter?",
        widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small"}),
        error_messages={"required": "Select which part of the file is the letter"},
    )

    def __init__(self, *args, proposal: Proposal, **kwargs):
        super().__init__(*args, **kwargs)
        parts = list(enumerate(proposal.parts))
        self.fields["parts"].choices = [(str(place), name) for place, (name, trouble, _) in parts if not trouble]
        self.initial["parts"] = [str(place) for place, (_, _, is_letter) in parts if is_letter]
        self.count = len(parts)
        self.taken = [name for _, (name, _, is_letter) in parts if is_letter]
        self.unread = [(name, trouble) for _, (name, trouble, _) in parts if trouble]

    @property
    def said(self) -> list[int]:
        return [int(place) for place in self.cleaned_data["parts"]]
