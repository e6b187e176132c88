"""A super-complaint is closed on a day: off everybody's list of things to do, kept, and written to no more."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from accounts.models import Role
from responses.models import Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_super_complaint,
    make_user,
)

pytestmark = pytest.mark.django_db
CLOSED = date(2026, 3, 3)
SENTENCE = "This report was closed on 3 March 2026; nothing more is expected. HMICFRS can reopen it."
SAFE = "/super-complaints/safe-to-share/"


@pytest.fixture
def force():
    return make_force()


@pytest.fixture
def report(force):
    report = make_super_complaint(closed_on=CLOSED)
    make_addressee(make_recommendation(report), force)
    return report


def day(name, on):
    return {f"{name}_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def signed_off(force, report):
    draft = make_draft(force, report, dated=DUE, dated_precision="day")
    make_response(draft, report.recommendations.get().addressees.get())
    draft.sign_off(by=make_member(force, Role.APPROVER), at=NOON)
    return draft


@pytest.mark.parametrize("person", [make_liaison, lambda: make_user(is_staff=True)])
def test_it_is_closed_and_reopened_with_a_reason_that_is_told_and_kept(client, report, person):
    report.closed_on = None
    report.save()
    client.force_login(person())

    for _ in range(2):  # a double click
        page = client.post(f"{SAFE}close/", day("closed_on", CLOSED) | {"reason": "All is done."}, follow=True)
    report.refresh_from_db()
    assert report.closed_on == CLOSED
    assert SENTENCE in page.text
    page = client.post(f"{SAFE}reopen/", {"reason": "A letter came."}, follow=True)
    report.refresh_from_db()
    assert report.closed_on is None
    assert "Reopened: A letter came." in page.text
    kept = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(kept) == ["Closed on 3 March 2026: All is done.", "Reopened: A letter came."]


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (date(2020, 12, 16), "Day of closing must be the same as or after 17 December 2020, when it was published"),
        (date(2126, 1, 1), "Day of closing must be today or in the past"),
    ],
)
def test_a_wrong_day_or_no_reason_closes_nothing(client, report, on, message):
    report.closed_on = None
    report.save()
    client.force_login(make_liaison())

    page = client.post(f"{SAFE}close/", day("closed_on", on) | {"reason": ""})

    assert page.context["form"].errors == {"closed_on": [message], "reason": ["Enter the reason"]}
    report.refresh_from_db()
    assert report.closed_on is None
    assert not LogEntry.objects.exists()


def test_a_closed_report_is_on_nobodys_list_of_things_to_do(client, force, report):
    make_review(make_response(make_received(force, report), report.recommendations.get().addressees.get()))
    draft = make_draft(force, report, dated=DUE, dated_precision="day")
    draft.ask(by=draft.edited_by, at=NOON)
    approver = make_member(force, Role.APPROVER)

    def to_do(person):
        client.force_login(person)
        context = client.get("/").context
        return [list(context[name]) for name in ("standing", "questions", "to_sign_off", "super_complaints")]

    assert to_do(approver) == to_do(make_liaison()) == [[], [], [], []]
    report.closed_on = None
    report.save()
    assert [len(each) for each in to_do(approver)] == [1, 1, 1, 0]
    assert [len(each) for each in to_do(make_liaison())] == [0, 0, 0, 1]


def test_a_closed_report_is_listed_as_such_and_can_be_read(client, force, report):
    make_super_complaint(title="Open", slug="open")
    client.force_login(make_member(force))

    page = client.get("/super-complaints/")

    assert [each.title for each in page.context["super_complaints"]] == ["Open"]
    assert [each.title for each in page.context["closed"]] == ["Safe to share?"]
    assert "closed on 3 March 2026" in page.text
    assert SENTENCE in client.get(SAFE).text
    assert '/super-complaints/#closed">Closed super-complaints</a>: 1' in client.get("/").text
    assert client.get(f"{SAFE}recommendations/1/bodies/{force.slug}/").status_code == 200


def test_no_update_is_started_on_a_closed_report(client, force, report):
    client.force_login(make_member(force))

    answer = client.post(f"{SAFE}start-update/{force.slug}/")

    assert answer.status_code == 403
    assert SENTENCE in answer.text
    assert not Update.objects.exists()


def test_a_draft_in_hand_is_kept_and_not_sent_until_the_report_is_reopened(client, force, report):
    draft = signed_off(force, report)
    client.force_login(draft.edited_by)

    answer = client.post(f"/updates/{draft.pk}/send/", {"seen": draft.edited_at.isoformat()})
    assert answer.status_code == 403
    assert SENTENCE in answer.text
    check = client.get(f"/updates/{draft.pk}/check/").text
    assert f"{SENTENCE} This draft is kept, and cannot be sent." in check
    assert "Continue to send" not in check
    assert client.get("/").context["kept"] == [draft]
    assert SENTENCE in client.get(f"/updates/{draft.pk}/").text
    assert draft.responses.count() == 1
    report.closed_on = None
    report.save()
    assert "Continue to send" in client.get(f"/updates/{draft.pk}/check/").text


def test_nothing_is_signed_off_on_a_closed_report(client, force, report):
    draft = make_draft(force, report, dated=DUE, dated_precision="day")
    draft.ask(by=draft.edited_by, at=NOON)
    client.force_login(make_member(force, Role.APPROVER))

    answer = client.post(f"/updates/{draft.pk}/sign-off/", {"seen": draft.edited_at.isoformat()})

    assert answer.status_code == 403
    assert SENTENCE in answer.text
    draft.refresh_from_db()
    assert draft.signed_off_at is None


@pytest.mark.parametrize(
    ("received_on", "errors"),
    [
        (date(2026, 3, 2), {}),
        (CLOSED, {"received_on": [f"{SENTENCE} A letter received before that day can still be recorded"]}),
    ],
)
def test_a_letter_is_recorded_by_hand_only_where_it_came_before_the_day_of_closing(
    client, force, report, received_on, errors
):
    client.force_login(make_liaison())
    facts = {"body": force.name, "on_behalf": "usual", "undated": "on", "note": "By post."}

    page = client.post(f"{SAFE}record-letter/", facts | day("received_on", received_on))

    assert Update.objects.count() == (0 if errors else 1)
    assert (page.context["form"].errors if page.context else {}) == errors
    if errors:
        assert "By post." in page.text  # nothing typed is lost


def test_a_draft_of_a_letter_that_came_later_is_not_recorded_and_is_kept(client, force, report):
    liaison = make_liaison()
    waiting = {"dated": None, "dated_precision": "", "by": liaison, "recorded_by": None, "recorded_at": None}
    late, early = (make_received(force, report, received_on=on, **waiting) for on in (CLOSED, DUE))
    client.force_login(liaison)

    answers = [
        client.post(f"/updates/{letter.pk}/record/", {"seen": letter.edited_at.isoformat()}) for letter in (late, early)
    ]

    assert [answer.status_code for answer in answers] == [200, 302]
    assert SENTENCE in answers[0].text
    assert list(Update.objects.drafts()) == [late]


def test_a_report_that_closes_on_a_later_day_is_open_until_then(client, force, report):
    report.closed_on = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    report.save()
    client.force_login(make_member(force))

    assert client.post(f"{SAFE}start-update/{force.slug}/").status_code == 302
    assert [part["super_complaint"] for part in client.get("/").context["standing"]] == [report]
