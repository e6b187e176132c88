"""A page is in Welsh where somebody asked for it and all of it is; English otherwise."""

import re

import lxml.html
import pytest
from django.conf import settings
from django.core import mail
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from django.utils.translation import get_language

from accounts.models import Role
from recommendations.models import Recommendation
from tests.factories import (
    DUE,
    NOON,
    PASSWORD,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_super_complaint,
    make_user,
)
from tracker.language import SIGNING_IN, WRITING

pytestmark = pytest.mark.django_db
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
    ask_for_welsh(client)

    page = client.get(reverse("accessibility_statement"))

    [note] = lxml.html.fromstring(page.content).xpath("//p[@lang='cy']")
    assert (language_of(page), note.text) == ("en-GB", "Nid yw’r dudalen hon ar gael yn Gymraeg eto.")
    assert "Neidio" not in page.text


@pytest.mark.parametrize("path", ["/nothing/here/", "/people/"])
def test_a_page_that_refuses_is_in_english(client, path):
    client.force_login(make_member(make_policing_body()))
    ask_for_welsh(client)

    assert language_of(client.get(path)) == "en-GB"


def test_a_request_leaves_its_thread_in_english(client):
    ask_for_welsh(client)

    client.get(reverse("account_login"))

    assert get_language() == settings.LANGUAGE_CODE


def test_a_message_is_announced_in_its_own_language(client):
    client.force_login(make_member(make_policing_body()))
    ask_for_welsh(client)
    client.post(reverse("told_by_email"), {"told_of": ["sent"]})

    page = client.get(reverse("accessibility_statement"))

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

    assert (SIGNING_IN | WRITING) - known == set()


def _patterns(resolver):
    for each in resolver.url_patterns:
        yield from _patterns(each) if isinstance(each, URLResolver) else [each]


# -- every word of ours on a page in Welsh

NAMES = re.compile(r"SC\d+-\d+|HMICFRS|PDF|Person \d+|Cymraeg|English|Super-complaint \d+")
A_WORD = re.compile(r"[A-Za-z]{3,}")


def texts(page) -> set[str]:
    """What a page says and what a screen reader is told, but for what is announced as English."""
    ours = "not(ancestor-or-self::*[not(self::html)][starts-with(@lang, 'en')])"
    told = " | ".join(f"//@{name}" for name in ("aria-label", "alt", "title", "placeholder"))
    found = lxml.html.fromstring(page.content).xpath(f"//text()[{ours}][not(parent::script)] | {told}")
    return {" ".join(text.split()) for text in found}


def left_in_english(client, path, said: set[str], data=None) -> set[str]:
    """What is the same in both languages of a page, but for `said`: names, and what people wrote."""
    pages = []
    for language in ("en-gb", "cy"):
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
        pages.append(client.post(path, data) if data is not None else client.get(path))
    in_english, in_welsh = pages
    assert (in_english.status_code, language_of(in_english), language_of(in_welsh)) == (200, "en-GB", "cy")
    same = {NAMES.sub("", text) for text in texts(in_english) & texts(in_welsh)}
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
    for name in sorted(SIGNING_IN - {"account_reset_password_from_key", "account_change_password", "told_by_email"}):
        page = client.get(reverse(name))
        if page.status_code == 200:
            assert left_in_english(client, reverse(name), set()) == set(), name
    assert left_in_english(client, reverse("account_login"), set(), {"login": "x", "password": ""}) == set()


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
