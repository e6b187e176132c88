"""Which of the letters that arrived are shown, and those of them that are recorded or removed together."""

import datetime

from django import forms
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import get_text_list

from recommendations.fields import PastDayField
from recommendations.models import Recommendation
from recommendations.names import folded
from responses.forms.words import LineField
from responses.intake.models import Intake
from responses.intake.standing import Stand, Standing
from responses.intake.unchanged import answers_in_words, promised

# In the order of the page: what can be done first comes first. What is being read still waits, to whoever looks.
ORDER = (Stand.RECOGNISED, Stand.NEEDS_A_PERSON, Stand.DUPLICATE, Stand.NOT_READABLE, Stand.READING, Stand.WAITING)
SORTED_BY = {
    "": ("The last sent in first", None),
    "name": ("Name of the file", lambda row: row.intake.name.casefold()),
    "body": ("Body, then date", lambda row: (row.body.casefold() or "\uffff", row.dated)),
}


class QueueForm(forms.Form):
    """Whatever the address says, it shows something: a wrong answer counts as none."""

    text = LineField(label="Which name of a file or a body?", max_length=200, required=False)
    stand = forms.ChoiceField(
        label="Where does it stand?",
        choices=[("", "Anywhere"), *((stand, stand.label) for stand in ORDER if stand != Stand.READING)],
        required=False,
    )
    sort = forms.ChoiceField(
        label="In which order?", choices=[(key, label) for key, (label, _) in SORTED_BY.items()], required=False
    )
    page = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def rows(self, rows: list[Standing]) -> list[Standing]:
        """Those of a queue that fit, as they stand and then as sorted; call is_valid() first."""
        asked = self.cleaned_data
        text, stand, (_, key) = folded(asked.get("text", "")), asked.get("stand"), SORTED_BY[asked.get("sort", "")]
        found = [row for row in rows if text in folded(f"{row.intake.name} {row.body}") and _stands(row, stand)]
        return sorted(sorted(found, key=key) if key else found, key=lambda row: ORDER.index(row.stand))

    @property
    def limits(self) -> bool:
        return bool(self.cleaned_data.get("text") or self.cleaned_data.get("stand"))

    @property
    def query(self) -> str:
        """What begins the address of another page of the same list: "text=kent&"."""
        data = self.data.copy()
        data.pop("page", None)
        return f"{data.urlencode()}&" if data else ""


def _stands(row: Standing, stand: str | None) -> bool:
    return not stand or row.stand == stand or (stand == Stand.WAITING and not row.is_read)


class TogetherForm(forms.Form):
    """Some of the letters that a page lists. One that changed since the page was shown is not in its list any more.

    Each says of a letter what its page says, in lines (`said`), and whether one press may select it (`is_proposed`).
    None is selected before: who does not choose has not answered.
    """

    letters = forms.MultipleChoiceField(
        label="Which letters?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select the letters",
            "invalid_choice": "A letter that you selected has changed meanwhile. Look at this list, and select again",
        },
    )

    def __init__(self, data, rows: list[Standing]):
        super().__init__(data)
        self.rows = {f"{row.intake.pk}-{row.intake.version}": row for row in rows}
        letters = self.fields["letters"]
        letters.choices = [(value, row.intake.name) for value, row in self.rows.items()]
        letters.option_hints = {value: _lines(*self.said(row), _link(row.intake)) for value, row in self.rows.items()}

    @property
    def proposed(self) -> list[str]:
        """The letters that one press selects."""
        return [value for value, row in self.rows.items() if self.is_proposed(row)]

    @property
    def selected(self) -> list[Standing]:
        return [self.rows[value] for value in self.cleaned_data.get("letters", ())]


class RemoveTogetherForm(TogetherForm):
    """Duplicates. What has the same body and date alone may say something else: nobody removes it without a look."""

    def said(self, row) -> tuple[str, ...]:
        return row.why

    def is_proposed(self, row) -> bool:
        return row.kept_elsewhere


class RecordTogetherForm(TogetherForm):
    """Letters with the day on which each was received: the day that its file says, or one for all the others."""

    field_order = ("received_on", "letters")
    received_on = PastDayField(
        subject="Date received",
        label="When did HMICFRS receive those that do not say?",
        help_text="They count in the matrix from this day.",
        required=False,
    )

    def __init__(self, data, rows, received: dict[int, datetime.date], recommendations: dict[str, Recommendation]):
        """`received`: the days that files say, by the ids of their Intakes; `recommendations`: the report's."""
        self.received, self.recommendations = received, recommendations
        super().__init__(data, rows)
        if all(row.intake.pk in received for row in rows):
            del self.fields["received_on"]

    def is_proposed(self, row) -> bool:
        return True

    def said(self, row) -> list[str]:
        """Whose it is, and all that goes on the record."""
        proposal, day = row.intake.proposal, self.received.get(row.intake.pk)
        others = [name for name in proposal.speaks_for if name != row.body] if row.body in proposal.speaks_for else []
        whom = get_text_list(others, "and") if len(others) < 4 else f"{len(others)} bodies"
        promises = promised(proposal)
        return [
            f"{row.body}, {row.dated_in_words}." + (f" It speaks for {whom} too." if others else ""),
            *answers_in_words(proposal, self.recommendations),
            *([f"Promised by a date and not kept as a commitment: “{'”, “'.join(promises)}”"] if promises else []),
            *([f"Received on {formats.date_format(day, 'j F Y')}, its e-mail says."] if day else []),
        ]

    def clean(self):
        cleaned = super().clean()
        silent = [row for row in self.selected if row.intake.pk not in self.received]
        if silent and "received_on" in cleaned and not cleaned["received_on"]:
            self.add_error("received_on", "Enter the date received")
        return cleaned

    @property
    def letters_and_days(self) -> list[tuple[Standing, datetime.date]]:
        return [(row, self.received.get(row.intake.pk) or self.cleaned_data["received_on"]) for row in self.selected]


def _lines(*lines: str) -> str:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def _link(intake: Intake) -> str:
    where = intake.get_absolute_url() if intake.proposal_json else reverse("intake_file", args=[intake.pk])
    words = '<a class="govuk-link" href="{}">Look at it<span class="govuk-visually-hidden">: {}</span></a>'
    return format_html(words, where, intake)
