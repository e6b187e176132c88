"""What is said with a step on the way to a sign-off. Each is about words that its author has seen."""

from django.utils.translation import gettext_lazy as _

from responses.forms.words import LinesField
from responses.forms.writing import SeenForm


class StepForm(SeenForm):
    """A step with a comment, if its author wants to say something."""

    comment = LinesField(label=_("Do you want to add a comment? (optional)"), required=False, max_length=2000)


class SendBackForm(SeenForm):
    """Nothing comes back without a word."""

    comment = LinesField(
        label=_("What is to be changed?"),
        help_text=_("It is shown to everybody who writes this update, above its answers."),
        max_length=2000,
        error_messages={"required": _("Enter what is to be changed")},
    )
