"""What an update says about one addressee: position, progress, and the words."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from recommendations.english import in_english
from recommendations.models import Addressee, Body, Recommendation
from recommendations.words import stored
from responses.models.updates import Update
from responses.voices import Voice


class ResponseQuerySet(models.QuerySet):
    def unfinished(self):
        """Answers of which nobody has said that they are finished: words and choices in hand, and some may be open."""
        return self.filter(finished_at=None)


class Response(models.Model):
    """What an update says about one addressee: three separate facts, and the words.

    In a draft each of them may be open, "" until a person chooses: "not stated" is a choice too. It is finished when a
    person says so, with all of them; on the record every response is.
    """

    # What a letter says of them is said in Welsh too, so these words are in the catalogue.
    class Position(models.TextChoices):
        ACCEPTED = "accepted", gettext_noop("Accepted")
        ACCEPTED_IN_PART = "accepted_in_part", gettext_noop("Accepted in part")
        NOT_ACCEPTED = "not_accepted", gettext_noop("Not accepted")
        NOT_STATED = "not_stated", gettext_noop("Not stated")

    class Progress(models.TextChoices):
        NOT_STARTED = "not_started", gettext_noop("Not started")
        AWAITING_OTHERS = "awaiting_others", gettext_noop("Awaiting others")
        IN_PROGRESS = "in_progress", gettext_noop("In progress")
        COMPLETE = "complete", gettext_noop("Complete")
        NOT_STATED = "not_stated", gettext_noop("Not stated")

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="responses")
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="responses")
    position = models.CharField(max_length=20, choices=Position.choices, blank=True)
    progress = models.CharField(max_length=20, choices=Progress.choices, blank=True)
    awaiting = models.CharField(max_length=200, blank=True, help_text='Whom or what: "College of Policing guidance".')
    awaiting_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    awaiting_recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    welsh_text = models.TextField(blank=True, help_text="The same in Welsh, for a letter in both languages.")
    voice = models.CharField(max_length=20, choices=Voice.choices(), blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who last changed what it says in a draft; of what was written before that was kept, nobody.",
    )
    SAID = (
        *("position", "progress", "awaiting", "awaiting_body_id", "awaiting_recommendation_id"),
        *("text", "welsh_text", "voice"),
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts saves, so that no save overwrites another.")
    # Where a recommendation asks for an update alone, there is no position and no progress to choose.
    NOTHING_TO_CHOOSE = {"position": Position.NOT_STATED, "progress": Progress.NOT_STATED}
    objects = ResponseQuerySet.as_manager()

    class Meta:
        # The order of Update.addressees(): in a draft's list, on its check page and in its letter alike.
        ordering = ["addressee__recommendation__order", "addressee__body__kind", "addressee__body__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "addressee"],
                name="one_response_per_update_and_addressee",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None)
                | Q(progress="awaiting_others")
                & (~Q(awaiting="") | Q(awaiting_body__isnull=False) | Q(awaiting_recommendation__isnull=False))
                | ~Q(progress="awaiting_others") & Q(awaiting="", awaiting_body=None, awaiting_recommendation=None),
                name="awaiting_others_says_whom_or_what",
            ),
            models.CheckConstraint(
                condition=Q(finished_by=None, finished_at=None)
                | Q(finished_by__isnull=False, finished_at__isnull=False),
                name="finished_by_a_person_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | ~Q(text="") & ~Q(position="") & ~Q(progress="") & ~Q(voice=""),
                name="what_is_finished_leaves_nothing_open",
            ),
            models.CheckConstraint(
                condition=Q(position__in=["", "accepted", "accepted_in_part", "not_accepted", "not_stated"]),
                name="a_known_position",
            ),
            models.CheckConstraint(
                condition=Q(
                    progress__in=["", "not_started", "awaiting_others", "in_progress", "complete", "not_stated"]
                ),
                name="a_known_progress",
            ),
        ]

    def __str__(self):
        return f"{self.addressee} in {self.update}"

    @property
    def said(self) -> dict:
        """All that it says, by field: two that say the same are equal here."""
        return {name: getattr(self, name) for name in self.SAID} | {
            name: stored(getattr(self, name)) for name in ("text", "welsh_text")
        }

    @property
    def said_to(self) -> tuple:
        """The same of those that say the same to one recommendation: a letter prints them once. Reads the addressee."""
        return (self.addressee.recommendation_id, *self.said.values())

    @property
    @in_english
    def snapshot(self) -> dict:
        """What it says, as it is kept beside a decision about it: with what it awaits also in words, for its reader."""
        return self.said | {"awaits": self.awaiting_in_words}

    @property
    def is_finished(self) -> bool:
        """Whether a person said so, of the words and choices as they are now."""
        return self.finished_at is not None

    @property
    def position_in_words(self) -> str:
        return self.get_position_display() or NOT_CHOSEN

    @property
    def progress_in_words(self) -> str:
        return self.get_progress_display() or NOT_CHOSEN

    @property
    def voice_in_words(self) -> str:
        """Whose words they are, a local policing body by its own name where one is asked or has written; "" if open."""
        if self.voice == Voice.LOCAL_POLICING_BODY:
            for body in (self.addressee.body, self.update.body):
                if body.kind == Body.Kind.LOCAL_POLICING_BODY:
                    return body.name
        return self.get_voice_display()

    def say(self, **facts) -> None:
        """Take these facts; not stored yet."""
        for name, value in facts.items():
            setattr(self, name, value)

    def finish(self, *, by: User, at: datetime.datetime) -> None:
        """Note that a person says so; not stored yet. Any later change of what it says reopens it."""
        self.finished_by, self.finished_at = by, at

    def reopen(self) -> None:
        """Nobody said that it is finished as it is now; not stored yet."""
        self.finished_by = self.finished_at = None

    @property
    def awaiting_in_words(self) -> str:
        """Whom or what it waits for, chosen and in words; a list of responses joins both `awaiting_` rows."""
        body, recommendation = self.awaiting_body, self.awaiting_recommendation
        return awaiting_in_words(body and body.name, recommendation and recommendation.number, self.awaiting)

    def validate_constraints(self, exclude=None):
        """Nothing: ResponseForm says all of them on the right field, and the database has the last word.

        Django would ask the database about each, with a savepoint, before the save that asks it anyway.
        """

    def is_only_word(self) -> bool:
        """Whether it is all its update says for its body, which is neither the author nor the last one spoken for."""
        update, body = self.update, self.addressee.body
        says_more = update.responses.filter(addressee__body=body).exclude(pk=self.pk).exists()
        says_more |= body.is_force and update.chief_officer_comments != ""
        # A letter that speaks for nobody would count nowhere.
        others = update.speaks_for.exclude(pk=body.pk).exists()
        return others and not says_more and body.pk not in Body.objects.itself(update.body_id)

    def take_out(self) -> None:
        """Delete it from a draft, which then speaks for nobody on its account."""
        if self.is_only_word():
            self.update.speaks_for.remove(self.addressee.body)
        self.discard()

    def discard(self) -> None:
        """Delete it from a draft, with what it promises; the passages that it rested on stay, and answer nothing."""
        for commitment in self.commitments.all():
            commitment.revisions.all().delete()
            commitment.delete()
        for passage in self.update.passages.filter(addressees=self.addressee):
            passage.addressees.remove(self.addressee)
        self.delete()


# What a draft shows of a position or a progress that is open.
NOT_CHOSEN = gettext_noop("Not chosen yet")

# What a list of responses joins, to say in words what they await.
AWAITING = ("awaiting_body", "awaiting_recommendation")


def awaiting_in_words(body: str | None, number: str | None, words: str) -> str:
    """ "College of Policing and recommendation 3 (national guidance)", or those parts that are given."""
    recommendation = number and gettext("recommendation %(number)s") % {"number": number}
    chosen = body or recommendation or ""
    if body and recommendation:
        chosen = gettext("%(body)s and %(recommendation)s") % {"body": body, "recommendation": recommendation}
    return f"{chosen} ({words})" if chosen and words else chosen or words
