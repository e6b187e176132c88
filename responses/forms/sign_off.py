"""What is said with a step on the way to a sign-off. Each is about words that its author has seen."""

from responses.forms.words import LinesField
from responses.forms.writing import SeenForm


class StepForm(SeenForm):
    """A step with a comment, if its author wants to say something."""

    comment = LinesField(label="Do you want to add a comment? (optional)", required=False, max_length=2000)


class SendBackForm(SeenForm):
    """Nothing comes back without a word."""

    comment = LinesField(
        label="What is to be changed?",
        help_text="It is shown to everybody who writes this update, above its answers.",
        max_length=2000,
        error_messages={"required": "Enter what is to be changed"},
    )
