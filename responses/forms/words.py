"""Form fields for what people type or paste: cleaned, limited, and without characters that cannot be printed."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations import words
from responses.letter.limits import MAX_CHARACTERS, MAX_LINES, too_much


class _TypedField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = _("Shorten this to %(limit_value)d characters: it has %(show_value)d")


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


class WordsInput(forms.Textarea):
    """A text box with light marks, which a script turns into an editor; its value is words in their stored form.

    The stored words are posted as well, as `<name>-html`. An editor posts nothing else. Without one they are kept as
    they are where the marks in the box were not changed: not all that an editor writes can be said in marks.
    """

    template_name = "responses/words_input.html"

    class Media:
        js = [forms.Script("editor/page.js", type="module")]

    def format_value(self, value):
        return words.to_marks(words.stored(value or ""))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"html_name": _html_name(name), "html": words.stored(value or "")}
        return context

    def value_from_datadict(self, data, files, name):
        if self.value_omitted_from_data(data, files, name):
            return None
        typed, html = words.clean(data.get(name, "")), words.clean(data.get(_html_name(name), ""))
        if found := words.control_characters(typed + html):
            return Refused(words.from_marks(typed or strip_tags(html)), _remove(found))
        try:
            kept = words.canonical(html)
            is_unchanged = kept != "" and typed == words.clean(words.to_marks(kept))
            return kept if is_unchanged or name not in data else words.from_typed(typed)
        except words.TooDeep:
            return Refused(
                words.from_marks(strip_tags(html)), gettext("Use fewer lists and quotations within one another.")
            )

    def value_omitted_from_data(self, data, files, name):
        return name not in data and _html_name(name) not in data


def _html_name(name: str) -> str:
    return f"{name}-html"


class Refused(str):
    """Words that came in a form that cannot be kept, and what to do about it."""

    def __new__(cls, value, problem):
        refused = super().__new__(cls, value)
        refused.problem = problem
        return refused


class WordsField(forms.CharField):
    """Words with headings, lists, quotations, tables: in their stored form, however they were typed."""

    def __init__(self, *, rows=12, **kwargs):
        kwargs.setdefault("widget", WordsInput({"rows": rows, "data-words": True, "data-max-lines": MAX_LINES}))
        super().__init__(**kwargs)
        # For the counter on the page. The limit itself is checked on the words without their marks, below.
        self.max_length = MAX_CHARACTERS

    def to_python(self, value):
        if problem := getattr(value, "problem", "") or too_much(value or ""):
            raise ValidationError(problem)
        return super().to_python(value)

    def has_changed(self, initial, data):
        return words.stored(initial or "") != (data or "")


def _refuse_control_characters(value):
    if found := words.control_characters(value):
        raise ValidationError(_remove(found))


def _remove(characters):
    codes = ", ".join(sorted({f"U+{ord(char):04X}" for char in characters}))
    return gettext("Remove the characters that cannot be printed: %(codes)s.") % {"codes": codes}
