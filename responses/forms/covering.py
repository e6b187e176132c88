"""The covering letter of a draft: to whom, what it says around the answers, who signs it, and how it is set."""

import copy
import datetime
from collections.abc import Iterator

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recommendations.fields import DayOrMonthField
from recommendations.models import Body
from responses.forms.choices import in_this_language, say_language
from responses.forms.versioned import VersionedForm
from responses.forms.words import LineField, LinesField, WordsField
from responses.forms.writing import FORMATTING
from responses.models import Update
from responses.models.covering import IN_WELSH, LETTER
from responses.turns import officers_who_agreed

MOST_AHEAD = datetime.timedelta(days=92)
Language = Update.Language


def soon_or_past(value):
    """The same of a letter that is being written: an office dates it for the day on which it will be signed."""
    if value and value.first_day > timezone.localdate() + MOST_AHEAD:
        raise ValidationError(
            gettext("The date of the letter must be in the past, today or within the next three months")
        )


GROUPS = [
    (_("Whose letter it is"), ["dated_as", "speaks_for", "language"]),
    (_("To whom"), ["addressed_to", "our_reference", "your_reference"]),
    (_("What it says"), ["subject", "salutation", "opening", "chief_officer_comments", "agreed_by", "closing"]),
    (_("Who signs it"), ["complimentary_close", "signatory_name", "signatory_title", "copies_to", "enclosures"]),
    (_("How it is set"), ["wording_as", "also", "marking"]),
]


def may_be_welsh(update: Update) -> bool:
    """Whether an office is asked for the language of its letter: one in Wales, or one that writes Welsh already."""
    body = update.body
    return body.region == Body.Region.WALES or body.welsh_name != "" or update.language != Language.ENGLISH


class CoveringLetterForm(VersionedForm):
    """Beside each passage of a letter in both languages stands its Welsh one; how it is set comes last."""

    dated_as = DayOrMonthField(
        subject=_("Date of the letter"),
        label=_("What date does the letter bear?"),
        help_text=_(
            "For example, 17 6 2021. Leave the day empty for a letter that bears only a month. "
            "A letter with a date to come can be signed off before, and sent from that day on."
        ),
        required=False,
        validators=[soon_or_past],
    )
    speaks_for = forms.TypedMultipleChoiceField(
        label=_("Who does this letter speak for?"),
        help_text=_("Everybody it has answers for, and whoever else you select: they then count as having replied."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("In which language is the letter?"),
        help_text=_("In a letter in both, each passage and each answer has a box for its Welsh words too."),
        choices=in_this_language(Language.choices),
        widget=forms.RadioSelect,
        required=False,
    )
    addressed_to = LinesField(
        label=_("To whom is it addressed?"),
        help_text=_("Name, title and address, one a line."),
        required=False,
        max_length=1000,
    )
    our_reference = LineField(
        label=_("What is your own reference?"),
        help_text=_("It is printed as “Our reference”, below the reference that the letter has here."),
        max_length=100,
        required=False,
    )
    your_reference = LineField(
        label=_("What is the reference of whoever you write to?"),
        help_text=_("It is printed as “Your reference”."),
        max_length=100,
        required=False,
    )
    subject = LineField(
        label=_("What is the letter about?"),
        help_text=_("Leave it empty for the title of the report, and when it was published."),
        max_length=300,
        required=False,
    )
    salutation = LineField(
        label=_("How does it begin?"), help_text=_("For example, “Dear Sir”."), max_length=200, required=False
    )
    opening = WordsField(label=_("What do you want to say first?"), help_text=FORMATTING, required=False, rows=8)
    chief_officer_comments = WordsField(
        label=_("Does the chief officer have general comments?"),
        help_text=_("They are printed as the chief officer’s own words, so the letter then speaks for the force too."),
        required=False,
        rows=8,
    )
    agreed_by = LineField(
        label=_("Who agreed the force’s words?"),
        help_text=_(
            "Such as the portfolio lead. It is printed after the answers. Leave it empty if the letter should not say."
        ),
        max_length=200,
        required=False,
    )
    closing = WordsField(label=_("What do you want to say last?"), required=False, rows=5)
    complimentary_close = LineField(
        label=_("How does it close?"),
        help_text=_("“Yours faithfully” goes with “Dear Sir”, “Yours sincerely” with a name."),
        max_length=200,
        required=False,
    )
    signatory_name = LineField(label=_("Who signs it?"), max_length=200, required=False)
    signatory_title = LineField(label=_("What is their title?"), max_length=200, required=False)
    copies_to = LinesField(label=_("Who gets a copy?"), help_text=_("One a line."), required=False, max_length=1000)
    enclosures = LinesField(
        label=_("What else is enclosed?"),
        help_text=_("One a line. The letter lists the files that go with it before these."),
        required=False,
        max_length=1000,
    )
    marking = forms.ChoiceField(
        label=_("Does the letter bear a protective marking?"),
        help_text=_("It is printed at the head and the foot of each page."),
        choices=in_this_language(Update.Marking.choices),
        widget=forms.RadioSelect,
        required=False,
    )
    wording_as = forms.ChoiceField(
        label=_("How is each recommendation told?"),
        choices=in_this_language(Update.WordingAs.choices),
        widget=forms.RadioSelect,
        required=False,
    )
    also = forms.MultipleChoiceField(
        label=_("What else should the letter hold?"),
        choices=[
            ("with_summary", _("A table of where each recommendation stands, where it answers several")),
            ("with_gaps", _("A list of what it does not answer yet")),
            ("with_voices", _("Whose words each answer is")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Update
        fields = (*LETTER, "language", "marking", "wording_as")

    def __init__(self, *args, instance, links=None, **kwargs):
        """`links`: as `Body.objects.answered_by` takes them."""
        super().__init__(*args, instance=instance, **kwargs)
        bodies = list(addressed_bodies(instance, links))
        self.forces = [body.pk for body in bodies if body.is_force]
        self.fields["speaks_for"].choices = [(body.pk, body.name) for body in bodies]
        self._begin("speaks_for", list(instance.speaks_for.all()))
        self.initial["speaks_for"] = [body.pk for body in self.stored["speaks_for"]]
        self._begin("also", [name for name, _ in self.fields["also"].choices if getattr(instance, name)])
        if instance.date:
            self._begin("dated_as", instance.date)
        if not self.forces:
            del self.fields["chief_officer_comments"], self.fields["agreed_by"]
        elif not self.is_bound and (officers := officers_who_agreed(instance)):
            noted = gettext("Noted here as having agreed them: %(officers)s.") % {"officers": "; ".join(officers)}
            self.fields["agreed_by"].help_text = f"{self.fields['agreed_by'].help_text} {noted}"
        if instance.body.represents:
            # It speaks for whomever it answers for: nobody picks 43 names.
            del self.fields["speaks_for"]
        if not may_be_welsh(instance):
            del self.fields["language"]
        say_language(self.fields, IN_WELSH, is_welsh=instance.language == Language.WELSH)
        for name in IN_WELSH:
            self._offer_in_welsh(name)

    def _begin(self, name, value):
        self.initial[name] = self.stored[name] = value

    def _offer_in_welsh(self, name):
        """A box for the Welsh words of a passage, where the letter may be in both languages; of what is posted, those
        it had: what had no box there stays as it is stored.
        """
        welsh = f"welsh_{name}"
        del self.fields[welsh]
        if name not in self.fields:
            return
        # Its own kind of box is what knows whether it was posted: an editor posts its words under another name.
        field = self.fields[welsh] = copy.deepcopy(self.fields[name])
        if not (self.is_on_page(welsh) if self.is_bound else may_be_welsh(self.instance)):
            del self.fields[welsh]
            return
        field.label, field.help_text = gettext("%(question)s In Welsh") % {"question": field.label}, ""
        field.widget.attrs["lang"] = "cy"
        self._begin(welsh, getattr(self.instance, welsh))

    @cached_property
    def helper(self) -> FormHelper:
        """Made when the page is: what is wrong is known then."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout("version", *(Fieldset(legend, *self._questions(names)) for legend, names in GROUPS))
        return helper

    def _questions(self, names) -> Iterator[str | Div]:
        """Each with its Welsh one, which is shown while the letter is to be in both languages (static/app.js)."""
        in_both = "language" in self.fields and self["language"].value() in Update.BILINGUAL
        for name in filter(self.fields.__contains__, names):
            yield name
            if (welsh := f"welsh_{name}") in self.fields:
                hidden = {} if in_both or welsh in self.errors else {"hidden": True}
                yield Div(welsh, data_shown_for=" ".join(Update.BILINGUAL), **hidden)

    @property
    def wants_more(self) -> bool:
        """Whether its letter has just become one in both languages, and nobody has seen yet that it wants Welsh."""
        written = any(name.startswith("welsh_") for name in self.changed_data)
        return self.instance.is_bilingual and "language" in self.changed_data and not written

    def clean_dated_as(self):
        dated = self.cleaned_data["dated_as"]
        # A month is not before the report where any day of it is not.
        if dated and dated.last_day < self.instance.super_complaint.published_on:
            published = date_format(self.instance.super_complaint.published_on, "j F Y")
            early = gettext(
                "The date of the letter must be the same as or after %(day)s, when the report was published"
            )
            raise ValidationError(early % {"day": published})
        return dated

    def clean_speaks_for(self):
        bodies = self.cleaned_data["speaks_for"]
        # It has answers only for bodies that it speaks for.
        if set(self.initial["speaks_for"]) <= set(bodies):
            return bodies
        silenced = self.instance.responses.exclude(addressee__body__in=bodies).select_related("addressee__body")
        if silenced:
            names = gettext(" and ").join(sorted({str(response.addressee.body) for response in silenced}))
            held = gettext("This draft holds answers for %(bodies)s. Remove them first, or keep it selected")
            raise ValidationError(held % {"bodies": names})
        return bodies

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("speaks_for", self.initial["speaks_for"])
        if cleaned.get("chief_officer_comments"):
            # The chief officer's own words are something said for the force.
            cleaned["speaks_for"] = [*cleaned["speaks_for"], *self.forces]
        return cleaned

    def _get_validation_exclusions(self):
        # The form has found them among those on offer; Django would ask the database about each once more.
        return super()._get_validation_exclusions() | {"language", "marking", "wording_as"}

    def clean_language(self):
        return self.cleaned_data["language"] or self.instance.language

    def clean_wording_as(self):
        return self.cleaned_data["wording_as"] or self.instance.wording_as

    def save(self, *, by: User, at: datetime.datetime) -> Update:
        if "dated_as" not in self.left_out:
            self.instance.date = self.cleaned_data["dated_as"]
        if "also" not in self.left_out:
            for name, _ in self.fields["also"].choices:
                setattr(self.instance, name, name in self.cleaned_data["also"])
        self.instance.edit(by=by, at=at)
        update = super().save()
        if set(self.cleaned_data["speaks_for"]) != set(self.initial["speaks_for"]):
            update.speaks_for.set(self.cleaned_data["speaks_for"])
        return update


def addressed_bodies(update: Update, links=None):
    """The bodies this update's author may answer for that its super-complaint addresses."""
    return Body.objects.filter(
        pk__in=Body.objects.answered_by({update.body_id}, links),
        addressed__recommendation__super_complaint=update.super_complaint_id,
    ).distinct()
