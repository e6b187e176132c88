"""E-mails wait in a table: what is told is told once, a dead mail server holds up nobody, and what failed is named."""

import datetime
import socket
import socketserver
import threading
from contextlib import contextmanager

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from responses.jobs.queue import OutOfService, do, take_up
from responses.jobs.worker import work
from responses.mail import outbox
from responses.mail.outbox import ABANDONED_AFTER, MAX_ATTEMPTS, wait
from responses.models import Job, Message, Told
from tests.factories import (
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_received,
    make_response,
    make_review,
    make_user,
)

TO_CHOOSE = ["sign_off", "sent", "question", "reminder"]
pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
UNSENT = "/e-mails/not-sent/"
CHOICES = "/accounts/e-mails/"


def make_message(*, try_at=None, attempts=0, claimed_at=None, **facts):
    number = Message.objects.count()
    facts = {
        "about": "sign_off",
        "key": f"fact {number}",
        "email": f"reader{number}@example.org",
        "subject": f"Subject {number}",
        "words": "Words.\n",
        "made_at": NOON,
        **facts,
    }
    message = Message.objects.create(**facts)
    if not message.sent_at:
        ended = {"trouble": message.trouble, "given_up_at": message.given_up_at}
        taken = {"try_at": try_at or NOON + number * datetime.timedelta(seconds=1), "claimed_at": claimed_at}
        Job.objects.create(kind="send", about=message.pk, made_at=NOON, attempts=attempts, **taken, **ended)
    return message


def send_all(at=NOON + MINUTE):
    """How many messages were sent, until none was due."""
    return work(lambda: at)["send"]


def job_of(message):
    return Job.objects.get(kind="send", about=message.pk)


def sent_to():
    return [message.to[0] for message in mail.outbox]


@contextmanager
def smtp_server(refused):
    """A mail server that refuses some addresses, each with a code; the port it listens at, and what it took."""
    taken = []

    class Session(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 ready")
            for line in self.rfile:
                words = line.decode().strip()
                command = words[:4].upper()
                if command == "RCPT":
                    to = words.partition("<")[2].rstrip(">")
                    self.say(f"{refused[to]} no" if to in refused else "250 ok")
                elif command == "DATA":
                    self.say("354 go on")
                    while self.rfile.readline() != b".\r\n":
                        pass
                    taken.append(to)
                    self.say("250 ok")
                else:
                    self.say("221 bye" if command == "QUIT" else "250 ok")

        def say(self, words):
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], taken
        server.shutdown()


@pytest.fixture
def at_port(settings):
    """at_port(port): mail goes to a real server there."""

    def at_port(port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

    return at_port


@pytest.fixture
def nobody_listens(at_port):
    """A mail server that is down: a port of this machine at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        at_port(found.getsockname()[1])
        yield


def test_what_waits_is_sent_once_and_in_order():
    late, early = make_message(try_at=NOON + MINUTE), make_message(reply_to="hmicfrs@example.org", try_at=NOON)
    make_message(try_at=NOON + 2 * MINUTE)

    assert (send_all(), send_all()) == (2, 0)

    assert sent_to() == [early.email, late.email]
    first = mail.outbox[0]
    assert (first.subject, first.body, first.reply_to) == ("Subject 1", "Words.\n", ["hmicfrs@example.org"])
    assert first.extra_headers["Auto-Submitted"] == "auto-generated"
    assert Message.objects.get(pk=early.pk).sent_at == NOON + MINUTE


def test_what_is_taken_back_with_its_transaction_is_told_to_nobody():
    with transaction.atomic():
        make_message()
        transaction.set_rollback(True)

    assert (send_all(), mail.outbox) == (0, [])


def test_nobody_is_told_the_same_twice():
    facts = {"about": "sent", "key": "sent 1", "subject": "Sent", "words": "It is.", "made_at": NOON}
    for _ in range(2):
        outbox.post([Message(email=f"{name}@example.org", **facts) for name in ("ann", "bob")], at=NOON)
        send_all()

    assert sent_to() == ["ann@example.org", "bob@example.org"]


def test_whoever_was_deactivated_meanwhile_is_told_nothing():
    message = make_message(to=make_user(is_active=False))

    send_all()

    message.refresh_from_db()
    assert (mail.outbox, message.sent_at, message.trouble) == ([], None, "")


def test_no_two_workers_get_the_same_message():
    first, second = make_message(), make_message()

    taken = [take_up(NOON + MINUTE) for _ in range(3)]

    assert taken == [job_of(first), job_of(second), None]


@pytest.mark.django_db(transaction=True)
def test_workers_at_one_moment_send_each_message_once():
    for _ in range(8):
        make_message()

    def work():
        try:
            send_all()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert sorted(sent_to()) == [f"reader{number}@example.org" for number in range(8)]
    assert set(Message.objects.values_list("sent_at", flat=True)) == {NOON + MINUTE}
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_what_a_killed_worker_had_in_hand_is_sent_after_a_while_as_the_same_message():
    message = make_message()
    take_up(NOON + MINUTE)
    as_it_was_sent = outbox._email(message).extra_headers["Message-ID"]

    assert send_all(NOON + ABANDONED_AFTER + MINUTE) == 0
    assert send_all(NOON + ABANDONED_AFTER + 2 * MINUTE) == 1

    assert mail.outbox[0].extra_headers["Message-ID"] == as_it_was_sent


def test_a_worker_that_comes_too_late_changes_nothing_of_what_another_did():
    make_message()
    slow = take_up(NOON + MINUTE)
    later = NOON + ABANDONED_AFTER + 2 * MINUTE
    send_all(later)

    assert not do(slow, lambda: later + MINUTE)

    message, job = Message.objects.get(), Job.objects.get()
    assert (message.sent_at, message.trouble, job.attempts, len(mail.outbox)) == (later, "", 2, 1)


def test_a_worker_that_gives_up_too_late_leaves_what_another_has_in_hand(nobody_listens):
    make_message()
    slow = take_up(NOON + MINUTE)
    later = NOON + ABANDONED_AFTER + 2 * MINUTE
    take_up(later)

    with pytest.raises(OutOfService):
        do(slow, lambda: later)

    assert (Job.objects.get().claimed_at, Message.objects.get().trouble) == (later, "")


def test_a_message_that_kills_its_workers_is_given_up():
    make_message(attempts=MAX_ATTEMPTS)

    assert send_all() == 0

    message = Message.objects.get()
    assert (message.given_up_at, message.trouble) == (NOON + MINUTE, outbox.KILLED)


def test_where_the_mail_server_is_down_one_is_tried_and_all_wait(nobody_listens):
    tried, untried = make_message(), make_message()

    assert send_all() == 0

    tried.refresh_from_db()
    assert tried.trouble == "The mail server could not be reached: Connection refused"
    job = job_of(tried)
    assert (job.attempts, job.try_at, job.claimed_at) == (1, NOON + 2 * MINUTE, None)
    assert job_of(untried).attempts == 0


def test_a_message_is_tried_again_for_four_days_and_then_given_up(nobody_listens):
    make_message()
    attempts, now = 0, NOON
    while not Message.objects.get().given_up_at:
        now = Job.objects.get().try_at
        send_all(now)
        attempts += 1

    assert (attempts, now - NOON > datetime.timedelta(days=4)) == (MAX_ATTEMPTS, True)
    assert send_all(now + datetime.timedelta(days=99)) == 0


def test_what_waited_for_the_mail_server_goes_out_once_it_is_back(nobody_listens, settings):
    make_message()
    send_all()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert send_all(NOON + 2 * MINUTE) == 1
    message = Message.objects.get()
    assert (message.sent_at, message.trouble) == (NOON + 2 * MINUTE, "")


def test_what_was_given_up_or_was_sent_is_neither_sent_again_nor_in_trouble():
    given_up = make_message(trouble="550 no", given_up_at=NOON)
    make_message(trouble="450 busy", sent_at=NOON)

    send_all()

    assert sent_to() == []
    assert list(Message.objects.in_trouble()) == [given_up]


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (9, 256), (10, 360), (24, 360)])
def test_the_pauses_between_attempts_grow_to_six_hours(attempts, minutes):
    assert wait(attempts) == minutes * MINUTE


def test_an_address_that_is_refused_for_ever_is_given_up_at_once_and_holds_up_nobody(at_port):
    gone, busy, right = make_message(), make_message(), make_message()
    with smtp_server({gone.email: 550, busy.email: 450}) as (port, taken):
        at_port(port)
        assert send_all() == 1

    assert taken == [right.email]
    gone.refresh_from_db()
    busy.refresh_from_db()
    assert (gone.trouble, gone.given_up_at) == ("The mail server refused the address: 550 no", NOON + MINUTE)
    assert (busy.trouble, busy.given_up_at) == ("The mail server refused the address: 450 no", None)


def test_a_message_that_cannot_be_written_is_given_up_and_holds_up_nobody():
    make_message(subject="Two\nlines")
    make_message()

    assert send_all() == 1

    assert Message.objects.get(sent_at=None).trouble == outbox.OUR_MISTAKE


def test_people_count_as_told_once_the_mail_server_took_the_message(nobody_listens, settings):
    review = make_review(make_response(make_received(make_force()), make_addressee(body=make_force("Another"))))
    Told.objects.create(review=review, email="reader0@example.org", message=make_message())
    send_all()
    assert Told.objects.get().at is None

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_all(NOON + 2 * MINUTE)

    assert Told.objects.get().at == NOON + 2 * MINUTE


def test_a_worker_works_once_through(capsys):
    make_message()

    call_command("work", "--once")

    assert (capsys.readouterr().out, len(mail.outbox)) == ("1 done.\n", 1)


def test_a_look_at_an_empty_queue_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        send_all()


def test_administrators_see_who_was_not_reached_and_why_and_have_it_sent_again(client):
    client.force_login(make_user(is_staff=True))
    failed = make_message(trouble="550 no", given_up_at=NOON, attempts=3, name="Jim Lloyd")
    make_message(trouble="450 busy", attempts=2)
    make_message()

    page = client.get(UNSENT)
    assert ["550 no" in page.text, "450 busy" in page.text, "reader2" in page.text] == [True, True, False]
    assert "Jim Lloyd (reader0@example.org)" in page.text
    assert "Subject 0" not in page.text
    for _ in range(2):
        page = client.post(reverse("send_mail_again", args=[failed.pk]), follow=True)

    assert "The e-mail to Jim Lloyd (reader0@example.org) is tried again now." in page.text
    failed.refresh_from_db()
    assert (failed.given_up_at, job_of(failed).attempts, job_of(failed).given_up_at) == (None, 0, None)


def test_what_waits_for_somebody_goes_to_their_address_once_that_is_mended(client):
    client.force_login(make_user(is_staff=True))
    nia = make_user(name="Nia", email="nai@example.org")
    failed = make_message(to=nia, name="Nia", email=nia.email, trouble="550 no", given_up_at=NOON, attempts=3)

    mended = {"name": nia.name, "email": "nia@example.org", "seen": "Nia nai@example.org"}
    client.post(reverse("change_person", args=[nia.pk]), mended)
    mail.outbox.clear()  # they are told so at both addresses
    page = client.post(reverse("send_mail_again", args=[failed.pk]), follow=True)

    assert "The e-mail to Nia (nia@example.org) is tried again now." in page.text
    send_all(timezone.now())
    assert sent_to() == ["nia@example.org"]


def test_what_a_worker_has_in_hand_is_not_given_to_another_by_send_again(client):
    client.force_login(make_user(is_staff=True))
    message = make_message(
        trouble="450 busy", attempts=2, claimed_at=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
    )

    client.post(reverse("send_mail_again", args=[message.pk]))

    assert job_of(message).attempts == 2


def test_liaison_staff_see_only_what_tells_their_own_questions(client):
    client.force_login(make_liaison())
    theirs = make_message(trouble="450 busy", about="question")
    other = make_message(trouble="550 no")

    page = client.get(UNSENT)

    assert [message.email for message in page.context["unsent"]] == [theirs.email]
    assert client.post(reverse("send_mail_again", args=[other.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_messages_as_for_one(client, count, django_assert_num_queries):
    client.force_login(make_user(is_staff=True))
    for _ in range(count):
        make_message(trouble="550 no", to=make_user())

    with django_assert_num_queries(4):
        client.get(UNSENT)


def test_each_person_chooses_what_they_are_told(client):
    person = make_member(make_force())
    client.force_login(person)
    assert client.get(CHOICES).context["form"]["told_of"].value() == ["sign_off", "sent", "question", "reminder"]

    page = client.post(CHOICES, {"told_of": ["sent", "question"]}, follow=True)

    person.refresh_from_db()
    wanted = [about for about in TO_CHOOSE if person.wants(about)]
    assert wanted == page.context["form"]["told_of"].value() == ["sent", "question"]
    client.post(CHOICES, {})
    person.refresh_from_db()
    assert [about for about in TO_CHOOSE if person.wants(about)] == []


def test_there_is_a_choice_for_each_kind_of_message(client):
    offered = []
    for person in (make_member(make_force()), make_liaison()):
        client.force_login(person)
        choices = client.get(CHOICES).context["form"]["told_of"].field.choices
        offered.append([value for value, _ in choices])

    # Letters that ask again go to contacts, who sign in nowhere and choose nothing.
    assert [*TO_CHOOSE, "chaser"] == [about for about in Message.About.values if about != "digest"]
    assert offered == [TO_CHOOSE, [*TO_CHOOSE, "digest"]]


def test_nobody_chooses_the_week_of_hmicfrs_who_is_not_of_it(client):
    person = make_member(make_force())
    client.force_login(person)

    client.post(CHOICES, {"told_of": ["sent", "digest"]})

    person.refresh_from_db()
    assert (person.told_of_digest, person.told_of_reminder) == (False, True)


def test_only_whoever_is_told_something_finds_the_choice_in_the_menu(client):
    found = []
    for person in (make_member(make_force()), make_liaison(), make_user(is_staff=True)):
        client.force_login(person)
        found.append("E-mails" in [link["text"] for link in client.get(CHOICES).context["navigation"]])

    assert found == [True, True, False]
