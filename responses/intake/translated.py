"""What reading says of a file, which says it in English, and so it is kept: in the language of a page."""

import re
from functools import cache

from django.utils.translation import gettext

from responses.intake.sentences import Sentence

# What of a sentence is a sentence or a kind of file itself; and names of parts that have none of their own.
_OURS = {"why", "claimed", "actual", "kind"}
_NAMED_BY_US = re.compile(r"(?:an?|the|further) |slides$")


def translated(said: str) -> str:
    """ "This PDF has 301 pages; ..." as the page says it. What reading says in no such words stays as it is."""
    if (whole := gettext(said)) != said:
        return whole
    for sentence in Sentence:
        if found := _pattern(sentence).fullmatch(said):
            return gettext(sentence) % {name: _told(name, words) for name, words in found.groupdict().items()}
    return said


def _told(name: str, words: str) -> str:
    if name in _OURS or (name == "part" and _NAMED_BY_US.match(words)):
        return translated(words)
    return words.replace(" and ", gettext(" and ")) if name == "numbers" else words


@cache
def _pattern(sentence: Sentence) -> re.Pattern:
    """It, with anything in its places; what stands in two of the same name is the same."""
    seen = set()

    def place(found: re.Match) -> str:
        name = found[1]
        pattern = f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
        seen.add(name)
        return pattern

    return re.compile(re.sub(r"%\\\((\w+)\\\)s", place, re.escape(sentence)), re.DOTALL)
