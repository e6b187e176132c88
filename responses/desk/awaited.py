"""Who holds up whom: bodies and recommendations that others say they wait for. Pure reading; the date is an argument.

That one waits is the status of its cell. Since when is worked out from its letters: the first of an unbroken run that
names the same body and the same recommendation.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recommendations.models import Body, Recommendation
from responses.matrix import Cell, Matrix, Status
from responses.models import Response, Update


class Wait(NamedTuple):
    """One addressee that waits, and since when its letters have said so."""

    cell: Cell
    since: datetime.date


class Awaited(NamedTuple):
    """A body or a recommendation that is waited for, or neither: then it is named in words only."""

    body: Body | None
    recommendation: Recommendation | None
    waits: list[Wait]  # the longest first
    own: list[Cell]  # what the awaited body, or those asked by the recommendation, said themselves

    @property
    def since(self) -> datetime.date:
        return self.waits[0].since

    @property
    def name(self) -> str:
        """ "National Police Chiefs' Council", "Recommendation 3", or that it is said in words only."""
        if self.recommendation:
            return f"{self.recommendation}: {self.recommendation.short_title}"
        return self.body.name if self.body else "Named in words only"

    @property
    def view(self) -> str:
        """What asks the matrix for those that wait for it: "body npcc"; nothing where words alone name it."""
        if self.recommendation:
            return f"recommendation {self.recommendation.number}"
        return f"body {self.body.slug}" if self.body else ""

    @property
    def in_words(self) -> str:
        """ "12 forces and 2 other bodies": whom it holds up, each body once."""
        bodies = {wait.cell.body for wait in self.waits}
        forces = sum(body.is_force for body in bodies)
        others = len(bodies) - forces
        words = [f"{forces} force{'' if forces == 1 else 's'}"] if forces else []
        if others:
            words.append(f"{others} {'other ' if forces else ''}bod{'y' if others == 1 else 'ies'}")
        return " and ".join(words)

    @property
    def standing(self) -> list[tuple[str, int]]:
        """How often each thing is what was said itself, in the words of its status: [("Overdue", 2)]."""
        return list(Counter(cell.in_words() for cell in self.own).items())


def awaited(matrix: Matrix) -> list[Awaited]:
    """All that somebody in a matrix waits for, whoever is waited for by most first; words only come last.

    Who waits for a body's part of a recommendation is listed under both. Two queries beside the matrix.
    """
    by_number = {recommendation.number: recommendation for recommendation in matrix.columns}
    waiting = [cell for cell in matrix.cells() if cell.status == Status.AWAITING_OTHERS]
    since = _since(waiting, matrix)
    found = defaultdict(list)
    for cell in waiting:
        for what in _whom(cell, by_number):
            found[what].append(Wait(cell, since[cell.addressee_id]))
    own = _own(matrix)
    listed = [
        Awaited(
            what if isinstance(what, Body) else None,
            what if isinstance(what, Recommendation) else None,
            sorted(waits, key=lambda wait: (wait.since, wait.cell.body.name, wait.cell.recommendation.order)),
            own[what] if what else [],
        )
        for what, waits in found.items()
    ]
    return sorted(listed, key=lambda it: (it.body is it.recommendation, -len(it.waits), it.since, it.name))


def _whom(cell: Cell, by_number: dict) -> Iterator[Body | Recommendation | None]:
    # One of another report is named in the words of the cell alone.
    chosen = [each for each in (cell.awaiting_body, by_number.get(cell.awaiting_number)) if each]
    yield from chosen or [None]


def _own(matrix: Matrix) -> dict:
    """What each body said on this report itself, and what was said on each recommendation by those it asks."""
    found = defaultdict(list)
    for cell in matrix.cells():
        found[cell.body].append(cell)
        found[cell.recommendation].append(cell)
    return found


FACTS = ("addressee", "update__received_on", "update__body", "progress")
TARGET = ("awaiting_body", "awaiting_recommendation")


def _since(waiting: Iterable[Cell], matrix: Matrix) -> dict[int, datetime.date]:
    """By addressee, the day on which the first letter of the unbroken run was received."""
    cells = {cell.addressee_id: cell for cell in waiting}
    counted = Update.objects.as_at(matrix.as_at).filter(super_complaint=matrix.super_complaint)
    said = Response.objects.filter(addressee__in=cells, update__in=counted).exclude(progress="not_stated")
    in_order = said.order_by("update__received_on", "update__recorded_at", "update_id")
    answers_for = Body.objects.each_answers_for()
    since, target = {}, {}
    for addressee, received_on, sender, progress, *whom in in_order.values_list(*FACTS, *TARGET):
        cell = cells[addressee]
        if (cell.body.pk in answers_for(sender)) != cell.is_own:
            continue  # a letter for all beside what the body says itself, or the other way round
        waits_for = whom if progress == Response.Progress.AWAITING_OTHERS else None
        if waits_for != target.get(addressee):
            since[addressee], target[addressee] = received_on, waits_for
    return since


class Waiting(NamedTuple):
    """The other side: one body that waits, and all that it waits for."""

    body: Body
    waits: list[Wait]  # the longest first


def waiting(found: Iterable[Awaited]) -> list[Waiting]:
    """The same seen from those who wait, the longest wait first."""
    by_body = defaultdict(dict)
    for each in found:
        for wait in each.waits:
            by_body[wait.cell.body][wait.cell.addressee_id] = wait
    listed = [Waiting(body, sorted(waits.values(), key=lambda it: it.since)) for body, waits in by_body.items()]
    return sorted(listed, key=lambda it: (it.waits[0].since, it.body.name))
