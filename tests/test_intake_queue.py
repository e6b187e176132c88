"""Letters that arrived: any file can fail alone, none is read twice, and a killed reader's file is taken up again."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses.intake import queue, sandbox
from responses.intake.models import ABANDONED_AFTER, MAX_ATTEMPTS, Intake
from responses.intake.proposal import Passage, PassageKind, Proposal
from responses.intake.standing import Stand, standings
from responses.models import Document, Update
from tests import hostile
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_super_complaint,
)

pytestmark = pytest.mark.django_db
URL = "/super-complaints/safe-to-share/intake/"
LETTER = b"Dear Sir\n\nWe write in support of the report.\n"


@pytest.fixture
def liaison(client):
    make_super_complaint()
    user = make_liaison()
    client.force_login(user)
    return user


def make_intake(liaison, **facts):
    number = Intake.objects.count()
    facts = {
        "super_complaint": SuperComplaint.objects.get(),
        "name": f"letter-{number}.txt",
        "content_type": "text/plain",
        "content": LETTER,
        "size": len(LETTER),
        "sha256": f"{number:064}",
        "uploaded_by": liaison,
        "uploaded_at": NOON + datetime.timedelta(minutes=number),
        **facts,
    }
    return Intake.objects.create(**facts)


def proposed(**facts):
    proposal = Proposal(passages=(Passage(PassageKind.GENERAL, "Words."),), **facts)
    return {"read_at": NOON, "proposal_json": proposal.as_json()}


def files(*names):
    return [SimpleUploadedFile(name, LETTER + name.encode()) for name in names]


def zipped(**contents):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("_", "."), content)
    return SimpleUploadedFile("letters.zip", stream.getvalue())


def test_files_are_kept_byte_for_byte_and_wait_to_be_read(client, liaison, settings):
    settings.WORK_HERE = False

    answer = client.post(URL, {"letters": files("one.txt", "two.txt")}, follow=True)

    kept = {intake.name: bytes(intake.content) for intake in Intake.objects.all()}
    assert kept == {"one.txt": LETTER + b"one.txt", "two.txt": LETTER + b"two.txt"}
    assert "0 of 2 read" in answer.text


def test_a_zip_is_taken_apart(client, liaison, settings):
    settings.WORK_HERE = False

    client.post(URL, {"letters": [zipped(one_txt=LETTER, two_txt=LETTER + b"2")]})

    assert sorted(Intake.objects.values_list("name", flat=True)) == ["one.txt", "two.txt"]


def test_a_file_that_is_not_what_it_says_fails_alone(client, liaison, settings):
    settings.WORK_HERE = False
    wrong = SimpleUploadedFile("wrong.pdf", b"Not a PDF at all")

    answer = client.post(URL, {"letters": [wrong, *files("right.txt")]}, follow=True)

    refused, kept = Intake.objects.order_by("size")
    assert (refused.name, bytes(refused.content), kept.name) == ("wrong.pdf", b"", "right.txt")
    sentence = "wrong.pdf is named as a PDF, but its contents are those of a text file. It was not kept."
    for page in (answer, client.get(URL)):  # at once, and for whoever comes back
        assert [row.why for stand, _, rows in page.context["groups"] for row in rows if stand == "not_readable"] == [
            (sentence,)
        ]


@pytest.mark.parametrize("name", ["intake_file", "read_again"])
def test_a_file_that_was_not_kept_is_neither_downloaded_nor_read_again(client, liaison, settings, name):
    settings.WORK_HERE = False
    two = [make_intake(liaison, content=b"", size=0, sha256="", read_at=NOON, trouble="Not kept.") for _ in range(2)]

    page = client.get(URL)

    assert [(stand, len(rows)) for stand, _, rows in page.context["groups"]] == [(Stand.NOT_READABLE, 2)]
    where = reverse(name, args=[two[0].pk])
    assert where not in page.text
    assert client.get(where).status_code == 404


def test_nothing_that_can_be_kept_is_an_error(client, liaison):
    answer = client.post(URL, {"letters": [SimpleUploadedFile("wrong.pdf", b"Not a PDF at all")]})

    assert answer.context["form"].errors["letters"] == [
        "wrong.pdf is named as a PDF, but its contents are those of a text file"
    ]
    assert Intake.objects.count() == 0


def test_only_liaison_staff_send_letters_in(client, liaison):
    client.force_login(make_member(make_policing_body()))

    assert client.post(URL, {"letters": files("one.txt")}).status_code == 403
    assert Intake.objects.count() == 0


def test_two_readers_never_get_the_same_file(liaison):
    first, second = make_intake(liaison), make_intake(liaison)

    taken = [queue.take_up(NOON), queue.take_up(NOON), queue.take_up(NOON)]

    assert taken == [first, second, None]


def test_a_killed_readers_file_is_taken_up_again_after_a_while(liaison):
    intake = make_intake(liaison)
    queue.take_up(NOON)

    assert queue.take_up(NOON + ABANDONED_AFTER) is None
    again = queue.take_up(NOON + ABANDONED_AFTER + datetime.timedelta(seconds=1))

    assert (again, again.attempts) == (intake, 2)


def test_a_slow_reader_does_not_overwrite_the_one_that_took_over(liaison):
    make_intake(liaison)
    slow = queue.take_up(NOON)
    later = NOON + 2 * ABANDONED_AFTER
    quick = queue.take_up(later)

    queue.finish(quick, None, "Too long.", at=later)
    queue.finish(slow, None, "Something else.", at=later)

    assert Intake.objects.get().trouble == "Too long."


def test_a_file_that_kills_its_readers_is_given_up(liaison):
    make_intake(liaison, attempts=MAX_ATTEMPTS)

    assert queue.read_all(lambda: NOON) == 1

    intake = Intake.objects.get()
    assert (intake.trouble, intake.proposal_json) == (queue.GIVEN_UP, None)


def test_each_file_says_where_it_stands_and_why(liaison):
    pcc = make_policing_body()
    letter = make_received(pcc, dated=DUE)
    Document.objects.create(
        update=letter,
        name="kept.pdf",
        content_type="application/pdf",
        content=b"x",
        size=1,
        sha256="k" * 64,
        added_by=liaison,
        added_at=NOON,
    )
    known = {"body": pcc.name, "super_complaint": "safe-to-share"}
    rows = {
        "waiting": make_intake(liaison),
        "being read": make_intake(liaison, claimed_at=NOON),
        "a scan": make_intake(liaison, read_at=NOON, trouble="This is a picture."),
        "no body": make_intake(liaison, **proposed(dated="2021-05-01")),
        "another report": make_intake(liaison, **proposed(body=pcc.name, dated="2021-05-02", super_complaint="other")),
        "same file": make_intake(liaison, sha256="k" * 64, **proposed()),
        "same date": make_intake(liaison, **proposed(dated="2021-06-17", **known)),
        "recognised": make_intake(liaison, **proposed(dated="2021-06-18", **known)),
        "sent in twice": make_intake(liaison, **proposed(dated="2021-06-18", **known)),
    }

    found = {
        it.intake.pk: (it.stand, *it.why) for it in standings(Intake.objects.select_related("super_complaint"), NOON)
    }

    assert {name: found[intake.pk] for name, intake in rows.items()} == {
        "waiting": (Stand.WAITING,),
        "being read": (Stand.READING,),
        "a scan": (Stand.NOT_READABLE, "This is a picture."),
        "no body": (Stand.NEEDS_A_PERSON, "It does not say which body it is from."),
        "another report": (Stand.NEEDS_A_PERSON, "It seems to answer another report."),
        "same file": (Stand.DUPLICATE, f"The very same file as the one kept with {pcc}’s letter."),
        "same date": (Stand.DUPLICATE, "Same body and same date as a letter on the record."),
        "recognised": (Stand.RECOGNISED,),
        "sent in twice": (Stand.DUPLICATE, "Same body and same date as the file letter-7.txt, sent in before."),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_as_many_queries_for_three_letters_as_for_one(
    client, liaison, settings, count, django_assert_num_queries
):
    settings.WORK_HERE = False
    for _ in range(count):
        make_intake(liaison)

    with django_assert_num_queries(8):
        client.get(URL)


def test_a_letter_is_removed_and_read_again_only_by_post(client, liaison, settings):
    settings.WORK_HERE = False
    intake = make_intake(liaison, read_at=NOON, trouble="A picture.")

    client.get(reverse("read_again", args=[intake.pk]))
    assert Intake.objects.get().read_at == NOON
    client.post(reverse("read_again", args=[intake.pk]))
    assert Intake.objects.get().read_at is None
    # A page that shows the old reading saves nothing over the new one.
    assert Intake.objects.get().version == intake.version + 1

    client.get(reverse("remove_intake", args=[intake.pk]))
    assert Intake.objects.count() == 1
    client.post(reverse("remove_intake", args=[intake.pk]))
    assert Intake.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bomb.docx", hostile.zip_bomb),
        ("bomb.zip", hostile.lying_zip_bomb),
        ("many.zip", lambda: hostile.zip_of_many(30_000)),
        ("zips.zip", hostile.zip_of_zips),
        ("entity.docx", hostile.billion_laughs_docx),
        ("loop.pdf", hostile.pdf_with_page_loop),
        ("page.html", lambda: hostile.deep_page(100_000)),
        ("messages.eml", lambda: hostile.nested_mail(1_000)),
        ("parts.eml", lambda: hostile.nested_multipart_mail(1_000)),
        ("\u202etxt.exe/../x\x00.txt", lambda: b"Dear Sir"),
    ],
)
def test_a_hostile_file_harms_nothing_as_it_is_sent_in(client, liaison, settings, name, make):
    settings.WORK_HERE = False

    answer = client.post(URL, {"letters": [SimpleUploadedFile(name, make()), *files("right.txt")]}, follow=True)

    assert answer.status_code == 200
    assert Intake.objects.filter(name="right.txt").exists()


def test_what_nobody_could_read_is_typed_by_hand_and_keeps_its_file(client, liaison, settings):
    settings.WORK_HERE = False
    pcc = make_policing_body()
    make_addressee(make_recommendation(), pcc)
    intake = make_intake(liaison, read_at=NOON, trouble="This is a picture of a letter.")
    where = f"{reverse('record_letter', args=['safe-to-share'])}?intake={intake.pk}"
    facts = {"body": pcc.name, "on_behalf": "usual", "undated": "on"}
    facts |= {"received_on_day": "2", "received_on_month": "4", "received_on_year": "2021"}

    assert where in client.get(URL).text
    typed, again = client.post(where, facts), client.post(where, facts)

    draft = Update.objects.get()
    assert typed.url == again.url == draft.get_absolute_url()
    assert [(it.name, bytes(it.content)) for it in draft.documents.all()] == [(intake.name, LETTER)]
    assert Intake.objects.in_hand().count() == 0
    client.post(reverse("discard_update", args=[draft.pk]), {"seen": draft.edited_at.isoformat()})
    assert [(it.update, bytes(it.content)) for it in Intake.objects.in_hand()] == [(None, LETTER)]


def test_the_queue_says_how_many_stand_where(client, liaison, settings):
    settings.WORK_HERE = False
    make_intake(liaison, read_at=NOON, trouble="This is a picture of a letter.")
    for number in (1, 2):
        make_intake(liaison, **proposed(body="Borsetshire Police", dated=f"2021-05-0{number}"))

    page = client.get(URL)

    assert [(stand, len(rows)) for stand, _, rows in page.context["groups"]] == [
        (Stand.RECOGNISED, 2),
        (Stand.NOT_READABLE, 1),
    ]
    assert "Borsetshire Police, 1 May 2021" in page.text


def test_a_letter_that_names_no_report_answers_the_one_it_was_sent_in_for(liaison):
    make_addressee(make_recommendation(), make_policing_body())
    make_intake(liaison, content=b"Recommendation 1\n\nWe have changed our policy, and will train our staff in it.\n")

    queue.read_all(lambda: NOON)

    proposal = Intake.objects.get().proposal
    assert proposal.super_complaint == "safe-to-share"
    assert [it.recommendations for it in proposal.passages if it.kind == PassageKind.RESPONSE] == [("1",)]


def test_a_file_whose_process_is_killed_is_read_again(liaison, monkeypatch):
    make_policing_body()
    make_intake(liaison)
    start, started = sandbox._start, []

    def start_and_kill_the_first(*args):
        started.append(start(*args))
        if len(started) == 1:
            started[0].kill()
        return started[-1]

    monkeypatch.setattr(sandbox, "_start", start_and_kill_the_first)

    assert queue.read_all(timezone.now) == 1
    intake = Intake.objects.get()
    assert (len(started), intake.attempts, intake.trouble) == (2, 2, "")
    assert intake.proposal_json
