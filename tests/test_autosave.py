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


def navigates(request):
    """To be waited for together with the navigation: a page may not close while it is under way."""
    return request.is_navigation_request()


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

    expect(status(page)).to_have_text("Saved 14:00")
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

    expect(status(page)).to_have_text("Saved 14:00")
    assert len(sent) == 1


def test_the_servers_refusal_is_shown_in_its_own_words(page, sent, faults):
    page.get_by_label("What was done?").fill("refuse me")
    page.clock.run_for(5000)

    expect(status(page)).to_have_text("Somebody else changed this response. Nothing was overwritten.")
    expect(page.locator("[name=version]")).to_have_value("1")
    assert [fault.split(":")[0] for fault in faults] == ["409"]
    faults.clear()


def background(request):
    return request.method == "POST" and "x-autosave" in request.headers


@pytest.fixture
def server(page, faults):
    """What becomes of a save in the background: `does` is given its route, and None lets it through."""

    class Server:
        does = None

        def handle(self, route):
            if background(route.request) and self.does:
                self.does(route)
            else:
                route.continue_()

    server = Server()
    page.route("**/every-question/", server.handle)
    yield server
    faults.clear()


HTML = {"body": "<h1>Sign in</h1>", "content_type": "text/html"}
SIGNED_OUT = {"message": "Not saved. You have been signed out.", "again": True}
TRYING = "Not saved: the tracker does not answer as it should. Trying again"
NOT_KEPT = {
    "no connection": (lambda route: route.abort(), "Not saved: the tracker cannot be reached. Trying again"),
    "a restart": (lambda route: route.fulfill(status=502, **HTML), TRYING),
    "a page to sign in, from a proxy": (lambda route: route.fulfill(status=200, **HTML), TRYING),
    "no version": (lambda route: route.fulfill(json={}), TRYING),
    "signed out": (lambda route: route.fulfill(status=403, json=SIGNED_OUT), "Not saved. You have been signed out."),
}


@pytest.mark.parametrize(("does", "message"), NOT_KEPT.values(), ids=NOT_KEPT.keys())
def test_what_is_not_kept_is_said_to_be_so_and_is_tried_again_without_a_key(page, sent, server, does, message):
    server.does = does
    page.get_by_label("What was done?").fill("Trained")
    page.clock.run_for(5000)
    expect(status(page)).to_have_text(message)

    for wait in (2, 4, 8, 16, 32, 60, 60):
        before = len(sent)
        page.clock.run_for(1000 * wait - 1)
        assert len(sent) == before
        with page.expect_request(background):
            page.clock.run_for(1)
        expect(status(page)).to_have_text(message)
    server.does = None
    page.clock.run_for(60_000)

    expect(status(page)).to_have_text("Saved 14:04")
    expect(page.locator("[name=version]")).to_have_value("2")


REFUSED = {
    "a redirect": (
        lambda route: route.fulfill(status=302, headers={"Location": "/"}),
        "Not saved: this was put on the record, or moved, while you were writing. Copy your words from here",
    ),
    "too large": (lambda route: route.fulfill(status=413, **HTML), "Not saved: the tracker did not take it (413)"),
    "not allowed any more": (
        lambda route: route.fulfill(status=403, json={"message": "Not saved. It was sent.", "again": False}),
        "Not saved. It was sent.",
    ),
}


@pytest.mark.parametrize(("does", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_the_server_refuses_is_sent_again_only_when_it_is_changed(page, sent, server, does, message):
    server.does = does
    box = page.get_by_label("What was done?")
    box.fill("Trained")
    page.clock.run_for(5000)
    expect(status(page)).to_have_text(message)
    page.clock.run_for(120_000)
    expect(status(page)).to_have_text(message)
    assert len(sent) == 1

    server.does = None
    box.press_sequentially(" all")
    expect(status(page)).to_have_text("Not saved yet")
    page.clock.run_for(5000)

    expect(status(page)).to_have_text(re.compile("^Saved "))


# Whether the page lets itself be left without a question.
LEAVES = "() => window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"


def test_what_a_save_leaves_out_is_said_and_not_forgotten(page, sent, server):
    server.does = lambda route: route.fulfill(json={"version": 2, "left_out": "“Who?”. Enter a name."})
    box = page.get_by_label("What was done?")
    box.fill("Trained")
    page.clock.run_for(5000)
    expect(status(page)).to_have_text("Saved 14:00, but not “Who?”. Enter a name.")
    expect(page.locator("[data-autosave-status] + [role=status]")).to_have_text(re.compile("but not"))
    expect(page.locator("[name=version]")).to_have_value("2")
    page.clock.run_for(120_000)
    assert len(sent) == 1
    assert page.evaluate(LEAVES) is False

    server.does = None
    box.press_sequentially(" all")
    page.clock.run_for(5000)

    expect(status(page)).to_have_text("Saved 14:02")
    assert page.evaluate(LEAVES) is True


def test_steady_typing_is_saved_every_fifteen_seconds(page, sent):
    box = page.get_by_label("What was done?")
    for second in range(14):
        box.press_sequentially("abcdefghijklmn"[second])
        page.clock.run_for(1000)
    expect(status(page)).to_have_text("Not saved yet")
    assert sent == []

    box.press_sequentially("o")
    page.clock.run_for(1000)

    expect(status(page)).to_have_text("Saved 14:00")
    assert "abcdefghijklmno" in sent[0].post_data


def test_a_screen_reader_hears_only_of_a_change_from_saved_to_not_saved(page, server):
    spoken = page.locator("[data-autosave-status] + [role=status]")
    box = page.get_by_label("What was done?")
    expect(spoken).to_have_text("")
    box.press_sequentially("a")
    page.clock.run_for(5000)
    expect(spoken).to_have_text("Saved 14:00")
    page.clock.run_for(60_000)
    box.press_sequentially("b")
    page.clock.run_for(5000)
    expect(status(page)).to_have_text("Saved 14:01")
    expect(spoken).to_have_text("Saved 14:00")

    server.does = lambda route: route.abort()
    box.press_sequentially("c")
    expect(spoken).to_have_text("Saved 14:00")
    page.clock.run_for(5000)

    expect(spoken).to_have_text("Not saved: the tracker cannot be reached. Trying again")


def test_a_lost_network_loses_nothing_and_what_was_typed_is_saved_as_soon_as_it_is_back(page, sent, faults):
    box = page.get_by_label("What was done?")
    page.context.set_offline(True)
    box.press_sequentially("All officers")
    page.clock.run_for(5000)
    expect(status(page)).to_have_text("Not saved: you are offline")
    box.press_sequentially(" trained")
    expect(status(page)).to_have_text("Not saved: you are offline")

    page.context.set_offline(False)
    expect(status(page)).to_have_text("Not saved yet")
    page.clock.run_for(5000)

    expect(status(page)).to_have_text("Saved 14:00")
    assert "All+officers+trained" in sent[-1].post_data
    faults.clear()


def test_save_that_is_pressed_offline_is_held_and_sent_when_the_network_is_back(page, faults):
    page.get_by_label("What was done?").fill("Trained")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save for later").click()
    held = "You are offline. Your words are on this page and will be saved when you are back."
    expect(status(page)).to_have_text(held)
    expect(page.get_by_label("What was done?")).to_have_value("Trained")

    with page.expect_navigation(), page.expect_request(navigates) as request:
        page.context.set_offline(False)

    assert 'name="later"' in request.value.post_data
    assert "Trained" in request.value.post_data
    faults.clear()


def test_save_that_is_pressed_while_the_server_restarts_is_sent_once_it_is_up(page, sent, faults):
    page.route("**/*", lambda route: route.abort())
    page.get_by_label("What was done?").fill("Trained")
    page.get_by_role("button", name="Save for later").click()
    held = "The tracker cannot be reached. Your words are on this page and will be saved when it is back."
    expect(status(page)).to_have_text(held)
    page.clock.run_for(2000)
    expect(status(page)).to_have_text(held)
    assert sent == []

    page.unroute("**/*")
    with page.expect_navigation(), page.expect_request(navigates) as request:
        page.clock.run_for(60_000)

    assert "Trained" in request.value.post_data
    faults.clear()


def test_save_that_is_pressed_while_signed_out_says_so_and_is_sent_once_signed_in(page, sent, server, faults):
    server.does = lambda route: route.fulfill(status=403, json=SIGNED_OUT)
    page.get_by_label("What was done?").fill("Trained")
    page.clock.run_for(5000)
    expect(status(page)).to_have_text(SIGNED_OUT["message"])
    with page.expect_request(background):
        page.get_by_role("button", name="Save for later").click()
    expect(status(page)).to_have_text(SIGNED_OUT["message"])
    with page.expect_request(background):
        page.clock.run_for(8000)  # no longer: a request that is not answered for 30 seconds counts as lost
    expect(status(page)).to_have_text(SIGNED_OUT["message"])
    # It is the last refusal that counts.
    server.does = lambda route: route.abort()
    with page.expect_request(background):
        page.clock.run_for(32_000)
    held = "The tracker cannot be reached. Your words are on this page and will be saved when it is back."
    expect(status(page)).to_have_text(held)

    server.does = None
    with page.expect_navigation(), page.expect_request(navigates) as request:
        page.clock.run_for(60_000)

    assert "Trained" in request.value.post_data
    faults.clear()


def test_what_was_sent_and_not_answered_is_sent_again_as_it_was_before_anything_newer(page, sent, server):
    # The server may have stored it, and would take newer words on an old version for another person's.
    server.does = lambda route: route.abort()
    box = page.get_by_label("What was done?")
    box.press_sequentially("one")
    page.clock.run_for(5000)
    expect(status(page)).to_have_text(re.compile("^Not saved: the tracker"))
    box.press_sequentially(" two")
    server.does = None
    page.clock.run_for(2000)
    expect(status(page)).to_have_text("Not saved yet")
    page.clock.run_for(15_000)

    expect(status(page)).to_have_text("Saved 14:00")
    typed = [re.search(r"&text=([^&]*)", request.post_data)[1] for request in sent]
    versions = [re.search(r"&version=([^&]*)", request.post_data)[1] for request in sent]
    assert list(zip(typed, versions, strict=True)) == [("one", "1"), ("one", "1"), ("one+two", "2")]


@pytest.mark.parametrize("key", ["Control+s", "Meta+s"])
def test_the_key_to_save_saves_at_once(page, sent, key):
    page.get_by_label("What was done?").press_sequentially("Trained")
    page.keyboard.press(key)

    expect(status(page)).to_have_text("Saved 14:00")
    assert len(sent) == 1


def test_the_form_is_told_what_the_server_answered_and_whether_more_was_changed_meanwhile(page):
    page.evaluate("""() => document.querySelector("form[data-autosave]").addEventListener(
        "kept", ({detail}) => { document.title = JSON.stringify(detail) })""")
    page.get_by_label("What was done?").press_sequentially("Trained")
    page.clock.run_for(5000)

    expect(page).to_have_title('{"version":2,"more":false}')


def test_a_page_that_came_back_refused_is_saved_without_a_key_and_not_called_saved_before(page, sent):
    page.get_by_label("What was done?").fill("Trained")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(status(page)).to_have_text("Not saved yet")

    page.clock.run_for(5000)

    expect(status(page)).to_have_text("Saved 14:00")
    assert [background(request) for request in sent] == [False, True]


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
    expect(status(page)).to_have_text("Saved 14:00")

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
