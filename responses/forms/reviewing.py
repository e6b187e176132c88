"""What a liaison officer makes of an answer, and when a promise was kept."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone

from accounts.models import User
from recommendations.fields import DayField
from responses.forms.words import LinesField
from responses.models import Commitment, Response, Review


class ReviewForm(forms.ModelForm):
    outcome = forms.ChoiceField(
        label="What does HMICFRS make of this response?",
        choices=Review.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether HMICFRS is satisfied or asks for more information"},
    )
    reasons = LinesField(
        label="What are the reasons?",
        help_text="The body can read them. Say what is missing, and by when you would like it.",
        max_length=5000,
        error_messages={"required": "Enter the reasons"},
    )

    class Meta:
        model = Review
        fields = ("outcome", "reasons")

    def save(self, *, response: Response, by: User, at: datetime.datetime) -> Review:
        """Add the review; sent twice by a double click, it is one review."""
        today = timezone.localdate(at)
        latest = response.reviews.first()
        facts = {**self.cleaned_data, "reviewed_by": by, "reviewed_on": today}
        if latest and all(getattr(latest, name) == value for name, value in facts.items()):
            return latest
        return Review.objects.create(response=response, recorded_at=at, **facts)


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
