"""A national body writes one letter for all whom it represents, without naming each on every page."""

import re

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import Role
from recommendations.models import Body, SuperComplaint
from responses.letter.checks import letter_problems
from responses.matrix import build_matrix
from responses.models import Response, Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_super_complaint,
    send,
    send_kept,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def forces():
    return [make_force(f"Force {number:02}") for number in range(1, 44)]


@pytest.fixture
def npcc(forces):
    report = make_super_complaint()
    for number in ("1", "4"):
        recommendation = make_recommendation(report, number)
        for force in forces:
            make_addressee(recommendation, force)
    return make_national_body(represents="force")


@pytest.fixture
def editor(client, npcc):
    editor = make_member(npcc)
    client.force_login(editor)
    return editor


@pytest.fixture
def draft(client, editor, npcc):
    client.post(reverse("start_update", args=[SuperComplaint.objects.get().slug, npcc.slug]))
    return Update.objects.get()


def answer(client, draft, number="1", **typed):
    url = reverse("edit_response", args=[draft.pk, number, "force-01"])
    typed = {"text": "All forces have begun.", "position": "accepted", "progress": "in_progress"} | typed
    return client.post(url, typed | {"voice": "national_body", "finish": "1"})


def test_home_offers_the_letter_for_all(client, editor, npcc):
    page = client.get(reverse("home"))

    assert reverse("start_update", args=[SuperComplaint.objects.get().slug, npcc.slug]) in page.text
    assert [each["draft"] for each in page.context["collective"]] == [None]


def test_an_answer_for_all_counts_once_against_the_length_of_the_letter(client, draft):
    for number in ("1", "4"):
        answer(client, draft, number, text="All forces have begun to do so. " * 120)
    assert draft.responses.count() == 2 * 43
    assert letter_problems(draft) == []

    draft.responses.filter(addressee__recommendation__number="1").update(text="a" * 20_000)
    assert letter_problems(draft) == []

    for number, response in enumerate(draft.responses.filter(addressee__recommendation__number="1")):
        Response.objects.filter(pk=response.pk).update(text="a" * 4_000 + str(number))
    assert [problem[:22] for problem in letter_problems(draft)] == ["Shorten the letter to "]


def test_what_is_not_finished_is_listed_once_for_all(client, draft):
    answer(client, draft, "1")
    answer(client, draft, "4")
    draft.responses.exclude(addressee__recommendation__number="1", addressee__body__slug__gt="force-10").update(
        finished_by=None, finished_at=None
    )

    page = lxml.html.fromstring(client.get(reverse("check_update", args=[draft.pk])).content)

    heading = page.xpath('//h2[text()="Not finished yet"]')[0]
    assert [item.text_content() for item in heading.getnext().getnext()] == [
        "Recommendation 1, the same for 10 bodies",
        "Recommendation 4, the same for 43 bodies",
    ]
    titles = page.xpath('//h2[@class="govuk-summary-card__title"]')
    assert [title.text_content().partition(": ")[2] for title in titles] == ["the same for 43 bodies"] * 2


def test_what_has_no_answer_yet_is_listed_once_for_all(client, draft):
    answer(client, draft, "1")

    page = lxml.html.fromstring(client.get(reverse("check_update", args=[draft.pk])).content)

    gaps = page.xpath('//p[starts-with(., "The letter has no answer yet to these")]/following-sibling::ul[1]/li')
    assert [gap.text_content() for gap in gaps] == ["Recommendation 4, 43 bodies"]


def test_the_check_page_of_a_letter_for_all_lists_nothing_that_only_a_force_says(client, draft):
    answer(client, draft, "1")

    page = client.get(reverse("check_update", args=[draft.pk]))

    assert {"Chief officer’s comments", "Force’s words agreed by"} & {
        row["key"] for row in page.context["facts"]
    } == set()


def test_home_goes_on_with_the_letter_for_all(client, draft):
    assert [each["draft"] for each in client.get(reverse("home")).context["collective"]] == [draft]


def test_each_recommendation_is_one_task_however_many_it_is_addressed_to(client, draft):
    page = client.get(draft.get_absolute_url())

    tasks = page.context["sections"][0]["tasks"]
    assert [task["text"] for task in tasks] == ["1. Title of 1", "4. Title of 4"]


def test_one_answer_is_given_for_all(client, draft):
    answer(client, draft)

    assert Response.objects.filter(text="<p>All forces have begun.</p>", position="accepted").count() == 43
    assert draft.speaks_for.count() == 43


def test_a_change_is_made_for_all(client, draft):
    answer(client, draft)
    answer(client, draft, text="All forces are done.", version="1")

    assert set(Response.objects.values_list("text", flat=True)) == {"<p>All forces are done.</p>"}


def test_the_check_shows_the_answer_once_and_what_it_would_fill(client, draft):
    answer(client, draft)

    page = client.get(reverse("check_update", args=[draft.pk]))

    assert [response.bodies for response in page.context["responses"]] == [43]
    assert page.text.count("All forces have begun.") == 1
    assert "Answers for other bodies: 43 of 43 will stand for them." in page.text


def test_the_covering_letter_asks_nobody_to_pick_43_names(client, draft):
    assert "speaks_for" not in client.get(reverse("covering_letter", args=[draft.pk])).context["form"].fields


def test_it_fills_the_matrix_of_all_once_sent_and_its_letter_names_them_once(client, draft, npcc, forces):
    answer(client, draft)
    Update.objects.update(dated=DUE, dated_precision="day", salutation="Dear Sir")
    draft.refresh_from_db()
    approver = make_member(npcc, Role.APPROVER)
    draft.ask(by=draft.edited_by, at=NOON)
    draft.sign_off(by=approver, at=NOON)

    send(draft, by=approver)

    cells = list(build_matrix(draft.super_complaint, DUE).cells())
    first = [cell for cell in cells if cell.recommendation.number == "1"]
    assert {(cell.position, cell.letter.id) for cell in first} == {("accepted", draft.pk)}
    html = draft.sent_letter.html
    assert [len(re.findall(rf"\bForce {number:02}\b", html)) for number in range(1, 44)] == [1] * 43


@pytest.fixture
def sent(draft):
    for addressee in draft.offered():
        make_response(draft, addressee, voice="national_body")
    draft.speak_for(Body.objects.filter(kind="force").values_list("pk", flat=True))
    Update.objects.update(dated=DUE, dated_precision="day")
    return send_kept(Update.objects.get())


def shown(client, update):
    return lxml.html.fromstring(client.get(update.get_absolute_url()).content)


def titles_of(page):
    return [title.text_content() for title in page.xpath('//h2[@class="govuk-summary-card__title"]')]


def test_on_the_record_each_answer_stands_once_and_the_names_are_folded(client, sent):
    page = shown(client, sent)

    assert titles_of(page) == [f"Recommendation {number}, for all 43 chief constables" for number in ("1", "4")]
    assert page.text_content().count("We have begun.") == 2
    speaks_for = page.xpath('//dt[text()="Speaks for"]/following-sibling::dd[1]')[0]
    assert speaks_for.text.strip() == "All 43 chief constables"
    names = [f"Force {number:02}" for number in range(1, 44)]
    assert [[it.text_content().strip() for it in fold.xpath("ul/li")] for fold in page.xpath("//details[summary]")][
        -3:
    ] == [
        names,
        names,
        names,
    ]


def test_an_answer_that_is_not_for_all_says_for_how_many(client, sent):
    others = sent.responses.filter(addressee__recommendation__number="4", addressee__body__slug__gt="force-41")
    others.update(text="<p>We have not.</p>")

    assert titles_of(shown(client, sent)) == [
        "Recommendation 1, for all 43 chief constables",
        "Recommendation 4, for 41 bodies",
        "Recommendation 4: Force 42",
        "Recommendation 4: Force 43",
    ]


def test_a_force_finds_its_own_answers_beside_the_answer_for_all(client, sent, forces):
    responses = [sent.responses.filter(addressee__body=force)[0] for force in forces[:2]]
    for response in responses:
        make_review(response, reasons=f"By when, {response.addressee.body}?")
    client.force_login(make_member(forces[0]))

    page = shown(client, sent)

    cards = page.xpath('//div[@class="govuk-summary-card"]')
    links = [[link.text_content() for link in card.xpath(".//a")] for card in cards]
    assert links == [[f"All answers of Force 01 to Recommendation {number}"] for number in ("1", "4")]
    assert re.findall("By when, Force ..", page.text_content()) == ["By when, Force 01"]
    [told] = page.xpath('//details//preceding-sibling::p[strong[contains(., "Force 01: More information")]]')
    assert "By when, Force 01?" in told.text_content()


def test_hmicfrs_opens_and_reviews_each_of_them_one_by_one(client, sent, forces):
    make_review(sent.responses.get(addressee__body=forces[1], addressee__recommendation__number="1"))
    client.force_login(make_liaison())

    fold = shown(client, sent).xpath('//div[@class="govuk-summary-card"]//details')[0]

    assert [len(item.xpath(".//a")) for item in fold.xpath("ul/li")] == [3] * 43  # review, all answers, a promise
    assert [item.text_content().split()[:2] for item in fold.xpath('ul/li[contains(., "By when?")]')] == [
        ["Force", "02"]
    ]


@pytest.mark.parametrize("count", [7, 9])
def test_the_page_takes_as_many_queries_for_nine_as_for_seven(client, count, django_assert_num_queries):
    recommendation, npcc = make_recommendation(), make_national_body(represents="force")
    asked = [make_addressee(recommendation, make_force(f"Force {number}")) for number in range(count)]
    letter = make_received(npcc, speaks_for=[it.body for it in asked])
    for addressee in asked:
        make_review(make_response(letter, addressee))
    client.force_login(make_liaison())

    with django_assert_num_queries(15):
        page = shown(client, letter)

    assert titles_of(page) == [f"Recommendation 1, for all {count} chief constables"]


def test_the_page_of_an_answer_for_all_is_called_after_all(client, draft):
    page = lxml.html.fromstring(client.get(reverse("edit_response", args=[draft.pk, "1", "force-01"])).content)

    assert page.findtext(".//title").split(" - ")[0].strip() == "Recommendation 1, for all 43 chief constables"


def test_nobody_else_may_answer_for_all(client, npcc, forces):
    client.force_login(make_member(forces[0]))

    refused = client.post(reverse("start_update", args=[SuperComplaint.objects.get().slug, npcc.slug]))

    assert (refused.status_code, Update.objects.count()) == (403, 0)
