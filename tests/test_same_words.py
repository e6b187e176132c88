"""Which bodies say the same words, over all recommendations of a report."""

import pytest

from recommendations.models import Body
from tests.factories import (
    make_addressee,
    make_force,
    make_liaison,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
)
from tests.hands import look
from tests.html import links
from tests.test_answers import ELSEWHERE, REASSURING, WORDING

pytestmark = pytest.mark.django_db
PAGE = "/super-complaints/safe-to-share/same-words/"


@pytest.fixture
def liaison(client):
    client.force_login(make_liaison())
    return client


@pytest.fixture
def asked():
    """Two recommendations, the second with official wording."""
    return [
        make_recommendation(number="1"),
        make_recommendation(number="2", wording=f"<p>{WORDING}</p>", wording_source="Page 4"),
    ]


def say(body, *answers):
    """A letter of a body with these answers: (recommendation, words)."""
    update = make_received(body)
    for recommendation, text in answers:
        make_response(update, make_addressee(recommendation, body), text=text)
    return update


def groups(page):
    return [(group.who, [each.number for each in group.recommendations]) for group, _ in page.context["groups"]]


def test_the_same_words_are_found_whatever_they_answer_with_those_of_most_bodies_first(liaison, asked):
    one, two = asked
    other = "Each custody suite was visited in May, and what was found there went to the board that the deputy leads."
    say(make_force("A Police"), (one, REASSURING), (two, other))
    say(make_force("B Police"), (two, ELSEWHERE))
    say(make_policing_body(name="PCC for C"), (one, f"{REASSURING}\n\n{other}"))

    page = liaison.get(PAGE)

    three, two_of_them = "2 forces and 1 local policing body", "1 force and 1 local policing body"
    assert groups(page) == [(three, ["1", "2"]), (two_of_them, ["1", "2"])]
    assert "A Police, Recommendation 1" in page.text
    assert "Read were 4 answers in the letters of 3 bodies." in page.text


def test_what_a_body_repeats_itself_is_not_the_same_words_and_neither_is_a_quotation(liaison, asked):
    one, two = asked
    say(make_force("A Police"), (one, REASSURING), (two, f"{REASSURING}\n\n{WORDING}"))
    say(make_force("B Police"), (one, WORDING))

    page = liaison.get(PAGE)

    assert groups(page) == []
    assert "No two bodies say the same words here." in page.text


@pytest.mark.parametrize(
    ("query", "count"), [("recommendation=2", 1), ("recommendation=1", 0), ("kind=force", 1), ("region=wales", 0)]
)
def test_what_is_asked_for_narrows_the_passages(liaison, asked, query, count):
    for name in "AB":
        say(make_force(f"{name} Police"), (asked[1], REASSURING))

    assert len(groups(liaison.get(f"{PAGE}?{query}"))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_one_and_three_take_the_same_number_of_queries(liaison, asked, django_assert_num_queries, count):
    for number in range(count):
        say(make_force(f"Force {number}", region=Body.Region.WALES), (asked[0], REASSURING), (asked[1], REASSURING))

    with django_assert_num_queries(11):
        liaison.get(PAGE)


def test_it_is_two_clicks_from_home(liaison, asked):
    matrix = "/super-complaints/safe-to-share/matrix/"

    assert any(href.startswith(matrix) for href in links(liaison.get("/")))
    assert PAGE in links(liaison.get(matrix))


@pytest.mark.django_db(transaction=True)
def test_the_page_is_read_by_anybody_and_on_a_phone(page, sign_in, asked):
    say(make_force("A Police"), (asked[0], REASSURING))
    say(make_force("B Police"), (asked[0], ELSEWHERE))
    sign_in(make_liaison())

    page.goto(PAGE)

    look(page, "Who says the same words")
