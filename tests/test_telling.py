"""Who is told what by e-mail: whose turn it is in a draft, that it was sent and where it went; and what is due."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from recommendations.models import SuperComplaint
from responses.jobs import worker
from responses.mail.reminders import remind, stage
from responses.mail.telling import PAUSE, tell_of_correction, tell_of_sending, tell_of_step
from responses.models import Job, Message, Part, PartStep, Update
from responses.models.sign_off import SignOffStep
from tests.factories import (
    DUE,
    NOON,
    PASSWORD,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_more_time,
    make_policing_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_review,
    make_super_complaint,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LATER = NOON + datetime.timedelta(hours=1)


@pytest.fixture
def pcc():
    return make_policing_body(make_force(), name="Borsetshire PCC")


@pytest.fixture
def editor(pcc):
    return make_member(pcc, name="Eve Editor", email="eve@example.org")


@pytest.fixture
def approver(pcc):
    return make_member(pcc, Role.APPROVER, name="Ann Approver", email="ann@example.org")


@pytest.fixture
def draft(pcc, editor, approver):
    addressee = make_addressee(make_recommendation(number="5"), pcc)
    draft = make_draft(pcc, by=editor, dated=DUE, dated_precision="day", salutation="Dear Sir")
    make_response(draft, addressee, text="<p>We will share the policy.</p>", voice="local_policing_body")
    return draft


@pytest.fixture
def asked(draft, editor):
    draft.ask(by=editor, at=NOON)
    return draft


def post(user, name, update, **data):
    client = Client()
    client.force_login(user)
    update.refresh_from_db()
    return client.post(reverse(name, args=[update.pk]), {"seen": update.edited_at.isoformat()} | data)


def told():
    """[(address, subject)] of what is in the queue, in the order in which it came there."""
    return list(Message.objects.order_by("pk").values_list("email", "subject"))


ABOUT = ": update from Borsetshire PCC on “Safe to share?”"


def test_the_approvers_are_told_that_they_are_asked(draft, editor, pcc):
    make_member(make_policing_body(name="Felpersham PCC"), Role.APPROVER)
    make_member(pcc, Role.APPROVER, is_active=False)

    post(editor, "ask_for_sign_off", draft, comment="Before Friday.")

    assert told() == [("ann@example.org", f"You are asked to sign off{ABOUT}")]
    words = Message.objects.get().words
    assert "Ann Approver,\n\nEve Editor asks you to sign off the update" in words
    assert "Eve Editor writes:\nBefore Friday." in words
    assert f"http://localhost:8000/updates/{draft.pk}/check/" in words


def test_an_approver_who_asks_is_not_told_so(draft, approver, pcc):
    make_member(pcc, Role.APPROVER, email="bob@example.org")

    post(approver, "ask_for_sign_off", draft)

    assert told() == [("bob@example.org", f"You are asked to sign off{ABOUT}")]


def test_who_asked_is_told_what_became_of_it(asked, editor, approver):
    post(approver, "send_back", asked, comment="Who pays?")
    post(editor, "ask_for_sign_off", asked)
    post(approver, "sign_off", asked)
    post(approver, "take_back_sign_off", asked)

    assert told() == [
        ("eve@example.org", f"Sent back to you{ABOUT}"),
        ("ann@example.org", f"You are asked to sign off{ABOUT}"),
        ("eve@example.org", f"Signed off{ABOUT}"),
        ("eve@example.org", f"Sign-off taken back{ABOUT}"),
    ]
    assert "Ann Approver writes:\nWho pays?" in Message.objects.last().words


def test_a_double_click_tells_each_once(draft, editor):
    for _ in range(2):
        post(editor, "ask_for_sign_off", draft)

    assert len(told()) == 1


def test_a_step_that_is_refused_is_told_to_nobody(draft, editor):
    post(editor, "send_back", draft, comment="Mine.")

    assert (SignOffStep.objects.count(), told()) == (0, [])


def test_who_stops_asking_or_changes_it_sends_no_mail(asked, editor):
    asked.edited(by=editor, at=LATER)
    tell_of_step(asked.last_step())

    assert (asked.last_step().what, told()) == ("changed", [])


def test_who_asked_is_told_once_of_a_correction_when_the_approver_has_had_time_to_finish(asked, approver):
    for minute in (1, 2):
        asked.edited(by=approver, at=LATER + datetime.timedelta(minutes=minute))
        tell_of_correction(asked)

    assert told() == [("eve@example.org", f"Corrected, for you to confirm{ABOUT}")]
    message = Message.objects.get()
    assert Job.objects.get(about=message.pk).try_at == LATER + datetime.timedelta(minutes=1) + PAUSE
    assert f"http://localhost:8000/updates/{asked.pk}/confirm-correction/" in message.words


CORRECTIONS = {
    "edit_response": {"text": "We shall.", "version": "1"},
    "remove_response": {"seen": NOON.isoformat()},
    "covering_letter": {"version": "1", "opening": "I write."},
}


@pytest.mark.parametrize("page", CORRECTIONS)
def test_every_page_on_which_an_approver_corrects_something_tells_who_asked(asked, approver, pcc, page):
    of_answer = [] if page == "covering_letter" else ["5", pcc.slug]
    client = Client()
    client.force_login(approver)

    client.post(reverse(page, args=[asked.pk, *of_answer]), CORRECTIONS[page] | {"speaks_for": [pcc.pk]})

    assert told() == [("eve@example.org", f"Corrected, for you to confirm{ABOUT}")]


def test_a_correction_that_was_sent_back_before_it_was_told_is_told_no_more(asked, approver):
    asked.edited(by=approver, at=LATER)
    tell_of_correction(asked)

    post(approver, "send_back", asked, comment="Who pays?")

    assert told() == [("eve@example.org", f"Sent back to you{ABOUT}")]


WITH_AN_END = {**CORRECTIONS, "stop_asking": {}, "discard_update": {}}


@pytest.mark.parametrize("page", WITH_AN_END)
def test_a_correction_that_waits_for_nobody_any_more_is_told_no_more(asked, editor, approver, pcc, page):
    asked.edited(by=approver, at=LATER)
    tell_of_correction(asked)
    client, seen = Client(), {"seen": LATER.isoformat(), "speaks_for": [pcc.pk]}
    client.force_login(editor)

    client.post(
        reverse(page, args=[asked.pk, *(["5", pcc.slug] if "response" in page else [])]), WITH_AN_END[page] | seen
    )

    assert not Update.objects.filter(asked_at__isnull=False).exists()
    assert told() == []


def test_an_edit_by_whoever_asked_is_no_correction(asked, editor):
    asked.edited(by=editor, at=LATER)
    tell_of_correction(asked)

    assert told() == []


def test_a_correction_that_was_told_stays_among_what_was_sent(asked, approver):
    asked.edited(by=approver, at=LATER)
    tell_of_correction(asked)
    Message.objects.update(sent_at=LATER)
    Job.objects.update(attempts=1, done_at=LATER)

    post(approver, "send_back", asked, comment="Who pays?")

    assert [subject.partition(":")[0] for _, subject in told()] == ["Corrected, for you to confirm", "Sent back to you"]


def test_who_takes_back_what_they_asked_for_is_not_told_so(draft, approver, pcc):
    bob = make_member(pcc, Role.APPROVER, email="bob@example.org")
    draft.ask(by=bob, at=NOON)
    draft.sign_off(by=approver, at=NOON)

    post(bob, "take_back_sign_off", draft)

    assert (draft.last_step().what, told()) == ("taken_back", [])


def test_whoever_was_deactivated_since_they_asked_is_told_nothing(asked, editor, approver, pcc):
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)

    post(approver, "send_back", asked, comment="Who pays?")

    assert (asked.last_step().what, told()) == ("sent_back", [])


def test_whoever_was_deactivated_is_not_told_that_it_was_sent(sent, approver):
    type(approver).objects.filter(pk=approver.pk).update(is_active=False)

    tell_of_sending(sent)

    assert [email for email, _ in told()] == ["eve@example.org"]


@pytest.mark.parametrize(("kind", "left"), [("told_of_sign_off", 0), ("told_of_sent", 1)])
def test_whoever_chose_not_to_be_told_is_not(asked, editor, approver, kind, left):
    type(editor).objects.update(**{kind: False})

    post(approver, "send_back", asked, comment="Who pays?")

    assert len(told()) == left


@pytest.fixture
def sent(asked, approver, editor):
    asked.sign_off(by=approver, at=LATER)
    Update.objects.filter(pk=asked.pk).update(recorded_by=editor, recorded_at=LATER, received_on=DUE)
    asked.refresh_from_db()
    return asked


def test_editor_approver_and_contacts_are_told_that_it_was_sent(sent, pcc):
    make_liaison(last_login=NOON)
    pcc.contacts.create(name="Cat Contact", email="cat@example.org")
    pcc.contacts.create(email="EVE@example.org")
    pcc.contacts.create(email="gone@example.org", until=DUE - 100 * DAY)

    for _ in range(2):
        tell_of_sending(sent)

    assert sorted(told()) == [
        ("ann@example.org", f"Sent to HMICFRS{ABOUT}"),
        ("cat@example.org", f"Sent to HMICFRS{ABOUT}"),
        ("eve@example.org", f"Sent to HMICFRS{ABOUT}"),
    ]
    words = {message.email: message.words for message in Message.objects.all()}
    assert f"Its reference is {sent.reference}." in words["cat@example.org"]
    assert ["accounts/e-mails" in words[email] for email in ("eve@example.org", "cat@example.org")] == [True, False]


READ = "HMICFRS reads it in this tracker. Nothing has to be e-mailed."
UNREAD = "It still has to be e-mailed: nobody from HMICFRS has signed in to this tracker. Send the letter (PDF) to "


@pytest.mark.parametrize(
    ("liaison", "reply_to", "where"),
    [
        ({"last_login": NOON}, "replies@example.org", READ),
        ({}, "replies@example.org", f"{UNREAD}replies@example.org."),
        ({"last_login": NOON, "is_active": False}, "replies@example.org", f"{UNREAD}replies@example.org."),
        (None, "", f"{UNREAD}HMICFRS; the tracker holds no address for it."),
    ],
)
def test_page_and_mail_say_plainly_whether_anything_must_still_be_emailed(sent, editor, liaison, reply_to, where):
    SuperComplaint.objects.update(reply_to=reply_to)
    if liaison is not None:
        make_liaison(**liaison)
    sent.refresh_from_db()
    client = Client()
    client.force_login(editor)

    tell_of_sending(sent)

    message = Message.objects.first()
    assert where in message.words
    assert message.subject == ("Sent to HMICFRS" if where == READ else "Still to be e-mailed to HMICFRS") + ABOUT
    for name in ("update_sent", "update"):
        assert where in client.get(reverse(name, args=[sent.pk])).text


def test_those_who_only_read_an_update_are_not_asked_to_email_it(sent):
    client = Client()
    client.force_login(make_liaison())

    assert "e-mailed" not in client.get(reverse("update", args=[sent.pk])).text


@pytest.fixture
def officer(pcc):
    return make_member(pcc.oversees, name="Lee Liaison", email="lee@example.org")


@pytest.fixture
def part(draft, pcc, officer, editor):
    """What the force is asked, which it was asked to write."""
    make_response(draft, make_addressee(draft.responses.get().addressee.recommendation, pcc.oversees))
    Message.objects.all().delete()
    part = Part(update=draft, body=pcc.oversees)
    part.start(by=editor, at=NOON, comment="Before Friday.")
    return part


def pass_on(user, name, part, **data):
    client = Client()
    client.force_login(user)
    seen = Update.objects.get(pk=part.update_id).edited_at.isoformat()
    return client.post(reverse(name, args=[part.update_id, part.body.slug]), {"seen": seen} | data)


def test_a_forces_people_are_told_that_they_are_asked_for_their_part(draft, pcc, editor, officer):
    addressee = make_addressee(make_recommendation(number="1"), pcc.oversees)
    client = Client()
    client.force_login(editor)

    for _ in range(2):
        client.post(
            reverse("start_part", args=[draft.pk, addressee.body.slug]),
            {"seen": draft.edited_at.isoformat(), "comment": "Before Friday."},
        )

    assert told() == [("lee@example.org", "Borsetshire PCC asks Borsetshire Police for its part: “Safe to share?”")]
    words = Message.objects.get().words
    assert "Eve Editor writes:\nBefore Friday." in words
    assert f"http://localhost:8000{Part.objects.get().get_absolute_url()}" in words


def test_who_writes_for_both_is_not_told_what_they_asked_for_themselves(part, pcc, editor, officer):
    editor.memberships.create(body=part.body, role=Role.EDITOR)
    pass_on(officer, "hand_in_part", part)
    Message.objects.all().delete()

    pass_on(editor, "send_part_back", part, comment="Who pays?")

    assert [email for email, _ in told()] == ["lee@example.org"]


def test_the_office_is_told_what_was_handed_in_and_the_force_what_came_back(part, editor, approver, officer):
    pass_on(officer, "hand_in_part", part)
    pass_on(editor, "send_part_back", part, comment="Who pays?")
    pass_on(approver, "take_part_back", part)

    ending = ": update from Borsetshire PCC on “Safe to share?”"
    assert sorted(told()) == [
        ("ann@example.org", f"Borsetshire Police has handed in its part{ending}"),
        ("eve@example.org", f"Borsetshire Police has handed in its part{ending}"),
        ("lee@example.org", "Sent back to Borsetshire Police: its part of the update on “Safe to share?”"),
        ("lee@example.org", "Taken back: the part of Borsetshire Police of the update on “Safe to share?”"),
    ]
    assert "Eve Editor writes:\nWho pays?" in Message.objects.get(subject__startswith="Sent back").words


def test_a_part_that_is_taken_up_again_is_told_to_nobody(part, officer):
    pass_on(officer, "hand_in_part", part)
    before = told()

    pass_on(officer, "take_up_part", part)

    assert (PartStep.objects.last().what, told()) == ("taken_up", before)


def test_the_link_of_a_mail_leads_through_sign_in_to_the_recipients_own_page(asked, approver, settings):
    client, page = Client(), reverse("check_update", args=[asked.pk])

    first = client.get(page)
    signed_in = client.post(first.url, {"login": approver.email, "password": PASSWORD})

    assert (first.url, signed_in.url) == (f"/accounts/login/?next={page}", page)


# Reminders. DUE is 17 June 2021.


@pytest.mark.parametrize(
    ("days", "step"),
    [(-29, None), (-28, -1), (-8, -1), (-7, 0), (0, 0), (1, 1), (7, 1), (8, 2), (22, 4), (28, 4), (29, 5), (57, 6)],
)
def test_a_day_comes_nearer_by_steps(days, step):
    assert stage(DUE, DUE + days * DAY) == step


def noon(day):
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)


def reminded(day):
    """The words of the reminders of a day, by address."""
    before = set(Message.objects.values_list("pk", flat=True))
    remind(day, at=noon(day))
    return {each.email: each.words for each in Message.objects.exclude(pk__in=before)}


def test_what_goes_wrong_with_a_reminder_holds_up_no_other_mail(draft, editor, approver, settings, mailoutbox):
    post(editor, "ask_for_sign_off", draft)
    settings.SITE_ADDRESS = None  # no reminder can be written
    day = datetime.date(2100, 1, 1)
    worker.ask_for_daily_jobs(noon(day))

    worker.work(lambda: noon(day))

    assert [sent.to for sent in mailoutbox] == [[approver.email]]
    assert Job.objects.get(kind="remind").given_up_at == noon(day)


def ask(body, number="1", **facts):
    return make_addressee(make_recommendation(number=number), body, **{"due_on": DUE, **facts})


def test_reminders_go_out_in_four_weeks_in_one_the_day_after_and_seldom_from_then_on(pcc, editor):
    ask(pcc)

    days = [days for days in range(-40, 120) if reminded(DUE + days * DAY)]

    assert days == [-28, -7, 1, 8, 15, 22, 29, 57, 85, 113]


def test_a_worker_that_was_stopped_reminds_once_it_is_back(pcc, editor):
    ask(pcc)

    assert [bool(reminded(DUE + days * DAY)) for days in (-40, -20, -19, 3, 4)] == [False, True, False, True, False]


def test_one_mail_a_day_tells_all_that_is_due_from_all_their_bodies(pcc, editor):
    for number in ("1", "2"):
        ask(pcc, number)
    ask(pcc.oversees, "3", due_on=DUE + 20 * DAY)
    ask(pcc, "4", due_on=DUE + 200 * DAY)

    words = reminded(DUE + DAY)

    assert list(words) == ["eve@example.org"]
    assert reminded(DUE + DAY) == {}
    assert words["eve@example.org"] == (
        "Eve Editor,\n\nThis is what the record does not hold yet.\n"
        "\n"
        "Overdue\n"
        "\n"
        "- Safe to share?, Borsetshire PCC: 2 answers, due 17 June 2021\n"
        "  http://localhost:8000/bodies/borsetshire-pcc/super-complaints/safe-to-share/\n"
        "\n"
        "Due in four weeks or less\n"
        "\n"
        "- Safe to share?, Borsetshire Police: 1 answer, due 7 July 2021\n"
        "  http://localhost:8000/bodies/borsetshire-police/super-complaints/safe-to-share/\n"
        "\n"
        "What was sent to HMICFRS by other means is not on the record until HMICFRS records it.\n"
        "\n"
        "--\n"
        "Choose what the super-complaint tracker tells you by e-mail: http://localhost:8000/accounts/e-mails/\n"
    )
    assert Message.objects.get().subject == "Answers to HMICFRS are overdue: Safe to share?"


def test_nobody_is_reminded_who_has_nothing_due_or_no_part_in_it(pcc, editor):
    ask(pcc)
    answered = ask(make_force("Answered Police"), "2")
    make_response(make_received(answered.body, received_on=DUE - 50 * DAY), answered)
    make_member(answered.body, email="answered@example.org")
    make_member(pcc, email="inactive@example.org", is_active=False)
    make_member(pcc, email="quiet@example.org", told_of_reminder=False)
    make_liaison(email="liaison@example.org")
    make_user(email="nobody@example.org")
    closed = make_super_complaint(title="Closed", slug="closed", closed_on=DUE - 90 * DAY)
    other = make_addressee(make_recommendation(closed), make_force("Closed Police"), due_on=DUE)
    make_member(other.body, email="closed@example.org")

    assert list(reminded(DUE - 7 * DAY)) == ["eve@example.org"]


def test_more_time_that_was_granted_moves_the_reminders(pcc, editor):
    ask(pcc)
    make_more_time(
        pcc,
        decision="granted",
        decided_on=DUE - 30 * DAY,
        decided_by=make_liaison(),
        new_day=DUE + 60 * DAY,
        asked_on=DUE - 40 * DAY,
    )

    assert [bool(reminded(DUE + days * DAY)) for days in (-28, 1, 32)] == [False, False, True]


def test_what_was_asked_again_and_what_hmicfrs_asked_about_an_answer_are_due_as_well(pcc, editor):
    answered, silent = ask(pcc, "1"), ask(pcc, "2")
    response = make_response(make_received(pcc, received_on=DUE), answered)
    make_review(response, due_on=DUE + 30 * DAY, reviewed_on=DUE + DAY)
    make_request([silent], asked_on=DUE + 10 * DAY, due_on=DUE + 40 * DAY)

    words = reminded(DUE + 28 * DAY)["eve@example.org"]

    assert [line for line in words.splitlines() if line.startswith("-") and line != "--"] == [
        "- Safe to share?, Borsetshire PCC: 1 answer, due 17 June 2021",
        "- Safe to share?, Borsetshire PCC: 1 answer to what HMICFRS asked about an answer, due 17 July 2021",
        "- Safe to share?, Borsetshire PCC: 1 answer to what HMICFRS asked again, due 27 July 2021",
    ]


def test_what_was_asked_again_since_the_last_reminder_is_news(pcc, editor):
    silent = ask(pcc)
    reminded(DUE + 30 * DAY)
    make_request([silent], asked_on=DUE + 31 * DAY, due_on=DUE + 37 * DAY)

    assert [bool(reminded(DUE + days * DAY)) for days in (31, 32)] == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_three_people_takes_as_many_queries_as_one(count, django_assert_num_queries):
    for number in range(count):
        force = make_force(f"Force {number}")
        ask(force, str(number + 1))
        make_member(force)

    with django_assert_num_queries(16):
        remind(DUE, at=noon(DUE))
    assert Message.objects.count() == count


@pytest.mark.parametrize(("hour", "count"), [(6, 0), (7, 1), (23, 1)])
def test_reminders_are_written_in_the_morning_and_once(pcc, editor, hour, count, mailoutbox):
    ask(pcc)
    # In winter the clocks of London and of UTC agree.
    now = datetime.datetime(2021, 12, 1, hour, tzinfo=datetime.UTC)

    for _ in range(2):
        worker.ask_for_daily_jobs(now)
        worker.work(lambda: now)

    assert (Message.objects.count(), len(mailoutbox)) == (count, count)


def test_a_reminder_that_no_worker_came_to_on_its_day_is_not_sent_on_the_next(pcc, editor):
    ask(pcc)
    worker.ask_for_daily_jobs(noon(DUE))

    worker.work(lambda: noon(DUE + DAY))

    assert Message.objects.count() == 0
