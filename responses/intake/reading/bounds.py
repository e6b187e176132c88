"""How much of a letter is read, and the one error that says why a file is not.

A letter to the inspectorate is a few pages; these limits are some fifty times that, and small enough that reading the
worst file takes seconds.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from responses.intake.proposal import Block, Hint

MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 300
MAX_CHARACTERS = 1_000_000
MAX_BLOCKS = 20_000
# A tab or a line end parts words; every other control character and every mark that hides or turns text goes.
_KEPT = "\n\t"
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class NotReadable(Exception):
    """A file whose words we do not get; its message is a sentence for the person who sent it in."""


def tidy(text: str) -> str:
    """The same words without invisible characters, with single spaces, and no space at the ends of lines."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n"))
    text = text.replace("\u2029", "\n\n").replace("\f", "\n")
    text = "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in {"Cc", "Cs", "Cn"})
    text = re.sub(r"(?<=\S)[^\S\n]+", " ", text).replace("\t", " ").replace("\u00a0", " ")
    return re.sub(r" *\n", "\n", text).strip("\n").rstrip()


def within_bounds(said: Iterable[Block | Hint | str]) -> Iterator[Block | Hint | str]:
    """The blocks with tidy words, without empty ones; NotReadable as soon as they are more than any letter has."""
    characters = 0
    for count, block in enumerate(said, start=1):
        if not isinstance(block, Block):
            yield block
            continue
        characters += len(block.text)
        if characters > MAX_CHARACTERS:
            raise NotReadable(f"This file holds more than {MAX_CHARACTERS:,} characters, which is no letter.")
        if count > MAX_BLOCKS:
            raise NotReadable(f"This file holds more than {MAX_BLOCKS:,} lines or paragraphs, which is no letter.")
        if text := tidy(block.text):
            yield replace(block, text=text)
