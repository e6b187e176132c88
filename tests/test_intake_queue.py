"""Letters that arrived: any file can fail alone, none is read twice, and a killed reader's file is taken up again."""

import dataclasses
import datetime
import io
import os
import signal
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from recommendations.models import SuperComplaint
from responses import apart
from responses.forms.recording import received_from
from responses.intake import queue
from responses.intake.models import Intake
from responses.intake.proposal import Passage, PassageKind, Proposal, Suggestion
from responses.intake.proposing import propose
from responses.intake.queue import ABANDONED_AFTER, MAX_ATTEMPTS
from responses.intake.reading.text import read_text
from responses.intake.sandbox import READER
from responses.intake.standing import Stand, next_to_confirm, open_doubts, standings
from responses.intake.understanding import understand
from responses.jobs import worker
from responses.jobs.queue import do, take_up
from responses.models import Document, Job, Update
from tests import hostile
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_super_complaint,
)
from tests.letters import BODIES, REPORT

pytestmark = pytest.mark.django_db
URL = "/super-complaints/safe-to-share/intake/"
LETTER = b"Dear Sir\n\nWe write in support of the report.\n"


@pytest.fixture
def liaison(client):
    make_super_complaint()
    user = make_liaison()
    client.force_login(user)
    return user


def make_intake(liaison, *, attempts=0, claimed_at=None, **facts):
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
    intake = Intake.objects.create(**facts)
    if not intake.read_at:
        taken = {"attempts": attempts, "claimed_at": claimed_at}
        Job.objects.create(kind="read", about=intake.pk, made_at=NOON, try_at=NOON, **taken)
    return intake


def read_all(at=NOON):
    """How many files were read, until none waited."""
    return worker.work(lambda: at)["read"]


def proposed(answers=(), **facts):
    """The reading of a letter with a general passage, and an answer to each of some recommendations."""
    said = [Passage(PassageKind.RESPONSE, f"Answer to {number}.", recommendations=(number,)) for number in answers]
    proposal = Proposal(passages=(Passage(PassageKind.GENERAL, "Words."), *said), **facts)
    return {"read_at": NOON, "proposal_json": proposal.as_json()}


def recognised(body, dated, numbers=("1",)):
    return proposed(numbers, body=body.name, dated=dated, super_complaint="safe-to-share")


def standing_of(intake):
    row = standings(Intake.objects.filter(pk=intake.pk).select_related("super_complaint"), NOON)[0]
    return row.stand, row.why


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


def test_a_letter_in_a_zip_is_shown_with_its_folders_and_kept_on_the_record_without(client, liaison, settings):
    settings.WORK_HERE = False
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("Loamshire/2021/letter.txt", "..\\\\.\\up.txt", f"{'long/' * 50}deep.txt"):
            archive.writestr(name, LETTER + name.encode())

    page = client.post(URL, {"letters": [SimpleUploadedFile("all.zip", stream.getvalue())]}, follow=True)

    names = list(Intake.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["Loamshire/2021/letter.txt", "up.txt", f"{'long/' * 38}deep.txt"]
    assert "Loamshire/2021/letter.txt" in page.text
    intake = Intake.objects.get(name="Loamshire/2021/letter.txt")
    assert 'filename="letter.txt"' in client.get(reverse("intake_file", args=[intake.pk]))["Content-Disposition"]
    assert received_from(intake).name == "letter.txt"


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


@pytest.mark.parametrize(
    ("name", "said"),
    [("remove_intake", "Removed: letter &lt;1&gt;.txt."), ("read_again", "letter &lt;1&gt;.txt is being read again.")],
)
def test_what_was_done_with_a_file_is_said(client, liaison, settings, name, said):
    settings.WORK_HERE = False
    intake = make_intake(liaison, **proposed(), name="letter <1>.txt")

    assert said in client.post(reverse(name, args=[intake.pk]), follow=True).text


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

    taken = [take_up(NOON) for _ in range(3)]

    assert [job and job.about for job in taken] == [str(first.pk), str(second.pk), None]


def test_a_killed_readers_file_is_taken_up_again_after_a_while(liaison):
    intake = make_intake(liaison)
    take_up(NOON)

    assert take_up(NOON + ABANDONED_AFTER) is None
    again = take_up(NOON + ABANDONED_AFTER + datetime.timedelta(seconds=1))

    assert (again.about, again.attempts) == (str(intake.pk), 2)


def test_a_slow_reader_does_not_overwrite_the_one_that_took_over(liaison):
    intake = make_intake(liaison)
    slow, later = take_up(NOON), NOON + 2 * ABANDONED_AFTER
    keep_slow, quick = queue.read(slow), take_up(later)

    assert do(quick, lambda: later)
    Intake.objects.update(proposal_json={"passages": [], "body": "As it was read first"})
    keep_slow(later)

    assert (do(slow, lambda: later), Intake.objects.get(pk=intake.pk).proposal.body) == (False, "As it was read first")


def test_a_file_that_is_to_be_read_again_takes_nothing_from_whoever_still_reads_it(liaison):
    intake = make_intake(liaison)
    slow = take_up(NOON)

    queue.read_again(intake)

    assert (do(slow, lambda: NOON), Intake.objects.get().read_at) == (False, None)
    assert read_all(timezone.now()) == 1


def test_a_file_that_kills_its_readers_is_given_up(liaison):
    make_intake(liaison, attempts=MAX_ATTEMPTS)

    assert read_all() == 0

    intake = Intake.objects.get()
    assert (intake.trouble, intake.proposal_json, intake.read_at) == (queue.GIVEN_UP, None, NOON)


def test_each_file_says_where_it_stands_and_why(liaison):
    pcc = make_policing_body()
    make_addressee(make_recommendation(), pcc)
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
        "recognised": make_intake(liaison, **proposed("1", dated="2021-06-18", **known)),
        "sent in twice": make_intake(liaison, **proposed("1", dated="2021-06-18", **known)),
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


@pytest.fixture
def asked(liaison):
    """1 and 4 are for a force and 6 for who oversees it, 5 for both; any update meets 8; the NPCC is asked nothing."""
    force = make_force()
    pcc = make_policing_body(force)
    for number, bodies in {"1": [force], "4": [force], "5": [force, pcc], "6": [pcc], "8": [force, pcc]}.items():
        recommendation = make_recommendation(number=number, met_by_update=number == "8")
        for body in bodies:
            make_addressee(recommendation, body)
    return {"pcc": pcc, "force": force, "npcc": make_national_body()}


@pytest.mark.parametrize(
    ("sender", "answers", "facts", "why"),
    [
        ("force", "145", {}, ()),
        ("force", "1", {}, ("No answer was found to 4 and 5.",)),
        ("force", "", {}, ("No answer was found to 1, 4 and 5.",)),
        ("pcc", "56", {}, ()),
        ("pcc", "56", {"speaks_for": ("pcc", "force")}, ("No answer was found to 1 and 4.",)),
        ("pcc", "1456", {"speaks_for": ("pcc", "force")}, ()),
        # A person named another sender than the one that reading found.
        ("force", "145", {"speaks_for": ("pcc",)}, ()),
        ("npcc", "1", {}, ("By the date of this letter the report asked nothing of National Police Chiefs' Council.",)),
        ("force", "145", {"doubts": ("Is it signed?",)}, ("Is it signed?",)),
        ("force", "145", {"dated": ""}, ("It bears no date that could be found.",)),
        ("", "145", {}, ("It does not say which body it is from.",)),
        ("force", "145", {"parts": (("letter.pdf", "", True), ("map.pdf", "", False))}, ()),
        (
            "force",
            "145",
            {"parts": (("letter.pdf", "", True), ("scan.pdf", "This is a picture.", False))},
            ("Not read: scan.pdf. This is a picture.",),
        ),
    ],
)
def test_a_letter_is_recognised_when_nothing_is_left_to_find(liaison, asked, sender, answers, facts, why):
    facts = {"dated": "2021-06-17", "super_complaint": "safe-to-share", **facts}
    facts["speaks_for"] = tuple(asked[name].name for name in facts.get("speaks_for", ()))
    intake = make_intake(liaison, **proposed(answers, body=asked[sender].name if sender else "", **facts))

    assert standing_of(intake) == (Stand.NEEDS_A_PERSON if why else Stand.RECOGNISED, why)


@pytest.mark.parametrize(
    ("text", "doubt", "settled"),
    [
        (
            "17 March 2021\n\nAll staff are trained.",
            "The letter does not say which body it is from: choose one.",
            {"body": "Felpersham Constabulary"},
        ),
        (
            "17 March 2021\n\nBorsetshire Police and Felpersham Constabulary have trained all staff.",
            "It could be from Borsetshire Police or from Felpersham Constabulary: choose which.",
            {"body": "Felpersham Constabulary"},
        ),
        (
            "Response from Borsetshire Police\n\nAll staff are trained.",
            "No date was found on the letter: say which it bears.",
            {"dated": "2021-03-17"},
        ),
        (
            "Response from Borsetshire Police\n\n17 March 2019\n\nAll staff are trained.",
            "The letter is dated 17 March 2019, before the report was published.",
            {"dated": "2022-03-17"},
        ),
        (
            "Response from Borsetshire Police\n\n17 March 2021\n\n19 March 2021\n\nAll staff are trained.",
            "The letter bears more than one date; 17 March 2021 was taken.",
            {"dated": "2021-03-19"},
        ),
    ],
)
def test_naming_the_sender_or_another_date_settles_what_reading_doubted_of_it(text, doubt, settled):
    known = {"bodies": BODIES, "super_complaints": [REPORT], "chosen": REPORT.slug}
    read = understand(read_text(text), **known)
    read = dataclasses.replace(read, doubts=(*read.doubts, "Page 2 of 2 is a picture."))

    assert open_doubts(read) == [doubt, "Page 2 of 2 is a picture."]
    assert open_doubts(dataclasses.replace(read, **settled)) == ["Page 2 of 2 is a picture."]
    other = {"body": "", "dated": read.dated} if "dated" in settled else {"dated": "2021-04"}
    assert doubt in open_doubts(dataclasses.replace(read, **other))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"dated": "2021-06-17"}, "17 June 2021"),
        ({"body": "Borsetshire Police"}, "Borsetshire Police"),
        ({"body": "Borsetshire Police", "dated": "2021-06"}, "Borsetshire Police, June 2021"),
    ],
)
def test_the_queue_says_whose_a_letter_is_and_of_which_day_as_far_as_it_is_known(client, liaison, facts, said):
    make_intake(liaison, **proposed(**facts))

    assert f'<p class="app-queue__fact">{said}</p>' in client.get(URL).text


def test_an_answer_that_contradicts_its_status_needs_a_person(liaison, asked):
    stated, told = "Status: Complete", "Work has not started."
    complete = Suggestion("complete", stated)
    facts = {"body": asked["pcc"].name, "dated": "2021-06-17", "super_complaint": "safe-to-share"}
    both = Passage(PassageKind.RESPONSE, f"{stated}\n\n{told}", recommendations=("5",), progress=complete)
    apart = [dataclasses.replace(both, text=stated), dataclasses.replace(both, text=told, progress=None)]
    others = [dataclasses.replace(apart[0]), dataclasses.replace(apart[1], recommendations=("6",))]
    six = Passage(PassageKind.RESPONSE, "All know.", recommendations=("6",))

    for passages in ([both, six], [*apart, six]):
        intake = make_intake(liaison, read_at=NOON, proposal_json=Proposal(tuple(passages), **facts).as_json())
        sentence = "It calls its answer to 5 “Status: Complete”, but says: “Work has not started.”"
        assert standing_of(intake) == (Stand.NEEDS_A_PERSON, (sentence,))
    intake = make_intake(liaison, read_at=NOON, proposal_json=Proposal(tuple(others), **facts).as_json())
    assert standing_of(intake) == (Stand.RECOGNISED, ())


def test_a_letter_without_a_date_leaves_no_doubt_about_its_date():
    proposal = Proposal(passages=(), doubts=("No date was found on the letter: say which it bears.",))

    assert (len(open_doubts(proposal)), open_doubts(proposal, undated=True)) == (1, [])


def test_what_was_doubted_and_is_settled_no_longer_needs_a_person(liaison, asked):
    doubts = ("It could be from Kent Police or from Surrey Police: choose which.", "Is it signed?")
    facts = {"body": asked["force"].name, "dated": "2021-06-17", "super_complaint": "safe-to-share"}
    intake = make_intake(liaison, **proposed("145", **facts, doubts=doubts[:1]))
    other = make_intake(liaison, **proposed("145", **facts, doubts=doubts))
    other_than = make_intake(liaison, **proposed("145", **facts | {"body": ""}, doubts=doubts[:1]))

    assert standing_of(intake) == (Stand.RECOGNISED, ())
    assert standing_of(other) == (Stand.NEEDS_A_PERSON, ("Is it signed?",))
    assert standing_of(other_than) == (Stand.NEEDS_A_PERSON, doubts[:1])


@pytest.mark.parametrize(
    ("dated", "stand"),
    [
        ("2021-06-30", Stand.RECOGNISED),
        ("2021-07-01", Stand.NEEDS_A_PERSON),
        ("2021-07", Stand.NEEDS_A_PERSON),
    ],
)
def test_only_what_was_asked_by_its_date_needs_an_answer(liaison, dated, stand):
    force = make_force()
    make_addressee(make_recommendation(number="1"), force)
    make_addressee(make_recommendation(number="2"), force, since=datetime.date(2021, 7, 1))

    assert standing_of(make_intake(liaison, **recognised(force, dated)))[0] == stand


def test_who_took_the_place_of_another_answers_what_that_was_asked(liaison):
    mayor = make_policing_body(name="Mayor of Borsetshire")
    make_addressee(make_recommendation(), make_policing_body(succeeded_by=mayor))

    assert standing_of(make_intake(liaison, **recognised(mayor, "2021-06-17")))[0] == Stand.RECOGNISED


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_queue_takes_as_many_queries_however_many_letters_wait(
    client, liaison, settings, count, django_assert_num_queries
):
    settings.WORK_HERE = False
    pcc = make_policing_body()
    make_addressee(make_recommendation(), pcc)
    for day in range(count):
        dated = datetime.date(2021, 6, 17) + datetime.timedelta(days=day)
        make_intake(liaison, **recognised(pcc, dated.isoformat()))

    with django_assert_num_queries(9):
        client.get(URL)


def test_two_hundred_letters_come_in_pages_and_the_tally_counts_them_all(client, liaison, settings):
    settings.WORK_HERE = False
    for _ in range(120):
        make_intake(liaison)
    make_intake(liaison, read_at=NOON, trouble="A picture.")

    pages = [client.get(URL, {"page": number}) for number in (1, 2, 3)]

    assert [len(page.context["page"]) for page in pages] == [50, 50, 21]
    assert [page.context["tally"] for page in pages] == [{Stand.NOT_READABLE: 1, Stand.WAITING: 120}] * 3
    names = [row.intake.name for page in pages for row in page.context["page"]]
    assert len(set(names)) == 121


@pytest.mark.parametrize(
    ("asking", "names"),
    [
        ({}, ["b.txt", "Letters/a.txt", "c.txt", "d.txt"]),
        ({"text": "LETTERS/"}, ["Letters/a.txt"]),
        ({"text": "borsetshire"}, ["b.txt", "Letters/a.txt"]),
        ({"text": "nobody"}, []),
        ({"stand": "recognised"}, ["b.txt"]),
        ({"stand": "waiting"}, ["c.txt", "d.txt"]),
        ({"stand": "duplicate"}, []),
        ({"stand": "green"}, ["b.txt", "Letters/a.txt", "c.txt", "d.txt"]),
        ({"sort": "name", "page": "-1"}, ["b.txt", "Letters/a.txt", "c.txt", "d.txt"]),
        ({"text": "\x00"}, ["b.txt", "Letters/a.txt", "c.txt", "d.txt"]),
    ],
)
def test_the_queue_shows_what_is_asked_for_and_a_wrong_question_counts_as_none(
    client, liaison, settings, asking, names
):
    settings.WORK_HERE = False
    force = make_force()
    make_addressee(make_recommendation(), force)
    make_intake(liaison, name="d.txt")
    make_intake(liaison, name="c.txt", claimed_at=NOON)
    make_intake(liaison, name="b.txt", **recognised(force, "2021-06-17"))
    make_intake(liaison, name="Letters/a.txt", **recognised(force, "2021-06-18", ()))

    assert [row.intake.name for row in client.get(URL, asking).context["page"]] == names


@pytest.mark.parametrize(
    ("sort", "names"),
    [("", ["2.txt", "3.txt", "1.txt"]), ("name", ["1.txt", "2.txt", "3.txt"]), ("body", ["3.txt", "1.txt", "2.txt"])],
)
def test_letters_that_stand_alike_are_sorted(client, liaison, settings, sort, names):
    settings.WORK_HERE = False
    for name, body in (("1.txt", "Borsetshire"), ("3.txt", "Aberwen"), ("2.txt", "Loamshire")):
        make_intake(liaison, name=name, **proposed(body=f"{body} Police", dated="2021-06-17"))

    assert [row.intake.name for row in client.get(URL, {"sort": sort}).context["page"]] == names


def test_the_next_to_confirm_is_recognised_then_needs_a_person_and_those_below_come_first(liaison):
    force = make_force()
    make_addressee(make_recommendation(), force)
    last, doubtful, here, first = (
        make_intake(liaison, **recognised(force, f"2021-06-0{day}", numbers))
        for day, numbers in enumerate(["1", "", "1", "1"], 1)
    )
    make_intake(liaison)  # waits to be read
    make_intake(liaison, **recognised(force, "2021-06-01"))  # a duplicate

    assert (next_to_confirm(here), next_to_confirm(last)) == (last, first)
    Intake.objects.filter(pk__in=[here.pk, first.pk]).delete()
    # So it is with the one that was just recorded: it is in the queue no more, and its place still counts.
    assert (next_to_confirm(here), next_to_confirm(last), next_to_confirm(doubtful)) == (last, doubtful, last)
    Intake.objects.exclude(pk=doubtful.pk).delete()
    assert next_to_confirm(doubtful) is None


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
    force = make_force()
    make_addressee(make_recommendation(), force)
    make_intake(liaison, read_at=NOON, trouble="This is a picture of a letter.")
    for number in (1, 2):
        make_intake(liaison, **recognised(force, f"2021-05-0{number}"))

    page = client.get(URL)

    assert [(stand, len(rows)) for stand, _, rows in page.context["groups"]] == [
        (Stand.RECOGNISED, 2),
        (Stand.NOT_READABLE, 1),
    ]
    assert "Borsetshire Police, 1 May 2021" in page.text


def test_a_letter_that_names_no_report_answers_the_one_it_was_sent_in_for(liaison):
    make_addressee(make_recommendation(), make_policing_body())
    make_intake(liaison, content=b"Recommendation 1\n\nWe have changed our policy, and will train our staff in it.\n")

    read_all()

    proposal = Intake.objects.get().proposal
    assert proposal.super_complaint == "safe-to-share"
    assert [it.recommendations for it in proposal.passages if it.kind == PassageKind.RESPONSE] == [("1",)]


def test_a_file_whose_process_is_killed_is_read_again(liaison, monkeypatch):
    make_policing_body()
    make_intake(liaison)
    listen, begun = apart._said, []

    def kill_the_first(*args):
        begun.append(READER.start())
        if len(begun) == 1:
            os.killpg(begun[0].process.pid, signal.SIGKILL)
        return listen(*args)

    monkeypatch.setattr(apart, "_said", kill_the_first)

    assert worker.work(timezone.now) == {"read": 1}
    intake = Intake.objects.get()
    assert (len(begun), Job.objects.get().attempts, intake.trouble) == (2, 2, "")
    assert intake.proposal_json


def test_a_letter_that_names_no_report_may_answer_another():
    known = {"bodies": BODIES, "super_complaints": [REPORT], "chosen": REPORT.slug}
    letter = "Response from Borsetshire Police{}\n\n17 March 2021\n\nRecommendation 1\n\nAll staff are trained."
    doubt = "It does not name “Left waiting?”: check that it answers this report."

    nameless = propose(letter.format("").encode(), "letter.txt", **known)
    named = propose(letter.format(" to Left waiting?").encode(), "letter.txt", **known)

    assert (open_doubts(nameless), open_doubts(nameless, of_a_draft=True), open_doubts(named)) == ([doubt], [], [])
    assert nameless.passages[-1].recommendations == ("1",)
