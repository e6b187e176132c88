"""Which body was given until when: asked, granted or refused, kept each time, and never an extension backwards."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accounts.models import Role
from recommendations.days import day_in_force, extended_in_words, standing
from recommendations.models import Body, MoreTime
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_more_time,
    make_national_body,
    make_recommendation,
    make_request,
)
from tests.html import forms
from tests.test_reference_pages import main
from tests.test_requests import day

NEW = "/super-complaints/safe-to-share/more-time/new/"
LIST = "/super-complaints/safe-to-share/more-time/"
JUNE_3, JUNE_10 = date(2021, 6, 3), date(2021, 6, 10)
JULY, AUGUST = date(2021, 7, 1), date(2021, 8, 1)


def granted(on, until, pk=1, **facts):
    body = Body(name="Borsetshire Police")
    decided = {"decision": "granted", "decided_by": "HMICFRS", "decided_on": on, "new_day": until}
    return MoreTime(pk=pk, body=body, **decided | facts)


REFUSED = granted(JUNE_3, None, decision="refused")
OPEN = MoreTime(body=Body(name="Borsetshire Police"))
IN_ERROR = granted(JUNE_3, JULY, in_error_at=datetime(2021, 6, 4, tzinfo=UTC))
RULE = "six months from publication"


# the request's own day, what was asked, as at: the day in force, and how often it was moved
DAYS = [
    (DUE, [], JULY, DUE, 0),
    (None, [], JULY, None, 0),
    (DUE, [granted(JUNE_3, JULY)], date(2021, 6, 2), DUE, 0),  # not granted yet
    (DUE, [granted(JUNE_3, JULY)], JUNE_3, JULY, 1),  # from the day itself
    (DUE, [REFUSED], JULY, DUE, 0),
    (DUE, [OPEN], JULY, DUE, 0),
    (DUE, [IN_ERROR], JULY, DUE, 0),
    (None, [granted(JUNE_3, JULY)], JUNE_3, JULY, 1),  # the request named no day, and now it has one
    (DUE, [granted(JUNE_10, AUGUST, 1), granted(JUNE_3, JULY, 2)], JUNE_3, JULY, 1),
    (DUE, [granted(JUNE_10, AUGUST, 1), granted(JUNE_3, JULY, 2)], JUNE_10, AUGUST, 2),  # the latest decided
    (DUE, [granted(JUNE_3, AUGUST, 2), granted(JUNE_3, JULY, 1)], JUNE_3, AUGUST, 2),  # of one day, the last entered
    (date(2021, 12, 24), [granted(JUNE_3, JULY)], JULY, date(2021, 12, 24), 0),  # this one had longer anyway
]


@pytest.mark.parametrize(("own", "more_time", "as_at", "expected", "moved"), DAYS)
def test_the_day_in_force_as_at_a_date(own, more_time, as_at, expected, moved):
    found = day_in_force(own, RULE, more_time, as_at)

    assert (found.day, found.extended) == (expected, moved)


@pytest.mark.parametrize(
    ("own", "more_time", "because"),
    [
        (DUE, [], RULE),
        (
            DUE,
            [granted(JUNE_3, JULY)],
            "more time granted by HMICFRS on 3 June 2021; before that 17 June 2021 (six months from publication)",
        ),
        (None, [granted(JUNE_3, JULY)], f"more time granted by HMICFRS on 3 June 2021; before that {RULE}"),
    ],
)
def test_a_day_says_where_it_comes_from(own, more_time, because):
    assert day_in_force(own, RULE, more_time, AUGUST).because == because


@pytest.mark.parametrize(
    ("more_time", "as_at", "words"),
    [
        (OPEN, JULY, "Not decided yet"),
        (granted(JUNE_3, JULY), date(2021, 6, 2), "Not decided yet"),
        (granted(JUNE_3, JULY), JUNE_3, "Granted by HMICFRS on 3 June 2021: until 1 July 2021"),
        (REFUSED, JUNE_3, "Refused by HMICFRS on 3 June 2021"),
    ],
)
def test_where_one_stands_at_the_end_of_a_day(more_time, as_at, words):
    assert standing(more_time, as_at) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (1, "Extended once"), (2, "Extended twice"), (3, "Extended 3 times")]
)
def test_how_often_it_was_extended_in_words(count, words):
    assert extended_in_words([granted(JUNE_3, JULY, pk) for pk in range(count)] + [REFUSED, IN_ERROR], JULY) == words


@pytest.fixture
def liaison(db, client):
    user = make_liaison(name="Usha Franks")
    client.force_login(user)
    return user


@pytest.fixture
def asked(db):
    """Two forces, asked one thing each by the report."""
    second = make_recommendation(make_recommendation().super_complaint, "2")
    first = second.super_complaint.recommendations.get(number="1")
    return [make_addressee(first, make_force()), make_addressee(second, make_force("Yorbury Police"))]


def typed(**changes):
    facts = {"request": "report", "body": "Borsetshire Police", "reason": "A board meets in July.", "decision": "open"}
    return facts | day("asked_on", "1", "6", "2021") | changes


DECIDED = {"decision": "granted", "decided_by": "HMICFRS"} | day("decided_on", "3", "6", "2021")
GRANTED = DECIDED | day("new_day", "1", "7", "2021")


def test_what_was_asked_and_granted_is_kept_and_told(client, liaison, asked):
    answer = client.post(NEW, typed(**GRANTED))

    kept = MoreTime.objects.get()
    facts = (kept.body, kept.request, kept.asked_on, kept.decision, kept.decided_on, kept.new_day, kept.noted_by)
    assert facts == (asked[0].body, None, date(2021, 6, 1), "granted", JUNE_3, JULY, liaison)
    page = main(client.get(answer.url))
    assert "It is on the record that Borsetshire Police asked for more time." in page
    assert "Borsetshire Police, for what the report itself asked Extended once. Due 1 July 2021: more time" in page
    assert "Granted by HMICFRS on 3 June 2021: until 1 July 2021 / Asked on 1 June 2021: A board meets in July." in page


def test_it_is_recorded_for_many_bodies_in_one_step(client, liaison, asked):
    client.post(NEW, typed(body="", chosen=[str(it.body.pk) for it in asked], **GRANTED))

    kept = MoreTime.objects.order_by("body__name").values_list("body__name", "new_day")
    assert list(kept) == [("Borsetshire Police", JULY), ("Yorbury Police", JULY)]


def test_one_typed_and_ticked_too_is_one(client, liaison, asked):
    client.post(NEW, typed(chosen=[str(it.body.pk) for it in asked]))

    assert MoreTime.objects.count() == 2


def test_what_was_left_open_is_decided_later(client, liaison, asked):
    client.post(NEW, typed())
    kept = MoreTime.objects.get()
    decide = reverse("decide_more_time", args=[kept.pk])
    assert decide in client.get(LIST).text

    client.post(decide, GRANTED)

    kept.refresh_from_db()
    assert (kept.decision, kept.decided_by, kept.new_day) == ("granted", "HMICFRS", JULY)
    assert decide not in client.get(LIST).text
    again = client.post(decide, GRANTED | {"decided_by": "Somebody else"})
    assert again.status_code == 403
    assert "HMICFRS has decided this already." in main(again)


def test_a_second_extension_is_kept_beside_the_first_and_counted(client, liaison, asked):
    client.post(NEW, typed(**GRANTED))
    second = {"decision": "granted", "decided_by": "HMICFRS"} | day("decided_on", "30", "6", "2021")

    client.post(NEW, typed(**second | day("asked_on", "28", "6", "2021") | day("new_day", "1", "8", "2021")))

    assert "Extended twice. Due 1 August 2021" in main(client.get(LIST))


def test_more_time_for_a_chaser_moves_the_chasers_day_alone(client, liaison, asked):
    chaser = make_request([asked[0]], asked_on=date(2021, 7, 1), due_on=date(2021, 7, 15))
    later = {"request": str(chaser.pk)} | day("asked_on", "10", "7", "2021") | day("decided_on", "11", "7", "2021")

    client.post(NEW, typed(**GRANTED | later | day("new_day", "1", "8", "2021")))

    assert MoreTime.objects.get().request == chaser
    assert "for “Asked again on 1 July 2021” Extended once. Due 1 August 2021" in main(client.get(LIST))


BACKWARDS = "The new day must be later than 17 June 2021, the day that it moves (Borsetshire Police)"


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"request": ""}, "request", "Select what more time was asked for"),
        ({"body": ""}, "body", "Enter which body asked for more time, or choose several below"),
        ({"body": "Atlantis"}, "body", "Enter the name of a body in the list: “Atlantis” is not there"),
        ({"reason": ""}, "reason", "Enter the reason it gave"),
        ({"decision": ""}, "decision", "Select whether more time was granted"),
        (day("asked_on", "", "", ""), "asked_on", "Enter the date asked"),
        (day("asked_on", "1", "1", "2999"), "asked_on", "Date asked must be today or in the past"),
        (
            day("asked_on", "16", "12", "2020"),
            "asked_on",
            "Date asked must be the same as or after 17 December 2020, when it was asked to answer",
        ),
        (GRANTED | {"decided_by": ""}, "decided_by", "Enter who decided"),
        (GRANTED | day("decided_on", "", "", ""), "decided_on", "Enter the date decided"),
        (GRANTED | day("new_day", "", "", ""), "new_day", "Enter the new day"),
        (
            GRANTED | day("decided_on", "31", "5", "2021"),
            "decided_on",
            "Date decided must be on or after 1 June 2021, when it was asked",
        ),
        (GRANTED | day("decided_on", "1", "1", "2999"), "decided_on", "Date decided must be today or in the past"),
        (
            GRANTED | {"decision": "refused"},
            "new_day",
            "Select above that it was granted, or leave this empty",
        ),
        ({"decided_by": "HMICFRS"}, "decided_by", "Select above that it was decided, or leave this empty"),
        (GRANTED | day("new_day", "17", "6", "2021"), "new_day", BACKWARDS),
        (GRANTED | day("new_day", "1", "6", "2021"), "new_day", BACKWARDS),
    ],
)
def test_bad_input_is_told_beside_its_question_and_nothing_is_stored(client, liaison, asked, changes, field, error):
    page = client.post(NEW, typed(**changes))

    assert page.context["form"].errors == {field: [error]}
    assert MoreTime.objects.count() == 0


def test_an_extension_backwards_is_refused_of_the_day_in_force(client, liaison, asked):
    make_more_time(
        asked[0].body, noted_by=liaison, decision="granted", decided_by="X", decided_on=JUNE_3, new_day=AUGUST
    )

    page = client.post(NEW, typed(**GRANTED | day("asked_on", "2", "6", "2021")))

    error = "The new day must be later than 1 August 2021, the day that it moves (Borsetshire Police)"
    assert page.context["form"].errors == {"new_day": [error]}
    assert MoreTime.objects.count() == 1


def test_one_recorded_afterwards_does_not_turn_a_later_one_into_an_extension_backwards(client, liaison, asked):
    make_more_time(
        asked[0].body, noted_by=liaison, decision="granted", decided_by="X", decided_on=JUNE_10, new_day=JULY
    )

    page = client.post(NEW, typed(**GRANTED | day("asked_on", "2", "6", "2021") | day("new_day", "1", "8", "2021")))

    error = "The new day must be before 1 July 2021, which was granted afterwards (Borsetshire Police)"
    assert page.context["form"].errors == {"new_day": [error]}


def test_an_open_one_is_not_decided_backwards_either(client, liaison, asked):
    kept = make_more_time(asked[0].body, noted_by=liaison)

    page = client.post(reverse("decide_more_time", args=[kept.pk]), GRANTED | day("new_day", "17", "6", "2021"))

    assert page.context["form"].errors == {"new_day": [BACKWARDS]}
    kept.refresh_from_db()
    assert kept.decision == ""


def test_a_body_that_a_request_does_not_ask_is_told(client, liaison, asked):
    chaser = make_request([asked[1]], asked_on=date(2021, 5, 1))

    page = client.post(NEW, typed(request=str(chaser.pk)))

    assert page.context["form"].errors == {"body": ["“Asked again on 1 May 2021” does not ask Borsetshire Police"]}
    assert MoreTime.objects.count() == 0


def test_what_is_here_already_is_told_and_both_halves_of_a_double_click_are_one(client, liaison, asked):
    answers = [client.post(NEW, typed()) for _ in range(2)]
    other = client.post(NEW, typed(reason="Another reason."))

    assert [answer.url for answer in answers] == [LIST, LIST]
    error = "It is here already that more time was asked on 1 June 2021: Borsetshire Police"
    assert other.context["form"].errors == {"asked_on": [error]}
    assert MoreTime.objects.count() == 1


def test_a_closed_report_grants_nothing(client, liaison, asked):
    kept = make_more_time(asked[0].body, noted_by=liaison)
    report = kept.super_complaint
    report.closed_on = date(2022, 3, 1)
    report.save()

    for address in (NEW, reverse("decide_more_time", args=[kept.pk])):
        page = client.post(address, typed(**GRANTED))
        assert page.status_code == 403
        assert "was closed on 1 March 2022, so nothing more is asked or granted." in main(page)
    kept.refresh_from_db()
    assert (kept.decision, MoreTime.objects.count()) == ("", 1)


def test_a_reader_reads_who_asked_and_finds_nothing_to_change(client, liaison, asked):
    body = asked[0].body
    make_more_time(body, noted_by=liaison, reason="A board meets.")
    make_more_time(body, noted_by=liaison, reason="Of another.").note_error(by=liaison, at=NOON, reason="A slip.")
    client.force_login(make_member(make_national_body("College of Policing"), Role.READER))

    page = client.get(LIST)

    words = ("A board meets.", "Of another.", "A slip.", "ecorded in error", "Record what was decided", "Record that")
    assert [word for word in words if word in main(page)] == ["A board meets."]
    assert forms(page) == [each for each in forms(page) if each[1] in ("/search/", "/accounts/logout/", "/language/")]


def test_one_recorded_in_error_moves_nothing_and_comes_back_in_one_step(client, liaison, asked):
    client.post(NEW, typed(**GRANTED))
    kept = MoreTime.objects.get()

    client.post(reverse("more_time_in_error", args=[kept.pk]), {"reason": "It was another force."})
    without = main(client.get(LIST))
    client.post(reverse("undo_more_time_error", args=[kept.pk]))

    assert "Due 17 June 2021: the report’s own day" in without
    assert "Recorded in error, so it counts on no date. It was another force." in without
    undone = main(client.get(LIST))
    assert "Extended once. Due 1 July 2021" in undone
    assert f"{liaison} / Recorded in error: It was another force." in undone
    assert f"{liaison} / “Recorded in error” undone. It had been: It was another force." in undone


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        ({"asked_on": date(2021, 6, 1)}, "was recorded again meanwhile. Nothing was changed."),
        (
            {
                "asked_on": date(2021, 6, 2),
                "decision": "granted",
                "decided_by": "X",
                "decided_on": date(2021, 6, 2),
                "new_day": AUGUST,
            },
            "This would make an extension go backwards. Nothing was changed.",
        ),
    ],
)
def test_an_undone_error_brings_back_nothing_that_clashes(client, liaison, asked, meanwhile, said):
    client.post(NEW, typed(**GRANTED))
    kept = MoreTime.objects.get()
    client.post(reverse("more_time_in_error", args=[kept.pk]), {"reason": "It was another force."})
    make_more_time(asked[0].body, noted_by=liaison, **meanwhile)

    page = client.post(reverse("undo_more_time_error", args=[kept.pk]), follow=True)

    assert said in main(page)
    kept.refresh_from_db()
    assert kept.in_error_at is not None


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_as_many_queries_for_three_as_for_one(client, liaison, asked, size, django_assert_num_queries):
    for number in range(size):
        body = make_force(f"Force {number}")
        chaser = make_request([make_addressee(asked[0].recommendation, body)])
        make_more_time(body, noted_by=liaison)
        make_more_time(body, noted_by=liaison, request=chaser, asked_on=date(2021, 11, 25))

    with django_assert_num_queries(7):
        client.get(LIST)


def test_only_liaison_staff_record_it(client, asked):
    kept = make_more_time(asked[0].body)
    client.force_login(make_member(asked[0].body))

    addresses = [reverse(name, args=[kept.pk]) for name in ("decide_more_time", "more_time_in_error")]
    for address in (NEW, LIST, *addresses):
        assert client.post(address, typed(**GRANTED)).status_code == 403
    kept.refresh_from_db()
    assert (kept.decision, kept.in_error_at, MoreTime.objects.count()) == ("", None, 1)
