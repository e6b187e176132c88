"""HMICFRS says what it makes of a response: added, never edited, and for a reason."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from responses.models import Review
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_received,
    make_response,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def response():
    addressee = make_addressee(body=make_force())
    return make_response(make_received(addressee.body), addressee)


@pytest.fixture
def officer(client):
    user = make_liaison()
    client.force_login(user)
    client.user = user
    return client


def review_url(response):
    return reverse("review_response", args=[response.pk])


@pytest.mark.parametrize("outcome", ["satisfied", "more_information"])
def test_a_review_keeps_who_made_it_and_when(officer, response, outcome):
    page = officer.post(review_url(response), {"outcome": outcome, "reasons": "By when?"})

    review = Review.objects.get()
    assert page.url == response.addressee.get_absolute_url()
    assert (review.response, review.outcome, review.reasons) == (response, outcome, "By when?")
    assert (review.reviewed_by, review.reviewed_on) == (officer.user, timezone.localdate())
    assert f"Your review is on the record. {response.addressee.body} can read it." in officer.get(page.url).text


def test_a_change_of_mind_is_a_second_review(officer, response):
    make_review(response)

    officer.post(review_url(response), {"outcome": "satisfied", "reasons": "Answered by telephone."})

    assert [review.outcome for review in response.reviews.all()] == ["satisfied", "more_information"]


def test_a_double_click_adds_one_review(officer, response):
    for _ in range(2):
        officer.post(review_url(response), {"outcome": "satisfied", "reasons": "Good."})

    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    "earlier",
    [
        {"reasons": "Other reasons."},
        {"outcome": "more_information"},
        {"reviewed_on": datetime.date(2021, 6, 1)},
        {"reviewed_by": "somebody else"},
    ],
)
def test_a_review_that_differs_in_anything_is_added(officer, response, earlier):
    same = {
        "outcome": "satisfied",
        "reasons": "Good.",
        "reviewed_on": timezone.localdate(),
        "reviewed_by": officer.user,
    }
    if "reviewed_by" in earlier:
        earlier = {"reviewed_by": make_liaison()}
    make_review(response, **{**same, **earlier})

    officer.post(review_url(response), {"outcome": "satisfied", "reasons": "Good."})

    assert Review.objects.count() == 2


@pytest.mark.parametrize(
    ("posted", "errors"),
    [
        (
            {"reasons": "Kept"},
            {"outcome": ["Select whether HMICFRS is satisfied or asks for more information"]},
        ),
        ({"outcome": "satisfied", "reasons": " "}, {"reasons": ["Enter the reasons"]}),
        (
            {"outcome": "wonderful", "reasons": "Kept"},
            {"outcome": ["Select a valid choice. wonderful is not one of the available choices."]},
        ),
        (
            {"outcome": "satisfied", "reasons": "Kept \x00"},
            {"reasons": ["Remove the characters that cannot be printed: U+0000."]},
        ),
    ],
)
def test_a_review_needs_an_outcome_and_reasons(officer, response, posted, errors):
    page = officer.post(review_url(response), posted)

    assert page.context["form"].errors == errors
    assert page.context["form"]["reasons"].value() == posted["reasons"]
    assert not Review.objects.exists()


def test_reasons_have_a_limit(officer, response):
    page = officer.post(review_url(response), {"outcome": "satisfied", "reasons": "x" * 5001})

    assert page.context["form"].errors == {"reasons": ["Shorten this to 5000 characters: it has 5001"]}
    assert not Review.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("the body", 403), ("nobody in particular", 404)])
def test_only_the_liaison_reviews(client, response, who, status):
    client.force_login(make_member(response.addressee.body) if who == "the body" else make_user())

    page = client.post(review_url(response), {"outcome": "satisfied", "reasons": "We are good."})

    assert page.status_code == status
    assert not Review.objects.exists()


def test_a_draft_is_not_reviewed(officer, response):
    letter = make_received(response.addressee.body, recorded_by=None, recorded_at=None)
    draft = make_response(letter, response.addressee)

    page = officer.post(review_url(draft), {"outcome": "satisfied", "reasons": "Too early."})

    assert page.status_code == 403
    assert not Review.objects.exists()


def test_a_bodys_own_draft_does_not_exist_for_the_liaison(officer, response):
    draft = make_response(make_draft(response.addressee.body), response.addressee)

    page = officer.post(review_url(draft), {"outcome": "satisfied", "reasons": "Too early."})

    assert page.status_code == 404
    assert not Review.objects.exists()


def test_a_withdrawn_response_is_not_reviewed(officer, response):
    response.update.withdraw(by=officer.user, at=NOON, on=response.update.received_on, reason="Mistyped")

    page = officer.post(review_url(response), {"outcome": "satisfied", "reasons": "Too late."})

    assert page.status_code == 403
    assert not Review.objects.exists()
