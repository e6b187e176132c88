"""What the matrix is asked to show. Its address holds every answer, so that a view can be kept and sent."""

import datetime
import functools
from urllib.parse import urlencode

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from recommendations.models import Body, Recommendation
from responses.forms.as_at import AsAtForm
from responses.matrix import NOT_REVIEWED, Mark, Matrix, Rows, Status, build_matrix


class QuickSelect(forms.Select):
    """Draws its options once. With a template for each of 40 options, a third of the page's time went on them."""

    def render(self, name, value, attrs=None, renderer=None):
        attrs = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        choices = tuple((value, tuple(words) if isinstance(words, list) else words) for value, words in self.choices)
        return format_html("<select{}>{}</select>", flatatt(attrs), _options(choices, value))


@functools.lru_cache(maxsize=200)
def _options(choices: tuple, chosen: str) -> SafeString:
    """`option` elements, and an `optgroup` where a choice is itself a tuple of choices."""
    return format_html_join(
        "",
        "{}",
        (
            [format_html('<optgroup label="{}">{}</optgroup>', value, _options(words, chosen))]
            if isinstance(words, tuple)
            else [format_html("<option{}>{}</option>", flatatt({"value": value, "selected": value == chosen}), words)]
            for value, words in choices
        ),
    )


def _words(choices) -> dict:
    """What each choice is called, also inside a group of choices."""
    words = {}
    for value, called in choices:
        words |= dict(called) if isinstance(called, list) else {value: called}
    return words


def _choice(label, what, choices):
    messages = {"invalid_choice": f"Select {what} that is in the list"}
    return forms.ChoiceField(label=label, required=False, choices=choices, error_messages=messages, widget=QuickSelect)


class MatrixForm(AsAtForm):
    kind = _choice("Kind of body", "a kind of body", [("", "All"), *Body.Kind.choices])
    region = _choice("Region", "a region", [("", "All"), *Body.Region.choices])
    status = _choice(
        "Status",
        "a status",
        [
            ("", "Any"),
            ("Has the status", Status.choices),
            ("Has the mark", Mark.choices),
            ("Waits for HMICFRS", [(NOT_REVIEWED, "Answer not reviewed yet")]),
        ],
    )
    rows = _choice("Rows", "a way to group the rows", Rows.choices)
    sort = _choice("Order of rows", "an order", [("", "By name"), ("overdue", "Most overdue first")])
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
        self.fields["recommendation"].choices = [(each.number, each.number) for each in recommendations]

    def matrix(self) -> Matrix:
        """What was asked for, once the form is valid."""
        asked = self.cleaned_data
        numbers = asked["recommendation"]
        return build_matrix(
            self.super_complaint,
            asked["as_at"],
            recommendations=[each for each in self.recommendations if not numbers or each.number in numbers],
            kind=asked["kind"],
            region=asked["region"],
            condition=asked["status"],
            rows=asked["rows"] or Rows.BODY,
            most_overdue_first=asked["sort"] == "overdue",
        )

    def limits(self) -> list[str]:
        """What keeps bodies or recommendations out of this view, in words: ["Region: Wales"]."""
        asked = self.cleaned_data
        limits = [
            f"{self.fields[name].label}: {_words(self.fields[name].choices)[asked[name]]}"
            for name in ("kind", "region", "status")
            if asked[name]
        ]
        if numbers := asked["recommendation"]:
            limits.append(f"Recommendations: {', '.join(numbers)}")
        return limits

    def address(self, **changes) -> str:
        """The query that asks for this view again, with some answers changed."""
        answers = {name: answer for name, answer in {**self.cleaned_data, **changes}.items() if answer}
        return "?" + urlencode(answers, doseq=True)
