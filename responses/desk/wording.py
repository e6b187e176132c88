"""Which answers say nearly the same, and what one alone says. See similar.py for what "nearly" is."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.utils.text import get_text_list

from recommendations.models import Body, Recommendation
from recommendations.words import plain
from responses.desk.answers import Answer
from responses.desk.similar import Same, Text, near_identical, said_by_one
from responses.differences import Piece, word_by_word

# (one, several): who says it, counted.
KINDS = {
    Body.Kind.FORCE: ("force", "forces"),
    Body.Kind.LOCAL_POLICING_BODY: ("local policing body", "local policing bodies"),
    Body.Kind.NATIONAL_BODY: ("national body", "national bodies"),
}
OTHER = ("other body", "other bodies")
AROUND = 5  # words beside a change
MOST = 0.5  # of those who answer: where as many say the same, what one alone says is pointed out
LEAST = 3  # answers, for "most" to mean anything


class Saying(NamedTuple):
    """One answer of a group, and how it says the passage that they have in common."""

    answer: Answer
    words: str


@dataclass
class Group:
    """A passage that several say, as most of them say it."""

    number: int
    words: str
    sayings: list[Saying]

    @property
    def senders(self) -> int:
        """How many say it: two answers in one body's letters are one."""
        return len({saying.answer.said.sender_id for saying in self.sayings})

    @property
    def who(self) -> str:
        """ "17 forces and 1 local policing body": counted by whose answer it is, each sender once."""
        by_sender = {saying.answer.said.sender_id: saying.answer.kind for saying in self.sayings}
        counted = Counter(KINDS.get(kind, OTHER) for kind in by_sender.values())
        order = [*KINDS.values(), OTHER]
        parts = [f"{counted[names]} {names[counted[names] > 1]}" for names in order if counted[names]]
        return get_text_list(parts, "and")

    @property
    def recommendations(self) -> list[Recommendation]:
        """To which ones it is said, in order."""
        found = {saying.answer.recommendation.pk: saying.answer.recommendation for saying in self.sayings}
        return sorted(found.values(), key=lambda it: it.order)

    @property
    def word_for_word(self) -> list[Saying]:
        return [saying for saying in self.sayings if not self._changed(saying)]

    @property
    def changed(self) -> list[Saying]:
        return [saying for saying in self.sayings if self._changed(saying)]

    def _changed(self, saying: Saying) -> bool:
        return saying.words.split() != self.words.split()

    def changes(self, saying: Saying) -> list[Piece]:
        """What this one takes away from the passage and adds to it, word by word."""
        return shortened(word_by_word(self.words, saying.words))


def shortened(pieces: list[Piece]) -> list[Piece]:
    """The changes, with a few words around each: who compares has the whole passage above."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        words = piece.text.split(" ")
        before = words[:AROUND] if place else []
        after = words[-AROUND:] if place + 1 < len(pieces) else []
        if piece.kind != "same" or len(words) <= len(before) + len(after) + 1:
            found.append(piece)
            continue
        found += [Piece("same", " ".join(before))] if before else []
        found.append(Piece("left_out", "…"))
        found += [Piece("same", " ".join(after))] if after else []
    # Two stretches that are left out beside each other are one.
    return [one for one, following in pairwise([*found, Piece("", "")]) if one.kind != "left_out" or one != following]


@dataclass
class Wording:
    """What some answers have in common, and what only one of them says."""

    groups: list[Group]  # that of most senders first
    in_groups: dict[int, list[Group]] = field(default_factory=dict)  # by id() of an answer
    own: dict[int, list[str]] = field(default_factory=dict)  # sentences of those who share some, by id() of an answer
    most_share: bool = False  # whether most of them say something that others say too

    def groups_of(self, answer: Answer) -> list[Group]:
        return self.in_groups.get(id(answer), [])

    def own_of(self, answer: Answer) -> list[str]:
        return self.own.get(id(answer), [])


def wording_of(answers: list[Answer], recommendations: list[Recommendation]) -> Wording:
    """What these say in common. The words of the recommendations themselves are everybody's."""
    texts = tuple(answer.as_text for answer in answers)
    same, own = compared(texts, tuple(plain(each.wording) for each in recommendations if each.wording))
    groups = [
        Group(number, each.words, [Saying(answers[passage.place], passage.words) for passage in each.passages])
        for number, each in enumerate(same, 1)
    ]
    in_groups = defaultdict(list)
    for group in groups:
        for saying in group.sayings:
            in_groups[id(saying.answer)].append(group)
    pointed_out = {id(answers[place]): own[place] for place in range(len(own)) if id(answers[place]) in in_groups}
    return Wording(groups, in_groups, pointed_out, bool(own))


# Worked out of nothing but the texts, which stay as they are once they are on the record: whoever reads on, or narrows
# what is shown, asks for the same again.
@lru_cache(maxsize=8)
def compared(texts: tuple[Text, ...], quoted: tuple[str, ...]) -> tuple[list[Same], list[list[str]]]:
    """The groups; and where most of them say the same, of each text what it alone says."""
    same = near_identical(texts, quoted)
    alike = {texts[place].source for each in same for place in each.places}
    senders = {text.source for text in texts}
    if len(senders) < LEAST or len(alike) < MOST * len(senders):
        return same, []
    return same, said_by_one(texts, quoted)
