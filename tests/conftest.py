"""What every test may count on: a database of its own, and in a browser an eye on everything that goes wrong."""

import io
import os
import shutil
import time

import hypothesis
import pytest
import weasyprint
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client

from responses.letter import drawing
from tests.reference import put_back, stored_by

# The same examples each time: a test that fails for one person fails for all.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")


def pytest_make_parametrize_id(val, argname):
    # A file's bytes make no name, and a zip holds the minute it was made: two workers would not agree on it.
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
        if is_about_pdf(item):
            item.add_marker("pdf")


def is_about_pdf(item) -> bool:
    """Whether a test draws a PDF by a name that does, or is given the name of a file that is one."""
    given = item.callspec.params.values() if hasattr(item, "callspec") else ()
    draws = {"as_pdf", "draw", "draw_letter", "render_letter", "send", "write_pdf"} & set(
        item.function.__code__.co_names
    )
    return bool(draws) or any(name.endswith(".pdf") for value in given for name in names_among(value))


def names_among(value) -> list[str]:
    return [each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, str)]


@pytest.fixture(autouse=True)
def draws_only_where_marked(request, monkeypatch):
    """A test without the mark draws no PDF, through a view neither: `make quick` leaves out all that do."""
    if not {"pdf", "browser"} & {mark.name for mark in request.node.iter_markers()}:
        for holder, name in ((weasyprint.HTML, "write_pdf"), (drawing, "draw")):
            monkeypatch.setattr(holder, name, lambda *_, **__: pytest.fail(UNMARKED))


UNMARKED = "This test draws a PDF. Mark it with pytest.mark.pdf."


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    # A file, since browser tests read it from the server's threads too; one for each run, so that two runs can't meet.
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    yield
    # A browser that was closed in the middle of a request can leave its connection, and PostgreSQL drops no database
    # that somebody is connected to.
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def reference_rows(django_db_setup, django_db_blocker):
    return stored_by(lambda: call_command("load_reference", stdout=io.StringIO()), django_db_blocker)[1]


@pytest.fixture
def reference(db, reference_rows):
    """The bodies and reports of fixtures/, as `manage.py load_reference` stores them."""
    put_back(reference_rows)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.fail("No Chromium. Run: sudo apt-get install chromium, or set CHROMIUM to one's path.", pytrace=False)
    # Root in a container has no sandbox and little /dev/shm; and a test must never wait for the network.
    quiet = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    return {**browser_context_args, "base_url": live_server.url, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def faults():
    """Everything that went wrong in a browser, which fails the test; clear() what a test brought about on purpose."""
    faults = []
    yield faults
    assert faults == []


@pytest.fixture
def idle_server(transactional_db):
    """Waits, once the browser is closed, for what it asked last: emptying tables under a request is a deadlock."""
    running = []

    def started(**_):
        running.append(1)

    def finished(**_):
        running.pop()

    request_started.connect(started)
    request_finished.connect(finished)
    yield
    deadline = time.monotonic() + 10
    time.sleep(0.05)
    while running and time.monotonic() < deadline:
        time.sleep(0.01)
    request_started.disconnect(started)
    request_finished.disconnect(finished)
    assert not running, "the server is still at work on a request of this test"
    cache.clear()  # sign-in limits are kept in a table that Django does not empty after a test


@pytest.fixture
def new_context(idle_server, new_context, faults):
    """A browser of its own for one more person, watched like the first."""

    def watched(**options):
        context = new_context(**options)
        context.on("console", lambda message: note_message(message, faults))
        context.on("weberror", lambda error: faults.append(f"error on the page: {error.error}"))
        context.on("response", lambda response: note_response(response, faults))
        return context

    return watched


def note_message(message, faults):
    # A refused page (403) is also "failed to load"; note_response decides on those.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        faults.append(f"console: {message.text}")


def note_response(response, faults):
    refused = response.request.is_navigation_request() and response.status in {400, 403, 409, 422, 429}
    if response.status >= 400 and not refused:
        faults.append(f"{response.status}: {response.request.method} {response.url}")


@pytest.fixture
def sign_in(live_server, context):
    """sign_in(user) signs the page's browser in without the form; sign_in(user, context) another one."""

    def sign_in(user, context=context):
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return sign_in
