"""The state of each answer of a letter that was read, and what it promises, as a person confirms them."""

import hashlib
from dataclasses import dataclass

from django import forms
from django.utils.text import Truncator

from recommendations.models import Addressee
from responses.forms.awaiting import AWAITED, AwaitingForm, check_awaiting
from responses.forms.commitments import TargetForm, check_target, target_of
from responses.forms.words import LineField
from responses.intake.passages import SUGGESTIONS, contradiction, suggested, voice_of
from responses.intake.proposal import Passage, Promise
from responses.models import Response
from responses.models.responses import awaiting_in_words
from responses.voices import Voice


@dataclass(frozen=True)
class Answer:
    """What the letter says on one recommendation for the bodies of one kind."""

    key: str
    addressees: tuple[Addressee, ...]
    passages: tuple[Passage, ...]

    @property
    def recommendation(self):
        return self.addressees[0].recommendation

    @property
    def whose(self) -> str:
        return str(self.addressees[0].body) if len(self.addressees) == 1 else f"{len(self.addressees)} bodies"

    @property
    def text(self) -> str:
        return "\n\n".join(passage.text for passage in self.passages)

    @property
    def voice(self) -> Voice:
        return voice_of(self.passages)

    @property
    def promises(self) -> list[Promise]:
        """What its passages promise by a date, each once."""
        return list(dict.fromkeys(promise for passage in self.passages for promise in passage.promises))

    def suggested(self, name: str):
        """What its passages suggest as a position, a progress or somebody awaited."""
        if name == "awaiting":
            # Only what makes the progress "awaiting others" is awaited; the two are never suggested apart.
            progress = self.suggested("progress")
            waits = progress and progress.value == Response.Progress.AWAITING_OTHERS
            found = [passage.awaiting for passage in self.passages if passage.progress == progress and waits]
            return next(filter(None, found), None)
        return suggested(self.passages, name)

    @property
    def contradictions(self) -> list[tuple[str, str]]:
        """Its status lines, each with the words of the same answer that say otherwise."""
        found = [contradiction(self.passages, name) for name in ("position", "progress")]
        return [] if self.recommendation.met_by_update else list(dict.fromkeys(filter(None, found)))


class AnswerForm(AwaitingForm):
    """The state of one answer. What reading suggests is marked as such, with the words that suggest it."""

    position = forms.ChoiceField(
        label="Position",
        choices=Response.Position.choices,
        error_messages={"required": "Select the position of this answer"},
    )
    progress = forms.ChoiceField(
        label="Progress",
        choices=Response.Progress.choices,
        error_messages={"required": "Select the progress of this answer"},
    )
    field_order = ("position", "progress", *AWAITED)

    def __init__(self, *args, answer: Answer, **kwargs):
        super().__init__(*args, **kwargs)
        self.answer = answer
        if answer.recommendation.met_by_update:
            self.fields.clear()
        for name, field in self.fields.items():
            # Which body or recommendation is meant is for a person to say: nothing is guessed from words.
            suggestion = answer.suggested(name) if name in SUGGESTIONS else None
            self.initial[name] = suggestion.value if suggestion else "" if name in AWAITED else "not_stated"
            if suggestion:
                # The words are pointed out in the letter too, in full.
                field.help_text = f"Suggested by “{Truncator(suggestion.because).words(15)}”"

    @property
    def in_words(self) -> str:
        """What the matrix will show of it: "Accepted. Awaiting others: College of Policing guidance"."""
        if not self.fields:
            return "Met by this letter"
        position, progress = (
            dict(self.fields[name].choices).get(self[name].value()) for name in ("position", "progress")
        )
        awaiting = awaiting_in_words(*(self[name].value() for name in AWAITED)) if self._waits else ""
        return f"{position or '?'}. {progress or '?'}" + (f": {awaiting}" if awaiting else "")

    @property
    def _waits(self) -> bool:
        return self["progress"].value() == Response.Progress.AWAITING_OTHERS

    def clean(self):
        cleaned = super().clean()
        if self.fields and not self._waits:
            # The page asks it only of what waits: what stands in those boxes was suggested, or is said no longer.
            for name in AWAITED:
                self._errors.pop(name, None)
                cleaned[name] = None if name != "awaiting" else ""
        return check_awaiting(self, cleaned)


class CommitmentForm(TargetForm):
    """One promise of an answer. It becomes a commitment only where a person says so."""

    accepted = forms.BooleanField(required=False)
    owner = LineField(label="Who is to do it, if not the body itself?", max_length=200, required=False)

    def __init__(self, *args, answer: Answer, promise: Promise, **kwargs):
        # Named after its words, so that what is ticked stays with them when passages are split and joined.
        name = hashlib.sha256(f"{promise.by} {promise.text}".encode()).hexdigest()[:12]
        super().__init__(*args, prefix=f"promise-{answer.key}-{name}", **kwargs)
        self.promise = promise
        self.initial["target"] = promise.by_date
        self.fields["accepted"].label = f"Keep as a commitment, by {promise.by_date}: “{promise.text}”"

    def clean(self):
        cleaned = super().clean()
        return check_target(self, cleaned) if cleaned.get("accepted") else cleaned

    def save(self, response: Response) -> None:
        if self.cleaned_data["accepted"]:
            owner = self.cleaned_data["owner"]
            response.commitments.create(text=self.promise.text, owner=owner, **target_of(self))
