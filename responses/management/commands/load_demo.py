import secrets

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.template.defaultfilters import pluralize
from django.utils import timezone

from accounts.models import User
from responses import demo


class Command(BaseCommand):
    help = "Load the reference data, five real letters in summary, a chaser, two sample drafts and people."

    def add_arguments(self, parser):
        parser.add_argument(
            "--with-accounts",
            action="store_true",
            help="Also on a server. The demo people get a password made up on the spot and printed once.",
        )

    @transaction.atomic
    def handle(self, *, with_accounts, **options):
        if not (with_accounts or (settings.OWN_MACHINE and not self.looks_like_a_server())):
            raise CommandError(
                "Nothing was loaded, because demo people could then sign in to this server. "
                "Set OWN_MACHINE=1 on your own machine, or add --with-accounts if that is what you want."
            )
        call_command("load_reference", stdout=self.stdout)
        password = secrets.token_urlsafe(12) if with_accounts else demo.published_password()
        now = timezone.now()
        new = demo.add_people(password)
        recorder = User.objects.get(email=demo.RECORDER)
        letters = demo.add_letters(by=recorder, at=now)
        requests = demo.add_requests(by=recorder, at=now)
        drafts = demo.add_drafts(authors=new, at=now, on=timezone.localdate(now))
        chasers = f"{len(requests)} chaser{pluralize(requests)}"
        added = f"{len(letters)} letters, {chasers}, {len(drafts)} drafts and {len(new)} people"
        self.stdout.write(f"Demo data: {added} added.")
        self._say_how_to_sign_in(password if new or not with_accounts else None)

    def looks_like_a_server(self):
        """People are here and none of them is a demo person: manage.py was called without the server's settings."""
        demo_people = [person["email"] for person in demo.people()]
        return User.objects.exists() and not User.objects.filter(email__in=demo_people).exists()

    def _say_how_to_sign_in(self, password):
        self.stdout.write("Sign in with one of these e-mail addresses:")
        for person in demo.people():
            self.stdout.write(f"  {person['email']:<50}{person['name']}")
        if password:
            self.stdout.write(f"The password is {password} (people who were here before keep the one they had).")
        else:
            self.stdout.write("They keep the passwords they had.")
