"""Whom or what an answer waits for: a body or a recommendation, chosen, so that they can be counted; and words."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.fields import BodyField
from recommendations.models import Body, Recommendation
from responses.forms.words import LineField
from responses.models import Response

AWAITED = ("awaiting_body", "awaiting_recommendation", "awaiting")


class RecommendationField(forms.ChoiceField):
    """One of a report's recommendations, by its number; None where none is chosen."""

    def offer(self, recommendations: list[Recommendation]) -> None:
        self.by_number = {each.number: each for each in recommendations}
        self.choices = [("", gettext("None"))]
        self.choices += [(each.number, f"{each.number}. {each.short_title}") for each in recommendations]

    def clean(self, value):
        number = super().clean(value)
        return self.by_number[number] if number else None

    def has_changed(self, initial, data):
        return (initial or "") != (data or "")


class AwaitingForm(forms.Form):
    """The three fields of it. `offer()` says from which bodies and recommendations one chooses, and asks nothing."""

    awaiting_body = BodyField(
        label=_("Which body is awaited?"),
        help_text=_("Only if others are awaited. Start typing, then choose from the list."),
        required=False,
    )
    awaiting_recommendation = RecommendationField(
        label=_("Which recommendation is awaited?"),
        required=False,
        error_messages={"invalid_choice": _("Select another recommendation of the same report")},
    )
    awaiting = LineField(
        label=_("What is awaited, in words?"),
        help_text=_("For example, “College of Policing guidance”."),
        max_length=200,
        required=False,
    )

    def offer(self, bodies: list[Body], recommendations: list[Recommendation], *, listed: str = "") -> None:
        """`listed`: the id of a list of these bodies that is on the page already."""
        self.fields["awaiting_body"].offer(bodies)
        self.fields["awaiting_body"].widget.listed = listed
        self.fields["awaiting_recommendation"].offer(recommendations)


def as_typed(response: Response) -> dict:
    """What a response awaits, as one would type it into the form."""
    body, recommendation = response.awaiting_body, response.awaiting_recommendation
    return {
        "awaiting_body": body.name if body else "",
        "awaiting_recommendation": recommendation.number if recommendation else "",
        "awaiting": response.awaiting,
    }


def check_awaiting(form, cleaned: dict) -> dict:
    """Adds an error where others are awaited and nobody is said, or the other way round."""
    if "progress" not in cleaned:
        return cleaned
    said = [name for name in AWAITED if cleaned.get(name)]
    if cleaned["progress"] != Response.Progress.AWAITING_OTHERS:
        for name in said:
            form.add_error(name, gettext("Remove what is awaited, or select “Awaiting others” above"))
    # What was typed and is wrong has its own error.
    elif not said and not form.errors.keys() & set(AWAITED):
        form.add_error("awaiting", gettext("Enter whom or what is awaited"))
    return cleaned
