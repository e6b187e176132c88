"""The review desk leads through what nobody has reviewed: one queue, replies first, one by one or several at once."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from recommendations.models import Body
from responses.jobs.worker import work
from responses.models import Review, Told
from tests.factories import (
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
)
from tests.hands import look

pytestmark = pytest.mark.django_db
MARCH, MAY, JULY = datetime.date(2021, 3, 9), datetime.date(2021, 5, 3), datetime.date(2021, 7, 1)
DESK = "/super-complaints/safe-to-share/review/"


@pytest.fixture
def officer(client):
    client.user = make_liaison()
    client.force_login(client.user)
    return client


@pytest.fixture
def asked():
    """Two recommendations to three bodies, one of them a PCC in Wales: [(recommendation, body, addressee)] by key."""
    north, south = make_force("Northshire Police"), make_force("Southshire Police")
    pcc = make_policing_body(south, region=Body.Region.WALES)
    bodies = {"north": north, "south": south, "pcc": pcc}
    recommendations = [make_recommendation(number="1"), make_recommendation(number="2")]
    return {
        f"{name} {recommendation.number}": make_addressee(recommendation, body)
        for recommendation in recommendations
        for name, body in bodies.items()
    }


def answer(addressee, received_on=MARCH, **facts):
    return make_response(make_received(addressee.body, received_on=received_on), addressee, **facts)


def queue(page):
    """[(group, [answers])]"""
    return [(name, [entry.response for entry in entries]) for name, entries in page.context["groups"]]


def at_desk(response, query=""):
    return reverse("review_at_desk", args=["safe-to-share", response.pk]) + query


def test_the_oldest_answer_that_speaks_and_was_not_reviewed_comes_first(officer, asked):
    late, early = answer(asked["north 1"], MAY), answer(asked["south 1"], MARCH)
    make_review(answer(asked["north 2"]), outcome="satisfied", reasons="")
    answer(asked["pcc 1"], MARCH)
    later = answer(asked["pcc 1"], JULY)

    assert queue(officer.get(DESK)) == [("Oldest first", [early, late, later])]


def test_a_reply_to_a_question_comes_to_the_top_beside_it(officer, asked):
    other = answer(asked["north 1"], MARCH)
    make_review(answer(asked["south 1"], MARCH), reasons="Which guidance?", reviewed_on=MAY)
    reply = answer(asked["south 1"], JULY)

    page = officer.get(DESK)

    assert queue(page) == [("Replies to what HMICFRS asked", [reply]), ("Oldest first", [other])]
    assert "HMICFRS asked on 3 May 2021:</strong> Which guidance?" in page.text


def test_the_first_words_of_an_answer_are_shown_without_its_marks(officer, asked):
    answer(asked["north 1"], text="## Changes\n\nWe **will** tell officers & staff.")

    assert ">Changes We will tell officers &amp; staff.</p>" in " ".join(officer.get(DESK).text.split())


def test_what_came_before_the_question_is_no_reply_to_it(officer, asked):
    make_review(answer(asked["south 1"], MARCH), reviewed_on=JULY)
    found_later = answer(asked["south 1"], MAY)

    assert queue(officer.get(DESK)) == [("Oldest first", [found_later])]


@pytest.mark.parametrize(("later", "says_so"), [("", True), ("satisfied", True), ("reopened", False)])
def test_what_is_said_after_delivered_is_in_the_queue_again_and_says_so(officer, asked, later, says_so):
    before = answer(asked["north 1"], MARCH)
    make_review(before, outcome="delivered", reasons="Seen.", reviewed_on=MARCH)
    if later:
        make_review(before, outcome=later, reviewed_on=MAY)
    assert queue(officer.get(DESK)) == []

    after = answer(asked["north 1"], JULY)

    page = officer.get(DESK)
    assert [responses for _, responses in queue(page)] == [[after]]
    assert ("Delivered before" in page.text) == says_so


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?recommendation=2", ["south 2"]),
        ("?body=Northshire+Police", ["north 1"]),
        ("?kind=local_policing_body", ["pcc 1"]),
        ("?region=wales", ["pcc 1"]),
        ("?region=wales&recommendation=2", []),
        ("?region=nowhere&body=Nobody", ["north 1", "pcc 1", "south 2"]),
    ],
)
def test_the_queue_can_be_narrowed(officer, asked, query, shown):
    answers = {answer(asked[key]): key for key in ("north 1", "pcc 1", "south 2")}

    page = officer.get(DESK + query)

    assert sorted(answers[it] for _, responses in queue(page) for it in responses) == shown


@pytest.mark.parametrize(
    ("grouped", "groups"),
    [
        ("recommendation", ["Recommendation 1: Title of 1", "Recommendation 2: Title of 2"]),
        ("body", ["Northshire Police", "Southshire Police"]),
        ("letter", ["Southshire Police’s letter SC{}-{:05}", "Northshire Police’s letter SC{}-{:05}"]),
    ],
)
def test_the_queue_can_be_grouped(officer, asked, grouped, groups):
    letters = [answer(asked["south 2"], MARCH).update, answer(asked["north 1"], MAY).update]
    references = [(letter.super_complaint_id, letter.pk) for letter in letters]
    groups = [name.format(*reference) for name, reference in zip(groups, references, strict=True)]

    assert [name for name, _ in queue(officer.get(f"{DESK}?grouped={grouped}"))] == groups


def test_a_letter_for_all_forces_stands_together_to_be_reviewed_at_once(officer, asked):
    npcc = make_national_body("NPCC", represents="force")
    own = answer(asked["north 1"], MAY)
    for_all = make_received(npcc, received_on=MAY, speaks_for=[asked["north 1"].body, asked["south 1"].body])
    collective = [make_response(for_all, asked[key]) for key in ("north 2", "south 1", "south 2")]

    groups = queue(officer.get(f"{DESK}?grouped=letter"))

    assert [answers for _, answers in groups] == [[own], collective]


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_as_many_queries_for_three_answers_as_for_one(officer, count, django_assert_num_queries):
    answers = many_answers(count)

    with django_assert_num_queries(15):
        officer.get(DESK)
    with django_assert_num_queries(21):
        officer.get(at_desk(answers[0]))


def test_a_long_queue_comes_in_pages_of_fifty_and_takes_no_more_queries(officer, django_assert_num_queries):
    many_answers(90)

    with django_assert_num_queries(15):
        first = officer.get(DESK)
    second = officer.get(f"{DESK}?page=2")

    assert [sum(len(it) for _, it in queue(page)) for page in (first, second)] == [50, 40]
    assert "51 to 90 of 90" in second.text


def many_answers(count):
    recommendation, answers = make_recommendation(), []
    for number in range(count):
        addressee = make_addressee(recommendation, make_force(f"Force {number:02}"))
        make_review(answer(addressee, MARCH), reviewed_on=MARCH)
        answers.append(answer(addressee, MAY))
    return answers


def test_an_answer_is_read_with_what_was_asked_and_said_and_judged_before(officer, asked):
    before = answer(asked["north 1"], MARCH, text="We have begun.")
    make_review(before, reasons="By when?", reviewed_on=MAY)
    reply = answer(asked["north 1"], JULY, text="By Christmas.")

    page = officer.get(at_desk(reply))

    for words in ("Summary of 1.", "We have begun.", "By when?", "By Christmas.", "1 of 1"):
        assert words in page.text


def test_after_saving_comes_the_next_of_the_same_queue(officer, asked):
    first, _, second = answer(asked["north 1"], MARCH), answer(asked["north 2"], MAY), answer(asked["south 1"], JULY)
    narrowed = "?recommendation=1"
    page = officer.get(at_desk(first, narrowed))
    assert ("1 of 2" in page.text, page.context["following"]) == (True, at_desk(second, narrowed))

    page = officer.post(at_desk(first, narrowed), {"outcome": "satisfied", "seen": "0"})
    assert page.url == at_desk(second, narrowed)
    page = officer.post(page.url, {"outcome": "satisfied", "seen": "0"})

    assert page.url == DESK + narrowed
    assert sorted(review.response_id for review in Review.objects.all()) == [first.pk, second.pk]


def test_nothing_typed_is_lost_where_something_is_wrong_at_the_desk(officer, asked):
    response = answer(asked["north 1"])

    page = officer.post(at_desk(response), {"reasons": "Kept.", "seen": "0"})

    assert page.context["form"].errors == {"outcome": ["Select what HMICFRS makes of this response"]}
    assert page.context["form"]["reasons"].value() == "Kept."
    assert not Review.objects.exists()


def test_what_a_colleague_reviewed_meanwhile_is_said_and_the_words_stay(officer, asked):
    response, other = answer(asked["north 1"]), answer(asked["south 1"])
    make_review(response, reviewed_by=make_liaison(name="Usha Franks"))

    page = officer.post(at_desk(response), {"outcome": "satisfied", "reasons": "Kept.", "seen": "0"})

    assert "Usha Franks has reviewed this meanwhile" in page.text
    assert "Not in the queue any more: 1 still waits" in page.text
    assert (page.context["form"]["reasons"].value(), page.context["following"]) == ("Kept.", at_desk(other))
    assert Review.objects.count() == 1


def several(*responses, **posted):
    return {"answer": [response.pk for response in responses], **posted}


def test_several_are_named_before_they_are_reviewed_together(officer, asked):
    chosen = [answer(asked["north 1"]), answer(asked["south 2"])]
    left = answer(asked["pcc 1"])

    page = officer.get(f"{DESK}several/", several(*chosen))
    assert page.context["responses"] == chosen
    assert "Recommendation 2, Southshire Police" in page.text
    assert not Review.objects.exists()
    page = officer.post(f"{DESK}several/?kind=force", several(*chosen, outcome="satisfied"))

    assert page.url == f"{DESK}?kind=force"
    assert sorted(review.response_id for review in Review.objects.all()) == [it.pk for it in chosen]
    assert not left.reviews.exists()


def test_several_are_reviewed_together_or_none(officer, asked):
    chosen = [answer(asked["north 1"]), answer(asked["south 2"]), answer(asked["pcc 1"])]
    make_review(chosen[1], reviewed_by=make_liaison(name="Usha Franks"))
    chosen[2].update.withdraw(by=officer.user, at=NOON, on=JULY, reason="Sent by mistake")

    page = officer.post(f"{DESK}several/", several(*chosen, outcome="satisfied", reasons="Kept."))

    assert Review.objects.count() == 1
    assert page.context["responses"] == chosen[:1]
    assert "Usha Franks has reviewed it (more information asked)" in page.text
    assert "it is not on the record any more" in page.text
    assert page.context["form"]["reasons"].value() == "Kept."
    officer.post(f"{DESK}several/", several(*page.context["responses"], outcome="satisfied", reasons="Kept."))
    assert [review.reasons for review in chosen[0].reviews.all()] == ["Kept."]


def test_one_colleagues_review_alone_stops_all_of_several(officer, asked):
    chosen = [answer(asked["north 1"]), answer(asked["south 2"])]
    make_review(chosen[1])

    officer.post(f"{DESK}several/", several(*chosen, outcome="satisfied"))

    assert Review.objects.count() == 1


def test_a_double_click_reviews_several_once(officer, asked):
    chosen = [answer(asked["north 1"]), answer(asked["south 2"])]

    for _ in range(2):
        page = officer.post(f"{DESK}several/", several(*chosen, outcome="satisfied"))

    assert (page.status_code, Review.objects.count()) == (302, 2)


@pytest.mark.parametrize("outcome", ["delivered", "reopened", ""])
def test_only_what_needs_no_evidence_is_said_of_several_at_once(officer, asked, outcome):
    chosen = [answer(asked["north 1"]), answer(asked["south 2"])]
    make_review(answer(asked["north 2"]), outcome="delivered", reasons="Seen.")

    page = officer.post(f"{DESK}several/", several(*chosen, outcome=outcome, reasons="Seen."))

    assert "outcome" in page.context["form"].errors
    assert Review.objects.count() == 1


@pytest.mark.parametrize("ticked", [{}, {"answer": ["999999"]}, {"answer": ["x"]}])
def test_without_an_answer_ticked_the_list_says_so(officer, asked, ticked):
    answer(asked["north 1"])

    page = officer.get(f"{DESK}several/", ticked, follow=True)

    assert page.redirect_chain == [(DESK, 302)]
    assert ("Select the answers to review" in page.text) == (not ticked)
    assert ("One of these answers is not there any more" in page.text) == bool(ticked)


def test_what_is_asked_of_one_body_goes_to_its_people_in_one_mail(officer, asked):
    south, north = asked["south 1"].body, asked["north 1"].body
    make_member(south, email="south@example.org")
    make_member(north, email="north@example.org")
    chosen = [answer(asked[key]) for key in ("south 1", "south 2", "north 1")]

    officer.post(f"{DESK}several/", several(*chosen, outcome="more_information", reasons="By when?"))
    work(timezone.now)

    assert sorted(message.to[0] for message in mail.outbox) == ["north@example.org", "south@example.org"]
    [words] = [message.body for message in mail.outbox if message.to == ["south@example.org"]]
    assert (words.count("By when?"), "Recommendation 1" in words, "Recommendation 2" in words) == (2, True, True)
    assert Told.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_queue_is_worked_through_by_keyboard(page, sign_in, asked):
    first, second, third = answer(asked["north 1"], MARCH), answer(asked["south 1"], MAY), answer(asked["pcc 1"], JULY)
    sign_in(make_liaison())
    page.goto(DESK)
    look(page, "3 answers to review")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    look(page, "Northshire Police")
    page.keyboard.press("n")
    look(page, "Southshire Police")
    page.keyboard.press("p")
    look(page, "Northshire Police")

    page.keyboard.press("?")
    expect(page.get_by_text("Save and go to the next").first).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_label("More information asked")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("j, 1 and ? are words here")
    page.keyboard.press("Control+Enter")
    look(page, "Southshire Police")
    assert [review.reasons for review in first.reviews.all()] == ["j, 1 and ? are words here"]

    # Letters are no keys once somebody has turned them off.
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.reload()
    page.keyboard.press("1")
    expect(page.get_by_label("Satisfied with the answer")).not_to_be_checked()
    assert not second.reviews.exists()
    assert not third.reviews.exists()
