"""Which letters somebody wants to have all at once, and as what."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recommendations.fields import OneBoxDayField
from recommendations.models import Body, SuperComplaint
from responses.bundles import ask, drafts_among, letters_of_body, letters_of_report
from responses.forms.as_at import AsAtForm
from responses.forms.register import about
from responses.models import Bundle, Update


class BundleForm(forms.Form):
    """What is the same of a report and of a body."""

    packing = forms.ChoiceField(
        label=_("What do you want to download?"),
        choices=[(value, _(label)) for value, label in Bundle.Packing.choices],
        widget=forms.RadioSelect,
        help_text=_(
            "The zip has the letters that HMICFRS received too, as they came. "
            "The PDF has only those that were written here, without what is enclosed."
        ),
        error_messages={"required": _("Select what you want to download")},
    )
    with_drafts = forms.BooleanField(label=_("Include the drafts that you can write, as they are now"), required=False)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not drafts_among(user, self.wanted).exists():
            del self.fields["with_drafts"]  # nobody is asked about what is not there

    def clean(self):
        if not self.errors and not self.updates().exists():
            # What to say of letters that were written here, and of any.
            written, any_letter = self.nothing()
            raise ValidationError(written if self.cleaned_data["packing"] == Bundle.Packing.PDF else any_letter)

    def updates(self) -> QuerySet[Update]:
        """The letters asked for; call is_valid() first."""
        found = Q(pk__in=self.on_record().order_by().values("pk"))
        if self.cleaned_data.get("with_drafts"):
            found |= Q(pk__in=drafts_among(self.user, self.wanted).order_by().values("pk"))
        if self.cleaned_data["packing"] == Bundle.Packing.PDF:
            found &= Q(origin=Update.Origin.WRITTEN)
        return Update.objects.filter(found)

    def save(self, *, at: datetime.datetime) -> Bundle:
        bundle = Bundle(packing=self.cleaned_data["packing"], asked_by=self.user, **self.of())
        return ask(bundle, self.updates(), at=at)


class ReportBundleForm(BundleForm):
    as_at = OneBoxDayField(
        subject=_("As-at date"),
        label=_("As at which date?"),
        help_text=_("The letters that counted at the end of that day. For example, 2021-06-17 or 17/6/2021"),
        error_messages={"required": _("Enter the as-at date")},
    )
    field_order = ("as_at", "packing", "with_drafts")
    clean_as_at = AsAtForm.clean_as_at

    def __init__(self, *args, super_complaint: SuperComplaint, today: datetime.date, **kwargs):
        self.super_complaint, self.today = super_complaint, today
        self.wanted = Q(super_complaint=super_complaint)
        super().__init__(*args, **kwargs)

    def on_record(self) -> QuerySet[Update]:
        return letters_of_report(self.user, self.super_complaint, self.cleaned_data["as_at"])

    def nothing(self) -> tuple[str, str]:
        day = {"day": date_format(self.cleaned_data["as_at"], "j F Y")}
        written = gettext("There is no letter that was written here that you can read as at %(day)s")
        return written % day, gettext("There is no letter that you can read as at %(day)s") % day

    def of(self) -> dict:
        return {"super_complaint": self.super_complaint, "as_at": self.cleaned_data["as_at"]}


class BodyBundleForm(BundleForm):
    def __init__(self, *args, body: Body, **kwargs):
        self.body, self.wanted = body, about(body)
        super().__init__(*args, **kwargs)

    def on_record(self) -> QuerySet[Update]:
        return letters_of_body(self.user, self.body)

    def nothing(self) -> tuple[str, str]:
        body = {"body": self.body}
        written = gettext("There is no letter that was written here that you can read from %(body)s, or for it")
        return written % body, gettext("There is no letter that you can read from %(body)s, or for it") % body

    def of(self) -> dict:
        return {"body": self.body}
