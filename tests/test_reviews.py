"""HMICFRS says what it makes of a response: added, never edited, apart from what is said. Whoever is asked is told."""

import datetime

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from recommendations.models import Contact
from responses.jobs.worker import work
from responses.models import Document, Message, Review, Told
from tests.factories import (
    DUE,
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
    make_user,
)
from tests.html import links

pytestmark = pytest.mark.django_db


@pytest.fixture
def response():
    addressee = make_addressee(body=make_force())
    return make_response(make_received(addressee.body), addressee)


@pytest.fixture
def officer(client):
    user = make_liaison()
    client.force_login(user)
    client.user = user
    return client


def review_url(response):
    return reverse("review_response", args=[response.pk])


@pytest.mark.parametrize("outcome", ["satisfied", "more_information"])
def test_a_review_keeps_who_made_it_and_when(officer, response, outcome):
    page = officer.post(review_url(response), {"outcome": outcome, "reasons": "By when?"})

    review = Review.objects.get()
    assert page.url == response.addressee.get_absolute_url()
    assert (review.response, review.outcome, review.reasons) == (response, outcome, "By when?")
    assert (review.reviewed_by, review.reviewed_on) == (officer.user, timezone.localdate())
    assert f"Your review is on the record. {response.addressee.body} can read it." in officer.get(page.url).text


def test_a_change_of_mind_is_a_second_review(officer, response):
    make_review(response)

    officer.post(review_url(response), {"outcome": "satisfied", "reasons": "Answered by telephone."})

    assert [review.outcome for review in response.reviews.all()] == ["satisfied", "more_information"]


def test_a_double_click_adds_one_review(officer, response):
    for _ in range(2):
        officer.post(review_url(response), {"outcome": "satisfied", "reasons": "Good."})

    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    "earlier",
    [
        {"reasons": "Other reasons."},
        {"outcome": "more_information"},
        {"reviewed_on": datetime.date(2021, 6, 1)},
        {"reviewed_by": "somebody else"},
    ],
)
def test_a_review_that_differs_in_anything_is_added(officer, response, earlier):
    same = {
        "outcome": "satisfied",
        "reasons": "Good.",
        "reviewed_on": timezone.localdate(),
        "reviewed_by": officer.user,
    }
    if "reviewed_by" in earlier:
        earlier = {"reviewed_by": make_liaison()}
    make_review(response, **{**same, **earlier})

    officer.post(review_url(response), {"outcome": "satisfied", "reasons": "Good."})

    assert Review.objects.count() == 2


TOMORROW = {"due_on_day": "18", "due_on_month": "6", "due_on_year": "2099"}
TODAY_OR_LATER = "Date by which you ask must be today or later"


@pytest.mark.parametrize(
    ("posted", "errors"),
    [
        ({"reasons": "Kept"}, {"outcome": ["Select what HMICFRS makes of this response"]}),
        ({"outcome": "more_information", "reasons": " "}, {"reasons": ["Enter what you ask for"]}),
        (
            {"outcome": "delivered", "reasons": ""},
            {"reasons": ["Enter what HMICFRS has seen, give a link to it or attach a file"]},
        ),
        (
            {"outcome": "wonderful", "reasons": "Kept"},
            {"outcome": ["Select a valid choice. wonderful is not one of the available choices."]},
        ),
        (
            {"outcome": "satisfied", "reasons": "Kept \x00"},
            {"reasons": ["Remove the characters that cannot be printed: U+0000."]},
        ),
        (
            {"outcome": "satisfied", "reasons": "", **TOMORROW},
            {"due_on": ["Leave this empty, or select “More information asked”"]},
        ),
        (
            {"outcome": "more_information", "reasons": "When?", **TOMORROW, "due_on_year": "2021"},
            {"due_on": [TODAY_OR_LATER]},
        ),
        (
            {"outcome": "more_information", "reasons": "When?", "evidence_link": "https://example.org/"},
            {"evidence_link": ["Leave this empty, or select “Delivered: HMICFRS has seen it done”"]},
        ),
        (
            {"outcome": "delivered", "reasons": "", "evidence_link": "policy page"},
            {"evidence_link": ["Enter a whole address, such as https://www.example.org/policy"]},
        ),
    ],
)
def test_a_review_says_what_its_outcome_needs_and_nothing_else(officer, response, posted, errors):
    page = officer.post(review_url(response), posted)

    assert page.context["form"].errors == errors
    assert page.context["form"]["reasons"].value() == posted["reasons"]
    assert not Review.objects.exists()


def test_nothing_is_chosen_beforehand(officer, response):
    assert "checked" not in officer.get(review_url(response)).text


def test_being_satisfied_needs_no_reasons(officer, response):
    officer.post(review_url(response), {"outcome": "satisfied"})

    assert [(review.outcome, review.reasons) for review in Review.objects.all()] == [("satisfied", "")]


def test_more_can_be_asked_by_a_day(officer, response):
    officer.post(review_url(response), {"outcome": "more_information", "reasons": "When?", **TOMORROW})

    assert Review.objects.get().due_on == datetime.date(2099, 6, 18)
    assert "More information asked, by 18 June 2099." in officer.get(response.addressee.get_absolute_url()).text


@pytest.mark.parametrize(
    "evidence",
    [
        {"reasons": "Seen at the inspection."},
        {"evidence_link": "https://example.org/policy"},
        {"evidence": SimpleUploadedFile("policy.txt", b"The policy.")},
    ],
)
def test_delivered_rests_on_words_a_link_or_a_file(officer, response, evidence):
    officer.post(review_url(response), {"outcome": "delivered", **evidence})

    review = Review.objects.get()
    page = officer.get(response.addressee.get_absolute_url()).text
    assert "Delivered: HMICFRS has seen it done" in page
    if "evidence" in evidence:
        assert bytes(review.evidence.content) == b"The policy."
        assert f'href="{review.evidence.get_absolute_url()}"' in page
    else:
        assert next(iter(evidence.values())) in page


def test_a_chosen_file_is_asked_for_again_where_something_else_is_wrong(officer, response):
    file = SimpleUploadedFile("policy.txt", b"The policy.")

    page = officer.post(review_url(response), {"outcome": "satisfied", "evidence": file})

    assert page.context["form"].errors == {
        "evidence": ["Leave this empty, or select “Delivered: HMICFRS has seen it done”"]
    }
    page = officer.post(review_url(response), {"evidence": SimpleUploadedFile("policy.txt", b"The policy.")})
    assert page.context["form"].errors["evidence"] == [
        "Select policy.txt again: it was not kept while something else needs correcting"
    ]
    assert not Document.objects.exists()


def test_a_file_that_is_not_what_it_says_is_no_evidence(officer, response):
    posted = {"outcome": "delivered", "evidence": SimpleUploadedFile("policy.pdf", b"A program.")}

    page = officer.post(review_url(response), posted)

    assert page.context["form"].errors == {
        "evidence": ["policy.pdf is named as a PDF, but its contents are those of a text file"]
    }
    assert not Review.objects.exists()


def test_evidence_about_one_body_is_not_for_the_others_that_the_letter_speaks_for(officer, client):
    north, south = make_force("Northshire Police"), make_force("Southshire Police")
    letter = make_received(make_national_body(), speaks_for=[north, south])
    asked = make_recommendation()
    answer, _ = (make_response(letter, make_addressee(asked, body)) for body in (north, south))
    posted = {"outcome": "delivered", "evidence": SimpleUploadedFile("policy.txt", b"The policy.")}
    officer.post(review_url(answer), posted)
    document = Document.objects.get()

    for body, status in ((north, 200), (south, 404)):
        client.force_login(make_member(body))
        assert client.get(document.get_absolute_url()).status_code == status
        assert "policy.txt" not in client.get(letter.get_absolute_url()).text


def test_only_what_was_delivered_is_reopened_and_for_reasons(officer, response):
    reopened = {"outcome": "reopened", "reasons": "It has lapsed."}

    page = officer.post(review_url(response), reopened)
    assert "outcome" in page.context["form"].errors
    make_review(response, outcome="delivered", reasons="Seen.")
    page = officer.post(review_url(response), {**reopened, "reasons": ""})
    assert page.context["form"].errors == {"reasons": ["Enter the reasons"]}
    officer.post(review_url(response), reopened)

    assert [review.outcome for review in response.reviews.all()] == ["reopened", "delivered"]
    assert "reopened" not in dict(officer.get(review_url(response)).context["form"].fields["outcome"].choices)


def test_a_colleagues_review_of_this_minute_is_read_before_another_is_added(officer, response):
    make_review(response, reviewed_by=make_liaison(name="Usha Franks"))
    mine = {"outcome": "satisfied", "reasons": "Mine.", "seen": "0"}

    page = officer.post(review_url(response), mine)

    assert page.context["form"].non_field_errors() == [
        "Usha Franks has reviewed this meanwhile: more information asked. Nothing was added. Read that review below; "
        "add yours again if it is still wanted."
    ]
    assert page.context["form"]["reasons"].value() == "Mine."
    assert Review.objects.count() == 1
    officer.post(review_url(response), {**mine, "seen": page.context["form"]["seen"].value()})
    assert Review.objects.count() == 2


def test_reasons_have_a_limit(officer, response):
    page = officer.post(review_url(response), {"outcome": "satisfied", "reasons": "x" * 5001})

    assert page.context["form"].errors == {"reasons": ["Shorten this to 5000 characters: it has 5001"]}
    assert not Review.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("the body", 403), ("nobody in particular", 404)])
def test_only_the_liaison_reviews(client, response, who, status):
    client.force_login(make_member(response.addressee.body) if who == "the body" else make_user())

    page = client.post(review_url(response), {"outcome": "satisfied", "reasons": "We are good."})

    assert page.status_code == status
    assert not Review.objects.exists()


def test_a_draft_is_not_reviewed(officer, response):
    letter = make_received(response.addressee.body, recorded_by=None, recorded_at=None)
    draft = make_response(letter, response.addressee)

    page = officer.post(review_url(draft), {"outcome": "satisfied", "reasons": "Too early."})

    assert page.status_code == 403
    assert not Review.objects.exists()


def test_a_bodys_own_draft_does_not_exist_for_the_liaison(officer, response):
    draft = make_response(make_draft(response.addressee.body), response.addressee)

    page = officer.post(review_url(draft), {"outcome": "satisfied", "reasons": "Too early."})

    assert page.status_code == 404
    assert not Review.objects.exists()


def test_what_was_recorded_in_error_is_not_reviewed(officer, response):
    response.update.note_error(by=officer.user, at=NOON, reason="Another body's letter")

    page = officer.post(review_url(response), {"outcome": "satisfied"})

    assert page.status_code in (403, 404)
    assert not Review.objects.exists()


def test_a_withdrawn_response_is_not_reviewed(officer, response):
    response.update.withdraw(by=officer.user, at=NOON, on=response.update.received_on, reason="Mistyped")

    page = officer.post(review_url(response), {"outcome": "satisfied", "reasons": "Too late."})

    assert page.status_code == 403
    assert not Review.objects.exists()


QUESTION = {"outcome": "more_information", "reasons": "Which guidance, and by when?"}


class Down(EmailBackend):
    """A mail server that nobody answers at."""

    def open(self):
        raise ConnectionRefusedError("Nobody answers.")


def told():
    return sorted(Told.objects.filter(at__isnull=False).values_list("email", flat=True))


def test_more_information_goes_to_whoever_writes_for_the_body_and_to_nobody_else(officer, response):
    force = response.addressee.body
    make_member(force, name="Jim Lloyd", email="jim@example.org")
    make_member(make_policing_body(force), Role.APPROVER, email="pcc@example.org")
    make_member(force, email="gone@example.org", is_active=False)
    make_member(make_force("Felpersham Police"), email="other@example.org")
    Contact.objects.create(body=force, email="contact@example.org")

    page = officer.post(review_url(response), {**QUESTION, **TOMORROW}, follow=True)
    assert (mail.outbox, told()) == ([], [])
    work(timezone.now)

    assert sorted(message.to for message in mail.outbox) == [["jim@example.org"], ["pcc@example.org"]]
    assert told() == ["jim@example.org", "pcc@example.org"]
    [first] = [message for message in mail.outbox if message.to == ["jim@example.org"]]
    assert first.subject == "HMICFRS asks Borsetshire Police for more information: Safe to share?"
    for words in (
        "Jim Lloyd,\n\nHMICFRS has read what Borsetshire Police answered",
        "Recommendation 1: Title of 1",
        "By 18 June 2099.",
        "Which guidance, and by when?",
        f"http://localhost:8000{response.addressee.get_absolute_url()}",
        "Choose what the super-complaint tracker tells you by e-mail: http://localhost:8000/accounts/e-mails/",
    ):
        assert words in first.body
    assert "An e-mail goes out, for Borsetshire Police, to Jim Lloyd (jim@example.org)" in page.text
    assert "The e-mail is on its way to: Jim Lloyd (jim@example.org)" in page.text
    assert "Told by e-mail: Jim Lloyd" in officer.get(response.addressee.get_absolute_url()).text


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"contacts": [("now@example.org", None), ("later@example.org", datetime.date(2099, 1, 1))]}, ["later", "now"]),
        ({"contacts": [("then@example.org", DUE)], "email": "office@example.org"}, ["office"]),
        ({"contacts": []}, []),
        ({"contacts": [("now@example.org", None)], "email": "office@example.org", "ended_on": DUE}, []),
    ],
)
def test_where_nobody_writes_for_a_body_its_contacts_are_told_or_else_its_own_address(
    officer, response, facts, expected
):
    body = response.addressee.body
    for email, until in facts.pop("contacts"):
        Contact.objects.create(body=body, email=email, until=until)
    type(body).objects.filter(pk=body.pk).update(**facts)

    page = officer.post(review_url(response), QUESTION, follow=True)
    work(timezone.now)

    assert told() == [f"{name}@example.org" for name in expected]
    assert ("Nobody at Borsetshire Police was told" in page.text) == (not expected)
    assert ("Nobody was told." in page.text) == (not expected)


@pytest.mark.parametrize("outcome", ["satisfied", "delivered"])
def test_nobody_is_told_of_what_asks_nothing(officer, response, outcome):
    make_member(response.addressee.body)

    officer.post(review_url(response), {"outcome": outcome, "reasons": "Seen."})

    assert (Review.objects.count(), mail.outbox, told()) == (1, [], [])


def test_a_double_click_tells_each_once(officer, response):
    make_member(response.addressee.body)

    for _ in range(2):
        officer.post(review_url(response), QUESTION)
    work(timezone.now)

    assert (Review.objects.count(), len(mail.outbox), len(told())) == (1, 1, 1)


def test_where_the_mail_server_is_down_the_question_is_kept_nobody_is_told_and_they_can_be_told_again(
    officer, response, settings
):
    make_member(response.addressee.body, name="Jim Lloyd", email="jim@example.org")
    settings.EMAIL_BACKEND = "tests.test_reviews.Down"
    officer.post(review_url(response), QUESTION)
    work(timezone.now)
    page = officer.get(response.addressee.get_absolute_url())
    assert (Review.objects.count(), told()) == (1, [])
    why = "tried in vain so far (The mail server could not be reached: Nobody answers.)"
    assert f"The e-mail is on its way to: Jim Lloyd (jim@example.org), {why}" in page.text

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    again = reverse("tell_again", args=[Review.objects.get().pk])
    for _ in range(2):
        officer.post(again)
        work(timezone.now)

    assert (told(), len(mail.outbox)) == (["jim@example.org"], 1)
    assert "Tell them again" not in officer.get(response.addressee.get_absolute_url()).text


def test_a_question_that_is_not_kept_is_told_to_nobody(officer, response):
    make_member(response.addressee.body)

    officer.post(review_url(response), {**QUESTION, "reasons": ""})

    assert (Review.objects.count(), Message.objects.count()) == (0, 0)


def test_whoever_chose_to_be_sent_no_questions_is_sent_none_and_the_page_says_so(officer, response):
    body = response.addressee.body
    make_member(body, name="Jim Lloyd", email="jim@example.org", told_of_question=False)
    Contact.objects.create(body=body, email="contact@example.org")

    page = officer.post(review_url(response), QUESTION, follow=True)

    assert Message.objects.count() == 0
    assert "No e-mail goes to Jim Lloyd (jim@example.org), who chose so." in page.text
    assert "Told by no e-mail, as they chose, but by their home page: Jim Lloyd (jim@example.org)." in page.text
    assert "Nobody was told" not in page.text


def test_who_writes_for_the_body_since_the_question_is_not_told_yet(officer, response):
    make_member(response.addressee.body, email="jim@example.org")
    officer.post(review_url(response), QUESTION)
    make_member(response.addressee.body, name="Nia New", email="nia@example.org")
    page = officer.get(response.addressee.get_absolute_url())
    assert "Not told yet: Nia New (nia@example.org)." in page.text

    officer.post(reverse("tell_again", args=[Review.objects.get().pk]))
    work(timezone.now)

    assert (told(), len(mail.outbox)) == (["jim@example.org", "nia@example.org"], 2)


def test_nobody_is_told_of_a_question_that_a_later_review_settled(officer, response):
    make_member(response.addressee.body)
    question = make_review(response)
    make_review(response, outcome="satisfied", reviewed_on=timezone.localdate())

    page = officer.post(reverse("tell_again", args=[question.pk]))

    assert (page.status_code, mail.outbox) == (403, [])


def test_the_body_finds_the_question_beside_the_box_it_answers_in_and_on_the_check_page(client, response):
    body = response.addressee.body
    make_review(response, reasons="Which guidance?", due_on=datetime.date(2021, 9, 1))
    draft = make_draft(body)
    make_response(draft, response.addressee)
    client.force_login(make_member(body))

    for page in (
        client.get("/"),
        client.get(reverse("edit_response", args=[draft.pk, "1", body.slug])),
        client.get(reverse("check_update", args=[draft.pk])),
    ):
        assert "Which guidance?" in page.text
        assert "Answer it by 1 September 2021" in page.text


def test_each_answer_of_a_letter_leads_to_its_review(officer, client, response):
    addressees = [response.addressee, make_addressee(make_recommendation(number="9"), response.addressee.body)]
    make_response(response.update, addressees[1])
    page = response.update.get_absolute_url()
    where = [reverse("review_response", args=[each.pk]) for each in response.update.responses.all()]

    offered = [[link for link in links(officer.get(page)) if link.endswith("/review/")]]
    client.force_login(make_member(response.addressee.body))
    offered.append([link for link in links(client.get(page)) if link.endswith("/review/")])
    response.update.withdraw(by=response.update.recorded_by, at=NOON, on=DUE, reason="Wrong.")
    client.force_login(officer.user)
    offered.append([link for link in links(client.get(page)) if link.endswith("/review/")])

    assert offered == [where, [], []]
