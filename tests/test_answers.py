"""Every answer to one recommendation stands beside the others, and those who say the same are shown to."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from recommendations.models import Addressee, Body
from tests.factories import (
    NOON,
    make_addressee,
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
)
from tests.hands import look
from tests.html import links

pytestmark = pytest.mark.django_db
MARCH, MAY, JULY = datetime.date(2021, 3, 9), datetime.date(2021, 5, 3), datetime.date(2021, 7, 1)
PAGE = "/super-complaints/safe-to-share/recommendations/1/answers/"
REASSURING = (
    "The force takes the safety of every victim of domestic abuse seriously, and has reviewed its policy with local "
    "specialist organisations so that nobody is deterred from coming forward to report a crime."
)
ELSEWHERE = REASSURING.replace("local specialist organisations", "two charities")
WORDING = "Chief constables should by June make certain that each victim of crime is told who will see what they say."


@pytest.fixture
def liaison(client):
    client.user = make_liaison()
    client.force_login(client.user)
    return client


@pytest.fixture
def recommendation():
    return make_recommendation(number="1", wording=f"<p>{WORDING}</p>", wording_source="Page 4")


def addressee_of(recommendation, name, **facts):
    return make_addressee(recommendation, make_force(name, **facts))


def answer(addressee, text="We have begun.", received_on=MARCH, **facts):
    return make_response(make_received(addressee.body, received_on=received_on), addressee, text=text, **facts)


def shown(page):
    """Whose answers the page shows, in order."""
    return [each.who for each in page.context["shown"]]


def test_every_answer_that_speaks_is_there_in_full_and_so_is_every_silence(liaison, recommendation):
    north, south, east = (addressee_of(recommendation, f"{name}shire Police") for name in ("North", "South", "East"))
    answer(north, "It was **earlier**.", MARCH)
    make_review(answer(north, "<p>It is <strong>later</strong>, &amp; all of it.</p>", MAY), outcome="satisfied")
    answer(south, "Not yet.", position="not_accepted", progress="not_started", voice="joint")

    page = liaison.get(PAGE)

    assert shown(page) == ["Northshire Police", "Southshire Police"]
    assert [cell.body for cell in page.context["silent"]] == [east.body]
    assert "<p>It is <strong>later</strong>, &amp; all of it.</p>" in page.text
    assert "It was" not in page.text
    assert "Received 3 May 2021, " in page.text
    assert "Whose words: The chief constable or the force. HMICFRS: satisfied with the answer." in page.text
    assert "Whose words: Both of them together. HMICFRS: not reviewed yet." in page.text
    assert "2 answers, each the one that speaks for its body, and 1 body that says nothing on it." in page.text


def test_the_page_is_as_at_a_date(liaison, recommendation):
    north = addressee_of(recommendation, "Northshire Police")
    answer(north, "It was earlier.", MARCH)
    make_review(answer(north, "It is later.", JULY), outcome="satisfied")

    page = liaison.get(f"{PAGE}?as_at={MAY}")

    assert ("It was earlier." in page.text, "It is later." in page.text) == (True, False)
    assert "HMICFRS: not reviewed yet." in page.text
    assert f"{reverse('cell', args=['safe-to-share', '1', north.body.slug])}?as_at={MAY}" in page.text


def test_drafts_withdrawn_letters_and_errors_are_nobodys_answers(liaison, recommendation):
    drafts, withdrawn, mistaken = (addressee_of(recommendation, f"{name} Police") for name in ("A", "B", "C"))
    make_response(make_draft(drafts.body), drafts, text="A draft of ours.")
    answer(withdrawn, "Taken back.").update.withdraw(by=liaison.user, at=NOON, on=MAY, reason="It was wrong")
    answer(mistaken, "Another body’s.").update.note_error(by=liaison.user, at=NOON, reason="Another body's")

    page = liaison.get(PAGE)

    assert (shown(page), len(page.context["silent"])) == ([], 3)
    assert not any(words in page.text for words in ("A draft of ours", "Taken back", "Another body’s."))
    assert "Nobody had answered this recommendation by then." in page.text


@pytest.fixture
def several(recommendation):
    """Four bodies that differ in all that may be asked for, and one that is silent."""
    north = answer(addressee_of(recommendation, "Northshire Police"), received_on=MAY, progress="complete")
    make_review(north, outcome="satisfied", reviewed_on=MAY)
    wales = answer(addressee_of(recommendation, "Walia Police", region=Body.Region.WALES), position="accepted_in_part")
    make_review(wales, outcome="more_information", reviewed_on=MAY)
    pcc = make_addressee(recommendation, make_policing_body())
    answer(pcc, received_on=JULY, voice="local_policing_body", progress="not_stated")
    addressee_of(recommendation, "Silentshire Police")


NORTH, PCC, WALES = "Northshire Police", "Police and Crime Commissioner for Ambridge", "Walia Police"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [NORTH, PCC, WALES]),
        ("position=accepted_in_part", [WALES]),
        ("progress=complete", [NORTH]),
        ("progress=not_stated", [PCC]),
        ("region=wales", [WALES]),
        ("kind=local_policing_body", [PCC]),
        ("voice=local_policing_body", [PCC]),
        ("judged=not_reviewed", [PCC]),
        ("judged=satisfied", [NORTH]),
        ("judged=more_information", [WALES]),
        ("judged=delivered", []),
        ("order=newest", [PCC, NORTH, WALES]),
        ("order=oldest", [WALES, NORTH, PCC]),
        ("alike=on", []),
        ("voice=force&judged=satisfied&kind=force", [NORTH]),
        ("position=splendid", [NORTH, PCC, WALES]),  # told beside the question; narrows nothing
    ],
)
def test_what_is_asked_for_is_shown(liaison, several, query, expected):
    page = liaison.get(f"{PAGE}?{query}")

    assert shown(page) == expected
    assert ("Not everything is shown" in page.text) == (len(expected) < 3)
    assert ("Select a position that is in the list" in page.text) == ("splendid" in query)


def test_the_silent_are_left_out_only_where_their_kind_or_region_is(liaison, several):
    queries = ("progress=complete", "kind=local_policing_body", "region=wales")
    silent = [len(liaison.get(f"{PAGE}?{query}").context["silent"]) for query in queries]

    assert silent == [1, 0, 0]


def test_a_wrong_date_is_told_and_the_page_is_as_at_today(liaison, several):
    page = liaison.get(f"{PAGE}?as_at=never")

    assert (shown(page), page.context["form"].date) == ([NORTH, PCC, WALES], timezone.localdate())
    assert "Error:" in page.text


def test_those_who_say_nearly_the_same_are_shown_with_the_passage_once_and_what_each_changes(liaison, recommendation):
    for name in ("A", "B"):
        answer(
            addressee_of(recommendation, f"{name} Police"), f"{REASSURING}\n\nWe have three posts in {name} alone now."
        )
    answer(addressee_of(recommendation, "C Police"), ELSEWHERE)
    answer(addressee_of(recommendation, "D Police"), "Our answer is another one altogether.")

    page = liaison.get(PAGE)

    [(group, drawn)] = page.context["groups"]
    assert (group.who, group.words) == ("3 forces", REASSURING)
    assert 'In these words: <a class="govuk-link" href="#a-police">A Police</a>, <a' in drawn
    assert [saying.answer.who for saying in group.changed] == ["C Police"]
    assert ("local specialist organisations<span" in drawn, "two charities<span" in drawn) == (True, True)
    assert "[left out:" in drawn
    assert shown(liaison.get(f"{PAGE}?alike=on")) == ["A Police", "B Police", "C Police"]


def test_words_are_compared_however_they_were_typed_or_set(liaison, recommendation):
    answer(addressee_of(recommendation, "A Police"), f"## First\n\n{REASSURING.replace('every', '**every**')}")
    answer(addressee_of(recommendation, "B Police"), f"<p>Our answer:</p><p>{REASSURING}</p><p>Yours.</p>")

    [(group, _)] = liaison.get(PAGE).context["groups"]

    assert [(saying.answer.who, saying.words) for saying in group.sayings] == [
        ("A Police", REASSURING),
        ("B Police", REASSURING),
    ]


def test_where_most_say_the_same_what_one_alone_says_is_told_in_words(liaison, recommendation):
    own = "We pay for four advisers of a charity in Borchester."
    answer(addressee_of(recommendation, "A Police"), f"{REASSURING} {own}")
    answer(addressee_of(recommendation, "B Police"), REASSURING)
    answer(addressee_of(recommendation, "C Police"), "Our answer is another one altogether.")

    text = liaison.get(PAGE).text

    told = '<strong>Said by nobody else here:</strong></p><ul class="govuk-list govuk-list--bullet"><li>'
    assert [part.partition("</li>")[0] for part in text.split(told)[1:]] == [own]
    assert text.count("<strong>In its own words:</strong> it shares no passage with the others.") == 1


def test_what_a_body_calls_itself_makes_no_difference(liaison, recommendation):
    said = "An inspector of {name} answers for this in every part of {place}, and {name} has told each of its officers."
    for place in ("Northshire", "Deepest Southshire", "East"):
        name = f"{place} Constabulary"
        answer(addressee_of(recommendation, name), said.format(name=name, place=place))

    [(group, _)] = liaison.get(PAGE).context["groups"]

    assert (group.who, len(group.changed)) == ("3 forces", 2)


def test_where_few_say_the_same_nothing_is_pointed_out(liaison, recommendation):
    for name in "ABC":
        answer(addressee_of(recommendation, f"{name} Police"), f"Of {name} we say {name * 3} and that alone today.")

    assert "Said by nobody else here" not in liaison.get(PAGE).text


def test_the_recommendation_quoted_is_not_the_same_words(liaison, recommendation):
    for name in "ABC":
        answer(addressee_of(recommendation, f"{name} Police"), f"The report says: “{WORDING}”")

    page = liaison.get(PAGE)

    assert (page.context["groups"], shown(liaison.get(f"{PAGE}?alike=on"))) == ([], [])
    assert "No two of them say the same words." in page.text


def test_a_letter_for_all_is_one_answer_and_so_is_a_commissioners_for_both(liaison, recommendation):
    npcc, forces = make_national_body(), [addressee_of(recommendation, f"{name} Police") for name in "ABC"]
    npcc.represents = Body.Kind.FORCE
    npcc.save()
    together = make_received(npcc, received_on=MARCH, speaks_for=[each.body for each in forces])
    for each in forces:
        make_response(together, each, text=REASSURING, voice="npcc")
    force = addressee_of(recommendation, "Zummerset Police")
    pcc = make_addressee(recommendation, make_policing_body(force.body))
    both = make_received(pcc.body, received_on=MARCH, speaks_for=[pcc.body, force.body])
    for each in (force, pcc):
        make_response(both, each, text=ELSEWHERE, voice="joint")

    page = liaison.get(PAGE)

    zummerset = "Zummerset Police and Police and Crime Commissioner for Zummerset"
    assert shown(page) == ["National Police Chiefs' Council, for 3 bodies", zummerset]
    [(group, _)] = page.context["groups"]
    assert group.who == "1 force and 1 national body"
    assert page.text.count("<article") == 2
    assert "Received 9 March 2021 from National Police Chiefs&#x27; Council, " in page.text
    assert "Received 9 March 2021, " in page.text  # one of those it speaks for wrote it
    assert [each.body.name for each in page.context["shown"][0].cells] == ["A Police", "B Police", "C Police"]


def test_an_answer_leads_to_its_cell_and_its_place_in_the_letter_that_was_read(liaison, recommendation):
    read, unread = (answer(addressee_of(recommendation, f"{name} Police")) for name in "AB")
    for about, text in (([read.addressee], "We have begun."), ([], "Dear Sir")):
        passage = read.update.passages.create(order=len(about), kind="answer", voice="force", page=1, text=text)
        passage.addressees.set(about)

    found = links(liaison.get(PAGE))

    for response in (read, unread):
        assert reverse("cell", args=["safe-to-share", "1", response.addressee.body.slug]) in found
        assert response.update.get_absolute_url() in found
    in_letter = [href for href in found if "/as-received/" in href]
    assert in_letter == [f"{reverse('as_received', args=[read.update_id])}?recommendation=1&body=a-police"]


@pytest.mark.parametrize(("language", "expected"), [("en", 0), ("cy", 1), ("beside", 1)])
def test_welsh_is_said_to_be_welsh_and_shown_where_the_letter_has_it(liaison, recommendation, language, expected):
    addressee = addressee_of(recommendation, "A Police")
    update = make_received(addressee.body, language=language)
    make_response(update, addressee, text="Words of one.", welsh_text="Geiriau." if language != "cy" else "")

    page = liaison.get(PAGE)

    assert page.text.count('<div class="app-words" lang="cy">') == expected
    assert ("Geiriau." in page.text) == (language == "beside")


def test_words_of_people_are_escaped(liaison, recommendation):
    for name in "AB":
        addressee = addressee_of(recommendation, f"{name}<i> Police", slug=f"{name.lower()}-police")
        answer(addressee, f"{REASSURING} <script>1</script> & {name}")

    page = liaison.get(PAGE)

    assert ("<script>1" in page.text, "<i> Police" in page.text) == (False, False)
    assert "A&lt;i&gt; Police" in page.text


def test_back_to_the_column_one_is_where_one_was(liaison, several):
    place = f"{PAGE}#walia-police"

    assert liaison.get(f"{PAGE}?at=walia-police").url == place
    assert f"{PAGE}?at=walia-police" in liaison.get(reverse("cell", args=["safe-to-share", "1", "walia-police"])).text


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("at=northshire-police&order=oldest&region=wales", "region=wales&order=oldest#walia-police"),
        ("at=walia-police&progress=complete", "progress=complete#northshire-police"),  # nobody follows: the last
        ("at=nobody&progress=complete", "progress=complete"),
        ("at=walia-police&judged=delivered", "judged=delivered"),
    ],
)
def test_what_is_asked_for_next_begins_at_the_nearest_answer(liaison, several, query, place):
    assert liaison.get(f"{PAGE}?{query}").url == f"{PAGE}?{place}"


def test_a_long_column_comes_in_pages_and_whole_to_print(liaison, recommendation):
    for number in range(101):
        answer(addressee_of(recommendation, f"Force {number:03}"))

    first, second, whole = (liaison.get(f"{PAGE}{query}") for query in ("", "?page=2", "?page=all"))

    assert [page.text.count("<article") for page in (first, second, whole)] == [100, 1, 101]
    assert liaison.get(f"{PAGE}?at=force-100").url == f"{PAGE}?page=2#force-100"


@pytest.mark.parametrize("count", [1, 3])
def test_one_answer_and_three_take_as_many_queries(liaison, recommendation, django_assert_num_queries, count):
    for number in range(count):
        make_review(answer(addressee_of(recommendation, f"Force {number}"), REASSURING))

    with django_assert_num_queries(11):
        liaison.get(PAGE)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
def test_people_of_a_body_read_none_of_it_not_even_their_own(client, recommendation, role):
    mine = addressee_of(recommendation, "Mine Police")
    answer(mine, "Words of mine.")
    answer(addressee_of(recommendation, "Other Police"), "Words of another.")
    client.force_login(make_member(mine.body, role))

    for address in (PAGE, f"{PAGE}?at=other-police", "/super-complaints/safe-to-share/same-words/"):
        page = client.get(address)
        assert (page.status_code, "Words of" in page.text) == (403, False)
    assert PAGE not in client.get(recommendation.get_absolute_url()).text
    assert PAGE not in client.get(Addressee.objects.get(body=mine.body).get_absolute_url()).text


def test_a_reader_reads_all_of_it_and_is_offered_no_review(client, recommendation):
    response = answer(addressee_of(recommendation, "North Police"))
    client.force_login(make_member(make_national_body(), Role.READER))

    page = client.get(PAGE)

    assert shown(page) == ["North Police"]
    assert reverse("review_at_desk", args=["safe-to-share", response.pk]) not in page.text


@pytest.mark.django_db(transaction=True)
def test_the_column_is_read_by_keyboard_and_keeps_ones_place(page, sign_in, recommendation):
    for name in "ABCD":
        answer(addressee_of(recommendation, f"{name} Police"), f"{REASSURING}\n\n" + f"Only {name} says so. " * 60)
    answer(addressee_of(recommendation, "E Police"), ELSEWHERE, progress="complete")
    sign_in(make_liaison())
    page.goto(PAGE)
    look(page, "Answers: Title of 1")

    for key in "jjjk":
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="B Police", exact=True).last).to_be_focused()
    expect(page).to_have_url(f"{page.url.partition('#')[0]}#b-police")

    page.locator("#b-police").get_by_role("link", name="All it said on this").click()
    look(page, "B Police: Title of 1")
    page.go_back()
    expect(page.locator("#b-police")).to_be_in_viewport()

    page.get_by_text("Change the date or what is shown").click()
    page.get_by_label("Progress").select_option("complete")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#e-police")).to_be_in_viewport()
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?progress=complete#e-police")
