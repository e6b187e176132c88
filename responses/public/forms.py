"""What a public page can be asked."""

from django import forms

from recommendations.models import Body
from responses.forms.as_at import AsAtForm


class PublicMatrixForm(AsAtForm):
    """As at which day, and of which kind of bodies."""

    kind = forms.ChoiceField(
        label="Which kind of body?",
        choices=[("", "All"), *Body.Kind.choices],
        required=False,
        error_messages={"invalid_choice": "Select a kind of body that is in the list"},
    )

    @property
    def address(self) -> str:
        """What ends the address of a page or a file that shows the same."""
        kind = f"kind={self.cleaned_data['kind']}" if self.cleaned_data["kind"] else ""
        asked = "&".join(filter(None, [self.query.lstrip("?"), kind]))
        return f"?{asked}" if asked else ""
