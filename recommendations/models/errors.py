"""What was entered and should not have been: it never counted, and it is kept with who found out, when and why."""

import datetime

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import Q

# How a step begins in the history that liaison staff read. It is the only place that keeps when an error was undone.
NOTED, UNDONE = "Recorded in error: ", "“Recorded in error” undone."


def known_to_stand(things: models.QuerySet, known: datetime.datetime) -> models.QuerySet:
    """Those of which nobody had said, by a moment, that they were recorded in error; or that was undone by then.

    What was noted next after the moment says how it stood: noted in error, it stood until then; undone, it did not.
    """
    told = {"content_type__app_label": things.model._meta.app_label}
    told |= {"content_type__model": things.model._meta.model_name, "action_time__gt": known}
    steps = LogEntry.objects.filter(Q(change_message__startswith=NOTED) | Q(change_message__startswith=UNDONE), **told)
    following = {}
    for pk, message in steps.order_by("action_time", "pk").values_list("object_id", "change_message"):
        following.setdefault(int(pk), message.startswith(NOTED))
    stood = [pk for pk, is_noted in following.items() if is_noted]
    as_now = (Q(in_error_at=None) | Q(in_error_at__gt=known)) & ~Q(pk__in=following)
    return things.filter(Q(pk__in=stood) | as_now)


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
