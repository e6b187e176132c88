"""What the review desk is asked to show. Its address holds every choice, so that the queue stays the same."""

import datetime
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from recommendations.fields import BodyField
from recommendations.models import Body, Recommendation
from responses.desk.waiting import Grouped, Waiting, waiting
from responses.models import Response


class DeskForm(forms.Form):
    """Whatever the address says, it shows a queue: what could not be read is told, and narrows nothing."""

    recommendation = forms.ChoiceField(label="Recommendation", required=False)
    body = BodyField(label="Body", help_text="Start typing, then choose from the list.", required=False)
    kind = forms.ChoiceField(label="Kind of body", required=False, choices=[("", "All"), *Body.Kind.choices])
    region = forms.ChoiceField(label="Region", required=False, choices=[("", "All"), *Body.Region.choices])
    grouped = forms.ChoiceField(label="Order", required=False, choices=Grouped.choices)

    def __init__(self, data: QueryDict, *, recommendations: list[Recommendation], today: datetime.date):
        super().__init__(data)
        self.recommendations, self.today = recommendations, today
        self.super_complaint = recommendations[0].super_complaint
        numbers = [(each.number, f"{each.number}. {each.short_title}") for each in recommendations]
        self.fields["recommendation"].choices = [("", "All"), *numbers]
        asked = Body.objects.filter(addressed__recommendation__super_complaint=self.super_complaint).distinct()
        self.fields["body"].offer(list(asked.prefetch_related("aliases")))
        self.is_valid()
        self.asked = {name: value for name, value in self.cleaned_data.items() if value}

    def queue(self) -> list[Waiting]:
        number = self.asked.get("recommendation")
        return waiting(
            self.super_complaint,
            self.today,
            recommendations=[each for each in self.recommendations if number in (None, each.number)],
            **{name: value for name, value in self.asked.items() if name != "recommendation"},
        )

    @property
    def grouped_by(self) -> str:
        return self.asked.get("grouped", Grouped.NOT)

    @property
    def query(self) -> str:
        """What ends the address of a page of the same queue."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    def limits(self) -> list[str]:
        """What keeps answers out of it, in words: ["Region: Wales"]."""
        called = {
            name: dict(self.fields[name].choices)[value]
            for name, value in self.asked.items()
            if name in ("recommendation", "kind", "region")
        }
        called |= {"body": self.asked["body"].name} if "body" in self.asked else {}
        return [f"{self.fields[name].label}: {words}" for name, words in called.items()]


class ChosenForm(forms.Form):
    """Answers that were ticked, to be reviewed together."""

    answer = forms.ModelMultipleChoiceField(
        queryset=Response.objects.none(),
        error_messages={
            "required": "Select the answers to review",
            "invalid_choice": "One of these answers is not there any more. Select from this list",
            "invalid_pk_value": "One of these answers is not there any more. Select from this list",
        },
    )

    def __init__(self, data: QueryDict, *, responses):
        super().__init__(data)
        self.fields["answer"].queryset = responses
