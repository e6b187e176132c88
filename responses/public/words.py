"""The words of an answer as the public reads them: without what is withheld, and without how to reach a person.

A page and a file take words from here alone, so what is withheld on one is withheld on both. What stands in another
answer too is withheld there as well: a letter says the same for many bodies, and is sent again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import NamedTuple

from lxml import etree

from recommendations.words import canonical, stored
from recommendations.words.subset import parsed
from recommendations.words.text import as_words
from responses.models import Response, Withholding

# So many words in a row are the same passage wherever they stand. Fewer ("We accept this.") are anybody's.
ENOUGH_WORDS = 8
NO_EMAIL, NO_TELEPHONE = "[e-mail address left out]", "[telephone number left out]"
_TAGS = re.compile("(<[^>]*>)")
# Each piece of an address is bounded: a long run of letters that is none must not take the square of its length.
_EMAIL = re.compile(r"[\w.+'%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
# Of the United Kingdom: 020 7946 0000, 01632 960 001, (0)7700-900123, +44 20 7946 0000; ten or eleven digits.
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+44[ ]?(?:\(0\)[ ]?)?|\(?0)(?:[ ()-]{0,2}\d){9,10}(?!\d)")
_REACHES_A_PERSON = re.compile(r' href="(?:mailto:[^"]*|[^"]*(?:@|%40)[^"]*)"', re.IGNORECASE)


def blocks_of(text: str) -> list[str]:
    """The paragraphs, headings, lists and tables of some words, each in the stored form."""
    return [etree.tostring(block, encoding="unicode", with_tail=False) for block in parsed(stored(text))]


def said_in(block: str) -> str:
    """The words of one block alone, however they are set: what two passages are compared by."""
    return " ".join(as_words(block.replace("<br/>", "<br>")).casefold().split())


class _Passage(NamedTuple):
    said: str
    whole: str  # all the words that it stands in, as they are stored
    reason: str


class Shown(NamedTuple):
    """What the public reads of an answer, in the stored form; the Welsh is "" where its letter is in one language."""

    text: str
    welsh_text: str
    is_withheld: bool  # all of it


@dataclass
class Withheld:
    """All that is withheld in the answers to a report."""

    passages: list[_Passage] = field(default_factory=list)

    @classmethod
    def of(cls, withholdings: Iterable[Withholding]) -> "Withheld":
        """Of rows with their responses."""
        withheld = cls()
        for each in withholdings:
            texts = [(False, each.response.text), (True, each.response.welsh_text)]
            for in_welsh, text in texts:
                for place, block in enumerate(blocks_of(text), 1):
                    if each.block == 0 or (each.block, each.in_welsh) == (place, in_welsh):
                        withheld.passages.append(_Passage(said_in(block), text, each.reason))
        return withheld

    def shown(self, response: Response, *, is_bilingual: bool) -> Shown:
        """What is left of an answer, with the reason in the place of what is not."""
        text, is_withheld = self._without(response.text)
        welsh, _ = self._without(response.welsh_text) if is_bilingual else ("", False)
        return Shown(text, welsh, is_withheld)

    def _without(self, text: str) -> tuple[str, bool]:
        if not self.passages:
            return _nobodys(text), False
        shown, reasons = [], []
        for block in blocks_of(text):
            reason = self._reason(block, text)
            # Passages that follow each other and are withheld for one reason are told once.
            if reason is None or not reasons or reasons[-1] != reason:
                shown.append(_set_without_persons(block) if reason is None else _in_its_place(reason))
            reasons.append(reason)
        return canonical("".join(shown)), bool(reasons) and None not in reasons

    def _reason(self, block: str, text: str) -> str | None:
        """Why a block is withheld; None where it is not."""
        said = said_in(block)
        return next((each.reason for each in self.passages if _is_in(each, said, text)), None)


def _is_in(passage: _Passage, said: str, text: str) -> bool:
    if passage.said == said and passage.whole == text:
        return True
    shorter, longer = sorted((passage.said, said), key=len)
    return shorter.count(" ") >= ENOUGH_WORDS - 1 and shorter in longer


def _in_its_place(reason: str) -> str:
    return f"<p><strong>Withheld:</strong> {escape(without_persons(reason), quote=False)}</p>"


def without_persons(words: str) -> str:
    """The same plain words without e-mail addresses and telephone numbers."""
    return _TELEPHONE.sub(NO_TELEPHONE, _EMAIL.sub(NO_EMAIL, words))


@lru_cache(maxsize=500)
def _nobodys(text: str) -> str:
    """All of some words without how to reach a person. What a letter says for 43 bodies is looked at once."""
    words = stored(text)
    left = _set_without_persons(words)
    return words if left == words else canonical(left)


def _set_without_persons(block: str) -> str:
    """The same of words in the stored form, in which a link may reach a person as well."""
    return "".join(
        _REACHES_A_PERSON.sub("", piece) if piece.startswith("<") else without_persons(piece)
        for piece in _TAGS.split(block)
    )
