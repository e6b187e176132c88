"""What a body's letters bear at their head, as its own approvers keep it."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recommendations.models import Body
from recommendations.models.letterheads import keep_letterhead, letterhead_of, website_as_kept
from recommendations.pictures import SIGNATURE, UnfitPicture, for_paper, logo_file
from responses.forms.choices import in_this_language
from responses.forms.versioned import VersionedForm
from responses.forms.words import LineField, LinesField
from responses.letter.facts import web_url
from responses.letter.signs import to_replace, unprintable
from responses.models import Signature

MOST_LINES = 8
_HEADS = [  # of bodies.py, for the catalogue
    gettext_noop("Name at the left, contact details at the right"),
    gettext_noop("Name in the middle, contact details in a line below"),
    gettext_noop("All at the right, beside whom the letter is addressed to"),
]
PRINTED = ("address", "telephone", "email", "website", "signatory_name", "signatory_title")


class LogoField(forms.FileField):
    """A chosen picture as print needs it, whatever its file is called."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})
    default_error_messages = {"empty": _("The file is empty. Select the logo again")}

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return logo_file(upload) if data else upload


class LetterheadForm(VersionedForm):
    address = LinesField(label=_("What is the address?"), max_length=400, required=False)
    telephone = LineField(label=_("What is the telephone number?"), max_length=50, required=False)
    email = forms.EmailField(
        label=_("What is the e-mail address?"),
        max_length=254,
        required=False,
        error_messages={
            "invalid": _("Enter an e-mail address, such as office@example.org"),
            "max_length": _("Shorten the e-mail address to 254 characters"),
        },
    )
    website = LineField(
        label=_("What is the website?"), help_text=_("For example, www.example.org"), max_length=200, required=False
    )
    logo = LogoField(
        label=_("What is the logo?"),
        help_text=_(
            "A PNG or JPEG of up to 5 MB, best 700 pixels wide or more. White around it is cut off. "
            "On paper it is at most 60 mm wide and 22 mm high."
        ),
        required=False,
    )
    no_logo = forms.BooleanField(label=_("Take the logo off"), required=False)
    signatory_name = LineField(
        label=_("Who usually signs?"),
        help_text=_("A new draft begins with this name. Each letter can name somebody else."),
        max_length=200,
        required=False,
    )
    signatory_title = LineField(label=_("What is their title?"), max_length=200, required=False)
    letterhead = forms.ChoiceField(
        label=_("How does a letter begin?"),
        help_text=_("Shown with what is saved now. Save to see what you change above."),
        choices=in_this_language(Body.Letterhead.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how a letter begins")},
    )

    class Meta:
        model = Body
        fields = (
            *("address", "telephone", "email", "website", "logo"),
            *("signatory_name", "signatory_title", "letterhead"),
        )

    field_order = (
        *("address", "telephone", "email", "website", "logo", "no_logo"),
        *("signatory_name", "signatory_title", "letterhead"),
    )

    def __init__(self, *args, instance: Body, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.before = letterhead_of(instance)
        if not instance.logo:
            del self.fields["no_logo"]
        else:
            self.fields["logo"].label = _("Is there a new logo?")

    def clean_address(self):
        address = self.cleaned_data["address"]
        if len(address.splitlines()) > MOST_LINES:
            raise ValidationError(gettext("Enter the address in at most %(most)s lines") % {"most": MOST_LINES})
        return address

    def clean_website(self):
        website = website_as_kept(self.cleaned_data["website"])
        if website and not web_url(website):
            raise ValidationError(gettext("Enter the address of a website, such as www.example.org"))
        return website

    def clean(self):
        cleaned = super().clean()
        for name in PRINTED:
            if problem := to_replace(unprintable(cleaned.get(name, ""))):
                self.add_error(name, problem)
        if cleaned.get("no_logo") and self.files.get("logo"):
            self.add_error("no_logo", gettext("Select a logo or take it off, not both"))
        elif cleaned.get("no_logo"):
            cleaned["logo"] = False
        # A browser keeps what was typed, and no file.
        if self.errors and self.files.get("logo") and "logo" not in self.errors:
            self.add_error("logo", gettext("Select the logo again: nothing is saved yet"))
        return cleaned

    def _in_words(self, name):
        return gettext("It has a logo") if name == "no_logo" else super()._in_words(name)

    def save(self, *, by: User, at: datetime.datetime) -> Body:
        body = forms.ModelForm.save(self)  # the save is counted where an administrator's is, too
        keep_letterhead(body, self.before, by=by, at=at)
        return body


class SignatureField(forms.FileField):
    """A chosen picture as the bytes that are printed."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})
    default_error_messages = {
        "required": _("Select a picture of your signature"),
        "empty": _("The file is empty. Select the picture again"),
    }

    def clean(self, data, initial=None) -> bytes:
        upload = super().clean(data, initial)
        try:
            return for_paper(upload, "signature", SIGNATURE)
        except UnfitPicture as error:
            raise ValidationError(str(error)) from error


class SignatureForm(forms.Form):
    """Somebody's own signature, for letters of one body."""

    image = SignatureField(
        label=_("Which picture is your signature?"),
        help_text=_(
            "A PNG or JPEG of up to 5 MB. White around it is cut off. On paper it is at most 60 mm wide and 20 mm high."
        ),
    )
    alternative = LineField(
        label=_("What is read out to somebody who cannot see it?"),
        max_length=200,
        error_messages={"required": _("Enter what is read out to somebody who cannot see it")},
    )

    def __init__(self, *args, owner: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner
        # It is kept, so it begins in English whatever the language of the page.
        self.fields["alternative"].initial = f"Signature of {owner}"

    def clean_alternative(self):
        if problem := to_replace(unprintable(self.cleaned_data["alternative"])):
            raise ValidationError(problem)
        return self.cleaned_data["alternative"]

    def save(self, *, body: Body, at: datetime.datetime) -> Signature:
        return Signature.objects.keep(body=body, owner=self.owner, at=at, **self.cleaned_data)


class SampleForm(forms.Form):
    """Under which head to show a sample; the body's own, where the address does not say."""

    letterhead = forms.ChoiceField(choices=Body.Letterhead.choices, required=False)
