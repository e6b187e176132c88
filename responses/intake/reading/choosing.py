"""Which parts of a file are the letter. A small rule, since a person sees all of them and may choose otherwise."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from responses.intake.proposal import Block, BlockKind, Hint, Part


@dataclass(frozen=True)
class Found:
    """A part with what choosing must know of it."""

    part: Part
    attached: bool = False  # and not the words of the message that came
    may_be_letter: bool = False  # although it was not read
    hints: tuple[Hint, ...] = ()


_NUMBERED = re.compile(
    r"\b(?:recommendations?|argymhell\w{1,8}|rec\.?|r)\s{0,3}(\d{1,2}(?:\.\d{1,2}|[a-z])?)\b", re.IGNORECASE
)
_RECOMMENDATION = re.compile(r"\brecommendation|\bargymhell|^(?:no|ref|rec)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\W{0,3}(\d{1,2}[a-z]?)\b(?![-/]\d|,\d)", re.IGNORECASE)
# What letters say and policies and disclaimers do not: each alternative counts once.
_SIGNS = (
    r"\b(?:dear|annwyl)\b", r"\b(?:yours|yn gywir|yn ddiffuant|kind regards|cofion)\b", r"\brecommendation|\bargymhell",
    r"super-?\s?complaint|uwch-?\s?g[wŵ]yn", r"inspectorate|hmic|arolygiaeth", r"\b(?:accept|agree|derbyn)",
)  # fmt: skip
# A letter of ours that was sent back with the answer: whom it greets.
_TO_BODIES = re.compile(
    r"^\W*(?:dear|annwyl)\s(?:all\b|colleagues?\b|(?:deputy |assistant )?chief (?:constables?|officers?)"
    r"|(?:police and crime )?commissioners?|brif gwnstabl)",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"\W*(?:annexe?|appendix|atodiad)\b", re.IGNORECASE)
_LONGEST_LETTER = 100_000  # characters, some forty pages: what is longer is a report
_LONGEST_NOTICE = 9_000  # characters: that a message is locked


def letter_of(found: list[Found]) -> tuple[int, ...]:
    """The place of the part that is the letter. None where the one that may be it could not be read.

    The letter names the most recommendations, and an annex is the letter only where nothing else names any; of two that
    name as many it is the one attached, since a note above it is short. Where none is named, it has most of what
    letters say.
    """
    readable = [place for place, each in enumerate(found) if each.part.blocks and not each.part.trouble]
    if not readable:
        return ()
    points = {place: _points(found[place]) for place in readable}
    best = max(readable, key=lambda place: (points[place], -place))
    missed = any(each.may_be_letter and each.part.trouble for each in found)
    is_note = not points[best].named and _is_a_note(found[best].part)
    return () if missed and is_note else (best,)


class _Points(NamedTuple):
    """What speaks for a part, in the order in which it counts."""

    is_letter: bool
    answers: bool  # names recommendations, and is no annex to what does
    named: int  # recommendations
    answers_apart: bool  # from the message that brought it
    signs: int
    attached: bool


def _points(found: Found) -> _Points:
    own = [block for block in found.part.blocks if not block.quoted and block.kind != BlockKind.FURNITURE]
    text = "\n".join(block.text for block in own)
    named = len(_named(own))
    signs = sum(bool(re.search(sign, text, re.IGNORECASE)) for sign in _SIGNS)
    is_ours = any(_TO_BODIES.match(block.text) for block in own[:15])
    is_letter = bool(named or signs) and len(text) <= _LONGEST_LETTER and not is_ours
    is_annex = bool(_ANNEX.match(found.part.name) or _ANNEX.match(text))
    return _Points(is_letter, named > 0 and not is_annex, named, found.attached and named > 0, signs, found.attached)


def _named(blocks: Iterable[Block]) -> set[str]:
    """The numbers of the recommendations that are named: in the text, or in a column that is headed so."""
    named, columns = set(), set()
    for block in blocks:
        named.update(number.lower() for number in _NUMBERED.findall(block.text))
        if block.kind == BlockKind.CELL and not block.row and _RECOMMENDATION.search(block.text):
            columns.add((block.table, block.column))
        elif (block.table, block.column) in columns and (number := _NUMBER.match(block.text)):
            named.add(number[1].lower())
    return named


def _is_a_note(part: Part) -> bool:
    return part.is_short and not re.search(r"\b(?:accept|derbyn)", part.words, re.IGNORECASE)


_LOCKED = re.compile(
    r"has sent you (?:a protected|an encrypted|a secure)|protected by microsoft|purview message encryption"
    r"|office 365 message encryption|this message is protected|-----BEGIN PGP MESSAGE-----",
    re.IGNORECASE,
)


def is_locked(blocks: list[Block]) -> bool:
    text = "\n".join(block.text for block in blocks if not block.quoted)
    return len(text) < _LONGEST_NOTICE and bool(_LOCKED.search(text)) and not _named(blocks)
