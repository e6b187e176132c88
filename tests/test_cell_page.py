"""The cell page shows everything a body ever said on a recommendation, to those who may read it."""

import datetime
import re

import pytest
from django.urls import reverse

from responses.models import Document
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_commitment,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db
MARCH, JULY, AUGUST = datetime.date(2021, 3, 9), datetime.date(2021, 7, 1), datetime.date(2021, 8, 1)


@pytest.fixture
def addressee():
    return make_addressee(body=make_force())


@pytest.fixture
def officer(client):
    client.force_login(make_liaison())
    return client


def answer(addressee, received_on=MARCH, by=None, **facts):
    update = make_received(by or addressee.body, received_on=received_on, speaks_for=[addressee.body])
    return make_response(update, addressee, **facts)


def words_of(page):
    """The page as its reader sees it, with each run of spaces as one."""
    main = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", "", main).replace("&#x27;", "'").split())


def test_a_response_is_shown_with_all_that_is_known_of_it(officer, addressee):
    npcc = make_national_body()
    response = answer(
        addressee,
        JULY,
        by=npcc,
        text="We *have* begun.\n\n- Training",
        position="accepted_in_part",
        progress="awaiting_others",
        awaiting="College of Policing guidance",
        voice="national_body",
    )
    update = response.update
    update.dated, update.dated_precision = datetime.date(2021, 6, 1), "month"
    update.recorded_by.name = "Robert Snell"
    update.recorded_by.save()
    update.save()

    page = officer.get(addressee.get_absolute_url())

    assert "<p>We <em>have</em> begun.</p><ul><li><p>Training</p></li></ul>" in page.content.decode()
    words = words_of(page)
    for said in (
        "Received 1 July 2021, late",
        "Position: accepted in part. Progress: awaiting others: College of Policing guidance.",
        "Whose words: A national body",
        f"In National Police Chiefs' Council’s letter {update.reference}, dated June 2021.",
        "Received 1 July 2021 and recorded by Robert Snell on 1 June 2021, 13:00.",
    ):
        assert said in words
    assert f'href="{update.get_absolute_url()}"' in page.content.decode()


def test_a_letter_for_all_is_a_note_beside_what_the_body_said_itself(officer, addressee):
    npcc = make_national_body()
    answer(addressee, MARCH)
    answer(addressee, JULY, by=npcc)

    both = words_of(officer.get(addressee.get_absolute_url()))
    answer(addressee, AUGUST)
    three = words_of(officer.get(addressee.get_absolute_url()))
    alone = words_of(officer.get(addressee.get_absolute_url(), {"as_at": "2021-03-31"}))

    assert "Answers to this recommendation 1 response and 1 note. Received 1 July 2021" in both
    assert "Answers to this recommendation 2 responses and 1 note. Received 1 August 2021" in three
    assert "Answers to this recommendation Received 9 March 2021" in alone


def test_responses_stand_newest_first(officer, addressee):
    second = answer(addressee, JULY)
    first = answer(addressee, MARCH)
    third = answer(addressee, JULY)

    page = officer.get(addressee.get_absolute_url())

    assert page.context["responses"] == [third, second, first]
    assert page.context["general_replies"] == []


def test_of_one_day_the_response_recorded_last_stands_first(officer, addressee):
    last = make_response(make_received(addressee.body, recorded_at=NOON.replace(hour=15)), addressee)
    first = make_response(make_received(addressee.body, recorded_at=NOON), addressee)

    page = officer.get(addressee.get_absolute_url())

    assert page.context["responses"] == [last, first]
    assert page.context["cell"].response_id == last.pk


def test_it_is_known_which_response_the_matrix_shows(officer, addressee):
    answer(addressee, MARCH)
    later = answer(addressee, JULY, progress="complete")

    page = officer.get(addressee.get_absolute_url())

    assert page.context["cell"].response_id == later.pk
    said = f"by {addressee.body}"
    assert f"Status Accepted. Complete Position stated 1 July 2021, {said} Progress stated 1 July 2021, {said} Due" in (
        words_of(page)
    )
    assert "Due 17 June 2021: six months from publication, 17 December 2020" in words_of(page)


def test_what_follows_an_answer_in_time_is_late_for_nothing(officer, addressee):
    answer(addressee, MARCH)
    answer(addressee, JULY)

    page = officer.get(addressee.get_absolute_url())

    assert "Received 1 July 2021 (the answer that speaks)" in words_of(page)
    assert "late" not in words_of(page)


def test_an_answer_after_its_day_is_late(officer, addressee):
    answer(addressee, JULY)

    page = officer.get(addressee.get_absolute_url())

    assert "Status Accepted. In progressReceived late" in words_of(page)
    assert "Received 1 July 2021, late" in words_of(page)


def test_as_at_a_date_later_letters_and_reviews_are_not_known(officer, addressee):
    early = answer(addressee, MARCH)
    make_review(early, reviewed_on=datetime.date(2021, 3, 20), reasons="Too early to say")
    make_review(early, reviewed_on=AUGUST, reasons="Later thoughts")
    answer(addressee, JULY)

    page = officer.get(addressee.get_absolute_url(), {"as_at": "2021-06-17"})

    assert page.context["responses"] == [early]
    assert "Too early to say" in words_of(page)
    assert "Later thoughts" not in words_of(page)
    assert "As at 17 June 2021" in words_of(page)


@pytest.mark.parametrize(
    ("as_at", "error"),
    [
        ("yesterday", "As-at date must be a real date, such as 2021-06-17"),
        ("2021-02-30", "As-at date must be a real date, such as 2021-06-17"),
        ("2999-01-01", "As-at date must be today or in the past"),
        ("2020-12-16", "As-at date must be the same as or after 17 December 2020, when the report came out"),
    ],
)
def test_a_wrong_as_at_date_is_told_and_today_is_shown(officer, addressee, as_at, error):
    response = answer(addressee)

    page = officer.get(addressee.get_absolute_url(), {"as_at": as_at})

    assert page.context["form"].errors == {"as_at": [error]}
    assert f'<a href="#id_as_at">{error}</a>' in page.content.decode()
    assert 'id="id_as_at"' in page.content.decode()
    assert page.context["responses"] == [response]


def test_a_withdrawn_response_is_shown_as_withdrawn_and_not_counted(officer, addressee):
    response = answer(addressee, MARCH, text="All done.")
    response.update.withdraw(by=make_liaison(name="Usha Franks"), at=NOON, on=JULY, reason="Sent by mistake")

    page = officer.get(addressee.get_absolute_url())

    assert "Withdrawn: received 9 March 2021" in words_of(page)
    assert "Withdrawn on 1 July 2021 by Usha Franks, and not counted since: Sent by mistake" in words_of(page)
    assert "Status Overdue" in words_of(page)
    assert re.search(r'<del class="app-withdrawn">.*All done\..*</del>', page.content.decode(), re.DOTALL)


def test_a_response_withdrawn_later_counted_on_the_date(officer, addressee):
    response = answer(addressee, MARCH)
    response.update.withdraw(by=make_liaison(), at=NOON, on=JULY, reason="Sent by mistake")

    page = officer.get(addressee.get_absolute_url(), {"as_at": "2021-06-30"})

    assert "Status Accepted. In progress" in words_of(page)
    assert "<del" not in page.content.decode()
    assert "Withdrawn: received" not in words_of(page)
    assert "Withdrawn on 1 July 2021" in words_of(page)


def test_a_silent_body_has_a_page_that_says_so(officer, addressee):
    page = officer.get(addressee.get_absolute_url(), {"as_at": "2021-06-18"})

    assert "Borsetshire Police had said nothing on this by 18 June 2021." in words_of(page)
    assert "Status Overdue" in words_of(page)


def test_a_general_reply_is_shown_with_its_passages(officer, addressee):
    letter = make_received(
        addressee.body, received_on=MARCH, opening="We welcome it.", chief_officer_comments="So do I.", closing="Yours"
    )
    Document.objects.create(
        update=letter, name="scan.pdf", content=b"%PDF-", size=5, added_by=letter.created_by, added_at=NOON
    )

    page = officer.get(addressee.get_absolute_url())

    assert page.context["general_replies"] == [letter]
    words = words_of(page)
    assert "How it opens We welcome it. The chief officer’s general comments So do I. How it closes Yours" in words
    assert "Files: scan.pdf." in words


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        (
            "force",
            "It asks for an update, and the one received on 9 March 2021 meets it. "
            "Letters that speak for this body Received 9 March 2021 (meets this recommendation)",
        ),
        (
            "npcc",
            "It asks for an update, and Borsetshire Police had sent none of its own by 1 August 2021. "
            "Letters that speak for this body Received 9 March 2021 In",
        ),
    ],
)
def test_of_a_recommendation_met_by_an_update_it_says_which_update_meets_it(officer, sender, said):
    asked = make_addressee(make_recommendation(number="8", met_by_update=True), make_force())
    author = asked.body if sender == "force" else make_national_body()
    make_received(author, received_on=MARCH, speaks_for=[asked.body])

    page = officer.get(asked.get_absolute_url(), {"as_at": AUGUST})

    assert f"Answers to this recommendation {said}" in words_of(page)


def test_a_draft_is_not_what_a_body_said(officer, addressee):
    make_response(make_draft(addressee.body), addressee)
    make_response(make_received(addressee.body, recorded_by=None, recorded_at=None), addressee)

    page = officer.get(addressee.get_absolute_url())

    assert (page.context["responses"], page.context["general_replies"]) == ([], [])


def test_what_others_said_or_on_another_recommendation_is_not_shown(officer, addressee):
    answer(make_addressee(addressee.recommendation, make_force("Felpersham Police")))
    answer(make_addressee(make_recommendation(number="2"), addressee.body))

    page = officer.get(addressee.get_absolute_url())

    assert page.context["responses"] == []
    assert [reply.responses.get().addressee.recommendation.number for reply in page.context["general_replies"]] == ["2"]


def test_reviews_are_shown_newest_first_by_whom_and_when(officer, addressee):
    response = answer(addressee)
    make_review(response, reasons="By when?", reviewed_on=MARCH, reviewed_by=make_liaison(name="Usha Franks"))
    make_review(response, outcome="satisfied", reasons="Good.", reviewed_on=DUE, reviewed_by=make_liaison(name="Jim L"))

    page = officer.get(addressee.get_absolute_url())

    assert (
        "What HMICFRS made of it Satisfied with the answer. Good. Jim L, 17 June 2021 "
        "More information asked. By when? Usha Franks, 9 March 2021"
    ) in words_of(page)


def test_only_the_liaison_is_offered_a_review(client, addressee):
    link = f'href="{reverse("review_response", args=[answer(addressee).pk])}"'

    client.force_login(make_liaison())
    assert link in client.get(addressee.get_absolute_url()).content.decode()
    client.force_login(make_member(addressee.body))
    assert link not in client.get(addressee.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("liaison", 200), ("the force", 200), ("its policing body", 200), ("another force", 404), ("nobody", 404)],
)
def test_a_cell_is_shown_to_the_liaison_and_to_those_who_write_for_its_body(client, addressee, who, status):
    people = {
        "liaison": make_liaison,
        "the force": lambda: make_member(addressee.body),
        "its policing body": lambda: make_member(make_policing_body(addressee.body)),
        "another force": lambda: make_member(make_force("Felpersham Police")),
        "nobody": make_user,
    }
    client.force_login(people[who]())

    assert client.get(addressee.get_absolute_url()).status_code == status


def test_a_force_does_not_read_its_policing_bodys_cell(client, addressee):
    theirs = make_addressee(addressee.recommendation, make_policing_body(addressee.body))
    client.force_login(make_member(addressee.body))

    assert client.get(theirs.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("wrong", [{"slug": "absent"}, {"number": "99"}, {"body": "absent"}])
def test_a_cell_that_does_not_exist_is_not_found(officer, addressee, wrong):
    parts = {"slug": "safe-to-share", "number": "1", "body": addressee.body.slug, **wrong}

    assert officer.get(reverse("cell", args=parts.values())).status_code == 404


def test_a_body_that_was_not_asked_has_no_cell(officer, addressee):
    other = make_force("Felpersham Police")

    assert officer.get(reverse("cell", args=["safe-to-share", "1", other.slug])).status_code == 404


def test_the_cells_before_and_after_keep_the_date(officer, addressee):
    before = make_addressee(addressee.recommendation, make_force("Ambridge Police"))
    after = make_addressee(addressee.recommendation, make_force("Felpersham Police"))
    following = make_addressee(make_recommendation(number="2"), addressee.body)

    page = officer.get(addressee.get_absolute_url(), {"as_at": "2021-06-17"})

    names = ("previous_body", "next_body", "previous_recommendation", "next_recommendation")
    assert [page.context[name] for name in names] == [before, after, None, following]
    matrix = reverse("matrix", args=["safe-to-share"])
    for url in (before.get_absolute_url(), following.get_absolute_url(), matrix):
        assert f'href="{url}?as_at=2021-06-17"' in page.content.decode()


def test_a_bodys_people_are_led_to_their_own_cells_alone(client, addressee):
    make_addressee(addressee.recommendation, make_force("Felpersham Police"))
    client.force_login(make_member(addressee.body))

    page = client.get(addressee.get_absolute_url())

    assert page.context["next_body"] is None
    assert "Felpersham" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_letters_as_for_one(
    officer, addressee, count, django_assert_num_queries
):
    for number in range(count):
        response = answer(addressee, MARCH + datetime.timedelta(days=number), by=make_national_body(f"N{number}"))
        make_review(response)
        make_commitment(response)
        letter = make_received(addressee.body, received_on=MARCH)
        for update in (letter, response.update):
            Document.objects.create(update=update, name="a.pdf", size=1, added_by=update.created_by, added_at=NOON)
        make_addressee(addressee.recommendation, make_force(f"Force {number}"))
        make_addressee(make_recommendation(number=f"9{number}"), addressee.body)

    with django_assert_num_queries(29):
        officer.get(addressee.get_absolute_url())
