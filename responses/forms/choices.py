"""Forms in the language of whoever reads them: their choices, and the boxes for words of a letter in another one."""

from collections.abc import Iterable, Mapping

from django.forms import Field
from django.utils.translation import get_language, gettext_lazy


def in_this_language(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same values, each with a label that is translated when it is shown: those of models are of the record."""
    return [(value, gettext_lazy(label) if label else label) for value, label in choices]


def say_language(fields: Mapping[str, Field], names: Iterable[str], *, is_welsh: bool) -> None:
    """On a page in Welsh, say of the boxes for words of an English letter that what is in them is English."""
    if get_language() == "cy" and not is_welsh:
        for name in names:
            if name in fields:
                fields[name].widget.attrs["lang"] = "en-GB"
