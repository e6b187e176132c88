"""What an old database holds is there after an upgrade: rows, what hangs on them, and what the database refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import ProtectedError

from responses.intake.models import Intake
from responses.models import Job, Piece, Update
from responses.searching import kept
from responses.searching.asked import Asked

NOON = datetime(2021, 6, 17, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def migrate(transactional_db, pytestconfig):
    """Takes the database to a migration, or to the last of all; at the end it is what it was."""
    if pytestconfig.getoption("nomigrations"):
        pytest.skip("these tables came straight from the models")

    def to(*where):
        executor = MigrationExecutor(connection)
        # As `manage.py migrate` tells before and after it.
        kept.remove()
        state = executor.migrate([where] if where else executor.loader.graph.leaf_nodes())
        kept.install()
        return state.apps

    yield to
    to()


def make_old(old):
    """Two files that arrived, one of them on the record, in a database from before intake was an app of its own."""
    user = old.get_model("accounts", "User").objects.create(email="liaison@example.org")
    body = old.get_model("recommendations", "Body").objects.create(name="Loamshire Police", slug="loamshire")
    report = old.get_model("recommendations", "SuperComplaint").objects.create(
        title="Unheard", slug="unheard", published_on=NOON.date()
    )
    update = old.get_model("responses", "Update").objects.create(
        super_complaint=report, body=body, origin="received", created_by=user, created_at=NOON, edited_by=user,
        edited_at=NOON, received_on=NOON.date(), recorded_by=user, recorded_at=NOON,
    )  # fmt: skip
    facts = {"super_complaint": report, "content": b"Words.", "size": 6, "uploaded_by": user, "uploaded_at": NOON}
    files = old.get_model("responses", "Intake").objects
    waiting = files.create(name="waiting.txt", sha256="a" * 64, typed={"facts-body": ["Loamshire"]}, **facts)
    proposal = {"passages": [], "body": "Loamshire Police"}
    recorded = files.create(
        name="recorded.txt", sha256="b" * 64, update=update, read_at=NOON, proposal_json=proposal, **facts
    )
    return waiting.pk, recorded.pk, update.pk


def test_letters_that_arrived_are_there_when_intake_is_an_app_of_its_own(migrate):
    old = migrate("responses", "0019_quoted_messages")
    waiting, recorded, update = make_old(old)
    kind = old.get_model("contenttypes", "ContentType").objects.get(model="intake").pk

    migrate()

    assert list(Intake.objects.order_by("pk").values_list("pk", "name", "update", "typed", "letter_parts")) == [
        (waiting, "waiting.txt", None, {"facts-body": ["Loamshire"]}, None),
        (recorded, "recorded.txt", update, {}, None),
    ]
    assert bytes(Intake.objects.get(pk=waiting).content) == b"Words."
    assert Intake.objects.get(pk=recorded).proposal.body == "Loamshire Police"
    assert Update.objects.get().intake.pk == recorded
    assert ContentType.objects.get(model="intake").pk == kind
    assert ContentType.objects.get_for_model(Intake).pk == kind


def test_what_the_database_refused_of_letters_that_arrived_it_refuses_still(migrate):
    waiting, recorded, _ = make_old(migrate("responses", "0019_quoted_messages"))

    migrate()

    for wrong in ({"trouble": "A picture."}, {"update": Update.objects.get()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Intake.objects.filter(pk=waiting).update(**wrong)
    with pytest.raises(ProtectedError):
        Update.objects.get().delete()
    with connection.cursor() as cursor:
        names = connection.introspection.get_constraints(cursor, Intake._meta.db_table)
    assert {"read_gives_a_proposal_or_a_trouble", "recorded_once_it_was_read"} < set(names)
    added = Intake.objects.create(
        name="new.txt", size=0, uploaded_by=Intake.objects.get(pk=waiting).uploaded_by, uploaded_at=NOON
    )
    assert added.pk > recorded


def test_the_table_goes_back_with_its_rows(migrate):
    make_old(migrate("responses", "0019_quoted_messages"))
    migrate("intake", "0003_a_person_says_which_part_is_the_letter")

    old = migrate("responses", "0019_quoted_messages")

    assert list(old.get_model("responses", "Intake").objects.order_by("pk").values_list("name", flat=True)) == [
        "waiting.txt",
        "recorded.txt",
    ]
    assert apps.get_model("intake", "Intake")._meta.db_table not in connection.introspection.table_names()


def test_files_that_wait_to_be_read_are_jobs_after_the_upgrade_and_files_again_after_going_back(migrate):
    old = migrate("intake", "0004_answers_that_come_as_a_file")
    user = old.get_model("accounts", "User").objects.create(email="liaison@example.org")
    facts = {"content": b"Words.", "size": 6, "uploaded_by": user, "uploaded_at": NOON}
    files = old.get_model("intake", "Intake").objects
    waiting = files.create(name="waiting.txt", attempts=1, claimed_at=NOON, **facts)
    files.create(name="read.txt", read_at=NOON, trouble="A picture.", **facts)

    migrate("intake", "0006_a_file_is_claimed_as_a_job")
    assert list(Job.objects.values_list("kind", "about", "attempts", "try_at", "claimed_at")) == [
        ("read", str(waiting.pk), 1, NOON, None)
    ]

    old = migrate("intake", "0004_answers_that_come_as_a_file")
    assert list(old.get_model("intake", "Intake").objects.order_by("pk").values_list("attempts", "claimed_at")) == [
        (1, None),
        (0, None),
    ]
    assert Job.objects.count() == 0


def test_messages_that_wait_are_jobs_after_the_upgrade_and_wait_again_after_going_back(migrate):
    old = migrate("responses", "0024_jobs_and_bundles")
    messages = old.get_model("responses", "Message").objects
    facts = {"about": "sent", "subject": "Sent", "words": "It is.", "made_at": NOON, "email": "a@example.org"}
    waiting = messages.create(key="1", try_at=NOON + HOUR, attempts=2, claimed_at=NOON, trouble="450 busy", **facts)
    given_up = messages.create(key="2", try_at=NOON, attempts=25, trouble="550 no", given_up_at=NOON, **facts)
    messages.create(key="3", try_at=NOON, attempts=1, sent_at=NOON, **facts)

    migrate("responses", "0027_a_message_is_claimed_as_a_job")
    columns = ("kind", "about", "attempts", "try_at", "claimed_at", "trouble", "given_up_at")
    assert list(Job.objects.values_list(*columns)) == [
        ("send", str(waiting.pk), 2, NOON + HOUR, None, "450 busy", None),
        ("send", str(given_up.pk), 25, NOON, None, "550 no", NOON),
    ]

    old = migrate("responses", "0024_jobs_and_bundles")
    assert list(old.get_model("responses", "Message").objects.order_by("pk").values_list("attempts", "try_at")) == [
        (2, NOON + HOUR),
        (25, NOON),
        (0, NOON),
    ]
    assert Job.objects.count() == 0


def test_what_an_old_database_holds_is_found_after_the_upgrade(migrate):
    *_, update = make_old(migrate("responses", "0019_quoted_messages"))
    old = migrate("responses", "0030_letters_of_a_bundle_in_order")
    old.get_model("responses", "Update").objects.update(opening="<p>We have <strong>trained</strong> them.</p>")

    migrate()

    pieces = Piece.objects.filter(pk__in=Piece.objects.newest_saying(Asked.of('"have trained"'), 10))
    assert [(piece.update_id, piece.text.strip()) for piece in pieces] == [(update, "We have trained them.")]
    assert kept.missing() == set()
