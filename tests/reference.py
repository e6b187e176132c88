"""Reference and demo data that take a while to load: loaded once, and there for many tests."""

from collections.abc import Callable
from contextlib import contextmanager

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from responses.models import Piece


@contextmanager
def kept(django_db_blocker):
    """What is stored inside is there for every test of a module, and gone after the last: each test has a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored_by(load: Callable, django_db_blocker) -> tuple[object, list[list[models.Model]]]:
    """What loading says, and the rows that it stores, a list for each table. Nothing of it stays in the database.

    Pieces are left out: the database writes them itself, of the rows that they index.
    """
    with kept(django_db_blocker):
        models_kept = [model for model in apps.get_models(include_auto_created=True) if model is not Piece]
        empty = [model for model in models_kept if not model._base_manager.exists()]
        said = load()
        rows = [list(model._base_manager.order_by("pk")) for model in empty]
    return said, [objects for objects in rows if objects]


def put_back(rows: list[list[models.Model]]) -> None:
    """Stores the rows again, for one test: a hundredth of the work of reading and checking the files they came from."""
    with transaction.atomic():  # a row may point to one that comes later: keys are checked at the end
        for objects in rows:
            type(objects[0])._base_manager.bulk_create(objects)
        # PostgreSQL counts on from where it was, which is below the numbers that these rows bring.
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [type(objects[0]) for objects in rows]):
                cursor.execute(statement)
