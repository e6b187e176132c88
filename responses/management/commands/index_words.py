"""`manage.py index_words`: makes all anew that a search finds words by, after rows came into the database past it."""

from django.core.management.base import BaseCommand

from responses.models import Piece
from responses.searching import kept


class Command(BaseCommand):
    help = "Makes the index of all words anew. migrate does it wherever it is needed; loaddata leaves it to you."

    def handle(self, *args, **options):
        kept.remove()
        kept.install()
        self.stdout.write(f"{Piece.objects.count()} texts can be searched.")
