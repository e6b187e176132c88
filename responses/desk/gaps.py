"""One text for many bodies: named gaps such as {body}, and what fills them in each letter."""

import re
from collections.abc import Mapping

# By name: what fills it, as the page says it.
GAPS = {
    "body": "the body that is asked",
    "report": "the title of the super-complaint",
    "published": "the day on which the report was published",
    "recommendations": "what it has not answered, one line for each recommendation",
    "due": "by which day that was asked",
    "today": "the day that the letter bears",
    "answer_by": "the day by which you ask for an answer",
    "who_may_answer": "the bodies whose answer counts as its own",
}
_GAP = re.compile(r"\{([^{}]*)\}")


class UnknownGap(ValueError):
    """A sentence that says which gap is none, and which there are."""


def gaps_in(words: str) -> set[str]:
    """The names of the gaps in a text; UnknownGap where one is not of ours, or a brace stands alone."""
    found = set(_GAP.findall(words))
    there = ", ".join(f"{{{name}}}" for name in GAPS)
    if unknown := sorted(found - set(GAPS)):
        raise UnknownGap(f"There is no gap {{{unknown[0]}}}. There are {there}")
    if "{" in (rest := _GAP.sub("", words)) or "}" in rest:
        raise UnknownGap(f"A brace stands alone. A gap is written as one of {there}")
    return found


def filled(words: str, facts: Mapping[str, str]) -> str:
    """A text with its gaps filled: once, so that a brace in a fact stays a brace."""
    return _GAP.sub(lambda gap: facts[gap[1]], words)
