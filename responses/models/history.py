"""What is done to an update that is on the record, and takes it off again: each step with a reason, and undone in one.

*Withdrawn by the body*: it counts until that day. *Recorded in error*: it counts on no date. Another may take its
place, as the correction of what was recorded or as what the body sent again.
"""

import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from accounts.models import User
from recommendations.models.errors import RecordedInError


class Change(models.Model):
    """What somebody did to an update that was on the record: a line that nobody takes away.

    Of a draft only that words of a file were placed in it, which is known to those who write it.
    """

    # Those that a body's own people are told of have Welsh.
    class What(models.TextChoices):
        WITHDRAWN = "withdrawn", gettext_noop("Withdrawn by the body")
        WITHDRAWAL_UNDONE = "withdrawal_undone", gettext_noop("Withdrawal undone")
        IN_ERROR = "in_error", "Recorded in error"
        ERROR_UNDONE = "error_undone", "“Recorded in error” undone"
        CORRECTED = "corrected", "Corrected"
        CORRECTION_UNDONE = "correction_undone", "Correction undone"
        SENT_AGAIN = "sent_again", gettext_noop("Sent again by the body")
        SENT_AGAIN_UNDONE = "sent_again_undone", gettext_noop("“Sent again by the body” undone")
        FILE_ATTACHED = "file_attached", "File attached"
        PLACED = "placed", gettext_noop("Words placed from a file")

    update = models.ForeignKey("responses.Update", on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=20, choices=What.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    what__in=[
                        *("withdrawn", "withdrawal_undone", "in_error", "error_undone", "corrected"),
                        *("correction_undone", "sent_again", "sent_again_undone", "file_attached", "placed"),
                    ]
                ),
                name="a_known_change",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {self.at:%Y-%m-%d}: {self.update}"


UNDONE = {
    Change.What.WITHDRAWN: Change.What.WITHDRAWAL_UNDONE,
    Change.What.IN_ERROR: Change.What.ERROR_UNDONE,
    Change.What.CORRECTED: Change.What.CORRECTION_UNDONE,
    Change.What.SENT_AGAIN: Change.What.SENT_AGAIN_UNDONE,
}


class Undoable(RecordedInError):
    """How an update on the record stops to count, and what takes its place."""

    class TakesPlaceAs(models.TextChoices):
        CORRECTION = "correction", "Correction of what was recorded"
        SENT_AGAIN = "sent_again", "Sent again by the body"

    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    takes_place_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements"
    )
    takes_place_as = models.CharField(max_length=20, choices=TakesPlaceAs.choices, blank=True)

    class Meta:
        abstract = True
        constraints = [
            *RecordedInError.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdrawn_reason="")
                | (
                    Q(withdrawn_by__isnull=False, recorded_at__isnull=False, withdrawn_on__gte=F("received_on"))
                    & ~Q(withdrawn_reason="")
                ),
                name="withdrawn_by_a_person_for_a_reason_once_recorded",
            ),
            models.CheckConstraint(
                condition=Q(in_error_at=None) | Q(recorded_at__isnull=False),
                name="only_what_was_recorded_was_recorded_in_error",
            ),
            models.CheckConstraint(
                condition=Q(takes_place_of=None, takes_place_as="")
                | Q(takes_place_of__isnull=False, takes_place_as__in=["correction", "sent_again"])
                & ~Q(takes_place_of=F("pk")),
                name="what_takes_a_place_says_how",
            ),
            models.UniqueConstraint(
                fields=["takes_place_of"],
                condition=Q(in_error_at=None),
                name="one_update_takes_the_place_of_another",
            ),
        ]

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime.datetime, on: datetime.date, reason: str, what: str = "") -> None:
        """Stop it counting from a day on. What it said stays on the record."""
        self.withdrawn_by, self.withdrawn_on, self.withdrawn_reason = by, on, reason
        self.save(update_fields=["withdrawn_by", "withdrawn_on", "withdrawn_reason"])
        self.changed(what or Change.What.WITHDRAWN, by=by, at=at, reason=reason)

    @transaction.atomic
    def note_error(self, *, by: User, at: datetime.datetime, reason: str, what: str = "") -> None:
        """Say that it should not have been recorded: it counts on no date, and is read by liaison staff alone."""
        super().note_error(by=by, at=at, reason=reason)
        self.changed(what or Change.What.IN_ERROR, by=by, at=at, reason=reason)

    def changed(self, what: str, *, by: User, at: datetime.datetime, reason: str = "") -> None:
        """Add a line to its history, which only grows."""
        Change.objects.create(update=self, what=what, by=by, at=at, reason=reason)

    def replacement(self) -> "Undoable | None":
        """What took its place on the record and still holds it, itself or through what took the place of that."""
        for update in self.replacements.recorded():
            if not update.in_error_at or update.replacement():
                return update
        return None

    def take_place(self, *, by: User, at: datetime.datetime, reason: str = "") -> None:
        """Have what it takes the place of count no longer: on no date, or from the day this one was received."""
        old = type(self).objects.select_for_update().get(pk=self.takes_place_of_id)
        if self.takes_place_as == self.TakesPlaceAs.SENT_AGAIN:
            reason = f"The body sent it again: {self.reference} takes its place."
            if old.withdrawn_on:  # by the body itself, before it sent this one: that stays as it was
                old.changed(Change.What.SENT_AGAIN, by=by, at=at, reason=reason)
                return
            old.withdraw(by=by, at=at, on=self.received_on, reason=reason, what=Change.What.SENT_AGAIN)
        else:
            stop = "" if reason.endswith((".", "!", "?")) or not reason else "."
            reason = f"{reason}{stop} {self.reference} takes its place.".strip()
            old.note_error(by=by, at=at, reason=reason, what=Change.What.CORRECTED)

    def to_undo(self) -> "tuple[str, Undoable, Undoable | None] | None":
        """The step that Undo would take back: what it was, of which update, and what took the place of that, if any.

        The latest of what was done to it comes first; then that it took the place of another.
        """
        new = self.replacement()
        taken_as = new.takes_place_as if new else ""
        if self.in_error_at and taken_as == self.TakesPlaceAs.CORRECTION:
            return Change.What.CORRECTED, self, new
        if self.in_error_at:
            return Change.What.IN_ERROR, self, None
        if self.withdrawn_on and taken_as == self.TakesPlaceAs.SENT_AGAIN:
            return Change.What.SENT_AGAIN, self, new
        if self.withdrawn_on:
            return Change.What.WITHDRAWN, self, None
        if self.takes_place_of:
            corrected = self.takes_place_as == self.TakesPlaceAs.CORRECTION
            what = Change.What.CORRECTED if corrected else Change.What.SENT_AGAIN
            return what, self.takes_place_of, self
        return None

    @transaction.atomic
    def undo(self, *, by: User, at: datetime.datetime) -> None:
        """Take back the step that `to_undo` names, with whatever that step did to another update."""
        what, old, new = self.to_undo()
        if new:
            undone = f"{old.reference} counts again, {new.reference} does not."
            new.note_error(by=by, at=at, reason=f"{Change.What(what).label}: undone. {undone}")
            old._undo(what, by=by, at=at, reason=undone)
            return
        old._undo(what, by=by, at=at)
        if what == Change.What.IN_ERROR and old.takes_place_of and old.takes_place_of.is_standing:
            # It had taken the place of another, which counts again by now: only one of them may.
            old.take_place(by=by, at=at, reason="Corrected again.")

    def _undo(self, what, *, by, at, reason=""):
        if what in {Change.What.IN_ERROR, Change.What.CORRECTED}:
            self.undo_error()
        else:
            self.withdrawn_by, self.withdrawn_on, self.withdrawn_reason = None, None, ""
            self.save(update_fields=["withdrawn_by", "withdrawn_on", "withdrawn_reason"])
        self.changed(UNDONE[what], by=by, at=at, reason=reason)
