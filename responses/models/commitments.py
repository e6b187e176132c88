"""What bodies promise, by when, the later days they gave for it, and when it was done."""

import datetime
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext

from accounts.models import User
from recommendations.dates import DayOrMonth, pair_of_columns
from recommendations.models import months_after
from recommendations.models.errors import RecordedInError, StandingQuerySet
from responses.models.responses import Response
from responses.models.updates import Update


class State(models.TextChoices):
    """Where a commitment stands, as at a date. One whose target is words is never overdue: words have no last day."""

    OVERDUE = "overdue", "Overdue"
    OPEN = "open", "Open"
    DONE = "done", "Done"


TARGET = ("target", "target_precision", "target_words")


class Target:
    """By when: a day, a month, or words such as "autumn 2021"; columns of what it is mixed into."""

    target_date = pair_of_columns("target")

    @property
    def target_in_words(self) -> str:
        if not self.target_date:
            return self.target_words
        return self.target_date.in_welsh if get_language() == "cy" else self.target_date.in_words

    @property
    def last_day(self) -> datetime.date | None:
        """The last day in time: of a month, its end; None of words."""
        return self.target_date.last_day if self.target_date else None


@dataclass(frozen=True)
class Promised:
    """A commitment as it stood at the end of a day."""

    commitment: "Commitment"
    as_at: datetime.date
    targets: tuple[Target, ...]  # the first, and the later ones that the body had given by then
    mistaken: tuple["Revision", ...] = ()  # those that were recorded in error, which count on no date

    @property
    def target(self) -> Target:
        return self.targets[-1]

    @property
    def revisions(self) -> tuple["Revision", ...]:
        return self.targets[1:]

    @property
    def state(self) -> State:
        done_on, last_day = self.commitment.done_on, self.target.last_day
        if done_on and done_on <= self.as_at:
            return State.DONE
        return State.OVERDUE if last_day and last_day < self.as_at else State.OPEN

    @property
    def in_words(self) -> str:
        """ "Done 3 May 2021", "Not yet due"."""
        if self.state == State.DONE:
            return gettext("Done %(day)s") % {"day": formats.date_format(self.commitment.done_on, "j F Y")}
        if self.state == State.OVERDUE:
            return gettext("Its date has passed, and it is not known to be done")
        return gettext("Not yet due") if self.target.last_day else gettext("Not known to be done; it names no day")

    @property
    def slippage(self) -> str:
        """ "First 30 April 2021, now September 2021: at least 4 months later"; "" where the first target stands."""
        if len(self.targets) == 1:
            return ""
        first, now = self.targets[0], self.target
        words = gettext("First %(first)s, now %(now)s") % {"first": first.target_in_words, "now": now.target_in_words}
        apart = _apart(first.target_date, now.target_date) if first.last_day and now.last_day else ""
        return f"{words}: {apart}" if apart else words


def _apart(first: DayOrMonth, now: DayOrMonth) -> str:
    """ "12 days later", "3 months earlier"; "at least 4 months later" where no more is sure; "" where they may meet.

    A month has no day: from 30 April to September it is 4 months for sure, and may be 5.
    """
    is_later = now.first_day > first.last_day
    if not is_later and now.last_day >= first.first_day:
        return ""
    before, after = (first, now) if is_later else (now, first)
    is_sure = before.is_month == after.is_month
    start, end = (before.first_day if is_sure else before.last_day), after.first_day
    months = _whole_months(start, end)
    # Days are counted where there are few of them, and where both are known to the day.
    in_months = months >= 2 or (months and (first.is_month or now.is_month))
    is_sure = is_sure and (not in_months or months_after(start, months) == end)
    return _how_far(months if in_months else (end - start).days, in_months, is_later, is_sure)


def _whole_months(start: datetime.date, end: datetime.date) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if months_after(start, months) <= end else months - 1


def _how_far(count: int, in_months: bool, is_later: bool, is_sure: bool) -> str:
    if in_months:
        later = ngettext("%(count)s month later", "%(count)s months later", count)
        earlier = ngettext("%(count)s month earlier", "%(count)s months earlier", count)
    else:
        later = ngettext("%(count)s day later", "%(count)s days later", count)
        earlier = ngettext("%(count)s day earlier", "%(count)s days earlier", count)
    far = (later if is_later else earlier) % {"count": count}
    return far if is_sure else gettext("at least %(how_far)s") % {"how_far": far}


class CommitmentQuerySet(StandingQuerySet):
    def counted(self, as_at: datetime.date):
        """Those of updates that counted on a date: one withdrawn by then or recorded in error promises nothing."""
        return self.standing().filter(response__update__in=Update.objects.as_at(as_at))

    def of(self, bodies):
        """What these bodies promised, in whoever's letter."""
        return self.filter(response__addressee__body__in=bodies)

    def with_targets(self, as_at: datetime.date):
        """By the target that stood on a date, first due first, words last: as `now_target`, `now_precision`."""
        revised = Revision.objects.filter(commitment=OuterRef("pk"), revised_on__lte=as_at, in_error_at=None)
        latest = revised.order_by("-revised_on", "-pk")
        now = {
            f"now_{name}": Case(When(Q(revised_to=None), then=F(column)), default=Subquery(latest.values(column)[:1]))
            for name, column in (("target", "target"), ("precision", "target_precision"))
        }
        found = self.annotate(revised_to=Subquery(latest.values("pk")[:1])).annotate(**now)
        # A month is due after its last day, and so after every day in it.
        month = TruncMonth("now_target", output_field=models.DateField())
        return found.order_by(month.asc(nulls_last=True), "now_precision", "now_target", "pk")

    def in_state(self, state: str, as_at: datetime.date):
        """Of `with_targets()`, those that were overdue, open or done on a date."""
        done = Q(done_on__isnull=False, done_on__lte=as_at)
        # A month is over when the next has begun.
        over = Q(now_precision="day", now_target__lt=as_at)
        over |= Q(now_precision="month", now_target__lt=as_at.replace(day=1))
        not_done = Q(done_on=None) | Q(done_on__gt=as_at)
        # Spelt out, since NOT of a row without a target is neither true nor false in SQL.
        not_over = Q(now_target=None) | Q(now_precision="day", now_target__gte=as_at)
        not_over |= Q(now_precision="month", now_target__gte=as_at.replace(day=1))
        return self.filter({State.DONE: done, State.OVERDUE: not_done & over, State.OPEN: not_done & not_over}[state])

    def to_list(self, *, errors: bool = False):
        """With what `components/_commitments.html` says of each, in two queries; what was recorded in error if asked.

        That is for liaison staff alone.
        """
        found, revisions = (self, Revision.objects.all()) if errors else (self.standing(), Revision.objects.standing())
        revisions = Prefetch("revisions", revisions.select_related("noted_by", "in_error_by"))
        return found.select_related("done_noted_by", "noted_by", "in_error_by").prefetch_related(revisions)

    def to_register(self):
        """The same, with whose answer to what it is."""
        asked = ("response__addressee__body", "response__addressee__recommendation__super_complaint")
        return self.to_list().select_related(*asked, "response__update__body")


class Commitment(Target, RecordedInError):
    """Something a response promises, in the letter's own words. A person accepted it as one, or entered it by hand."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="commitments")
    text = models.TextField(help_text="The sentence that promises it.")
    owner = models.CharField(max_length=200, blank=True, help_text="Who is to do it, where not the body itself.")
    target = models.DateField(null=True, blank=True, help_text="By when it is promised; the 1st for a month.")
    target_precision = models.CharField(max_length=10, choices=Update.Precision.choices, blank=True)
    target_words = models.CharField(max_length=100, blank=True, help_text="Where it is no day or month: “autumn 2021”.")
    noted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who entered it by hand."
    )
    noted_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["response", "target", "pk"]
        constraints = [
            *RecordedInError.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="a_commitment_has_words"),
            models.CheckConstraint(
                # What is compared with nothing is neither true nor false, and would pass.
                condition=Q(target=None, target_precision="")
                | Q(target__isnull=False, target_precision="day")
                | Q(target__isnull=False, target_precision="month", target__day=1),
                name="a_target_month_is_kept_as_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(target=None) & ~Q(target_words="") | Q(target__isnull=False, target_words=""),
                name="a_target_is_a_date_or_words",
            ),
            models.CheckConstraint(
                condition=Q(noted_by=None, noted_on=None) | Q(noted_by__isnull=False, noted_on__isnull=False),
                name="what_was_entered_by_hand_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_noted_by=None) | Q(done_on__isnull=False, done_noted_by__isnull=False),
                name="what_is_done_was_noted_by_a_person",
            ),
        ]

    def __str__(self):
        return f"By {self.target_in_words}: {self.text}"

    def get_absolute_url(self):
        return reverse("commitment_done", args=[self.pk])

    @property
    def published_on(self) -> datetime.date:
        """When the report came out: nothing that it brought about was done before."""
        return self.response.addressee.recommendation.super_complaint.published_on

    def at(self, as_at: datetime.date) -> Promised:
        """How it stood at the end of a day. Of a list, `revisions` are fetched beforehand."""
        revisions = list(self.revisions.all()) if self.pk else []
        mistaken = tuple(each for each in revisions if each.in_error_at)
        given = (each for each in revisions if not each.in_error_at and each.revised_on <= as_at)
        return Promised(self, as_at, (self, *given), mistaken)

    @property
    def name(self) -> str:
        """What it is called on a page: "By 30 April 2021: We will train ..."."""
        return Truncator(self).chars(100)

    def same(self):
        """Others of its answer that promise the same, and stand."""
        facts = ("response", "text", "owner", *TARGET)
        same = {name: getattr(self, name) for name in facts}
        return Commitment.objects.standing().filter(**same).exclude(pk=self.pk)

    def note_done(self, *, by: User, on: datetime.date) -> None:
        self.done_on, self.done_noted_by = on, by
        self.save(update_fields=["done_on", "done_noted_by"])


class Revision(Target, RecordedInError):
    """A later target for a commitment. The first one stays, so that slippage can be seen."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="revisions")
    target = models.DateField(null=True, blank=True)
    target_precision = models.CharField(max_length=10, choices=Update.Precision.choices, blank=True)
    target_words = models.CharField(max_length=100, blank=True)
    reason = models.TextField()
    revised_on = models.DateField(help_text="The day on which the body said so.")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["commitment", "revised_on", "pk"]
        constraints = [
            *RecordedInError.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="a_revision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(target=None, target_precision="")
                | Q(target__isnull=False, target_precision="day")
                | Q(target__isnull=False, target_precision="month", target__day=1),
                name="a_revised_month_is_kept_as_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(target=None) & ~Q(target_words="") | Q(target__isnull=False, target_words=""),
                name="a_revised_target_is_a_date_or_words",
            ),
        ]

    def __str__(self):
        return f"{self.commitment}: revised on {self.revised_on}"

    @property
    def name(self) -> str:
        """What it is called on a page: "Later date, September 2021"."""
        return f"Later date, {self.target_in_words}"

    def same(self):
        """Others of its commitment that say the same, and stand."""
        same = {name: getattr(self, name) for name in ("commitment", "reason", "revised_on", *TARGET)}
        return Revision.objects.standing().filter(**same).exclude(pk=self.pk)
