"""Between which dates, by which clock and of whom it is asked what changed."""

import datetime

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from recommendations.fields import OneBoxDayField
from recommendations.models import Body, Recommendation
from responses.desk.changes import Clock, Grouped, Section, changed
from responses.forms.as_at import AsAtForm
from responses.forms.choices import choice_of
from responses.matrix import Status

BACK = datetime.timedelta(days=28)


class ChangesForm(AsAtForm):
    """`?since=2021-05-20&as_at=2021-06-17`; of the 28 days before the second where the first is not asked."""

    since = OneBoxDayField(
        subject="First date",
        label="Since which date?",
        help_text="For example, 2021-05-20 or 20/5/2021",
        required=False,
    )
    clock = choice_of("Which changes?", "which changes", [("", "Both"), *Clock.choices])
    kind = choice_of("Which kind of body?", "a kind of body", [("", "All"), *Body.Kind.choices])
    region = choice_of("Which region?", "a region", [("", "All"), *Body.Region.choices])
    recommendation = choice_of("Which recommendation?", "a recommendation", [])
    status = choice_of("Moved to which status?", "a status", [("", "Any"), *Status.choices])
    grouped = choice_of("In which order?", "an order", Grouped.choices)
    field_order = ("since", "as_at", "clock", "kind", "region", "recommendation", "status", "grouped")

    def __init__(self, data: QueryDict, *, recommendations: list[Recommendation], today: datetime.date):
        report = recommendations[0].super_complaint
        super().__init__(data, super_complaint=report, today=today)
        if not self.data.get("since", "").strip():
            self.data["since"] = max(self._as_at() - BACK, report.published_on).isoformat()
        self.recommendations = recommendations
        titles = [(each.number, f"{each.number}. {each.short_title}") for each in recommendations]
        self.fields["recommendation"].choices = [("", "All"), *titles]

    def _as_at(self) -> datetime.date:
        """The date asked for as far as it can be read, before the rest is."""
        try:
            return self.fields["as_at"].clean(self.data["as_at"])
        except ValidationError:
            return self.today

    def clean_since(self):
        since, published_on = self.cleaned_data["since"], self.super_complaint.published_on
        if since < published_on:
            day = date_format(published_on, "j F Y")
            raise ValidationError(f"First date must be the same as or after {day}, when the report came out")
        return since

    def clean(self):
        cleaned = super().clean()
        since, as_at = cleaned.get("since"), cleaned.get("as_at")
        if since and as_at and since > as_at:
            self.add_error("since", "First date must be the same as or before the as-at date")
        return cleaned

    def sections(self) -> list[Section]:
        """What changed, once the form is valid."""
        asked = self.cleaned_data
        following = datetime.datetime.combine(asked["since"] + datetime.timedelta(days=1), datetime.time.min)
        number = asked["recommendation"]
        return changed(
            self.super_complaint,
            asked["since"],
            asked["as_at"],
            end_of_since=timezone.make_aware(following) - datetime.timedelta(microseconds=1),
            today=self.today,
            clocks=[asked["clock"]] if asked["clock"] else Clock.values,
            status=asked["status"],
            recommendations=[each for each in self.recommendations if number in ("", each.number)],
            kind=asked["kind"],
            region=asked["region"],
        )

    @property
    def grouped_by(self) -> str:
        return self.cleaned_data["grouped"]
