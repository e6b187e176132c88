"""What a body promised by a date: kept where a person accepted it, and known to be done from the day it was."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from responses.models import Commitment
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

    assert commitment.standing(as_at) == standing


@pytest.mark.parametrize(
    "facts",
    [
        {"text": ""},
        {"target": datetime.date(2021, 4, 2), "target_precision": "month"},
        {"target_precision": "year"},
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
