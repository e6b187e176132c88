"""Pages of what was asked, and of whom: what they say, to whom, and in how many queries."""

from datetime import date

import lxml.html
import pytest

from recommendations.models import Body
from tests.browser import axe, fits_a_phone
from tests.factories import (
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_recommendation,
    make_super_complaint,
    make_user,
)

pytestmark = pytest.mark.django_db
SAFE = "/super-complaints/safe-to-share/"
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def reader(client):
    """Somebody who signs in and has no role at all."""
    client.force_login(make_user())
    return client


def rows(response):
    """The cells of each row of the one table, as text."""
    table = lxml.html.fromstring(response.content).xpath("//main//tbody/tr")
    return [[squeeze(cell) for cell in row] for row in table]


def facts(response):
    """The summary list, as text by key."""
    pairs = lxml.html.fromstring(response.content).xpath("//main//dl/div")
    return {squeeze(pair[0]): squeeze(pair[1]) for pair in pairs}


def main(response):
    return squeeze(lxml.html.fromstring(response.content).xpath("//main")[0])


def squeeze(element):
    for line_end in element.iter("br"):
        line_end.tail = " / " + (line_end.tail or "")
    # Nothing stands between the blocks of words.
    for block in element.iter("p", "li"):
        block.tail = f" {block.tail or ''}"
    return " ".join(element.text_content().split())


def make_asked(number, of, **facts):
    recommendation = make_recommendation(number=number, **facts)
    for body in of:
        make_addressee(recommendation, body)
    return recommendation


@pytest.mark.parametrize("count", [1, 3])
def test_super_complaints_lists_each_report(reader, django_assert_num_queries, count):
    for number in range(count):
        make_super_complaint(title=f"Report {number}", slug=f"report-{number}")

    with django_assert_num_queries(4):  # session, person, the list, and one for the person's roles
        page = reader.get("/super-complaints/")

    assert [link.text for link in lxml.html.fromstring(page.content).xpath("//main//h2/a")] == [
        f"Report {number}" for number in range(count)
    ]


def test_super_complaints_says_when_updates_are_due_and_why(reader):
    make_recommendation(make_super_complaint())

    assert main(reader.get("/super-complaints/")) == (
        "Super-complaints Safe to share? Made by Two charities. Report published on 17 December 2020, with "
        "1 recommendation. Updates due on 17 June 2021: six months from publication."
    )


def test_super_complaints_says_that_there_is_none(reader):
    assert main(reader.get("/super-complaints/")) == (
        "Super-complaints No report is kept here yet. An administrator adds one."
    )


@pytest.mark.parametrize("count", [1, 3])
def test_a_super_complaint_says_whom_each_recommendation_is_addressed_to(reader, django_assert_num_queries, count):
    make_super_complaint()
    forces = [make_force(f"{name} Police") for name in ("Ambridge", "Borset", "Felpersham")]
    overseers = [make_policing_body(force) for force in forces]
    asked = [forces, [*forces, *overseers, make_national_body("Home Office")], forces[:2]][:count]
    for number, of in enumerate(asked, 1):
        make_asked(str(number), of, wording="Do it.", wording_source="The report")

    with django_assert_num_queries(7):
        page = reader.get(SAFE)

    assert [row[1].removesuffix(" / Due 17 June 2021") for row in rows(page)] == [
        "3 chief constables",
        "3 chief constables, 3 police and crime commissioners or equivalents and Home Office",
        "Ambridge Police and Borset Police",
    ][:count]


def test_a_super_complaint_says_what_is_not_held_and_which_deadlines_are_different(reader):
    make_super_complaint(report_url="https://example.org/report", reply_to="replies@example.org")
    make_asked("3a", [], short_title="A protocol", cross_reference="mirrors 3")
    make_asked("7.1", [make_national_body()], short_title="Soon", response_period="56_days_from")
    make_asked(
        "8", [make_force()], short_title="By a day", own_due_on=date(2021, 4, 1), wording="W", wording_source="S"
    )

    page = reader.get(SAFE)

    assert rows(page) == [
        ["3a. A protocol / Mirrors 3 / Wording not held", "Not known here / Due 17 June 2021"],
        [
            "7.1. Soon / Wording not held",
            "National Police Chiefs' Council / Due 11 February 2021: 56 days from publication, 17 December 2020",
        ],
        ["8. By a day", "Borsetshire Police / Due 1 April 2021: the day that the report names for it"],
    ]
    assert facts(page) == {
        "Made by": "Two charities, on 18 December 2018",
        "Report published": "17 December 2020: read the report",
        "Updates due": "17 June 2021: six months from publication",
        "Updates go to": "replies@example.org",
    }


def test_only_the_liaison_is_led_to_the_matrix(client):
    make_recommendation(make_super_complaint())
    expected = {
        make_liaison(): ["/super-complaints/safe-to-share/matrix/"],
        make_member(make_force()): [],
        make_user(): [],
    }

    for person, links in expected.items():
        client.force_login(person)
        for address in ("/super-complaints/", SAFE):
            page = lxml.html.fromstring(client.get(address).content)
            assert [href for href in page.xpath("//main//a/@href") if "matrix" in href] == links


@pytest.mark.parametrize("count", [1, 3])
def test_a_recommendation_is_read_in_a_fixed_number_of_queries(reader, django_assert_num_queries, count):
    recommendation = make_asked("1", [make_force(f"Force {number}") for number in range(count)])
    for number in range(count):
        recommendation.awaits.add(make_recommendation(number=f"a{number}"))
        make_recommendation(number=f"b{number}").awaits.add(recommendation)

    with django_assert_num_queries(8):
        page = reader.get(f"{SAFE}recommendations/1/")

    assert len(lxml.html.fromstring(page.content).xpath('//main//a[contains(@href, "/bodies/")]')) == count


def test_the_official_wording_stands_apart_from_our_own_words_with_its_source(reader):
    make_asked(
        "4", [], wording="They should:\n\n- act; and\n  - be kind", wording_source="The report, OGL", summary="Act."
    )

    page = lxml.html.fromstring(reader.get(f"{SAFE}recommendations/4/").content)

    [quotation] = page.xpath("//main//blockquote")
    assert "".join(lxml.html.tostring(quotation, encoding="unicode").split()) == (
        '<blockquoteclass="app-words"><p>Theyshould:</p><ul><li><p>act;and</p>'
        "<ul><li><p>bekind</p></li></ul></li></ul></blockquote>"
    )
    assert [squeeze(part) for part in page.xpath("//main//section/*")] == [
        "What the report says",
        "They should: act; and be kind",
        "The report, OGL",
    ]
    assert [squeeze(part) for part in page.xpath('//h2[text()="In our own words"]/following-sibling::p[1]')] == ["Act."]


def test_a_wording_that_is_not_held_is_never_put_in_our_own_words(reader):
    make_super_complaint(report_url="https://example.org/report")
    make_asked("7", [], summary="Our summary.")

    page = reader.get(f"{SAFE}recommendations/7/")

    html = lxml.html.fromstring(page.content)
    assert html.xpath("//main//blockquote") == []
    assert [squeeze(part) for part in html.xpath("//main//section/*")] == [
        "What the report asks",
        "Our summary.",
        "Our own summary: the official wording is not held.",
    ]
    assert html.xpath('//main//a[text()="Read it in the report"]/@href') == ["https://example.org/report"]
    assert "Whom it is addressed to is not in the sources held here. The published report says." in main(page)


def test_a_recommendation_says_what_it_awaits_and_how_each_due_date_was_worked_out(reader):
    first = make_asked("1", [make_force()], short_title="Stop", cross_reference="pending 2", met_by_update=True)
    first.awaits.add(make_recommendation(number="2", short_title="Review"))
    make_recommendation(number="3a", short_title="Later").awaits.add(first)
    surrey = make_force("Surrey Police")
    make_addressee(first, surrey, due_on=date(2021, 7, 1), due_reason="extension agreed")

    assert facts(reader.get(f"{SAFE}recommendations/1/")) == {
        "Due": "17 June 2021: six months from publication, 17 December 2020 / For Surrey Police, 1 July 2021: "
        "extension agreed; by rule it was 17 June 2021 (six months from publication, 17 December 2020)",
        "Other recommendations": "Pending 2",
        "Waits for": "Recommendation 2: Review",
        "Waiting for it": "Recommendation 3a: Later",
        "How it is met": "By an update that HMICFRS receives by the due date. No progress is chosen for it.",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_bodies_are_listed_in_a_fixed_number_of_queries(reader, django_assert_num_queries, count):
    for number in range(count):
        make_force(f"Force {number}")

    with django_assert_num_queries(4):
        page = reader.get("/bodies/")

    assert [row[0] for row in rows(page)] == [f"Force {number}" for number in range(count)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Borsetshire Police", "Heddlu Police", "Home Office", "Mayor of Borsetshire"]),
        ("?q=borset", ["Borsetshire Police", "Mayor of Borsetshire"]),
        ("?q=gwlad", ["Heddlu Police"]),
        ("?q=HO", ["Home Office"]),
        ("?q=Borsetshire+Constabulary", ["Borsetshire Police"]),
        ("?kind=force", ["Borsetshire Police", "Heddlu Police"]),
        ("?region=wales&kind=force", ["Heddlu Police"]),
        ("?q=nobody", []),
        ("?kind=circus", ["Borsetshire Police", "Heddlu Police", "Home Office", "Mayor of Borsetshire"]),
        ("?q=%00", ["Borsetshire Police", "Heddlu Police", "Home Office", "Mayor of Borsetshire"]),
    ],
)
def test_bodies_are_found_by_name_kind_and_region(reader, query, found):
    force = make_force()
    make_force("Heddlu Police", welsh_name="Heddlu y Wlad / Gwlad", region=Body.Region.WALES)
    make_policing_body(force, "Mayor of Borsetshire", office="mayor")
    home_office = make_national_body("Home Office")
    home_office.aliases.create(name="HO")
    home_office.aliases.create(name="The HO")

    page = reader.get(f"/bodies/{query}")

    assert [row[0].partition(" / ")[0] for row in rows(page)] == found


def test_a_wrong_filter_is_told(reader):
    make_force()

    page = reader.get("/bodies/?kind=circus")

    assert page.context["form"].errors == {"kind": ["Select a kind that is in the list"]}
    assert "There is a problem" in main(page)


@pytest.mark.parametrize("count", [1, 3])
def test_a_body_is_read_in_a_fixed_number_of_queries(reader, django_assert_num_queries, count):
    force = make_force()
    for number in range(count):
        make_policing_body(force, f"Overseer {number}")
        force.aliases.create(name=f"Alias {number}")
        make_asked(str(number), [force])

    with django_assert_num_queries(8):
        page = reader.get(force.get_absolute_url())

    assert [row[1] for row in rows(page)] == [str(count)]


def test_a_body_says_who_it_is_whom_it_oversees_and_what_came_before_and_after(reader):
    force = make_force("Borset Police", welsh_name="Heddlu Borset")
    mayor = make_policing_body(force, "Mayor of Borset", office="mayor", began_on=date(2021, 5, 10))
    letterhead = {"address": "1 The Green\nBorchester", "telephone": "01632 960000", "email": "pcc@example.org"}
    facts_of_pcc = {"website": "borset.example", "source": "SI 2021/1 <b>", "succeeded_by": mayor, **letterhead}
    pcc = make_policing_body(force, "Borset PCC", ended_on=date(2021, 5, 10), **facts_of_pcc)
    pcc.aliases.create(name="Commissioner of Borset")
    make_asked("5", [pcc], short_title="Promote confidence")

    page = reader.get(pcc.get_absolute_url())

    assert facts(page) == {
        "Kind": "Local policing body: Police and crime commissioner",
        "Region": "South West",
        "Also called": "Commissioner of Borset",
        "Ended": "10 May 2021",
        "Oversees": "Borset Police",
        "Succeeded by": "Mayor of Borset",
        "Website": "borset.example",
        "Address": "1 The Green / Borchester",
        "Telephone": "01632 960000",
        "E-mail": "pcc@example.org",
        "Source": "SI 2021/1 <b>",
    }
    assert rows(page) == [["Safe to share?", "1", "17 June 2021"]]
    assert facts(reader.get(mayor.get_absolute_url()))["Took the place of"] == "Borset PCC"
    of_force = reader.get(force.get_absolute_url())
    assert facts(of_force)["Overseen by"] == "Borset PCC, until 10 May 2021 / Mayor of Borset"
    assert lxml.html.fromstring(of_force.content).xpath('//main//*[@lang="cy"]/text()') == ["Heddlu Borset"]
    assert "What it was asked No recommendation kept here is addressed to this body." in main(of_force)


def test_only_an_administrator_is_led_to_the_admin(client):
    force = make_force()
    change = f"/admin/recommendations/body/{force.pk}/change/"

    for person, links in [(make_user(is_staff=True), [change]), (make_user(), []), (make_liaison(), [])]:
        client.force_login(person)
        page = lxml.html.fromstring(client.get(force.get_absolute_url()).content)
        assert page.xpath('//main//a[contains(@href, "/admin/")]/@href') == links


def test_hostile_words_are_only_words(reader):
    force = make_force(HOSTILE, slug="hostile", welsh_name=HOSTILE, website=HOSTILE, source=HOSTILE, address=HOSTILE)
    force.aliases.create(name=HOSTILE)
    make_super_complaint(title=HOSTILE, report_title=HOSTILE, made_by=HOSTILE)
    make_asked("1", [force], short_title=HOSTILE, summary=HOSTILE, wording=HOSTILE, wording_source=HOSTILE)
    make_asked("2", [force], short_title=HOSTILE, summary=HOSTILE, cross_reference=HOSTILE)

    for address in (
        "/super-complaints/",
        SAFE,
        f"{SAFE}recommendations/1/",
        f"{SAFE}recommendations/2/",
        "/bodies/",
        "/bodies/hostile/",
    ):
        page = reader.get(address)
        assert page.status_code == 200
        assert [script.text for script in lxml.html.fromstring(page.content).iter("script")] == [None], address


@pytest.mark.parametrize(
    "address",
    [
        "/super-complaints/none/",
        f"{SAFE}recommendations/9/",
        "/super-complaints/none/recommendations/1/",
        f"{SAFE}recommendations/%00/",
        "/bodies/none/",
    ],
)
def test_what_is_not_there_is_not_found(reader, address):
    make_recommendation(make_super_complaint())

    assert reader.get(address).status_code == 404


def test_the_pages_are_accessible_and_fit_a_phone(page, sign_in, live_server, reference):
    sign_in(make_liaison())

    for address in (
        "/super-complaints/",
        SAFE,
        f"{SAFE}recommendations/4/",
        f"{SAFE}recommendations/7/",
        f"{SAFE}recommendations/8/",
        "/bodies/",
        "/bodies/?kind=force&region=wales",
        "/bodies/?kind=circus",
        "/bodies/south-yorkshire-pcc/",
        "/bodies/south-wales-police/",
    ):
        page.goto(live_server.url + address)
        axe(page)
        fits_a_phone(page)
