"""Every answer to one recommendation, or to a whole report, in full. Pure reading; the date is an argument.

An answer is what one letter says in one set of words, with all the bodies for which it is the answer that speaks (see
matrix.py): the NPCC's for 43 forces is one answer, and so is a commissioner's for both. Bodies of which no words speak
are silent, and are listed as well.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from recommendations.models import Body, Recommendation, SuperComplaint
from recommendations.words import plain
from responses.desk.similar import Text
from responses.matrix import Cell, Letter, build_matrix
from responses.models import Passage, Response
from responses.voices import Voice


class Said(NamedTuple):
    """What one response says, and in which letter."""

    id: int
    update_id: int
    sender_id: int
    sender: str
    sender_kind: str
    received_on: datetime.date
    language: str
    text: str
    welsh_text: str
    voice: str
    has_passages: bool  # its letter was read passage by passage, and some of them are this answer


SAID = ("pk", "update", "update__body", "update__body__name", "update__body__kind", "update__received_on")
SAID += ("update__language", "text", "welsh_text", "voice")
FEW = 2  # bodies whose names are the heading of their answer: a force and who oversees it


@dataclass
class Answer:
    """One set of words in one letter, with the cells of those for whom it speaks."""

    cells: list[Cell]
    said: Said

    @property
    def body(self) -> Body:
        """Under whose name it is found: the force of those for whom it speaks, where there is one."""
        return self.cells[0].body

    @property
    def bodies(self) -> list[Body]:
        return [cell.body for cell in self.cells]

    @property
    def recommendation(self) -> Recommendation:
        return self.cells[0].recommendation

    @property
    def is_for_many(self) -> bool:
        return len(self.cells) > FEW

    @property
    def who(self) -> str:
        """Whose answer it is, as a heading names it."""
        if self.is_for_many:
            return f"{self.said.sender}, for {len(self.cells)} bodies"
        return " and ".join(body.name for body in self.bodies)

    @property
    def kind(self) -> str:
        """What kind of body says so."""
        return self.said.sender_kind if self.is_for_many else self.body.kind

    @property
    def voice_in_words(self) -> str:
        """Whose words they are: a local policing body by its own name, where the letter or the answer is its own."""
        if self.said.voice == Voice.LOCAL_POLICING_BODY:
            policing = Body.Kind.LOCAL_POLICING_BODY
            own = [body.name for body in self.bodies if body.kind == policing]
            if own or self.said.sender_kind == policing:
                return own[0] if own else self.said.sender
        return Voice(self.said.voice).label

    @property
    def earlier(self) -> list[Letter]:
        """Other letters in which its position or its progress was stated, in order."""
        letters = {cell.position_letter for cell in self.cells} | {cell.progress_letter for cell in self.cells}
        others = {letter for letter in letters if letter and letter.id != self.said.update_id}
        return sorted(others, key=lambda letter: (letter.received_on, letter.id))

    @property
    def as_text(self) -> Text:
        """What it says, to be compared: its letter is whose it is, whoever it speaks for."""
        return Text(self.said.sender_id, plain(self.said.text), () if self.is_for_many else names_of(self.bodies))


def names_of(bodies: Iterable[Body]) -> tuple[str, ...]:
    """What they call themselves in what they write, the longest first: "Kent Police", "Kent"."""
    names = {name for body in bodies for name in (body.name, _OFFICE.sub("", body.name)) if name}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


_OFFICE = re.compile(
    r"^Police,? (?:Fire )?and Crime Commissioner for (?:the )?"
    r"| (?:Metropolitan )?(?:Police(?: Service)?|Constabulary)$"
)


@dataclass
class Column:
    """What was heard on some recommendations as at a date."""

    answers: list[Answer]  # by recommendation, and by the name under which each is found
    silent: list[Cell]  # in the same order


def answers_to(
    super_complaint: SuperComplaint, as_at: datetime.date, recommendations: list[Recommendation] | None = None
) -> Column:
    """Every answer and every silence: a matrix and one query, however many there are."""
    matrix = build_matrix(super_complaint, as_at, recommendations=recommendations)
    cells = sorted(matrix.cells(), key=lambda cell: (not cell.body.is_force, cell.body.name))
    said = _said(cell.response_id for cell in cells if cell.response_id)
    answers: dict[tuple, Answer] = {}
    for cell in cells:
        if cell.response_id:
            words = said[cell.response_id]
            same = cell.recommendation.pk, words.update_id, words.text, words.welsh_text, words.voice
            answers.setdefault(same, Answer([], words)).cells.append(cell)
    silent = [cell for cell in cells if not cell.response_id]
    return Column(
        sorted(answers.values(), key=lambda answer: (answer.recommendation.order, answer.who)),
        sorted(silent, key=lambda cell: (cell.recommendation.order, cell.body.name)),
    )


def _said(ids: Iterable[int]) -> dict[int, Said]:
    resting_on = Passage.objects.filter(update=OuterRef("update"), addressees=OuterRef("addressee"))
    found = Response.objects.filter(pk__in=list(ids)).order_by()
    return {row[0]: Said(*row) for row in found.values_list(*SAID, Exists(resting_on))}
