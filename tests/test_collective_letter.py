"""A national body writes one letter for all whom it represents, without naming each on every page."""

import re

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import Role
from recommendations.models import SuperComplaint
from responses.letter.checks import letter_problems
from responses.matrix import build_matrix
from responses.models import Response, Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_force,
    make_member,
    make_national_body,
    make_recommendation,
    make_super_complaint,
    send,
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
    assert "it fills 43, leaves 0." in page.text


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


def test_nobody_else_may_answer_for_all(client, npcc, forces):
    client.force_login(make_member(forces[0]))

    refused = client.post(reverse("start_update", args=[SuperComplaint.objects.get().slug, npcc.slug]))

    assert (refused.status_code, Update.objects.count()) == (403, 0)
