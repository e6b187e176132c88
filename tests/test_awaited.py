"""Who holds up whom: from the side of who is awaited, and of who waits."""

import csv
import datetime
import io

import pytest
from django.urls import reverse

from accounts.models import Role
from responses.desk.awaited import awaited, waiting
from responses.matrix import build_matrix
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_received,
    make_recommendation,
    make_response,
)
from tests.html import words

pytestmark = pytest.mark.django_db
WAITS = {"progress": "awaiting_others"}
FEBRUARY, MARCH, APRIL, MAY = (datetime.date(2021, month, 24) for month in (2, 3, 4, 5))


class World:
    """Two recommendations to two forces; the second one also to the NPCC, for whom they wait."""

    def __init__(self):
        self.one, self.two = make_recommendation(number="1"), make_recommendation(number="2")
        self.npcc = make_national_body(represents="force")
        self.ambridge, self.borchester = make_force("Ambridge Police"), make_force("Borchester Police")
        self.asked = {
            (body, recommendation): make_addressee(recommendation, body)
            for body in (self.ambridge, self.borchester)
            for recommendation in (self.one, self.two)
        }
        make_addressee(self.two, self.npcc)
        self.liaison = make_liaison()

    def say(self, body, on, recommendation=None, sender=None, **facts):
        recommendation = recommendation or self.one
        letter = make_received(sender or body, received_on=on, dated=on, by=self.liaison)
        letter.speaks_for.add(body)
        facts = {**WAITS, "awaiting_body": self.npcc, **facts}
        return make_response(letter, self.asked[body, recommendation], **facts)

    def found(self, on=DUE):
        return awaited(build_matrix(self.one.super_complaint, on))

    def in_short(self, on=DUE):
        return [
            (each.name, each.in_words, [(wait.cell.body.name, wait.since) for wait in each.waits])
            for each in self.found(on)
        ]


@pytest.fixture
def world():
    return World()


NPCC = "National Police Chiefs' Council"


def test_who_is_awaited_holds_up_these_bodies_the_longest_first(world):
    world.say(world.borchester, MARCH)
    world.say(world.ambridge, APRIL)
    world.say(world.ambridge, APRIL, world.two)

    assert world.in_short() == [
        (
            NPCC,
            "2 forces",
            [("Borchester Police", MARCH), ("Ambridge Police", APRIL), ("Ambridge Police", APRIL)],
        )
    ]
    assert [(each.body.name, len(each.waits)) for each in waiting(world.found())] == [
        ("Borchester Police", 1),
        ("Ambridge Police", 2),
    ]


@pytest.mark.parametrize(
    ("second", "third", "since"),
    [
        ({}, {}, FEBRUARY),
        ({"progress": "not_stated", "awaiting_body": None}, {}, FEBRUARY),
        ({"progress": "in_progress", "awaiting_body": None}, {}, APRIL),
        ({"awaiting_body": None, "awaiting": "Somebody else"}, {}, APRIL),
        ({}, {"awaiting": "Its guidance"}, FEBRUARY),
    ],
)
def test_a_wait_begins_with_the_first_of_a_run_that_names_the_same(world, second, third, since):
    for on, facts in ((FEBRUARY, {}), (MARCH, second), (APRIL, third)):
        world.say(world.ambridge, on, **facts)

    assert world.in_short() == [(NPCC, "1 force", [("Ambridge Police", since)])]


def test_a_letter_for_all_begins_no_wait_of_a_body_that_speaks_itself(world):
    world.say(world.ambridge, FEBRUARY, sender=world.npcc)
    world.say(world.borchester, FEBRUARY, sender=world.npcc)
    world.say(world.ambridge, APRIL)

    assert world.in_short() == [(NPCC, "2 forces", [("Borchester Police", FEBRUARY), ("Ambridge Police", APRIL)])]


def test_who_waits_no_more_holds_up_nobody_and_a_draft_never_did(world):
    world.say(world.ambridge, FEBRUARY)
    assert len(world.found(MARCH)) == 1
    world.say(world.ambridge, APRIL, progress="complete", awaiting_body=None)
    draft = make_draft(world.borchester)
    make_response(draft, world.asked[world.borchester, world.one], awaiting_body=world.npcc, **WAITS)

    assert world.found() == []


def test_a_recommendation_is_awaited_with_what_was_said_on_it(world):
    world.say(world.ambridge, MARCH, awaiting_body=None, awaiting_recommendation=world.two)
    npcc = make_received(world.npcc, received_on=APRIL, dated=APRIL, by=world.liaison)
    make_response(npcc, world.two.addressees.get(body=world.npcc), progress="in_progress")

    [each] = world.found(MAY)

    assert (each.name, each.view) == ("Recommendation 2: Title of 2", "recommendation 2")
    assert dict(each.standing) == {"General reply only": 1, "Awaited": 1, "Accepted. In progress": 1}


def test_what_is_named_in_words_only_is_listed_apart(world):
    for body in (world.ambridge, world.borchester):
        world.say(body, MARCH, awaiting_body=None, awaiting="National guidance")
    world.say(world.ambridge, APRIL, world.two)

    assert [(each.name, each.view, len(each.waits)) for each in world.found()] == [
        (NPCC, f"body {world.npcc.slug}", 1),
        ("Named in words only", "", 2),
    ]


def test_the_page_and_its_file_say_the_same_as_at_a_date(world, client):
    world.say(world.ambridge, FEBRUARY, awaiting="Its guidance")
    client.force_login(make_member(make_national_body("College of Policing"), Role.READER))
    asked = {"as_at": "2021-06-17"}

    page = words(client.get(reverse("awaited", args=["safe-to-share"]), asked))
    file = client.get(reverse("awaited_csv", args=["safe-to-share"]), asked)

    assert "1 force, the longest since 24 February 2021." in page
    assert "Ambridge Police, recommendation 1: since 24 February 2021, “Its guidance”" in page
    [row] = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    assert (row["Awaited"], row["Body"], row["Waiting since"], row["As at"]) == (
        NPCC,
        "Ambridge Police",
        "2021-02-24",
        "2021-06-17",
    )
    nothing = client.get(reverse("awaited_csv", args=["safe-to-share"]), {"as_at": "2021-02-23"})
    [row] = csv.DictReader(io.StringIO(nothing.content.decode("utf-8-sig")))
    assert (row["Awaited"], row["Body"], row["As at"]) == ("Nothing to list", "", "2021-02-23")
    assert "Nobody says that it waits" in words(
        client.get(reverse("awaited", args=["safe-to-share"]), {"as_at": "2021-02-23"})
    )


def test_a_date_that_cannot_be_is_told_and_today_is_shown(world, client):
    world.say(world.ambridge, FEBRUARY)
    client.force_login(world.liaison)

    for name in ("awaited", "awaited_csv"):
        page = words(client.get(reverse(name, args=["safe-to-share"]), {"as_at": "never"}, follow=True))
        assert "As-at date" in page
        assert "1 force" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(client, world, count, django_assert_num_queries):
    for number in range(count):
        force = make_force(f"Force {number}")
        world.asked[force, world.one] = make_addressee(world.one, force)
        world.say(force, MARCH)
    client.force_login(world.liaison)

    with django_assert_num_queries(13):
        client.get(reverse("awaited", args=["safe-to-share"]))


def test_the_page_is_read_at_any_width_and_leads_to_the_matrix(world, page, live_server, sign_in):
    world.say(world.ambridge, FEBRUARY)
    sign_in(world.liaison)

    page.goto(live_server.url + reverse("awaited", args=["safe-to-share"]))
    axe(page)
    fits_a_phone(page)
    page.get_by_role("link", name="See them in the matrix").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/matrix/**")
    rows = page.locator("table.app-matrix:not(.app-matrix--totals) tbody th").all_inner_texts()
    assert rows == ["Ambridge Police"]
