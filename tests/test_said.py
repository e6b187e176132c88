"""All that one body said on one report: every update that speaks for it, two of them compared, and its promises."""

import datetime

import lxml.html
import pytest

from accounts.models import Role
from recommendations.dates import DayOrMonth
from recommendations.models import Body
from tests.browser import axe, fits_a_phone
from tests.factories import (
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
    make_revision,
    make_super_complaint,
)
from tests.html import links

pytestmark = pytest.mark.django_db
MARCH, JULY, OCTOBER = (datetime.date(2021, month, 1) for month in (3, 7, 10))


@pytest.fixture
def force():
    make_super_complaint()
    return make_force()


@pytest.fixture
def asked(force):
    """The first of two recommendations to the force."""
    first, _ = (make_addressee(make_recommendation(number=number), force) for number in "12")
    return first


def address(body, slug="safe-to-share"):
    return f"/bodies/{body.slug}/super-complaints/{slug}/said/"


def said(client, body, **asked):
    return client.get(address(body), asked)


def table(page, caption):
    rows = lxml.html.fromstring(page.content).xpath(f"//table[caption='{caption}']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def sections(page) -> dict[str, str]:
    """The words of each recommendation that is compared, by its heading."""
    found = lxml.html.fromstring(page.content).xpath("//section[contains(@class, 'summary-card')]")
    return {each.xpath(".//h3")[0].text: " ".join(each.text_content().split()) for each in found}


def promised(page) -> list[str]:
    return [" ".join(each.text_content().split()) for each in lxml.html.fromstring(page.content).xpath("//main//li")]


def test_every_update_that_speaks_for_it_is_there_in_order_own_and_collective_and_no_other(client, force, asked):
    pcc, npcc = make_policing_body(force), make_national_body(represents=Body.Kind.FORCE)
    other = make_force("Felpersham Police")
    make_response(make_received(force, received_on=JULY), asked)
    make_received(pcc, received_on=MARCH, speaks_for=[pcc, force])
    make_received(npcc, received_on=OCTOBER, speaks_for=[force, other])
    withdrawn = make_received(force, received_on=OCTOBER)
    withdrawn.withdraw(by=make_liaison(), at=NOON, on=OCTOBER, reason="A slip of theirs.")
    make_received(force, received_on=OCTOBER).note_error(by=make_liaison(), at=NOON, reason="Another force's.")
    make_received(pcc, received_on=JULY)
    make_received(other, received_on=JULY)
    make_received(force, make_super_complaint(title="Another", slug="another"))
    make_draft(force)
    client.force_login(make_liaison())  # who reads all of these elsewhere

    page = said(client, force)

    assert [(row[2], row[3], row[4]) for row in table(page, "Its updates, in order")] == [
        ("1 March 2021", "Its own, from Police and Crime Commissioner for Borsetshire, which answers for it", "0"),
        ("1 July 2021", "Its own", "1"),
        ("1 October 2021", "Collective: National Police Chiefs' Council, for all", "0"),
        ("1 October 2021", "Its own", "0"),
    ]
    assert "Withdrawn on 1 October 2021" in table(page, "Its updates, in order")[3][0]
    assert "A slip of theirs." not in page.text


def test_the_last_two_of_its_own_that_stand_are_compared_word_by_word(client, force, asked):
    first = make_response(make_received(force, received_on=MARCH), asked, text="We will train all staff.")
    make_response(make_received(force, received_on=JULY), asked, text="We shall train staff.", progress="complete")
    make_received(make_national_body(represents=Body.Kind.FORCE), received_on=OCTOBER, speaks_for=[force])
    gone = make_received(force, received_on=OCTOBER)
    gone.withdraw(by=make_liaison(), at=NOON, on=OCTOBER, reason="A slip.")
    client.force_login(make_member(force))

    page = said(client, force)

    [words] = sections(page).values()
    assert words == (
        "1. Title of 1 All answers to Recommendation 1 What both state on Recommendation 1 "
        "Fact First, 1 March 2021 Second, 1 July 2021 "
        "Position Accepted Accepted Progress In progress Complete Changed "
        "Whose words The chief constable or the force The chief constable or the force "
        "Words We [removed: will][added: shall] train[removed: all] staff."
    )
    assert "Neither says anything on recommendation 2." in page.text
    assert (page.context["then"].update, page.context["now"].is_own) == (first.update, True)


def test_any_two_are_chosen_and_the_first_received_comes_first(client, force, asked):
    letters = [make_received(force, received_on=day) for day in (MARCH, JULY, OCTOBER)]
    for letter in letters:
        make_response(letter, asked, text=f"Of {letter.date_in_words}.")
    client.force_login(make_member(force))

    page = said(client, force, first=letters[2].pk, second=letters[0].pk)

    assert (page.context["then"].update, page.context["now"].update) == (letters[0], letters[2])
    assert "Of 1 [removed: March][added: October] 2021." in next(iter(sections(page).values()))


def test_a_wrong_choice_is_told_beside_its_field_and_the_last_two_are_shown(client, force, asked):
    letters = [make_response(make_received(force, received_on=day), asked).update for day in (MARCH, JULY)]
    another = make_received(make_force("Felpersham Police"))
    client.force_login(make_member(force))

    same = said(client, force, first=letters[0].pk, second=letters[0].pk)
    foreign = said(client, force, first=another.pk)

    assert same.context["form"].errors == {"second": ["Select another one than the first"]}
    assert foreign.context["form"].errors == {"first": ["Select one of the updates in the list"]}
    assert {page.context["then"].update for page in (same, foreign)} == {letters[0]}


def test_what_only_one_of_them_answers_is_said_to_be_so_and_nothing_is_struck_out(client, force, asked):
    then, now = (make_received(force, received_on=day) for day in (MARCH, JULY))
    make_response(then, asked, text="Once.")
    make_response(now, force.addressed.get(recommendation__number="2"), text="Twice.")
    client.force_login(make_member(force))

    page = said(client, force)

    first, second = sections(page).values()
    assert "Answered in the first (1 March 2021), not in the second (1 July 2021)." in first
    assert "Answered in the second (1 July 2021), not in the first (1 March 2021)." in second
    assert ("Once." in first, "Twice." in second) == (True, True)
    assert "[removed:" not in first + second


def test_words_in_welsh_are_compared_with_welsh_alone(client, force, asked):
    for day, english, welsh in ((MARCH, "One.", "Un peth."), (JULY, "One.", "Dau beth.")):
        letter = make_received(force, received_on=day, language="beside")
        make_response(letter, asked, text=english, welsh_text=welsh)
    client.force_login(make_member(force))

    [words] = sections(said(client, force)).values()

    assert words.endswith("Words, the same in both One. Words in Welsh [removed: Un peth.][added: Dau beth.]")


PROMISED = [
    # what is recorded of the promise since, and what the page says
    ({}, "Recorded as promised on 1 March 2021; nothing recorded since."),
    (
        {"again": "it will be in  place by June"},
        "Not recorded as done; promised again in the same words, by 1 July 2022.",
    ),
    (
        {"again": "A board will meet."},
        "the second promises something on this recommendation in other words, so read both.",
    ),
    ({"later": True}, "Not recorded as done; a later date was recorded, September 2021."),
]


@pytest.mark.parametrize(("since", "words"), PROMISED)
def test_a_promise_of_the_first_says_what_the_record_holds_of_it_and_no_more(client, force, asked, since, words):
    first = make_response(make_received(force, received_on=MARCH), asked)
    second = make_response(make_received(force, received_on=JULY), asked)
    commitment = make_commitment(first)
    if "again" in since:
        make_commitment(second, text=since["again"], target_date=DayOrMonth(datetime.date(2022, 7, 1)))
    if "later" in since:
        make_revision(commitment, target_date=DayOrMonth(datetime.date(2021, 9, 1), "month"))
    client.force_login(make_member(force))

    [line] = promised(said(client, force))[-1:]

    assert line.startswith("Recommendation 1: “It will be in place by June.” Promised by 17 June 2021.")
    assert words in line
    assert line.endswith("Its date has passed.")


def test_a_promise_that_is_done_or_of_another_body_or_withdrawn_is_not_missing(client, force, asked):
    pcc = make_policing_body(force)
    letter = make_received(pcc, received_on=MARCH, speaks_for=[pcc, force])
    done = make_commitment(make_response(letter, asked), text="We have a lead.")
    done.note_done(by=make_liaison(), on=JULY)
    gone = make_received(force, received_on=MARCH)
    make_commitment(make_response(gone, asked), text="Taken back.")
    gone.withdraw(by=make_liaison(), at=NOON, on=OCTOBER, reason="A slip.")
    make_commitment(make_response(letter, make_addressee(asked.recommendation, pcc)), text="The PCC will ask.")
    make_commitment(make_response(make_received(force, received_on=JULY), asked), text="In the second.")
    client.force_login(make_member(force))

    page = said(client, force)
    after = said(client, force, first=gone.pk, second=page.context["now"].update.pk)

    assert "No promise of the first is left" in page.text
    assert "The PCC will ask." not in page.text
    assert [row[0][:20] for row in table(page, "All its commitments on this report")] == [
        "1: “We have a lead.”",
        "1: “In the second.” ",
    ]
    assert "The first was withdrawn, so what it promised no longer counts." in after.text
    assert "Taken back." not in after.text


def test_commitments_have_the_first_and_each_later_date_and_how_far_they_are_apart(client, force, asked):
    commitment = make_commitment(
        make_response(make_received(force, received_on=MARCH), asked),
        target_date=DayOrMonth(datetime.date(2021, 3, 31)),
    )
    for day, later in ((JULY, "2021-06"), (OCTOBER, "2021-09")):
        make_revision(commitment, target_date=DayOrMonth.from_text(later), revised_on=day)
    client.force_login(make_member(force))

    page = said(client, force)

    [[_, first, later, stands]] = table(page, "All its commitments on this report")
    assert (first, later) == (
        "31 March 2021",
        "June 2021, said on 1 July 2021: It is late.September 2021, said on 1 October 2021: It is late.",
    )
    assert stands.endswith("First 31 March 2021, now September 2021: at least 5 months later")


def test_it_is_for_hmicfrs_readers_and_those_who_write_for_the_body(client, force, asked):
    pcc = make_policing_body(force)
    make_addressee(asked.recommendation, pcc)
    for day in (MARCH, JULY):
        letter = make_received(pcc, received_on=day, speaks_for=[pcc, force])
        make_response(letter, asked, text="The force's words.")
        make_response(letter, pcc.addressed.get(), text="The office's own words.")
    college = make_national_body("College of Policing")
    may = {make_liaison(): 200, make_member(college, Role.READER): 200, make_member(pcc): 200, make_member(force): 200}
    for person, status in {**may, make_member(make_force("Felpersham Police"), Role.APPROVER): 403}.items():
        client.force_login(person)
        assert said(client, force).status_code == status

    client.force_login(make_member(force))
    assert said(client, pcc).status_code == 403
    words = said(client, force).text
    assert ("The force&#x27;s words." in words, "own words." in words) == (True, False)


def test_where_nothing_or_one_was_said_the_page_says_so(client, force, asked):
    client.force_login(make_member(force))

    nothing = said(client, force).text
    make_response(make_received(force), asked)
    one = said(client, force).text

    assert "No update that speaks for this body is on the record of this report." in nothing
    assert "There are not two yet, so there is nothing to compare." in one
    assert "No commitment of this body on this report is recorded." in one


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_database_as_often_for_three_as_for_one(client, force, asked, count, django_assert_num_queries):
    for number in range(count):
        recommendation = make_recommendation(number=str(10 + number))
        addressee = make_addressee(recommendation, force)
        for day in (MARCH, JULY):
            response = make_response(make_received(force, received_on=day), addressee)
            make_revision(make_commitment(response))
    client.force_login(make_liaison())

    with django_assert_num_queries(11):
        said(client, force)


def test_a_bodys_pages_lead_here_for_those_who_may_read_its_record(client, force, asked):
    client.force_login(make_member(force))
    pages = [force.get_absolute_url(), f"/bodies/{force.slug}/super-complaints/safe-to-share/"]
    pages.append(asked.get_absolute_url())

    assert [page for page in pages if address(force) not in links(client.get(page))] == []
    client.force_login(make_member(make_force("Felpersham Police")))
    assert address(force) not in links(client.get(pages[0]))


@pytest.mark.django_db(transaction=True)
def test_two_are_compared_by_keyboard_on_a_phone(page, sign_in, force, asked):
    for day, words in ((MARCH, "We will begin."), (JULY, "We began."), (OCTOBER, "We ended.")):
        make_commitment(make_response(make_received(force, received_on=day), asked, text=words))
    sign_in(make_member(force))
    page.goto(address(force))

    page.get_by_label("Compare which one?").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**first=*")
    assert page.locator("del").last.inner_text().split() == ["[removed:", "will", "begin.", "]"]
    axe(page)
    fits_a_phone(page)
