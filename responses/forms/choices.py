"""The choices of a field in the language of whoever reads it; the labels of models are those of the record."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy


def in_this_language(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same values, each with a label that is translated when it is shown."""
    return [(value, gettext_lazy(label) if label else label) for value, label in choices]
