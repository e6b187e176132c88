"""What a body promised by a date: kept where a person accepted it, and known to be done from the day it was."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.dates import DayOrMonth
from responses.models import Commitment, Revision
from responses.models.commitments import Promised, State
from responses.models.correcting import begin_replacement, is_unchanged
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_commitment,
    make_force,
    make_liaison,
    make_member,
    make_received,
    make_response,
    make_revision,
    make_super_complaint,
)

pytestmark = pytest.mark.django_db
APRIL = datetime.date(2021, 4, 1)


@pytest.fixture
def response():
    addressee = make_addressee(body=make_force())
    return make_response(make_received(addressee.body), addressee)


@pytest.fixture
def liaison(client):
    user = make_liaison(name="Usha Franks")
    client.force_login(user)
    return user


def url(commitment):
    return reverse("commitment_done", args=[commitment.pk])


def on(day, month, year):
    return {"done_on_day": day, "done_on_month": month, "done_on_year": year}


@pytest.mark.parametrize(
    ("precision", "as_at", "done_on", "standing"),
    [
        ("month", datetime.date(2021, 4, 30), None, "Not yet due"),
        ("month", datetime.date(2021, 5, 1), None, "Its date has passed, and it is not known to be done"),
        ("day", datetime.date(2021, 4, 1), None, "Not yet due"),
        ("day", datetime.date(2021, 4, 2), None, "Its date has passed, and it is not known to be done"),
        ("day", datetime.date(2021, 4, 2), datetime.date(2021, 4, 2), "Done 2 April 2021"),
        ("day", datetime.date(2021, 4, 1), datetime.date(2021, 4, 2), "Not yet due"),
    ],
)
def test_where_a_commitment_stands_at_the_end_of_a_day(precision, as_at, done_on, standing):
    commitment = Commitment(target=APRIL, target_precision=precision, done_on=done_on)

    assert commitment.at(as_at).in_words == standing


def test_a_target_in_words_is_never_overdue():
    promised = Commitment(target_words="autumn 2021").at(datetime.date(2999, 1, 1))

    assert (promised.state, promised.in_words) == (State.OPEN, "Not known to be done; it names no day")


@pytest.mark.parametrize(
    "facts",
    [
        {"text": ""},
        {"target": datetime.date(2021, 4, 2), "target_precision": "month"},
        {"target": DUE, "target_precision": "year"},
        {"target": DUE, "target_words": "spring"},
        {"target": None, "target_precision": ""},
        {"noted_on": DUE},
        {"done_on": DUE},
    ],
)
def test_the_database_refuses_what_no_commitment_is(response, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_commitment(response, **facts)

    assert Commitment.objects.count() == 0


def test_the_cell_page_tells_what_is_promised_by_whom_and_when(client, liaison, response):
    commitment = make_commitment(response, target=APRIL, target_precision="month", owner="The Vulnerability Board")

    page = client.get(response.addressee.get_absolute_url())

    assert "By April 2021, The Vulnerability Board: “It will be in place by June.”" in page.text
    assert "Its date has passed, and it is not known to be done" in page.text
    assert f'not known to be done</strong>. <a class="govuk-link" href="{url(commitment)}"' in page.text


def test_a_commitment_is_noted_as_done_once_and_by_whom(client, liaison, response):
    commitment = make_commitment(response)

    first = client.post(url(commitment), on("2", "7", "2021"))
    told = client.get(first.url)
    again = client.post(url(commitment), on("3", "7", "2021"))

    commitment.refresh_from_db()
    assert (first.status_code, again.status_code) == (302, 403)
    assert "It is noted as done on 2 July 2021." in told.text
    assert (commitment.done_on, commitment.done_noted_by) == (datetime.date(2021, 7, 2), liaison)
    page = client.get(response.addressee.get_absolute_url())
    assert "<strong>Done 2 July 2021</strong> (noted by Usha Franks)" in page.text
    before = client.get(response.addressee.get_absolute_url(), {"as_at": "2021-07-01"})
    assert "Its date has passed, and it is not known to be done" in before.text
    assert "noted by" not in before.text


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (on("", "", ""), "Enter the date done"),
        (on("1", "1", "2999"), "Date done must be today or in the past"),
        (
            on("1", "1", "2020"),
            "Date done must be the same as or after 17 December 2020, when the report was published",
        ),
    ],
)
def test_a_wrong_day_is_told_and_nothing_is_noted(client, liaison, response, typed, error):
    commitment = make_commitment(response)

    page = client.post(url(commitment), typed)

    assert page.context["form"].errors["done_on"] == [error]
    commitment.refresh_from_db()
    assert commitment.done_on is None


def test_only_the_liaison_notes_it_and_the_body_reads_it(client, response):
    commitment = make_commitment(response)
    client.force_login(make_member(response.addressee.body))

    page = client.get(response.addressee.get_absolute_url())
    refused = client.post(url(commitment), on("2", "7", "2021"))

    assert "It will be in place by June." in page.text
    assert url(commitment) not in page.text
    assert refused.status_code == 403
    commitment.refresh_from_db()
    assert commitment.done_on is None


def test_what_a_withdrawn_letter_promised_is_not_noted_as_done(client, liaison, response):
    commitment = make_commitment(response)
    response.update.withdraw(by=liaison, at=NOON, on=DUE, reason="Sent by mistake.")

    assert client.get(url(commitment)).status_code == 403
    assert url(commitment) not in client.get(response.addressee.get_absolute_url()).text


# Later dates


def revised(day, month, year, said=("20", "6", "2021"), **more):
    boxes = {"target_day": day, "target_month": month, "target_year": year}
    boxes |= dict(zip(("revised_on_day", "revised_on_month", "revised_on_year"), said, strict=True))
    return boxes | {"reason": "The supplier is late."} | more


SEPTEMBER = DayOrMonth(datetime.date(2021, 9, 1), "month")


@pytest.mark.parametrize(
    ("first", "now", "slippage"),
    [
        ("2021-04-30", "2021-09", "First 30 April 2021, now September 2021: at least 4 months later"),
        ("2021-03-31", "2021-09", "First 31 March 2021, now September 2021: at least 5 months later"),
        ("2021-04-30", "2021-05", "First 30 April 2021, now May 2021: at least 1 day later"),
        ("2021-04", "2021-06-15", "First April 2021, now 15 June 2021: at least 1 month later"),
        ("2021-09", "2021-06-30", "First September 2021, now 30 June 2021: at least 2 months earlier"),
        ("2021-06-17", "2021-09-17", "First 17 June 2021, now 17 September 2021: 3 months later"),
        ("2021-06-17", "2021-09-30", "First 17 June 2021, now 30 September 2021: at least 3 months later"),
        ("2021-04-12", "2021-04", "First 12 April 2021, now April 2021"),
        ("2021-04", "2021-05", "First April 2021, now May 2021: 1 month later"),
        ("2021-04-30", "2021-05-12", "First 30 April 2021, now 12 May 2021: 12 days later"),
        ("2021-04-30", "2021-05-01", "First 30 April 2021, now 1 May 2021: 1 day later"),
        ("2021-04", "2021-04-30", "First April 2021, now 30 April 2021"),
        ("2021-09", "2021-06", "First September 2021, now June 2021: 3 months earlier"),
        ("2020-12-31", "2022-12-31", "First 31 December 2020, now 31 December 2022: 24 months later"),
    ],
)
def test_slippage_is_said_in_words(first, now, slippage):
    targets = Commitment(target_date=DayOrMonth.from_text(first)), Revision(target_date=DayOrMonth.from_text(now))

    assert Promised(targets[0], DUE, targets).slippage == slippage


def test_slippage_of_words_counts_nothing():
    targets = Commitment(target_date=DayOrMonth.from_text("2021-04")), Revision(target_words="autumn 2021")

    assert Promised(targets[0], DUE, targets).slippage == "First April 2021, now autumn 2021"


def test_a_later_date_stands_from_the_day_the_body_said_so(client, liaison, response):
    commitment = make_commitment(response, target_date=DayOrMonth(datetime.date(2021, 6, 18)))

    answer = client.post(reverse("revise_commitment", args=[commitment.pk]), revised("", "9", "2021"))
    again = client.post(reverse("revise_commitment", args=[commitment.pk]), revised("", "9", "2021"))

    assert (answer.status_code, again.status_code) == (302, 302)
    revision = Revision.objects.get()
    assert (revision.target_date, revision.reason, revision.noted_by) == (SEPTEMBER, "The supplier is late.", liaison)
    assert [(day, Commitment.objects.get().at(datetime.date(2021, 6, day)).state) for day in (18, 19, 20)] == [
        (18, State.OPEN),
        (19, State.OVERDUE),
        (20, State.OPEN),
    ]
    page = client.get(response.addressee.get_absolute_url())
    assert "First 18 June 2021, now September 2021: at least 2 months later" in page.text
    assert "September 2021, as the body said on 20 June 2021: The supplier is late. (noted by Usha Franks)" in page.text


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        (revised("", "", ""), "target", "Enter by when it is promised, as a date or in words"),
        (revised("", "9", "2021", target_words="autumn"), "target_words", "Enter a date, or words, not both"),
        (revised("17", "6", "2021"), "target", "Enter another date: this is the one that stands"),
        (revised("", "9", "2021", reason=""), "reason", "Enter the reason it gives"),
        (
            revised("", "9", "2021", said=("16", "6", "2021")),
            "revised_on",
            "Date the body said so must be the same as or after the day its promise was received",
        ),
        (
            revised("", "9", "2021", said=("1", "1", "2999")),
            "revised_on",
            "Date the body said so must be today or in the past",
        ),
    ],
)
def test_a_later_date_that_cannot_be_is_told_on_its_field(client, liaison, response, typed, field, error):
    commitment = make_commitment(response)

    page = client.post(reverse("revise_commitment", args=[commitment.pk]), typed)

    assert page.context["form"].errors == {field: [error]}
    assert Revision.objects.count() == 0


# Taken back


def test_a_promise_recorded_in_error_counts_on_no_date_and_comes_back_in_one_step(client, liaison, response):
    commitment = make_commitment(response)

    answers = [
        client.post(reverse("commitment_in_error", args=[commitment.pk]), {"reason": reason})
        for reason in ("It is of another force.", "A double click.")
    ]

    assert [answer.url for answer in answers] == [response.addressee.get_absolute_url()] * 2
    commitment.refresh_from_db()
    assert (commitment.in_error_by, commitment.in_error_reason) == (liaison, "It is of another force.")
    assert (shown(client), shown(client, as_at="2021-06-17")) == ([], [])
    assert list(client.get(response.addressee.body.get_absolute_url()).context["promised"]) == []
    page = client.get(response.addressee.get_absolute_url())
    assert "It is of another force." in page.text
    assert url(commitment) not in page.text
    assert client.post(url(commitment), on("2", "7", "2021")).status_code == 403

    client.post(reverse("undo_commitment_error", args=[commitment.pk]))

    assert shown(client) == ["It will be in place by June."]
    assert (
        "“Recorded in error” undone. It had been: It is of another"
        in client.get(response.update.get_absolute_url()).text
    )
    lines = LogEntry.objects.filter(object_id=commitment.pk).order_by("pk")
    assert [line.change_message for line in lines] == [
        "Recorded in error: It is of another force.",
        "“Recorded in error” undone. It had been: It is of another force.",
    ]


def test_a_later_date_recorded_in_error_gives_way_to_the_one_before(client, liaison, response):
    commitment = make_commitment(response, target_date=DayOrMonth(datetime.date(2021, 6, 18)))
    revision = make_revision(commitment, target_date=SEPTEMBER, reason="It was another promise.")

    client.post(reverse("revision_in_error", args=[revision.pk]), {"reason": "It is of another promise."})

    assert shown(client, state="overdue", as_at="2021-06-20") == ["It will be in place by June."]
    promised = Commitment.objects.get().at(datetime.date(2021, 6, 20))
    assert (promised.target, promised.mistaken, promised.slippage) == (commitment, (revision,), "")
    page = client.get(response.addressee.get_absolute_url())
    assert "It is of another promise." in page.text

    client.post(reverse("undo_revision_error", args=[revision.pk]))

    assert shown(client, state="overdue", as_at="2021-06-20") == []
    page = client.get(response.addressee.get_absolute_url())
    assert "“Recorded in error” undone. It had been: It is of another promise." in page.text


@pytest.mark.parametrize("of", ["update", "addressee"])
def test_what_was_recorded_in_error_of_a_promise_is_read_by_liaison_staff_alone(client, response, of):
    where = getattr(response, of).get_absolute_url()
    by = {"by": make_liaison(), "at": NOON, "reason": "A slip."}
    make_commitment(response, text="The first.").note_error(**by)
    make_revision(make_commitment(response, text="The second."), target_words="winter").note_error(**by)
    client.force_login(make_member(response.addressee.body))

    read = client.get(where)
    client.force_login(make_liaison())
    kept = client.get(where)

    words = ("The first.", "The second.", "Winter", "A slip.", "Recorded in error")
    assert [word for word in words if word in read.text] == ["The second."]
    assert [word for word in words if word in kept.text] == list(words)


def test_what_was_entered_again_meanwhile_does_not_come_back(client, liaison, response):
    typed = {"text": "We will train everybody.", "target_words": "autumn 2021"}
    for _ in range(2):
        client.post(reverse("add_commitment", args=[response.pk]), typed)
        Commitment.objects.last().note_error(by=liaison, at=NOON, reason="A slip.")
    first, second = Commitment.objects.order_by("pk")
    second.undo_error()

    answer = client.post(reverse("undo_commitment_error", args=[first.pk]), follow=True)

    assert "was entered again meanwhile. Nothing was changed." in answer.text
    assert list(Commitment.objects.standing()) == [second]


def test_a_correction_takes_over_nothing_that_was_recorded_in_error(liaison, response):
    by = {"by": liaison, "at": NOON}
    kept = make_commitment(response, text="Kept.")
    make_revision(kept, target_words="winter", noted_by=liaison).note_error(**by, reason="A slip.")
    make_commitment(response, text="Mistaken.").note_error(**by, reason="A slip.")

    draft = begin_replacement(response.update, as_="correction", **by)

    assert [it.text for it in Commitment.objects.filter(response__update=draft)] == ["Kept."]
    assert Revision.objects.filter(commitment__response__update=draft).count() == 0
    assert is_unchanged(draft)


# Entered by hand


@pytest.mark.parametrize(
    ("typed", "target", "in_words"),
    [
        ({"target_day": "30", "target_month": "4", "target_year": "2021"}, "2021-04-30", "30 April 2021"),
        ({"target_month": "4", "target_year": "2021"}, "2021-04", "April 2021"),
        ({"target_words": "autumn 2021"}, "", "autumn 2021"),
    ],
)
def test_a_commitment_is_entered_by_hand_once(client, liaison, response, typed, target, in_words):
    where = reverse("add_commitment", args=[response.pk])
    typed = {"text": "We will train everybody.", "owner": "The Chief Inspector of Training", **typed}

    answers = [client.post(where, typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    commitment = Commitment.objects.get()
    assert (commitment.target_date, commitment.target_in_words) == (DayOrMonth.from_text(target), in_words)
    assert (commitment.noted_by, commitment.response) == (liaison, response)
    page = client.get(response.update.get_absolute_url())
    said = f"{in_words[:1].upper()}{in_words[1:]}, The Chief Inspector of Training: “We will train everybody.”"
    assert said in page.text
    assert "Entered by Usha Franks" in page.text


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({}, "target", "Enter by when it is promised, as a date or in words"),
        ({"target_month": "4"}, "target", "Date promised must include a year"),
        ({"text": "", "target_words": "soon"}, "text", "Enter what it promises"),
    ],
)
def test_what_is_no_commitment_is_told_and_what_was_typed_is_kept(client, liaison, response, typed, field, error):
    page = client.post(reverse("add_commitment", args=[response.pk]), {"text": "We will.", "owner": "A", **typed})

    assert page.context["form"].errors == {field: [error]}
    assert page.context["form"]["owner"].value() == "A"
    assert Commitment.objects.count() == 0


def test_nothing_is_added_to_a_letter_that_was_withdrawn(client, liaison, response):
    response.update.withdraw(by=liaison, at=NOON, on=DUE, reason="Sent by mistake.")

    answer = client.post(reverse("add_commitment", args=[response.pk]), {"text": "We will.", "target_words": "soon"})

    assert answer.status_code == 403
    assert Commitment.objects.count() == 0
    assert reverse("add_commitment", args=[response.pk]) not in client.get(response.update.get_absolute_url()).text


# The register


def shown(client, **asked):
    page = client.get(reverse("commitments"), asked)
    return [each.commitment.text for each in page.context["promised"]]


@pytest.fixture
def register(liaison, response):
    """Of one force: due on a day, in a month that ends later, in words, and done."""
    for text, target, more in [
        ("In words.", "", {"target_words": "autumn 2021"}),
        ("By June.", "2021-06", {}),
        ("By 10 June.", "2021-06-10", {"owner": "The Board"}),
        ("Done.", "2021-05", {"done_on": datetime.date(2021, 6, 15), "done_noted_by": liaison}),
    ]:
        make_commitment(response, text=text, target_date=DayOrMonth.from_text(target), **more)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Done.", "By 10 June.", "By June.", "In words."]),
        ({"as_at": "2021-06-17", "state": "overdue"}, ["By 10 June."]),
        ({"as_at": "2021-06-30", "state": "overdue"}, ["By 10 June."]),
        ({"as_at": "2021-07-01", "state": "overdue"}, ["By 10 June.", "By June."]),
        ({"as_at": "2021-06-17", "state": "open"}, ["By June.", "In words."]),
        ({"as_at": "2021-07-01", "state": "open"}, ["In words."]),
        ({"state": "done"}, ["Done."]),
        ({"owner": "board"}, ["By 10 June."]),
        ({"report": "safe-to-share"}, ["Done.", "By 10 June.", "By June.", "In words."]),
        ({"report": "another"}, []),
        ({"body": "Borsetshire Police"}, ["Done.", "By 10 June.", "By June.", "In words."]),
        ({"body": "Felpersham Police"}, []),
        ({"as_at": "2021-06-16"}, []),  # the letter came a day later
        ({"body": "Nobody"}, []),
        ({"as_at": "2999-01-01"}, []),
    ],
)
def test_the_register_shows_what_is_asked_first_due_first(client, register, asked, found):
    make_super_complaint(slug="another", title="Another")
    make_force("Felpersham Police")

    assert shown(client, **asked) == found


def test_the_register_asks_sql_what_each_commitment_says_of_itself(client, register, liaison):
    for commitment in Commitment.objects.all():
        make_revision(commitment, noted_by=liaison, target_words="winter")
        make_revision(commitment, noted_by=liaison, target_date=SEPTEMBER, revised_on=datetime.date(2021, 7, 1))

    for day in map(datetime.date.fromisoformat, ["2021-06-19", "2021-06-20", "2021-07-01", "2021-09-30", "2021-10-01"]):
        found = Commitment.objects.counted(day).with_targets(day)
        states = {state: set(found.in_state(state, day)) for state in State.values}
        assert states == {state: {it for it in found if it.at(day).state == state} for state in State.values}
        assert sum(map(len, states.values())) == 4


def test_the_register_leaves_out_what_does_not_count(client, register, liaison, response):
    update = response.update
    update.withdraw(by=liaison, at=NOON, on=datetime.date(2021, 6, 20), reason="Sent by mistake.")

    assert len(shown(client, as_at="2021-06-19")) == 4
    assert shown(client) == []


def test_a_wrong_filter_is_told(client, liaison):
    page = client.get(reverse("commitments"), {"as_at": "2999-01-01", "state": "late"})

    assert page.context["form"].errors == {
        "state": ["Select a state that is in the list"],
        "as_at": ["As-at date must be today or in the past"],
    }


def test_pages_of_the_register_keep_the_filter(client, liaison, response):
    for number in range(51):
        make_commitment(response, text=f"Promise {number}.", owner="The Board")

    first = client.get(reverse("commitments"), {"owner": "board"})
    second = client.get(reverse("commitments") + first.context["next"])

    assert (len(first.context["promised"]), len(second.context["promised"])) == (50, 1)
    assert (first.context["next"], second.context["previous"]) == ("?owner=board&page=2", "?owner=board&page=1")


@pytest.mark.parametrize("page", ["register", "update", "cell"])
def test_queries_do_not_grow_with_commitments(client, liaison, response, page):
    where = {
        "register": reverse("commitments"),
        "update": response.update.get_absolute_url(),
        "cell": response.addressee.get_absolute_url(),
    }[page]
    commitment = make_commitment(response)
    make_revision(commitment, noted_by=liaison, target_date=SEPTEMBER)
    client.get(where)

    with CaptureQueriesContext(connection) as one:
        client.get(where)
    for number in range(2):
        another = make_commitment(response, text=f"Promise {number}.", noted_by=liaison, noted_on=DUE)
        make_revision(another, target_date=SEPTEMBER)
    with CaptureQueriesContext(connection) as three:
        client.get(where)

    assert len(three) == len(one)


def test_only_liaison_staff_see_the_register(client, response):
    make_commitment(response)
    client.force_login(make_member(response.addressee.body))

    page = client.get(reverse("commitments"))

    assert page.status_code == 403
    assert "It will be in place by June." not in page.text


def test_a_body_finds_its_promises_with_the_partial_of_its_page(response):
    make_commitment(response, target_date=SEPTEMBER)
    promised = [it.at(DUE) for it in Commitment.objects.of([response.addressee.body]).counted(DUE).with_targets(DUE)]

    words = render_to_string("components/_commitments_of.html", {"promised": promised, "level": 2})

    assert "By September 2021, Borsetshire Police: “It will be in place by June.”" in " ".join(words.split())
