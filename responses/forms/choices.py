"""Forms in the language of whoever reads them: their choices, why a file is not kept, and boxes for other words."""

import functools
from collections.abc import Iterable, Mapping

from django.forms import ChoiceField, Field, Select
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy

from responses.documents import UnfitFile

# What else the tracker says within the sentence of an UnfitFile, by its place there; the rest are names and numbers.
_OURS = {"allowed", "claimed", "actual", "why"}


def in_this_language(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same values, each with a label that is translated when it is shown: those of models are of the record."""
    return [(value, gettext_lazy(label) if label else label) for value, label in choices]


class QuickSelect(Select):
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


def choice_of(label: str, what: str, choices) -> ChoiceField:
    """One of these, or none, in English. `what`: "a region"."""
    messages = {"invalid_choice": f"Select {what} that is in the list"}
    return ChoiceField(label=label, required=False, choices=choices, error_messages=messages, widget=QuickSelect)


def why_unfit(error: UnfitFile) -> str:
    """Why a file is not kept, in the language of the page."""
    told = {name: gettext(value) if name in _OURS else value for name, value in error.told.items()}
    return gettext(error.sentence) % told


def say_language(fields: Mapping[str, Field], names: Iterable[str], *, is_welsh: bool) -> None:
    """On a page in Welsh, say of the boxes for words of an English letter that what is in them is English."""
    if get_language() == "cy" and not is_welsh:
        for name in names:
            if name in fields:
                fields[name].widget.attrs["lang"] = "en-GB"
