"""Recommendations that belong together, across reports: a link carries no answer over."""

import datetime

import pytest
from django.urls import reverse

from recommendations.links import Links
from recommendations.models import Link
from responses.desk.calendar import events
from responses.mail.digest import week_before
from responses.mail.reminders import remind
from responses.matrix import Status, build_matrix
from responses.models import Message, Response
from tests.browser import axe, fits_a_phone
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_link,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_super_complaint,
)
from tests.html import words

pytestmark = pytest.mark.django_db
EARLIER, LATER = datetime.date(2020, 12, 17), datetime.date(2022, 3, 1)


class World:
    """Two reports; recommendation 2 of the later one asks again what recommendation 1 of the earlier one asked."""

    def __init__(self):
        self.earlier = make_super_complaint(published_on=EARLIER)
        self.later = make_super_complaint(title="Asked again", slug="asked-again", made_on=None, published_on=LATER)
        self.first = make_recommendation(self.earlier, "1", wording="Train every officer.", wording_source="A report")
        self.second = make_recommendation(self.later, "2", wording="Train all officers.", wording_source="Another")
        self.pcc = make_policing_body(make_force())
        self.then = make_addressee(self.first, self.pcc)
        self.now = make_addressee(self.second, self.pcc)
        self.liaison = make_liaison()

    def link(self, kind=Link.Kind.REPEATS, recommendation=None, **facts):
        facts = {"other": self.first, "recorded_by": self.liaison, **facts}
        return make_link(recommendation or self.second, kind, **facts)


@pytest.fixture
def world():
    return World()


def lines(recommendation):
    return [side.in_a_line for side in Links().of(recommendation.pk)]


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("repeats", "Repeated by Recommendation 2 of Asked again", "Repeats Recommendation 1 of Safe to share?"),
        (
            "supersedes",
            "Superseded by Recommendation 2 of Asked again",
            "Supersedes Recommendation 1 of Safe to share?",
        ),
    ],
)
def test_a_link_is_said_on_both_its_recommendations(world, client, kind, first, second):
    world.link(kind)
    client.force_login(make_member(world.pcc))

    assert (lines(world.first), lines(world.second)) == ([first], [second])
    for recommendation, said in ((world.first, first), (world.second, second)):
        for page in (recommendation, recommendation.super_complaint):
            assert said in words(client.get(page.get_absolute_url()))


def test_what_was_overtaken_says_by_what_and_from_which_day(world):
    day = datetime.date(2021, 4, 29)
    world.link("overtaken", recommendation=world.first, other=None, what="An Act of 2021", since=day)
    world.link("withdrawn", other=None)

    assert lines(world.first) == ["Overtaken by An Act of 2021, from 29 April 2021"]
    assert lines(world.second) == ["Withdrawn"]


def test_a_chain_leads_from_report_to_report(world, client):
    newest = make_super_complaint(title="Newest", slug="newest", made_on=None, published_on=datetime.date(2024, 5, 1))
    third = make_recommendation(newest, "7a")
    alone = make_recommendation(newest, "8")
    world.link()
    world.link("supersedes", recommendation=third, other=world.second)
    client.force_login(world.liaison)

    links = Links()

    for each in (world.first, world.second, third):
        assert links.chain(each.pk) == [world.first, world.second, third]
    assert links.chain(alone.pk) == []
    page = words(client.get(world.first.get_absolute_url()))
    assert "The whole chain, oldest first Recommendation 1 of Safe to share?, 2020" in page


@pytest.mark.parametrize(
    ("kind", "about", "day", "ended"),
    [
        ("repeats", "second", None, []),
        ("supersedes", "second", None, ["first"]),
        ("withdrawn", "second", None, ["second"]),
        ("withdrawn", "second", datetime.date(2022, 6, 1), ["second"]),
        ("withdrawn", "second", datetime.date(2022, 6, 2), []),
    ],
)
def test_nothing_more_is_expected_from_the_day_that_a_link_names(world, kind, about, day, ended):
    world.link(
        kind, recommendation=getattr(world, about), since=day, other=None if kind == "withdrawn" else world.first
    )

    found = Links().ended([world.first.pk, world.second.pk], datetime.date(2022, 6, 1))

    assert list(found) == [getattr(world, name).pk for name in ended]


def test_what_was_known_of_links_at_a_moment_is_told_as_it_was(world):
    link = world.link(Link.Kind.WITHDRAWN, other=None)
    hour = datetime.timedelta(hours=1)
    link.note_error(by=world.liaison, at=NOON + 2 * hour, reason="Another page.")

    known = {hours: list(Links(NOON + hours * hour).of(world.second.pk)) for hours in (-1, 1, 2)}

    assert {hours: [side.link for side in sides] for hours, sides in known.items()} == {-1: [], 1: [link], 2: []}


def test_a_link_moves_no_status_and_the_matrix_names_it(world, client):
    make_response(make_received(world.pcc, world.earlier), world.then, position="accepted", progress="complete")
    world.link("supersedes", since=datetime.date(2022, 3, 1))
    on = datetime.date(2023, 1, 1)

    [before], [after] = (list(build_matrix(it, on).cells()) for it in (world.earlier, world.later))

    assert (before.status, after.status, after.position) == (Status.COMPLETE, Status.OVERDUE, "")
    client.force_login(world.liaison)
    page = words(client.get(reverse("matrix", args=["safe-to-share"]), {"as_at": "2023-01-01"}))
    assert "Superseded by Recommendation 2 of Asked again, from 1 March 2022" in page
    page = words(client.get(reverse("matrix", args=["safe-to-share"]), {"as_at": "2021-12-31"}))
    assert "Superseded" not in page


def test_nobody_is_reminded_of_what_was_withdrawn_and_no_week_or_calendar_counts_it(world):
    editor, due_on = make_member(world.pcc), world.now.due_on
    world.then.delete()
    world.link(Link.Kind.WITHDRAWN, other=None, since=due_on)

    def told(day):
        Message.objects.all().delete()
        remind(day, at=datetime.datetime.combine(day, datetime.time(8), datetime.UTC))
        week = week_before(day + datetime.timedelta(days=1)).overdue
        return Message.objects.count(), len(week), len(events(editor, day, world.later))

    assert told(due_on - datetime.timedelta(days=1))[::2] == (1, 1)
    assert told(due_on + datetime.timedelta(days=1)) == (0, 0, 0)
    Link.objects.update(since=LATER + datetime.timedelta(days=5000))
    assert told(due_on + datetime.timedelta(days=1)) == (1, 1, 1)


def test_what_was_said_before_is_offered_in_words_and_never_as_a_status(world, client):
    said = make_received(world.pcc, world.earlier)
    make_response(said, world.then, position="accepted", progress="complete", text="<p>We train everybody.</p>")
    draft = make_draft(world.pcc, world.later)
    editor = make_member(world.pcc)
    client.force_login(editor)
    address = reverse("edit_response", args=[draft.pk, "2", world.pcc.slug])
    assert "Asked before" not in words(client.get(address))
    world.link()

    page = words(client.get(address))
    response = Response.objects.get(update=said)
    form = client.get(address, {"bring-forward": response.pk}).context["form"]

    assert "Asked before, on 17 December 2020: Recommendation 1 of Safe to share?" in page
    assert "Train [removed: every officer.][added: all officers.]" in page
    assert form.initial["text"] == "<p>We train everybody.</p>"
    assert [form[name].value() or "" for name in ("position", "progress")] == ["", ""]
    assert not draft.responses.exists()


def test_no_other_bodys_words_are_offered(world, client):
    other = make_policing_body(make_force("Ambridge Police"), "Police and Crime Commissioner for Felpersham")
    theirs = make_received(other, world.earlier)
    make_response(theirs, make_addressee(world.first, other), text="<p>Secret of Felpersham.</p>")
    draft = make_draft(world.pcc, world.later)
    world.link()
    client.force_login(make_member(world.pcc))
    address = reverse("edit_response", args=[draft.pk, "2", world.pcc.slug])

    page = client.get(address, {"bring-forward": Response.objects.get(update=theirs).pk})

    assert "Felpersham" not in page.content.decode()


FIELDS = {"kind": "repeats", "other": "", "what": "", "since": "", "source": "Its page 12."}


@pytest.mark.parametrize(
    ("about", "typed", "errors"),
    [
        ("second", {"kind": ""}, {"kind": ["Select what became of it"]}),
        ("second", {}, {"other": ["Select which one"]}),
        ("second", {"other": "first", "source": " "}, {"source": ["Enter where this is said"]}),
        (
            "first",
            {"other": "second"},
            {"other": ["Select one that was published before this: Asked again was not"]},
        ),
        (
            "second",
            {"kind": "overtaken", "other": "first"},
            {"other": ["Select one that was published after this: Safe to share? was not"]},
        ),
        (
            "second",
            {"kind": "overtaken"},
            {"other": ["Select which other overtook it, or enter below what else did, and not both"]},
        ),
        (
            "second",
            {"kind": "withdrawn", "other": "first"},
            {"other": ["Select none: what was withdrawn leads to no other"]},
        ),
        (
            "second",
            {"other": "first", "what": "An Act"},
            {"what": ["Leave this empty, or select above that it was overtaken"]},
        ),
        (
            "second",
            {"other": "first", "since": "2022-02-28"},
            {"since": ["The day must be on or after 1 March 2022, when it was published"]},
        ),
        ("second", {"other": "second"}, {"other": ["Select a valid choice. %s is not one of the available choices."]}),
    ],
)
def test_a_link_that_cannot_be_is_told_beside_its_field(world, client, about, typed, errors):
    recommendation = getattr(world, about)
    typed = {
        name: str(getattr(world, value).pk) if value in ("first", "second") else value for name, value in typed.items()
    }
    client.force_login(world.liaison)

    page = client.post(address_of(recommendation), FIELDS | typed)

    named = {
        field: [each % typed["other"] if "%s" in each else each for each in told] for field, told in errors.items()
    }
    assert page.context["form"].errors == named
    assert not Link.objects.exists()


def address_of(recommendation):
    return reverse("link_recommendation", args=[recommendation.super_complaint.slug, recommendation.number])


def test_a_double_click_records_a_link_once(world, client):
    client.force_login(world.liaison)
    typed = FIELDS | {"other": str(world.first.pk)}

    for _ in range(2):
        assert client.post(address_of(world.second), typed).status_code == 302
    again = client.post(address_of(world.second), typed | {"source": "Another page."})

    assert Link.objects.count() == 1
    assert again.context["form"].errors == {
        "kind": ["This is here already. Say that it was recorded in error to record it anew"]
    }


def test_two_links_cannot_put_two_recommendations_in_both_orders(world, client):
    world.link("overtaken", recommendation=world.second, other=make_recommendation(world.later, "3"))
    third = world.later.recommendations.get(number="3")
    client.force_login(world.liaison)

    page = client.post(address_of(world.second), FIELDS | {"other": str(third.pk)})

    assert page.context["form"].errors == {
        "other": ["Select another: a link already puts these two in the other order (Recommendation 3)"]
    }


def test_a_link_recorded_in_error_counts_no_more_and_can_be_undone(world, client):
    link = world.link()
    client.force_login(world.liaison)

    client.post(reverse("link_in_error", args=[link.pk]), {"reason": "It was another."})
    assert lines(world.second) == []
    assert "It was another." in words(client.get(address_of(world.second)))

    client.post(reverse("undo_link_error", args=[link.pk]))
    assert lines(world.second) == ["Repeats Recommendation 1 of Safe to share?"]


def test_undoing_meets_what_was_recorded_meanwhile(world, client):
    link = world.link()
    client.force_login(world.liaison)
    client.post(reverse("link_in_error", args=[link.pk]), {"reason": "It was another."})
    world.link()

    page = client.post(reverse("undo_link_error", args=[link.pk]), follow=True)

    assert "The same was recorded meanwhile." in words(page)
    assert Link.objects.standing().count() == 1


@pytest.mark.parametrize("holds_both", [True, False])
def test_the_wording_is_compared_or_else_our_own_summaries_are(world, client, holds_both):
    if not holds_both:
        world.first.wording = world.first.wording_source = ""
        world.first.save()
    client.force_login(make_member(world.pcc))

    page = words(client.get(reverse("compare_wording", args=["asked-again", "2", "safe-to-share", "1"])))

    assert ("our own summaries" in page) != holds_both
    assert ("Train [removed: every officer.][added: all officers.]" in page) == holds_both
    assert ("Summary of [removed: 1.][added: 2.]" in page) != holds_both


def test_pages_of_links_are_read_at_any_width_and_by_keyboard(world, page, live_server, sign_in):
    world.link()
    sign_in(world.liaison)
    for address in (
        world.second.get_absolute_url(),
        address_of(world.second),
        reverse("compare_wording", args=["asked-again", "2", "safe-to-share", "1"]),
    ):
        page.goto(live_server.url + address)
        axe(page)
        fits_a_phone(page)
