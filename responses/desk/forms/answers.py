"""What the pages of answers are asked to show. Their addresses hold every choice."""

import datetime
from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from recommendations.models import Body, Recommendation
from responses.desk.answers import Answer, Column
from responses.desk.wording import Group, Wording
from responses.forms.as_at import AsAtForm
from responses.forms.choices import choice_of
from responses.matrix import NOT_REVIEWED, Cell, Mark
from responses.models import Response
from responses.voices import Voice

JUDGED = [
    ("", "Any"),
    (NOT_REVIEWED, "Not reviewed yet"),
    *((mark.value, mark.label) for mark in (Mark.SATISFIED, Mark.MORE_INFORMATION, Mark.DELIVERED, Mark.REOPENED)),
]
ORDERS: dict[str, tuple[str, Callable]] = {
    "": ("By name", lambda answer: answer.who),
    "region": ("By region", lambda answer: (answer.body.get_region_display(), answer.who)),
    "newest": ("Newest first", lambda answer: (-answer.said.received_on.toordinal(), answer.who)),
    "oldest": ("Oldest first", lambda answer: (answer.said.received_on, answer.who)),
}
ALL = "all"
PAGE = 100  # the answers to one recommendation stand on one page, but for reports to every force, office and beyond


class ColumnForm(AsAtForm):
    """Whatever the address says, it shows a page: what could not be read is told, and narrows nothing."""

    kind = choice_of("Kind of body", "a kind of body", [("", "All"), *Body.Kind.choices])
    region = choice_of("Region", "a region", [("", "All"), *Body.Region.choices])

    def __init__(self, data: QueryDict, *, recommendations: list[Recommendation], today: datetime.date):
        super().__init__(data, super_complaint=recommendations[0].super_complaint, today=today)
        if "recommendation" in self.fields:
            numbers = [(each.number, f"{each.number}. {each.short_title}") for each in recommendations]
            self.fields["recommendation"].choices = [("", "All"), *numbers]
        self.is_valid()
        self.asked = {name: value for name, value in self.cleaned_data.items() if value}
        if self.date == today:
            self.asked.pop("as_at", None)  # an address without a date is always as at today

    def is_of_body(self, cell: Cell) -> bool:
        """Whether the body of a cell is to be shown, whatever it says."""
        body, asked = cell.body, self.asked
        return asked.get("kind", body.kind) == body.kind and asked.get("region", body.region) == body.region

    def limits(self) -> list[str]:
        """What keeps answers out of the page, in words: ["Region: Wales"]."""
        names = ("position", "progress", "voice", "judged", "kind", "region", "recommendation")
        return [
            f"{self.fields[name].label}: {dict(self.fields[name].choices)[self.asked[name]]}"
            for name in names
            if name in self.asked
        ]

    def address(self, **changes) -> str:
        """The query that asks for this page again, with some answers changed; "" where nothing is asked."""
        asked = {name: value for name, value in {**self.asked, **changes}.items() if value and name != "at"}
        return f"?{urlencode(asked)}" if asked else ""


class AnswersForm(ColumnForm):
    position = choice_of("Position", "a position", [("", "Any"), *Response.Position.choices])
    progress = choice_of("Progress", "a progress", [("", "Any"), *Response.Progress.choices])
    voice = choice_of("Whose words", "whose words", [("", "Anybody’s"), *Voice.choices()])
    judged = choice_of("What HMICFRS made of it", "what HMICFRS made of it", JUDGED)
    order = choice_of("Order", "an order", [(value, label) for value, (label, _) in ORDERS.items()])
    alike = forms.BooleanField(label="Only those who say the same as others", required=False)
    # The body of the answer that somebody was reading when they asked for something else.
    at = forms.SlugField(required=False, widget=forms.HiddenInput)
    field_order = ("as_at", "position", "progress", "voice", "judged", "kind", "region", "order", "alike", "at")

    def fits(self, cell: Cell) -> bool:
        asked = self.asked
        if asked.get("position", cell.position) != cell.position:
            return False
        if asked.get("progress", cell.progress) != cell.progress:
            return False
        return self.is_of_body(cell) and ("judged" not in asked or cell.has(asked["judged"]))

    def shown(self, column: Column, wording: Wording) -> list[Answer]:
        """The answers asked for, in the order asked for. One for many is there where one of them is asked for."""
        voice = self.asked.get("voice")
        found = [
            answer
            for answer in column.answers
            if voice in (None, answer.said.voice)
            and any(map(self.fits, answer.cells))
            and ("alike" not in self.asked or wording.groups_of(answer))
        ]
        _, key = ORDERS[self.asked.get("order", "")]
        return sorted(found, key=key)

    def limits(self) -> list[str]:
        return [*super().limits(), *(["Only those who say the same as others"] if "alike" in self.asked else [])]

    def nearest(self, shown: list[Answer], column: Column) -> Answer | None:
        """Where whoever read at one answer reads on: there, or at the next of those shown, or else at the last."""
        at = self.asked.get("at")
        if not shown or not at:
            return None
        holds = next((answer for answer in column.answers if at in {body.slug for body in answer.bodies}), None)
        if holds is None or holds in shown:
            return holds
        _, key = ORDERS[self.asked.get("order", "")]
        return next((answer for answer in shown if key(answer) >= key(holds)), shown[-1])


class SameWordsForm(ColumnForm):
    recommendation = choice_of("Recommendation", "a recommendation", [])
    field_order = ("as_at", "recommendation", "kind", "region")

    def shown(self, groups: list[Group]) -> list[Group]:
        """Those in which somebody who is asked for has a part."""
        number = self.asked.get("recommendation")
        return [
            group
            for group in groups
            if any(
                number in (None, saying.answer.recommendation.number) and any(map(self.is_of_body, saying.answer.cells))
                for saying in group.sayings
            )
        ]
