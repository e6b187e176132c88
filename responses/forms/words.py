"""Form fields for what people type or paste: cleaned, limited, and without characters that cannot be printed."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from recommendations import words
from responses.letter.limits import MAX_CHARACTERS, MAX_LINES, too_much


class _TypedField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = "Shorten this to %(limit_value)d characters: it has %(show_value)d"


class LineField(_TypedField):
    """One line: a name, a title, whom or what is awaited."""

    def to_python(self, value):
        value = super().to_python(value)
        _refuse_control_characters(value)
        return value


class LinesField(_TypedField):
    """A few plain lines, such as an address."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        value = words.clean(super().to_python(value))
        _refuse_control_characters(value)
        return value


class WordsField(forms.CharField):
    """Words with headings, bullets and quotations as light marks; a rich paste is turned into them by a script."""

    def __init__(self, *, rows=12, **kwargs):
        kwargs.setdefault(
            "widget", forms.Textarea(attrs={"rows": rows, "data-marks": True, "data-max-lines": MAX_LINES})
        )
        super().__init__(**kwargs)
        # For the counter on the page. The limit itself is checked on the cleaned words, below.
        self.max_length = MAX_CHARACTERS

    def to_python(self, value):
        value = words.clean(super().to_python(value))
        _refuse_control_characters(value)
        if problem := too_much(value):
            raise ValidationError(problem)
        return value


def _refuse_control_characters(value):
    if found := words.control_characters(value):
        codes = ", ".join(sorted({f"U+{ord(char):04X}" for char in found}))
        raise ValidationError(f"Remove the characters that cannot be printed: {codes}.")
