import secrets

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from responses import demo


class Command(BaseCommand):
    help = "Load the reference data, five real letters in summary, two sample drafts and people to sign in as."

    def add_arguments(self, parser):
        parser.add_argument(
            "--with-accounts",
            action="store_true",
            help="Also on a server. The demo people get a password made up on the spot and printed once.",
        )

    @transaction.atomic
    def handle(self, *, with_accounts, **options):
        if not (settings.OWN_MACHINE or with_accounts):
            raise CommandError(
                "Nothing was loaded, because demo people could then sign in to this server. "
                "Set OWN_MACHINE=1 on your own machine, or add --with-accounts if that is what you want."
            )
        call_command("load_reference", stdout=self.stdout)
        password = demo.published_password() if settings.OWN_MACHINE else secrets.token_urlsafe(12)
        now = timezone.now()
        new = demo.add_people(password)
        letters = demo.add_letters(by=User.objects.get(email=demo.RECORDER), at=now)
        drafts = demo.add_drafts(authors=new, at=now, on=timezone.localdate(now))
        self.stdout.write(f"Demo data: {len(letters)} letters, {len(drafts)} drafts and {len(new)} people added.")
        self._say_how_to_sign_in(password if settings.OWN_MACHINE or new else None)

    def _say_how_to_sign_in(self, password):
        self.stdout.write("Sign in with one of these e-mail addresses:")
        for person in demo.people():
            self.stdout.write(f"  {person['email']:<45}{person['name']}")
        if password:
            self.stdout.write(f"The password is {password} (people who were here before keep the one they had).")
        else:
            self.stdout.write("They keep the passwords they had.")
