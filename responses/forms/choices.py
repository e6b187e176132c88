"""Forms in the language of whoever reads them: their choices, why a file is not kept, and boxes for other words."""

from collections.abc import Iterable, Mapping

from django.forms import Field
from django.utils.translation import get_language, gettext, gettext_lazy

from responses.documents import UnfitFile

# What else the tracker says within the sentence of an UnfitFile, by its place there; the rest are names and numbers.
_OURS = {"allowed", "claimed", "actual", "why"}


def in_this_language(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same values, each with a label that is translated when it is shown: those of models are of the record."""
    return [(value, gettext_lazy(label) if label else label) for value, label in choices]


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
