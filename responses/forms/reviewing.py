"""What a liaison officer makes of an answer, and when a promise was kept."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone

from accounts.models import User
from recommendations.fields import DayField
from responses.documents import ACCEPT, ALLOWED, ReceivedFile, UnfitFile, received_file
from responses.forms.recording import keep_file
from responses.forms.words import LinesField
from responses.models import Commitment, Document, Response, Review

OF_NO_USE = "Leave this empty, or select “{}”"


class ReviewForm(forms.Form):
    """What HMICFRS makes of an answer. Only a reader of it can know: nothing is chosen beforehand."""

    outcome = forms.ChoiceField(
        label="What does HMICFRS make of this response?",
        choices=Review.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what HMICFRS makes of this response"},
    )
    reasons = LinesField(
        label="What are the reasons, or what has been seen?",
        help_text="The body can read this. If you ask for more, say what is missing. Not needed if you are satisfied.",
        max_length=5000,
        required=False,
    )
    due_on = DayField(
        subject="Date by which you ask",
        label="By when do you ask for it?",
        help_text="Only if you ask for more information, and name a day.",
        required=False,
    )
    evidence_link = forms.URLField(
        label="Where can what was seen be read?",
        help_text="Only if delivered. For example, https://www.example.org/policy",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a whole address, such as https://www.example.org/policy"},
    )
    evidence = forms.FileField(
        label="Attach what was seen",
        help_text=f"Only if delivered. One file up to 20 MB: {ALLOWED}. The body can read it.",
        required=False,
        allow_empty_file=True,  # said below, with the others, by name
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    # The latest review that the person has seen, so that a colleague's of this minute is read before another is added.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, responses: list[Response], by: User, today: datetime.date, **kwargs):
        self.responses, self.by, self.today = responses, by, today
        reviews = Review.objects.filter(response__in=responses).select_related("reviewed_by", "evidence")
        self.latest = {review.response_id: review for review in reviews.defer("evidence__content").in_order()}
        super().__init__(*args, **kwargs)
        self._offer_outcomes()
        if "seen" in self.fields:
            self.initial["seen"] = self._latest_ids()

    def _offer_outcomes(self):
        delivered = Review.objects.delivered([it.addressee_id for it in self.responses], self.today)
        if not delivered:
            reopened = Review.Outcome.REOPENED
            self.fields["outcome"].choices = [it for it in Review.Outcome.choices if it[0] != reopened]

    def _latest_ids(self) -> int:
        [response] = self.responses
        return self.latest[response.pk].pk if response.pk in self.latest else 0

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < self.today:
            raise ValidationError("Date by which you ask must be today or later")
        return due_on

    def clean_evidence(self) -> ReceivedFile | None:
        try:
            return received_file(self.cleaned_data["evidence"]) if self.cleaned_data["evidence"] else None
        except UnfitFile as error:
            raise ValidationError(str(error)) from None

    def clean(self):
        cleaned = super().clean()
        if outcome := cleaned.get("outcome"):
            self._clean_what_goes_with(Review.Outcome(outcome), cleaned)
        if not self.errors:
            self._point_out_what_was_reviewed_meanwhile(cleaned)
        if self.errors and "evidence" not in self.errors and (file := cleaned.get("evidence")):
            # A browser forgets a chosen file, and nothing is stored from a form with errors.
            self.add_error(
                "evidence", f"Select {file.name} again: it was not kept while something else needs correcting"
            )
        return cleaned

    def _clean_what_goes_with(self, outcome, cleaned):
        if cleaned.get("due_on") and outcome != Review.Outcome.MORE_INFORMATION:
            self.add_error("due_on", OF_NO_USE.format(Review.Outcome.MORE_INFORMATION.label))
        evidence = [name for name in ("evidence_link", "evidence") if cleaned.get(name)]
        if outcome != Review.Outcome.DELIVERED:
            for name in evidence:
                self.add_error(name, OF_NO_USE.format(Review.Outcome.DELIVERED.label))
        missing = {
            Review.Outcome.MORE_INFORMATION: "Enter what you ask for",
            Review.Outcome.REOPENED: "Enter the reasons",
            Review.Outcome.DELIVERED: "Enter what HMICFRS has seen, give a link to it or attach a file",
        }.get(outcome)
        without_words = outcome == Review.Outcome.DELIVERED and (evidence or self.errors)
        if missing and not without_words and "reasons" not in self.errors and not cleaned.get("reasons"):
            self.add_error("reasons", missing)

    def _point_out_what_was_reviewed_meanwhile(self, cleaned):
        latest = self.latest.get(self.responses[0].pk)
        if cleaned.get("seen") is None or not latest or latest.pk == cleaned["seen"] or self._says(latest):
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = latest.pk
        outcome = latest.get_outcome_display().lower()
        self.add_error(
            None,
            f"{latest.reviewed_by} has reviewed this meanwhile: {outcome}. Nothing was added. Read that review below; "
            "add yours again if it is still wanted.",
        )

    def _facts(self) -> dict:
        typed = {"due_on": None, "evidence_link": "", **self.cleaned_data}
        facts = {name: typed.get(name) for name in ("outcome", "reasons", "due_on", "evidence_link")}
        return facts | {"reviewed_by": self.by, "reviewed_on": self.today}

    def _says(self, review: Review) -> bool:
        """Whether a review is this very one: the first half of a double click."""
        file = self.cleaned_data.get("evidence")
        same_file = (review.evidence and review.evidence.sha256) == (file and file.sha256)
        return same_file and all(getattr(review, name) == value for name, value in self._facts().items())

    def save(self, *, at: datetime.datetime) -> list[Review]:
        """The reviews that were added; sent twice by a double click, each is added once."""
        new = [it for it in self.responses if not (it.pk in self.latest and self._says(self.latest[it.pk]))]
        evidence = {it.pk: self._kept_evidence(it, at) for it in new}
        facts = self._facts()
        return Review.objects.bulk_create(
            Review(response=it, evidence=evidence[it.pk], recorded_at=at, **facts) for it in new
        )

    def _kept_evidence(self, response, at) -> Document | None:
        if file := self.cleaned_data.get("evidence"):
            return keep_file(response.update, file, by=self.by, at=at)[0]
        return None


class SeveralReviewsForm(ReviewForm):
    """One review for several answers, with the same words. Evidence is of one answer, so it has no place here."""

    evidence = evidence_link = seen = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = "What does HMICFRS make of these responses?"
        self.fields["outcome"].choices = [
            (outcome.value, outcome.label) for outcome in (Review.Outcome.SATISFIED, Review.Outcome.MORE_INFORMATION)
        ]

    def _offer_outcomes(self):
        """Those above, whatever was delivered."""

    def _point_out_what_was_reviewed_meanwhile(self, cleaned):
        if self.reviewed_meanwhile():
            self.add_error(None, "Nothing was recorded: some of these were reviewed meanwhile. They are named below")

    def reviewed_meanwhile(self) -> list[tuple[Response, Review]]:
        """Those of them that have a review; this very one, from the first half of a double click, is none."""
        found = [(it, self.latest[it.pk]) for it in self.responses if it.pk in self.latest]
        return [it for it in found if not (hasattr(self, "cleaned_data") and self._says(it[1]))]


class CommitmentDoneForm(forms.Form):
    """The day on which something promised was done."""

    done_on = DayField(subject="Date done", label="When was it done?", help_text="For example, 30 4 2021")

    def __init__(self, *args, commitment: Commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.commitment = commitment

    def clean_done_on(self):
        done_on, published_on = self.cleaned_data["done_on"], self.commitment.published_on
        if done_on > timezone.localdate():
            raise ValidationError("Date done must be today or in the past")
        if done_on < published_on:
            published = formats.date_format(published_on, "j F Y")
            raise ValidationError(f"Date done must be the same as or after {published}, when the report was published")
        return done_on
