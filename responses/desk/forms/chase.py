"""What the list of whom to chase is asked to show. Its address holds every choice."""

from urllib.parse import urlencode

from django import forms

from recommendations.models import Body
from responses.desk.chase import BEFORE, Chased, Rung, Sort, to_chase
from responses.forms.as_at import AsAtForm
from responses.forms.choices import choice_of


class ChaseForm(AsAtForm):
    """What could not be read is told, and narrows nothing."""

    rung = choice_of("Which step of the ladder is next?", "a step", [("", "Any, or none yet"), *Rung.choices])
    kind = choice_of("Kind of body", "a kind of body", [("", "All"), *Body.Kind.choices])
    region = choice_of("Region", "a region", [("", "All"), *Body.Region.choices])
    before = forms.IntegerField(
        label="How many days before the day does a reminder go out?",
        help_text=f"{BEFORE} unless you enter another number, up to 90",
        required=False,
        min_value=1,
        max_value=90,
        widget=forms.TextInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter a whole number of days, such as 14",
            "min_value": "Enter a number of days from 1 to 90",
            "max_value": "Enter a number of days from 1 to 90",
        },
    )
    sort = choice_of("Order", "an order", Sort.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_valid()
        self.asked = {
            name: self.cleaned_data[name]
            for name in ("rung", "kind", "region", "before", "sort")
            if self.cleaned_data.get(name)
        }

    def chased(self, *, with_notes: bool) -> list[Chased]:
        return to_chase(self.super_complaint, self.date, with_notes=with_notes, **self.asked)

    @property
    def is_today(self) -> bool:
        return self.date == self.today

    @property
    def address(self) -> str:
        """What ends the address of a page or a file of the same list."""
        asked = self.asked | ({} if self.is_today else {"as_at": self.date.isoformat()})
        return f"?{urlencode(asked)}" if asked else ""

    def limits(self) -> list[str]:
        """What keeps bodies out of it, in words: ["Region: Wales"]."""
        return [
            f"{self.fields[name].label.removesuffix('?')}: {dict(self.fields[name].choices)[self.asked[name]]}"
            for name in ("rung", "kind", "region")
            if name in self.asked
        ]
