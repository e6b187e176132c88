"""What an administrator fills in about people: whom to invite, which roles they have, whom to look for."""

import datetime

from allauth.account.models import EmailAddress
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role, Token, User
from recommendations.fields import BodyField
from recommendations.models import Body, SuperComplaint

KNOWN = "Somebody already has this e-mail address. Find them in the list of people to give them another role"


class MembershipForm(forms.ModelForm):
    """A role in a body for somebody who is already known, or, with user=None, for somebody yet to be made."""

    body = BodyField(label="For which body?", error_messages={"required": "Enter the name of a body"})

    class Meta:
        model = Membership
        fields = ("body", "role")
        widgets = {"role": forms.RadioSelect}
        labels = {"role": "What will they do?"}
        error_messages = {
            "role": {
                "required": "Select what they will do",
                "invalid_choice": "Select what they will do from the list",
            },
        }

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, instance=Membership(user=user), **kwargs)
        self.fields["body"].offer(list(Body.objects.existing_on(timezone.localdate()).with_names()))
        self.fields["role"].choices = Role.choices  # without the empty one, which no radio should offer
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Add this role"))

    def clean(self):
        cleaned = super().clean()
        # The form leaves out the user, so Django does not check the constraint that names one.
        if self.instance.user_id and self.instance.user.memberships.filter(**cleaned).exists():
            raise ValidationError({"role": f"{self.instance.user} already has this role in this body"})
        return cleaned


class AddressField(forms.EmailField):
    """An e-mail address, in lower case; what Word makes of the apostrophe in it is one."""

    def to_python(self, value):
        return super().to_python(value).replace("’", "'").lower()


class PersonForm(forms.Form):
    """Who somebody is: their name, and the address with which nobody else signs in."""

    person: User | None = None  # None for somebody yet to be made
    name = forms.CharField(label="What is their name?", max_length=150, error_messages={"required": "Enter their name"})
    email = AddressField(
        label="What is their e-mail address?",
        max_length=254,
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address in the correct format, like name@example.com",
        },
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_email(self):
        email = self.cleaned_data["email"]
        if User.objects.filter(email=email).exclude(pk=self.person and self.person.pk).exists():
            raise ValidationError(KNOWN)
        return email


class ChangePersonForm(PersonForm):
    """What was wrong of somebody, mended. It carries who they were when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, person: User, **kwargs):
        self.person, self.before = person, (person.name, person.email)
        super().__init__(*args, initial={"name": person.name, "email": person.email, "seen": self._now()}, **kwargs)
        self.fields["email"].help_text = (
            "They sign in with it. Where it changes, links that were sent to the old one stop working, and whoever has "
            "signed in before is told at both addresses."
        )
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))

    def _now(self) -> str:
        return " ".join(self.before)

    def clean_seen(self):
        after = (self.cleaned_data.get("name"), self.cleaned_data.get("email"))
        # The second half of a double click changes nothing, so it overwrites nothing.
        if self.cleaned_data["seen"] != self._now() and after != self.before:
            self.data = {**self.data.dict(), "seen": self._now()}
            now = f"{self.person}, {self.person.email}"
            raise ValidationError(f"Somebody made this {now} after you opened the page. Check it, then save again.")
        return self.cleaned_data["seen"]

    @property
    def changes(self) -> list[str]:
        """What was changed, each as a sentence that stays in the history."""
        after = (self.cleaned_data["name"], self.cleaned_data["email"])
        whats = zip(("Name", "E-mail address"), self.before, after, strict=True)
        return [f"{what} changed from “{old}” to “{new}”" for what, old, new in whats if old != new]

    def save(self, *, by: User) -> bool:
        """False, with an error on the form, where somebody else was given the address at this very moment."""
        self.person.name, self.person.email = self.cleaned_data["name"], self.cleaned_data["email"]
        try:
            with transaction.atomic():
                self.person.save(update_fields=["name", "email"])
                if self.person.email != self.before[1]:
                    # django-allauth's own note of the address, by which the old one would still sign in.
                    EmailAddress.objects.filter(user=self.person).delete()
                for change in self.changes:
                    LogEntry.objects.log_actions(by.pk, [self.person], CHANGE, change, single_object=True)
        except IntegrityError:
            self.add_error("email", KNOWN)
            return False
        return True


class InviteForm(MembershipForm, PersonForm):
    field_order = ("name", "email", "body", "role")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.inputs.clear()
        self.fields["email"].help_text = "We send them a link there, with which they choose a password."
        self.helper.add_input(Submit("invite", "Send invitation"))

    def save(self):
        """The person with their first role, or None, with an error on the form, where a double click was faster."""
        try:
            with transaction.atomic():
                person = User.objects.create_user(self.cleaned_data["email"], self.cleaned_data["name"])
                self.instance.user = person
                super().save()
        except IntegrityError:
            self.add_error("email", KNOWN)
            return None
        return person


class PeopleForm(forms.Form):
    """Which people to list. Whatever the address says, it lists somebody: a wrong body counts as any."""

    q = forms.CharField(label="Name or e-mail address", required=False, max_length=150)
    body = BodyField(label="Body", help_text="", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        members = Body.objects.filter(pk__in=Membership.objects.values("body"))
        self.fields["body"].offer(list(members.with_names()))
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show", css_class="govuk-button--secondary"))

    def people(self):
        people = User.objects.prefetch_related("memberships__body")
        if text := self.cleaned_data.get("q"):
            people = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
        if body := self.cleaned_data.get("body"):
            people = people.filter(memberships__body=body).distinct()
        return people


class ToldByEmailForm(forms.Form):
    """What somebody is told by e-mail: none of it, if they like."""

    told_of = forms.MultipleChoiceField(
        label=_("What do you want to be told by e-mail?"),
        help_text=_("Everything stands on your home page as well."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices={
            "sign_off": _("When it is my turn in a draft, and what became of what I asked for"),
            "sent": _("That an update was sent to HMICFRS"),
            "question": _("What HMICFRS asks about an answer"),
            "reminder": _("What is due in four weeks, in one week, or overdue: one e-mail a day at most"),
            # For HMICFRS alone.
            "digest": _("The week, on Mondays: what arrived, what became overdue, what waits for a review"),
        },
        error_messages={"invalid_choice": _("Select what you want to be told from the list")},
    )

    def __init__(self, *args, user: User, **kwargs):
        self.user, self.kinds = user, dict(self.base_fields["told_of"].choices)
        if not user.is_liaison:
            del self.kinds["digest"]
        super().__init__(*args, initial={"told_of": [kind for kind in self.kinds if user.wants(kind)]}, **kwargs)
        self.fields["told_of"].choices = self.kinds.items()
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", gettext("Save")))

    def save(self):
        fields = {f"told_of_{kind}": kind in self.cleaned_data["told_of"] for kind in self.kinds}
        User.objects.filter(pk=self.user.pk).update(**fields)


class MakeTokenForm(forms.Form):
    """What a program may read with a new token, and for how long."""

    name = forms.CharField(
        label="What is it for?",
        help_text="For example, “Quarterly report”. You find it again by this name.",
        max_length=80,
        error_messages={"required": "Enter what the token is for"},
    )
    reach = forms.MultipleChoiceField(
        label="What may it read?",
        help_text="Select no more than the program needs. Reports and recommendations can be read with any token.",
        choices=[
            ("matrix", "The matrix: positions and progress"),
            ("answers", "Answers and commitments, with their words"),
            ("reviews", "Reviews by HMICFRS"),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select what the token may read",
            "invalid_choice": "Select what the token may read from the list",
        },
    )
    report = forms.ModelChoiceField(
        label="Of which report?",
        queryset=SuperComplaint.objects.all(),
        required=False,
        empty_label="Every report",
        error_messages={"invalid_choice": "Select a report that is in the list"},
    )
    days = forms.IntegerField(
        label="For how many days?",
        help_text=f"Up to {Token.MOST_DAYS}. Then it opens nothing, and you make another.",
        min_value=1,
        max_value=Token.MOST_DAYS,
        initial=Token.DAYS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Enter a number of days from 1 to {Token.MOST_DAYS}",
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("make", "Make the token"))

    def make(self, user: User, on: datetime.date) -> tuple[Token, str]:
        """The token, and its secret."""
        asked = self.cleaned_data
        reach = {f"reaches_{what}": what in asked["reach"] for what in Token.REACHES}
        about = {"name": asked["name"], "report": asked["report"], "days": asked["days"]}
        return Token.objects.make(user=user, on=on, **about, **reach)
