"""The register: every letter that a person may see, the latest recorded first; and the search box that leads there."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from responses.register import referred_to
from tests.browser import axe
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_super_complaint,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def force():
    return make_force()


@pytest.fixture
def report():
    return make_super_complaint()


def listed(client, query=""):
    return list(client.get(f"/letters/{query}").context["page"])


def test_latest_means_latest_recorded_in_the_register_and_on_home(client, force, report):
    late = make_received(force, report, received_on=date(2021, 1, 10), recorded_at=LATER)
    early = make_received(force, report, received_on=date(2021, 6, 10), recorded_at=NOON)
    client.force_login(make_liaison())

    assert listed(client) == [late, early]
    assert list(client.get("/").context["recent"]) == [late, early]


def test_a_person_sees_in_the_register_what_they_may_read_and_no_more(client, force, report):
    other = make_force("Felpersham Police")
    own, draft = make_received(force, report), make_draft(force, report)
    for_it = make_received(other, report, speaks_for=[other, force], recorded_at=LATER)
    others, others_draft = make_received(other, report), make_draft(other, report)

    client.force_login(make_member(force))
    assert listed(client) == [draft, for_it, own]
    client.force_login(make_liaison())
    assert set(listed(client)) == {own, for_it, others}
    assert others_draft not in listed(client)


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_takes_as_many_queries_for_three_letters_as_for_one(
    client, force, report, count, django_assert_num_queries
):
    for _ in range(count):
        first = make_received(force, report)
        make_received(force, report, takes_place_of=first, takes_place_as="sent_again")
    client.force_login(make_liaison())

    with django_assert_num_queries(9):
        assert len(listed(client)) == 2 * count


@pytest.mark.parametrize("where", ["/letters/", "/bodies/borsetshire-police/"])
def test_on_a_phone_every_fact_of_a_letter_is_in_sight_under_its_heading(page, sign_in, force, report, where):
    make_addressee(make_recommendation(report), force)
    make_received(force, report, withdrawn_on=DUE, withdrawn_by=make_liaison(), withdrawn_reason="Sent too early.")
    sign_in(make_liaison())
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(where)

    for table in page.get_by_role("table").all():
        _, *headings = table.get_by_role("columnheader").all_text_contents()
        assert [cell.get_attribute("data-label") for cell in table.get_by_role("cell").all()] == headings
        for cell in table.get_by_role("cell").all():
            box = cell.bounding_box()
            assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
    expect(page.get_by_role("cell", name="Stands: Withdrawn from 17 June 2021")).to_be_visible()
    axe(page)


def test_fifty_letters_are_on_a_page_and_the_filter_is_kept_on_the_next(client, force, report):
    liaison = make_liaison()
    for _ in range(51):
        make_received(force, report, by=liaison)
    client.force_login(liaison)

    page = client.get("/letters/?body=Borsetshire+Police")

    assert len(page.context["page"]) == 50
    assert 'href="?body=Borsetshire+Police&amp;page=2"' in page.text
    assert len(listed(client, "?body=Borsetshire+Police&page=2")) == 1
    assert len(listed(client, "?page=nonsense")) == 50


def make_each_state(force, report):
    by = make_liaison()
    signed = {"signed_off_by": by, "signed_off_at": NOON, "dated": DUE, "dated_precision": "day"}
    recorded = {"recorded_by": by, "recorded_at": NOON, "received_on": DUE}
    withdrawn = {"withdrawn_by": by, "withdrawn_on": DUE, "withdrawn_reason": "A mistake."}
    error = {"in_error_by": by, "in_error_at": NOON, "in_error_reason": "Another body's."}
    made = {
        "draft": make_received(force, report, by=by, recorded_by=None, recorded_at=None),
        "recorded": make_received(force, report, by=by),
        "sent": make_draft(force, report, **signed, **recorded),
        "withdrawn": make_received(force, report, by=by, **withdrawn),
        "in_error": make_received(force, report, by=by, **withdrawn, **error),
    }
    return made, by


@pytest.mark.parametrize("state", ["draft", "recorded", "sent", "withdrawn", "in_error"])
def test_letters_are_found_by_where_they_stand(client, force, report, state):
    made, liaison = make_each_state(force, report)
    client.force_login(liaison)

    assert listed(client, f"?state={state}") == [made[state]]


def test_letters_are_found_by_report_body_words_and_what_they_took_the_place_of(client, force, report):
    other, second = make_force("Felpersham Police"), make_super_complaint(title="Second", slug="second")
    old = make_received(force, report, signatory_name="Lily Bell")
    new = make_received(force, report, takes_place_of=old, takes_place_as="sent_again", recorded_at=LATER)
    for_it = make_received(other, second, speaks_for=[other, force], recorded_at=NOON - timedelta(days=1))
    make_response(for_it, make_addressee(make_recommendation(second), other), text="The board agreed on a panel.")
    client.force_login(make_liaison())

    assert listed(client, "?report=second") == [for_it]
    assert listed(client, "?body=borsetshire+police") == [new, old, for_it]
    assert listed(client, "?body=Felpersham+Police") == [for_it]
    assert listed(client, "?text=agreed+on+a+PANEL") == [for_it]
    assert listed(client, "?text=lily") == [old]
    assert listed(client, "?state=takes_place") == [new]
    assert "Took the place of" in client.get("/letters/?state=takes_place").text
    assert listed(client, "?text=nothing+of+the+kind") == []


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("stop & search", True),
        ("<6 months", True),
        ("R & D", True),
        ("already begun", True),  # as it was typed before words were HTML
        ("have already begun, R & D", True),  # although a part of it is bold
        ("review the panel’s terms.", True),
        ("the panels terms", False),
        ("*already* begun", True),
        ("*" * 60, False),
        ("table", False),  # what they are written in is none of their words
        ("(train|stop)", False),
    ],
)
def test_letters_are_found_by_their_words_and_not_by_what_those_are_written_in(client, force, report, asked, is_found):
    kept = "<table><tbody><tr><td><p>We stop &amp; search, review in &lt;6 months</p></td></tr></tbody></table>"
    kept += "<p>We <strong>review the</strong> panel’s <em>terms</em>.</p>"
    letter = make_received(force, report, opening="We have *already begun*, R & D too. " + "*" * 59)
    make_response(letter, make_addressee(make_recommendation(report), force), text=kept)
    client.force_login(make_liaison())

    assert listed(client, f"?{urlencode({'text': asked})}") == ([letter] if is_found else [])


def test_a_wrong_answer_is_told_and_counts_as_none(client, force, report):
    letter = make_received(force, report)
    client.force_login(make_liaison())

    page = client.get("/letters/?state=lost&report=none&body=Nobody&page=-1")

    assert page.context["form"].errors == {
        "report": ["Select a super-complaint that is in the list"],
        "body": ["Enter the name of a body in the list: “Nobody” is not there"],
        "state": ["Select a state that is in the list"],
    }
    assert list(page.context["page"]) == [letter]


@pytest.mark.parametrize(
    "typed", ["SC{report}-{pk:05d}", "sc{report}-{pk}", " SC{report} / {pk} ", "{pk:05d}", "{pk}", "SC{report}{pk:05d}"]
)
def test_a_reference_leads_to_its_letter_however_it_is_typed(client, force, report, typed):
    letter = make_received(force, report)
    client.force_login(make_liaison())

    answer = client.get("/search/", {"q": typed.format(report=report.pk, pk=letter.pk)})

    assert answer.url == letter.get_absolute_url()


def test_a_reference_that_names_another_report_or_nobodys_business_leads_nowhere(client, force, report):
    letter = make_received(force, report)
    client.force_login(make_liaison())
    assert client.get("/search/", {"q": f"SC{report.pk + 1}-{letter.pk}"}).context["nothing"]
    client.force_login(make_member(make_force("Felpersham Police")))
    assert client.get("/search/", {"q": letter.reference}).context["nothing"]


@pytest.mark.parametrize("typed", ["SC", "1-2-3", "sc-1", "about 12", "12a", ""])
def test_words_are_no_reference(typed):
    assert referred_to(typed) is None


def test_a_name_leads_to_its_body_and_a_title_to_its_report(client, force, report):
    pcc = make_policing_body(force)
    pcc.aliases.create(name="PCC for Borset")
    client.force_login(make_member(force))

    assert client.get("/search/?q=borsetshire+police").url == force.get_absolute_url()
    assert client.get("/search/?q=pcc+for+borset").url == pcc.get_absolute_url()
    assert client.get("/search/?q=Safe+to+share%3F").url == report.get_absolute_url()


def test_what_may_mean_several_things_is_listed_and_nothing_is_helpful(client, force, report):
    pcc = make_policing_body(force)
    client.force_login(make_liaison())

    page = client.get("/search/?q=borset")

    assert (page.context["bodies"], page.context["hits"]) == ([force, pcc], [])
    nothing = client.get("/search/?q=xyzzy")
    assert "Nothing that you may see has these words." in nothing.text
    assert "a letter’s reference, such as SC1-00012 or 12" in nothing.text
    assert "a letter’s reference, such as SC1-00012 or 12" in client.get("/search/").text


def test_a_part_of_a_name_that_letters_say_too_lists_both(client, force, report):
    letter = make_received(force, report, opening="We met Felpersham.")
    felpersham = make_force("Felpersham Police")
    client.force_login(make_liaison())

    page = client.get("/search/?q=felpersham")

    assert (page.context["bodies"], [hit.piece.update for hit in page.context["hits"]]) == ([felpersham], [letter])
    letter.opening = ""
    letter.save()
    assert client.get("/search/?q=felpersham").url == felpersham.get_absolute_url()


def test_the_search_box_says_what_it_looks_for(client):
    client.force_login(make_liaison())

    page = client.get("/").text

    assert '<label class="app-search__label" for="search-box">Search for a body, a letter or a report</label>' in page
    assert '<span class="app-search__hint" id="search-hint">For example, Kent Police or SC1-00012</span>' in page
    assert 'id="search-box" aria-describedby="search-hint"' in page
