"""A page is in Welsh where somebody asked for it and all of it is; English otherwise."""

import ast
import dataclasses
import datetime
import io
import itertools
import re
from pathlib import Path

import lxml.html
import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.shortcuts import render
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from PIL import Image

from accounts.models import Role
from recommendations.dates import MONTHS, DayOrMonth
from recommendations.models import Body, Recommendation, SuperComplaint
from responses.bundles import NO_FILE
from responses.intake.models import AnswerFile
from responses.intake.proposal import Passage as ReadPassage
from responses.intake.proposal import Proposal
from responses.intake.reading.returned import Returned
from responses.intake.reading.text import read_text
from responses.intake.sentences import Sentence
from responses.intake.translated import translated
from responses.jobs.bundles import DELETED, DRAWING_KILLED, NOT_DRAWN, NOT_MERGED, NOT_YOURS
from responses.letter import drawing
from responses.letter.docx import letter_docx
from responses.letter.html import draw_letter, letter_document, letter_html
from responses.letter.sample import sample_html
from responses.mail.telling import tell_of_step
from responses.models import Bundle, Message, Part, Passage, Review, SentLetter, Signature, Update
from responses.models.sign_off import all_said
from responses.passages import PassageKind
from responses.register import State
from responses.voices import Voice
from responses.zips import BOMB, MAX_ENTRIES, TOO_MANY
from tests.enclosed import PLAIN_PDF, enclose
from tests.factories import (
    DUE,
    NOON,
    PASSWORD,
    make_addressee,
    make_commitment,
    make_draft,
    make_force,
    make_liaison,
    make_link,
    make_member,
    make_more_time,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_review,
    make_revision,
    make_super_complaint,
    make_user,
    send_kept,
)
from tests.files import as_docx
from tracker.language import FOR_ANYBODY, WRITING
from tracker.resubmit import server_error
from tracker.templatetags.said import SAID

pytestmark = pytest.mark.django_db
NOTED = re.compile(r"\b(?:gettext_noop|_)\(\s*((?:\"[^\"]*\"\s*)+)\)")
WELSH = {settings.LANGUAGE_COOKIE_NAME: "cy"}


def language_of(response) -> str:
    return lxml.html.fromstring(response.content).get("lang")


def ask_for_welsh(client):
    client.cookies.load(WELSH)


def test_a_page_is_in_english_whatever_a_browser_says_of_itself(client):
    page = client.get(reverse("account_login"), headers={"Accept-Language": "cy"})

    assert (language_of(page), "Mewngofnodi" in page.text) == ("en-GB", False)


def test_somebody_asks_for_welsh_before_signing_in_and_goes_back_again(client):
    sign_in = reverse("account_login")
    there = {"headers": {"Referer": f"http://testserver{sign_in}?next=/letters/"}}

    asked = client.post(reverse("set_language"), {"language": "cy"}, **there)
    in_welsh = client.get(asked.url)
    client.post(reverse("set_language"), {"language": "en-gb"}, **there)

    assert asked.url == f"http://testserver{sign_in}?next=/letters/"
    assert (language_of(in_welsh), '<h1 class="govuk-heading-l">Mewngofnodi</h1>' in in_welsh.text) == ("cy", True)
    assert language_of(client.get(sign_in)) == "en-GB"


def test_the_other_language_is_named_in_itself(client):
    def button(page):
        [found] = lxml.html.fromstring(page.content).xpath("//button[@name='language']")
        return found.text, found.get("lang"), found.get("value")

    in_english = button(client.get(reverse("account_login")))
    ask_for_welsh(client)

    assert in_english == ("Cymraeg", "cy", "cy")
    assert button(client.get(reverse("account_login"))) == ("English", "en-GB", "en-gb")


def test_the_choice_of_a_language_leads_to_no_other_website(client):
    asked = client.post(reverse("set_language"), {"language": "cy", "next": "https://elsewhere.example/"})

    assert asked.url == "/"


def test_a_language_that_there_is_not_changes_nothing(client):
    client.post(reverse("set_language"), {"language": "fr"})
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "fr"})

    assert language_of(client.get(reverse("account_login"))) == "en-GB"


def test_a_page_without_welsh_is_in_english_and_says_so_in_welsh(client):
    client.force_login(make_liaison())
    ask_for_welsh(client)

    page = client.get(reverse("home"))

    [note] = lxml.html.fromstring(page.content).xpath("//p[@lang='cy']")
    assert (language_of(page), note.text) == ("en-GB", "Nid yw’r dudalen hon ar gael yn Gymraeg eto.")
    assert "Neidio" not in page.text


@pytest.mark.parametrize(("path", "lang"), [("/nothing/here/", "cy"), ("/people/", "en-GB"), ("/updates/7/", "cy")])
def test_a_page_that_refuses_is_in_the_language_of_the_page_that_it_stands_for(client, path, lang):
    client.force_login(make_member(make_policing_body()))
    ask_for_welsh(client)

    assert language_of(client.get(path)) == lang


def test_what_refuses_hmicfrs_is_in_english(client):
    client.force_login(make_liaison())
    ask_for_welsh(client)

    assert language_of(client.get("/nothing/here/")) == "en-GB"


def test_a_request_leaves_its_thread_in_english(client):
    ask_for_welsh(client)

    client.get(reverse("account_login"))

    assert get_language() == settings.LANGUAGE_CODE


def test_a_message_is_announced_in_its_own_language(client):
    client.force_login(make_liaison())
    ask_for_welsh(client)
    client.post(reverse("told_by_email"), {"told_of": ["sent"]})

    page = client.get(reverse("home"))

    [message] = lxml.html.fromstring(page.content).find_class("govuk-notification-banner__heading")
    assert (message.get("lang"), message.text) == (
        "cy",
        "Mae’ch dewis wedi’i gadw. Mae’n cyfrif o’r e-bost nesaf ymlaen.",
    )


def test_a_message_in_the_language_of_its_page_says_nothing_of_it(client):
    client.force_login(make_member(make_policing_body()))
    ask_for_welsh(client)

    page = client.post(reverse("told_by_email"), {"told_of": ["sent"]}, follow=True)

    [message] = lxml.html.fromstring(page.content).find_class("govuk-notification-banner__heading")
    assert (language_of(page), message.get("lang")) == ("cy", None)


def test_whoever_asks_in_welsh_for_a_new_password_is_written_to_in_welsh(client):
    make_user(email="mair@example.org")
    ask_for_welsh(client)

    client.post(reverse("account_reset_password"), {"email": "mair@example.org"})

    [message] = mail.outbox
    assert message.subject == "Dewiswch gyfrinair ar gyfer y traciwr uwch-gwynion"
    assert message.body.startswith("Gofynnodd rhywun, chi gobeithio,")


def test_an_administrator_who_reads_welsh_invites_in_english(client):
    body = make_policing_body()
    client.force_login(make_user(is_staff=True))
    ask_for_welsh(client)

    data = {"name": "Mair", "email": "mair@example.org", "body": body.name, "role": Role.EDITOR}
    client.post(reverse("invite"), data)

    assert [message.subject for message in mail.outbox] == ["Your account in the super-complaint tracker"]


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("byr", "Mae’r cyfrinair hwn yn rhy fyr. Rhaid iddo gynnwys o leiaf 12 nod."),
        ("password1234", "Mae’r cyfrinair hwn yn rhy gyffredin."),
        ("mair.evans@example.org", "Mae’r cyfrinair yn rhy debyg i hyn: cyfeiriad e-bost."),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said_in_welsh(client, password, complaint):
    client.force_login(make_user(email="mair.evans@example.org"))
    ask_for_welsh(client)

    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert complaint in page.text


def test_every_page_in_welsh_has_an_address():
    known = {pattern.name for pattern in _patterns(get_resolver())}

    assert (FOR_ANYBODY | WRITING) - known == set()


def _patterns(resolver):
    for each in resolver.url_patterns:
        yield from _patterns(each) if isinstance(each, URLResolver) else [each]


# -- every word of ours on a page in Welsh

NAMES = re.compile(
    r"SC\d+-\d+|HMICFRS|PDF|Person \d+|\(person\d+@example\.org\)|Word|Cymraeg|English|Super-complaint \d+"
)
A_WORD = re.compile(r"[A-Za-z]{3,}")
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)


def texts(page) -> set[str]:
    """What a page says and what a screen reader is told, but for a letter and for what is announced as English."""
    ours = "not(ancestor-or-self::*[not(self::html)][starts-with(@lang, 'en') or @class='letter'])"
    told = " | ".join(f"//*[{ours}]/@{name}" for name in ("aria-label", "alt", "title", "placeholder"))
    found = lxml.html.fromstring(page.content).xpath(f"//text()[{ours}][not(parent::script)] | {told}")
    return {" ".join(text.split()) for text in found}


def undated(texts: set[str]) -> set[str]:
    """The same without months: words around a date that stayed English are found as any others."""
    return {MONTH.sub("", text) for text in texts}


def left_in_english(client, path, said: set[str], data=None, *, status=200) -> set[str]:
    """What is the same in both languages of a page, but for `said`: names, and what people wrote."""
    pages = []
    for language in ("en-gb", "cy"):
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
        typed = data() if callable(data) else data  # a file can be posted once
        pages.append(client.post(path, typed) if typed is not None else client.get(path))
    in_english, in_welsh = pages
    assert (in_english.status_code, language_of(in_english), language_of(in_welsh)) == (status, "en-GB", "cy")
    same = {NAMES.sub("", text) for text in undated(texts(in_english)) & undated(texts(in_welsh))}
    for name in sorted(said, key=len, reverse=True):
        same = {text.replace(name, "") for text in same}
    return {text for text in same if A_WORD.search(text)}


@pytest.fixture
def office(client):
    """A person of an office in Wales, who is signed in, and what is asked of it and of its force."""
    force = make_force("Heddlu")
    office = make_policing_body(force, "Comisiynydd")
    for number in ("1", "2", "3"):
        for body in (force, office):
            make_addressee(make_recommendation_once(number), body)
    editor = make_member(office)
    client.force_login(editor)
    return office


def make_recommendation_once(number):
    return Recommendation.objects.filter(number=number).first() or make_recommendation(number=number)


THEIRS = {"Heddlu", "Comisiynydd", "Safe to share?", "A report", "Title of", "Summary of", "Borset"}


def test_every_word_of_the_pages_to_sign_in_is_welsh(client):
    for name in sorted(FOR_ANYBODY - {"account_reset_password_from_key", "account_change_password", "told_by_email"}):
        page = client.get(reverse(name))
        if page.status_code == 200:
            assert left_in_english(client, reverse(name), set()) == set(), name
    assert left_in_english(client, reverse("account_login"), set(), {"login": "x", "password": ""}) == set()


@pytest.mark.parametrize("contact", ["", "access@example.org"])
def test_every_word_of_the_accessibility_statement_is_welsh(client, settings, contact):
    settings.ACCESSIBILITY_CONTACT = contact
    theirs = {"access@example.org", "https://www.equalityadvisoryservice.com/"}

    assert left_in_english(client, reverse("accessibility_statement"), theirs) == set()


@pytest.mark.parametrize("name", ["account_change_password", "account_logout", "told_by_email"])
def test_every_word_of_the_pages_about_oneself_is_welsh(client, name):
    client.force_login(make_member(make_policing_body(), email="mair@example.org"))

    assert left_in_english(client, reverse(name), {"mair@example.org"}) == set()


def test_every_word_of_the_home_page_is_welsh(client, office):
    force, editor = office.oversees, office.memberships.get().user
    one, two, three = office.addressed.order_by("recommendation__order")
    earlier = make_received(office, received_on=DUE)
    make_review(make_response(earlier, one, progress="awaiting_others", awaiting="Ysgol"), due_on=DUE)
    draft = make_draft(office, by=editor, dated=DUE, dated_precision="day")
    make_response(draft, two)
    make_response(draft, three, finished_at=None)
    draft.ask(by=editor, at=NOON)
    draft.send_back(by=make_member(office, Role.APPROVER), at=NOON, comment="Diolch")
    make_super_complaint(title="Arall", slug="arall")
    theirs = THEIRS | {"Ysgol", "By when?", "Diolch"}

    assert left_in_english(client, reverse("home"), theirs) == set()
    assert force.addressed.count() == 3


def test_a_home_page_with_nothing_to_do_is_welsh(client):
    client.force_login(make_member(make_policing_body()))

    assert left_in_english(client, reverse("home"), THEIRS) == set()


@pytest.mark.parametrize("make", [make_liaison, lambda: make_user(is_staff=True)])
def test_what_hmicfrs_and_administrators_do_is_in_english(client, make):
    client.force_login(make())
    ask_for_welsh(client)

    assert language_of(client.get(reverse("home"))) == "en-GB"


def draft_with_everything(office):
    """A draft in which an answer is finished, one is begun, HMICFRS asks, and an approver sent it back."""
    editor = office.memberships.order_by("pk").first().user
    one, two, _ = office.addressed.order_by("recommendation__order")
    earlier = make_received(office, received_on=DUE)
    asked = make_response(earlier, one, progress="awaiting_others", awaiting="Ysgol")
    make_review(asked, due_on=DUE)
    make_request([two], about="cynnydd", due_on=datetime.date(2022, 1, 1))
    draft = make_draft(office, by=editor, dated=DUE, dated_precision="day", language="beside", agreed_by="Lee")
    make_response(draft, two, text="<p>Geiriau</p>", changed_by=editor, voice="local_policing_body")
    make_response(draft, one, finished_at=None)
    draft.ask(by=editor, at=NOON)
    draft.send_back(by=make_member(office, Role.APPROVER), at=NOON, comment="Diolch")
    return draft


WRITTEN = THEIRS | {
    *("Ysgol", "By when?", "Diolch", "Geiriau", "Mwy", "cynnydd", "Lee", "We have begun.", "I shall write again."),
    *("Yours faithfully", "Dear Sir", "OFFICIAL-SENSITIVE", "OFFICIAL", "Two charities"),
}


def test_every_word_of_the_list_of_a_draft_is_welsh(client, office):
    draft = draft_with_everything(office)

    assert left_in_english(client, draft.get_absolute_url(), WRITTEN) == set()


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_every_word_of_the_page_of_an_answer_is_welsh(client, office, number):
    draft = draft_with_everything(office)
    page = reverse("edit_response", args=[draft.pk, number, office.slug])

    assert left_in_english(client, page, WRITTEN) == set()


def test_what_is_wrong_with_an_answer_is_said_in_welsh(client, office):
    draft = draft_with_everything(office)
    page = reverse("edit_response", args=[draft.pk, "3", office.slug])
    data = {"finish": "1", "version": "7", "text": "x" * 20_001, "awaiting_body": "Surre", "awaiting": "y" * 201}

    assert left_in_english(client, page, WRITTEN | {"x" * 20_001, "y" * 201, "Surre"}, data) == set()


def test_every_word_of_the_covering_letter_is_welsh(client, office):
    draft = draft_with_everything(office)
    page = reverse("covering_letter", args=[draft.pk])

    assert left_in_english(client, page, WRITTEN) == set()


@pytest.mark.parametrize(
    "typed",
    [("31", "2", "2021"), ("", "", "2021"), ("1", "1", "1999"), ("1", "1", "2121"), ("Friday 17 June 2021", "", "")],
)
def test_what_is_wrong_with_a_date_is_said_in_welsh(client, office, typed):
    draft = draft_with_everything(office)
    page = reverse("covering_letter", args=[draft.pk])
    data = dict(zip(("dated_as_day", "dated_as_month", "dated_as_year"), typed, strict=True)) | {"version": "1"}

    assert left_in_english(client, page, WRITTEN | {"Friday 17 June 2021"}, data) == set()


def test_what_scripts_say_is_there_in_welsh_and_nothing_else_is():
    static = Path(settings.BASE_DIR) / "static"
    ours = [path for path in static.rglob("*.js") if not {"vendor", "govuk"} & set(path.parts)]
    scripts = "\n".join(path.read_text() for path in ours)
    called = set(re.findall(r'\bsaid\(\s*"([A-Z{][^"]+)"', scripts))

    assert len(called) > 10
    assert called - set(SAID) == set()
    # The rest are names, labels and counts that are looked up where they are shown.
    words = re.sub(r"[`\"]", "", scripts)
    parts = [word.replace("{count} ", "").removeprefix("You have ") for word in SAID]
    assert [part for part in parts if re.sub(r" (remaining|too many)$", "", part).rstrip("s") not in words] == []


def test_a_page_in_english_holds_no_words_for_scripts(client):
    in_english = client.get(reverse("account_login")).text
    ask_for_welsh(client)

    assert ('id="said"' in in_english, 'id="said"' in client.get(reverse("account_login")).text) == (False, True)


def test_every_word_of_a_page_that_is_not_there_is_welsh(client, office):
    draft = draft_with_everything(office)
    page = reverse("edit_response", args=[draft.pk, "9", office.slug])

    assert left_in_english(client, page, WRITTEN, status=404) == set()


@pytest.mark.parametrize(
    "name",
    [
        *("send_back", "sign_off", "take_back_sign_off", "send_update", "confirm_correction", "stop_asking"),
        *("withdraw_update", "undo_change"),
    ],
)
def test_every_word_that_refuses_a_step_is_welsh(client, office, name):
    page = reverse(name, args=[draft_with_everything(office).pk])

    assert left_in_english(client, page, WRITTEN, status=403) == set()


@pytest.mark.parametrize(
    ("step", "name"),
    [
        *(("ask", name) for name in ("send_back", "sign_off", "confirm_correction", "take_back_sign_off")),
        *(("sign_off", name) for name in ("send_back", "sign_off", "confirm_correction", "stop_asking")),
    ],
)
def test_every_word_that_refuses_an_approver_is_welsh(client, office, name, step):
    draft, approver = a_letter(office), make_member(office, Role.APPROVER)
    getattr(draft, step)(by=approver, at=NOON)
    client.force_login(approver)
    page = reverse(name, args=[draft.pk])

    assert left_in_english(client, page, WRITTEN, status=403) == set()


def test_every_word_that_refuses_what_is_unfinished_is_welsh(client, office):
    draft = draft_with_everything(office)
    page = reverse("ask_for_sign_off", args=[draft.pk])
    for unfinished in (1, 2):
        draft.responses.filter(pk__in=list(draft.responses.values_list("pk", flat=True))[:unfinished]).update(
            finished_at=None, finished_by=None
        )
        assert left_in_english(client, page, WRITTEN, status=403) == set()
    Update.objects.filter(pk=draft.pk).update(dated=None, dated_precision="")
    assert left_in_english(client, page, WRITTEN, status=403) == set()


def test_every_word_that_gives_back_what_was_typed_is_welsh(client, office):
    draft = a_letter(office)
    page = reverse("edit_response", args=[draft.pk, "3", office.slug])
    typed = {"text": "Geiriau a deipiwyd gan rywun nad oes hawl ganddo", "position": "accepted", "version": "0"}
    theirs = WRITTEN | {typed["text"]}
    client.logout()
    assert left_in_english(client, page, theirs, typed, status=403) == set()

    client.force_login(make_member(make_policing_body(name="Arall")))
    assert left_in_english(client, page, theirs | {"Arall"}, typed, status=404) == set()

    editor, sent = office.memberships.order_by("pk").first().user, send_kept(draft)
    client.force_login(editor)
    page = reverse("covering_letter", args=[sent.pk])
    typed = {"closing": "Geiriau a deipiwyd gan rywun nad oes hawl ganddo"}
    assert left_in_english(client, page, theirs, typed, status=403) == set()


def test_what_was_chosen_is_read_aloud_in_the_language_of_the_page_and_what_was_typed_in_its_own(client, office):
    page = reverse("edit_response", args=[a_letter(office).pk, "3", office.slug])
    client.logout()
    ask_for_welsh(client)

    refused = client.post(page, {"text": "We have begun the work.", "position": "accepted"})

    given_back = lxml.html.fromstring(refused.content).xpath("//dl/div/dd")
    assert {it.text: it.get("lang") for it in given_back} == {"We have begun the work.": "en-GB", "Derbyniwyd": None}


def test_a_form_that_is_too_old_is_given_back_in_welsh(client, office):
    draft = a_letter(office)
    page = reverse("edit_response", args=[draft.pk, "3", office.slug])
    client.handler.enforce_csrf_checks = True
    typed = {"text": "Geiriau a deipiwyd gan rywun sydd wedi mewngofnodi eto"}

    assert left_in_english(client, page, WRITTEN | {typed["text"]}, typed, status=403) == set()
    ask_for_welsh(client)
    saved = client.post(page, typed, headers={"X-Autosave": "1"})
    assert saved.json()["message"] == (
        "Heb ei gadw. Rydych wedi mewngofnodi eto, neu mae cwcis wedi’u diffodd, ers agor y dudalen hon."
    )


def test_a_mistake_of_ours_is_told_in_the_language_of_the_page(rf, office):
    with override("cy"):
        page = server_error(rf.get(reverse("home")))

    assert (page.status_code, language_of(page)) == (500, "cy")
    assert "Aeth rhywbeth o’i le yn y traciwr, ac efallai na chadwyd yr hyn a anfonwyd gennych." in page.text


# -- what is kept, printed and e-mailed, whoever has it done


def a_letter(office, language="beside"):
    one, two, three = office.addressed.order_by("recommendation__order")
    draft = make_draft(office, dated=DUE, dated_precision="day", language=language, with_summary=True, with_gaps=True)
    draft.speaks_for.set([office, office.oversees])
    make_response(draft, one, progress="awaiting_others", awaiting_recommendation=three.recommendation, voice="joint")
    make_response(draft, two, voice="local_policing_body", text="<p>Geiriau</p>", welsh_text="<p>Mwy</p>")
    return draft


def in_both(make):
    """What is made while pages are in English, and while they are in Welsh."""
    made = []
    for language in ("en-gb", "cy"):
        with override(language):
            made.append(make())
    return made


@pytest.mark.parametrize("language", ["en", "cy", "beside", "after"])
def test_a_letter_does_not_depend_on_the_language_of_whoever_has_it_made(office, language):
    draft = a_letter(office, language)
    [page, page_in_welsh] = in_both(lambda: letter_html(draft))
    [document, document_in_welsh] = in_both(lambda: letter_document(draft))
    [word, word_in_welsh] = in_both(lambda: letter_docx(draft))

    assert page_in_welsh == page
    assert document_in_welsh == document
    assert word_in_welsh == word
    assert "Draft: this letter has not been sent." in page


@pytest.mark.parametrize("letterhead", ["beside", "centred", "right"])
def test_a_sample_of_a_letter_does_not_depend_on_it(office, letterhead):
    [sample, in_welsh] = in_both(lambda: sample_html(office, letterhead, on=DUE))

    assert in_welsh == sample


@pytest.mark.pdf
def test_a_letter_that_is_drawn_in_welsh_surroundings_is_the_same_to_the_byte(office):
    draft = a_letter(office)
    [drawn, in_welsh] = in_both(lambda: draw_letter(draft, at=NOON, on=DUE))

    assert in_welsh == drawn
    with override("cy"):
        assert drawn.is_of(draft)
    with override("en-gb"):
        assert in_welsh.is_of(draft)


@pytest.mark.pdf
def test_what_somebody_sends_and_others_are_told_is_the_same_in_both_languages(client, office):
    approver, sent = make_member(office, Role.APPROVER), []
    client.force_login(approver)
    draft = a_letter(office)
    draft.sign_off(by=approver, at=NOON)
    for language in ("en-gb", "cy"):
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
        with transaction.atomic():
            client.post(reverse("send_update", args=[draft.pk]), {"seen": draft.edited_at.isoformat()})
            told = list(Message.objects.order_by("email").values_list("email", "subject", "words"))
            sent.append((SentLetter.objects.get(update=draft).html, told))
            transaction.set_rollback(True)

    assert sent[0] == sent[1]
    assert len(sent[0][1]) == 2


def test_what_is_kept_of_a_step_is_in_english(client, office):
    draft = a_letter(office)
    [said, in_welsh] = in_both(lambda: all_said(draft))

    assert in_welsh == said
    assert (said["letter"]["date"], {it["awaits"] for it in said["answers"].values()}) == (
        "17 June 2021",
        {"recommendation 3", ""},
    )


def test_an_e_mail_to_a_colleague_is_in_english(client, office):
    draft = draft_with_everything(office)
    editor = office.memberships.order_by("pk").first().user
    draft.ask(by=editor, at=NOON)
    with override("cy"):
        tell_of_step(draft.last_step())

    [message] = Message.objects.all()
    assert "signed off" in message.subject or "sign off" in message.subject
    assert not re.search(r"Mehefin|diweddariad|llythyr", message.subject + message.words)


def test_an_answer_that_somebody_writes_in_welsh_surroundings_is_stored_as_any_other(client, office):
    draft = a_letter(office)
    page = reverse("edit_response", args=[draft.pk, "3", office.slug])
    data = {
        "version": "0",
        "text": "Geiriau",
        "position": "accepted",
        "progress": "awaiting_others",
        "awaiting_recommendation": "1",
        "voice": "local_policing_body",
        "finish": "1",
    }
    ask_for_welsh(client)

    client.post(page, data)

    answer = draft.responses.get(addressee__recommendation__number="3")
    assert (answer.position, answer.progress, answer.voice) == ("accepted", "awaiting_others", "local_policing_body")
    assert (answer.is_finished, answer.snapshot["awaits"]) == (True, "recommendation 1")


def test_what_a_page_that_saves_by_itself_is_told_is_in_its_language(client, office):
    draft = a_letter(office)
    page = reverse("edit_response", args=[draft.pk, "3", office.slug])
    ask_for_welsh(client)

    too_long = client.post(page, {"version": "0", "text": "x" * 20_001}, headers={"X-Autosave": "1"})

    assert too_long.json()["left_out"] == (
        "“Beth ydych chi am ei ddweud?”. Byrhewch y testun i 20,000 nod: mae ganddo 20,001."
    )


# -- the way to a sign-off, and to HMICFRS

BY_STEP = {
    "check_update": lambda draft, editor, approver: None,
    "ask_for_sign_off": lambda draft, editor, approver: None,
    "discard_update": lambda draft, editor, approver: None,
    "stop_asking": lambda draft, editor, approver: draft.ask(by=editor, at=NOON),
    "confirm_correction": lambda draft, editor, approver: corrected(draft, editor, approver),
    "send_back": lambda draft, editor, approver: draft.ask(by=approver, at=NOON),
    "sign_off": lambda draft, editor, approver: draft.ask(by=approver, at=NOON),
    "take_back_sign_off": lambda draft, editor, approver: draft.sign_off(by=approver, at=NOON),
    "send_update": lambda draft, editor, approver: draft.sign_off(by=approver, at=NOON),
}
BY_AN_APPROVER = {"send_back", "sign_off", "take_back_sign_off"}


def corrected(draft, editor, approver):
    draft.ask(by=editor, at=NOON)
    answer = draft.responses.first()
    answer.say(text="<p>Geiriau eraill</p>", progress="complete", awaiting_recommendation=None)
    answer.save()
    draft.with_gaps = not draft.with_gaps
    draft.save()
    draft.edited(by=approver, at=NOON + datetime.timedelta(hours=1))


@pytest.mark.parametrize("name", BY_STEP)
def test_every_word_on_the_way_to_a_sign_off_is_welsh(client, office, name):
    editor, approver = office.memberships.get().user, make_member(office, Role.APPROVER)
    draft = a_letter(office)
    draft.salutation, draft.welsh_closing, draft.complimentary_close = "Dear Sir", "<p>Diolch</p>", "Yours sincerely"
    draft.save()
    other = make_member(office, Role.APPROVER)
    BY_STEP[name](draft, editor, other if name in BY_AN_APPROVER - {"take_back_sign_off"} else approver)
    if name in BY_AN_APPROVER:
        client.force_login(approver)
    theirs = WRITTEN | {"Geiriau eraill", "eraill", "Mwy", "Yours sincerely"}

    assert left_in_english(client, reverse(name, args=[draft.pk]), theirs) == set()


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_what_a_covering_letter_says_is_read_aloud_in_the_language_that_it_is_written_in(client, office, language):
    words = {"subject": "Figures", "welsh_subject": "Ffigurau", "opening": "<p>Thanks.</p>"}
    draft = make_draft(office, language="beside", welsh_opening="<p>Diolch.</p>", closing="", **words)
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})

    page = lxml.html.fromstring(client.get(reverse("check_update", args=[draft.pk])).content)

    read = {row.text_content().strip(): row.get("lang") for row in page.xpath("//dl//dd[1]")}
    expected = {"Figures": "en-GB", "Thanks.": "en-GB", "Ffigurau": "cy", "Diolch.": "cy"}
    assert {said: read[said] for said in expected} == expected
    assert read["Not entered yet" if language == "en-gb" else "Heb ei roi eto"] is None


@pytest.mark.parametrize("finished_at", [None, NOON])
def test_every_word_of_the_page_that_checks_a_draft_is_welsh(client, office, finished_at):
    draft = draft_with_everything(office)
    draft.responses.update(finished_at=finished_at, finished_by=finished_at and draft.edited_by)

    assert left_in_english(client, reverse("check_update", args=[draft.pk]), WRITTEN) == set()


def test_every_word_of_a_draft_with_nothing_in_it_is_welsh(client, office):
    draft = make_draft(office, opening="", closing="", complimentary_close="", salutation="", by=None)

    assert left_in_english(client, reverse("check_update", args=[draft.pk]), WRITTEN) == set()


def test_every_word_of_taking_an_answer_out_is_welsh(client, office):
    draft = a_letter(office)
    page = reverse("remove_response", args=[draft.pk, "2", office.slug])

    assert left_in_english(client, page, WRITTEN) == set()


@pytest.mark.parametrize("name", ["send_back", "sign_off"])
def test_what_is_wrong_on_the_way_to_a_sign_off_is_said_in_welsh(client, office, name):
    draft = a_letter(office)
    draft.signatory_name = draft.complimentary_close = ""
    draft.save()
    draft.ask(by=make_member(office), at=NOON)
    client.force_login(make_member(office, Role.APPROVER))
    data = {"seen": "another", "comment": ""}

    assert left_in_english(client, reverse(name, args=[draft.pk]), WRITTEN, data) == set()


def test_every_word_of_the_page_of_what_was_sent_is_welsh(client, office):
    sent = send_kept(a_letter(office))

    assert left_in_english(client, reverse("update_sent", args=[sent.pk]), WRITTEN) == set()


def test_a_step_that_somebody_takes_in_welsh_is_kept_and_told_in_english(client, office):
    draft = a_letter(office)
    make_member(office, Role.APPROVER)
    page = reverse("ask_for_sign_off", args=[draft.pk])
    ask_for_welsh(client)

    done = client.post(page, {"seen": draft.edited_at.isoformat()}, follow=True)

    step = draft.sign_off_steps.get()
    assert (step.what, step.said) == ("asked", all_said(draft))
    assert step.said["letter"]["date"] == "17 June 2021"
    [message] = Message.objects.all()
    assert not re.search(r"gymeradwy|llythyr|Mehefin", message.subject + message.words)
    assert "Gofynnwyd am gymeradwyaeth." in done.text


def test_why_a_letter_cannot_be_drawn_is_in_the_catalogue():
    why = [drawing._TOO_LONG.format(drawing.SECONDS), drawing._TOO_MUCH, drawing._STOPPED, drawing._OUR_MISTAKE]

    with override("cy"):
        assert [sentence for sentence in why if gettext(sentence) == sentence] == []


# -- the letter as a page, withdrawing it, and checking one

SENT = WRITTEN | {"As it was sent.", "Wrong date", "Arall"}


@pytest.fixture
def sent(office):
    return send_kept(a_letter(office))


def sent_again(old):
    """A letter that takes the place of another, on another report."""
    elsewhere = make_super_complaint(title="Arall", slug="arall")
    draft = make_draft(old.body, elsewhere, dated=DUE, dated_precision="day", speaks_for=[old.body])
    draft.takes_place_of, draft.takes_place_as = old, "sent_again"
    draft.save()
    return send_kept(draft, pdf=b"%PDF-1.7\nAnother.\n%%EOF\n")


def test_every_word_around_a_letter_is_welsh(client, office, sent):
    draft, withdrawn = a_letter(office), sent
    withdrawn.withdraw(by=make_member(office, Role.APPROVER), at=NOON, on=DUE, reason="Wrong date")
    later = sent_again(withdrawn)

    for letter in (draft, withdrawn, later):
        assert left_in_english(client, reverse("letter", args=[letter.pk]), SENT) == set()


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("correction", "Mae’n cywiro’r llythyr dyddiedig 17 Mehefin 2021", "Y llythyr wedi’i gywiro"),
        ("sent_again", "Mae’n cymryd lle’r llythyr dyddiedig 17 Mehefin 2021", "Llythyr diweddarach"),
    ],
)
def test_which_letter_takes_the_place_of_which_is_said_in_welsh(client, office, sent, kind, first, last):
    new = sent_again(sent)
    Update.objects.filter(pk=new.pk).update(takes_place_as=kind)
    ask_for_welsh(client)

    says = " ".join(texts(client.get(reverse("letter", args=[new.pk]))))
    said_of_old = " ".join(texts(client.get(reverse("letter", args=[sent.pk]))))

    assert first in says
    assert last in said_of_old


def test_a_letter_on_a_page_in_welsh_is_what_was_sent(client, office, sent):
    draft = a_letter(office)
    pages = [reverse("letter", args=[it.pk]) for it in (draft, sent)]
    in_english = [client.get(page) for page in pages]
    ask_for_welsh(client)
    in_welsh = [client.get(page) for page in pages]

    def letter(page):
        return page.context["letter"]

    assert [letter(page) for page in in_welsh] == [letter(page) for page in in_english]
    assert all(str(letter(page)) in page.text for page in in_welsh)


@pytest.mark.parametrize("data", [None, {"reason": ""}, {"reason": "x" * 2001}])
def test_every_word_of_withdrawing_is_welsh(client, office, sent, data):
    client.force_login(make_member(office, Role.APPROVER))

    page = reverse("withdraw_update", args=[sent.pk])

    assert left_in_english(client, page, SENT | {"x" * 2001}, data) == set()


def letter_of(content):
    return lambda: {"letter": SimpleUploadedFile("letter.pdf", content)}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"reference": "17"},
        {"reference": "SC1-99999"},
        letter_of(b"%PDF-1.7\nA letter.\n%%EOF\n"),
        letter_of(b"%PDF-1.7\nNo letter.\n%%EOF\n"),
        letter_of(b"Words"),
        letter_of(b""),
    ],
)
def test_every_word_that_checks_a_letter_is_welsh(client, sent, data):
    assert left_in_english(client, reverse("check_letter"), SENT, data) == set()


def test_what_became_of_a_letter_is_said_in_welsh(client, office, sent):
    page, data = reverse("check_letter"), {"reference": sent.reference}
    assert left_in_english(client, page, SENT, data) == set()

    sent.withdraw(by=make_member(office, Role.APPROVER), at=NOON, on=DUE, reason="Wrong date")
    assert left_in_english(client, page, SENT, data) == set()

    sent_again(sent)
    assert left_in_english(client, page, SENT, data) == set()


def test_anybody_checks_a_letter_in_welsh(client):
    ask_for_welsh(client)
    signed_out = client.get(reverse("check_letter"))
    client.force_login(make_liaison())

    assert (language_of(signed_out), language_of(client.get(reverse("check_letter")))) == ("cy", "cy")


@pytest.mark.parametrize(
    ("name", "welsh", "english"),
    [("429.html", "Arhoswch ychydig funudau", "Wait|attempts"), ("400.html", "Ni chadwyd dim", "request|saved|home")],
)
def test_a_page_that_refuses_is_welsh_as_the_page_it_stands_for(rf, name, welsh, english):
    with override("cy"):
        page = render(rf.get("/"), name)

    assert language_of(page) == "cy"
    assert welsh in page.text
    [main] = lxml.html.fromstring(page.content).xpath("//main")
    assert not re.search(english, main.text_content())


# -- what is on the record

RECORD = SENT | {"It will be in place by June.", "autumn", "Autumn", "It is late.", "Delayed.", "letter.pdf", "My note"}


def promises(response):
    """What an answer promises: met, late, open, with and without a day, and moved both ways."""
    liaison, later = make_liaison(), datetime.date(2021, 6, 20)
    make_commitment(response, done_on=DUE, done_noted_by=liaison)
    make_commitment(response, noted_by=liaison, noted_on=DUE)
    make_commitment(response, target_date=DayOrMonth(datetime.date(2121, 5, 1), "month"))
    make_commitment(response, target_words="autumn")
    for days in (-40, -2, -1, 1, 2, 70, 800):
        moved = DayOrMonth(DUE + datetime.timedelta(days=days))
        make_revision(make_commitment(response), target_date=moved, reason="Delayed.", revised_on=later)
    make_revision(make_commitment(response), target_words="autumn", revised_on=later)


def test_every_word_of_an_update_on_the_record_is_welsh(client, office, sent):
    answer, other = sent.responses.all()
    promises(answer)
    for outcome in Review.Outcome:
        make_review(answer, outcome=outcome, evidence_link="https://e.example/" if outcome == "delivered" else "")
    assert left_in_english(client, sent.get_absolute_url(), RECORD) == set()

    make_review(other, outcome="satisfied", reasons="")
    client.force_login(make_member(office, Role.APPROVER))
    assert left_in_english(client, sent.get_absolute_url(), RECORD) == set()

    sent.changed("placed", by=sent.created_by, at=NOON, reason="letter.pdf")
    sent.withdraw(by=make_member(office, Role.APPROVER), at=NOON, on=DUE, reason="Wrong date")
    assert left_in_english(client, sent.get_absolute_url(), RECORD) == set()

    sent.undo(by=sent.created_by, at=NOON)
    later = sent_again(sent)
    for update in (sent, later):
        assert left_in_english(client, update.get_absolute_url(), RECORD) == set()


def test_every_word_of_a_letter_that_was_received_is_welsh(client, office):
    one, two, _ = office.addressed.order_by("recommendation__order")
    words = {"opening": "<p>Words.</p>", "closing": "<p>Words.</p>", "chief_officer_comments": "<p>Words.</p>"}
    letter = make_received(office, note="My note", agreed_by="Lee", addressed_to="HMICFRS", **words)
    for voice, addressee in zip(("apcc", "national_body"), (one, two), strict=True):
        make_response(letter, addressee, voice=voice, progress="awaiting_others", awaiting="Ysgol")
    undated = make_received(office, dated=None, dated_precision="")
    for update in (letter, undated):
        assert left_in_english(client, update.get_absolute_url(), RECORD | {"Words"}) == set()


def asked_again(one):
    """Requests after the report's own: answered late and in time, overdue, and without a day; and more time for one."""
    early, late, ever = DUE - datetime.timedelta(days=60), datetime.date(2021, 5, 1), datetime.date(2121, 1, 1)
    for kind, asked_on, due_on in (
        *(("report", early, None), ("chaser", early, late), ("chaser", early, DUE), ("report", DUE, DUE)),
        *(("chaser", datetime.date(2022, 1, 1), None), ("report", datetime.date(2022, 2, 1), ever)),
    ):
        asking = make_request([one], kind=kind, asked_on=asked_on, due_on=due_on, about="cynnydd")
    told = {"reason": "Delayed.", "request": asking}
    make_more_time(one.body, **told)
    for month, decision in ((2, "refused"), (3, "granted"), (4, "granted"), (5, "granted")):
        new_day = datetime.date(2122, month, 1) if decision == "granted" else None
        on = {"asked_on": datetime.date(2022, 2, 2), "decided_on": datetime.date(2022, month, 3)}
        make_more_time(one.body, decision=decision, decided_by="HMICFRS", new_day=new_day, **told, **on)


CELL = RECORD | {"cynnydd", "Safe to share?"}


@pytest.mark.parametrize("as_at", ["", "?as_at=2021-06-18", "?as_at=2020-01-01", "?as_at=2121-01-01", "?as_at=Friday"])
def test_every_word_of_what_was_answered_to_a_recommendation_is_welsh(client, office, sent, as_at):
    one, two, three = office.addressed.order_by("recommendation__order")
    asked_again(one)
    for outcome in Review.Outcome:
        due_on = DUE if outcome == "more_information" else None
        evidence = "https://e.example/" if outcome == "delivered" else ""
        make_review(sent.responses.first(), outcome=outcome, due_on=due_on, evidence_link=evidence)
    make_response(make_received(office), one, progress="not_stated", position="not_stated")
    withdrawn = make_received(office)
    make_response(withdrawn, one)
    withdrawn.withdraw(by=make_liaison(), at=NOON, on=DUE, reason="Wrong date")
    sent_again(sent)
    for addressee in (one, two, three):
        left = left_in_english(client, addressee.get_absolute_url() + as_at, CELL | {"Friday", "e.example", "https://"})
        assert left == set()


def test_every_word_of_silence_is_welsh(client, office):
    one, two, _ = office.addressed.order_by("recommendation__order")
    Recommendation.objects.filter(pk=two.recommendation_id).update(met_by_update=True)
    office.addressed.filter(pk=one.pk).update(since=datetime.date(2022, 1, 1))
    asked = [f"{one.get_absolute_url()}?as_at=2021-06-18", one.get_absolute_url(), two.get_absolute_url()]
    for page in asked:
        assert left_in_english(client, page, CELL) == set()

    make_received(office)
    for page in asked:
        assert left_in_english(client, page, CELL) == set()


def test_every_word_of_a_letter_for_all_is_welsh(client, office):
    one = office.addressed.order_by("recommendation__order").first()
    national = make_national_body("APCC", represents="local_policing_body")
    for day in (16, 17):
        letter = make_received(national, received_on=datetime.date(2021, 6, day), speaks_for=[national, office])
        make_response(letter, one)
    assert left_in_english(client, one.get_absolute_url(), CELL | {"APCC"}) == set()

    make_response(make_received(office), one)
    assert left_in_english(client, one.get_absolute_url(), CELL | {"APCC"}) == set()


def test_every_word_of_a_letter_as_it_was_received_is_welsh(client, office):
    one = office.addressed.order_by("recommendation__order").first()
    letter, undated = make_received(office), make_received(office, dated=None, dated_precision="")
    make_response(letter, one, progress="awaiting_others", awaiting="Ysgol")
    for update in (letter, undated):
        for order, (kind, voice) in enumerate(itertools.zip_longest(PassageKind, Voice, fillvalue="response")):
            passage = Passage(update=update, order=order, kind=kind, voice=voice, page=order + 1, text="We shall.")
            passage.save()
            passage.addressees.add(one)
        page = reverse("as_received", args=[update.pk])
        assert left_in_english(client, page, CELL) == set()
        assert left_in_english(client, f"{page}?recommendation=1&body={office.slug}", CELL) == set()
    assert left_in_english(client, one.get_absolute_url(), CELL) == set()


def test_every_word_of_undoing_is_welsh(client, office, sent):
    client.force_login(make_member(office, Role.APPROVER))
    sent.withdraw(by=make_member(office, Role.APPROVER), at=NOON, on=DUE, reason="Wrong date")
    page = reverse("undo_change", args=[sent.pk])
    assert left_in_english(client, page, RECORD) == set()

    letter = make_received(office, takes_place_of=sent, takes_place_as="sent_again")
    assert left_in_english(client, page, RECORD) == set()

    done = client.post(page, {"step": f"sent_again-{sent.pk}-{letter.pk}"}, follow=True)
    assert f"Mae wedi’i ddadwneud. Mae {sent.reference} yn sefyll fel yr oedd o’r blaen." in done.text
    assert sent.changes.last().get_what_display() == "“Sent again by the body” undone"
    assert sent.changes.last().reason == f"{sent.reference} counts again, {letter.reference} does not."


def test_that_a_draft_is_there_already_is_said_in_welsh(client, office, sent):
    make_draft(office)
    ask_for_welsh(client)

    page = client.post(reverse("send_again", args=[sent.pk]), follow=True)

    assert "Mae drafft ar waith yn barod ar gyfer Comisiynydd, ac ysgrifennir un ar y tro: dyma ef." in page.text


def test_what_hmicfrs_reads_on_the_record_is_in_english(client, office, sent):
    client.force_login(make_liaison())
    ask_for_welsh(client)

    for page in (sent.get_absolute_url(), office.addressed.first().get_absolute_url()):
        assert language_of(client.get(page)) == "en-GB"


# -- files that go with a letter

FILES = WRITTEN | {"A note", "A map", "note.txt", "policy.pdf"}


def test_every_word_of_the_page_of_enclosures_is_welsh(client, office):
    draft, page = a_letter(office), "enclosures"
    assert left_in_english(client, reverse(page, args=[draft.pk]), FILES) == set()

    enclose(draft)
    enclose(draft, PLAIN_PDF, title="A map", how="appended")
    draft.sign_off(by=make_member(office, Role.APPROVER), at=NOON)
    assert left_in_english(client, reverse(page, args=[draft.pk]), FILES) == set()


def a_file(name, content, how="attached", title="A map"):
    return lambda: {"title": title, "how": how, "file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize(
    "data",
    [
        {"title": ""},
        a_file("note.txt", b"Words.", title=""),
        a_file("note.txt", b"Words.", how="appended"),
        a_file("note.txt", b""),
        a_file("policy.pdf", b"Words."),
        a_file("policy.pdf", b"\0\1\2"),
        a_file("policy.exe", b"MZ"),
        a_file("policy.docm", b"Words."),
        a_file("policy.xlsm", b"Words."),
        a_file("policy.pdf", b"%PDF-1.7"),
        a_file("policy.pdf", PLAIN_PDF),  # is there already
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_welsh(client, office, data):
    draft = a_letter(office)
    enclose(draft, PLAIN_PDF, title="A note")
    page = reverse("enclosures", args=[draft.pk])
    theirs = FILES | {"policy.exe", "policy.docm", "policy.xlsm"}

    assert left_in_english(client, page, theirs, data) == set()
    assert draft.enclosed.count() == 1


def test_every_sentence_that_refuses_a_file_is_in_the_catalogue():
    root = Path(settings.BASE_DIR) / "responses"
    marked = [root / "documents.py", root / "enclosures.py", root / "letter/enclosing.py", root / "letter/foreign.py"]
    found = [ast.literal_eval(f"({each})") for path in marked for each in NOTED.findall(path.read_text())]
    zips = [BOMB, TOO_MANY]

    assert len(found) > 30
    with override("cy"):
        assert [each for each in found if gettext(each) == each] == []
        assert [each for each in zips if gettext(each.removesuffix(".")) == each.removesuffix(".")] == []
    assert f" {MAX_ENTRIES:,} files" in TOO_MANY


def test_a_file_that_goes_with_a_letter_is_kept_in_welsh_as_in_english(client, office):
    kept, told = [], []
    draft = a_letter(office)
    page = reverse("enclosures", args=[draft.pk])
    for language in ("en-gb", "cy"):
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
        with transaction.atomic():
            done = client.post(page, a_file("note.txt", b"Words.")(), follow=True)
            facts = ("title", "how", "name", "content_type", "size", "sha256", "place", "pages", "is_tagged")
            kept.append(draft.enclosed.values(*facts).get())
            told.append("Mae hyn yn mynd gyda’r llythyr: “A map”." in done.text)
            transaction.set_rollback(True)

    assert kept[0] == kept[1]
    assert told == [False, True]


def test_what_became_of_an_enclosure_is_said_in_welsh(client, office):
    draft = a_letter(office)
    enclose(draft)
    second = enclose(draft, PLAIN_PDF, title="A map")
    draft.sign_off(by=make_member(office, Role.APPROVER, name="Ann"), at=NOON)
    ask_for_welsh(client)

    moved = client.post(reverse("move_enclosure_up", args=[draft.pk, second.pk]), {"place": "2"}, follow=True)
    url = reverse("retitle_enclosure", args=[draft.pk, second.pk])
    other, meanwhile = (client.post(url, {"title": title, "was": "A map"}, follow=True) for title in ("Map", "Plan"))
    removed = client.post(reverse("remove_enclosure", args=[draft.pk, second.pk]), follow=True)

    assert "Ei deitl nawr yw “Map”." in other.text
    assert "Newidiodd rhywun y teitl hwn i hyn ar ôl i chi agor y dudalen: “Map”." in meanwhile.text
    assert "Mae hyn wedi’i symud i fyny: “A map”. Roedd y diweddariad hwn wedi’i gymeradwyo gan Ann:" in moved.text
    assert "Mae hyn wedi’i dynnu o’r llythyr: “Map” (policy.pdf)." in removed.text
    assert [each.title for each in draft.enclosed.all()] == ["A note"]


# -- letterhead and signature

HEAD = WRITTEN | {"office@example.org", "www.example.org", "Ann", "Heading"}


def a_picture(colour=(0, 0, 0), size=(40, 20), kind="PNG", mode="RGB"):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    return file.getvalue()


@pytest.fixture
def approver(client, office):
    approver = make_member(office, Role.APPROVER, name="Ann")
    client.force_login(approver)
    return approver


def test_every_word_of_the_letterhead_of_a_body_is_welsh(client, office, approver):
    page = reverse("letterhead", args=[office.slug])
    assert left_in_english(client, page, HEAD) == set()

    client.cookies.clear()
    client.force_login(approver)
    Body.objects.filter(pk=office.pk).update(welsh_name="Heading")
    picture = {"logo": SimpleUploadedFile("logo.png", a_picture()), "letterhead": "beside", "version": office.version}
    assert client.post(page, picture).status_code == 302
    client.post(reverse("signature", args=[office.slug]), {"alternative": "Ann", "image": io.BytesIO(a_picture())})

    assert left_in_english(client, page, HEAD) == set()
    assert left_in_english(client, reverse("signature", args=[office.slug]), HEAD) == set()
    client.force_login(office.memberships.order_by("pk").first().user)
    assert left_in_english(client, page, HEAD) == set()


@pytest.mark.parametrize(
    "data",
    [
        {"version": "0", "email": "x", "website": "x y", "address": "1\n2\n3\n4\n5\n6\n7\n8\n9", "letterhead": ""},
        {"version": "7", "letterhead": "centred", "telephone": "1", "signatory_name": "y" * 201},
    ],
)
def test_what_is_wrong_with_a_letterhead_is_said_in_welsh(client, office, approver, data):
    Body.objects.filter(pk=office.pk).update(telephone="2", version=1)
    page = reverse("letterhead", args=[office.slug])
    by = {"by": approver, "at": NOON}
    office.letterhead_changes.create(before={}, after={}, **by)

    assert left_in_english(client, page, HEAD | {"y" * 201}, data) == set()


PICTURES = {
    "none": b"",
    "words": b"Words",
    "drawing": b"<svg></svg>",
    "broken": a_picture()[:40],
    "white": a_picture((255, 255, 255)),
    "large": a_picture(size=(5000, 4000)),
    "press": a_picture((0, 0, 0, 0), kind="JPEG", mode="CMYK"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_wrong_with_a_picture_is_said_in_welsh(client, office, approver, name):
    def of_logo():
        return {"version": "0", "letterhead": "beside", "logo": SimpleUploadedFile("x.png", PICTURES[name])}

    def of_signature():
        return {"alternative": "", "image": SimpleUploadedFile("x.png", PICTURES[name])}

    assert left_in_english(client, reverse("letterhead", args=[office.slug]), HEAD, of_logo) == set()
    assert left_in_english(client, reverse("signature", args=[office.slug]), HEAD, of_signature) == set()


def test_every_sentence_that_refuses_a_picture_is_in_the_catalogue():
    path = Path(settings.BASE_DIR) / "recommendations/pictures.py"
    found = [ast.literal_eval(f"({each})") for each in NOTED.findall(path.read_text())]

    assert len(found) > 9
    with override("cy"):
        assert [each for each in found if gettext(each) == each] == ["logo"]


def test_a_letterhead_and_a_signature_are_kept_in_welsh_as_in_english(client, office, approver):
    page, kept = reverse("signature", args=[office.slug]), []
    for language in ("en-gb", "cy"):
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
        begins = client.get(page).context["form"]["alternative"].value()
        with transaction.atomic():
            client.post(reverse("letterhead", args=[office.slug]), {"version": office.version, "letterhead": "right"})
            client.post(page, {"alternative": begins, "image": SimpleUploadedFile("x.png", a_picture())})
            change = office.letterhead_changes.get()
            kept.append((change.before, change.after, Signature.objects.of(approver, office).alternative))
            transaction.set_rollback(True)

    assert kept[0] == kept[1]
    assert kept[1][2] == "Signature of Ann"


# -- a force's part


@pytest.fixture
def force_editor(office):
    return make_member(office.oversees, name="Ann")


def part_of(office, *, finished=1):
    """The force's part of a letter, which its people have, with an answer or more that are finished."""
    draft, force = a_letter(office), office.oversees
    for addressee in force.addressed.order_by("recommendation__order")[:finished]:
        make_response(draft, addressee, voice="chief_constable")
    part = Part(update=draft, body=force, wanted_on=DUE)
    part.start(by=office.memberships.order_by("pk").first().user, at=NOON, comment="Diolch")
    return part


@pytest.mark.parametrize("people", [0, 1, 2])
def test_every_word_that_asks_a_force_for_its_part_is_welsh(client, office, people):
    draft, theirs = a_letter(office), WRITTEN | {"hmicfrs@example.org"}
    for _ in range(people):
        make_member(office.oversees)
    page = reverse("start_part", args=[draft.pk, office.oversees.slug])
    assert left_in_english(client, page, theirs) == set()

    SuperComplaint.objects.update(reply_to="hmicfrs@example.org")
    assert left_in_english(client, page, theirs) == set()
    if people:
        in_the_past = {"wanted_on_day": "1", "wanted_on_month": "1", "wanted_on_year": "2020"}
        assert left_in_english(client, page, theirs, in_the_past) == set()


@pytest.mark.parametrize("finished", [1, 2, 3])
def test_every_word_of_a_part_is_welsh_for_the_force(client, office, force_editor, finished):
    part = part_of(office, finished=finished)
    client.force_login(force_editor)
    address = [part.update_id, part.body.slug]
    for name in ("part", "hand_in_part", "agree_answers"):
        assert left_in_english(client, reverse(name, args=address), WRITTEN | {"Ann"}) == set(), name
    wrong = {"officer_name": ""}
    assert left_in_english(client, reverse("agree_answers", args=address), WRITTEN | {"Ann"}, wrong) == set()

    part.hand_in(by=force_editor, at=NOON, comment="Diolch")
    for name in ("part", "take_up_part"):
        assert left_in_english(client, reverse(name, args=address), WRITTEN | {"Ann"}) == set(), name


def test_every_word_that_sends_or_takes_a_part_back_is_welsh(client, office, force_editor):
    part = part_of(office)
    address = [part.update_id, part.body.slug]
    assert left_in_english(client, reverse("take_part_back", args=address), WRITTEN) == set()

    part.hand_in(by=force_editor, at=NOON, comment="")
    assert left_in_english(client, reverse("send_part_back", args=address), WRITTEN) == set()
    assert left_in_english(client, reverse("send_part_back", args=address), WRITTEN, {"comment": ""}) == set()

    part.send_back(by=part.update.edited_by, at=NOON, comment="Diolch")
    client.force_login(force_editor)
    assert left_in_english(client, reverse("part", args=address), WRITTEN | {"Ann"}) == set()


def test_a_part_that_is_handed_in_in_welsh_is_kept_and_told_in_english(client, office, force_editor):
    part = part_of(office)
    client.force_login(force_editor)
    ask_for_welsh(client)

    seen = {"seen": part.update.edited_at.isoformat(), "comment": ""}
    client.post(reverse("hand_in_part", args=[part.update_id, part.body.slug]), seen)

    assert part.steps.last().what == "handed_in"
    told = [message.subject + message.words for message in Message.objects.all()]
    assert told
    assert [words for words in told if re.search(r"llythyr|rhan |cyflwyn", words)] == []


# -- answers that come as a file, and a Word version that comes back

IN_FILES = WRITTEN | {
    *("answers.docx", "letter.docx", "letter.pdf", "answers.doc", "answers.exe", "answers.png", "Answer of the force."),
    *("Jo", "Chief Constable", "Chief Jones", "Anders", "Borsetshire Police", "Ruritania"),
}


def brought(draft, *passages, body=None, placed=False, returned=None, whose="", **facts):
    """A file that was read, with some of what reading may doubt; `returned` where it is a Word version of ours."""
    passages = passages or [ReadPassage(PassageKind.RESPONSE, "Answer of the force.", recommendations=("2",))]
    doubts = (
        "Hidden words were left out.",
        "Page 1 of 2 is a picture: its words were not read.",
        "“a PDF without a name” was not read: This PDF has 301 pages; up to 300 are read. Send the letter alone.",
        "The words that bring in recommendation 2 also name 3 and 4: "
        "decide whether the answer after it answers 3 and 4 too.",
    )
    proposal = Proposal(passages=tuple(passages), doubts=doubts, body=whose, **facts)
    told = {"name": "answers.docx", "content_type": "text/plain", "content": b"Words.", "brought_at": NOON}
    told |= {"placed_by": draft.edited_by, "placed_at": NOON} if placed else {}
    told |= {"brought_by": draft.edited_by, "brought_for": body or draft.body, "proposal_json": proposal.as_json()}
    told |= {"returned_json": returned and returned.as_json()}
    return AnswerFile.objects.create(update=draft, sha256=f"{AnswerFile.objects.count():064}", **told)


def files(*named):
    return lambda: {"files": [SimpleUploadedFile(name, content) for name, content in named]}


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        files(("answers.docx", b"")),
        files(("answers.docx", b"Words.")),
        files(("answers.exe", b"MZ")),
        files(*[("letter.pdf", PLAIN_PDF)] * 6),
        files(("letter.pdf", PLAIN_PDF), ("answers.docx", as_docx(read_text("Words.")))),
        files(("letter.pdf", b"%PDF-1.7")),
        files(("answers.png", b"\x89PNG\r\n\x1a\n")),
    ],
)
def test_every_word_that_asks_for_a_file_of_answers_is_welsh(client, office, data):
    draft = a_letter(office)
    page = reverse("place_answers", args=[draft.pk])
    brought(draft)
    brought(draft, placed=True)

    assert left_in_english(client, page, IN_FILES, data) == set()
    assert Update.objects.get().answer_files.count() == 2


def test_every_word_of_the_passages_to_place_is_welsh(client, office):
    draft, said = a_letter(office), "Answer of the force."
    answers = [ReadPassage(PassageKind.RESPONSE, said, recommendations=each) for each in (("2",), ("1", "3"), ())]
    stands = ReadPassage(PassageKind.RESPONSE, "Geiriau", recommendations=("2",))
    page = brought(draft, ReadPassage(PassageKind.QUOTATION, f"{said} " * 20), *answers, stands).get_absolute_url()
    theirs = IN_FILES | {"Answer of the force"}
    assert left_in_english(client, page, theirs) == set()

    seen = client.get(page).context["placing"].seen
    chosen = {"passage-2-place": "2 local_policing_body", "passage-3-place": "1,3 joint", "seen": seen}
    for typed in (chosen, chosen | {"seen": ""}, {"seen": seen}, {"seen": seen, "passage-2-place": "x"}):
        assert left_in_english(client, page, theirs, typed) == set(), typed

    draft.ask(by=draft.edited_by, at=NOON)
    make_force("Borsetshire Police")
    other = brought(draft, whose="Borsetshire Police", super_complaint="other", placed=True)
    assert left_in_english(client, other.get_absolute_url(), theirs) == set()


def test_every_word_of_the_passages_of_a_part_is_welsh(client, office, force_editor):
    part = part_of(office)
    client.force_login(force_editor)
    file, theirs = brought(part.update, body=part.body), IN_FILES | {"Ann"}

    assert left_in_english(client, file.get_absolute_url(), theirs) == set()
    assert (
        left_in_english(client, reverse("place_part_answers", args=[part.update_id, part.body.slug]), theirs) == set()
    )


def came_back(draft, **facts):
    """The draft's own Word version with words changed in an answer, in what stands around it, and outside of both."""
    answer = f"answer-{draft.responses.get(voice='local_policing_body').addressee_id}"
    passages = dict.fromkeys(("opening", "chief_officer_comments", "welsh_closing", answer), "<p>Anders</p>")
    passages |= {f"welsh_{answer}": "<p>Geiriau</p>", "answer-0": "<p>Anders</p>"}
    told = {"changed_by": {answer: ["Chief Jones", "somebody whom Word does not name"]}, "struck": "Anders"}
    told["comments"] = [(answer, "Chief Jones", "Diolch"), ("", "Somebody", "Diolch")]
    returned = Returned(draft.reference, passages, {answer: "0"}, elsewhere=["<p>Anders</p>"], **told)
    outside = ReadPassage(PassageKind.GENERAL, "Anders")
    return brought(draft, *[outside] * ("elsewhere" in facts), returned=dataclasses.replace(returned, **facts))


def test_every_word_of_what_was_changed_in_word_is_welsh(client, office):
    draft = a_letter(office)
    answer = draft.responses.get(voice="local_policing_body")
    officer = {"officer_name": "Jo", "officer_title": "Chief Constable", "noted_by": draft.edited_by, "noted_at": NOON}
    draft.agreements.create(addressee=answer.addressee, said=answer.snapshot, **officer)
    page = came_back(draft).get_absolute_url()

    assert left_in_english(client, page, IN_FILES) == set()
    shown = client.get(page)
    assert len(shown.context["comparison"].changed) == 5
    seen = shown.context["comparison"].seen
    for typed in ({}, {"take": ["opening"], "seen": ""}):
        assert left_in_english(client, page, IN_FILES, typed) == set(), typed
    client.post(page, {"take": ["opening"], "seen": seen})
    assert left_in_english(client, page, IN_FILES) == set()


@pytest.mark.parametrize("outside", [(), ("Anders",), ("Anders", "Anders")])
@pytest.mark.parametrize("placed", [False, True])
def test_every_word_of_a_word_version_in_which_nothing_was_changed_is_welsh(client, office, outside, placed):
    draft = a_letter(office)
    passages = [ReadPassage(PassageKind.GENERAL, text) for text in outside]
    file = brought(draft, *passages, placed=placed, returned=Returned(draft.reference, {}, {}))
    if not outside:
        AnswerFile.objects.update(proposal_json=Proposal(passages=()).as_json())

    assert left_in_english(client, file.get_absolute_url(), IN_FILES) == set()


@pytest.mark.parametrize("is_seen", [True, False])
def test_the_word_version_of_another_letter_is_refused_in_welsh(client, office, is_seen):
    draft, body = a_letter(office), office if is_seen else make_policing_body(name="Kent")
    other = make_draft(body, make_super_complaint(title="Arall", slug="arall"))
    page = reverse("place_answers", args=[draft.pk])
    theirs = IN_FILES | {other.reference, "Arall"}

    assert left_in_english(client, page, theirs, files(("letter.docx", letter_docx(other)))) == set()
    assert not AnswerFile.objects.exists()


def test_what_is_placed_or_taken_over_in_welsh_is_kept_and_told_in_english(client, office):
    draft, kept = a_letter(office), []
    placing = brought(draft).get_absolute_url()
    returned = came_back(draft).get_absolute_url()
    for language in ("en-gb", "cy"):
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
        with transaction.atomic():
            shown = client.get(placing).context["placing"]
            chosen = {"passage-1-place": "2 local_policing_body", "passage-1-standing": "add", "seen": shown.seen}
            said = client.post(placing, chosen, follow=True)
            comparison = client.get(returned).context["comparison"]
            names = [each.written.name for each in comparison.changed]
            taken = client.post(returned, {"take": names, "seen": comparison.seen}, follow=True)
            told = ["Mae geiriau o’r ffeil hon" in page.text for page in (said, taken)]
            reasons = list(draft.changes.filter(what="placed").values_list("reason", flat=True))
            answers = list(draft.responses.order_by("pk").values_list("text", "welsh_text", "voice", "version"))
            kept.append((reasons, answers, Update.objects.values_list("opening", "welsh_closing").get()))
            assert told == [language == "cy"] * 2
            transaction.set_rollback(True)

    assert kept[0] == kept[1]
    assert kept[1][0][0] == "From answers.docx.\nRecommendation 2, Comisiynydd: the office’s words."
    assert kept[1][0][1].splitlines()[1:] == [
        "Opening.",
        "Chief officer’s comments.",
        "Recommendation 2: Comisiynydd.",
        "Closing, in Welsh.",
        "Recommendation 2: Comisiynydd, in Welsh.",
    ]


@pytest.mark.parametrize(
    ("english", "welsh"),
    [
        ("This file is empty.", "Mae’r ffeil hon yn wag."),
        ("This file must be 20 MB or smaller.", "Rhaid i’r ffeil hon fod yn 20 MB neu’n llai."),
        (
            "This PDF has 1,301 pages; up to 300 are read. Send the letter alone.",
            "Nifer y tudalennau yn y PDF hwn: 1,301. Darllenir hyd at 300. Anfonwch y llythyr ar ei ben ei hun.",
        ),
        (
            "This file is named as a PDF, but its contents are those of a text file.",
            "Mae enw’r ffeil hon yn dweud mai dyma ydyw: PDF. Yn ôl ei chynnwys, dyma ydyw: ffeil destun.",
        ),
        (
            "“a PDF without a name” was not read: This part is empty.",
            "Ni ddarllenwyd “PDF heb enw”: Mae’r rhan hon yn wag.",
        ),
        ("“Welsh” was not read: This part is empty.", "Ni ddarllenwyd “Welsh”: Mae’r rhan hon yn wag."),
        (
            "The letter seems to be a picture, which was not read. This part is empty.",
            "Ymddengys mai hwn yw’r llythyr, ac nis darllenwyd: llun. Mae’r rhan hon yn wag.",
        ),
        (
            "Words struck out were left out: “We will (100%) [do] it:\nand more”.",
            "Gadawyd allan eiriau wedi’u croesi allan: “We will (100%) [do] it:\nand more”.",
        ),
        (
            "The words that bring in recommendation 1 also name 2 and 4: "
            "decide whether the answer after it answers 2 and 4 too.",
            "Mae’r geiriau sy’n cyflwyno argymhelliad 1 yn enwi hyn hefyd: 2, 4. "
            "Penderfynwch a yw’r ateb ar ei ôl yn ateb hynny hefyd.",
        ),
        ("What reading said in another year.", "What reading said in another year."),
    ],
)
def test_what_reading_says_in_english_is_said_in_welsh(english, welsh):
    assert translated(english) == english
    with override("cy"):
        assert translated(english) == welsh


def test_every_sentence_of_reading_is_found_again_by_its_pattern():
    told = {name: "Anders" for sentence in Sentence for name in re.findall(r"%\((\w+)\)s", sentence)}

    for sentence in Sentence:
        with override("cy"):
            assert translated(sentence % told) == gettext(sentence) % told != sentence % told


def test_every_sentence_of_reading_is_in_the_catalogue():
    root = Path(settings.BASE_DIR) / "responses"
    paths = [root / "zips.py", root / "documents.py", *(root / "intake").rglob("*.py")]
    found = [ast.literal_eval(f"({each})") for path in paths for each in NOTED.findall(path.read_text())]

    assert len(found) > 130
    with override("cy"):
        assert [each for each in found if gettext(each) == each] == []


def test_nothing_that_reading_cannot_read_is_said_unmarked():
    """Each sentence by which a reader gives up is marked, or is one of those with places."""
    root = Path(settings.BASE_DIR) / "responses/intake/reading"
    raised = [
        (path.name, node.args[0])
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NotReadable"
    ]

    assert len(raised) > 20
    assert [(name, ast.unparse(arg)) for name, arg in raised if isinstance(arg, ast.Constant | ast.JoinedStr)] == []


# -- a body, its letters, all letters at once, and what is looked for

THE_BODY = RECORD | {"e.example", "https://", "Kent", "Mair", "mair@example.org", "Swyddog", "Old name", "A file."}


def everything_of(office, editor):
    """A body of which a page says all that there is to say."""
    three = office.addressed.order_by("recommendation__order").last()
    sent = send_kept(a_letter(office))
    promises(sent.responses.first())
    make_review(sent.responses.first(), due_on=DUE)
    make_review(sent.responses.last())
    make_received(office).withdraw(by=make_liaison(), at=NOON, on=DUE, reason="Wrong date")
    undated = make_received(office, dated=None, dated_precision="")
    make_response(undated, three, progress="complete")
    sent_again(sent)
    make_draft(office)
    office.contacts.create(name="Mair", position="Swyddog", email="mair@example.org", telephone="1", until=DUE)
    office.contacts.create(email="kent@example.org", position="Swyddog")
    told = {"super_complaint": sent.super_complaint, "noted_by": editor, "noted_at": NOON}
    office.published_responses.create(address="https://e.example/", published_on=DUE, **told)
    office.aliases.create(name="Old name")
    facts = {"began_on": DUE, "ended_on": datetime.date(2026, 1, 1), "office": "pcc", "source": "A file."}
    reached = {"website": "e.example", "address": "Kent", "telephone": "1", "email": "kent@example.org"}
    Body.objects.filter(pk=office.pk).update(**facts, **reached)
    return sent


def test_every_word_of_the_page_of_a_body_is_welsh(client, office):
    page, editor = office.get_absolute_url(), office.memberships.get().user
    assert left_in_english(client, page, THE_BODY) == set()

    report = everything_of(office, editor).super_complaint
    office.addressed.filter(recommendation__number="3").update(due_on=DUE + datetime.timedelta(days=1))
    theirs = THE_BODY | {"kent@example.org", "Old name", "hidden"}
    assert left_in_english(client, page, theirs) == set()
    assert left_in_english(client, office.oversees.get_absolute_url(), theirs) == set()
    for only in ("", "?only=answered", "?only=overdue", "?only=accepted", "?only=complete"):
        address = reverse("body_answers", args=[office.slug, report.slug]) + only
        assert left_in_english(client, address, theirs) == set(), only

    SuperComplaint.objects.update(closed_on=DUE)
    assert left_in_english(client, page, theirs) == set()
    assert left_in_english(client, make_policing_body(name="Kent").get_absolute_url(), theirs) == set()


def test_every_kind_of_body_and_region_has_welsh():
    labels = [label for choices in (Body.Kind, Body.Office, Body.Region) for label in choices.labels]

    with override("cy"):
        assert [label for label in labels if gettext(label) == label] == []


@pytest.mark.parametrize("name", ["add_contact", "note_published"])
@pytest.mark.parametrize("day", [None, ("1", "1", "2020"), ("1", "1", "2121"), ("1", "", "2021")])
def test_every_word_of_what_a_body_keeps_of_itself_is_welsh(client, office, name, day):
    page = reverse(name, args=[office.slug])
    report = SuperComplaint.objects.get().slug
    wrong = day and dict(zip(("published_on_day", "published_on_month", "published_on_year"), day, strict=True))
    data = wrong and {"report": report, "address": "x" * 501, "email": "x", "name": "y" * 151} | wrong

    assert left_in_english(client, page, THE_BODY | {"x" * 501, "y" * 151}, data) == set()
    assert left_in_english(client, page, THE_BODY, {}) == set()


def test_what_a_body_keeps_of_itself_is_kept_in_welsh_as_in_english(client, office):
    ask_for_welsh(client)
    typed = {"name": "Mair", "email": "mair@example.org"}

    kept = client.post(reverse("add_contact", args=[office.slug]), typed, follow=True)
    again = client.post(reverse("add_contact", args=[office.slug]), typed | {"name": "Ann"})
    contact = office.contacts.get()
    theirs = THE_BODY | {"mair@example.org"}
    ended = client.post(reverse("end_contact", args=[contact.pk]), follow=True)

    assert "Mae Mair yn cael ei gadw fel cyswllt ar gyfer Comisiynydd." in kept.text
    assert "Mae gan y corff hwn gyswllt â’r cyfeiriad e-bost hwn yn barod" in again.text
    assert "Nid yw Mair yn gyswllt o " in ended.text
    assert left_in_english(client, reverse("change_contact", args=[contact.pk]), theirs) == set()

    page = {"report": SuperComplaint.objects.get().slug, "address": "https://e.example/"}
    client.cookies.load(WELSH)
    noted = client.post(reverse("note_published", args=[office.slug]), page, follow=True)
    published = office.published_responses.get()
    removed = client.post(reverse("remove_published", args=[published.pk]), follow=True)

    assert "Mae’r dudalen wedi’i nodi ar gyfer “Safe to share?”." in noted.text
    assert "Nid yw https://e.example/ wedi’i nodi mwyach ar gyfer “Safe to share?”." in removed.text


@pytest.mark.parametrize(
    "asked",
    [
        *("", "?report=x&state=x&body=Surre", "?text=x", "?body=Comisiynydd&report=safe-to-share&text=Diolch"),
        *(f"?state={state}" for state in (*State, "takes_place")),
    ],
)
def test_every_word_of_the_list_of_letters_is_welsh(client, office, asked):
    everything_of(office, office.memberships.get().user)

    assert left_in_english(client, reverse("register") + asked, THE_BODY | {"Surre"}) == set()


def test_every_word_of_a_long_or_an_empty_list_of_letters_is_welsh(client, office):
    assert left_in_english(client, reverse("register"), THE_BODY) == set()

    for _ in range(101):
        make_received(office)
    assert left_in_english(client, f"{reverse('register')}?page=2", THE_BODY) == set()


@pytest.mark.parametrize("text", ["", "Nothing", "Comis", "e", "share", "Lee"])
def test_every_word_of_a_search_is_welsh(client, office, text):
    for number in range(12):
        make_policing_body(name=f"Comisiynydd {number}")
        make_received(office, signatory_name="Lee")
    make_super_complaint(title="Safe to share again", slug="again")
    make_force("Heddlu arall")
    theirs = THE_BODY | {"Nothing", "Comis", "share", "Safe to share again", "Heddlu arall", "again"}

    assert left_in_english(client, f"{reverse('search')}?q={text}", theirs) == set()


@pytest.mark.parametrize(
    "asked",
    [
        *("q=Lee", "q=Lee+Nothing", "q=Lee&report=safe-to-share&body=Comisiynydd&kind=force&what=letter&voice=force"),
        "q=Lee&since=2021-01-01&until=2021-12-31&what=letter",
        "q=Lee&since=2021-12-31&until=2021-01-01&report=x&body=Surre&kind=x&what=x&voice=x",
        *("q=Lee&since=x&until=y", f"q={'x' * 201}", "q=begun", "q=when"),
    ],
)
def test_every_word_of_what_a_search_finds_is_welsh(client, office, asked):
    for _ in range(22):
        make_received(office, signatory_name="Lee")
    draft = make_draft(office, by=office.memberships.get().user)
    letter = make_received(office, withdrawn_on=DUE, withdrawn_by=draft.edited_by, withdrawn_reason="Diolch")
    make_review(make_response(letter, office.addressed.first()), reasons="By when?")
    theirs = THE_BODY | WRITTEN | {"Nothing", "Surre", "x" * 201, "Lee", "begun", "when", "Comisiynydd"}

    assert left_in_english(client, f"{reverse('search')}?{asked}", theirs) == set()


@pytest.mark.parametrize("typed", [None, {}, {"packing": "pdf"}, {"packing": "zip", "as_at": "2020-01-01"}])
def test_every_word_that_asks_for_all_letters_is_welsh(client, office, typed):
    report = SuperComplaint.objects.get()
    for page in (
        report_page := reverse("bundle_of_report", args=[report.slug]),
        reverse("bundle_of_body", args=[office.slug]),
    ):
        assert left_in_english(client, page, THE_BODY, typed and {"as_at": "2021-06-17"} | typed) == set()
    assert left_in_english(client, report_page, THE_BODY, {"packing": "zip", "as_at": "2021-06-18"}) == set()
    make_draft(office)
    assert left_in_english(client, report_page, THE_BODY) == set()


def a_bundle(user, office, **facts):
    bundle = Bundle.objects.create(body=office, packing="zip", asked_by=user, asked_at=timezone.now(), **facts)
    told = {"name": "x", "title": "A letter", "stood_at": NOON}
    for number, trouble in enumerate(["", NO_FILE]):
        bundle.letters.create(is_draft=not number, trouble=trouble, **told)
    return bundle


def test_every_word_of_all_letters_at_once_is_welsh(client, office):
    user, report = office.memberships.get().user, SuperComplaint.objects.get()
    assert left_in_english(client, reverse("bundles"), THE_BODY) == set()

    bundle = a_bundle(user, office)
    of_report = Bundle.objects.create(
        super_complaint=report, as_at=DUE, packing="pdf", asked_by=user, asked_at=timezone.now()
    )
    theirs = THE_BODY | {"comisiynydd-letters.zip", "safe-to-share-as-at-2021-06-17.pdf"}
    for facts in (
        {},
        {"trouble": NOT_MERGED},
        {"trouble": "", "ready_at": NOON},
        {"ready_at": None, "cancelled_at": NOON},
    ):
        for each in (bundle, of_report):
            Bundle.objects.filter(pk=each.pk).update(**facts)
            assert left_in_english(client, each.get_absolute_url(), theirs) == set(), facts
        assert left_in_english(client, reverse("bundles"), theirs) == set(), facts
    bundle.letters.create(is_draft=False, name="y", title="A letter", stood_at=NOON)
    Bundle.objects.filter(pk=bundle.pk).update(cancelled_at=None, ready_at=NOON)
    assert left_in_english(client, bundle.get_absolute_url(), theirs) == set()


def test_why_letters_are_not_in_a_file_is_in_the_catalogue():
    with override("cy"):
        assert [
            it for it in (NO_FILE, DELETED, NOT_YOURS, DRAWING_KILLED, NOT_DRAWN, NOT_MERGED) if gettext(it) == it
        ] == []


def test_all_letters_at_once_are_kept_in_welsh_as_in_english(client, office):
    make_draft(office, dated=DUE, dated_precision="day")
    make_received(office)
    kept = []
    for language in ("en-gb", "cy"):
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
        with transaction.atomic():
            client.post(reverse("bundle_of_body", args=[office.slug]), {"packing": "zip", "with_drafts": "1"})
            kept.append(list(Bundle.objects.get().letters.values_list("name", "title", "trouble")))
            transaction.set_rollback(True)

    assert kept[0] == kept[1]
    assert "17 June 2021 (draft)" in kept[1][0][1] + kept[1][1][1]


# -- what reports ask, and of whom

ASKED = THEIRS | {"Two charities", "Home Office", "Kent", "Heddlu y Wlad", "replies@example.org", "MOPAC"}
OF_OTHERS = {"wording_source": "The report", "cross_reference": "refers to 1"}  # in English, and announced as that


@pytest.mark.parametrize("count", [0, 1, 2])
def test_every_word_of_the_list_of_super_complaints_is_welsh(client, count):
    client.force_login(make_member(make_policing_body(name="Comisiynydd")))
    page = reverse("super_complaints")
    for number, period in zip(range(count), ["six_months", "56_days_from"], strict=False):
        report = make_super_complaint(slug=f"report-{number}", response_period=period)
        for each in range(number + 1):
            make_recommendation(report, number=str(each))
    assert left_in_english(client, page, ASKED) == set()

    SuperComplaint.objects.update(closed_on=DUE)
    assert left_in_english(client, page, ASKED) == set()


def asked_of_everybody(office):
    """A report with recommendations that are due, worded and addressed in each way in which they can be."""
    report = SuperComplaint.objects.get()
    SuperComplaint.objects.update(report_url="https://e.example/", reply_to="replies@example.org")
    one, two, three = report.recommendations.all()
    for number in range(3):
        force = make_force(f"Heddlu {number}")
        make_addressee(two, force)
        make_addressee(two, make_policing_body(force, f"Comisiynydd {number}"))
    make_addressee(two, make_national_body("Home Office"))
    make_addressee(one, make_national_body("Kent"), due_on=DUE + datetime.timedelta(days=1))
    two.awaits.add(one)
    three.awaits.add(two)
    Recommendation.objects.filter(number="1").update(wording="Do it.", met_by_update=True, **OF_OTHERS)
    Recommendation.objects.filter(number="2").update(own_due_on=datetime.date(2021, 4, 1))
    Recommendation.objects.filter(number="3").update(response_period="56_days_beginning_with")
    make_recommendation(report, number="4")
    return report


def linked_in_every_way(office):
    report = asked_of_everybody(office)
    one, two, three = report.recommendations.exclude(number="4")
    later = make_super_complaint(title="Kent", slug="later", published_on=datetime.date(2024, 5, 1))
    four = make_recommendation(later, "9", wording="Do.", short_title="Kent", summary="Kent", wording_source="Kent")
    since = datetime.date(2024, 6, 1)
    for kind, of, facts in (
        ("repeats", two, {"other": one}),
        ("supersedes", four, {"other": two, "since": since}),
        ("overtaken", one, {"other": four}),
        ("overtaken", two, {"what": "Kent"}),
        ("withdrawn", three, {"since": since}),
    ):
        make_link(of, kind, source="Kent", **facts)
    return report


def test_every_word_of_the_page_of_a_super_complaint_is_welsh(client, office):
    page = SuperComplaint.objects.get().get_absolute_url()
    assert left_in_english(client, page, ASKED) == set()

    linked_in_every_way(office)
    assert left_in_english(client, page, ASKED) == set()
    SuperComplaint.objects.filter(slug="safe-to-share").update(made_on=None, closed_on=DUE)
    assert left_in_english(client, page, ASKED) == set()
    assert left_in_english(client, make_super_complaint(slug="empty").get_absolute_url(), ASKED) == set()


@pytest.mark.parametrize("number", ["1", "2", "3", "4"])
def test_every_word_of_the_page_of_a_recommendation_is_welsh(client, office, number):
    page = reverse("recommendation", args=[linked_in_every_way(office).slug, number])

    assert left_in_english(client, page, ASKED) == set()


@pytest.mark.parametrize("other", [["later", "9"], ["safe-to-share", "1"]])
def test_every_word_of_two_wordings_beside_each_other_is_welsh(client, office, other):
    page = reverse("compare_wording", args=[linked_in_every_way(office).slug, "2", *other])

    assert left_in_english(client, page, ASKED) == set()


def test_every_word_of_what_was_said_to_a_recommendation_that_is_taken_up_is_welsh(client, office):
    draft = draft_with_everything(office)
    before = make_super_complaint(title="Kent", slug="before", published_on=datetime.date(2018, 5, 1), made_on=None)
    one = make_recommendation(before, "9", short_title="Kent", summary="Kent")
    make_response(make_received(office, before), make_addressee(one, office), text="Kent")
    make_link(Recommendation.objects.get(number="1", super_complaint=draft.super_complaint), "repeats", other=one)

    for again in ("", f"?bring-forward={Update.objects.get(super_complaint=before).responses.get().pk}"):
        page = reverse("edit_response", args=[draft.pk, "1", office.slug]) + again
        assert left_in_english(client, page, WRITTEN) == set()


@pytest.mark.parametrize(
    "asked",
    [
        *("", "?q=Kent", "?q=nobody", "?kind=force&region=wales"),
        *("?kind=circus&region=circus", "?q=%00", f"?q={'x' * 201}"),
    ],
)
def test_every_word_of_the_list_of_bodies_is_welsh(client, office, asked):
    for kept in ("pfcc", "mopac", "mayor", "common_council"):
        make_policing_body(name=f"Kent {kept}", office=kept, welsh_name="Heddlu y Wlad", succeeded_by=office)
    make_national_body("Kent", ended_on=DUE)
    theirs = ASKED | {"pfcc", "mopac", "mayor", "common_council", "nobody", "x" * 201}

    assert left_in_english(client, reverse("bodies") + asked, theirs) == set()


def test_a_letter_that_is_started_in_welsh_is_the_same_as_one_in_english(client, office):
    report = SuperComplaint.objects.get()
    Body.objects.filter(pk=office.pk).update(signatory_name="Lee", signatory_title="Commissioner")
    own = {"id", "created_at", "edited_at"}
    started = []
    for language in ("en-gb", "cy"):
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
        with transaction.atomic():
            page = client.post(reverse("start_update", args=[report.slug, office.slug]), follow=True)
            draft = Update.objects.values().get()
            started.append({name: value for name, value in draft.items() if name not in own})
            transaction.set_rollback(True)

    assert (language_of(page), started[0]) == ("cy", started[1])
    assert started[1]["addressed_to"] == "His Majesty’s Chief Inspector of Constabulary"


def test_every_word_that_refuses_to_start_a_letter_is_welsh(client, office):
    report, elsewhere = SuperComplaint.objects.get(), make_super_complaint(title="Arall", slug="arall")
    for asked, body in ((report, make_force("Kent")), (elsewhere, office)):
        page = reverse("start_update", args=[asked.slug, body.slug])
        assert left_in_english(client, page, ASKED | {"Arall"}, {}, status=403) == set()
    SuperComplaint.objects.update(closed_on=DUE)
    page = reverse("start_update", args=[report.slug, office.slug])
    assert left_in_english(client, page, ASKED, {}, status=403) == set()


# -- words that are not ours


def languages(page, path) -> list[str | None]:
    return [each.get("lang") for each in lxml.html.fromstring(page.content).xpath(path)]


def test_official_wording_and_what_is_written_in_english_is_announced_as_english(client, office):
    draft = draft_with_everything(office)
    Recommendation.objects.update(wording="<p>Do this.</p>", wording_source="The report")
    page = reverse("edit_response", args=[draft.pk, "1", office.slug])
    in_english = client.get(page)
    ask_for_welsh(client)
    in_welsh = client.get(page)

    for path in (
        "//blockquote",
        "//*[contains(@class, 'govuk-details__text')]",
        "//textarea[@name='text']",
        "//h1/span",
    ):
        assert (set(languages(in_english, path)), set(languages(in_welsh, path))) == ({None}, {"en-GB"}), path
    assert languages(in_welsh, "//textarea[@name='welsh_text']") == ["cy"]


@pytest.mark.parametrize(
    ("comment", "lang"),
    [("Please say more about the police.", "en-GB"), ("Mae angen mwy ar yr ateb hwn gan yr heddlu.", None)],
)
def test_a_comment_on_a_page_in_welsh_is_announced_in_its_own_language(client, office, comment, lang):
    editor, draft = office.memberships.get().user, a_letter(office)
    draft.ask(by=editor, at=NOON)
    draft.send_back(by=make_member(office, Role.APPROVER), at=NOON, comment=comment)
    ask_for_welsh(client)

    page = client.get(draft.get_absolute_url())

    assert languages(page, "//*[contains(@class, 'app-as-typed')]") == [lang]


def test_on_the_pages_of_what_was_asked_words_of_others_are_announced_as_english(client, office):
    report = asked_of_everybody(office)
    ask_for_welsh(client)

    listed, page, asked = (
        lxml.html.fromstring(client.get(address).content)
        for address in (
            reverse("super_complaints"),
            report.get_absolute_url(),
            f"{report.get_absolute_url()}recommendations/1/",
        )
    )

    def announced(html):
        return [" ".join(each.text_content().split()) for each in html.xpath("//main//*[@lang='en-GB']")]

    assert announced(listed) == ["Safe to share?", "Two charities"]
    assert announced(page)[:5] == [
        "Safe to share?",
        "Safe to share? A report",
        "Two charities",
        "Title of 1",
        "Refers to 1",
    ]
    assert announced(asked)[:5] == ["Safe to share?", "Title of 1", "Do it.", "The report", "Summary of 1."]
