"""Nothing typed is lost: session over, database out, draft gone, our own mistake; and nobody can misuse that page."""

import re

import lxml.html
import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import path, reverse

from recommendations.words import clean, from_typed, plain
from responses.models import Response, Update
from tests.browser import box_of
from tests.factories import DUE, NOON, PASSWORD, make_addressee, make_draft, make_member
from tests.hands import look
from tests.html import forms
from tracker import urls as real
from tracker.resubmit import csrf_failure

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
# What a textarea sends, with everything that HTML could take for its own.
WORDS = "\r\n  First: <b>we</b> & they said \"yes\" 'today'.\r\n\r\n- a bullet</textarea><script>alert(1)</script>\r\n"
ANSWER = {"position": "accepted", "progress": "in_progress", "awaiting": "", "voice": "force", "text": WORDS}


@login_not_required
def mistake(request):
    raise ZeroDivisionError


urlpatterns = [path("mistake/", mistake), *real.urlpatterns]
handler403, handler404, handler500 = real.handler403, real.handler404, real.handler500


@pytest.fixture
def addressee():
    return make_addressee()


@pytest.fixture
def editor(addressee):
    return make_member(addressee.body, email="anna@example.org")


@pytest.fixture
def draft(addressee, editor):
    return make_draft(addressee.body, by=editor)


@pytest.fixture
def answer_page(draft, addressee):
    return reverse("edit_response", args=[draft.pk, addressee.recommendation.number, addressee.body.slug])


@pytest.fixture
def visitor():
    """A browser as strict as a real one: tokens are checked, and an error is a page."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def token(page):
    return [values["csrfmiddlewaretoken"] for _, _, values in forms(page) if "csrfmiddlewaretoken" in values][-1]


def sign_in(visitor):
    page = visitor.get(LOGIN)
    credentials = {"login": "anna@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token(page)}
    assert visitor.post(LOGIN, credentials).url == "/"


def send_again(visitor, page):
    [(method, action, values)] = forms(page)
    assert method == "POST"
    return visitor.post(action, values)


def typed(page):
    [(_, _, values)] = forms(page)
    return {name: values[name][0] for name in values if name != "csrfmiddlewaretoken"}


def test_words_typed_while_the_session_ended_are_saved_after_signing_in_in_another_tab(visitor, draft, answer_page):
    sign_in(visitor)
    form = visitor.get(answer_page)
    Session.objects.all().delete()

    kept = visitor.post(answer_page, ANSWER | {"csrfmiddlewaretoken": token(form)})
    assert kept.status_code == 403
    assert "You have been signed out." in kept.content.decode()
    assert f'href="{LOGIN}" target="_blank"' in kept.content.decode()
    assert typed(kept) == ANSWER
    # Pressed too early, it is kept once more.
    assert typed(send_again(visitor, kept)) == ANSWER
    assert Response.objects.count() == 0

    sign_in(visitor)
    old_token = send_again(visitor, kept)
    assert old_token.status_code == 403
    assert "You signed in again, or cookies are off, since this page was opened." in old_token.content.decode()
    assert typed(old_token) == ANSWER

    saved = send_again(visitor, old_token)
    assert saved.status_code == 302
    [response] = draft.responses.all()
    assert response.text == from_typed(clean(WORDS))


BACKGROUND = {"X-Autosave": "1"}
AGAIN = {
    "You have been signed out. Sign in again in another tab, then come back: your words are on this page": 403,
    "You signed in again, or cookies are off, since this page was opened.": 403,
    "The tracker cannot reach its database, so nothing was saved.": 503,
    "Something went wrong in the tracker, and what you sent may not have been saved.": 500,
}


def not_saved(answer):
    message = answer.json()["message"].removeprefix("Not saved. ")
    return message, answer.status_code, answer.json()["again"]


@pytest.mark.urls(__name__)
def test_a_page_that_saves_in_the_background_is_told_what_stops_it_and_that_it_may_try_again(
    visitor, draft, answer_page
):
    sign_in(visitor)
    form = visitor.get(answer_page)
    old = ANSWER | {"csrfmiddlewaretoken": token(form)}

    def save(data=old):
        return not_saved(visitor.post(answer_page, data, headers=BACKGROUND))

    with connection.execute_wrapper(outage):
        out = save()
    visitor.raise_request_exception = False
    mistake = not_saved(visitor.post("/mistake/", old, headers=BACKGROUND))
    Session.objects.all().delete()
    signed_out = save()
    sign_in(visitor)
    stopped = [signed_out, save(), out, mistake]

    assert stopped == [(message, status, True) for message, status in AGAIN.items()]
    assert draft.responses.count() == 0


def test_a_page_whose_browser_has_lost_all_its_cookies_is_told_to_sign_in_again(visitor, draft, answer_page):
    sign_in(visitor)
    form = visitor.get(answer_page)
    visitor.cookies.clear()

    refused = visitor.post(answer_page, ANSWER | {"csrfmiddlewaretoken": token(form)}, headers=BACKGROUND)

    assert not_saved(refused) == (next(iter(AGAIN)), 403, True)
    assert draft.responses.count() == 0


def test_a_page_that_saves_in_the_background_is_told_that_it_is_in_vain(visitor, draft, answer_page):
    sign_in(visitor)
    new = ANSWER | {"csrfmiddlewaretoken": token(visitor.get(answer_page))}
    Update.objects.update(recorded_at=NOON, recorded_by=draft.edited_by, received_on=DUE, origin="received")

    sent = not_saved(visitor.post(answer_page, new, headers=BACKGROUND))
    gone = not_saved(visitor.post("/updates/999/recommendations/1/x/", new, headers=BACKGROUND))

    assert sent == (
        "This update is on the record, so it cannot be changed. Start a new update instead.",
        403,
        False,
    )
    assert gone == ("What you sent this to does not exist any longer, or is not yours to see.", 404, False)


def test_what_was_typed_is_shown_as_words_never_as_markup(visitor, answer_page):
    sign_in(visitor)
    form = visitor.get(answer_page)
    visitor.cookies.pop("sessionid")

    page = visitor.post(answer_page, ANSWER | {"csrfmiddlewaretoken": token(form)}).content.decode()

    assert "<script>alert" not in page
    assert "</textarea>" not in page
    assert page.count("&lt;b&gt;we&lt;/b&gt; &amp; they said &quot;yes&quot;") == 2


def test_what_was_typed_is_told_by_the_questions_of_the_page_and_nothing_else_is(visitor, answer_page):
    sign_in(visitor)
    form = visitor.get(answer_page)
    visitor.cookies.pop("sessionid")
    sent = ANSWER | {"version": "3", "text": "We began.", "text-html": "<p>We began.</p>", "finish": "1"}

    page = visitor.post(answer_page, sent | {"csrfmiddlewaretoken": token(form)})

    told = lxml.html.fromstring(page.content).xpath("//dl[contains(@class, 'app-typed')]")[0].text_content().split("\n")
    assert [line.strip() for line in told if line.strip()] == [
        "Is the recommendation accepted?",
        "Accepted",
        "How far has the work come?",
        "In progress",
        "Whose words are these?",
        "The chief constable or the force",
        "What do you want to say?",
        "We began.",
    ]
    # All of it is sent again.
    assert typed(page) == sent


def outage(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection unexpectedly")


@pytest.mark.parametrize("debug", [False, True])
def test_a_database_outage_gives_the_words_back_with_503_and_without_a_query(
    visitor, draft, answer_page, settings, debug
):
    settings.DEBUG = debug  # Django's own page for a developer must not come first
    sign_in(visitor)
    form = visitor.get(answer_page)
    filled = ANSWER | {"csrfmiddlewaretoken": token(form)}

    with connection.execute_wrapper(outage):
        out = visitor.post(answer_page, filled)
        looked = visitor.get(answer_page)

    assert out.status_code == 503
    assert "The tracker cannot reach its database, so nothing was saved." in out.content.decode()
    assert typed(out) == ANSWER
    assert looked.status_code == 503
    assert forms(looked) == []
    assert draft.responses.count() == 0
    # The page carries a token of its own, so that it can be sent again as soon as the database is back.
    assert send_again(visitor, out).status_code == 302
    assert draft.responses.count() == 1


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("statement", ["SELECT", "INSERT", "UPDATE"])
def test_an_outage_in_the_middle_gives_the_words_back_and_saves_nothing(
    visitor, draft, answer_page, settings, statement, debug
):
    settings.DEBUG = debug

    def outage_at(execute, sql, params, many, context):
        ours = "responses_" in sql and sql.startswith(statement)
        return outage(execute, sql, params, many, context) if ours else execute(sql, params, many, context)

    sign_in(visitor)
    form = visitor.get(answer_page)

    with connection.execute_wrapper(outage_at):
        out = visitor.post(answer_page, ANSWER | {"csrfmiddlewaretoken": token(form)})

    assert out.status_code == 503
    assert typed(out) == ANSWER
    assert draft.responses.count() == 0


def test_an_outage_while_somebody_signs_in_writes_no_password_into_the_page(visitor, editor):
    page = visitor.get(LOGIN)

    with connection.execute_wrapper(outage):
        credentials = {"login": "anna@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token(page)}
        out = visitor.post(LOGIN, credentials)

    assert out.status_code == 503
    assert PASSWORD not in out.content.decode()
    # Without the password there is nothing to send again.
    assert forms(out) == []
    assert f'<a class="govuk-link" href="{LOGIN}">Open the page again</a>' in out.content.decode()


@pytest.mark.parametrize("name", ["password", "oldpassword", "new_password2", "Password1", "csrfmiddlewaretoken"])
def test_a_secret_is_never_written_into_a_page(visitor, name):
    page = visitor.post("/people/invite/", {name: "do not show me " * 9, "name": WORDS})

    assert page.status_code == 403
    assert "do not show me" not in page.content.decode()


def test_our_own_mistake_gives_the_words_back(visitor, settings):
    settings.ROOT_URLCONF = __name__
    form = visitor.get(LOGIN)

    page = visitor.post("/mistake/", {"text": WORDS, "csrfmiddlewaretoken": token(form)})

    assert page.status_code == 500
    assert "Something went wrong in the tracker, and what you sent may not have been saved." in page.content.decode()
    assert typed(page) == {"text": WORDS}
    assert visitor.get("/mistake/").status_code == 500


@pytest.mark.parametrize(
    ("text", "shown"), [(WORDS, "First: &lt;b&gt;we&lt;/b&gt;"), ("We have stopped.", "We have stopped.")]
)
def test_words_for_a_draft_that_a_colleague_deleted_meanwhile_are_given_back_to_copy(
    visitor, draft, answer_page, text, shown
):
    sign_in(visitor)
    form = visitor.get(answer_page)
    draft.discard()

    page = visitor.post(answer_page, ANSWER | {"text": text, "csrfmiddlewaretoken": token(form)})

    assert page.status_code == 404
    assert "What you sent this to does not exist any longer, or is not yours to see." in page.content.decode()
    assert shown in page.content.decode()
    # It would be refused again, so it is not offered.
    assert "Send again" not in page.content.decode()


def test_words_that_a_person_may_not_save_are_given_back_to_copy(visitor, editor):
    sign_in(visitor)
    form = visitor.get("/accounts/password/change/")

    page = visitor.post("/people/invite/", {"name": WORDS, "csrfmiddlewaretoken": token(form)})

    assert page.status_code == 403
    assert "Only an administrator can see who signs in, and invite people." in page.content.decode()
    assert "First: &lt;b&gt;we&lt;/b&gt;" in page.content.decode()


def test_a_button_that_is_refused_says_why_and_gives_no_words_back(visitor, editor):
    sign_in(visitor)
    form = visitor.get("/accounts/password/change/")

    page = visitor.post(f"/people/{editor.pk}/deactivate/", {"csrfmiddlewaretoken": token(form), "version": "3"})

    assert page.status_code == 403
    assert "You cannot do that" in page.content.decode()
    assert "What you typed" not in page.content.decode()


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_form_from_another_website_is_never_offered_to_be_sent_again(visitor, editor, origin):
    sign_in(visitor)

    page = visitor.post("/people/invite/", {"name": WORDS}, headers={"origin": origin})

    assert page.status_code == 403
    assert "This form was sent from another website." in page.content.decode()
    assert "Send again" not in page.content.decode()
    assert "First:" not in page.content.decode()


def test_over_https_a_form_without_a_sender_counts_as_from_another_website(visitor, editor):
    sign_in(visitor)

    page = visitor.post("/people/invite/", {"name": WORDS}, secure=True)

    assert page.status_code == 403
    assert "Send again" not in page.content.decode()


def test_the_words_are_sent_again_to_the_whole_address_they_were_sent_to(visitor):
    page = visitor.post("/people/invite/?from=a&to=b", {"name": WORDS})

    [(_, action, _)] = forms(page)
    assert action == "/people/invite/?from=a&to=b"


@pytest.mark.parametrize("address", ["//evil.example/x", "///evil.example/x", "//evil.example/%0d%0aX:1"])
def test_the_words_are_never_sent_to_another_website(rf, address):
    request = rf.post("/", {"text": WORDS}, PATH_INFO=address)

    page = csrf_failure(request, "CSRF token missing.").content.decode()

    assert re.findall(r'<form method="post" action="([^"]+)"', page) == [
        "/%2F" + address.removeprefix("//").replace("%", "%25")
    ]


def test_a_file_cannot_be_kept_and_the_page_says_so(visitor, editor, tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-")

    with letter.open("rb") as file:
        page = visitor.post("/super-complaints/safe-to-share/record-letter/", {"note": "A note", "file": file})

    assert page.status_code == 403
    assert "A file that you chose cannot be kept here." in page.content.decode()


def test_many_values_of_one_name_are_all_kept(visitor):
    page = visitor.post("/people/invite/", {"bodies": ["1", "2", "3"], "name": "Anna"})

    [(_, _, values)] = forms(page)
    assert values["bodies"] == ["1", "2", "3"]


def test_a_flood_of_posts_from_nobody_costs_no_query_and_no_row(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        for _ in range(3):
            page = visitor.post("/people/invite/", {"name": "x" * 1_000_000})
            assert page.status_code == 403

    assert Session.objects.count() == 0


def test_a_post_larger_than_any_form_is_refused_unread(visitor):
    page = visitor.post("/people/invite/", {"name": "x"} | {f"more{n}": "x" * 700_000 for n in range(3)})

    assert page.status_code == 400


def test_a_page_is_only_looked_at_again_after_signing_in(visitor):
    assert visitor.get("/people/").url == f"{LOGIN}?next=/people/"
    assert visitor.head("/people/").status_code == 302


def test_words_that_are_refused_leave_the_database_usable(visitor, draft, answer_page):
    sign_in(visitor)
    form = visitor.get(answer_page)
    with connection.execute_wrapper(outage):
        visitor.post(answer_page, ANSWER | {"csrfmiddlewaretoken": token(form)})

    with transaction.atomic():
        assert visitor.get(answer_page).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_in_a_browser_the_words_are_saved_with_one_press_after_signing_in_again(
    page, sign_in, live_server, answer_page, editor
):
    sign_in(editor)
    page.goto(answer_page)
    page.get_by_role("radio", name="Accepted", exact=True).check()
    page.get_by_role("radio", name="In progress").check()
    box_of(page).fill("We began in May, and the board meets monthly.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=False).first.click()
    look(page, "Your words were not saved")

    with page.expect_popup() as opened:
        page.get_by_role("link", name="sign in (opens in a new tab)").click()
    tab = opened.value
    tab.get_by_label("E-mail address").fill(editor.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(f"{live_server.url}/")
    page.get_by_role("button", name="Send again").click()

    page.wait_for_url(lambda address: address != live_server.url + answer_page)
    assert plain(Response.objects.get().text) == "We began in May, and the board meets monthly."
