"""load_demo: what the five letters say, as read by hand, and nothing of anybody's lost by loading again."""

import datetime
import io
import re
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import Membership, User
from recommendations import words
from recommendations.models import Body, Request, SuperComplaint
from responses.matrix import build_matrix
from responses.models import Response, Update
from tests import shingles
from tests.factories import NOON, make_draft, make_received, make_user
from tests.reference import put_back, stored_by

DUE_DATE = datetime.date(2021, 6, 17)
LATER = datetime.date(2022, 1, 31)


@pytest.fixture
def machine(settings, db):
    """A developer's own machine, where demo people may sign in."""
    settings.OWN_MACHINE = True


@pytest.fixture(scope="session")
def demo_rows(django_db_setup, django_db_blocker):
    with override_settings(OWN_MACHINE=True):
        return stored_by(load_demo, django_db_blocker)


@pytest.fixture
def demo(machine, demo_rows):
    said, rows = demo_rows
    put_back(rows)
    return said


def load_demo(**options) -> str:
    said = io.StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


def letter(body: str) -> Update:
    return Update.objects.get(body__slug=body, origin="received")


# body and recommendation: position, progress, awaiting, voice
ANSWERS = {
    "wiltshire-police": {
        ("wiltshire-police", "1"): ("not_stated", "not_started", "", "force"),
        ("wiltshire-police", "4"): (
            "not_stated",
            "awaiting_others",
            "a safe reporting pathway process (the return does not say whose)",
            "force",
        ),
        ("wiltshire-police", "5"): ("not_stated", "in_progress", "", "force"),
        ("wiltshire-police", "8"): ("not_stated", "not_stated", "", "force"),
    },
    "south-wales-pcc": {},
    "surrey-pcc": {
        ("surrey-police", "1"): ("accepted", "in_progress", "", "force"),
        ("surrey-police", "4"): ("accepted", "in_progress", "", "force"),
        ("surrey-police", "5"): ("accepted", "not_started", "", "force"),
        ("surrey-pcc", "5"): ("not_stated", "in_progress", "", "local_policing_body"),
        ("surrey-pcc", "6"): ("accepted", "in_progress", "", "local_policing_body"),
        ("surrey-police", "8"): ("not_stated", "not_stated", "", "force"),
    },
    "avon-and-somerset-pcc": {
        ("avon-and-somerset-police", "1"): (
            "not_stated",
            "awaiting_others",
            "National Police Chiefs' Council (its national guidance)",
            "local_policing_body",
        ),
        ("avon-and-somerset-police", "4"): ("not_stated", "not_stated", "", "local_policing_body"),
        ("avon-and-somerset-police", "5"): (
            "not_stated",
            "awaiting_others",
            "recommendation 1 (the national direction that follows from it)",
            "local_policing_body",
        ),
        ("avon-and-somerset-pcc", "5"): (
            "not_stated",
            "awaiting_others",
            "recommendation 1 (the national direction that follows from it)",
            "local_policing_body",
        ),
        ("avon-and-somerset-pcc", "6"): ("not_stated", "in_progress", "", "local_policing_body"),
        ("avon-and-somerset-pcc", "8"): ("not_stated", "not_stated", "", "local_policing_body"),
    },
    "south-yorkshire-pcc": {
        ("south-yorkshire-police", "1"): (
            "not_stated",
            "awaiting_others",
            "College of Policing (its guidance)",
            "force",
        ),
        ("south-yorkshire-police", "4"): (
            "not_stated",
            "awaiting_others",
            "College of Policing (its guidance)",
            "force",
        ),
        ("south-yorkshire-police", "5"): ("not_stated", "in_progress", "", "joint"),
        ("south-yorkshire-pcc", "5"): ("not_stated", "in_progress", "", "joint"),
    },
}


def test_each_letter_says_what_its_reader_found_in_it(demo):
    stored = {body: {} for body in ANSWERS}
    for response in Response.objects.filter(update__origin="received").select_related("update__body"):
        cell = (response.addressee.body.slug, response.addressee.recommendation.number)
        facts = (response.position, response.progress, response.awaiting_in_words, response.voice)
        stored[response.update.body.slug][cell] = facts

    assert stored == ANSWERS


AS_AT_THE_DUE_DATE = {
    "avon-and-somerset-police": {"1": "Awaiting others", "4": "Not stated", "5": "Awaiting others", "8": "Complete"},
    "avon-and-somerset-pcc": {"5": "Awaiting others", "6": "In progress", "8": "Complete"},
    "south-wales-police": {
        **{"1": "General reply only", "4": "General reply only", "5": "General reply only"},
        "8": "Complete",
    },
    "south-wales-pcc": {"5": "General reply only", "6": "General reply only", "8": "Complete"},
    "south-yorkshire-police": {"1": "Awaited", "4": "Awaited", "5": "Awaited", "8": "Awaited"},
    "south-yorkshire-pcc": {"5": "Awaited", "6": "Awaited", "8": "Awaited"},
    "surrey-police": {"1": "In progress", "4": "In progress", "5": "Not started", "8": "Complete"},
    "surrey-pcc": {"5": "In progress", "6": "In progress", "8": "Complete"},
    "wiltshire-police": {"1": "Not started", "4": "Awaiting others", "5": "In progress", "8": "Complete"},
    "wiltshire-pcc": {"5": "Awaited", "6": "Awaited", "8": "Awaited"},
}
# On 24 November 2021 the forces were asked again about 1, 4 and 5; of the five letters one came since.
AGAIN = "Asked again, not answered"
CHASED = [
    (police, number) for police in ("avon-and-somerset", "south-wales", "surrey", "wiltshire") for number in "145"
]
AT_THE_END_OF_JANUARY = AS_AT_THE_DUE_DATE | {
    "south-yorkshire-police": {
        **{"1": "Awaiting others, Received late", "4": "Awaiting others, Received late"},
        **{"5": "In progress, Received late", "8": "Complete, Received late"},
    },
    "south-yorkshire-pcc": {
        **{"5": "In progress, Received late", "6": "General reply only, Received late"},
        "8": "Complete, Received late",
    },
    "wiltshire-pcc": {"5": "Overdue", "6": "Overdue", "8": "Overdue"},
}
for police, number in CHASED:
    slug = f"{police}-police"
    said = AS_AT_THE_DUE_DATE[slug][number]
    AT_THE_END_OF_JANUARY[slug] = AT_THE_END_OF_JANUARY[slug] | {number: f"{said}, {AGAIN}"}


@pytest.mark.parametrize(
    ("as_at", "expected", "silent"),
    [
        (DUE_DATE, AS_AT_THE_DUE_DATE, {"Awaited"}),
        (LATER, AT_THE_END_OF_JANUARY, {"Overdue", f"Overdue, {AGAIN}"}),
    ],
)
def test_the_matrix_says_of_the_five_letters_what_they_say(demo, as_at, expected, silent):
    shown, others = {}, set()
    for cell in build_matrix(SuperComplaint.objects.get(slug="safe-to-share"), as_at).cells():
        said = ", ".join([cell.status.label, *(mark.label for mark in cell.marks)])
        if cell.body.slug in expected:
            shown.setdefault(cell.body.slug, {})[cell.recommendation.number] = said
        else:
            others.add(said)

    assert shown == expected
    assert others == silent


# whose letter: its date, day received, addressee, signatory and title, who agreed it, and for whom it speaks
LETTERS = {
    "south-wales-pcc": (
        *("8 February 2021", datetime.date(2021, 2, 8), ""),
        *("Rt Hon Alun Michael", "Police and Crime Commissioner for South Wales", ""),
        {"south-wales-pcc", "south-wales-police"},
    ),
    "wiltshire-police": (
        *("24 February 2021", datetime.date(2021, 2, 24), "HMICFRS (policesupercomplaint@hmicfrs.gov.uk)"),
        *("Michelle Francis", "HMICFRS Liaison Officer, Wiltshire Police", "Supt Mant, portfolio lead"),
        {"wiltshire-police"},
    ),
    "surrey-pcc": (
        *("March 2021", datetime.date(2021, 3, 31), ""),
        *("David Munro", "Police and Crime Commissioner for Surrey", ""),
        {"surrey-pcc", "surrey-police"},
    ),
    "avon-and-somerset-pcc": (
        *("17 June 2021", datetime.date(2021, 6, 17), ""),
        *("", "", ""),
        {"avon-and-somerset-pcc", "avon-and-somerset-police"},
    ),
    "south-yorkshire-pcc": (
        *("14 January 2022", datetime.date(2022, 1, 14), "The Home Secretary"),
        *("Dr Alan Billings", "South Yorkshire Police & Crime Commissioner", ""),
        {"south-yorkshire-pcc", "south-yorkshire-police"},
    ),
}


def test_each_letter_bears_its_own_date_and_names(demo):
    letters = Update.objects.recorded().select_related("body")

    assert {
        letter.body.slug: (
            *(letter.date_in_words, letter.received_on, letter.addressed_to),
            *(letter.signatory_name, letter.signatory_title, letter.agreed_by),
            {body.slug for body in letter.speaks_for.all()},
        )
        for letter in letters
    } == LETTERS
    assert {letter.recorded_by.email for letter in letters} == {"liaison@hmicfrs.example"}


def test_each_letter_says_that_the_day_it_was_received_was_assumed(demo):
    notes = Update.objects.recorded().values_list("note", flat=True)
    assumption = re.compile(r"received (it )?is not known: it is taken as received on")

    assert [bool(assumption.search(note)) for note in notes] == [True] * 5


def test_every_promise_with_a_day_is_in_the_summary(demo):
    promises = {
        ("surrey-police", "1"): ["in March 2021", "end of April 2021"],
        ("surrey-police", "4"): ["in 2021"],
        ("surrey-police", "8"): ["by March", "within three months", "17 December 2020"],
        ("surrey-pcc", "6"): ["the end of March 2021", "2021/22"],
        ("avon-and-somerset-pcc", "6"): ["coming years"],
    }
    responses = {
        (response.addressee.body.slug, response.addressee.recommendation.number): response.text
        for response in Response.objects.filter(update__origin="received")
    }

    missing = {cell: [day for day in days if day not in responses[cell]] for cell, days in promises.items()}

    assert missing == {cell: [] for cell in promises}


def test_headings_and_bullets_of_a_letter_survive_the_wrapping_of_its_file(demo):
    text = Response.objects.get(addressee__body__slug="surrey-police", addressee__recommendation__number="1").text
    html = words.to_html(text)

    assert re.findall(r"<h3>(.*?)</h3>", html) == [
        "Changes to policy and procedure",
        "Delivery strategy",
        "Third party support",
    ]
    assert html.count("<li>") == 3
    assert "<br" not in html


def test_no_sentence_is_taken_from_a_letter(settings):
    ours = [*(settings.BASE_DIR / "fixtures" / "demo").rglob("*.yaml")]
    ours += (settings.BASE_DIR / "docs" / "decisions").glob("0001-*.md")
    assert len(ours) == 9

    assert {path.name: shingles.borrowed(path.read_text()) for path in ours} == {path.name: [] for path in ours}


def test_a_borrowed_sentence_is_found_whatever_its_marks():
    known = "South Yorkshire Police are *still* awaiting the College of Policing guidance"  # nothing says more, shorter

    assert shingles.borrowed(known) != []


def test_sample_drafts_say_that_they_are_samples_and_answer_for_nobody(demo):
    drafts = Update.objects.drafts()
    responses = Response.objects.filter(update__in=drafts)
    texts = [text for draft in drafts for text in (draft.opening, draft.closing) if text]
    texts += [response.text for response in responses]

    assert {draft.body.slug for draft in drafts} == {"gwent-pcc", "avon-and-somerset-pcc"}
    assert [text for text in texts if not text.startswith("Sample text, not a real")] == []
    assert {(response.is_finished, response.position, response.progress) for response in responses} == {
        (True, "not_stated", "not_stated"),
        (False, "", ""),
    }


def test_one_draft_is_in_progress_and_one_awaits_an_approver_who_did_not_write_it(demo):
    in_progress = Update.objects.drafts().get(body__slug="gwent-pcc")
    awaiting = Update.objects.drafts().get(body__slug="avon-and-somerset-pcc")
    approver = User.objects.get(email="approver@avon-and-somerset-opcc.example")

    assert in_progress.dated is None
    assert in_progress.gaps() != []
    assert awaiting.dated is not None
    assert awaiting.gaps() == []
    assert approver.writes_for("approver") >= {awaiting.body_id}
    assert awaiting.edited_by != approver
    assert (awaiting.asked_by, in_progress.asked_by) == (awaiting.edited_by, None)
    assert [update.parts.get().is_out for update in (in_progress, awaiting)] == [True, False]


def everything() -> dict:
    """Every row that is stored, by model."""
    models = [
        model
        for app in ("recommendations", "accounts", "responses", "intake")
        for model in apps.get_app_config(app).get_models()
    ]
    models += [Update.speaks_for.through]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_the_chaser_of_november_asks_each_force_on_1_4_and_5_by_no_day(demo):
    chaser = Request.objects.get()

    asked = chaser.addressees.values_list("recommendation__number", "body__kind")
    assert Counter(asked) == {("1", "force"): 43, ("4", "force"): 43, ("5", "force"): 43}
    facts = (chaser.kind, chaser.asked_on, chaser.due_on, chaser.letter_name)
    assert facts == ("chaser", datetime.date(2021, 11, 24), None, "")
    assert "Essex Police" in chaser.source


def test_loading_twice_changes_nothing(demo):
    before = everything()

    load_demo()

    assert everything() == before


def test_loading_again_keeps_what_people_did_since(demo):
    liaison = User.objects.get(email="liaison@hmicfrs.example")
    liaison.set_password("a password of my own")
    liaison.name = "Somebody else"
    liaison.save()
    letter("south-yorkshire-pcc").withdraw(by=liaison, at=NOON, on=LATER, reason="Not addressed to HMICFRS.")
    draft = Update.objects.drafts().get(body__slug="gwent-pcc")
    draft.responses.update(text="Our own words.")
    Update.objects.drafts().get(body__slug="avon-and-somerset-pcc").discard()
    Membership.objects.filter(user__email="editor@gwent-opcc.example").delete()
    Body.objects.filter(slug="surrey-pcc").update(name="Surrey's commissioner")
    before = everything()

    load_demo()

    assert everything() == before


def test_what_people_wrote_before_the_demo_data_came_is_not_there_twice(machine, reference):
    gwent = make_draft(Body.objects.get(slug="gwent-pcc"))
    surrey = make_received(
        Body.objects.get(slug="surrey-pcc"),
        dated=datetime.date(2021, 3, 1),
        dated_precision="month",
        received_on=datetime.date(2021, 4, 6),
    )

    load_demo(with_accounts=True)

    assert letter("surrey-pcc") == surrey
    assert Update.objects.drafts().get(body__slug="gwent-pcc") == gwent
    assert Update.objects.count() == 7


def test_a_server_gets_no_demo_people_unasked(settings, db):
    settings.OWN_MACHINE = False

    with pytest.raises(CommandError, match="Nothing was loaded"):
        load_demo()

    assert not User.objects.exists()
    assert not SuperComplaint.objects.exists()


def test_a_server_whose_settings_were_forgotten_gets_no_demo_people(settings, db):
    settings.DEBUG = True  # as manage.py has it where no secret is set
    administrator = make_user(is_staff=True)

    with pytest.raises(CommandError, match="demo people could then sign in to this server"):
        load_demo()

    assert list(User.objects.all()) == [administrator]


def test_a_server_that_asks_for_demo_people_gets_a_password_nobody_can_look_up(settings, db):
    settings.OWN_MACHINE = False

    said = load_demo(with_accounts=True)
    password = re.search(r"The password is (\S+)", said)[1]

    assert password not in (settings.BASE_DIR / "fixtures" / "demo" / "people.yaml").read_text()
    assert User.objects.get(email="liaison@hmicfrs.example").check_password(password)
    assert "The password" not in load_demo(with_accounts=True)


def test_everybody_it_names_can_sign_in_and_is_who_it_says(demo):
    password = re.search(r"The password is (\S+)", demo)[1]
    named = set(re.findall(r"^  (\S+@\S+)", demo, re.MULTILINE))
    roles = {
        (user.email, membership.body.slug, membership.role)
        for user in User.objects.all()
        for membership in user.memberships.all()
    }

    assert named == {user.email for user in User.objects.all() if user.check_password(password)}
    assert roles == {
        ("editor@south-wales-opcc.example", "south-wales-pcc", "editor"),
        ("approver@south-wales-opcc.example", "south-wales-pcc", "approver"),
        ("liaison.officer@south-wales-police.example", "south-wales-police", "editor"),
        ("editor@gwent-opcc.example", "gwent-pcc", "editor"),
        ("liaison.officer@gwent-police.example", "gwent-police", "editor"),
        ("liaison.officer@avon-and-somerset-police.example", "avon-and-somerset-police", "editor"),
        ("editor@avon-and-somerset-opcc.example", "avon-and-somerset-pcc", "editor"),
        ("approver@avon-and-somerset-opcc.example", "avon-and-somerset-pcc", "approver"),
        ("liaison@hmicfrs.example", "hmicfrs", "liaison"),
        ("liaison@hmicfrs.example", "hmicfrs", "exporter"),
        ("reader@college.example", "college-of-policing", "reader"),
    }
    assert [user.email for user in User.objects.filter(is_staff=True, is_superuser=True)] == ["admin@tracker.example"]
