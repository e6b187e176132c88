"""Which bodies to list; a report from a file; more bodies that a recommendation addresses."""

import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations import words
from recommendations.fields import DayField, body_called
from recommendations.loading import Checked, check_super_complaint, load_super_complaint
from recommendations.models import Addressee, Body, Recommendation, SuperComplaint
from recommendations.names import Names, bodies_named
from recommendations.reading import MOST_BYTES, FileErrors


class BodiesForm(forms.Form):
    """Whatever the address says, it lists somebody: a wrong kind or region is told, and counts as any."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        help_text=_("Or another name, or a Welsh one."),
        error_messages={
            "max_length": _("Shorten this to %(limit_value)d characters: it has %(show_value)d"),
            "null_characters_not_allowed": _("Remove the characters that cannot be printed"),
        },
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Any kind")), *((value, _(label)) for value, label in Body.Kind.choices)],
        error_messages={"invalid_choice": _("Select a kind that is in the list")},
    )
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=[("", _("Any region")), *((value, _(label)) for value, label in Body.Region.choices)],
        error_messages={"invalid_choice": _("Select a region that is in the list")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", gettext("Show"), css_class="govuk-button--secondary"))

    def bodies(self):
        """The bodies that fit what could be read; call is_valid() first."""
        bodies = Body.objects.select_related("succeeded_by")
        if text := self.cleaned_data.get("q"):
            other = Q(welsh_name__icontains=text) | Q(aliases__name__icontains=text)
            named = Q(pk__in=[body.pk for body in bodies_named(text)])
            bodies = bodies.filter(Q(name__icontains=text) | other | named).distinct()
        exact = {name: value for name in ("kind", "region") if (value := self.cleaned_data.get(name))}
        return bodies.filter(**exact)


CHANGED = "Nothing was stored: what the file would store has changed since it was shown. Select the file again."


class ReportFileForm(forms.Form):
    """A file of a report. Once it is valid, `checked` is what it would store, and `shown` all of it, signed."""

    file = forms.FileField(
        label="Which file?",
        help_text="The same YAML file that the command line loads, up to 1 MB. Nothing is stored yet.",
        error_messages={
            "required": "Select a file",
            "empty": "Select another file: this one is empty",
            "missing": "Select a file",
            "invalid": "Select a file",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.wrong: list[tuple[int, str]] = []  # (line, what is wrong there); line 0 is no line
        self.helper = FormHelper()
        self.helper.add_input(Submit("check", "See what it would store"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("Select a smaller file: a report needs no more than 1 MB")
        content = file.read()
        try:
            self.checked = check_super_complaint(content, file.name)
        except FileErrors as errors:
            self.wrong = errors.found
            raise ValidationError("Select the file again once it is mended: what is wrong is listed below") from errors
        self.shown = shown(content, file.name, self.checked)
        return file


def shown(content: bytes, name: str, checked: Checked) -> str:
    """All that was shown to a person, signed, for a hidden field. A page would change line ends in plain text."""
    return signing.dumps([content.decode(), name, checked.sha256], salt="report file", compress=True)


class StoreReportForm(forms.Form):
    """Stores what was shown, to the letter: its file goes with the page, and comes back as it was or not at all."""

    shown = forms.CharField(widget=forms.HiddenInput, error_messages={"required": CHANGED})

    def clean_shown(self):
        try:
            content, self.name, self.sha256 = signing.loads(self.cleaned_data["shown"], salt="report file")
            self.content = content.encode()
            self.checked = check_super_complaint(self.content, self.name)
        except (signing.BadSignature, FileErrors) as error:
            raise ValidationError(CHANGED) from error
        if self.checked.differences or self.checked.sha256 != self.sha256:
            raise ValidationError(CHANGED)
        return content

    def save(self) -> tuple[SuperComplaint, bool]:
        try:
            return load_super_complaint(self.content, self.name)
        except IntegrityError:
            # A second click, at the very same moment, has stored it.
            return load_super_complaint(self.content, self.name)


class AddresseesForm(forms.Form):
    """Bodies that a recommendation addresses from a day on: all of them, or none where one line is wrong."""

    bodies = forms.CharField(
        label="Which bodies does it address as well?",
        help_text="One a line, by any name. You can paste a column of a spreadsheet.",
        widget=forms.Textarea({"rows": 8}),
        max_length=20_000,
        error_messages={"required": "Enter the bodies, one a line"},
    )
    since = DayField(
        subject="Day from which they are addressed",
        label="Since when are they addressed?",
        help_text="On earlier days the matrix does not ask them.",
    )
    due_on = DayField(subject="Day by which they are to answer", label="By when are they to answer?", required=False)
    due_reason = forms.CharField(
        label="If that is not the rule’s day, why?",
        max_length=200,
        required=False,
        help_text="For example, “asked later”.",
    )

    def __init__(self, *args, recommendation: Recommendation, today: datetime.date, **kwargs):
        super().__init__(*args, initial={"since": today}, **kwargs)
        self.recommendation, self.today = recommendation, today
        day = date_format(recommendation.due_on, "j F Y")
        self.fields["due_on"].help_text = f"Leave this empty for the rule’s day, {day}: {recommendation.due_rule}."
        self.helper = FormHelper()
        self.helper.add_input(Submit("add", "Address these bodies"))

    def clean_since(self):
        since, published_on = self.cleaned_data["since"], self.recommendation.super_complaint.published_on
        if since > self.today:
            raise ValidationError("Day from which they are addressed must be today or in the past")
        if since < published_on:
            day = date_format(published_on, "j F Y")
            raise ValidationError(
                f"Day from which they are addressed must be on or after {day}, when the report came out"
            )
        return since

    def clean(self):
        cleaned = super().clean()
        if (since := cleaned.get("since")) and "due_on" not in self.errors:
            self._check_due(cleaned, since)
        if since and "bodies" in cleaned:
            cleaned["bodies"] = self._bodies(cleaned["bodies"], since)
        return cleaned

    def _check_due(self, cleaned, since):
        by_rule = self.recommendation.due_on
        due_on = cleaned["due_on"] = cleaned.get("due_on") or by_rule
        if due_on < since:
            day = date_format(due_on, "j F Y")
            self.add_error(
                "due_on", f"Enter a day on or after the one from which they are addressed: {day} is before it"
            )
        elif due_on != by_rule and not cleaned.get("due_reason"):
            self.add_error("due_reason", "Enter why their day is not the rule’s")
        elif due_on == by_rule and cleaned.get("due_reason"):
            self.add_error("due_reason", "Enter a reason only with a day that is not the rule’s")

    def _bodies(self, typed: str, since: datetime.date) -> list[Body]:
        names = Names(Body.objects.existing_on(since).with_names())
        asked = set(self.recommendation.addressees.values_list("body", flat=True))
        found, wrong = [], []
        for number, line in enumerate(words.clean(typed).split("\n"), 1):
            try:
                if line.strip():
                    found.append(self._body(line.strip(), names, asked, found))
            except ValidationError as error:
                wrong.append(f"Line {number}: {error.message}")
        if wrong:
            self.add_error("bodies", wrong)
        return found

    def _body(self, line, names, asked, found) -> Body:
        body = body_called(line, names)
        if body.pk in asked:
            raise ValidationError(f"Remove {body}: it is addressed already")
        if body in found:
            raise ValidationError(f"Remove {body}: it is on an earlier line as well")
        return body

    def save(self) -> list[Body] | None:
        """The bodies, or None, with an error on the form, where somebody else was faster."""
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in ("since", "due_on", "due_reason")}
        rows = [Addressee(recommendation=self.recommendation, body=body, **facts) for body in cleaned["bodies"]]
        try:
            with transaction.atomic():
                Addressee.objects.bulk_create(rows)
        except IntegrityError:
            self.add_error("bodies", "Look at whom it addresses now: somebody has added one of these bodies meanwhile")
            return None
        return cleaned["bodies"]
