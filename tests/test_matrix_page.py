"""The matrix as liaison staff meet it: read, narrowed, followed to a cell, printed, and asked for nonsense."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from recommendations.models import Body
from responses.matrix import Mark, Status
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
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

BEFORE, AFTER = DUE - timedelta(days=30), DUE + timedelta(days=30)
ADDRESS = "/super-complaints/safe-to-share/matrix/"


def make_matrix():
    """A force answered late in its commissioner's letter, and questioned; a silent force; a commissioner."""
    first, second = make_recommendation(number="1"), make_recommendation(number="3a")
    force = make_force("Borsetshire & Felpersham Police", slug="borsetshire-police")
    commissioner = make_policing_body(force, "Police and Crime Commissioner for Borsetshire")
    addressee = make_addressee(first, force)
    make_addressee(first, make_force("Yorbury Police", region="north-east"))
    make_addressee(second, commissioner)
    update = make_received(commissioner, received_on=AFTER, speaks_for=[force])
    make_review(make_response(update, addressee, position="not_accepted"), reviewed_on=AFTER)


@pytest.fixture
def liaison(db, client):
    client.force_login(make_liaison())
    return client


def text(response):
    return response.content.decode()


# What a cell says


def test_a_cell_is_a_link_that_says_everything_in_words(liaison):
    make_matrix()

    page = liaison.get(ADDRESS, {"as_at": AFTER.isoformat()})

    said = "Not accepted. In progress\nReceived late\nMore information asked\nPCC’s letter"
    cell = (
        '<td class="not_accepted">'
        '<a href="/super-complaints/safe-to-share/recommendations/1/bodies/borsetshire-police/?as_at=2021-07-17" '
        f'aria-label="Recommendation 1, Borsetshire &amp; Felpersham Police:\n{said}">{said}</a></td>'
    )
    assert text(page).count(cell) == 1


def test_a_cell_links_to_its_own_page(liaison):
    make_matrix()
    addressee = Body.objects.get(slug="borsetshire-police").addressed.get()

    page = liaison.get(ADDRESS, {"as_at": "2021-06-17"})

    assert f'<a href="{addressee.get_absolute_url()}?as_at=2021-06-17" ' in text(page)


def test_a_recommendation_that_is_not_addressed_says_so_to_listeners(liaison):
    make_matrix()

    page = liaison.get(ADDRESS)

    # Two forces without a 3a, a commissioner without a 1.
    hidden = '<td class="not-addressed" aria-label="Not addressed"></td>'
    assert text(page).count(hidden) == 3


def test_several_responses_are_counted(liaison):
    addressee = make_addressee()
    for day in (BEFORE, DUE):
        make_response(make_received(addressee.body, received_on=day), addressee)

    assert ">Accepted. In progress\n2 responses</a>" in text(liaison.get(ADDRESS))


@pytest.mark.parametrize(
    ("own", "for_all", "counted"),
    [
        (1, 1, "1 response and 1 note"),
        (2, 1, "2 responses and 1 note"),
        (1, 2, "1 response and 2 notes"),
        (0, 2, "2 responses"),
    ],
)
def test_what_a_letter_for_all_says_beside_an_own_answer_is_counted_as_a_note(liaison, own, for_all, counted):
    addressee, npcc = make_addressee(), make_national_body("NPCC", represents="force")
    for sender in [addressee.body] * own + [npcc] * for_all:
        make_response(make_received(sender, received_on=BEFORE, speaks_for=[addressee.body]), addressee)

    assert f">Accepted. In progress\n{counted}" in text(liaison.get(ADDRESS))


def test_a_letter_for_all_forces_is_named_by_the_shortest_name_of_its_sender(liaison):
    addressee, sender = make_addressee(), make_national_body("The <b>Council</b>", slug="council", represents="force")
    for name in ("The NPCC <of> chiefs", "NPCC<i>"):
        sender.aliases.create(name=name)
    make_response(make_received(sender, received_on=BEFORE, speaks_for=[addressee.body]), addressee)

    page = liaison.get(ADDRESS)

    assert ">Accepted. In progress\nNPCC&lt;i&gt;, for all forces</a>" in text(page)


def test_a_cell_names_the_letter_of_each_fact_where_they_are_two(liaison):
    addressee = make_addressee()
    by_itself = make_received(addressee.body, received_on=BEFORE)
    make_response(by_itself, addressee, position="accepted", progress="not_stated")
    by_others = make_received(make_policing_body(addressee.body), received_on=DUE, speaks_for=[addressee.body])
    make_response(by_others, addressee, position="not_stated", progress="complete")

    page = liaison.get(ADDRESS)

    words = ">Accepted. Complete\n2 responses\nPosition: 18 May 2021\nProgress: PCC’s letter</a>"
    assert text(page).count(words) == 1


@pytest.mark.parametrize(
    ("show", "words", "css"),
    [
        ("", "Not accepted. In progress", "not_accepted"),
        ("both", "Not accepted. In progress", "not_accepted"),
        ("position", "Not accepted", "not_accepted"),
        ("progress", "In progress", "in_progress"),
    ],
)
def test_position_progress_or_both_are_shown_and_a_rejection_is_loud(liaison, show, words, css):
    make_matrix()

    page = text(liaison.get(ADDRESS, {"as_at": "2021-07-17", "show": show}))

    assert page.count(f">{words}\nReceived late\n") == 1
    assert page.count(f'<td class="{css}"><a href="/super-complaints/') == 1


def test_totals_give_shares_of_those_asked_and_keep_said_apart_from_delivered(liaison):
    recommendation = make_recommendation()
    for name, position in [("A", "accepted"), ("B", "accepted"), ("C", "not_stated")]:
        update = make_received(force := make_force(f"{name} Police"), received_on=BEFORE)
        response = make_response(update, make_addressee(recommendation, force), position=position, progress="complete")
    make_review(response, outcome="delivered", reviewed_on=DUE)

    page = lxml.html.fromstring(liaison.get(ADDRESS).content)

    rows = page.xpath("//table[contains(@class, 'app-matrix--totals')]//tbody/tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["Asked", "3"],
        ["Accepted", "2 (67%)"],
        ["Position not stated", "1 (33%)"],
        ["Said complete", "3 (100%)"],
        ["Delivered, as judged", "1 (33%)"],
    ]


def test_the_page_says_what_each_word_on_it_means_and_who_judged(liaison):
    make_matrix()

    page = lxml.html.fromstring(liaison.get(ADDRESS, {"as_at": "2021-07-17"}).content)

    assert [term.text_content() for term in page.xpath("//main//dl//dt")] == [
        "Overdue",
        "In progress",
        "Received late",
        "More information asked",
    ]
    assert page.xpath("//main//dl//dd")[1].text_content() == "The body says that work is under way. Its own word."


def test_many_recommendations_come_in_pages_of_columns(liaison):
    force = make_force()
    for number in range(1, 43):
        make_addressee(make_recommendation(number=str(number)), force)

    def columns(**asked):
        return [column.number for column in liaison.get(ADDRESS, asked).context["matrix"].columns]

    first = liaison.get(ADDRESS)

    assert [page["words"] for page in first.context["pages"]] == ["1 to 40", "41 to 42", "All 42"]
    assert first.context["form"].limits() == ["Recommendations 1 to 40 of 42"]
    assert (columns()[-1], columns(columns="40"), len(columns(columns="all"))) == ("40", ["41", "42"], 42)
    assert columns(columns="40", recommendation=["3", "42"]) == ["3", "42"]


def test_what_people_typed_is_escaped(liaison):
    hostile = '"><script>alert(1)</script>'
    recommendation = make_recommendation(number='1"<i>', short_title=hostile)
    successor = make_policing_body(name=f"Mayor {hostile}", slug="mayor")
    make_addressee(
        recommendation,
        make_policing_body(name=f"PCC {hostile}", slug="pcc", ended_on=DUE, succeeded_by=successor),
    )

    page = text(liaison.get(ADDRESS))

    assert ("<script>alert" in page, '1"<i>' in page, "/recommendations/1%22%3Ci%3E/bodies/pcc/" in page) == (
        False,
        False,
        True,
    )


# As at which date


def test_it_is_as_at_today_until_told_otherwise(liaison):
    make_matrix()

    page = liaison.get(ADDRESS)

    assert page.context["matrix"].as_at == timezone.localdate()


@pytest.mark.parametrize("typed", ["2021-06-17", "17/6/2021", "17 June 2021", " 2021-06-17 "])
def test_the_date_may_be_written_in_several_ways(liaison, typed):
    make_matrix()

    assert liaison.get(ADDRESS, {"as_at": typed}).context["matrix"].as_at == date(2021, 6, 17)


REAL, PAST = "As-at date must be a real date, such as 2021-06-17", "As-at date must be today or in the past"
PUBLISHED = "As-at date must be the same as or after 17 December 2020, when the report came out"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2021-02-30", REAL),
        ("garbage", REAL),
        ("2021-06-17\x00", REAL),
        ("99999-01-01", REAL),
        ("0000-01-01", REAL),
        ("0001-01-01", PUBLISHED),
        ("2020-12-16", PUBLISHED),
        ("9999-12-31", PAST),
    ],
)
def test_a_wrong_date_is_explained_and_the_other_answers_are_kept(liaison, typed, message):
    make_matrix()

    page = liaison.get(ADDRESS, {"as_at": typed, "kind": "force", "recommendation": "3a"})

    form = page.context["form"]
    assert page.status_code == 200
    assert form.errors == {"as_at": [message]}
    assert text(page).count(message) == 2  # in the summary and beside the question
    assert (form["as_at"].value(), form["kind"].value(), form["recommendation"].value()) == (typed, "force", ["3a"])
    assert "matrix" not in page.context


def test_the_report_itself_can_be_the_date(liaison):
    make_matrix()

    assert liaison.get(ADDRESS, {"as_at": "2020-12-17"}).context["form"].errors == {}


# Narrowing


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "local_policing_body"}, ["Police and Crime Commissioner for Borsetshire"]),
        ({"region": "north-east"}, ["Yorbury Police"]),
        ({"status": "overdue", "recommendation": "1"}, ["Yorbury Police"]),
        ({"status": "more_information"}, ["Borsetshire & Felpersham Police"]),
        ({"recommendation": "3a"}, ["Police and Crime Commissioner for Borsetshire"]),
        ({"recommendation": ["1", "3a"], "kind": "force"}, ["Borsetshire & Felpersham Police", "Yorbury Police"]),
        (
            {"rows": "region"},
            ["Yorbury Police", "Borsetshire & Felpersham Police", "Police and Crime Commissioner for Borsetshire"],
        ),
        (
            {"sort": "overdue"},
            ["Police and Crime Commissioner for Borsetshire", "Yorbury Police", "Borsetshire & Felpersham Police"],
        ),
    ],
)
def test_the_address_holds_the_view(liaison, asked, expected):
    make_matrix()

    matrix = liaison.get(ADDRESS, asked).context["matrix"]

    assert [row.body.name for group in matrix.groups for row in group.rows] == expected


@pytest.mark.parametrize(
    ("asked", "limits"),
    [
        ({"rows": "region", "sort": "overdue"}, []),
        ({"kind": "force", "region": "north-east"}, ["Kind of body: Police force", "Region: North East"]),
        ({"status": "overdue", "recommendation": ["1", "3a"]}, ["Status: Overdue", "Recommendations: 1, 3a"]),
        ({"status": "more_information"}, ["Status: More information asked"]),
        ({"position": "not_accepted"}, ["Position: Not accepted"]),
        ({"awaiting": "recommendation 3a"}, ["Waits for: 3a"]),
        ({"nothing_since": "2021-06-17"}, ["Nothing new since 17 June 2021"]),
    ],
)
def test_a_narrowed_view_says_in_words_what_it_leaves_out(liaison, asked, limits):
    make_matrix()

    page = liaison.get(ADDRESS, asked)

    assert page.context["form"].limits() == limits
    assert ("Not everything is shown." in text(page)) == bool(limits)
    assert [limit for limit in limits if f"{limit}. " not in text(page)] == []


@pytest.mark.parametrize(
    "name", ["show", "kind", "region", "position", "status", "awaiting", "rows", "sort", "recommendation"]
)
def test_an_answer_that_is_not_in_the_list_is_explained(liaison, name):
    make_matrix()

    page = liaison.get(ADDRESS, {name: "<moon>"})

    assert list(page.context["form"].errors) == [name]
    assert "matrix" not in page.context


def test_whom_somebody_waits_for_can_be_chosen_on_the_dates_when_somebody_does(liaison):
    npcc, college = make_national_body("NPCC", slug="npcc"), make_national_body("College", slug="college")
    first = make_recommendation(number="1")
    for name, awaited, received_on in (("A Police", npcc, BEFORE), ("B Police", college, AFTER)):
        facts = {"progress": "awaiting_others", "awaiting_body": awaited}
        addressee = make_addressee(first, make_force(name))
        make_response(make_received(addressee.body, received_on=received_on), addressee, **facts)

    def offered(**asked):
        page = liaison.get(ADDRESS, asked)
        groups = dict(page.context["form"].fields["awaiting"].choices)
        return [value for value, _ in groups["Bodies"]], [str(row.body) for row in page.context["matrix"].rows()]

    both = ["body college", "body npcc"]
    assert offered(as_at=DUE) == (["body npcc"], ["A Police", "B Police"])
    assert offered(as_at=AFTER) == (both, ["A Police", "B Police"])
    # Choosing one keeps the other on offer, and what is chosen stays chosen where nobody waits for it.
    assert offered(as_at=AFTER, awaiting="body npcc") == (both, ["A Police"])
    assert offered(as_at=DUE, awaiting="body college") == (both, [])


def test_waiting_for_a_body_that_nobody_knows_is_explained(liaison):
    make_matrix()

    page = liaison.get(ADDRESS, {"awaiting": "body no-such-body"})

    assert page.context["form"].errors == {"awaiting": ["Select whom or what they wait for that is in the list"]}


def test_no_body_at_all_is_said_in_words(liaison):
    make_matrix()

    assert "No body matches" in text(liaison.get(ADDRESS, {"region": "wales"}))


def test_links_keep_the_rest_of_the_view(liaison):
    make_matrix()

    page = liaison.get(ADDRESS, {"as_at": "2021-07-17", "kind": "force", "recommendation": ["1", "3a"]})

    def asked(address):
        return parse_qs(urlsplit(address).query)

    kept = {"kind": ["force"], "recommendation": ["1", "3a"]}
    assert asked(page.context["at_due_date"]) == kept | {"as_at": ["2021-06-17"]}
    assert asked(page.context["at_today"]) == kept | {"as_at": [timezone.localdate().isoformat()]}
    assert asked(page.context["csv"]) == kept | {"as_at": ["2021-07-17"]}


def test_a_total_leads_to_the_bodies_it_counts(liaison):
    make_matrix()

    page = liaison.get(ADDRESS, {"as_at": "2021-07-17", "kind": "force"})

    total = (
        '<td class="overdue"><a href="?as_at=2021-07-17&amp;kind=force&amp;status=overdue&amp;recommendation=1" '
        'aria-label="Recommendation 1, Overdue:\n1 (50%)">1 (50%)</a></td>'
    )
    assert text(page).count(total) == 1


def test_every_status_and_mark_can_be_asked_for_and_none_is_asked_for_twice():
    values = [*Status.values, *Mark.values]

    assert len(values) == len(set(values))


# Who may see it


@pytest.mark.parametrize("name", ["matrix", "matrix_csv"])
@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
def test_a_bodys_own_people_are_refused_with_the_reason(client, db, name, role):
    make_matrix()
    client.force_login(make_member(Body.objects.get(slug="borsetshire-police"), role))

    page = client.get(reverse(name, args=["safe-to-share"]))

    assert page.status_code == 403
    assert "Only HMICFRS liaison staff and readers can see this page." in text(page)
    assert "Yorbury" not in text(page)


def test_a_super_complaint_that_is_not_there(liaison):
    assert liaison.get("/super-complaints/no-such-thing/matrix/").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(liaison, size, django_assert_num_queries):
    recommendations = [make_recommendation(number=str(number)) for number in range(size)]
    for place in range(size):
        force = make_force(f"Force {place}")
        update = make_received(force, received_on=BEFORE)
        for recommendation in recommendations:
            make_review(make_response(update, make_addressee(recommendation, force)), reviewed_on=DUE)

    with django_assert_num_queries(11):
        page = liaison.get(ADDRESS, {"rows": "area", "status": "in_progress"})

    assert page.context["matrix"].totals == {Status.IN_PROGRESS: [size] * size}


# In a browser


@pytest.fixture
def matrix_page(transactional_db, page, sign_in):
    make_matrix()
    sign_in(make_liaison())
    page.goto(f"{ADDRESS}?as_at=2021-07-17&rows=area")
    return page


def test_the_matrix_is_accessible_and_fits_a_phone(matrix_page):
    axe(matrix_page)
    fits_a_phone(matrix_page)

    matrix_page.get_by_text("Change the date or what is shown").click()
    axe(matrix_page)

    matrix_page.goto(f"{ADDRESS}?as_at=2021-02-30")
    axe(matrix_page)
    matrix_page.get_by_role("link", name="As-at date must be").click()
    assert matrix_page.evaluate("document.activeElement.id") == "id_as_at"


def test_the_view_is_changed_by_its_form(matrix_page):
    matrix_page.get_by_text("Change the date or what is shown").click()
    matrix_page.get_by_label("As at which date?").fill("17/6/2021")
    matrix_page.get_by_label("Kind of body").select_option("Police force")
    matrix_page.get_by_role("button", name="Show", exact=True).click()

    assert matrix_page.get_by_role("heading", level=1).inner_text() == "Matrix as at 17 June 2021"
    assert matrix_page.locator("#matrix-caption + thead ~ tbody tr:not(.group)").count() == 2


def test_headings_stay_in_view_when_the_table_is_scrolled(matrix_page):
    matrix_page.set_viewport_size({"width": 320, "height": 250})
    frame = matrix_page.get_by_role("region", name="Safe to share?")
    frame.evaluate("frame => frame.scrollTo(150, 150)")

    def corner(selector):
        box, outer = frame.locator(selector).first.bounding_box(), frame.bounding_box()
        return round(box["x"] - outer["x"]), round(box["y"] - outer["y"])

    assert frame.evaluate("frame => frame.scrollLeft > 50 && frame.scrollTop > 50")
    assert corner("thead th") == (1, 1)
    assert corner("tbody tr:nth-child(2) th")[0] == 1


def test_a_cell_that_the_tab_key_reaches_is_whole_on_a_small_screen(matrix_page):
    matrix_page.set_viewport_size({"width": 320, "height": 256})
    frame = matrix_page.get_by_role("region", name="Safe to share?")
    cell = frame.get_by_role("link", name="Recommendation 3a, Police and Crime Commissioner for Borsetshire")
    frame.focus()
    for _ in range(4):
        matrix_page.keyboard.press("Tab")

    expect(cell).to_be_focused()
    box, outer, heading = cell.bounding_box(), frame.bounding_box(), frame.locator("thead th").first.bounding_box()
    assert box["x"] >= heading["x"] + heading["width"]
    assert box["y"] >= heading["y"] + heading["height"]
    assert box["x"] + box["width"] <= outer["x"] + outer["width"]
    assert box["y"] + box["height"] <= outer["y"] + outer["height"]


def focused(page):
    """What the focused link is called."""
    return page.evaluate("(document.activeElement.ariaLabel ?? document.activeElement.textContent).trim()")


def test_every_cell_is_reached_by_the_tab_key_and_arrows_are_quicker(matrix_page):
    first = (
        "Recommendation 1, Borsetshire & Felpersham Police:\n"
        "Not accepted. In progress\nReceived late\nMore information asked\nPCC’s letter"
    )
    commissioner = "Recommendation 3a, Police and Crime Commissioner for Borsetshire:\nOverdue"
    matrix_page.get_by_role("region", name="Safe to share?").focus()
    names = []
    for _ in range(5):
        matrix_page.keyboard.press("Tab")
        names.append(focused(matrix_page))
    assert names == [
        "Recommendation 1",
        "Recommendation 3a",
        first,
        commissioner,
        "Recommendation 1, Yorbury Police:\nOverdue",
    ]

    def press(key):
        matrix_page.keyboard.press(key)
        return focused(matrix_page)

    assert press("ArrowUp") == first
    assert press("ArrowUp") == "Recommendation 1"
    assert press("ArrowRight") == "Recommendation 3a"
    assert press("ArrowDown") == commissioner


def test_it_prints_on_a3_with_its_date_on_every_page(matrix_page):
    printed = pypdfium2.PdfDocument(matrix_page.pdf(prefer_css_page_size=True))
    words = printed[0].get_textpage().get_text_bounded()

    assert [round(side) for side in printed[0].get_size()] == [1191, 842]
    assert "as at 17 July 2021" in words
    assert "Change the date" not in words
    # The note on how to read it stands above the table, so that no last sheet holds a note and a footer alone.
    assert words.index("A cell says") < words.index("Borsetshire")
    # What the words mean is on every sheet, as the headings are.
    assert "In progress: The body says" in " ".join(words.split())
    assert "Open Government Licence" not in words
    assert "Super-complaint tracker" not in words
    printed.close()


# As known on a day


def make_late_recording():
    """Received before the due date, and recorded on 1 July."""
    addressee = make_addressee()
    facts = {"received_on": BEFORE, "recorded_at": datetime(2021, 7, 1, 12, tzinfo=UTC), "by": make_liaison()}
    make_response(make_received(addressee.body, **facts), addressee, progress="complete")


@pytest.mark.parametrize(
    ("known_at", "status", "is_told"),
    [("", "complete", False), ("2021-07-01", "complete", True), ("2021-06-30", "awaited", True)],
)
def test_it_is_shown_as_known_on_a_day_and_says_so_where_that_is_not_now(liaison, known_at, status, is_told):
    make_late_recording()

    page = text(liaison.get(ADDRESS, {"as_at": DUE.isoformat(), "known_at": known_at}))

    assert page.count(f'<td class="{status}"><a') == 2  # its count among the totals, and the cell
    assert ("This is not what is known now." in page) == is_told
    day = f"{int(known_at[-2:])} {'July' if '07' in known_at else 'June'} 2021" if is_told else "-"
    assert (f"as at the end of 17 June 2021, as known on {day}</caption>" in page) == is_told


@pytest.mark.parametrize(
    ("known_at", "error"),
    [
        ("2999-01-01", "“As known on” must be today or in the past"),
        ("2021-06-16", "“As known on” must be the same as or after the as-at date"),
        ("then", "“As known on” must be a real date, such as 2021-06-17"),
    ],
)
def test_a_wrong_day_of_knowing_is_explained(liaison, known_at, error):
    make_late_recording()

    page = liaison.get(ADDRESS, {"as_at": DUE.isoformat(), "known_at": known_at})

    assert (page.status_code, error in text(page)) == (200, True)


def test_each_line_of_the_file_names_as_known_on_which_day(liaison):
    make_late_recording()

    asked = {"as_at": DUE.isoformat(), "known_at": "2021-06-30"}
    response = liaison.get("/super-complaints/safe-to-share/matrix.csv", asked)

    assert text(response).splitlines()[1].endswith(",2021-06-17,2021-06-30")
    assert "as-known-on-2021-06-30.csv" in response["Content-Disposition"]
