"""A force's part of a letter: asked for, sent back, and what a chief officer agreed of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.fields import DayField
from responses.forms.sign_off import StepForm
from responses.forms.words import LineField
from responses.forms.writing import SeenForm
from responses.models import Agreement


def today_or_later(value):
    if value and value < timezone.localdate():
        raise ValidationError(gettext("The day by which you want it must be today or in the future"))


class StartPartForm(StepForm):
    wanted_on = DayField(
        subject=_("Day by which you want it"),
        label=_("By when do you want it? (optional)"),
        help_text=_("For example, 17 6 2021"),
        required=False,
        validators=[today_or_later],
    )
    field_order = ("seen", "wanted_on", "comment")


class AgreementForm(SeenForm):
    """Which answers a chief officer agreed, as they stand on the page."""

    answers = forms.MultipleChoiceField(
        label=_("Which answers are agreed?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select the answers that are agreed")},
    )
    officer_name = LineField(
        label=_("Which chief officer agreed them?"),
        help_text=_("Their name, such as “Jo Bloggs”."),
        max_length=200,
        error_messages={"required": _("Enter the name of the chief officer who agreed them")},
    )
    officer_title = LineField(
        label=_("What is their title?"),
        help_text=_("For example, Assistant Chief Constable"),
        max_length=200,
        error_messages={"required": _("Enter the title of the chief officer")},
    )
    field_order = ("answers", "officer_name", "officer_title")

    def __init__(self, *args, update, responses, **kwargs):
        super().__init__(*args, update=update, **kwargs)
        self.responses = {str(response.pk): response for response in responses}
        self.fields["answers"].choices = [
            (pk, f"{response.addressee.recommendation}: {response.addressee.recommendation.short_title}")
            for pk, response in self.responses.items()
        ]

    def save(self, *, by, at) -> list[Agreement]:
        officer = {name: self.cleaned_data[name] for name in ("officer_name", "officer_title")}
        agreed = [self.responses[pk] for pk in self.cleaned_data["answers"]]
        return [
            self.update.agreements.create(
                addressee=response.addressee, said=response.snapshot, noted_by=by, noted_at=at, **officer
            )
            for response in agreed
        ]
