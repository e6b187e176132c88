"""What a letter says around its answers, and how its office wants it set: facts of the update, as people type them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

# What a bilingual letter says in Welsh as well: `welsh_<name>` beside each.
IN_WELSH = (
    *("subject", "salutation", "opening", "chief_officer_comments", "closing"),
    *("complimentary_close", "signatory_title"),
)
# What the covering letter says, by field; its date and the answers stand beside it.
LETTER = (
    *("addressed_to", "our_reference", "your_reference", "subject", "salutation"),
    *("opening", "chief_officer_comments", "closing", "complimentary_close"),
    *("signatory_name", "signatory_title", "agreed_by", "copies_to", "enclosures"),
    *(f"welsh_{name}" for name in IN_WELSH),
)
# What each is called where it is listed.
CALLED = {
    "addressed_to": gettext_noop("Addressed to"),
    "our_reference": gettext_noop("Our reference"),
    "your_reference": gettext_noop("Your reference"),
    "subject": gettext_noop("Subject"),
    "salutation": gettext_noop("Salutation"),
    "opening": gettext_noop("Opening"),
    "chief_officer_comments": gettext_noop("Chief officer’s comments"),
    "closing": gettext_noop("Closing"),
    "complimentary_close": gettext_noop("Complimentary close"),
    "signatory_name": gettext_noop("Signed by"),
    "signatory_title": gettext_noop("Their title"),
    "agreed_by": gettext_noop("Force’s words agreed by"),
    "copies_to": gettext_noop("Copies to"),
    "enclosures": gettext_noop("Enclosed"),
    "language": gettext_noop("Language"),
    "marking": gettext_noop("Protective marking"),
    "wording_as": gettext_noop("What was asked"),
    "with_summary": gettext_noop("Table of where each stands"),
    "with_gaps": gettext_noop("List of what is not answered"),
    "with_voices": gettext_noop("Whose words each answer is"),
}
IN_WELSH_CALLED = {
    "subject": gettext_noop("Subject, in Welsh"),
    "salutation": gettext_noop("Salutation, in Welsh"),
    "opening": gettext_noop("Opening, in Welsh"),
    "chief_officer_comments": gettext_noop("Chief officer’s comments, in Welsh"),
    "closing": gettext_noop("Closing, in Welsh"),
    "complimentary_close": gettext_noop("Complimentary close, in Welsh"),
    "signatory_title": gettext_noop("Their title, in Welsh"),
}
CALLED |= {f"welsh_{name}": IN_WELSH_CALLED[name] for name in IN_WELSH}
# How it is set.
SET_AS = ("language", "marking", "wording_as", "with_summary", "with_gaps", "with_voices")


class CoveringLetter(models.Model):
    """The letter around the answers. A Welsh letter has Welsh words; `welsh_...` are for one in both languages."""

    class Language(models.TextChoices):
        """Welsh stands first in both, where it is read first."""

        ENGLISH = "en", gettext_noop("English")
        WELSH = "cy", gettext_noop("Welsh")
        BESIDE = "beside", gettext_noop("Welsh and English, side by side")
        AFTER = "after", gettext_noop("Welsh and English, one letter after the other")

    BILINGUAL = (Language.BESIDE, Language.AFTER)

    class Marking(models.TextChoices):
        """The government's security classifications that a letter between these bodies may bear."""

        NONE = "", gettext_noop("No marking")
        OFFICIAL = "OFFICIAL", "OFFICIAL"
        SENSITIVE = "OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"

    class WordingAs(models.TextChoices):
        """How each recommendation is told before its answer."""

        FULL = "full", gettext_noop("In full, before each answer")
        SHORT = "short", gettext_noop("In short, before each answer")
        ANNEX = "annex", gettext_noop("In full, in an annex")
        TITLE = "title", gettext_noop("By number and title only")

    addressed_to = models.TextField(blank=True)
    our_reference = models.CharField(max_length=100, blank=True)
    your_reference = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=300, blank=True, help_text="In the place of the report’s title and its date.")
    salutation = models.CharField(max_length=200, blank=True)
    opening = models.TextField(blank=True)
    chief_officer_comments = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    complimentary_close = models.CharField(max_length=200, blank=True, help_text="Such as “Yours faithfully”.")
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_title = models.CharField(max_length=200, blank=True)
    agreed_by = models.CharField(max_length=200, blank=True, help_text="Who agreed the words, where the letter says.")
    copies_to = models.TextField(blank=True, help_text="Who gets a copy, one a line.")
    enclosures = models.TextField(blank=True, help_text="What is enclosed, one a line.")

    welsh_subject = models.CharField(max_length=300, blank=True)
    welsh_salutation = models.CharField(max_length=200, blank=True)
    welsh_opening = models.TextField(blank=True)
    welsh_chief_officer_comments = models.TextField(blank=True)
    welsh_closing = models.TextField(blank=True)
    welsh_complimentary_close = models.CharField(max_length=200, blank=True)
    welsh_signatory_title = models.CharField(max_length=200, blank=True)

    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ENGLISH)
    marking = models.CharField(max_length=20, choices=Marking.choices, blank=True)
    wording_as = models.CharField(max_length=10, choices=WordingAs.choices, default=WordingAs.FULL)
    with_summary = models.BooleanField(default=True, help_text="A table of where each recommendation stands.")
    with_gaps = models.BooleanField(default=False, help_text="What it does not answer yet is listed.")
    with_voices = models.BooleanField(default=False, help_text="Whose words each answer is stands beside it.")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=["en", "cy", "beside", "after"]), name="a_letter_in_known_languages"
            ),
            models.CheckConstraint(
                condition=Q(marking__in=["", "OFFICIAL", "OFFICIAL-SENSITIVE"]), name="a_known_protective_marking"
            ),
            models.CheckConstraint(
                condition=Q(wording_as__in=["full", "short", "annex", "title"]), name="a_known_way_to_quote"
            ),
        ]

    @property
    def is_bilingual(self) -> bool:
        """Whether it says everything twice: then `welsh_...` and each answer's `welsh_text` belong to it."""
        return self.language in self.BILINGUAL
