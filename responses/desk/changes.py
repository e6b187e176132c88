"""What changed between two dates, by two clocks: what bodies changed, and what we learnt since of the first day.

Pure reading; both days, and the end of the first, are arguments. moves.py compares; the letters it names are fetched.
"""

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.utils.formats import date_format

from recommendations.models import SuperComplaint
from responses.desk.moves import Because, Fact, Move, Why, in_words, moves
from responses.matrix import Cell, build_matrix
from responses.models import Response, Update


class Clock(models.TextChoices):
    """By which of the two something is told to have changed."""

    CHANGED = "changed", "What bodies changed"
    LEARNT = "learnt", "What we learnt since"


class Grouped(models.TextChoices):
    BODY = "", "By body"
    RECOMMENDATION = "recommendation", "By recommendation"


class Reading(NamedTuple):
    """When one side of a comparison is."""

    as_at: datetime.date
    known_on: datetime.date  # by the end of this day; today: as we know it now


class Change(NamedTuple):
    """One cell that moved, with the letters that moved it."""

    move: Move
    causes: list[tuple[Because, Update | None]]

    @property
    def is_of_days(self) -> bool:
        """Whether nothing but a day that passed moved it."""
        return all(because.why == Why.DAY for because, _ in self.causes)

    @property
    def was(self) -> str:
        return told(self.move.before, self.move.what)

    @property
    def now(self) -> str:
        return told(self.move.after, self.move.what)


class Section(NamedTuple):
    """All that one clock tells."""

    clock: Clock
    before: Reading
    after: Reading
    changes: list[Change]

    @property
    def summary(self) -> str:
        return in_words([change.move for change in self.changes])

    @property
    def news(self) -> list[Change]:
        """Those that somebody made."""
        return [change for change in self.changes if not change.is_of_days]

    @property
    def of_days(self) -> list[Change]:
        """Those that came of themselves, with a day that passed."""
        return [change for change in self.changes if change.is_of_days]

    def groups(self, changes: list[Change], grouped: str) -> Iterator[tuple[str, list[Change]]]:
        """(name of the body or recommendation, its changes)"""

        def place(change):
            cell = change.move.after
            return cell.recommendation.order if grouped else cell.body.name

        for _, group in groupby(sorted(changes, key=place), key=place):
            together = list(group)
            cell = together[0].move.after
            name = f"{cell.recommendation}: {cell.recommendation.short_title}" if grouped else cell.body.name
            yield name, together


def changed(
    super_complaint: SuperComplaint,
    since: datetime.date,
    as_at: datetime.date,
    *,
    end_of_since: datetime.datetime,
    today: datetime.date,
    clocks: Iterable[str] = Clock.values,
    status: str = "",
    **narrowed,
) -> list[Section]:
    """A section for each clock. `narrowed`: recommendations, kind and region, as build_matrix() takes them.

    A matrix for each side, of which the two clocks share one, and a query for the letters of each section.
    """
    at_first = list(build_matrix(super_complaint, since, **narrowed).cells())
    first, now, sections = Reading(since, today), Reading(as_at, today), []
    if Clock.CHANGED in clocks:
        after = build_matrix(super_complaint, as_at, **narrowed).cells()
        sections.append(Section(Clock.CHANGED, first, now, _told(moves(at_first, after), status)))
    if Clock.LEARNT in clocks:
        then = build_matrix(super_complaint, since, known_at=end_of_since, **narrowed).cells()
        sections.append(Section(Clock.LEARNT, Reading(since, since), first, _told(moves(then, at_first), status)))
    return sections


def _told(moves: list[Move], status: str) -> list[Change]:
    found = [move for move in moves if not status or move.after.status == status]
    because = [each for move in found for each in move.because]
    answers = {each.response_id for each in because if each.response_id}
    update_of = dict(Response.objects.filter(pk__in=answers).values_list("pk", "update"))
    ids = {each.letter.id for each in because if each.letter} | set(update_of.values())
    letters = Update.objects.select_related("body", "super_complaint").in_bulk(ids)

    def letter(each):
        return letters.get(each.letter.id if each.letter else update_of.get(each.response_id))

    def causes(move):
        # A letter that moved two facts of a cell is named once.
        return list({(each.why, each.day, letter(each)): (each, letter(each)) for each in move.because}.values())

    return [Change(move, causes(move)) for move in found]


def told(cell: Cell | None, what: tuple) -> str:
    """How a cell stands: "Accepted. In progress; Received late"; with its day where that is what moved."""
    if cell is None:
        return "Not asked yet"
    words = [cell.said, *(mark.label for mark in cell.marks)]
    if Fact.DUE in what:
        words.append(f"due {date_format(cell.due_on, 'j F Y')}")
    return "; ".join(words)


def why_in_words(each: Because, letter: Update | None) -> str:
    """ "A letter", "A day that passed: 17 June 2021"; the letter itself is told beside it."""
    if each.why == Why.LETTER and letter is None:
        return "A letter that counts from an earlier day"
    return f"{each.why.label}: {date_format(each.day, 'j F Y')}" if each.day else str(each.why.label)
