"""Words are saved as they are typed, a save that fails is told, and nobody leaves unsaved words by accident."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.urls("tests.pages")

NOON = datetime(2021, 6, 17, 12, tzinfo=UTC)


@pytest.fixture
def page(page):
    """The page with its clock stopped: time passes when a test says so, not while it types on a busy machine."""
    page.clock.install(time=NOON)
    page.goto("/every-question/")
    page.clock.pause_at(NOON + timedelta(hours=1))
    return page


@pytest.fixture
def sent(page):
    """The forms the page has posted, in the background or by hand."""
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


def status(page):
    return page.locator("[data-autosave-status]")


def test_words_are_saved_after_five_quiet_seconds(page, sent):
    box = page.get_by_label("What was done?")
    box.press_sequentially("All officers")
    page.clock.run_for(4900)
    box.press_sequentially(" trained")
    page.clock.run_for(4900)
    assert sent == []

    page.clock.run_for(200)

    expect(status(page)).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    [request] = sent
    assert "All+officers+trained" in request.post_data
    assert request.headers["x-autosave"] == "1"
    expect(page.locator("[name=version]")).to_have_value("2")


def test_nothing_is_sent_when_nothing_changed(page, sent):
    box = page.get_by_label("What was done?")
    box.press_sequentially("a")
    box.press("Backspace")
    page.clock.run_for(6000)

    assert sent == []


def test_words_are_saved_when_the_page_is_put_away(page, sent):
    page.get_by_label("What was done?").fill("Trained")
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", {value: "hidden"});
        document.dispatchEvent(new Event("visibilitychange"));
    }""")

    expect(status(page)).to_have_text(re.compile("^Saved at"))
    assert len(sent) == 1


def test_the_servers_refusal_is_shown_in_its_own_words(page, sent, faults):
    page.get_by_label("What was done?").fill("refuse me")
    page.clock.run_for(5000)

    expect(status(page)).to_have_text("Somebody else changed this response. Nothing was overwritten.")
    expect(page.locator("[name=version]")).to_have_value("1")
    assert [fault.split(":")[0] for fault in faults] == ["409"]
    faults.clear()


@pytest.mark.parametrize("answer", ["no connection", "a sign-in page"])
def test_words_that_cannot_be_saved_are_said_to_be_unsaved(page, answer, faults):
    def give(route):
        if answer == "no connection":
            route.abort()
        else:
            route.fulfill(status=403, body="<h1>Sign in</h1>", content_type="text/html")

    page.route("**/every-question/", lambda route: give(route) if route.request.method == "POST" else route.continue_())
    page.get_by_label("What was done?").fill("Trained")
    page.clock.run_for(5000)

    expect(status(page)).to_have_text("Not saved: you are offline or signed out. Keep this page open.")
    faults.clear()


def test_sending_the_form_waits_for_a_save_under_way(page, sent):
    held = []
    page.route(
        "**/every-question/",
        lambda route: held.append(route) if route.request.headers.get("x-autosave") else route.continue_(),
    )
    page.get_by_label("What was done?").fill("Trained")
    page.clock.run_for(5000)
    page.wait_for_timeout(100)
    page.get_by_role("button", name="Save for later").click()
    page.wait_for_timeout(200)
    assert len(sent) == 1

    with page.expect_navigation():
        held[0].continue_()

    assert len(sent) == 2
    # the version that the save gave, and the button that was pressed
    assert re.search(r'name="version"\s+2\s', sent[1].post_data)
    assert 'name="later"' in sent[1].post_data


def test_a_double_click_sends_the_form_once(page, sent):
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").dblclick()

    assert len(sent) == 1


def test_leaving_a_page_with_unsaved_words_asks_first(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("What was done?").press_sequentially("Trained")

    page.get_by_role("link", name="Back", exact=True).click()

    expect(page.get_by_label("What was done?")).to_have_value("Trained")
    assert asked == ["beforeunload"]


def test_leaving_a_page_whose_words_are_saved_asks_nothing(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("What was done?").press_sequentially("Trained")
    page.clock.run_for(5000)
    expect(status(page)).to_have_text(re.compile("^Saved at"))

    page.get_by_role("link", name="Back", exact=True).click()

    expect(page.get_by_label("What was done?")).to_have_value("")
    assert asked == []


def test_too_many_lines_are_counted_as_they_are_typed(page):
    box = page.get_by_label("What was done?")
    box.fill("1\n2\n3\n4\n5")
    message = page.locator(".app-over-limit")
    expect(message).to_have_text("")

    box.fill("1\n2\n3\n4\n5\n6\n7")

    expect(message).to_have_text("You have 2 lines too many")


def test_a_page_open_since_before_the_last_sign_in_can_still_be_sent(page, live_server):
    # Signing in again, in another tab, gives the browser another token.
    page.context.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": live_server.url}])

    page.get_by_role("button", name="Save and continue").click()

    expect(page.locator(".govuk-error-summary")).to_be_visible()
