"""What was entered and should not have been: it never counted, and it is kept with who found out, when and why."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class StandingQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody took back as recorded in error."""
        return self.filter(in_error_at=None)


class RecordedInError(models.Model):
    """A fact that a person can say was recorded in error. It then counts on no date, past ones included."""

    in_error_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_error_at = models.DateTimeField(null=True, blank=True)
    in_error_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(in_error_by=None, in_error_at=None, in_error_reason="")
                | Q(in_error_by__isnull=False, in_error_at__isnull=False) & ~Q(in_error_reason=""),
                name="%(class)s_in_error_by_a_person_for_a_reason",
            ),
        ]

    def note_error(self, *, by, at: datetime.datetime, reason: str) -> None:
        self.in_error_by, self.in_error_at, self.in_error_reason = by, at, reason
        self.save(update_fields=["in_error_by", "in_error_at", "in_error_reason"])

    def undo_error(self) -> None:
        self.in_error_by, self.in_error_at, self.in_error_reason = None, None, ""
        self.save(update_fields=["in_error_by", "in_error_at", "in_error_reason"])
