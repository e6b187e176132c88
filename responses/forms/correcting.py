"""What liaison staff say of a letter on the record that is not right, and where it belongs instead."""

from django import forms
from django.utils import formats, timezone

from recommendations.fields import DayField
from recommendations.models import SuperComplaint
from responses.documents import ACCEPT, ALLOWED
from responses.forms.recording import FilesField, FilesInput
from responses.forms.words import LinesField
from responses.forms.writing import WithdrawForm
from responses.models import Update
from responses.models.correcting import other_reports


class CorrectForm(forms.Form):
    """Which of the two kinds it is. Neither is chosen beforehand: they count on different dates."""

    as_ = forms.ChoiceField(
        label="What is not right?",
        choices=[
            (Update.TakesPlaceAs.CORRECTION, "We recorded the letter wrongly"),
            (Update.TakesPlaceAs.SENT_AGAIN, "The body has sent the letter again, changed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether we recorded it wrongly or the body has sent it again"},
    )
    as_.option_hints = {
        Update.TakesPlaceAs.CORRECTION: "What you record instead counts on every date, as if this had never been here.",
        Update.TakesPlaceAs.SENT_AGAIN: "This counts until the day on which HMICFRS received the new one.",
    }
    received_on = DayField(
        subject="Date received",
        label="If it was sent again, when did HMICFRS receive the new letter?",
        help_text="For example, 24 6 2021",
        required=False,
    )

    def __init__(self, *args, update: Update, **kwargs):
        super().__init__(*args, **kwargs)
        self.update = update

    def clean(self):
        cleaned = super().clean()
        if "received_on" in cleaned and "as_" in cleaned:
            self._clean_day(cleaned["as_"] == Update.TakesPlaceAs.SENT_AGAIN, cleaned["received_on"])
        return cleaned

    def _clean_day(self, sent_again, received_on):
        if sent_again and not received_on:
            self.add_error("received_on", "Enter the date received of the new letter")
        elif received_on and not sent_again:
            self.add_error("received_on", "Remove the date received, or select that the body has sent the letter again")
        elif received_on:
            _check_between(self, "received_on", "Date received", self.update.received_on, "when it was first received")

    @property
    def differing(self) -> dict:
        """The facts in which the new draft differs from the start."""
        return {"received_on": self.cleaned_data["received_on"]} if self.cleaned_data["received_on"] else {}


def _check_between(form, name, subject, first, what):
    """Add an error where a day is before the first one possible, or after today."""
    day = form.cleaned_data[name]
    if day > timezone.localdate():
        form.add_error(name, f"{subject} must be today or in the past")
    elif day < first:
        in_words = formats.date_format(first, "j F Y")
        form.add_error(name, f"{subject} must be the same as or after {in_words}, {what}")


class ErrorForm(forms.Form):
    reason = LinesField(
        label="Why should it not have been recorded?",
        help_text="Kept in the history, for HMICFRS alone. For example, “It is from another force.”",
        max_length=2000,
        error_messages={"required": "Enter why it should not have been recorded"},
    )


class WithdrawnByBodyForm(WithdrawForm):
    """What a body took back of a letter that HMICFRS had received: it counted until that day."""

    withdrawn_on = DayField(
        subject="Date withdrawn",
        label="When did the body withdraw it?",
        help_text="It counts until the day before.",
    )
    field_order = ("withdrawn_on",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why did the body withdraw it?"
        self.fields["reason"].help_text = "The reason is kept on the record, and the body can read it."
        self.fields["reason"].error_messages["required"] = "Enter why the body withdrew it"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("withdrawn_on"):
            _check_between(self, "withdrawn_on", "Date withdrawn", self.update.received_on, "when it was received")
        return cleaned

    @property
    def withdrawal(self) -> dict:
        return {"on": self.cleaned_data["withdrawn_on"], "reason": self.cleaned_data["reason"]}


class UndoForm(forms.Form):
    """The step that the page named: a second click never takes back another one."""

    step = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, step: str, **kwargs):
        super().__init__(*args, initial={"step": step}, **kwargs)
        self.step = step

    @property
    def is_current(self) -> bool:
        """Whether it is still the step that would be undone: a colleague, or the first click, may have been quicker."""
        return self.cleaned_data["step"] == self.step


class AttachForm(forms.Form):
    files = FilesField(
        label="Which files belong to this letter?",
        help_text=f"Each up to 20 MB: {ALLOWED}. They are kept byte for byte.",
        widget=FilesInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Select the files that belong to this letter"},
    )


class MoveForm(forms.Form):
    """The report that a letter answers, where it was put with another."""

    super_complaint = forms.ModelChoiceField(
        label="Which report does it answer?",
        queryset=SuperComplaint.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Select which report it answers",
            "invalid_choice": "Select a report in the list",
        },
    )

    def __init__(self, *args, super_complaint: SuperComplaint | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["super_complaint"].queryset = other_reports(super_complaint)
