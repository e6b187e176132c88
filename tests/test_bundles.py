"""Many letters at once: which they are, each drawn once whatever is killed, and no other person's."""

import datetime
import io
import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses import bundles
from responses.jobs import queue, worker
from responses.letter.html import render_letter
from responses.letter.limits import MAX_LETTER_LINES
from responses.letter.names import file_name
from responses.models import Bundle, BundleLetter, Document, Job, SentLetter, Update
from responses.models.bundles import KEPT_FOR
from tests.enclosed import enclose
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_received,
    make_recommendation,
    make_response,
    make_super_complaint,
    send_kept,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]
DAY = datetime.timedelta(days=1)
REPORT = "/super-complaints/safe-to-share/all-letters/"


def make_sent(body, content=b"%PDF-1.4 sent", **facts):
    """A letter that was sent on the due date, with a PDF that nobody drew."""
    update = make_draft(body, dated=DUE, dated_precision="day", **facts)
    update.signed_off_by, update.signed_off_at = make_liaison(), NOON
    update.recorded_by, update.recorded_at, update.received_on = update.signed_off_by, NOON, DUE
    update.save()
    SentLetter.objects.create(update=update, html="<p>Words.</p>", pdf=content, sha256="0" * 64)
    return update


def make_document(update, name, content):
    return Document.objects.create(
        update=update, name=name, content_type="text/plain", content=content, size=len(content),
        sha256=name.ljust(64, "0")[:64], added_by=update.created_by, added_at=NOON,
    )  # fmt: skip


def make_drafts(count, **facts):
    """So many drafts of one report, each with an answer, and who writes them all."""
    report, person = make_super_complaint(), None
    recommendation = make_recommendation(report)
    for number in range(count):
        force = make_force(f"Force {number}")
        person = person or make_member(force)
        if number:
            person.memberships.create(body=force, role="editor")
        draft = make_draft(force, report, by=person, dated=DUE, dated_precision="day")
        make_response(draft, make_addressee(recommendation, force), **facts)
    return person


def ask(person, packing="zip", at=NOON):
    """A bundle of all that a person may read of the report, drafts included."""
    bundle = Bundle(super_complaint=SuperComplaint.objects.get(), as_at=DUE, packing=packing, asked_by=person)
    return bundles.ask(bundle, Update.objects.visible_to(person), at=at)


def work(at=NOON):
    return worker.work(lambda: at)


def opened(client, bundle):
    """The files of a zip as it is downloaded, by name."""
    page = client.get(f"/bundles/{bundle.pk}/file/")
    with zipfile.ZipFile(io.BytesIO(b"".join(page.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def liaison(client):
    user = make_liaison()
    client.force_login(user)
    return user


def test_a_bundle_of_a_report_holds_what_counted_on_the_date_and_is_ready_at_once(client, liaison):
    kent, gwent = make_force("Kent Police"), make_force("Gwent Police")
    make_sent(kent)
    came = make_received(gwent, received_on=DUE)
    make_document(came, "Our letter.docx", b"As it came.")
    make_received(gwent, received_on=DUE + DAY)
    make_draft(kent)

    client.post(REPORT, {"as_at": "2021-06-17", "packing": "zip"})

    bundle = Bundle.objects.get()
    assert (bool(bundle.ready_at), Job.objects.count()) == (True, 0)
    assert opened(client, bundle) == {
        "kent-police/kent-police-safe-to-share-2021-06-17.pdf": b"%PDF-1.4 sent",
        "gwent-police/gwent-police-safe-to-share-2021-06-17 Our letter.docx": b"As it came.",
    }


def test_what_goes_with_a_letter_is_in_a_folder_beside_it_as_far_as_it_was_there_when_it_was_asked_for(client, liaison):
    letter = make_draft(make_force("Kent Police"), dated=DUE, dated_precision="day")
    enclose(letter)
    enclose(letter, b"Later.", title="Later", at=NOON + DAY)
    send_kept(letter)

    bundle = ask(liaison)

    name = "kent-police/kent-police-safe-to-share-2021-06-17"
    assert opened(client, bundle) == {
        f"{name}.pdf": bytes(letter.sent_letter.pdf),
        f"{name}-{letter.pk}-enclosures/enclosure-01-note.txt": b"Words.",
    }


def test_a_bundle_of_a_body_holds_all_its_letters_and_their_names_tell_what_became_of_them(client):
    force = make_force("Kent Police")
    person = make_member(force)
    client.force_login(person)
    report, second = make_super_complaint(), make_super_complaint(title="Second", slug="second")
    withdrawn = make_sent(force, super_complaint=report, content=b"%PDF first")
    withdrawn.withdraw(by=person, at=NOON, on=DUE, reason="It was wrong.")
    make_sent(force, super_complaint=second, content=b"%PDF second")
    make_sent(make_force("Gwent Police"), super_complaint=second)

    client.post("/bodies/kent-police/all-letters/", {"packing": "zip"})

    assert opened(client, Bundle.objects.get()) == {
        "kent-police/kent-police-safe-to-share-2021-06-17-withdrawn.pdf": b"%PDF first",
        "kent-police/kent-police-second-2021-06-17.pdf": b"%PDF second",
    }


def test_two_letters_of_one_name_are_two_files(client, liaison):
    kent = make_force("Kent Police")
    first, _ = make_sent(kent, b"first"), make_sent(kent, b"second")

    client.post(REPORT, {"as_at": "2021-06-17", "packing": "zip"})

    assert set(opened(client, Bundle.objects.get()).values()) == {b"first", b"second"}
    assert file_name(first) == "kent-police-safe-to-share-2021-06-17.pdf"


def test_the_same_letters_give_the_same_bytes(client, liaison):
    make_sent(make_force())
    for _ in range(2):
        client.post(REPORT, {"as_at": "2021-06-17", "packing": "zip"})

    one, other = (b"".join(client.get(f"/bundles/{it.pk}/file/").streaming_content) for it in Bundle.objects.all())
    assert one == other


def test_drafts_are_drawn_as_they_are_and_what_was_sent_is_not_drawn_again(client):
    person = make_drafts(2)
    client.force_login(person)
    make_sent(make_force("Kent Police"), by=person, speaks_for=[Update.objects.first().body])

    client.post(REPORT, {"as_at": "2021-06-17", "packing": "zip", "with_drafts": "on"})
    bundle = Bundle.objects.get()
    assert (bundle.ready_at, Job.objects.filter(kind="draw").count()) == (None, 2)
    assert "1 of 3 letters is ready. You can close this page and come back" in client.get(f"/bundles/{bundle.pk}/").text
    work(timezone.now())

    bundle.refresh_from_db()
    drawn = {f"{it.body.slug}/{file_name(it)}": render_letter(it) for it in Update.objects.drafts()}
    sent = {"kent-police/kent-police-safe-to-share-2021-06-17.pdf": b"%PDF-1.4 sent"}
    assert (bool(bundle.ready_at), opened(client, bundle)) == (True, drawn | sent)


def test_one_letter_that_cannot_be_drawn_is_listed_and_the_rest_arrive(client):
    person = make_drafts(2)
    client.force_login(person)
    long = Update.objects.drafts().first()
    long.responses.update(text="<p>Line.</p>" * (MAX_LETTER_LINES + 1))
    bundle = ask(person)

    work()

    page = client.get(f"/bundles/{bundle.pk}/")
    assert "1 of 2 letters is ready." in page.text
    assert [letter.trouble for letter in page.context["failed"]] == [
        "Shorten the letter to 1,000 lines: its texts have 1,006 together."
    ]
    assert len(opened(client, bundle)) == 1

    long.responses.update(text="<p>Short.</p>")
    assert "Try again" in page.text
    client.post(f"/bundles/{bundle.pk}/try-again/")
    work(timezone.now())
    assert len(opened(client, bundle)) == 2
    assert sorted(Job.objects.values_list("attempts", flat=True)) == [1, 1]


def test_a_draft_that_was_deleted_meanwhile_is_listed(client):
    person = make_drafts(2)
    client.force_login(person)
    bundle = ask(person)
    Update.objects.drafts().first().discard()

    work()

    page = client.get(f"/bundles/{bundle.pk}/")
    assert [it.trouble for it in page.context["failed"]] == ["This draft was deleted after you had asked for it."]
    assert (page.context["ready"], page.context["can_download"]) == (1, True)


def test_who_cancels_what_is_ready_is_told_so(client, liaison):
    make_sent(make_force())
    client.post(REPORT, {"as_at": "2021-06-17", "packing": "zip"})
    bundle = Bundle.objects.get()

    page = client.post(f"/bundles/{bundle.pk}/cancel/", follow=True)

    assert "The letters were ready before you cancelled." in page.text
    assert client.get(f"/bundles/{bundle.pk}/file/").status_code == 200


def test_cancel_stops_it(client):
    person = make_drafts(3)
    client.force_login(person)
    bundle = ask(person)
    in_hand = queue.take_up(NOON)

    client.post(f"/bundles/{bundle.pk}/cancel/")
    queue.do(in_hand, lambda: NOON)

    assert work() == {}
    assert (Job.objects.count(), BundleLetter.objects.exclude(pdf=None).count()) == (0, 0)
    assert "You cancelled it on" in client.get(f"/bundles/{bundle.pk}/").text
    assert client.get(f"/bundles/{bundle.pk}/file/").status_code == 404


def test_what_a_killed_worker_had_in_hand_is_taken_up_again_and_what_it_finished_is_not():
    person = make_drafts(3)
    ask(person)
    queue.do(queue.take_up(NOON), lambda: NOON)
    killed = queue.take_up(NOON)

    assert work() == {"draw": 1}
    assert work(NOON + datetime.timedelta(minutes=2)) == {}
    assert work(NOON + datetime.timedelta(minutes=2, seconds=1)) == {"draw": 1}

    assert dict(Job.objects.values_list("pk", "attempts")) == {
        job.pk: 2 if job == killed else 1 for job in Job.objects.all()
    }
    assert Bundle.objects.get().ready_at


@pytest.mark.django_db(transaction=True)
def test_workers_share_a_bundle_and_draw_each_letter_once():
    bundle = ask(make_drafts(6))

    assert worker.work_together(3) == {"draw": 6}

    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
    bundle.refresh_from_db()
    assert bundle.ready_at


def start_worker():
    """`manage.py work --once`, as a process of its own on this test's database."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{facts['NAME']}"
    else:
        who = ":".join(filter(None, (facts["USER"], facts["PASSWORD"])))
        where = facts["HOST"] if not facts["HOST"].startswith("/") else facts["HOST"].replace("/", "%2F")
        address = f"postgres://{who}@{where}{':' if facts['PORT'] else ''}{facts['PORT']}/{facts['NAME']}"
    command = [sys.executable, settings.BASE_DIR / "manage.py", "work", "--once"]
    environment = os.environ | {"DATABASE_URL": address, "OWN_MACHINE": "1", "WORKERS": "2"}
    return subprocess.Popen(command, env=environment)  # noqa: S603 - our own command


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_costs_no_letter_and_none_is_drawn_twice(client):
    person = make_drafts(12, text="<p>Much was done.</p>" * 15)
    client.force_login(person)
    bundle = ask(person, at=timezone.now())
    drawn = BundleLetter.objects.exclude(pdf=None)

    first, deadline = start_worker(), time.monotonic() + 60
    while drawn.count() < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    before = dict(drawn.values_list("pk", "pdf"))
    in_hand = set(Job.objects.exclude(claimed_at=None).values_list("about", flat=True))
    assert (3 <= len(before) < 12, len(in_hand) <= 2) == (True, True)
    # Two minutes later.
    Job.objects.exclude(claimed_at=None).update(claimed_at=timezone.now() - datetime.timedelta(minutes=3))
    assert start_worker().wait(timeout=120) == 0

    bundle.refresh_from_db()
    files = opened(client, bundle)
    assert files == {f"{it.body.slug}/{file_name(it)}": render_letter(it) for it in Update.objects.drafts()}
    assert {pk: pdf for pk, pdf in drawn.values_list("pk", "pdf") if pk in before} == before
    assert dict(Job.objects.values_list("about", "attempts")) == {
        str(letter.pk): 2 if str(letter.pk) in in_hand else 1 for letter in bundle.letters.all()
    }


def test_a_bundle_is_for_the_person_who_asked_alone(client, liaison):
    make_sent(make_force())
    bundle = ask(liaison)
    client.force_login(make_liaison())

    assert [client.get(f"/bundles/{bundle.pk}/{page}").status_code for page in ("", "file/")] == [404, 404]
    assert [client.post(f"/bundles/{bundle.pk}/{page}/").status_code for page in ("cancel", "try-again")] == [404, 404]
    assert list(client.get("/bundles/").context["bundles"]) == []


def test_who_may_read_a_letter_no_more_downloads_it_no_more(client):
    force = make_force()
    person = make_member(force)
    client.force_login(person)
    make_sent(force)
    bundle = ask(person)
    assert client.get(f"/bundles/{bundle.pk}/file/").status_code == 200

    person.memberships.all().delete()

    assert client.get(f"/bundles/{bundle.pk}/file/").status_code == 403
    assert "You can no longer read every letter in this file." in client.get(f"/bundles/{bundle.pk}/").text


def test_nobody_gets_a_letter_that_they_cannot_read(client):
    mine, other = make_force("Kent Police"), make_force("Gwent Police")
    client.force_login(make_member(mine))
    make_sent(mine, b"mine")
    make_sent(other, b"another's")
    make_draft(other)

    client.post(REPORT, {"as_at": "2021-06-17", "packing": "zip", "with_drafts": "on"})
    page = client.post("/bodies/gwent-police/all-letters/", {"packing": "zip"})

    assert list(opened(client, Bundle.objects.get()).values()) == [b"mine"]
    assert page.context["form"].non_field_errors() == [
        "There is no letter that you can read from Gwent Police, or for it"
    ]


@pytest.mark.parametrize(
    ("asked", "errors"),
    [
        ({"as_at": "2021-06-17"}, {"packing": ["Select what you want to download"]}),
        ({"packing": "zip"}, {"as_at": ["Enter the as-at date"]}),
        ({"packing": "zip", "as_at": "2199-01-01"}, {"as_at": ["As-at date must be today or in the past"]}),
        (
            {"packing": "zip", "as_at": "2021-06-16"},
            {"__all__": ["There is no letter that you can read as at 16 June 2021"]},
        ),
        (
            {"packing": "pdf", "as_at": "2021-06-17"},
            {"__all__": ["There is no letter that was written here that you can read as at 17 June 2021"]},
        ),
    ],
)
def test_what_cannot_be_asked_for_is_told_and_nothing_is_stored(client, liaison, asked, errors):
    make_received(make_force())

    page = client.post(REPORT, asked)

    assert (page.context["form"].errors, Bundle.objects.count()) == (errors, 0)


def test_a_received_letter_without_a_file_is_listed(client, liaison):
    make_received(make_force())
    make_sent(make_force("Kent Police"))

    page = client.post(REPORT, {"as_at": "2021-06-17", "packing": "zip"}, follow=True)

    assert [it.trouble for it in page.context["failed"]] == ["No file of this letter is kept."]
    assert "Try again" not in page.text
    assert len(opened(client, Bundle.objects.get())) == 1


def test_letters_as_one_pdf(client):
    pytest.importorskip("responses.letter.merged")
    person = make_drafts(2)
    client.force_login(person)
    bundle = ask(person, packing="pdf")

    assert work() == {"draw": 2, "merge": 1}

    page = client.get(f"/bundles/{bundle.pk}/file/")
    assert (page["Content-Type"], page.content[:5]) == ("application/pdf", b"%PDF-")
    assert page["Content-Disposition"] == 'attachment; filename="safe-to-share-as-at-2021-06-17.pdf"'


def test_letters_that_cannot_be_joined_are_told_of(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "responses.letter.merged", None)  # what joins them is broken
    person = make_drafts(1)
    client.force_login(person)
    bundle = ask(person, packing="pdf")

    work()

    assert "The tracker could not make one PDF of these letters. Ask for a zip of them." in (
        client.get(f"/bundles/{bundle.pk}/").text
    )
    assert (Job.objects.get(kind="merge").attempts, client.get(f"/bundles/{bundle.pk}/file/").status_code) == (1, 404)


def test_bundles_are_deleted_after_seven_days_once_a_day(liaison):
    make_sent(make_force())
    old, new = ask(liaison), ask(liaison, at=NOON + DAY)
    later = NOON + KEPT_FOR + datetime.timedelta(hours=1)

    day = worker.ask_for_daily_jobs(later)
    worker.ask_for_daily_jobs(later + datetime.timedelta(hours=1))

    assert work(later) == {"remind": 1, "digest": 1, "clean_up": 1}
    assert (day, list(Bundle.objects.all()), Job.objects.filter(kind="clean_up").count()) == (later.date(), [new], 1)
    assert old.letters.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_letters_as_for_one(client, count, django_assert_num_queries):
    person = make_drafts(count)
    client.force_login(person)
    bundle = ask(person)

    with django_assert_num_queries(8):
        client.get(f"/bundles/{bundle.pk}/")
    with django_assert_num_queries(4):
        client.get("/bundles/")
