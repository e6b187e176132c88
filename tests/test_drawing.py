"""A letter is drawn in a process that can be killed, before anything is held; it is sent as drawn, or not at all."""

import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from recommendations.models import Body, Recommendation, SuperComplaint
from responses.apart import Apart, TooMuch
from responses.letter import drawing
from responses.letter.drawing import DRAWER, LetterError, draw
from responses.letter.pdf import write_pdf
from responses.models import Message, Response, SentLetter, Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
)

pytestmark = pytest.mark.pdf
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")

SHORT = "<html lang=en-GB><title>Short</title><h1>Short</h1><p>Some words, and <em>more</em>."
LINE = "<p>" + "<strong>Bold</strong> and <em>slanted</em> words " * 8
LONG = "<html lang=en-GB><title>Long</title><h1>Long</h1>" + LINE * 20  # half a second, on a quiet machine
ENDLESS = LONG + LINE * 3_000  # minutes
TOOK_LONG = "Drawing this letter took longer than 1 seconds, so it was given up. Shorten it, or use less bold in it."
TOOK_MUCH = "This letter takes more memory than drawing a letter may, so it was given up. Shorten its texts and tables."
STOPPED = "The letter could not be drawn just now. Nothing is lost: try again in a minute."
OUR_MISTAKE = "The tracker made a mistake in drawing this letter. Nothing is lost: tell an administrator."
CHANGED = "What this letter says changed while it was drawn, so it was not sent. Read it again, then decide."


def drawn(html, **how) -> bytes:
    return draw(html, assets={}, identifier=b"letter", **how)


def here(html) -> bytes:
    return write_pdf(html, assets={}, identifier=b"letter")


def at_work(count: int = 1, but=()) -> list[int]:
    """The processes that draw, as soon as there are so many of them."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        processes = [path for path in Path("/proc").iterdir() if path.name.isdecimal() and int(path.name) not in but]
        found = [int(path.name) for path in processes if draws(path, DRAWER.start().process.pid)]
        if len(found) >= count:
            return found
        time.sleep(0.005)
    raise AssertionError("nobody draws")


def draws(path: Path, server: int) -> bool:
    """Whether a process is the server's and has given up all it does not need, which one that only waits has not."""
    try:
        status = dict(line.split(":\t", 1) for line in (path / "status").read_text().splitlines())
    except OSError:  # it has ended since
        return False
    return status["PPid"] == str(server) and status.get("Seccomp") == "2"


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_a_letter_is_drawn_apart_as_it_is_here():
    assert drawn(SHORT) == here(SHORT)
    assert drawn(LONG) == here(LONG)
    assert drawn(SHORT) == here(SHORT)


def test_a_letter_that_takes_too_long_is_stopped_and_the_next_is_drawn():
    server = DRAWER.start()
    drawn(SHORT)
    started = time.monotonic()

    with pytest.raises(LetterError, match=re.escape(TOOK_LONG)):
        drawn(ENDLESS, seconds=1)

    assert time.monotonic() - started < 5
    assert drawn(SHORT) == here(SHORT)
    assert DRAWER.start() is server


def test_a_letter_that_takes_too_much_memory_is_stopped_and_the_next_is_drawn():
    with pytest.raises(LetterError, match=re.escape(TOOK_MUCH)):
        drawn(SHORT + "word " * 5_000_000, memory=128 * 1024**2)

    assert drawn(SHORT) == here(SHORT)


@linux
def test_a_letter_whose_process_is_killed_is_drawn_again():
    with ThreadPoolExecutor(1) as threads:
        letter = threads.submit(drawn, LONG)
        os.kill(at_work()[0], signal.SIGKILL)

    assert letter.result() == here(LONG)


@linux
def test_a_letter_whose_process_is_killed_twice_is_not_drawn_and_the_next_is():
    server = DRAWER.start()
    with ThreadPoolExecutor(1) as threads:
        letter = threads.submit(drawn, LONG)
        first = at_work()
        os.kill(first[0], signal.SIGKILL)
        os.kill(at_work(but=first)[0], signal.SIGKILL)

    with pytest.raises(LetterError, match=re.escape(STOPPED)):
        letter.result()
    assert drawn(SHORT) == here(SHORT)
    assert DRAWER.start() is server


@linux
def test_whoever_waits_for_the_next_letter_draws_it():
    drawn(SHORT)
    waiting = waits_for_work()

    with ThreadPoolExecutor(1) as threads:
        letter = threads.submit(drawn, LONG)
        assert at_work() == waiting

    assert letter.result() == here(LONG)


@linux
def test_a_letter_is_drawn_although_whoever_waited_for_it_was_killed():
    drawn(SHORT)
    server = DRAWER.start()
    os.kill(waits_for_work()[0], signal.SIGKILL)

    assert drawn(LONG) == here(LONG)
    assert DRAWER.start() is server


@linux
def test_whoever_waits_ends_with_the_server():
    drawn(SHORT)
    waiting = waits_for_work()

    os.kill(DRAWER.start().process.pid, signal.SIGKILL)

    deadline = time.monotonic() + 30
    while Path(f"/proc/{waiting[0]}").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert not Path(f"/proc/{waiting[0]}").exists()


def asked(apart, words: bytes, **limits) -> bytes:
    with tempfile.TemporaryFile() as file:
        file.write(words)
        file.seek(0)
        return apart.ask(file, seconds=10, most=1 << 30, **limits)


@pytest.fixture
def rehearses():
    apart = Apart("tests.rehearsals")
    yield apart
    apart.end()


def test_work_is_done_although_its_rehearsal_failed(rehearses):
    assert [asked(rehearses, b"ab") for _ in range(3)] == [b"abab"] * 3


def test_an_answer_that_there_is_no_memory_to_give_is_no_empty_one(rehearses):
    assert asked(rehearses, b"ab") == b"abab"

    with pytest.raises(TooMuch):
        asked(rehearses, b"much", memory=300 * 1024 * 1024)


def waits_for_work() -> list[int]:
    """The one process of a server with nothing to do."""
    server = DRAWER.start().process.pid
    deadline = time.monotonic() + 30
    while len(found := children_of(server)) != 1 or draws(Path(f"/proc/{found[0]}"), server):
        assert time.monotonic() < deadline, f"{len(found)} wait"
        time.sleep(0.005)
    return found


@linux
def test_a_letter_whose_server_is_killed_is_drawn_by_another():
    server = DRAWER.start()
    with ThreadPoolExecutor(1) as threads:
        letter = threads.submit(drawn, LONG)
        at_work()
        os.killpg(server.process.pid, signal.SIGKILL)  # and all that it made

    assert letter.result() == here(LONG)
    assert DRAWER.start() is not server


@linux
@pytest.mark.skipif(os.cpu_count() == 1, reason="has a turn for each processor")
def test_two_letters_are_drawn_at_once():
    with ThreadPoolExecutor(2) as threads:
        letters = [threads.submit(drawn, LONG) for _ in range(2)]
        assert len(at_work(2)) == 2

    assert [letter.result() for letter in letters] == [here(LONG)] * 2


def test_whoever_gets_no_turn_is_told_to_try_again(monkeypatch):
    taken = Apart("responses.letter.drawing", at_once=1, patience=0.05)
    taken._turns.acquire()
    monkeypatch.setattr(drawing, "DRAWER", taken)

    with pytest.raises(LetterError, match=re.escape(STOPPED)):
        drawn(SHORT)


def test_a_mistake_of_ours_is_a_sentence_and_its_traceback_is_logged(caplog):
    with pytest.raises(LetterError, match=re.escape(OUR_MISTAKE)):
        drawn(None)

    assert "TypeError" in caplog.text
    assert "responses/letter/pdf.py" in caplog.text


def test_what_a_letter_may_not_refer_to_is_named():
    with pytest.raises(LetterError, match=re.escape("file:///etc/passwd")):
        drawn('<title>x</title><img src="file:///etc/passwd" alt="x">')


def test_a_server_with_nothing_to_do_ends():
    idle = Apart("responses.letter.drawing", idle=0)

    assert idle.start().process.wait(30) == 0
    idle.end()


@linux
def test_a_server_that_ends_takes_its_fonts_with_it():
    drawn(SHORT)
    server = DRAWER.start().process
    [folder] = set(re.findall(r"/\S*/weasyprint-\w+", Path(f"/proc/{server.pid}/maps").read_text()))
    assert Path(folder).is_dir()

    DRAWER.end()

    assert server.returncode == 0
    assert not Path(folder).exists()


ELSEWHERE = """
import os, sys, django
django.setup()
import tracker.urls
from django.urls import get_resolver
get_resolver().url_patterns
from responses.letter.drawing import DRAWER, draw
length = len(draw(sys.argv[1], assets={}, identifier=b"letter"))
server = DRAWER.start()
if not os.fork():
    mine = len(draw(sys.argv[1], assets={}, identifier=b"letter"))
    DRAWER.end()
    os._exit(0 if (mine, DRAWER.start() is not server) == (length, True) and not DRAWER.end() else 1)
print(os.wait()[1], DRAWER.start() is server, "weasyprint" in sys.modules)
"""


def test_a_web_process_loads_no_weasyprint_and_a_fork_of_it_has_a_server_of_its_own():
    told = subprocess.run([sys.executable, "-c", ELSEWHERE, SHORT], capture_output=True, text=True, check=True)  # noqa: S603 - ours

    assert told.stdout.split() == ["0", "True", "False"]


# -- sending


@pytest.fixture
def pcc():
    return make_policing_body(make_force())


@pytest.fixture
def approver(pcc):
    return make_member(pcc, Role.APPROVER)


@pytest.fixture
def signed_off(pcc, approver):
    """A letter with an answer and a gap, ready to be sent."""
    make_addressee(make_recommendation(number="5", wording="As asked.", wording_source="The report"), pcc)
    make_addressee(make_recommendation(number="6"), pcc)
    draft = make_draft(pcc, dated=DUE, dated_precision="day", opening="Opening as written.", with_gaps=True)
    make_response(draft, draft.addressees().first(), text="Answer as written.")
    draft.sign_off(by=approver, at=NOON)
    return draft


def post_send(user, update):
    client = Client()
    client.force_login(user)
    seen = Update.objects.get(pk=update.pk).edited_at.isoformat()
    return client.post(reverse("send_update", args=[update.pk]), {"seen": seen})


@pytest.fixture
def while_drawing(monkeypatch):
    """while_drawing(work): the next letter is drawn for real, and beside it another connection does this work first."""
    seen = []

    def elsewhere(work):
        try:
            return work()
        finally:
            connection.close()

    def do(work):
        def draw_beside(*args, **how):
            monkeypatch.setattr(drawing, "draw", draw)
            in_transaction = connection.in_atomic_block
            with ThreadPoolExecutor(1) as threads:
                seen.append((in_transaction, threads.submit(elsewhere, work).result()))
            return draw(*args, **how)

        monkeypatch.setattr(drawing, "draw", draw_beside)
        return seen

    return do


def refused(answer, update) -> str:
    """The page that says why nothing was sent; and nothing was."""
    assert (Update.objects.get(pk=update.pk).is_draft, SentLetter.objects.count()) == (True, 0)
    assert not Message.objects.filter(key__startswith="sent ").exists()
    assert answer.status_code == 200
    [error] = answer.context["form"].non_field_errors()
    assert error in answer.text
    return error


@pytest.mark.django_db(transaction=True)
def test_others_write_while_a_letter_that_is_sent_is_drawn(signed_off, approver, while_drawing):
    other = make_draft(make_force("Yorbury Police"), opening="Before.")

    beside = while_drawing(lambda: Update.objects.filter(pk=other.pk).update(opening="Written meanwhile."))
    answer = post_send(approver, signed_off)

    assert beside == [(False, 1)]
    assert answer.url == reverse("update_sent", args=[signed_off.pk])
    assert Update.objects.get(pk=other.pk).opening == "Written meanwhile."
    sent = SentLetter.objects.get()
    with pikepdf.open(io.BytesIO(sent.pdf)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == f"D:{sent.update.recorded_at:%Y%m%d%H%M%S}Z"


CHANGES = {
    "the letterhead": lambda: Body.objects.filter(kind="local_policing_body").update(address="1 New Street"),
    "the official wording": lambda: Recommendation.objects.filter(number="5").update(wording="As asked anew."),
    "an answer": lambda: Response.objects.update(text="Another answer."),
    "the covering letter": lambda: Update.objects.update(opening="Another opening."),
    "the report": lambda: SuperComplaint.objects.update(report_title="Another title"),
    "what else is on the record": lambda: answered_elsewhere(),
}


def answered_elsewhere():
    pcc = Body.objects.get(kind="local_policing_body")
    earlier = make_received(pcc)
    make_response(earlier, earlier.addressees().get(recommendation__number="6"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changed_while_it_was_drawn_is_not_sent(signed_off, approver, while_drawing, change):
    while_drawing(change)

    assert refused(post_send(approver, signed_off), signed_off) == CHANGED
    # Nothing changes any more: the next press sends what is there now.
    assert post_send(approver, signed_off).url == reverse("update_sent", args=[signed_off.pk])


@pytest.mark.django_db(transaction=True)
def test_a_letter_whose_sign_off_ended_while_it_was_drawn_is_not_sent(signed_off, approver, while_drawing):
    while_drawing(lambda: Update.objects.get(pk=signed_off.pk).edited(by=signed_off.created_by, at=NOON))

    answer = post_send(approver, signed_off)

    assert answer.status_code == 403
    assert "An approver must sign this update off before it is sent." in answer.text
    assert SentLetter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_double_click_that_draws_twice_sends_once(signed_off, approver, while_drawing):
    beside = while_drawing(lambda: post_send(approver, signed_off).url)

    second = post_send(approver, signed_off)

    assert beside == [(False, reverse("update_sent", args=[signed_off.pk]))]
    assert second.url == reverse("update_sent", args=[signed_off.pk])
    assert SentLetter.objects.count() == 1
    assert Message.objects.filter(key=f"sent {signed_off.pk}", email=approver.email).count() == 1


@pytest.mark.django_db
def test_a_letter_that_cannot_be_drawn_is_not_sent_and_the_page_says_why(signed_off, approver, monkeypatch, client):
    monkeypatch.setitem(draw.__kwdefaults__, "seconds", 0)
    sentence = TOOK_LONG.replace("1 seconds", "0 seconds")

    assert refused(post_send(approver, signed_off), signed_off) == sentence

    client.force_login(approver)
    page = client.get(reverse("letter_pdf", args=[signed_off.pk]), follow=True)
    assert page.redirect_chain == [(reverse("check_update", args=[signed_off.pk]), 302)]
    assert sentence in page.text


@pytest.mark.django_db
def test_what_may_not_be_sent_is_not_drawn(signed_off, approver, while_drawing, client):
    tried = while_drawing(lambda: "drawn")
    client.force_login(approver)
    where = reverse("send_update", args=[signed_off.pk])

    unseen = client.post(where, {"seen": "2020-01-01"})
    Update.objects.update(signed_off_by=None, signed_off_at=None)
    unsigned = post_send(approver, signed_off)

    assert "changed this update after you opened the page" in unseen.text
    assert unsigned.status_code == 403
    assert (tried, SentLetter.objects.count()) == ([], 0)
