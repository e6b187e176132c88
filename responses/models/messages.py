"""E-mails on their way: written with the fact that they tell, sent afterwards by a worker, tried again for days."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Cast

from accounts.models import User
from responses.models.chasers import ChaserLetter
from responses.models.jobs import Job


class MessageQuerySet(models.QuerySet):
    def readable_by(self, user: User):
        """That they are there, not what they say: all for administrators, what HMICFRS asks for its liaison staff."""
        if user.is_staff:
            return self
        theirs = (Message.About.QUESTION, Message.About.CHASER)
        return self.filter(about__in=theirs) if user.is_liaison else self.none()

    def in_trouble(self):
        """Messages that were tried in vain: given up, or to be tried again."""
        return self.filter(sent_at=None).exclude(trouble="")

    def with_attempts(self):
        """The same with how often each was tried, `attempts`, and when it is tried next, `try_at`: see its job."""
        job = Job.objects.filter(kind="send", about=Cast(OuterRef("pk"), models.CharField()))
        return self.annotate(attempts=Subquery(job.values("attempts")), try_at=Subquery(job.values("try_at")))


class Message(models.Model):
    """An e-mail that tells one person one thing. It is there if what it tells is there: one transaction holds both."""

    class About(models.TextChoices):
        """What people choose by: see User.wants."""

        SIGN_OFF = "sign_off", "Whose turn it is in a draft"
        SENT = "sent", "An update was sent"
        QUESTION = "question", "A question from HMICFRS"
        REMINDER = "reminder", "A reminder"
        CHASER = "chaser", "HMICFRS asks again"
        DIGEST = "digest", "The week at HMICFRS"

    about = models.CharField(max_length=20, choices=About.choices)
    key = models.CharField(max_length=100, help_text="What it tells: nobody is told the same twice.")
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=500)
    words = models.TextField()
    made_at = models.DateTimeField()
    chaser_letter = models.ForeignKey(
        ChaserLetter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        help_text="The letter whose PDF is attached.",
    )

    trouble = models.TextField(blank=True, help_text="Why the last attempt failed, in a sentence.")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the mail server took it.")
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "email"], name="each_is_told_the_same_once"),
            models.CheckConstraint(
                condition=Q(about__in=["sign_off", "sent", "question", "reminder", "chaser", "digest"]),
                name="a_known_kind_of_message",
            ),
            models.CheckConstraint(
                condition=Q(given_up_at=None) | Q(sent_at=None) & ~Q(trouble=""),
                name="given_up_for_a_reason_and_never_once_sent",
            ),
            models.CheckConstraint(
                condition=Q(about="chaser", chaser_letter__isnull=False) | ~Q(about="chaser") & Q(chaser_letter=None),
                name="only_what_asks_again_has_a_letter_that_does",
            ),
        ]

    def __str__(self):
        return f"{self.subject}, to {self.email}"

    @property
    def address(self) -> str:
        """Where it goes: for somebody who signs in, their address as it is now. One that was wrong may be mended."""
        return self.to.email if self.to else self.email

    @property
    def person(self) -> str:
        """Whom it is for: "Jim Lloyd (jim@example.org)", or the address alone."""
        return f"{self.name} ({self.address})" if self.name else self.address
