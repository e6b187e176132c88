"""Signing in: by e-mail and password, by invitation only, with limits that hold on every machine."""

import os
import re
import subprocess
import sys

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD, make_force, make_member, make_super_complaint, make_user
from tests.html import without_tokens

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"
NEW_PASSWORD = "a quite different secret"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def signed_in_as(client):
    return client.get("/").context["user"]


def link_in(message):
    [link] = re.findall(r"http://testserver(\S+)", message.body)
    return link


def choose_password(client, link, password=NEW_PASSWORD):
    """Follow the link of a message and fill in the page behind it."""
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_a_person_signs_in_with_an_email_address_in_any_case(client):
    anna = make_user(email="anna@example.org")

    response = sign_in(client, "Anna@Example.ORG")

    assert response.url == "/"
    assert signed_in_as(client) == anna


COMPOSED, DECOMPOSED = "  pass\u00e9 by t\u0177 ", "  passe\u0301 by ty\u0302 "
BY_LINK, BY_CHANGE, BY_COMMAND = "by a link", "by changing it", "by createsuperuser"


@pytest.mark.parametrize("typed", [COMPOSED, DECOMPOSED], ids=["composed", "decomposed"])
@pytest.mark.parametrize("chosen", [COMPOSED, DECOMPOSED], ids=["set composed", "set decomposed"])
@pytest.mark.parametrize("how", [BY_LINK, BY_CHANGE, BY_COMMAND])
def test_an_accented_password_signs_in_from_any_keyboard(client, mailoutbox, how, chosen, typed):
    if how == BY_COMMAND:
        User.objects.create_superuser("anna@example.org", "Anna", chosen)
    else:
        client.force_login(make_user(email="anna@example.org"))
    if how == BY_LINK:
        client.post(RESET, {"email": "anna@example.org"})
        choose_password(client, link_in(mailoutbox[0]), chosen)
    if how == BY_CHANGE:
        answer = {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
        client.post("/accounts/password/change/", answer)

    assert sign_in(Client(), "anna@example.org", typed).url == "/"
    # The spaces around it are part of it, and so is every accent.
    for wrong in (typed.strip(), "  passe by ty "):
        assert sign_in(Client(), "anna@example.org", wrong).status_code == 200


@pytest.mark.parametrize("typed", [COMPOSED, DECOMPOSED], ids=["composed", "decomposed"])
@pytest.mark.parametrize("chosen", [COMPOSED, DECOMPOSED], ids=["set composed", "set decomposed"])
def test_a_password_that_was_set_before_they_were_composed_still_signs_in_and_is_changed(client, chosen, typed):
    make_user(email="anna@example.org")
    User.objects.update(password=make_password(chosen))

    assert sign_in(client, "anna@example.org", typed).url == "/"

    answer = {"oldpassword": typed, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", answer).url == "/"
    assert sign_in(Client(), "anna@example.org", NEW_PASSWORD).url == "/"


@pytest.mark.parametrize("password", ["wrong", COMPOSED, DECOMPOSED])
def test_a_wrong_password_takes_as_long_whether_or_not_the_account_exists(client, monkeypatch, password):
    make_user(email="anna@example.org")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(args) or encode(self, *args))

    sign_in(client, "anna@example.org", password)
    with_account = len(hashed)
    hashed.clear()
    sign_in(client, "nobody@example.org", password)

    assert with_account == len(hashed) > 0


def test_an_email_address_typed_with_capitals_by_whoever_made_the_account_still_signs_in(client):
    anna = User.objects.create_superuser("Anna.Example@Example.ORG", "Anna", PASSWORD)

    sign_in(client, "anna.example@example.org")

    assert signed_in_as(client) == anna


def test_after_signing_in_a_person_lands_on_the_page_they_wanted(client):
    make_user(email="anna@example.org")
    wanted = "/super-complaints/?a=1&b=2"
    [hidden] = re.findall(r'name="next" value="([^"]*)"', client.get(wanted, follow=True).content.decode())

    response = sign_in(client, "anna@example.org", next=hidden.replace("&amp;", "&"))

    assert response.url == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)"],
)
def test_signing_in_never_leads_to_another_website(client, elsewhere):
    make_user(email="anna@example.org")

    assert sign_in(client, "anna@example.org", next=elsewhere).url == "/"
    assert client.get(LOGIN, {"next": elsewhere}).url == "/"
    assert client.post("/accounts/logout/", {"next": elsewhere}).url == LOGIN


def test_a_wrong_password_says_the_same_whether_or_not_the_account_exists(client):
    make_user(email="anna@example.org")
    make_user(email="gone@example.org", is_active=False)

    pages = [
        errors_of(sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), email, "wrong"))
        for number, email in enumerate(["anna@example.org", "nobody@example.org", "gone@example.org"])
    ]

    assert pages == [["Check your e-mail address and password: no account has this pair"]] * 3


def errors_of(response):
    return [error for errors in response.context["form"].errors.values() for error in errors]


def test_too_many_wrong_passwords_for_one_account_stop_the_right_one_too_from_anywhere(client):
    make_user(email="anna@example.org")
    make_user(email="ben@example.org")
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), "anna@example.org", "wrong")

    refused = sign_in(Client(REMOTE_ADDR="198.51.100.1"), "anna@example.org")
    ben = sign_in(client, "ben@example.org")

    assert errors_of(refused) == ["Wait five minutes: there were too many attempts to sign in"]
    assert ben.url == "/"


def test_too_many_wrong_passwords_from_one_address_stop_it_for_every_account(client):
    make_user(email="anna@example.org")
    for number in range(10):
        sign_in(client, f"somebody{number}@example.org", "wrong")

    refused = sign_in(client, "anna@example.org")
    elsewhere = sign_in(Client(REMOTE_ADDR="198.51.100.1"), "anna@example.org")

    assert errors_of(refused) == ["Wait five minutes: there were too many attempts to sign in"]
    assert elsewhere.url == "/"


def test_behind_our_proxy_the_limit_counts_people_and_nobody_can_write_themselves_another_address(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user(email="anna@example.org")
    for number in range(10):
        # The proxy adds the last address; whatever stands before it was sent by the person.
        forwarded = {"x-forwarded-for": f"203.0.113.{number}, 192.0.2.7"}
        client.post(LOGIN, {"login": f"a{number}@example.org", "password": "wrong"}, headers=forwarded)

    credentials = {"login": "anna@example.org", "password": PASSWORD}
    refused = client.post(LOGIN, credentials, headers={"x-forwarded-for": "203.0.113.99, 192.0.2.7"})
    neighbour = client.post(LOGIN, credentials, headers={"x-forwarded-for": "192.0.2.8"})

    assert errors_of(refused) == ["Wait five minutes: there were too many attempts to sign in"]
    assert neighbour.url == "/"


def test_the_counts_are_kept_in_the_database_where_every_machine_sees_them(client):
    sign_in(client, "anna@example.org", "wrong")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        # One for the address on the network, one for the account.
        assert cursor.fetchone() == (2,)


def test_a_flood_of_other_names_does_not_push_a_count_out():
    cache.set_many({f"flood:{number}": 1 for number in range(400)})

    assert len(cache.get_many([f"flood:{number}" for number in range(400)])) == 400


def test_a_put_to_the_sign_in_page_is_not_an_attempt_to_sign_in(client):
    make_user(email="anna@example.org")
    body = f"login=anna%40example.org&password={PASSWORD}"

    response = client.put(LOGIN, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 405
    assert client.get("/").url == f"{LOGIN}?next=/"


def test_nobody_signs_themselves_up(client):
    newcomer = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}

    assert client.get("/accounts/signup/").status_code == 404
    assert client.post("/accounts/signup/", newcomer).status_code == 404
    assert not User.objects.exists()


def test_sign_up_stays_closed_should_its_page_ever_have_an_address(rf):
    assert get_adapter().is_open_for_signup(rf.get("/")) is False


def test_a_forgotten_password_is_replaced_through_a_link_that_works_once(client, mailoutbox):
    anna = make_user(email="anna@example.org")
    client.post(RESET, {"email": "anna@example.org"})
    [message] = mailoutbox
    link = link_in(message)

    assert message.to == ["anna@example.org"]
    assert choose_password(client, link).url == "/accounts/password/reset/key/done/"
    assert sign_in(Client(), "anna@example.org").status_code == 200
    assert sign_in(Client(), "anna@example.org", NEW_PASSWORD).url == "/"

    again = Client().get(link)
    assert "This link is too old, or has been used." in again.content.decode()
    choose_password(Client(), link, "yet another secret here")
    anna.refresh_from_db()
    assert anna.check_password(NEW_PASSWORD)


def test_a_link_to_choose_a_password_is_too_old_after_three_days(client, mailoutbox, settings):
    make_user(email="anna@example.org")
    client.post(RESET, {"email": "anna@example.org"})
    settings.PASSWORD_RESET_TIMEOUT = -1

    page = client.get(link_in(mailoutbox[0]))

    assert "This link is too old, or has been used." in page.content.decode()


def test_a_person_whose_account_is_being_guessed_at_gets_in_through_a_link(client, mailoutbox):
    make_user(email="anna@example.org")
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), "anna@example.org", "wrong")

    client.post(RESET, {"email": "anna@example.org"})
    choose_password(client, link_in(mailoutbox[0]))

    assert sign_in(client, "anna@example.org", NEW_PASSWORD).url == "/"


def test_a_new_password_ends_every_session_that_the_old_one_began(client, mailoutbox):
    make_user(email="anna@example.org")
    thief = Client()
    sign_in(thief, "anna@example.org")
    client.post(RESET, {"email": "anna@example.org"})

    choose_password(client, link_in(mailoutbox[0]))

    assert thief.get("/").url == f"{LOGIN}?next=/"


def test_asking_for_a_new_password_says_the_same_whether_or_not_the_account_exists(client, mailoutbox):
    make_user(email="anna@example.org")
    make_user(email="gone@example.org", is_active=False)

    pages = [
        client.post(RESET, {"email": email}, follow=True)
        for email in ["anna@example.org", "nobody@example.org", "gone@example.org"]
    ]

    assert [page.redirect_chain for page in pages] == [[("/accounts/password/reset/done/", 302)]] * 3
    assert len({without_tokens(page) for page in pages}) == 1
    assert [message.to for message in mailoutbox] == [["anna@example.org"]]


def test_a_mail_server_that_is_down_tells_nobody_which_accounts_exist(client, settings, caplog):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = MAIL_SERVER, "127.0.0.1", 1  # nobody listens
    make_user(email="anna@example.org")

    pages = [client.post(RESET, {"email": email}, follow=True) for email in ["anna@example.org", "nobody@example.org"]]

    assert [page.redirect_chain for page in pages] == [[("/accounts/password/reset/done/", 302)]] * 2
    assert len({without_tokens(page) for page in pages}) == 1
    assert [record.message for record in caplog.records] == ["No link to choose a password could be sent"]


def test_nobody_can_have_a_person_flooded_with_messages(client, mailoutbox):
    make_user(email="anna@example.org")

    statuses = [
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(RESET, {"email": "Anna@example.org"}).status_code for n in range(6)
    ]

    assert statuses == [302, 302, 302, 302, 302, 429]
    assert len(mailoutbox) == 5


def test_a_password_that_is_short_common_or_like_the_name_is_refused(client):
    anna = make_user("Anna Ambridge", email="anna@example.org")
    client.force_login(anna)

    for password in ["short", "password1234", "anna@example.org"]:
        answer = {"oldpassword": PASSWORD, "password1": password, "password2": password}
        response = client.post("/accounts/password/change/", answer)
        assert list(response.context["form"].errors) == ["password1"], password

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_a_person_changes_their_password_and_stays_signed_in(client):
    make_user(email="anna@example.org")
    sign_in(client, "anna@example.org")

    answer = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = client.post("/accounts/password/change/", answer)

    assert response.url == "/"
    assert client.get("/").status_code == 200
    assert sign_in(Client(), "anna@example.org", NEW_PASSWORD).url == "/"


def test_signing_out_takes_a_post(client):
    make_user(email="anna@example.org")
    sign_in(client, "anna@example.org")

    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/").url == LOGIN
    assert client.get("/").url == f"{LOGIN}?next=/"


def test_a_deactivated_person_is_signed_out_at_once_and_learns_why_at_the_door(client):
    anna = make_user(email="anna@example.org")
    sign_in(client, "anna@example.org")
    anna.is_active = False
    anna.save()

    assert client.get("/").url == f"{LOGIN}?next=/"
    assert sign_in(client, "anna@example.org").url == "/accounts/inactive/"


def test_the_admin_has_no_sign_in_page_of_its_own(client):
    staff = make_user(is_staff=True)

    assert client.get("/admin/").url == f"{LOGIN}?next=/admin/"
    assert client.get("/admin/login/").url == f"{LOGIN}?next=/admin/login/"
    assert client.post("/admin/login/", {"username": staff.email, "password": PASSWORD}).status_code == 403
    assert client.get("/admin/").status_code == 302
    client.force_login(staff)
    assert client.get("/admin/login/?next=/admin/").url == "/admin/"


def test_no_page_of_somebody_signed_in_is_kept_by_a_cache(client):
    client.force_login(make_member(make_force()))
    make_super_complaint()

    for page in ["/", "/bodies/", "/super-complaints/", "/accounts/password/change/", "/no-such-page/"]:
        assert "no-store" in client.get(page).headers["Cache-Control"], page


def test_the_session_is_out_of_reach_of_scripts_and_of_other_sites(client):
    make_user(email="anna@example.org")
    sign_in(client, "anna@example.org")

    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert session["max-age"] == 12 * 60 * 60


@pytest.mark.parametrize(
    ("flags", "encrypted", "debug"),
    [({}, "True", "False"), ({"OWN_MACHINE": "1"}, "False", "False"), ({"DJANGO_DEBUG": "1"}, "False", "True")],
)
def test_only_on_ones_own_machine_cookies_travel_unencrypted_and_only_debug_shows_errors(flags, encrypted, debug):
    script = (
        "import django; from django.conf import settings as s; django.setup();"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG)"
    )
    environment = {name: os.environ[name] for name in os.environ.keys() - {"DJANGO_DEBUG", "OWN_MACHINE"}} | flags
    environment |= {"DJANGO_SETTINGS_MODULE": "tracker.settings", "DJANGO_SECRET_KEY": "x" * 60}

    run = [sys.executable, "-c", script]
    printed = subprocess.run(run, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own words

    assert printed.stdout.split() == [encrypted, encrypted, encrypted, debug]


def test_the_navigation_asks_for_the_roles_of_the_person_and_no_more(client, django_assert_num_queries):
    person = make_user(is_staff=True)
    client.force_login(person)

    page = client.get(reverse("account_change_password"))

    assert [link["text"] for link in page.context["navigation"]] == [
        "Home",
        "Super-complaints",
        "Bodies",
        "Letters",
        "People",
        "Reference data",
        "Change password",
    ]
    with django_assert_num_queries(3):  # the session, its person and their roles
        client.get(reverse("account_change_password"))


def test_every_page_says_who_is_signed_in(client):
    page = client.get("/accessibility/")
    assert "Signed in as" not in page.text

    client.force_login(make_user(name="Anna Example"))

    assert "Signed in as </span>Anna Example<" in client.get("/accessibility/").text


def test_the_accessibility_statement_is_open_to_everybody(client):
    assert client.get("/accessibility/").status_code == 200
