"""Which texts hold nearly the same passage, and what only one of them says. Plain Python, which knows no Django.

A passage is a paragraph, a list or a table. It is compared by its runs of three words: two passages are nearly the same
where half of all the runs that either has are in both. Words that everybody quotes are taken out before.

To hold each against each would take an hour for what takes a second here. A passage can only be like another if they
share one of the rarest of their runs, so those alone are looked up ("prefix filtering"); what is found so is exactly
what holding each against each finds.
"""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ALIKE = 0.5  # of all the runs of two passages, how many both have
LEAST_WORDS = 12  # of a passage: "We accept this recommendation in full." is nobody's in particular
# A letter has some tens of passages. What holds more than these is no letter, and may not keep others waiting.
MOST_PASSAGES = 200
MOST_WORDS = 3_000
QUOTED = 0.5  # of the runs of a passage: from there on it is a quotation, with a word or two around it

_WORD = re.compile(r"\w+")
_BITS = 21  # two million different words
_ITSELF = "ȸ"  # no letter of any word
_APOSTROPHES = str.maketrans("", "", "'’")
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Text(NamedTuple):
    """Something said, with a blank line between its passages, and who says it."""

    source: Hashable  # what one of them says twice is nobody else's words
    words: str
    names: tuple[str, ...] = ()  # what it calls itself: "Kent Police has" and "Essex Police has" are the same words


class Passage(NamedTuple):
    place: int  # of its text
    words: str


@dataclass
class Same:
    """A passage that several say: as most of them say it, and as each of them does."""

    words: str
    passages: list[Passage]  # one of each text, in the order of the texts

    @property
    def places(self) -> set[int]:
        return {passage.place for passage in self.passages}


@dataclass
class Distinct:
    """Passages with the very same runs: capitals, commas and how they are set count for nothing."""

    runs: frozenset[int]
    passages: list[Passage]
    met: frozenset[int] = frozenset()  # those of its runs that other passages have too
    rank: tuple = ()


class Runs:
    """Gives each run of three words its number: numbers are compared and counted faster than words."""

    def __init__(self):
        self.known: defaultdict[str, int] = defaultdict(itertools.count().__next__)

    def __call__(self, words: Iterable[str]) -> frozenset[int]:
        numbers = [*map(self.known.__getitem__, words)]
        return frozenset(
            [a << 2 * _BITS | b << _BITS | c for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False)]
        )


def words_of(text: str, names: tuple[str, ...] = ()) -> list[str]:
    """Its words without capitals; one and the same for each of these names."""
    folded = text.casefold().translate(_APOSTROPHES)
    return _WORD.findall(_any_of(names).sub(_ITSELF, folded) if names else folded)


@lru_cache(maxsize=500)
def _any_of(names: tuple[str, ...]) -> re.Pattern:
    folded = (re.escape(name.casefold().translate(_APOSTROPHES)) for name in names)
    return re.compile(rf"\b(?:{'|'.join(folded)})\b")


def near_identical(texts: Sequence[Text], quoted: Iterable[str] = ()) -> list[Same]:
    """What more than one source says in nearly the same words, that of most sources first.

    `quoted`: texts that anybody may quote. Every passage found is nearly the same as the one shown for its group.
    """
    return _of_several(grouped(distinct_passages(texts, quoted)), texts)


def distinct_passages(texts: Sequence[Text], quoted: Iterable[str] = ()) -> list[Distinct]:
    """What is compared, quotations left out: first what most say, and of that what is most like the rest."""
    runs_of = Runs()
    official = frozenset().union(*(runs_of(words_of(each)) for each in quoted))
    found: dict[frozenset, list[Passage]] = defaultdict(list)
    for passage, words in _passages(texts):
        runs = runs_of(words)
        own = runs - official
        if len(own) > QUOTED * len(runs):
            found[own].append(passage)
    distinct = [Distinct(runs, passages) for runs, passages in found.items()]
    counts = _counted(distinct)
    for place, each in enumerate(distinct):
        sources = len({texts[passage.place].source for passage in each.passages})
        each.rank = (-sources, -sum(map(counts.__getitem__, each.met)) / len(each.runs), place)
    return sorted(distinct, key=lambda each: each.rank)


def _counted(distinct: list[Distinct]) -> Counter[int]:
    """In how many passages each run is, of those that are in several; and notes these with each passage.

    Nine in ten runs are in one passage alone, and counting those too takes most of the time of all that is done here.
    """
    seen, several = set(), set()
    for each in distinct:
        several |= seen & each.runs
        seen |= each.runs
    for each in distinct:
        each.met = each.runs & several
    return Counter(itertools.chain.from_iterable(each.met for each in distinct))


def _passages(texts: Sequence[Text]) -> Iterator[tuple[Passage, list[str]]]:
    for place, text in enumerate(texts):
        compared = 0
        for block in text.words.split("\n\n"):
            words = words_of(block, text.names)
            if len(words) < LEAST_WORDS:
                continue
            yield Passage(place, block.strip()), words[:MOST_WORDS]
            compared += 1
            if compared == MOST_PASSAGES:
                break


def grouped(distinct: list[Distinct]) -> list[list[Distinct]]:
    """In this order, each goes to the group whose first member it is most like, or else begins a group."""
    counts = Counter(itertools.chain.from_iterable(each.met for each in distinct))
    groups: list[list[Distinct]] = []
    index = defaultdict(list)  # by a run: groups whose first member has it among its rarest
    for each in distinct:
        rarest = _rarest(each, counts)
        near = _nearest(each.runs, {group for run in rarest for group in index.get(run, ())}, groups)
        if near is not None:
            groups[near].append(each)
            continue
        for run in rarest:
            index[run].append(len(groups))
        groups.append([each])
    return groups


def _rarest(passage: Distinct, counts: Counter[int]) -> list[int]:
    """The runs of which two passages that are nearly the same must share one, each with how often it is met.

    Of 100 runs they share 50 at least. So one of the 51 rarest is shared, and nobody shares those that one alone has.
    """
    looked_up = len(passage.met) - math.ceil(ALIKE * len(passage.runs)) + 1
    return sorted([counts[run] << 3 * _BITS | run for run in passage.met])[:looked_up] if looked_up > 0 else []


def _nearest(runs: frozenset[int], candidates: Iterable[int], groups) -> int | None:
    """The group whose first member is most like it, the earlier of two; None where none is nearly the same."""
    likeness = {group: jaccard(runs, groups[group][0].runs) for group in sorted(candidates)}
    nearest = max(likeness, key=likeness.__getitem__, default=None)
    return nearest if nearest is not None and likeness[nearest] >= ALIKE else None


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def _of_several(groups: list[list[Distinct]], texts: Sequence[Text]) -> list[Same]:
    found = []
    for group in groups:
        by_text: dict[int, Passage] = {}
        for passage in (passage for each in group for passage in each.passages):
            by_text.setdefault(passage.place, passage)
        sources = {texts[place].source for place in by_text}
        if len(sources) > 1:
            passages = [by_text[place] for place in sorted(by_text)]
            found.append((-len(sources), passages[0].place, Same(group[0].passages[0].words, passages)))
    return [same for *_, same in sorted(found, key=lambda it: it[:2])]


LEAST_OF_A_SENTENCE = 6  # words
SAID_ELSEWHERE = 0.2  # of the runs of a sentence that is still nobody else's


def said_by_one(texts: Sequence[Text], quoted: Iterable[str] = ()) -> list[list[str]]:
    """Of each text the sentences that no other source says, as they stand there."""
    runs_of, whose, several = Runs(), {}, object()
    for words in quoted:
        whose |= dict.fromkeys(runs_of(words_of(words)), several)
    for text in texts:
        for run in runs_of(words_of(text.words, text.names)):
            if whose.setdefault(run, text.source) != text.source:
                whose[run] = several

    def is_own(sentence, text):
        words = words_of(sentence, text.names)
        runs = runs_of(words)
        others = sum(whose.get(run) != text.source for run in runs)
        return len(words) >= LEAST_OF_A_SENTENCE and others <= SAID_ELSEWHERE * len(runs)

    return [[each for each in _sentences(text.words) if is_own(each, text)] for text in texts]


def _sentences(words: str) -> Iterator[str]:
    for block in words.split("\n\n"):
        yield from filter(None, _END_OF_SENTENCE.split(block.strip()))
