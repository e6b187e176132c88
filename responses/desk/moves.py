"""Which cells moved between two readings of one matrix, from what to what, and what moved each of them.

Pure: it compares what matrix.py decided, and decides nothing again. The two readings are of two days, or of one day as
it was known at two moments. What did not move is not named: a letter that says the same again moves nothing.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import models

from responses.matrix import Cell, Mark, Status
from responses.record import Letter


class Fact(models.TextChoices):
    """What of a cell can move, beside its marks."""

    STATUS = "status", "How far it has come"
    POSITION = "position", "Position"
    AWAITING = "awaiting", "Whom or what it waits for"
    DUE = "due", "The day by which it is asked"


class Why(models.TextChoices):
    """What can move a cell."""

    LETTER = "letter", "A letter"
    NO_LONGER = "no_longer", "A letter that no longer counts"
    REVIEW = "review", "HMICFRS’s review"
    REQUEST = "request", "HMICFRS’s request"
    MORE_TIME = "more_time", "More time"
    DAY = "day", "A day that passed"
    ASKED = "asked", "First asked"


class Because(NamedTuple):
    """One thing that moved a cell."""

    why: Why
    letter: Letter | None = None
    response_id: int | None = None  # of a letter that is not known by itself: the answer that speaks since
    day: datetime.date | None = None  # that passed, to which it was moved, or on which it was asked


class Move(NamedTuple):
    """A cell as it was and as it is."""

    before: Cell | None  # None: it was not asked yet
    after: Cell
    what: tuple[Fact | Mark, ...]  # which of its facts are not the same, and which marks came or went
    because: tuple[Because, ...]  # never empty; that a day passed is no letter's doing

    @property
    def is_of_no_letter(self) -> bool:
        """Whether it moved with nothing received and nothing taken back: a day, a request, a review."""
        return not any(each.why in {Why.LETTER, Why.NO_LONGER} for each in self.because)


def moves(before: Iterable[Cell], after: Iterable[Cell]) -> list[Move]:
    """The cells that are not the same, in the order of the second reading.

    Both are cells of `Matrix.cells()` or of `cells_of()`, of the same bodies and reports.
    """
    were = {cell.addressee_id: cell for cell in before}
    pairs = ((were.get(cell.addressee_id), cell) for cell in after)
    return [Move(was, cell, what, _because(was, cell)) for was, cell in pairs if (what := _what(was, cell))]


def moved_to(moves: Iterable[Move]) -> dict[Status, int]:
    """How many came to each status from another: {Status.COMPLETE: 12}."""
    found = Counter(move.after.status for move in moves if Fact.STATUS in move.what)
    return {status: found[status] for status in Status if found[status]}


def in_words(moves: list[Move]) -> str:
    """ "31 cells moved: 12 to complete, 3 to overdue, 9 asked again, 7 otherwise" """
    if not moves:
        return "No cell moved"
    told = [f"{count} to {status.label.lower()}" for status, count in moved_to(moves).items()]
    rest = Counter(_otherwise(move) for move in moves if Fact.STATUS not in move.what)
    told += [f"{count} {how}" for how, count in sorted(rest.items(), key=lambda it: (it[0] == OTHERWISE, it[0]))]
    return f"{len(moves)} cell{'' if len(moves) == 1 else 's'} moved: {', '.join(told)}"


OTHERWISE = "otherwise"
_HOW = {Why.REQUEST: "asked again", Why.REVIEW: "reviewed"}


def _otherwise(move: Move) -> str:
    """How a cell moved that kept its status, where one thing alone moved it."""
    whys = {because.why for because in move.because}
    return _HOW.get(whys.pop(), OTHERWISE) if len(whys) == 1 else OTHERWISE


def _what(was: Cell | None, now: Cell) -> tuple[Fact | Mark, ...]:
    if was is None:
        return (Fact.STATUS, *now.marks)
    # A day that moved is news to those alone who have not answered by it.
    is_due = now.answered_on is None and was.due_on != now.due_on
    facts = [
        was.status != now.status and Fact.STATUS,
        _position(was) != _position(now) and Fact.POSITION,
        was.awaiting_in_words != now.awaiting_in_words and Fact.AWAITING,
        is_due and Fact.DUE,
        *(mark for mark in Mark if (mark in was.marks) != (mark in now.marks)),
    ]
    return tuple(filter(None, facts))


def _position(cell: Cell) -> str:
    """Silence states no position, and neither does an answer that leaves it out."""
    return "" if cell.position == "not_stated" else cell.position


def _because(was: Cell | None, now: Cell) -> tuple[Because, ...]:
    if was is None:
        return (Because(Why.ASKED),)
    found = [*_letters(was, now), *_asked(was, now), *_granted(was, now)]
    found += _answered(was, now, named=any(each.letter for each in found))
    found += _judged(was, now, is_back=any(each.why == Why.NO_LONGER for each in found))
    found += _passed(was, now)
    return tuple(dict.fromkeys(found))


def _letters(was: Cell, now: Cell) -> Iterator[Because]:
    """The letters on which its facts rest now and did not, and those on which they rested and do not any more."""
    for name, own in (
        ("letter", "is_own"),
        ("position_letter", "position_is_own"),
        ("progress_letter", "is_own"),
    ):
        old, new = getattr(was, name), getattr(now, name)
        if (old and old.id) == (new and new.id):
            continue
        # A fact that rests on an older letter than before fell back on it: the newer one does not count any more.
        if new and (not old or _came_after(new, getattr(now, own), old, getattr(was, own), now)):
            yield Because(Why.LETTER, new)
        else:
            yield Because(Why.NO_LONGER, old)


def _came_after(new: Letter, new_is_own: bool, old: Letter, old_is_own: bool, cell: Cell) -> bool:
    """Whether the new one displaces the old one, as matrix.py has it; of two received on one day by their numbers."""
    if cell.recommendation.met_by_update:  # the first letter meets it, not the last
        return (new.received_on, new.id) < (old.received_on, old.id)
    return (new_is_own, new.received_on, new.id) > (old_is_own, old.received_on, old.id)


def _asked(was: Cell, now: Cell) -> Iterator[Because]:
    """The latest request made, or taken back."""
    before, after = ([it.request.pk for it in cell.asked_again] for cell in (was, now))
    if before == after:
        return
    new = [it.request for it in now.asked_again if it.request.pk not in before]
    gone = [it.request for it in was.asked_again if it.request.pk not in after]
    yield Because(Why.REQUEST, day=(new or gone)[-1].asked_on)


def _granted(was: Cell, now: Cell) -> Iterator[Because]:
    days = [{it.request.pk: it.due_on for it in cell.asked_again} for cell in (was, now)]
    if was.due_on != now.due_on:
        yield Because(Why.MORE_TIME, day=now.due_on)
    for request, day in days[1].items():
        if days[0].get(request, day) != day:
            yield Because(Why.MORE_TIME, day=day)


def _answered(was: Cell, now: Cell, named: bool) -> Iterator[Because]:
    """An answer that moves only marks, such as one that states nothing, or a first one found late."""
    if named:
        return
    first, since = was.answered_on, now.answered_on
    askings = [{it.request.pk: it.answered_on for it in cell.asked_again} for cell in (was, now)]
    changed = [(first, since), *((day, askings[1].get(request, day)) for request, day in askings[0].items())]
    changed = [(old, new) for old, new in changed if old != new]
    if was.response_id == now.response_id and not changed:
        return
    came = all(new and (not old or new < old) for old, new in changed)
    if came and now.responses >= was.responses:
        yield Because(Why.LETTER, response_id=now.response_id)
    else:
        yield Because(Why.NO_LONGER, response_id=was.response_id)


JUDGED = {Mark.MORE_INFORMATION, Mark.SATISFIED, Mark.DELIVERED, Mark.REOPENED}


def _judged(was: Cell, now: Cell, is_back: bool) -> Iterator[Because]:
    """A review; but not that an answer which nobody reviewed speaks now, nor that one speaks again which was."""
    came, went = JUDGED.intersection(now.marks) - set(was.marks), JUDGED.intersection(was.marks) - set(now.marks)
    same_answer = was.response_id == now.response_id
    if (came and (same_answer or not is_back)) or (went and same_answer and not is_back):
        yield Because(Why.REVIEW)


def _passed(was: Cell, now: Cell) -> Iterator[Because]:
    """A day: the report's own, or that of the latest request. One that was only moved nearer did not pass."""
    if was.status == Status.AWAITED and now.status == Status.OVERDUE and was.due_on <= now.due_on:
        yield Because(Why.DAY, day=now.due_on)
    if Mark.ASKED_AGAIN in was.marks and Mark.ASKED_AGAIN_OVERDUE in now.marks:
        before, after = was.asked_again[-1], now.asked_again[-1]
        if before.request.pk == after.request.pk and before.due_on <= after.due_on:
            yield Because(Why.DAY, day=after.due_on)
