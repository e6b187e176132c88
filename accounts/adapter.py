"""How sign-in behaves here: people are invited, nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Check your e-mail address and password: no account has this pair"),
        "enter_current_password": _("Enter the password you have now: this one is not it"),
        "incorrect_password": _("Enter your password: this one is not it"),
        "too_many_login_attempts": _("Wait five minutes: there were too many attempts to sign in"),
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        # Answers in JSON are for sites that sign in by script.
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("home")

    def send_password_reset_mail(self, user, email, context):
        """A link to choose a password. Who has never had one was invited, whether the link is the first or a later."""
        first = not user.has_usable_password()
        self.send_mail(f"account/email/{'invitation' if first else 'password_reset_key'}", email, context)
