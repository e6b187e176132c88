"""The record: dated updates, what each says about every addressee, and what HMICFRS made of it."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from recommendations.dates import DayOrMonth, pair_of_columns
from recommendations.models import Addressee, Body, Recommendation, SuperComplaint
from recommendations.models.errors import RecordedInError
from responses.voices import Voice


class Likeness(NamedTuple):
    """What tells one letter from another."""

    super_complaint: int | None
    body: int | None
    date: DayOrMonth | None
    sha256s: frozenset[str]

    def is_of(self, update: "Update") -> bool:
        """Whether a letter holds the same file, or bears the same date from the same body on the same report."""
        facts = (update.super_complaint_id, update.body_id, update.date)
        same_file = any(document.sha256 in self.sha256s for document in update.documents.all())
        return same_file or (self.date is not None and facts == self[:3])


class UpdateQuerySet(models.QuerySet):
    def recorded(self):
        """Updates that are part of the record: sent from here, or received and recorded. Drafts are not."""
        return self.filter(recorded_at__isnull=False)

    def drafts(self):
        return self.filter(recorded_at__isnull=True)

    def as_at(self, date: datetime.date):
        """Updates that counted on a date: received by its end, not yet withdrawn, and not recorded in error."""
        # exclude() keeps rows whose withdrawn_on is null, which is nearly all of them. What was recorded in error
        # counts on no date: not even on those before somebody found out.
        counted = self.recorded().filter(received_on__lte=date, in_error_at=None)
        return counted.exclude(withdrawn_on__lte=date)

    def standing(self):
        """Updates that count from the day they were received until further notice."""
        return self.recorded().filter(withdrawn_on=None, in_error_at=None)

    def same_letters_as(self, letters: Iterable[Likeness]) -> list[list["Update"]]:
        """For each of these letters, those here that it may be: the same file, or the same body and date.

        What was withdrawn or recorded in error is none of them, and neither is a draft that a body writes here: it is
        its own business until it is sent. At most two queries for any number of letters; SQL finds what is like any of
        them, so which is like which is told here.
        """
        letters = list(letters)
        files = {sha256 for letter in letters for sha256 in letter.sha256s}
        dates = {letter.date.first_day for letter in letters if letter.date}
        like = Q(documents__sha256__in=files) | Q(dated__in=dates, super_complaint__in={it[0] for it in letters})
        ours = Q(origin=Update.Origin.RECEIVED) | Q(recorded_at__isnull=False)
        hashes = models.Prefetch("documents", Document.objects.only("update", "sha256"))
        found = self.filter(like, ours, withdrawn_on=None, in_error_at=None).distinct().prefetch_related(hashes)
        found = list(found.select_related("super_complaint", "body", "created_by"))
        return [[update for update in found if letter.is_of(update)] for letter in letters]

    def in_order(self):
        """As they were received; those of one day as they were recorded."""
        return self.order_by("received_on", "recorded_at", "pk")

    def editable_by(self, user: User):
        """Drafts this person may write: their bodies' own, or, for a liaison, letters being recorded."""
        theirs = Q(origin=Update.Origin.WRITTEN, body__in=user.writes_for())
        if user.is_liaison:
            theirs |= Q(origin=Update.Origin.RECEIVED)
        return self.drafts().filter(theirs)

    def visible_to(self, user: User):
        """What this person may read: the drafts they may write, and what is recorded by, for or about their bodies.

        What was recorded in error may be another body's letter, so it is for liaison staff alone.
        """
        drafts = Q(pk__in=self.editable_by(user).values("pk"))
        if user.is_liaison:
            return self.filter(drafts | Q(recorded_at__isnull=False))
        on_record = Q(recorded_at__isnull=False, in_error_at=None)
        if user.reads_everything:
            return self.filter(drafts | on_record)
        bodies = user.writes_for()
        spoken_for = SpeaksFor.objects.filter(body__in=bodies).values("update")
        return self.filter(drafts | on_record & (Q(body__in=bodies) | Q(pk__in=spoken_for)))


class Update(RecordedInError):
    """One body's dated account to HMICFRS on one super-complaint: the letter."""

    class Origin(models.TextChoices):
        WRITTEN = "written", "Written here"
        RECEIVED = "received", "Received by HMICFRS"

    class Precision(models.TextChoices):
        DAY = "day", "Day"
        MONTH = "month", "Month"

    class TakesPlaceAs(models.TextChoices):
        CORRECTION = "correction", "Correction of what was recorded"
        SENT_AGAIN = "sent_again", "Sent again by the body"

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="updates")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="updates", help_text="Whose letter it is.")
    speaks_for = models.ManyToManyField(Body, through="SpeaksFor", related_name="spoken_for_in")
    origin = models.CharField(max_length=20, choices=Origin.choices)

    dated = models.DateField(null=True, blank=True, help_text="The date the letter bears; the 1st for a month.")
    dated_precision = models.CharField(max_length=10, choices=Precision.choices, blank=True)
    date = pair_of_columns("dated")
    received_on = models.DateField(null=True, blank=True, help_text="The day it starts to count.")

    addressed_to = models.TextField(blank=True)
    salutation = models.CharField(max_length=200, blank=True)
    opening = models.TextField(blank=True)
    chief_officer_comments = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_title = models.CharField(max_length=200, blank=True)
    agreed_by = models.CharField(max_length=200, blank=True, help_text="Who agreed the words, where the letter says.")
    note = models.TextField(blank=True, help_text="What the person who recorded it wants known; not in the letter.")

    version = models.PositiveIntegerField(default=1, help_text="Counts saves, so that no save overwrites another.")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    signed_off_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    takes_place_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements"
    )
    takes_place_as = models.CharField(max_length=20, choices=TakesPlaceAs.choices, blank=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-recorded_at", "-pk"]
        indexes = [models.Index(fields=["super_complaint", "received_on"], name="update_received")]
        # No sentences for people: forms leave out a column that each of these needs, so Django does not ask them, and
        # what people do wrong is told by a form beside its field or by a check in permissions.py.
        constraints = [
            *RecordedInError.Meta.constraints,
            models.CheckConstraint(
                condition=Q(dated=None, dated_precision="")
                | Q(dated__isnull=False, dated_precision__in=["day", "month"]),
                name="a_date_has_its_precision",
            ),
            models.CheckConstraint(
                condition=~Q(dated_precision="month") | Q(dated__day=1),
                name="a_month_is_kept_as_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(dated=None) | Q(received_on__gte=F("dated")),
                name="received_not_before_dated",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None, signed_off_at=None)
                | Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
                name="sign_off_has_a_person_and_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None) | ~Q(signed_off_by=F("edited_by")),
                name="signed_off_by_another_than_the_last_editor",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by=None, recorded_at=None)
                | Q(recorded_by__isnull=False, recorded_at__isnull=False, received_on__isnull=False),
                name="recorded_by_a_person_at_a_moment_once_received",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at=None)
                | Q(origin="received")
                | Q(dated__isnull=False, signed_off_at__isnull=False),
                name="sent_once_dated_and_signed_off",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdrawn_reason="")
                | (
                    Q(withdrawn_by__isnull=False, recorded_at__isnull=False, withdrawn_on__gte=F("received_on"))
                    & ~Q(withdrawn_reason="")
                ),
                name="withdrawn_by_a_person_for_a_reason_once_recorded",
            ),
            models.UniqueConstraint(
                fields=["super_complaint", "body"],
                condition=Q(origin="written", recorded_at=None),
                name="one_draft_per_body_and_super_complaint",
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

    def __str__(self):
        return f"{self.body}, {self.date_in_words or 'no date'}"

    def get_absolute_url(self):
        return reverse("update", args=[self.pk])

    @property
    def reference(self) -> str:
        """What people quote: "Safe to share? / 00017" is too long to say on the telephone."""
        return f"SC{self.super_complaint_id}-{self.pk:05d}"

    @property
    def name(self) -> str:
        """What pages call it, while it is a draft and ever after: a letter where HMICFRS received it."""
        return f"{'Letter' if self.is_received else 'Update'} from {self.body}"

    @property
    def is_draft(self) -> bool:
        return self.recorded_at is None

    @property
    def is_standing(self) -> bool:
        """Whether it is on the record and counts until further notice."""
        return not (self.is_draft or self.withdrawn_on or self.in_error_at)

    @property
    def is_received(self) -> bool:
        return self.origin == self.Origin.RECEIVED

    @property
    def date_in_words(self) -> str:
        """The date it bears, in its own precision: "17 March 2021" or "March 2021"; empty where it bears none."""
        return self.date.in_words if self.date else ""

    @property
    def speaks_for_in_words(self) -> str:
        """The bodies it speaks for, one a line, or in a row where they are many: the NPCC answers for 43."""
        names = [body.name for body in self.speaks_for.all()]
        return ", ".join(names) if len(names) > 6 else "\n".join(names)

    def addressees(self):
        """Addressees of the bodies it speaks for, in the report's order."""
        return self._asked_of(Q(body__in=self.speaks_for.all()))

    def offered(self):
        """Addressees it may answer: of the bodies it speaks for, and of those its author may answer for."""
        may_answer_for = Body.objects.answered_by({self.body_id})
        return self._asked_of(Q(body__in=self.speaks_for.all()) | Q(body__in=may_answer_for))

    def _asked_of(self, bodies: Q):
        return (
            Addressee.objects.filter(bodies, recommendation__super_complaint=self.super_complaint_id)
            .select_related("recommendation__super_complaint", "body")
            .order_by("recommendation__order", "body__kind", "body__name")
        )

    def unanswered(self):
        """Addressees it speaks for and says nothing about. One met by the update itself wants no answer."""
        return self._silent_on(self.addressees())

    def _silent_on(self, addressees):
        answered = self.responses.values("addressee")
        return addressees.exclude(pk__in=answered).exclude(recommendation__met_by_update=True)

    def answered_elsewhere(self, addressees=None) -> dict[int, datetime.date]:
        """Which of these (all it speaks for) only another update on the record answers, and the day it was received."""
        # What a draft is going to take the place of will not answer anything by then.
        standing = Update.objects.standing().exclude(pk__in=[self.pk, self.takes_place_of_id or self.pk])
        addressees = self.addressees() if addressees is None else addressees
        answers = Response.objects.filter(addressee__in=self._silent_on(addressees), update__in=standing)
        return dict(answers.order_by("update__received_on").values_list("addressee", "update__received_on"))

    def gaps(self) -> list[Addressee]:
        """What is still to come: addressees that neither it nor an update on the record answers."""
        return list(self.unanswered().exclude(pk__in=self.answered_elsewhere()))

    def same_letters(self) -> list["Update"]:
        """Other letters that may be this one. The one whose place it takes is no other."""
        others = Update.objects.exclude(pk__in=[pk for pk in (self.pk, self.takes_place_of_id) if pk])
        files = frozenset(self.documents.values_list("sha256", flat=True))
        this = Likeness(self.super_complaint_id, self.body_id, self.date, files)
        return others.same_letters_as([this])[0]

    def speak_for_answered(self) -> None:
        """Speak for every body that it says something for."""
        said_for = Body.objects.filter(addressed__responses__update=self).distinct()
        if silent := list(said_for.exclude(pk__in=self.speaks_for.values("pk"))):
            self.speaks_for.add(*silent)

    def says_only(self, response: "Response") -> bool:
        """Whether this answer is all it says for a body, which is neither its author nor the last it speaks for."""
        body = response.addressee.body
        says_more = self.responses.filter(addressee__body=body).exclude(pk=response.pk).exists()
        says_more |= body.is_force and self.chief_officer_comments != ""
        # A letter that speaks for nobody would count nowhere.
        others = self.speaks_for.exclude(pk=body.pk).exists()
        return others and not says_more and body.pk not in Body.objects.itself(self.body_id)

    def remove(self, response: "Response") -> None:
        """Delete an answer of a draft, which then speaks for nobody on its account."""
        if self.says_only(response):
            self.speaks_for.remove(response.addressee.body)
        response.discard()

    def edited(self, *, by: User, at: datetime.datetime) -> None:
        """Note an edit. It undoes a sign-off: nobody signed these words off."""
        self.edited_by, self.edited_at = by, at
        self.signed_off_by = self.signed_off_at = None
        self.save(update_fields=["edited_by", "edited_at", "signed_off_by", "signed_off_at"])

    def sign_off(self, *, by: User, at: datetime.datetime) -> None:
        self.signed_off_by, self.signed_off_at = by, at
        self.save(update_fields=["signed_off_by", "signed_off_at"])

    def not_ready_to_send(self) -> str:
        """Why it cannot go out as it is, whoever sends it, in a sentence; "" where it can."""
        if not self.signed_off_at:
            return "An approver must sign this update off before it is sent."
        return "" if self.dated else "Enter the letter’s date on the covering letter before it is sent."

    @transaction.atomic
    def send(self, *, by: User, at: datetime.datetime, on: datetime.date, letter: "SentLetter") -> None:
        """Send it, as it was drawn: from now on it counts, and neither it nor its letter ever changes."""
        if problem := self.not_ready_to_send():
            raise ValidationError(problem)
        self._record(by=by, at=at, received_on=on)
        letter.update = self
        letter.save(force_insert=True)

    @transaction.atomic
    def record(self, *, by: User, at: datetime.datetime, reason: str = "") -> None:
        """Make a received letter part of the record: it counts from the day it was received.

        `reason`: what was wrong with the one whose place it takes, where it corrects one.
        """
        self._record(by=by, at=at, received_on=self.received_on)
        if self.takes_place_of_id:
            self.take_place(by=by, at=at, reason=reason)

    def _record(self, *, by, at, received_on):
        self.recorded_by, self.recorded_at, self.received_on = by, at, received_on
        self.save(update_fields=["recorded_by", "recorded_at", "received_on"])

    @transaction.atomic
    def discard(self) -> None:
        """Delete a draft and its answers. What is on the record is withdrawn instead."""
        if arrived := getattr(self, "intake", None):
            # The file that it was typed from waits again among the letters that arrived.
            arrived.update = None
            arrived.save(update_fields=["update"])
        for response in self.responses.all():
            response.discard()
        self.passages.all().delete()
        self.documents.all().delete()
        self.speaks_for.clear()
        self.delete()

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

    def replacement(self) -> "Update | None":
        """What took its place on the record and still holds it, itself or through what took the place of that."""
        for update in self.replacements.recorded():
            if not update.in_error_at or update.replacement():
                return update
        return None

    def take_place(self, *, by: User, at: datetime.datetime, reason: str) -> None:
        """Have what it takes the place of count no longer: on no date, or from the day this one was received."""
        old = Update.objects.select_for_update().get(pk=self.takes_place_of_id)
        if self.takes_place_as == self.TakesPlaceAs.SENT_AGAIN:
            reason = f"The body sent it again: {self.reference} takes its place."
            old.withdraw(by=by, at=at, on=self.received_on, reason=reason, what=Change.What.SENT_AGAIN)
        else:
            stop = "" if reason.endswith((".", "!", "?")) or not reason else "."
            reason = f"{reason}{stop} {self.reference} takes its place.".strip()
            old.note_error(by=by, at=at, reason=reason, what=Change.What.CORRECTED)

    def to_undo(self) -> "tuple[str, Update, Update | None] | None":
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


class Change(models.Model):
    """What somebody did to an update that was on the record: a line that nobody takes away."""

    class What(models.TextChoices):
        WITHDRAWN = "withdrawn", "Withdrawn by the body"
        WITHDRAWAL_UNDONE = "withdrawal_undone", "Withdrawal undone"
        IN_ERROR = "in_error", "Recorded in error"
        ERROR_UNDONE = "error_undone", "“Recorded in error” undone"
        CORRECTED = "corrected", "Corrected"
        CORRECTION_UNDONE = "correction_undone", "Correction undone"
        SENT_AGAIN = "sent_again", "Sent again by the body"
        SENT_AGAIN_UNDONE = "sent_again_undone", "“Sent again by the body” undone"
        FILE_ATTACHED = "file_attached", "File attached"

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="changes")
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
                        *("correction_undone", "sent_again", "sent_again_undone", "file_attached"),
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


class SpeaksFor(models.Model):
    """That an update speaks for a body: a part of the record, so that no body can be deleted from under it."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)

    class Meta:
        # The table that Django made for the field, before anything but the field needed a name for it.
        db_table = "responses_update_speaks_for"
        unique_together = [("update", "body")]

    def __str__(self):
        return f"{self.update} speaks for {self.body}"


class Response(models.Model):
    """What an update says about one addressee: three separate facts, and the words."""

    class Position(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"
        NOT_STATED = "not_stated", "Not stated"

    class Progress(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        AWAITING_OTHERS = "awaiting_others", "Awaiting others"
        IN_PROGRESS = "in_progress", "In progress"
        COMPLETE = "complete", "Complete"
        NOT_STATED = "not_stated", "Not stated"

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="responses")
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="responses")
    position = models.CharField(max_length=20, choices=Position.choices, default=Position.NOT_STATED)
    progress = models.CharField(max_length=20, choices=Progress.choices, default=Progress.NOT_STATED)
    awaiting = models.CharField(max_length=200, blank=True, help_text='Whom or what: "College of Policing guidance".')
    awaiting_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    awaiting_recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    voice = models.CharField(max_length=20, choices=Voice.choices(), default=Voice.NOT_STATED.value)
    SAID = ("position", "progress", "awaiting", "awaiting_body_id", "awaiting_recommendation_id", "text", "voice")
    version = models.PositiveIntegerField(default=1, help_text="Counts saves, so that no save overwrites another.")

    class Meta:
        ordering = ["addressee__recommendation__order", "addressee__body__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "addressee"],
                name="one_response_per_update_and_addressee",
            ),
            models.CheckConstraint(
                condition=Q(progress="awaiting_others")
                & (~Q(awaiting="") | Q(awaiting_body__isnull=False) | Q(awaiting_recommendation__isnull=False))
                | ~Q(progress="awaiting_others") & Q(awaiting="", awaiting_body=None, awaiting_recommendation=None),
                name="awaiting_others_says_whom_or_what",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_response_has_words"),
            models.CheckConstraint(
                condition=Q(position__in=["accepted", "accepted_in_part", "not_accepted", "not_stated"]),
                name="a_known_position",
            ),
            models.CheckConstraint(
                condition=Q(progress__in=["not_started", "awaiting_others", "in_progress", "complete", "not_stated"]),
                name="a_known_progress",
            ),
        ]

    def __str__(self):
        return f"{self.addressee} in {self.update}"

    @property
    def said(self) -> dict:
        """All that it says, by field: two that say the same are equal here."""
        return {name: getattr(self, name) for name in self.SAID}

    @property
    def awaiting_in_words(self) -> str:
        """Whom or what it waits for, chosen and in words; a list of responses joins both `awaiting_` rows."""
        body, recommendation = self.awaiting_body, self.awaiting_recommendation
        return awaiting_in_words(body and body.name, recommendation and recommendation.number, self.awaiting)

    def validate_constraints(self, exclude=None):
        """Nothing: ResponseForm says all of them on the right field, and the database has the last word.

        Django would ask the database about each, with a savepoint, before the save that asks it anyway.
        """

    def discard(self) -> None:
        """Delete it from a draft, with what it promises; the passages that it rested on stay, and answer nothing."""
        for commitment in self.commitments.all():
            commitment.revisions.all().delete()
            commitment.delete()
        for passage in self.update.passages.filter(addressees=self.addressee):
            passage.addressees.remove(self.addressee)
        self.delete()


# What a list of responses joins, to say in words what they await.
AWAITING = ("awaiting_body", "awaiting_recommendation")


def awaiting_in_words(body: str | None, number: str | None, words: str) -> str:
    """ "College of Policing and recommendation 3 (national guidance)", or those parts that are given."""
    chosen = " and ".join(filter(None, [body, number and f"recommendation {number}"]))
    return f"{chosen} ({words})" if chosen and words else chosen or words


class DocumentQuerySet(models.QuerySet):
    def of_letters(self):
        """Files of the letter itself, not what HMICFRS attached later as evidence that something was done."""
        return self.exclude(reviews__recorded_at=F("added_at"))

    def readable_by(self, user: User):
        """Files of the letters this person may read; evidence, only about or from the bodies they write for."""
        visible = self.filter(update__in=Update.objects.visible_to(user))
        if user.reads_everything:
            return visible
        # One letter may answer for 43 bodies: what was judged of one of them is not for the others.
        theirs = user.writes_for()
        judged = Q(reviews__response__addressee__body__in=theirs) | Q(update__body__in=theirs)
        return visible.filter(Q(pk__in=self.model.objects.of_letters()) | judged).distinct()


class Document(models.Model):
    """A received letter or a piece of evidence, byte for byte as it arrived."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "sha256"],
                name="one_copy_of_a_document_per_update",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("document", args=[self.pk])


class SentLetter(models.Model):
    """The letter as it was sent: the PDF and its page, never rendered again."""

    update = models.OneToOneField(Update, on_delete=models.PROTECT, related_name="sent_letter")
    html = models.TextField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    def __str__(self):
        return f"Letter {self.update.reference}"
