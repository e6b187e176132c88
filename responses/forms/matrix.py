"""What the matrix is asked to show. Its address holds every answer, so that a view can be kept and sent."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify

from recommendations.fields import OneBoxDayField
from recommendations.models import Body, Recommendation
from responses.forms.as_at import AsAtForm
from responses.forms.choices import choice_of
from responses.matrix import NOT_REVIEWED, Mark, Matrix, Rows, Show, Status, Wanted, build_matrix
from responses.models import Response


def _words(choices) -> dict:
    """What each choice is called, also inside a group of choices."""
    words = {}
    for value, called in choices:
        words |= dict(called) if isinstance(called, list) else {value: called}
    return words


COLUMNS_A_PAGE = 40  # more make a page that neither eyes nor browsers like
ALL_COLUMNS = "all"
MOST_NAMED = 9  # recommendations in the name of a file
STATUSES = [
    ("", "Any"),
    ("Has the status", Status.choices),
    ("Has the mark", Mark.choices),
    ("Waits for HMICFRS", [(NOT_REVIEWED, "Answer not reviewed yet")]),
]


class MatrixForm(AsAtForm):
    known_at = OneBoxDayField(
        subject="“As known on”",
        label="As known on",
        help_text="As far as was recorded by the end of this day. Leave empty for now.",
        required=False,
    )
    show = choice_of("Show", "what to show", Show.choices)
    kind = choice_of("Kind of body", "a kind of body", [("", "All"), *Body.Kind.choices])
    region = choice_of("Region", "a region", [("", "All"), *Body.Region.choices])
    position = choice_of("Position", "a position", [("", "Any"), *Response.Position.choices])
    status = choice_of("Status", "a status", STATUSES)
    awaiting = choice_of("Waits for", "whom or what they wait for", [])
    nothing_since = OneBoxDayField(
        subject="“Nothing new since”",
        label="Nothing new since",
        help_text="Answered, and not since this day",
        required=False,
    )
    rows = choice_of("Rows", "a way to group the rows", Rows.choices)
    sort = choice_of("Order of rows", "an order", [("", "By name"), ("overdue", "Most overdue first")])
    columns = choice_of("Columns", "a page of columns", [])
    recommendation = forms.MultipleChoiceField(
        label="Recommendations",
        help_text="Select none to see all of them.",
        required=False,
        error_messages={"invalid_choice": "There is no recommendation %(value)s"},
        widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small app-matrix-numbers"}),
    )

    def __init__(self, data: QueryDict, *, recommendations: list[Recommendation], today: datetime.date):
        super().__init__(data, super_complaint=recommendations[0].super_complaint, today=today)
        self.recommendations = recommendations
        titles = [(each.number, f"{each.number}. {each.short_title}") for each in recommendations]
        self.fields["recommendation"].choices = titles
        what, _, which = data.get("awaiting", "").partition(" ")
        self.chosen = list(Body.objects.filter(slug=which)) if what == "body" else []
        self._offer_awaited(self.chosen)
        self.fields["columns"].choices = self._pages()
        if len(recommendations) <= COLUMNS_A_PAGE:
            del self.fields["columns"]

    def _offer_awaited(self, bodies: Iterable[Body]) -> None:
        """Gives to choose from bodies that are waited for, and this report's recommendations."""
        named = [(f"body {body.slug}", body.name) for body in bodies]
        numbers = [(f"recommendation {each.number}", each.number) for each in self.recommendations]
        choices = [("", "Anybody or nobody"), ("Bodies", named), ("Recommendations", numbers)]
        self.fields["awaiting"].choices = choices

    def _pages(self) -> list[tuple[str, str]]:
        numbers = [each.number for each in self.recommendations]
        starts = range(0, len(numbers), COLUMNS_A_PAGE)
        pages = [(start, numbers[start : start + COLUMNS_A_PAGE]) for start in starts]
        named = [(str(start) if start else "", f"{page[0]} to {page[-1]}") for start, page in pages]
        return [*named, (ALL_COLUMNS, f"All {len(numbers)}")]

    def shown(self) -> list[Recommendation]:
        """The recommendations chosen, or else those of the page of columns."""
        numbers, columns = self.cleaned_data["recommendation"], self.cleaned_data.get("columns", ALL_COLUMNS)
        if numbers:
            return [each for each in self.recommendations if each.number in numbers]
        if columns == ALL_COLUMNS:
            return self.recommendations
        start = int(columns or 0)
        return self.recommendations[start : start + COLUMNS_A_PAGE]

    def clean(self):
        cleaned = super().clean()
        as_at, known_at = cleaned.get("as_at"), cleaned.get("known_at")
        if known_at and known_at > self.today:
            self.add_error("known_at", "“As known on” must be today or in the past")
        elif as_at and known_at and known_at < as_at:
            self.add_error("known_at", "“As known on” must be the same as or after the as-at date")
        return cleaned

    @property
    def known_on(self) -> datetime.date:
        """By the end of which day it is as known; today where that is not asked."""
        return self.cleaned_data["known_at"] or self.today

    @property
    def _known_at(self) -> datetime.datetime | None:
        """The last moment of that day; none where it is today, which is now."""
        if self.known_on >= self.today:
            return None
        following = datetime.datetime.combine(self.known_on + datetime.timedelta(days=1), datetime.time.min)
        return timezone.make_aware(following) - datetime.timedelta(microseconds=1)

    def matrix(self) -> Matrix:
        """What was asked for, once the form is valid; from then on it offers whom somebody in it waits for."""
        asked = self.cleaned_data
        matrix = build_matrix(
            self.super_complaint,
            asked["as_at"],
            recommendations=self.shown(),
            kind=asked["kind"],
            region=asked["region"],
            wanted=self._wanted(),
            rows=asked["rows"] or Rows.BODY,
            most_overdue_first=asked["sort"] == "overdue",
            known_at=self._known_at,
        )
        # One that was chosen and that nobody waits for on another date stays chosen.
        self._offer_awaited(sorted({*matrix.awaited, *self.chosen}, key=lambda body: body.name))
        return matrix

    def _wanted(self) -> Wanted:
        asked = self.cleaned_data
        what, _, which = asked["awaiting"].partition(" ")
        return Wanted(
            condition=asked["status"],
            position=asked["position"],
            awaiting_body=which if what == "body" else "",
            awaiting_number=which if what == "recommendation" else "",
            nothing_since=asked["nothing_since"],
        )

    def pages(self) -> list[dict]:
        """The pages of columns, each with its address; none where all columns fit one, or some were chosen."""
        if "columns" not in self.fields or self.cleaned_data["recommendation"]:
            return []
        here = self.cleaned_data["columns"]
        return [
            {"words": words, "address": self.address(columns=page), "is_here": page == here}
            for page, words in self.fields["columns"].choices
        ]

    @property
    def shows(self) -> str:
        """Which facts: position, progress or both."""
        return self.cleaned_data["show"] or Show.BOTH

    def limits(self) -> list[str]:
        """What keeps bodies or recommendations out of this view, in words: ["Region: Wales"]."""
        asked = self.cleaned_data
        limits = [
            f"{self.fields[name].label}: {_words(self.fields[name].choices)[asked[name]]}"
            for name in ("kind", "region", "position", "status", "awaiting")
            if asked[name]
        ]
        if asked["nothing_since"]:
            limits.append(f"Nothing new since {date_format(asked['nothing_since'], 'j F Y')}")
        if numbers := asked["recommendation"]:
            limits.append(f"Recommendations: {', '.join(numbers)}")
        elif len(shown := self.shown()) < len(self.recommendations):
            limits.append(f"Recommendations {shown[0].number} to {shown[-1].number} of {len(self.recommendations)}")
        return limits

    def address(self, **changes) -> str:
        """The query that asks for this view again, with some answers changed."""
        answers = {name: answer for name, answer in {**self.cleaned_data, **changes}.items() if answer}
        return "?" + urlencode(answers, doseq=True)

    def file_name(self) -> str:
        """What the download of this view is called, without its ending: it says what was left out."""
        asked = self.cleaned_data
        narrowed = [asked[name] for name in ("kind", "region", "position", "status", "awaiting") if asked[name]]
        if asked["nothing_since"]:
            narrowed.append(f"nothing since {asked['nothing_since']}")
        if asked["known_at"]:
            narrowed.append(f"as known on {asked['known_at']}")
        if len(shown := self.shown()) < len(self.recommendations):
            few = len(shown) < MOST_NAMED
            numbers = [each.number for each in shown] if few else [shown[0].number, "to", shown[-1].number]
            narrowed += ["recommendations", *numbers]
        parts = [self.super_complaint.slug, "as-at", asked["as_at"].isoformat(), *narrowed]
        return slugify("-".join(parts).replace(".", "-")).replace("_", "-")
