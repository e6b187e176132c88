"""As at which day an overview is, and what its map shows."""

import datetime
from urllib.parse import urlencode

from django.http import QueryDict

from recommendations.models import Recommendation, SuperComplaint
from responses.desk.overview import AREA_KINDS, Fact
from responses.forms.as_at import AsAtForm
from responses.forms.choices import choice_of


class OverviewForm(AsAtForm):
    """Whatever the address says, it shows an overview: what could not be read is told, and counts as not asked."""

    recommendation = choice_of("Which recommendation is on the map?", "a recommendation", [])
    show = choice_of("What does the map show?", "what to show", Fact.choices)
    kind = choice_of(
        "Whose answers are on the map?",
        "whose answers",
        [("", "Of whom it asks, forces first"), *((kind.value, kind.label) for kind in AREA_KINDS)],
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        super_complaint: SuperComplaint,
        recommendations: list[Recommendation],
        today: datetime.date,
    ):
        super().__init__(data, super_complaint=super_complaint, today=today)
        self.recommendations = recommendations
        titles = [(each.number, f"{each.number}. {each.short_title}") for each in recommendations]
        self.fields["recommendation"].choices = titles
        self.is_valid()

    @property
    def date(self) -> datetime.date:
        return self.cleaned_data.get("as_at") or self.today

    @property
    def mapped(self) -> int:
        """The place of the recommendation on the map among all: the first unless asked."""
        number = self.cleaned_data.get("recommendation")
        numbers = [each.number for each in self.recommendations]
        return numbers.index(number) if number else 0

    @property
    def fact(self) -> str:
        return self.cleaned_data.get("show") or Fact.POSITION

    @property
    def whose(self) -> str:
        return self.cleaned_data.get("kind", "")

    @property
    def asked(self) -> str:
        """The query that asks for the same again, the day included: what it leads to stays the same tomorrow."""
        answers = {name: answer for name, answer in self.cleaned_data.items() if answer}
        return "?" + urlencode(answers | {"as_at": self.date.isoformat()})
