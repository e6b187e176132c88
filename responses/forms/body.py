"""Whom to write to at a body, and where it published what it answers."""

import datetime

from django import forms
from django.core.validators import URLValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recommendations.fields import PastDayField
from recommendations.models import Body, Contact, SuperComplaint
from responses.forms.words import LineField
from responses.models import PublishedResponse


class AnswersForm(forms.Form):
    """Which of a body's answers to a report to list: all of them, where the address says nothing of it."""

    class Only(models.TextChoices):
        ANSWERED = "answered", gettext_noop("Answered")
        OVERDUE = "overdue", gettext_noop("Overdue")
        ACCEPTED = "accepted", gettext_noop("Accepted")
        COMPLETE = "complete", gettext_noop("Complete")

    only = forms.ChoiceField(choices=Only.choices, required=False)


class ContactForm(forms.ModelForm):
    name = LineField(label=_("What is their name?"), max_length=150, required=False)
    position = LineField(
        label=_("What is their position?"),
        help_text=_("Such as “HMICFRS liaison officer”."),
        max_length=150,
        required=False,
    )
    email = forms.EmailField(
        label=_("What is their e-mail address?"),
        max_length=254,
        error_messages={
            "required": _("Enter their e-mail address"),
            "invalid": _("Enter an e-mail address, such as name@example.org"),
        },
    )
    telephone = LineField(label=_("What is their telephone number?"), max_length=50, required=False)
    until = PastDayField(
        subject=_("Day on which they stopped"),
        label=_("When did they stop being a contact?"),
        help_text=_("The first day on which they no longer were. Leave it empty while they are one."),
        required=False,
    )

    class Meta:
        model = Contact
        fields = ("name", "position", "email", "telephone", "until")

    def __init__(self, *args, instance: Contact, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if not instance.pk:
            del self.fields["until"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()  # one address is one person, however it is typed

    def clean(self):
        cleaned, contact = super().clean(), self.instance
        # The form leaves the body out, so Django does not look for another of its contacts with this address.
        there = contact.body.contacts.filter(email__iexact=cleaned.get("email")).exclude(pk=contact.pk).first()
        same = there and not contact.pk and not there.until
        if same and all(getattr(there, name) == value for name, value in cleaned.items()):
            self.instance = there  # the first half of a double click made it
        elif there:
            self.add_error("email", gettext("This body already has a contact with this e-mail address"))
        return cleaned


class WebPageField(forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]  # Django's own takes ftp too


class PublishedForm(forms.Form):
    """A page on which a body published what it answers to a report."""

    report = forms.ChoiceField(
        label=_("Which super-complaint does it answer?"),
        error_messages={
            "required": _("Select which super-complaint it answers"),
            "invalid_choice": _("Select a super-complaint that is in the list"),
        },
    )
    address = WebPageField(
        label=_("What is the address of the page?"),
        help_text=_("For example, https://www.example.org/responses/"),
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": _("Enter the address of the page"),
            "invalid": _("Enter the address of a page, such as https://www.example.org/responses/"),
            "max_length": _("Shorten the address to 500 characters"),
        },
    )
    published_on = PastDayField(
        subject=_("Day of publication"),
        label=_("When was it published?"),
        help_text=_("Leave it empty if the page does not say."),
        required=False,
    )

    def __init__(self, *args, body: Body, **kwargs):
        super().__init__(*args, **kwargs)
        self.body = body
        answered = Body.objects.answered_by({body.pk})
        asked = SuperComplaint.objects.filter(recommendations__addressees__body__in=answered).distinct()
        self.reports = {report.slug: report for report in asked}
        titles = [(slug, report.title) for slug, report in self.reports.items()]
        self.fields["report"].choices = [("", gettext("Select a super-complaint")), *titles]

    def clean_report(self):
        return self.reports[self.cleaned_data["report"]]

    def clean(self):
        cleaned = super().clean()
        report, day = cleaned.get("report"), cleaned.get("published_on")
        if report and day and day < report.published_on:
            early = gettext("Day of publication must be the same as or after %(day)s, when the report was published")
            self.add_error("published_on", early % {"day": date_format(report.published_on, "j F Y")})
        return cleaned

    def save(self, *, by: User, at: datetime.datetime) -> PublishedResponse:
        """Note the page; a page that is noted already stays as it was noted, by a double click too."""
        noted, _is_new = PublishedResponse.objects.get_or_create(
            super_complaint=self.cleaned_data["report"],
            body=self.body,
            address=self.cleaned_data["address"],
            defaults={"published_on": self.cleaned_data["published_on"], "noted_by": by, "noted_at": at},
        )
        return noted
