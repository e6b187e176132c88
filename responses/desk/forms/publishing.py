"""Which passages of an answer the public does not read, and why."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator

from accounts.models import User
from recommendations.words import plain
from responses.forms.words import LinesField
from responses.models import Response, Withholding
from responses.public.words import blocks_of

ALL = "all"
FIRST_WORDS = 140  # characters, by which a person knows a passage again


class WithholdForm(forms.Form):
    """Passages of one answer that are not withheld yet, or all that it says."""

    passages = forms.MultipleChoiceField(
        label="What is withheld from the public?",
        help_text="Select a passage, several, or all that the answer says.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select what is withheld",
            "invalid_choice": "Select passages that are in the list and are not withheld yet",
        },
    )
    reason = LinesField(
        label="What is the reason?",
        help_text="The public reads it in the place of the passage. Say why, and nothing of what the passage says.",
        max_length=300,
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args, response: Response, **kwargs):
        super().__init__(*args, **kwargs)
        self.response = response
        standing = {(each.in_welsh, each.block) for each in response.withholdings.standing()}
        self.is_withheld = (False, 0) in standing
        self.fields["passages"].choices = [] if self.is_withheld else [*self._offered(standing), (ALL, "All it says")]

    def _offered(self, standing) -> list[tuple[str, str]]:
        texts = [(False, self.response.text)]
        texts += [(True, self.response.welsh_text)] if self.response.update.is_bilingual else []
        return [
            (_value(in_welsh, place), f"{'In Welsh: ' if in_welsh else ''}{_first_words(block)}")
            for in_welsh, text in texts
            for place, block in enumerate(blocks_of(text), 1)
            if (in_welsh, place) not in standing
        ]

    def clean_passages(self):
        chosen = self.cleaned_data["passages"]
        languages = {each[:2] for each in chosen} - {ALL[:2]}
        if ALL not in chosen and self.response.update.is_bilingual and self.response.welsh_text and len(languages) == 1:
            # The same passage can be read in the other language.
            raise ValidationError("Select the same passage in both languages, or all that the answer says")
        return [ALL] if ALL in chosen else chosen

    def save(self, *, by: User, at: datetime.datetime) -> None:
        facts = {"response": self.response, "reason": self.cleaned_data["reason"], "withheld_by": by, "withheld_at": at}
        Withholding.objects.bulk_create(
            Withholding(in_welsh=in_welsh, block=block, **facts)
            for in_welsh, block in map(_place, self.cleaned_data["passages"])
        )


def _value(in_welsh: bool, block: int) -> str:
    return f"{'cy' if in_welsh else 'en'}-{block}"


def _place(value: str) -> tuple[bool, int]:
    language, _, block = value.partition("-")
    return language == "cy", 0 if value == ALL else int(block)


def _first_words(block: str) -> str:
    return Truncator(" ".join(plain(block).split())).chars(FIRST_WORDS)
