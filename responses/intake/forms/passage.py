"""Where one passage of a letter belongs: what it is, what it answers, whose words it is."""

import dataclasses

from django import forms

from responses.intake.passages import SUGGESTIONS, place, usual_kinds
from responses.intake.proposal import Passage, PassageKind, heard_as
from responses.voices import Voice

SMALL = "govuk-checkboxes--small"
LONG = 1200  # characters, some fifteen lines of the page


class PassageForm(forms.Form):
    """Where one passage belongs."""

    kind = forms.ChoiceField(label="What is it?", choices=PassageKind.choices())
    recommendations = forms.MultipleChoiceField(
        label="Which recommendations?", widget=forms.CheckboxSelectMultiple({"class": SMALL}), required=False
    )
    voice = forms.ChoiceField(label="Whose words?", choices=Voice.choices(), required=False)
    answers_for = forms.MultipleChoiceField(
        label="Which bodies does it answer for?", widget=forms.CheckboxSelectMultiple({"class": SMALL}), required=False
    )

    def __init__(
        self, *args, passage: Passage, numbers: list[str], kinds: list[tuple[str, str]], sender: str, **kwargs
    ):
        """`sender`: the Body.Kind of whoever the letter is from, "" while nobody knows."""
        super().__init__(*args, **kwargs)
        self.passage = passage
        if passage.speaker:
            heard = heard_as(passage.speaker, sender).label
            self.fields["voice"].choices = [("", f"As read: {heard}"), *Voice.choices()]
        self.fields["recommendations"].choices = [(number, number) for number in numbers]
        self.fields["answers_for"].choices = kinds
        if len(kinds) < 2:
            del self.fields["answers_for"]
        self.initial |= {
            "kind": passage.kind.value,
            "recommendations": list(passage.recommendations),
            "voice": "" if passage.speaker and not passage.by_hand else passage.voice.value,
            "answers_for": passage.answers_for or usual_kinds(passage.voice, [kind for kind, _ in kinds]),
        }

    @property
    def in_words(self) -> str:
        """Where the passage belongs so far: "Answer to recommendations 1 and 4. The force"."""
        passage = self.passage
        about = " and ".join(passage.recommendations)
        many = "s" if len(passage.recommendations) > 1 else ""
        place = {
            PassageKind.RESPONSE: f"Answer to recommendation{many} {about}"
            if about
            else "Answer to no recommendation yet",
            PassageKind.QUOTATION: f"Quotation of recommendation{many} {about}" if about else "Quotation",
        }.get(passage.kind, passage.kind.label)
        speaks = passage.kind in {PassageKind.RESPONSE, PassageKind.GENERAL}
        return f"{place}. {passage.voice.label}" if speaks else place

    @property
    def folds(self) -> bool:
        """Whether its words fold away: what nobody answers with, which a reader knows at a glance."""
        return self.passage.kind in {PassageKind.QUOTATION, PassageKind.QUOTED, PassageKind.FURNITURE}

    @property
    def is_long(self) -> bool:
        """Whether a glance is given how it begins; who works on it sees it whole."""
        return len(self.passage.text) > LONG and not self.folds

    @property
    def telling(self) -> list[str]:
        """The words of an answer that suggest or promise something, to be pointed out where they stand."""
        if self.passage.kind != PassageKind.RESPONSE:
            return []
        suggestions = filter(None, (getattr(self.passage, name) for name in SUGGESTIONS))
        answers = [it.answer for it in [*self.answers, *self.continued]]
        against = [words for answer in answers for _, words in answer.contradictions]
        return [it.because for it in suggestions] + [promise.text for promise in self.passage.promises] + against

    def placed(self, dated: str) -> Passage:
        """The passage as it was placed so far, right or not. A box that was not on the page changes nothing."""
        self.is_valid()
        passage, said = self.passage, self.cleaned_data
        recommendations = said.get("recommendations", passage.recommendations)
        answers_for = said.get("answers_for", passage.answers_for)
        if set(answers_for) == set(self.initial["answers_for"]):
            # Nobody said so: it follows whose words they are.
            answers_for = passage.answers_for
        placed = place(passage, PassageKind(said.get("kind", passage.kind)), recommendations, answers_for, dated)
        voice = said.get("voice", "") if self.add_prefix("voice") in self.data else self["voice"].initial
        by_hand = bool(voice and passage.speaker)
        return dataclasses.replace(placed, voice=Voice(voice) if voice else passage.voice, by_hand=by_hand)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == PassageKind.RESPONSE and not cleaned.get("recommendations"):
            self.add_error(None, "Select which recommendations this passage answers, or say that it is general")
        return cleaned
