"""How one recommendation belongs together with others."""

import datetime
from itertools import groupby

from django import forms

from accounts.models import User
from recommendations.days import in_words
from recommendations.fields import OneBoxDayField
from recommendations.links import Links
from recommendations.models import Link, Recommendation
from responses.forms.words import LineField, LinesField

Kind = Link.Kind
TAKES_UP = (Kind.REPEATS, Kind.SUPERSEDES)  # an earlier one


class LinkForm(forms.Form):
    kind = forms.ChoiceField(
        label="What became of this recommendation?",
        choices=[
            (Kind.REPEATS, "It repeats an earlier one"),
            (Kind.SUPERSEDES, "It takes the place of an earlier one"),
            (Kind.OVERTAKEN, "It was overtaken by another, or by something else"),
            (Kind.WITHDRAWN, "It was withdrawn"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what became of it"},
    )
    other = forms.ChoiceField(label="Which other recommendation?", required=False)
    what = LineField(
        label="What else overtook it?",
        help_text="Only where that is no recommendation, such as an Act of Parliament.",
        max_length=300,
        required=False,
    )
    since = OneBoxDayField(
        subject="The day",
        label="From which day?",
        help_text="For example, 2021-06-17. Leave it empty where no source names a day.",
        required=False,
    )
    source = LinesField(
        label="Where is this said?",
        help_text="Everybody who signs in can read it.",
        max_length=2000,
        error_messages={"required": "Enter where this is said"},
    )

    def __init__(self, *args, recommendation: Recommendation, **kwargs):
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        others = Recommendation.objects.exclude(pk=recommendation.pk).select_related("super_complaint")
        others = others.order_by("-super_complaint__published_on", "super_complaint", "order")
        self.others = {str(each.pk): each for each in others.defer("wording", "wording_source", "summary")}
        reports = groupby(self.others.values(), key=lambda each: each.super_complaint)
        offered = [
            (str(report), [(each.pk, f"{each}: {each.short_title}") for each in group]) for report, group in reports
        ]
        self.fields["other"].choices = [("", "None"), *offered]
        self.made: Link | None = None

    def clean_other(self):
        return self.others.get(self.cleaned_data["other"])

    def clean_since(self):
        since, published_on = self.cleaned_data["since"], self.recommendation.super_complaint.published_on
        if since and since < published_on:
            raise forms.ValidationError(f"The day must be on or after {in_words(published_on)}, when it was published")
        return since

    def clean(self):
        cleaned = super().clean()
        if {"kind", "other", "what"} <= cleaned.keys():
            self._clean_with_what(**{name: cleaned[name] for name in ("kind", "other", "what")})
            self._clean_twice()
        return cleaned

    def _clean_with_what(self, kind, other, what):
        if kind in TAKES_UP and not other:
            self.add_error("other", "Select which one")
        elif kind == Kind.OVERTAKEN and bool(other) == bool(what):
            self.add_error("other", "Select which other overtook it, or enter below what else did, and not both")
        elif kind == Kind.WITHDRAWN and other:
            self.add_error("other", "Select none: what was withdrawn leads to no other")
        elif other:
            self._clean_order(kind, other)
        if kind != Kind.OVERTAKEN and what:
            self.add_error("what", "Leave this empty, or select above that it was overtaken")

    def _clean_order(self, kind, other):
        """What is repeated came before; what overtakes came after. Of one report, either may be."""
        mine, theirs = (each.super_complaint.published_on for each in (self.recommendation, other))
        if theirs > mine if kind in TAKES_UP else theirs < mine:
            when = "before" if kind in TAKES_UP else "after"
            self.add_error("other", f"Select one that was published {when} this: {other.super_complaint} was not")
        elif self._contradicts(kind, other):
            self.add_error("other", f"Select another: a link already puts these two in the other order ({other})")

    def _contradicts(self, kind, other) -> bool:
        """Whether a link says already that of these two the other came first."""
        sides = (side for side in Links().of(self.recommendation.pk) if side.other == other)
        return any(side.is_later != (kind in TAKES_UP) for side in sides)

    def _clean_twice(self):
        """What is here already is an error, unless it is all of this: half of a double click."""
        names = ("kind", "other", "what")
        there = Link.objects.standing().filter(recommendation=self.recommendation)
        there = there.filter(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data}).first()
        if there and not self.errors:
            if all(getattr(there, name) == self.cleaned_data[name] for name in ("since", "source")):
                self.made = there
            else:
                self.add_error("kind", "This is here already. Say that it was recorded in error to record it anew")

    def save(self, *, by: User, at: datetime.datetime) -> Link:
        if self.made:
            return self.made
        return Link.objects.create(
            recommendation=self.recommendation, recorded_by=by, recorded_at=at, **self.cleaned_data
        )
