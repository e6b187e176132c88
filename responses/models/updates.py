"""The record: dated updates, what each says about every addressee, and what HMICFRS made of it."""

import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats

from accounts.models import User
from recommendations.models import Addressee, Body, Recommendation, SuperComplaint
from recommendations.models.errors import RecordedInError


class UpdateQuerySet(models.QuerySet):
    def recorded(self):
        """Updates that are part of the record: sent from here, or received and recorded. Drafts are not."""
        return self.filter(recorded_at__isnull=False)

    def drafts(self):
        return self.filter(recorded_at__isnull=True)

    def as_at(self, date: datetime.date):
        """Updates that counted on a date: received by its end and not yet withdrawn."""
        # exclude() keeps rows whose withdrawn_on is null, which is nearly all of them.
        return self.recorded().filter(received_on__lte=date).exclude(withdrawn_on__lte=date)

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
        """What this person may read: the drafts they may write, and what is recorded by, for or about their bodies."""
        drafts = Q(pk__in=self.editable_by(user).values("pk"))
        if user.is_liaison:
            return self.filter(drafts | Q(recorded_at__isnull=False))
        bodies = user.writes_for()
        spoken_for = SpeaksFor.objects.filter(body__in=bodies).values("update")
        return self.filter(drafts | Q(recorded_at__isnull=False) & (Q(body__in=bodies) | Q(pk__in=spoken_for)))


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
        constraints = [
            *RecordedInError.Meta.constraints,
            models.CheckConstraint(
                condition=Q(dated=None, dated_precision="")
                | Q(dated__isnull=False, dated_precision__in=["day", "month"]),
                name="a_date_has_its_precision",
                violation_error_message="A letter's date needs its precision: a day or a month.",
            ),
            models.CheckConstraint(
                condition=~Q(dated_precision="month") | Q(dated__day=1),
                name="a_month_is_kept_as_its_first_day",
                violation_error_message="A month is kept as its first day.",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(dated=None) | Q(received_on__gte=F("dated")),
                name="received_not_before_dated",
                violation_error_message="The date received must be the same as or after the date of the letter.",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None, signed_off_at=None)
                | Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
                name="sign_off_has_a_person_and_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None) | ~Q(signed_off_by=F("edited_by")),
                name="signed_off_by_another_than_the_last_editor",
                violation_error_message="The last person to edit an update cannot sign it off.",
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
    def is_draft(self) -> bool:
        return self.recorded_at is None

    @property
    def is_received(self) -> bool:
        return self.origin == self.Origin.RECEIVED

    @property
    def date_in_words(self) -> str:
        """The date it bears, in its own precision: "17 March 2021" or "March 2021"; empty where it bears none."""
        if not self.dated:
            return ""
        return formats.date_format(self.dated, "F Y" if self.dated_precision == self.Precision.MONTH else "j F Y")

    @property
    def speaks_for_in_words(self) -> str:
        """The bodies it speaks for, one a line, or in a row where they are many: the NPCC answers for 43."""
        names = [body.name for body in self.speaks_for.all()]
        return ", ".join(names) if len(names) > 6 else "\n".join(names)

    def addressees(self):
        """Addressees of the bodies it speaks for, in the report's order."""
        return (
            Addressee.objects.filter(
                recommendation__super_complaint=self.super_complaint_id, body__in=self.speaks_for.all()
            )
            .select_related("recommendation__super_complaint", "body")
            .order_by("recommendation__order", "body__kind", "body__name")
        )

    def unanswered(self):
        """Addressees it speaks for and says nothing about. One met by the update itself wants no answer."""
        answered = self.responses.values("addressee")
        return self.addressees().exclude(pk__in=answered).exclude(recommendation__met_by_update=True)

    def answered_elsewhere(self) -> dict[int, datetime.date]:
        """Addressees it does not answer and an update on the record does: the day the latest such was received."""
        recorded = Update.objects.recorded().filter(withdrawn_on=None).exclude(pk=self.pk)
        answers = Response.objects.filter(addressee__in=self.unanswered(), update__in=recorded)
        return dict(answers.order_by("update__received_on").values_list("addressee", "update__received_on"))

    def gaps(self) -> list[Addressee]:
        """What is still to come: addressees that neither it nor an update on the record answers."""
        return list(self.unanswered().exclude(pk__in=self.answered_elsewhere()))

    def edited(self, *, by: User, at: datetime.datetime) -> None:
        """Note an edit. It undoes a sign-off: nobody signed these words off."""
        self.edited_by, self.edited_at = by, at
        self.signed_off_by = self.signed_off_at = None
        self.save(update_fields=["edited_by", "edited_at", "signed_off_by", "signed_off_at"])

    def sign_off(self, *, by: User, at: datetime.datetime) -> None:
        self.signed_off_by, self.signed_off_at = by, at
        self.save(update_fields=["signed_off_by", "signed_off_at"])

    @transaction.atomic
    def send(self, *, by: User, at: datetime.datetime, on: datetime.date, letter: "SentLetter") -> None:
        """Send it, as it was drawn: from now on it counts, and neither it nor its letter ever changes."""
        self._record(by=by, at=at, received_on=on)
        letter.update = self
        letter.save(force_insert=True)

    def record(self, *, by: User, at: datetime.datetime) -> None:
        """Make a received letter part of the record: it counts from the day it was received."""
        self._record(by=by, at=at, received_on=self.received_on)

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
        self.passages.all().delete()
        self.responses.all().delete()
        self.documents.all().delete()
        self.speaks_for.clear()
        self.delete()

    def withdraw(self, *, by: User, on: datetime.date, reason: str) -> None:
        """Stop it counting from a day on. What it said stays on the record."""
        self.withdrawn_by, self.withdrawn_on, self.withdrawn_reason = by, on, reason
        self.save(update_fields=["withdrawn_by", "withdrawn_on", "withdrawn_reason"])


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

    class Voice(models.TextChoices):
        FORCE = "force", "The chief constable's or the force's"
        LOCAL_POLICING_BODY = "local_policing_body", "The local policing body's"
        JOINT = "joint", "Both of them together"
        NATIONAL_BODY = "national_body", "A national body's"
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
    voice = models.CharField(max_length=20, choices=Voice.choices, default=Voice.NOT_STATED)
    version = models.PositiveIntegerField(default=1, help_text="Counts saves, so that no save overwrites another.")

    class Meta:
        ordering = ["addressee__recommendation__order", "addressee__body__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "addressee"],
                name="one_response_per_update_and_addressee",
                violation_error_message="This update already has an answer to this recommendation for this body.",
            ),
            models.CheckConstraint(
                condition=Q(progress="awaiting_others")
                & (~Q(awaiting="") | Q(awaiting_body__isnull=False) | Q(awaiting_recommendation__isnull=False))
                | ~Q(progress="awaiting_others") & Q(awaiting="", awaiting_body=None, awaiting_recommendation=None),
                name="awaiting_others_says_whom_or_what",
                violation_error_message="Enter whom or what is awaited, only where the progress is awaiting others.",
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

    def validate_constraints(self, exclude=None):
        """Nothing: ResponseForm says all of them on the right field, and the database has the last word.

        Django would ask the database about each, with a savepoint, before the save that asks it anyway.
        """


class DocumentQuerySet(models.QuerySet):
    def of_letters(self):
        """Files of the letter itself, not what HMICFRS attached later as evidence that something was done."""
        return self.exclude(reviews__recorded_at=F("added_at"))

    def readable_by(self, user: User):
        """Files of the letters this person may read; evidence, only about or from the bodies they write for."""
        visible = self.filter(update__in=Update.objects.visible_to(user))
        if user.is_liaison:
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
                violation_error_message="This file is already attached.",
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
