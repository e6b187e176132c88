"""The overview of a report: every figure counts what the matrix shows, and every part of a chart leads there."""

import io
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import lxml.html
import pikepdf
import pypdfium2
import pytest
import yaml
from django.conf import settings

from accounts.models import Role
from recommendations.models import Body, SuperComplaint
from responses.desk import charts
from responses.desk.briefing import briefing_facts
from responses.desk.charts import LOOKS, NOT_ADDRESSED, Part
from responses.desk.hexagons import PLACES
from responses.desk.overview import STATES, Fact, read_overview
from responses.models import Update
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    NOON,
    PUBLISHED,
    make_addressee,
    make_draft,
    make_force,
    make_hmicfrs,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_super_complaint,
)
from tests.listening import listen
from tests.test_letter_accessibility import failures, is_dictionary

BEFORE, AFTER = DUE - timedelta(days=30), DUE + timedelta(days=30)
AFTERNOON = datetime(2026, 11, 30, 15, tzinfo=UTC)
ADDRESS = "/super-complaints/safe-to-share/overview/"
MATRIX = "/super-complaints/safe-to-share/matrix/"


def make_report():
    """Kent accepts, and it was seen done; Gwent accepts in part; Surrey is silent; Kent's PCC sent an update."""
    first, last = make_recommendation(number="1"), make_recommendation(number="3a", met_by_update=True)
    kent, gwent = make_force("Kent Police"), make_force("Gwent Police", region="wales")
    letter = make_received(kent, received_on=BEFORE)
    done = make_response(letter, make_addressee(first, kent), position="accepted", progress="complete")
    make_review(done, outcome="delivered", reviewed_on=DUE)
    late = make_received(gwent, received_on=AFTER)
    make_response(late, make_addressee(first, gwent), position="accepted_in_part", progress="not_started")
    make_addressee(first, make_force("Surrey <i>Police", slug="surrey-police"))
    commissioner = make_policing_body(kent, "Kent PCC")
    make_addressee(last, commissioner)
    make_received(commissioner, received_on=DUE)


@pytest.fixture
def liaison(db, client):
    client.force_login(make_liaison())
    return client


def overview_as_at(day):
    report = SuperComplaint.objects.get()
    return read_overview(report, day, list(report.recommendations.all()))


def parsed(response):
    assert response.status_code == 200
    return lxml.html.fromstring(response.content)


def words(element):
    return " ".join(element.text_content().split())


# The figures


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        # bodies, asked, answered, overdue, of bodies, asked for a position, accepted, in part, delivered
        (PUBLISHED, (4, 4, 0, 0, 0, 3, 0, 0, 0)),
        (DUE, (4, 4, 2, 0, 0, 3, 1, 0, 1)),
        (DUE + timedelta(days=1), (4, 4, 2, 2, 2, 3, 1, 0, 1)),
        (AFTER, (4, 4, 3, 1, 1, 3, 1, 1, 1)),
    ],
)
def test_the_figures_count_the_cells_of_the_matrix_as_at_the_day(db, day, figures):
    make_report()

    assert overview_as_at(day).figures == figures


def test_a_draft_and_what_was_withdrawn_or_recorded_in_error_is_in_no_figure(db):
    make_report()
    was = overview_as_at(AFTER)
    surrey = Body.objects.get(slug="surrey-police")
    make_response(make_draft(surrey), surrey.addressed.get(), position="accepted")
    withdrawn = make_received(surrey, received_on=BEFORE)
    withdrawn.withdraw(by=make_liaison(), at=NOON, on=DUE, reason="Wrong")
    make_response(withdrawn, surrey.addressed.get(), position="accepted")
    mistaken = make_received(surrey, received_on=BEFORE)
    mistaken.note_error(by=make_liaison(), at=NOON, reason="Of another report")
    make_response(mistaken, surrey.addressed.get(), position="accepted")

    now = overview_as_at(AFTER)

    assert now.figures == was.figures
    assert now.received == was.received
    assert Update.objects.count() == 6


def test_a_general_reply_is_no_answer(db):
    surrey = make_force("Surrey Police")
    make_addressee(make_recommendation(), surrey)
    make_received(surrey, received_on=BEFORE)

    assert overview_as_at(AFTER).figures.answered == 0


@pytest.mark.parametrize(
    ("fact", "tally"),
    [
        (Fact.POSITION, [("accepted", 1), ("accepted_in_part", 1), ("overdue", 1)]),
        (Fact.PROGRESS, [("complete", 1), ("not_started", 1), ("overdue", 1)]),
        (Fact.DELIVERED, [("delivered", 1), ("not_delivered", 2)]),
    ],
)
def test_a_bar_counts_every_body_asked_once(db, fact, tally):
    make_report()

    assert overview_as_at(AFTER).tally(0, fact) == tally


def test_an_update_that_was_all_that_was_asked_is_said_to_be_received(liaison):
    make_report()

    page = parsed(liaison.get(ADDRESS, {"as_at": "2021-07-17"}))

    bars = page.xpath("//table[contains(@class, 'app-bars')]/tbody/tr")
    assert [words(cell) for cell in bars[1]] == [
        "3a. Title of 3a1 asked",
        "1 met by an update",
        "1 met by an update",
        "1 not seen done yet",
    ]


def test_each_part_of_a_bar_leads_to_whom_it_counts(liaison):
    make_report()

    page = parsed(liaison.get(ADDRESS, {"as_at": "2021-07-17"}))

    links = page.xpath("//table[contains(@class, 'app-bars')]/tbody/tr[1]//li/a")
    asked = [(link.get("aria-label"), parse_qs(urlsplit(link.get("href")).query)) for link in links]
    of_first = {"as_at": ["2021-07-17"], "recommendation": ["1"]}
    assert asked == [
        ("1 accepted, recommendation 1", of_first | {"position": ["accepted"]}),
        ("1 accepted in part, recommendation 1", of_first | {"position": ["accepted_in_part"]}),
        ("1 overdue, recommendation 1", of_first | {"status": ["overdue"]}),
        ("1 said complete, recommendation 1", of_first | {"status": ["complete"]}),
        ("1 not started, recommendation 1", of_first | {"status": ["not_started"]}),
        ("1 overdue, recommendation 1", of_first | {"status": ["overdue"]}),
        ("1 delivered, recommendation 1", of_first | {"status": ["delivered"]}),
        ("2 not seen done yet, recommendation 1", of_first),
    ]
    for link, (said, query) in zip(links, asked, strict=True):
        rows = liaison.get(link.get("href")).context["matrix"].body_count
        assert rows == (3 if query == of_first else int(said.split()[0]))
        # The drawn part beside it leads to the same.
        assert link.get("href") in [a.get("href") for a in link.xpath("ancestor::td//*[name()='svg']/*[name()='a']")]


def test_the_figures_lead_to_whom_they_count_in_one_click(liaison):
    make_report()

    page = parsed(liaison.get(ADDRESS, {"as_at": "2021-07-17"}))

    found = page.xpath("//dl[@class='app-figures']//a")
    assert [(words(link), link.get("href")) for link in found] == [
        ("4 answers", f"{MATRIX}?as_at=2021-07-17"),
        ("1 answer", f"{MATRIX}?as_at=2021-07-17&status=overdue&sort=overdue"),
        ("33% accepted", f"{MATRIX}?as_at=2021-07-17&position=accepted"),
        ("1 more in part", f"{MATRIX}?as_at=2021-07-17&position=accepted_in_part"),
        ("1 delivered", f"{MATRIX}?as_at=2021-07-17&status=delivered"),
    ]
    assert [liaison.get(link.get("href")).context["matrix"].body_count for link in found] == [4, 1, 1, 1, 1]


def test_with_many_recommendations_a_figure_leads_to_all_of_its_columns(liaison):
    kent = make_force("Kent Police")
    for number in range(1, 43):
        make_addressee(make_recommendation(number=str(number)), kent)

    page = parsed(liaison.get(ADDRESS, {"as_at": "2021-07-17"}))

    [overdue] = page.xpath("//dl[@class='app-figures']//a[contains(@href, 'overdue')]/@href")
    matrix = liaison.get(overdue).context["matrix"]
    assert (len(list(matrix.cells())), words(page.xpath("//dl/div[3]")[0])) == (42, "Overdue42 answersof 1 body")


# Over time


def test_updates_are_counted_by_kind_at_the_end_of_each_month_and_on_the_due_date(db):
    make_report()

    overview = overview_as_at(AFTER)

    assert list(overview.received) == ["force", "local_policing_body"]
    assert list(overview.months()) == [
        (date(2021, 5, 31), [1, 0]),
        (DUE, [1, 1]),
        (date(2021, 6, 30), [1, 1]),
        (AFTER, [2, 1]),
    ]


def test_the_chart_says_in_its_name_what_it_shows(liaison):
    make_report()

    page = parsed(liaison.get(ADDRESS, {"as_at": "2021-07-17"}))

    [chart] = page.xpath("//*[name()='svg' and contains(@class, 'app-chart')]")
    said = "Updates received by 17 July 2021: 2 from forces, 1 from policing body. Due 17 June 2021."
    assert (chart.get("aria-label"), chart.get("role")) == (said, "group")
    assert chart.xpath("./*[name()='title']")[0].text == said
    assert [title.text for title in chart.xpath("./*[name()='a']/*[name()='title']")] == [
        "Due 17 Jun 2021: the matrix as at that day",
        "2 forces: updates received. See the matrix of these",
        "1 policing body: updates received. See the matrix of these",
    ]


# The map


def test_every_territorial_force_has_one_place_and_no_two_share_one():
    bodies = yaml.safe_load((settings.BASE_DIR / "fixtures" / "bodies.yaml").read_text())
    forces = [body["slug"] for body in bodies if body["kind"] == "force"]

    assert sorted(PLACES) == sorted(forces)
    assert len(forces) == 43
    assert len({place[:2] for place in PLACES.values()}) == 43


def test_the_map_draws_each_area_as_what_it_says_or_as_not_addressed(db):
    make_report()

    areas = overview_as_at(AFTER).areas(0, Fact.POSITION, "force")

    assert len(areas) == 43
    said = {area.name: (area.words, area.href) for area in areas if area.state != NOT_ADDRESSED}
    page = "/super-complaints/safe-to-share/recommendations/1/bodies/{}/?as_at=2021-07-17"
    assert said == {
        "Kent Police": ("Accepted", page.format("kent-police")),
        "Gwent Police": ("Accepted in part", page.format("gwent-police")),
        "Surrey <i>Police": ("Overdue", page.format("surrey-police")),
    }


def test_the_map_shows_local_policing_bodies_where_only_they_are_asked(liaison):
    make_report()

    shown = liaison.get(ADDRESS, {"as_at": "2021-07-17", "recommendation": "3a", "show": "progress"}).context["map"]

    assert shown["about"] == "Recommendation 3a, progress of the local policing bodies"
    groups = [(group["words"], group["sign"], [area.name for area in group["areas"]][:1]) for group in shown["groups"]]
    assert groups == [("Met by an update", "U", ["Kent PCC"]), ("Not addressed", "", ["Avon & Som."])]


def test_an_area_whose_office_was_succeeded_shows_the_office_that_is_there_now(db):
    recommendation, kent = make_recommendation(), make_force("Kent Police")
    mayor = make_policing_body(kent, "A mayor", office="mayor")
    make_addressee(recommendation, mayor)
    pcc = make_policing_body(kent, "Zebra PCC", ended_on=BEFORE, succeeded_by=mayor)
    make_addressee(recommendation, pcc)

    areas = overview_as_at(AFTER).areas(0, Fact.POSITION, "local_policing_body")

    assert [area.name for area in areas if area.href] == ["A mayor"]


def test_each_state_has_a_look_and_no_two_of_one_chart_the_same():
    for states in STATES.values():
        looks = [LOOKS[state] for state in states]
        # Told apart without any colour: by sign, and by texture and darkness on a bar beside its words.
        assert len({look.sign for look in looks}) == len(looks)


def test_a_bar_is_filled_by_its_parts_and_shows_the_smallest():
    svg = lxml.html.fromstring(charts.bar_on_paper([Part("accepted", 999), Part("overdue", 1)], title="All & one"))

    first, second = svg.xpath(".//rect")
    assert float(first.get("width")) == pytest.approx(147.8)
    assert float(second.get("width")) == 1
    assert svg.xpath(".//title")[0].text == "All & one"


# What is asked of the page


def test_the_page_says_as_at_which_day_and_as_known_when(liaison):
    make_report()

    page = parsed(liaison.get(ADDRESS, {"as_at": "2021-06-17"}))

    assert page.xpath("//h1")[0].text == "Overview as at 17 June 2021"
    assert "What had been received by the end of 17 June 2021, as it is known now, " in words(page)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"as_at": "2020-12-16"}, "As-at date must be the same as or after 17 December 2020, when the report came out"),
        ({"as_at": "2999-01-01"}, "As-at date must be today or in the past"),
        ({"recommendation": "99"}, "Select a recommendation that is in the list"),
        ({"show": "colour"}, "Select what to show that is in the list"),
        ({"kind": "inspectorate"}, "Select whose answers that is in the list"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_the_rest_is_shown(liaison, asked, said):
    make_report()
    asked = {"as_at": "2021-07-17", **asked}

    response = liaison.get(ADDRESS, asked)

    page = parsed(response)
    assert [words(error) for error in page.xpath("//*[contains(@class, 'govuk-error-message')]")] == [f"Error: {said}"]
    assert len(page.xpath("//table[contains(@class, 'app-bars')]/tbody/tr")) == 2
    shown = response.context["overview"].as_at
    assert (shown == date(2021, 7, 17)) == (asked["as_at"] == "2021-07-17")


def test_a_report_without_recommendations_has_an_overview_that_says_so(liaison):
    make_super_complaint()

    page = parsed(liaison.get(ADDRESS))

    assert "there is nothing to count" in words(page)
    assert page.xpath("//main//*[name()='svg']") == []


def test_a_recommendation_that_asks_nobody_and_a_report_nobody_answered(liaison):
    make_recommendation()

    page = parsed(liaison.get(ADDRESS, {"as_at": "2021-07-17"}))

    bars = page.xpath("//table[contains(@class, 'app-bars')]/tbody/tr")
    assert [[words(cell) for cell in row][1:] for row in bars] == [["Nobody is asked"] * 3]


def test_people_of_a_body_are_refused_and_a_reader_is_not(client, db):
    make_report()
    client.force_login(make_member(Body.objects.get(slug="kent-police"), Role.APPROVER))
    refused = client.get(ADDRESS)
    client.force_login(make_member(make_force("Another Police"), Role.READER))

    assert refused.status_code == 403
    assert "Only HMICFRS liaison staff and readers can see this page." in refused.content.decode()
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("role", [Role.LIAISON, Role.READER])
def test_home_leads_to_the_overview_of_every_open_report(client, db, role):
    reports = [make_super_complaint(title=f"Report {number}", slug=f"report-{number}") for number in range(5)]
    client.force_login(make_member(make_hmicfrs(), role))

    home = lxml.html.fromstring(client.get("/").content)

    assert {f"/super-complaints/{report.slug}/overview/" for report in reports} <= set(home.xpath("//main//a/@href"))


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(liaison, size, django_assert_num_queries):
    recommendations = [make_recommendation(number=str(number)) for number in range(size)]
    for place in range(size):
        force = make_force(f"Force {place}")
        update = make_received(force, received_on=BEFORE)
        for recommendation in recommendations:
            make_review(make_response(update, make_addressee(recommendation, force)), reviewed_on=DUE)

    with django_assert_num_queries(19):
        page = liaison.get(ADDRESS, {"as_at": "2021-07-17"})

    assert page.context["overview"].figures.answered == size * size


# In a browser


@pytest.fixture
def overview_page(transactional_db, page, sign_in):
    make_report()
    sign_in(make_liaison())
    page.goto(f"{ADDRESS}?as_at=2021-07-17")
    return page


def test_the_overview_is_accessible_and_fits_a_phone(overview_page):
    axe(overview_page)
    fits_a_phone(overview_page)


def test_a_keyboard_reaches_the_parts_of_the_charts(overview_page):
    kent = overview_page.get_by_role("link", name="Kent Police: Accepted")
    kent.focus()
    overview_page.keyboard.press("Enter")

    overview_page.wait_for_url("**/recommendations/1/bodies/kent-police/?as_at=2021-07-17")


def test_on_a_phone_the_table_takes_the_place_of_the_map(overview_page):
    overview_page.set_viewport_size({"width": 320, "height": 800})

    assert not overview_page.get_by_role("link", name="Kent Police: Accepted").is_visible()
    assert overview_page.get_by_role("link", name="Kent Police", exact=True).is_visible()


# What changed lately


def test_what_a_letter_or_a_review_moved_in_28_days_is_named_and_days_that_passed_are_counted(liaison):
    make_report()

    changed = liaison.get(ADDRESS, {"as_at": "2021-07-17"}).context["changed"]

    # On 19 June Gwent and Surrey were overdue already; Gwent answered since.
    assert (changed["since"], changed["letters"], changed["more"]) == (date(2021, 6, 19), 1, 0)
    assert changed["words"] == "1 cell moved: 1 to not started"
    page = "/super-complaints/safe-to-share/recommendations/1/bodies/gwent-police/?as_at=2021-07-17"
    words = "Recommendation 1: Overdue → Accepted in part. Not started. Received late"
    assert changed["shown"] == [{"name": "Gwent Police", "href": page, "words": words, "leads_to": ""}]


def test_several_moves_of_one_body_are_counted_and_lead_to_all_of_its_answers(liaison):
    kent = make_force("Kent Police")
    letter = make_received(kent, received_on=BEFORE)
    for number in ("1", "2", "3"):
        progress = "complete" if number == "3" else "in_progress"
        make_response(letter, make_addressee(make_recommendation(number=number), kent), progress=progress)

    changed = liaison.get(ADDRESS, {"as_at": "2021-06-01"}).context["changed"]

    page = "/bodies/kent-police/super-complaints/safe-to-share/"
    words = "3 cells moved: 2 to in progress, 1 to complete"
    assert changed["shown"] == [
        {"name": "Kent Police", "href": page, "words": words, "leads_to": "all answers, as they are today"}
    ]
    assert liaison.get(page).status_code == 200


def test_a_day_that_passed_is_counted_and_not_listed(liaison):
    make_report()

    changed = liaison.get(ADDRESS, {"as_at": "2021-06-18"}).context["changed"]

    assert changed["words"] == "4 cells moved: 2 to overdue, 1 to complete, 1 reviewed"
    assert [move["name"] for move in changed["shown"]] == ["Kent PCC", "Kent Police"]
    assert changed["more"] == 2


def test_within_28_days_of_the_report_it_tells_what_changed_since_then(liaison):
    make_report()

    page = liaison.get(ADDRESS, {"as_at": "2020-12-20"})

    assert page.context["changed"]["since"] == PUBLISHED
    assert "What changed since the report came out" in page.content.decode()


# On paper

BRIEFING = "/super-complaints/safe-to-share/briefing.pdf"


def make_much():
    """More than two sheets could hold: 12 recommendations with long titles, and all that bodies can say of each."""
    title = (
        "A title that goes on for as long as any title may, and says at length what is asked of all who are addressed"
    )
    make_super_complaint(title="A report with a title of its own that goes on and on and is never read to its end")
    recommendations = [make_recommendation(number=f"{number}.1", short_title=title) for number in range(1, 13)]
    said = [
        *((position, "not_stated") for position in ("accepted", "accepted_in_part", "not_accepted", "not_stated")),
        *(("accepted", progress) for progress in ("complete", "in_progress", "not_started")),
    ]
    for number in range(10):
        force = make_force(f"The Constabulary of a County with a Name of Some Length {number}")
        addressees = [make_addressee(recommendation, force) for recommendation in recommendations]
        letter = make_received(force, received_on=AFTER) if number < 8 else None
        for addressee in addressees if number < len(said) else ():
            position, progress = said[number]
            done = make_response(letter, addressee, position=position, progress=progress)
            make_review(done, outcome=("delivered", "more_information")[number % 2], reviewed_on=AFTER)


@pytest.mark.pdf
@pytest.mark.parametrize("make", [make_recommendation, make_report, make_much])
def test_the_briefing_is_two_pages_that_pass_for_pdf_ua_and_pdf_a(liaison, make):
    make()

    response = liaison.get(BRIEFING, {"as_at": "2021-07-17"})

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="briefing-safe-to-share-as-at-2021-07-17.pdf"'
    assert len(pypdfium2.PdfDocument(response.content)) == 2
    assert failures(response.content) == []


@pytest.mark.pdf
def test_the_briefing_says_of_every_chart_what_it_shows_and_which_day_it_is_of(liaison):
    make_report()

    pdf = liaison.get(BRIEFING, {"as_at": "2021-07-17"}).content

    heard = listen(pdf)
    assert heard.words.startswith("Safe to share?: briefing for the Chief Inspector As at the end of 17 July 2021, as")
    assert [tag.words for tag in heard.all("H2")] == [
        "In figures",
        "What changed since 19 June 2021 (28 days)",
        "Each recommendation",
        "Updates received over time",
        "Across the country",
    ]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        figures = [thing for thing in document.objects if is_dictionary(thing) and thing.get("/S") == "/Figure"]
        told = sorted(str(each.Alt) for each in figures)
    over_time = "Updates received by 17 July 2021: 2 from forces, 1 from policing body. Due 17 June 2021."
    about = "Map. Recommendation 1, position of the police forces:"
    assert told == [
        "1 accepted, 1 accepted in part, 1 overdue",
        "1 delivered, 2 not seen done yet",
        "1 met by an update",
        "1 met by an update",
        "1 not seen done yet",
        "1 said complete, 1 not started, 1 overdue",
        f"{about} 1 accepted, 1 accepted in part, 1 overdue, 40 not addressed.",
        over_time,
        "What the signs below the bars mean: A accepted; ½ accepted in part; U met by an update; ! overdue; "
        "C said complete; 0 not started; D delivered; – not seen done yet",
    ]


def test_with_many_recommendations_the_briefing_has_those_with_most_overdue(db):
    for number in range(1, 12):
        recommendation = make_recommendation(number=str(number))
        for each in range(number):
            make_addressee(recommendation, make_force(f"Force {number} {each}"))

    facts = briefing_facts(overview_as_at(AFTER), 0, Fact.POSITION, "", AFTERNOON)

    assert [row["title"].split(".")[0] for row in facts["bars"]] == ["4", "5", "6", "7", "8", "9", "10", "11"]
    assert facts["left_out"] == 3


@pytest.mark.parametrize("asked", [{"as_at": "2020-12-16"}, {"show": "colour"}])
def test_a_briefing_of_something_wrong_leads_to_the_page_that_says_so(liaison, asked):
    make_report()

    response = liaison.get(BRIEFING, asked)

    assert (response.status_code, response.url) == (302, f"{ADDRESS}?{urlencode(asked)}")


def test_people_of_a_body_get_no_briefing(client, db):
    make_report()
    client.force_login(make_member(Body.objects.get(slug="kent-police"), Role.APPROVER))

    assert client.get(BRIEFING).status_code == 403
