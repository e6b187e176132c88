"""What anybody may read without signing in: what bodies say of a published report, and nothing else of anything.

The report here holds whatever could leak; each secret is a word of its own.
"""

import csv
import io
from datetime import timedelta

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from recommendations.models import Body
from responses.models import Publication, Response, Withholding
from responses.public.door import MOST_BYTES, Memory, Page
from responses.public.words import Withheld, without_persons
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    NOON,
    PUBLISHED,
    make_addressee,
    make_commitment,
    make_draft,
    make_force,
    make_liaison,
    make_link,
    make_member,
    make_more_time,
    make_policing_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_review,
    make_super_complaint,
)
from tests.html import links, words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SHARED = "Our officers have shared what victims told them with nobody since the first of May."
ADDRESSES = [
    "/public/",
    "/public/safe-to-share/",
    "/public/safe-to-share/matrix/",
    "/public/safe-to-share/matrix.csv",
    "/public/safe-to-share/answers.csv",
    "/public/safe-to-share/bodies/kent-police/",
    "/public/safe-to-share/bodies/kent-pcc/",
    f"/public/safe-to-share/bodies/kent-police/?as_at={DUE}",
    f"/public/safe-to-share/answers.csv?as_at={DUE}",
]
REFUSED = ["/public/another/", "/public/no-such-report/", "/public/safe-to-share/bodies/surrey-police/"]
REFUSED += [
    "/public/another/matrix/",
    "/public/another/matrix.csv",
    "/public/another/bodies/kent-police/",
    "/public/a/b/",
]


def publish(report, by=None):
    return report.publications.create(published_by=by or make_liaison(), published_at=NOON)


def withhold(response, block=0, reason="It names a victim.", **facts):
    facts = {"withheld_by": make_liaison(), "withheld_at": NOON, **facts}
    return response.withholdings.create(block=block, reason=reason, **facts)


@pytest.fixture
def report(db):
    """Kent's force answered in its PCC's letter, Kent's PCC is silent; and all that HMICFRS knows beside that."""
    report = make_super_complaint()
    first = make_recommendation(report, "1")
    kent = make_force("Kent Police", email="secret-office@kent.example", telephone="01622 690690")
    pcc = make_policing_body(kent, "Kent PCC")
    asked, asked_too = make_addressee(first, kent), make_addressee(first, pcc)
    liaison = make_liaison(name="Secret Officer", email="secret-liaison@example.org")
    letter = make_received(
        pcc, report, speaks_for=[kent], by=liaison, signatory_name="Secret Signatory", opening="Secret opening.",
        note="Secret note.", chief_officer_comments="Secret comments.", closing="Secret closing.",
    )  # fmt: skip
    said = f"<p>{SHARED}</p><p>Write to secret-person@kent.example or ring 020 7946 0000.</p>"
    answer = make_response(letter, asked, text=said, progress="awaiting_others", awaiting="secret-board@example.org")
    make_review(answer, reasons="Secret reasons.", reviewed_by=liaison, outcome="delivered")
    make_review(answer, reasons="Secret reasons.", reviewed_by=liaison)
    make_commitment(answer, text="Secret commitment.")
    make_request([asked, asked_too], recorded_by=liaison, asked_on=DUE + DAY)
    make_more_time(kent, report, reason="Secret reason.", noted_by=liaison)
    make_response(make_draft(pcc, report), asked_too, text="<p>Secret draft.</p>")
    for reason, text in (("in_error", "Secret error."), ("withdrawn", "Secret withdrawal.")):
        other = make_received(kent, report, by=liaison, received_on=DUE - DAY)
        make_response(other, asked, text=f"<p>{text}</p>", position="not_accepted", awaiting="")
        if reason == "in_error":
            other.note_error(by=liaison, at=NOON, reason="Secret mistake.")
        else:
            other.withdraw(by=liaison, at=NOON, on=DUE + DAY, reason="Secret turn.")
    kent.contacts.create(email="secret-contact@kent.example", name="Secret Contact")
    kent.log_notes.create(how="telephone", took_place_on=DUE, words="Secret call.", noted_by=liaison, noted_at=NOON)
    another = make_super_complaint(title="Secret report", slug="another")
    make_addressee(make_recommendation(another), kent)
    publish(report, liaison)
    return report


def everything(client) -> str:
    """All that the public can read, as one text."""
    return "\n".join(client.get(address).content.decode() for address in ADDRESSES)


# What is public


def test_every_public_page_and_file_is_read_without_signing_in_and_none_holds_a_secret(client, report):
    found = everything(client)

    assert [client.get(address).status_code for address in ADDRESSES] == [200] * len(ADDRESSES)
    assert found.count(SHARED) == 4
    assert "secret" not in found.lower()
    assert [each for each in ("690690", "7946", "Delivered", "More information", "Asked again") if each in found] == []


def test_what_is_not_there_and_what_is_not_public_are_one_page(client, report):
    answers = [client.get(address) for address in REFUSED]

    assert {(it.status_code, it.content) for it in answers} == {(404, answers[0].content)}
    assert len({str(it.headers) for it in answers}) == 1
    assert "There is no such page for everybody to read." in words(answers[0])


def test_a_report_that_was_taken_back_is_not_there_any_more(client, report):
    report.publications.get().end(by=make_liaison(), at=NOON)

    assert [client.get(address).status_code for address in ADDRESSES[1:]] == [404] * (len(ADDRESSES) - 1)
    assert "No report is open to everybody yet." in words(client.get("/public/"))


@pytest.mark.parametrize("address", [*ADDRESSES, *REFUSED, "/public/safe-to-share/?as_at=2019-01-01"])
def test_everybody_gets_the_same_bytes_and_no_cookie(client, report, address):
    signed_in = Client()
    signed_in.force_login(make_liaison())
    signed_in.cookies["django_language"] = "cy"

    answers = [client.get(address), signed_in.get(address)]

    assert answers[0].content == answers[1].content
    for answer in answers:
        assert (len(answer.cookies), "Vary" in answer.headers) == (0, False)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert signed_in.get("/").status_code == 200  # and nobody was signed out


def test_a_public_page_leads_to_public_pages_and_to_signing_in_alone(client, report):
    found = {link for address in ADDRESSES if ".csv" not in address for link in links(client.get(address))}

    assert {link for link in found if not link.startswith("/public/")} == {"/accounts/login/", "/accessibility/"}
    assert [link for link in found if client.get(link).status_code != 200] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_takes_nothing_in(client, report, address):
    answer = client.post(address, {"as_at": "2021-06-17"})

    assert (answer.status_code, len(answer.cookies)) == (405, 0)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("?as_at=2020-12-16", "As-at date must be the same as or after 17 December 2020, when the report came out"),
        ("?as_at=2999-01-01", "As-at date must be today or in the past"),
        ("?as_at=whenever", "As-at date must be a real date"),
        ("matrix/?kind=king", "Select a kind of body that is in the list"),
        ("matrix.csv?kind=king", "Select a kind of body that is in the list"),
        ("answers.csv?as_at=2999-01-01", "As-at date must be today or in the past"),
        ("bodies/kent-police/?as_at=2020-12-16", "As-at date must be the same as or after 17 December 2020"),
    ],
)
def test_what_is_asked_wrongly_is_said_beside_the_question_and_shows_nothing(client, report, address, sentence):
    answer = client.get(f"/public/safe-to-share/{address}", follow=True)

    assert (answer.status_code, sentence in words(answer)) == (400, True)
    assert [each for each in (SHARED, "Awaiting others") if each in answer.text] == []
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_no_page_of_ours_asks_changes_nothing(client, report):
    plain, campaign = (client.get(f"/public/safe-to-share/matrix/{asked}") for asked in ("", "?utm=1&status=overdue"))

    assert campaign.content == plain.content


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (PUBLISHED, "2 bodies were asked. None has answered."),
        (DUE - DAY, "2 bodies were asked. 1 has answered."),
        (DUE + DAY, "2 bodies were asked. 1 has answered."),
    ],
)
def test_how_far_it_has_come_is_as_at_the_day(client, report, day, told):
    assert told in words(client.get(f"/public/safe-to-share/?as_at={day}"))


def test_progress_is_counted_in_words_with_since_when_and_what_they_mean(client, report):
    page = lxml.html.fromstring(client.get(f"/public/safe-to-share/?as_at={DUE + DAY}").content)

    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows == [
        ["Position: accepted", "1", "17 June 2021"],
        ["Progress: overdue", "1", "Nothing received"],
        ["Progress: awaiting others", "1", "17 June 2021"],
    ]
    means = dict(zip(*(page.xpath(f"//{tag}/text()") for tag in ("dt", "dd")), strict=True))
    assert means["Accepted"] == "The body says that it accepts the recommendation."
    assert means["Overdue"] == "Nothing was received on this by the end of its day. Worked out from the days."


def test_what_ended_says_why_and_names_no_report_that_is_not_public(client, report):
    first = report.recommendations.get()
    third = make_super_complaint(title="Third", slug="third")
    make_link(make_recommendation(third), "supersedes", other=first)
    addresses = ADDRESSES[1], ADDRESSES[2], ADDRESSES[5]

    unnamed = [client.get(address).text for address in addresses]
    publish(third)
    named = [client.get(address).text for address in addresses]

    assert [page.count("Superseded by another recommendation") for page in unnamed] == [1, 1, 1]
    assert [page.count("Superseded by Recommendation 1 of Third") for page in named] == [1, 1, 1]


def test_the_words_of_what_was_withdrawn_are_nobodys_on_any_day(client, report):
    page = words(client.get(f"/public/safe-to-share/bodies/kent-police/?as_at={DUE - DAY}"))

    assert "Not accepted" in page  # as it had said by that day
    assert "withdrawn on 18 June 2021, so its words are not shown" in page
    assert "withdrawal" not in page


def test_a_welsh_answer_is_shown_where_its_letter_has_it(client, report):
    letter = make_received(make_force("Gwent Police"), report, language="beside")
    for number in ("2", "3"):
        asked = make_addressee(make_recommendation(report, number), letter.body)
        make_response(letter, asked, text="We have.", welsh_text="Rydym wedi.")
    letter_in_english = make_received(letter.body, report)
    asked = make_addressee(make_recommendation(report, "4"), letter.body)
    make_response(letter_in_english, asked, text="We will.", welsh_text="Fe wnawn.")

    page = client.get("/public/safe-to-share/bodies/gwent-police/").text

    assert (page.count("Rydym wedi."), page.count("Fe wnawn.")) == (2, 0)


def test_where_and_when_a_body_published_its_own_is_a_link(client, report):
    noted = {"noted_by": make_liaison(name="Secret Noter"), "noted_at": NOON}
    noted["body"] = Body.objects.get(slug="kent-police")
    report.published_responses.create(address="https://kent.example/it/", published_on=DUE, **noted)
    report.published_responses.create(address="https://kent.example/later/", **noted)

    before, page = (client.get(f"/public/safe-to-share/bodies/kent-police/?as_at={day}") for day in (DUE - DAY, DUE))

    assert "https://kent.example/it/, published on 17 June 2021" in words(page)
    assert "https://kent.example/later/, which bears no date" in words(page)
    assert "https://kent.example/it/" not in before.text
    assert "Kent Police: https://kent.example/it/" in words(client.get(f"/public/safe-to-share/?as_at={DUE}"))
    assert "Secret" not in page.text


@pytest.mark.parametrize("address", ["ftp://kent.example/a", "javascript:alert(1)", "data:text/html,a"])
def test_only_a_web_page_is_noted(client, report, address):
    client.force_login(make_liaison())

    answer = client.post("/bodies/kent-police/published/add/", {"report": "safe-to-share", "address": address})

    assert "Enter the address of a page, such as https://www.example.org/responses/" in words(answer)
    assert report.published_responses.count() == 0


# Files


def rows_of(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_matrix_is_taken_away_with_its_clocks(client, report):
    answer = client.get(f"/public/safe-to-share/matrix.csv?as_at={DUE + DAY}")

    pcc, force = rows_of(answer)
    assert answer.headers["Content-Disposition"] == ('attachment; filename="safe-to-share-matrix-as-at-2021-06-18.csv"')
    assert (force["Body"], force["Status"], force["Position"]) == ("Kent Police", "Awaiting others", "Accepted")
    assert (force["Received"], force["In the letter of"], force["Waits for"]) == ("2021-06-17", "Kent PCC", "")
    assert (pcc["Body"], pcc["Status"], pcc["Due"]) == ("Kent PCC", "Overdue", "2021-06-17")
    assert (pcc["As at"], pcc["As known on"]) == ("2021-06-18", timezone.localdate().isoformat())


def test_a_file_holds_the_kind_that_is_asked_for(client, report):
    answer = client.get("/public/safe-to-share/matrix.csv?kind=local_policing_body")

    assert [row["Body"] for row in rows_of(answer)] == ["Kent PCC"]


def test_answers_are_taken_away_in_their_words_and_silence_is_a_line(client, report):
    pcc, force = rows_of(client.get("/public/safe-to-share/answers.csv"))

    left_out = "Write to [e-mail address left out] or ring [telephone number left out]."
    assert force["Words"] == f"{SHARED}\n\n{left_out}"
    assert (force["Waits for"], force["Position"]) == ("[e-mail address left out]", "Accepted")
    assert (pcc["Body"], pcc["Status"], pcc["Words"]) == ("Kent PCC", "Overdue", "")


def test_no_cell_of_a_public_file_runs_in_a_spreadsheet(client, report):
    Response.objects.filter(update__in=report.updates.standing()).update(text="<p>=HYPERLINK(1)</p>", awaiting="@SUM")

    [_, force] = rows_of(client.get("/public/safe-to-share/answers.csv"))

    assert (force["Words"], force["Waits for"]) == ("'=HYPERLINK(1)", "'@SUM")


# What is withheld


def answer_of(report) -> Response:
    return Response.objects.get(update__in=report.updates.standing())


def test_a_passage_that_is_withheld_is_in_no_page_and_no_file_and_its_reason_is(client, report):
    withhold(answer_of(report), 1)

    found = everything(client)

    assert (found.count("victims told them"), found.count("It names a victim.")) == (0, 4)
    assert found.count("[telephone number left out]") == 4  # the next passage is still there
    assert words(client.get(ADDRESSES[5])).count("Withheld: It names a victim.") == 1


def test_all_that_an_answer_says_is_withheld_with_what_it_waits_for_in_its_words(client, report):
    Response.objects.filter(pk=answer_of(report).pk).update(awaiting="The board of the shared service")
    withhold(answer_of(report))

    found = everything(client)

    assert (found.count("victims told them"), found.count("left out"), found.count("shared service")) == (0, 0, 0)
    [_, force] = rows_of(client.get("/public/safe-to-share/answers.csv"))
    assert (force["Words"], force["Position"]) == ("Withheld: It names a victim.", "Accepted")


def test_the_same_passage_is_withheld_wherever_it_is_said_on_the_report(client, report):
    pcc = make_addressee(make_recommendation(report, "2"), make_force("Surrey Police"))
    again = make_received(pcc.body, report, received_on=DUE + DAY)
    make_response(again, pcc, text=f"<ul><li><p>{SHARED.upper()}</p></li><li><p>And more.</p></li></ul>")
    withhold(answer_of_kent := Response.objects.get(addressee__body__slug="kent-police", text__contains=SHARED), 1)

    page = client.get("/public/safe-to-share/bodies/surrey-police/").text

    assert answer_of_kent.text.count(SHARED) == 1
    assert ("VICTIMS" in page, "It names a victim." in page) == (False, True)


def test_a_few_words_that_anybody_says_are_withheld_of_one_answer_alone(client, report):
    surrey = make_addressee(make_recommendation(report, "2"), make_force("Surrey Police"))
    make_response(make_received(surrey.body, report), surrey, text="We accept this. And we mean it.")
    kent = Response.objects.get(addressee__body__slug="kent-police", text__contains=SHARED)
    Response.objects.filter(pk=kent.pk).update(text="<p>We accept this. And we mean it.</p><p>More.</p>")
    withhold(kent, 1)

    kents, surreys = (client.get(f"/public/safe-to-share/bodies/{each}-police/").text for each in ("kent", "surrey"))

    assert ("We accept this." in kents, "We accept this." in surreys) == (False, True)


def test_what_one_letter_says_in_the_same_words_for_others_is_withheld_for_them(client, report):
    letter = answer_of(report).update
    asked = report.recommendations.get().addressees.get(body__slug="kent-pcc")
    letter.speaks_for.add(asked.body)
    for addressee, number in ((asked, 1), (make_addressee(make_recommendation(report, "2"), asked.body), 2)):
        make_response(letter, addressee, text="<p>Short.</p>")
        assert letter.responses.filter(text="<p>Short.</p>").count() == number
    withhold(letter.responses.filter(text="<p>Short.</p>").first())

    page = words(client.get("/public/safe-to-share/bodies/kent-pcc/"))

    assert (page.count("Short."), page.count("It names a victim.")) == (0, 2)


def test_passages_that_follow_each_other_for_one_reason_are_told_once():
    response = Response(text="<p>One.</p><p>Two.</p><p>Three.</p>")
    of = [Withholding(response=response, block=block, reason="No.") for block in (1, 2)]

    shown = Withheld.of(of).shown(response, is_bilingual=False)

    assert (shown.text, shown.is_withheld) == ("<p><strong>Withheld:</strong> No.</p><p>Three.</p>", False)


def test_a_reason_is_text_and_not_html():
    response = Response(text="<p>One.</p>")

    shown = Withheld.of([Withholding(response=response, block=0, reason="<b>A & B</b>")]).shown(
        response, is_bilingual=False
    )

    assert shown.text == "<p><strong>Withheld:</strong> &lt;b&gt;A &amp; B&lt;/b&gt;</p>"


def test_what_was_withheld_of_marked_text_and_of_the_welsh_is_left_out_too():
    response = Response(text="One.\n\nTwo.", welsh_text="<p>Un.</p><p>Dau.</p>")
    of = [Withholding(response=response, block=2, in_welsh=in_welsh, reason="No.") for in_welsh in (False, True)]

    shown = Withheld.of(of).shown(response, is_bilingual=True)

    assert shown.text == "<p>One.</p><p><strong>Withheld:</strong> No.</p>"
    assert shown.welsh_text == "<p>Un.</p><p><strong>Withheld:</strong> No.</p>"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Write to jo.bloggs+it@kent.pnn.police.uk.", "Write to [e-mail address left out]."),
        ("Ring 01632 960 001 or 07700 900123", "Ring [telephone number left out] or [telephone number left out]"),
        ("Ring (020) 7946-0000 now", "Ring [telephone number left out] now"),
        ("Ring +44 (0)20 7946 0000", "Ring [telephone number left out]"),
        ("Ring 101 or 999", "Ring 101 or 999"),
        ("In 2021, 1,234,567 of 20210617123 cases", "In 2021, 1,234,567 of 20210617123 cases"),
        ("By 01/02/2021 or 2021-06-17", "By 01/02/2021 or 2021-06-17"),
        ("Costs of £0.50 @ 3%", "Costs of £0.50 @ 3%"),
    ],
)
def test_how_to_reach_a_person_is_left_out(said, shown):
    assert without_persons(said) == shown


def test_a_link_that_reaches_a_person_is_left_out_of_the_words():
    response = Response(
        text='<p><a href="mailto:jo@kent.example">Jo</a>, <a href="https://kent.example/?to=jo%40kent.example">us</a>,'
        ' <a href="https://kent.example/">this page</a></p>'
    )

    shown = Withheld().shown(response, is_bilingual=False)

    assert shown.text == '<p>Jo, us, <a href="https://kent.example/">this page</a></p>'


# The desk


@pytest.fixture
def liaison(client):
    liaison = make_liaison(name="Lee Onduty")
    client.force_login(liaison)
    return liaison


def test_a_liaison_publishes_a_report_and_takes_it_back_and_both_are_kept(client, liaison):
    report = make_super_complaint()

    client.post("/super-complaints/safe-to-share/publish/")
    published = Client().get("/public/safe-to-share/").status_code
    client.post("/super-complaints/safe-to-share/publish/")  # the second half of a double click
    client.post("/super-complaints/safe-to-share/publish/end/")
    client.post("/super-complaints/safe-to-share/publish/end/")

    [publication] = report.publications.all()
    assert (published, Client().get("/public/safe-to-share/").status_code) == (200, 404)
    assert (publication.published_by, publication.ended_by) == (liaison, liaison)
    page = words(client.get("/super-complaints/safe-to-share/publish/"))
    assert page.count("Published by Lee Onduty on") == page.count("taken back by Lee Onduty on") == 1


@pytest.mark.parametrize("role", [Role.READER, Role.EXPORTER])
def test_nobody_else_publishes_or_withholds(client, report, role):
    client.force_login(make_member(make_liaison().memberships.get().body, role))
    withheld = withhold(answer_of(report), 1)
    addresses = [
        reverse("publish", args=["another"]),
        reverse("end_publication", args=["safe-to-share"]),
        reverse("withhold", args=[answer_of(report).pk]),
        reverse("lift_withholding", args=[withheld.pk]),
    ]

    answers = [client.post(address, {"passages": "all", "reason": "No."}) for address in addresses]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert (Publication.objects.open().count(), Withholding.objects.standing().count()) == (1, 1)


def test_a_liaison_withholds_passages_for_a_reason_and_shows_them_again(client, report, liaison):
    answer = answer_of(report)

    client.post(f"/responses/{answer.pk}/withhold/", {"passages": ["en-2"], "reason": "It names a victim."})
    withheld = Client().get(ADDRESSES[5]).text
    [kept] = Withholding.objects.all()
    client.post(f"/withholdings/{kept.pk}/lift/")

    kept.refresh_from_db()
    assert (kept.block, kept.withheld_by, kept.lifted_by) == (2, liaison, liaison)
    assert ("It names a victim." in withheld, "Write to" in withheld) == (True, False)
    assert "Write to" in Client().get(ADDRESSES[5]).text
    assert "lifted by Lee Onduty on" in words(client.get("/super-complaints/safe-to-share/publish/"))


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"reason": "No."}, "Select what is withheld"),
        ({"passages": ["en-1"]}, "Enter the reason"),
        ({"passages": ["en-9"], "reason": "No."}, "Select passages that are in the list and are not withheld yet"),
        ({"passages": ["en-2"], "reason": "No."}, "Select passages that are in the list and are not withheld yet"),
        ({"passages": ["en-1"], "reason": "x" * 301}, "Shorten this to 300 characters: it has 301"),
    ],
)
def test_what_is_wrong_is_said_beside_its_question_and_nothing_is_withheld(client, report, liaison, posted, sentence):
    withhold(answer_of(report), 2)

    page = client.post(f"/responses/{answer_of(report).pk}/withhold/", posted)

    assert words(page).count(sentence) == 2
    assert Withholding.objects.count() == 1


def test_a_passage_in_two_languages_is_withheld_in_both(client, report, liaison):
    answer = answer_of(report)
    type(answer.update).objects.filter(pk=answer.update_id).update(language="beside")
    Response.objects.filter(pk=answer.pk).update(welsh_text="<p>Un.</p>")
    asked = f"/responses/{answer.pk}/withhold/"

    one = client.post(asked, {"passages": ["en-1"], "reason": "No."})
    client.post(asked, {"passages": ["en-1", "cy-1"], "reason": "No."})

    assert "Select the same passage in both languages, or all that the answer says" in words(one)
    assert list(Withholding.objects.values_list("in_welsh", "block")) == [(False, 1), (True, 1)]


# How it is answered


def test_search_engines_are_led_to_public_pages_alone(client):
    answer = client.get("/robots.txt")

    assert answer.content == b"User-agent: *\nAllow: /public/\nDisallow: /\n"
    assert len(answer.cookies) == 0


def test_a_page_says_how_long_it_may_be_kept_and_what_it_is(client, report, settings):
    settings.PUBLIC_SECONDS = 5

    first = client.get("/public/safe-to-share/")
    again = client.get("/public/safe-to-share/", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, max-age=5"
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert "default-src 'none'" in again.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_has_the_page_is_answered_without_a_query(client, report, settings, address):
    settings.PUBLIC_SECONDS = 60
    signed_in = Client()
    signed_in.force_login(make_liaison())
    etag = signed_in.get(address).headers["ETag"]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = signed_in.get(address, headers={"If-None-Match": f'"another", W/{etag}'})
        whole = signed_in.get(address)

    assert (again.status_code, whole.status_code, len(asked)) == (304, 200, 0)


def test_a_page_that_changed_has_another_etag_and_one_that_did_not_the_same(client, report):
    first, same = (client.get(ADDRESSES[5]).headers["ETag"] for _ in "ab")
    withhold(answer_of(report), 1)
    changed = client.get(ADDRESSES[5], headers={"If-None-Match": first})

    assert first == same
    assert (changed.status_code, changed.headers["ETag"] != first) == (200, True)


def test_what_is_taken_back_is_gone_once_the_seconds_of_memory_are_over(client, report, settings, monkeypatch):
    settings.PUBLIC_SECONDS, clock = 5, [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    client.get(ADDRESSES[1])
    report.publications.get().end(by=make_liaison(), at=NOON)

    clock[0] += 4
    remembered = client.get(ADDRESSES[1]).status_code
    clock[0] += 2
    gone = client.get(ADDRESSES[1]).status_code

    assert (remembered, gone, client.get(ADDRESSES[1]).status_code) == (200, 404, 404)


def test_another_day_is_another_page(client, report, settings):
    settings.PUBLIC_SECONDS = 60
    pages = [client.get(f"/public/safe-to-share/?as_at={day}") for day in (DUE, DUE + DAY, DUE)]

    assert pages[0].headers["ETag"] == pages[2].headers["ETag"] != pages[1].headers["ETag"]


def test_whose_session_it_is_is_never_asked(client, report):
    client.force_login(make_liaison())

    with CaptureQueriesContext(connection) as asked:
        for address in [*ADDRESSES, *REFUSED]:
            client.get(address)

    assert [query["sql"] for query in asked if "django_session" in query["sql"]] == []


A = Page(b"a", {}, '"a"')


def test_while_a_page_is_made_anew_others_get_the_one_before_but_none_that_is_too_old(settings):
    settings.PUBLIC_SECONDS, memory = 5, Memory()
    memory.keep(("a",), A, now=0)

    assert [memory.fresh(("a",), now) for now in (4, 6, 7)] == [A, None, A]
    assert [memory.fresh(("a",), now) for now in (100, 100)] == [None, None]


def test_memory_is_bounded_and_what_nobody_asked_for_longest_goes_first(settings):
    settings.PUBLIC_SECONDS, memory = 5, Memory()
    memory.keep(("a",), A, now=0)
    memory.keep(("b",), A, now=0)
    memory.fresh(("a",), now=1)
    memory.keep(("large",), Page(b"l" * (MOST_BYTES - 1), {}, '"l"'), now=1)

    assert [memory.fresh((each,), now=1) is not None for each in ("a", "b", "large")] == [True, False, True]


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_told_the_same_without_the_page(client, report, address):
    get, head = client.get(address), client.head(address)

    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", get.headers["ETag"])


QUERIES = {
    "/public/": 2,
    "/public/safe-to-share/": 14,
    "/public/safe-to-share/matrix/": 13,
    "/public/safe-to-share/matrix.csv": 11,
    "/public/safe-to-share/answers.csv": 13,
    "/public/safe-to-share/bodies/kent-police/": 18,
}


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize(("address", "count"), QUERIES.items())
def test_the_number_of_queries_does_not_grow(client, report, address, count, more):
    for number in range(more):
        force = make_force(f"Force {number}")
        kent = report.recommendations.get(number="1").addressees.get(body__slug="kent-police").body
        letter = make_received(force, report, speaks_for=[force, kent])
        for body in (force, kent):
            recommendation = make_recommendation(report, f"{number}{body.pk}")
            answer = make_response(letter, make_addressee(recommendation, body))
            withhold(answer, 1)
        noted = {"noted_by": letter.created_by, "noted_at": NOON, "body": kent}
        report.published_responses.create(address=f"https://kent.example/{number}/", **noted)
        publish(make_super_complaint(slug=f"more-{number}"))

    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert len(asked) == count


# In a browser


@pytest.mark.django_db(transaction=True)
def test_a_liaison_publishes_and_withholds_by_keyboard_and_anybody_reads_it(
    report, page, live_server, sign_in, new_context, settings
):
    report.publications.get().end(by=make_liaison(), at=NOON)
    answer = answer_of(report)
    sign_in(make_liaison())

    page.goto(f"{live_server.url}/super-complaints/safe-to-share/publish/")
    press(page.get_by_role("button", name="Publish this report"))
    page.get_by_text("Everybody can read this report now.").wait_for()
    looked_at(page)
    page.goto(f"{live_server.url}/responses/{answer.pk}/withhold/")
    page.get_by_label(SHARED).press("Space")
    page.get_by_label("What is the reason?").fill("It names a victim.")
    looked_at(page)
    press(page.get_by_role("button", name="Withhold it"))
    page.get_by_text("The public reads the reason in its place.").wait_for()

    visitor = new_context().new_page()
    visitor.goto(f"{live_server.url}/public/")
    for link in ("Safe to share?", "Every body and every recommendation in one table", "Kent Police"):
        looked_at(visitor)
        press(visitor.get_by_role("link", name=link).first)
        visitor.wait_for_load_state()
    looked_at(visitor)
    assert visitor.get_by_text("It names a victim.").count() == 1
    visitor.emulate_media(media="print")
    assert visitor.get_by_text("See what it had said by another day").is_hidden()
    assert visitor.get_by_role("heading", name="Its updates").is_visible()
    assert visitor.context.cookies() == []


def press(control):
    control.focus()
    control.press("Enter")


def looked_at(page):
    axe(page)
    fits_a_phone(page)


def test_a_file_without_lines_says_of_which_day_it_is(client):
    report = make_super_complaint(title="Nobody asked", slug="nobody-asked")
    make_recommendation(report)
    report.publications.create(published_by=make_liaison(), published_at=NOON)

    for name in ("matrix", "answers"):
        lines = client.get(f"/public/nobody-asked/{name}.csv?as_at={DUE}").content.decode("utf-8-sig")
        [line] = csv.DictReader(io.StringIO(lines))
        assert (line["Body"], line["As at"]) == ("Nothing to list", DUE.isoformat())
