"""The forms of signing in and of passwords, with labels and messages in our words. What they do is django-allauth's."""

import logging
import smtplib

from allauth.account import forms
from allauth.account.auth_backends import AuthenticationBackend
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext_lazy

from accounts.forms import AddressField
from accounts.models import spellings

logger = logging.getLogger(__name__)
# What Django says of a new password, for our catalogue: its own has no Welsh for these.
_OF_DJANGO = [
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    gettext_noop("This password is too common."),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("Your password can’t be a commonly used password."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
]


class SignInBackend(AuthenticationBackend):
    def _mitigate_timing_attack(self, password):
        # Where there is an account, each spelling of a wrong password is tried: where there is none it takes as long.
        for spelling in spellings(password):
            super()._mitigate_timing_attack(spelling)


class SignInForm(forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(widget=self.fields["login"].widget)
        say(self, "login", _("E-mail address"), _("Enter your e-mail address"))
        say(self, "password", _("Password"), _("Enter your password"))


class ResetPasswordForm(forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField(widget=self.fields["email"].widget)
        say(self, "email", _("E-mail address"), _("Enter your e-mail address"))

    def save(self, request, **kwargs):
        try:
            return super().save(request, **kwargs)
        except (OSError, smtplib.SMTPException):
            # An error page would tell whoever asks that the account exists.
            logger.exception("No link to choose a password could be sent")
            return self.cleaned_data["email"]


class NewPasswordForm(forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_new_passwords(self)


class SetPasswordForm(forms.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_new_passwords(self)


class ChangePasswordForm(forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, "oldpassword", _("Your password now"), _("Enter the password you have now"))
        say_new_passwords(self)


def say_new_passwords(form):
    say(form, "password1", _("New password"), _("Enter a new password"))
    say(form, "password2", _("New password again"), _("Enter the new password again"))


def say(form, name, label, required):
    form.fields[name].label = label
    # The link for a forgotten password stands below the button, where a hint would be read out with the box.
    if form.fields[name].widget.attrs.get("autocomplete") == "current-password":
        form.fields[name].help_text = ""
    form.fields[name].error_messages["required"] = required
