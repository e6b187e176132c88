"""A body's paper for its police and crime panel or audit committee: over all reports, as at a day and since another.

What a body says and what HMICFRS judged stay apart. Only the body and whom it answers for are in it, and only what is
on the record: no sentence here concludes anything that neither of them said.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.formats import date_format

from recommendations.models import Body, Recommendation, SuperComplaint
from responses.desk.moves import Because, moves
from responses.matrix import Cell, Mark, Status, cells_of
from responses.models import Commitment, Review, Update
from responses.models.commitments import Promised, State
from responses.to_come import UNANSWERED, is_asked_again


class Standing(models.TextChoices):
    """Under which heading a panel finds a recommendation to a body. Each stands under one."""

    OVERDUE = "overdue", "Overdue"
    OPEN = "open", "Open"
    SAID_COMPLETE = "said_complete", "Complete, as the body says"
    DELIVERED = "delivered", "Delivered, as HMICFRS judged"
    CLOSED = "closed", "Closed with its report"

    @classmethod
    def of(cls, cell: Cell, as_at: datetime.date) -> "Standing":
        """What is closed asks nothing; what is overdue is so whatever was said before; a question opens it again."""
        if cell.recommendation.super_complaint.is_closed(as_at):
            return cls.CLOSED
        if cell.status == Status.OVERDUE or cell.has(Mark.ASKED_AGAIN_OVERDUE):
            return cls.OVERDUE
        if cell.delivered:
            return cls.DELIVERED
        is_open_again = is_asked_again(cell) or cell.has(Mark.REOPENED)
        return cls.SAID_COMPLETE if cell.status == Status.COMPLETE and not is_open_again else cls.OPEN


MEANS = {
    Standing.OVERDUE: "Nothing was received by the end of the day by which an answer, or a further one, was asked.",
    Standing.OPEN: "Neither overdue nor complete: not due yet, under way, answered in general only, or asked again.",
    Standing.SAID_COMPLETE: "The body’s own word. HMICFRS has not said that it has seen it done.",
    Standing.DELIVERED: "HMICFRS has seen it done, on evidence.",
    Standing.CLOSED: "Nothing more is expected on these reports. What was last said and judged stands beside each.",
}
JUDGED = (Mark.DELIVERED, Mark.REOPENED, Mark.SATISFIED, Mark.MORE_INFORMATION)
_DAYS = (Mark.EXTENDED, Mark.RECEIVED_LATE, Mark.ASKED_AGAIN, Mark.ASKED_AGAIN_OVERDUE)


@dataclass(frozen=True)
class Line:
    """One recommendation to one body, as at a day."""

    cell: Cell
    standing: Standing

    @property
    def recommendation(self) -> Recommendation:
        return self.cell.recommendation

    @property
    def said(self) -> str:
        """ "Accepted. In progress": what the body says. Of silence, that; no word for it is the body's."""
        if self.cell.status == Status.GENERAL_REPLY_ONLY:
            return "Nothing on this; it replied in general"
        return "Nothing received" if self.cell.status in UNANSWERED else self.cell.said

    @property
    def said_in(self) -> str:
        """ "In a letter received on 17 June 2021, from Gwent PCC"; "" of silence."""
        letter = self.cell.letter
        if not letter:
            return ""
        told = f"In a letter received on {in_words(letter.received_on)}"
        told += f", from {letter.body}" if letter.body.pk != self.cell.body.pk else ""
        return told if self.cell.is_own else f"{told}, for all"

    @property
    def judged(self) -> str:
        return ". ".join(mark.label for mark in JUDGED if self.cell.has(mark)) or "No review recorded"

    @property
    def days(self) -> str:
        """ "17 June 2021. Received late"."""
        return ". ".join([in_words(self.cell.due_on), *(mark.label for mark in _DAYS if self.cell.has(mark))])


@dataclass(frozen=True)
class Change:
    """A line that was another, or none, on an earlier day; and what made it so."""

    before: Line | None
    now: Line
    because: tuple[Because, ...]  # empty where only its report was closed or reopened

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """(what changed, then, now), in words."""
        if not self.before:
            return [("Asked", "Not asked", f"{self.now.standing.label}. {self.now.said}")]
        pairs = [
            ("Stands", self.before.standing.label, self.now.standing.label),
            ("Says", self.before.said, self.now.said),
            ("HMICFRS", self.before.judged, self.now.judged),
            ("Due", self.before.days, self.now.days),
        ]
        return [(what, then, now) for what, then, now in pairs if then != now]

    @property
    def why(self) -> list[str]:
        """["A letter, received on 17 June 2021"]."""
        return [_why(each) for each in self.because] or ["Its report was closed or reopened"]


def _why(because: Because) -> str:
    told = because.why.label
    if because.letter:
        return f"{told}, received on {in_words(because.letter.received_on)}"
    return f"{told}: {in_words(because.day)}" if because.day else told


@dataclass(frozen=True)
class Ask:
    """Something that HMICFRS asks and that is not answered, with its day or none."""

    cell: Cell
    what: str
    by: datetime.date | None
    as_at: datetime.date
    words: str = ""  # HMICFRS's own

    @property
    def by_in_words(self) -> str:
        if not self.by:
            return "No day given"
        return f"{in_words(self.by)}{', which has passed' if self.by < self.as_at else ''}"


@dataclass(frozen=True)
class Numbers:
    """How many lines of a report, or of all, stand where."""

    report: SuperComplaint | None
    counts: list[int]  # in the order of Standing

    @property
    def asked(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class PanelPaper:
    """All that the paper says, but for how it looks."""

    body: Body
    bodies: list[Body]  # it, and whom it answers for that anything is asked of
    as_at: datetime.date
    since: datetime.date
    lines: list[Line]
    before: list[Line]
    asks: list[Ask]
    promised: list[Promised]
    letters: list[Update]
    withdrawn: list[Update]

    @property
    def is_of_several(self) -> bool:
        return len(self.bodies) > 1

    @property
    def title(self) -> str:
        return f"Recommendations of police super-complaints: {self.body}"

    @cached_property
    def numbers(self) -> list[Numbers]:
        counts = Counter((line.recommendation.super_complaint, line.standing) for line in self.lines)
        reports = dict.fromkeys(line.recommendation.super_complaint for line in self.lines)
        return [Numbers(report, [counts[report, each] for each in Standing]) for report in reports]

    @property
    def total(self) -> Numbers:
        counts = Counter(line.standing for line in self.lines)
        return Numbers(None, [counts[each] for each in Standing])

    @cached_property
    def sections(self) -> list[tuple[Standing, str, list[tuple[SuperComplaint, list[Line]]]]]:
        """(heading, what it means, its lines by report), for each heading."""
        return [(each, MEANS[each], self._by_report(each)) for each in Standing]

    def _by_report(self, standing) -> list[tuple[SuperComplaint, list[Line]]]:
        found = {}
        for line in self.lines:
            if line.standing == standing:
                found.setdefault(line.recommendation.super_complaint, []).append(line)
        return list(found.items())

    @cached_property
    def changes(self) -> list[Change]:
        """What is other than it was at the end of the day since which changes are told."""
        before = {line.cell.addressee_id: line for line in self.before}
        moved = moves((line.cell for line in self.before), (line.cell for line in self.lines))
        because = {move.after.addressee_id: move.because for move in moved}
        pairs = [(before.get(line.cell.addressee_id), line) for line in self.lines]
        return [
            Change(was, now, because.get(now.cell.addressee_id, ()))
            for was, now in pairs
            if now.cell.addressee_id in because or was.standing != now.standing
        ]

    @cached_property
    def commitments(self) -> list[Promised]:
        """Those that are not done, and those done since."""
        return [it for it in self.promised if it.state != State.DONE or it.commitment.done_on > self.since]

    @property
    def done_before(self) -> int:
        return len(self.promised) - len(self.commitments)


def in_words(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def panel_paper(body: Body, as_at: datetime.date, since: datetime.date) -> PanelPaper:
    """The paper, in a fixed number of queries. Whoever reads it may read the record of the body."""
    answered = Body.objects.answered_by({body.pk})
    lines, before = _lines(answered, as_at), _lines(answered, since)
    asked = {line.cell.body for line in lines}
    promised = Commitment.objects.counted(as_at).of(answered).with_targets(as_at).to_register()
    spoken = Update.objects.recorded().filter(in_error_at=None, pk__in=_spoken_for(answered))
    spoken = spoken.select_related("body", "super_complaint").in_order()
    return PanelPaper(
        body=body,
        bodies=sorted(asked, key=lambda it: (it.pk != body.pk, it.name)),
        as_at=as_at,
        since=since,
        lines=lines,
        before=before,
        asks=_asks(lines, as_at),
        promised=[each.at(as_at) for each in promised],
        letters=list(spoken.as_at(as_at)),
        withdrawn=list(spoken.filter(withdrawn_on__gt=since, withdrawn_on__lte=as_at)),
    )


def _lines(bodies: set[int], day: datetime.date) -> list[Line]:
    cells = cells_of(bodies, day, SuperComplaint.objects.filter(published_on__lte=day))
    return [Line(cell, Standing.of(cell, day)) for cell in cells]


def _spoken_for(bodies: set[int]):
    return Update.speaks_for.through.objects.filter(body__in=bodies).values("update")


def _asks(lines: Iterable[Line], as_at: datetime.date) -> list[Ask]:
    """What is asked and not answered on reports that are open, the first day first, those without a day last."""
    cells = [line.cell for line in lines if line.standing != Standing.CLOSED]
    asked = [cell.response_id for cell in cells if cell.has(Mark.MORE_INFORMATION)]
    reviews = Review.objects.filter(response__in=asked, reviewed_on__lte=as_at).in_order()
    questions = {review.response_id: review for review in reviews}
    found = [ask for cell in cells for ask in _asked_of(cell, questions, as_at)]
    return sorted(found, key=lambda ask: ask.by or datetime.date.max)


def _asked_of(cell: Cell, questions: dict[int, Review], as_at: datetime.date) -> Iterable[Ask]:
    if cell.status in UNANSWERED:
        yield Ask(cell, "An answer to the report", cell.due_on, as_at)
    if cell.asked_again and not cell.asked_again[-1].answered_on:
        asking = cell.asked_again[-1]
        what = f"{asking.request.get_kind_display()}, made on {in_words(asking.request.asked_on)}"
        yield Ask(cell, what, asking.due_on, as_at)
    if cell.has(Mark.MORE_INFORMATION):
        review = questions[cell.response_id]
        what = f"More information, asked on {in_words(review.reviewed_on)}"
        yield Ask(cell, what, review.due_on, as_at, review.reasons)
