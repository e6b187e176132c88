"""Reference data that takes a while to load, for a whole module of tests at once."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept(django_db_blocker):
    """What is stored inside is there for every test of a module, and gone after the last: each test has a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
