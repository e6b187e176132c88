"""Sign-off, sending and withdrawal: who may, once, and what was sent never changes."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Role
from recommendations.models import SuperComplaint
from responses import permissions
from responses.letter.limits import MAX_LINES
from responses.models import Message, Response, SentLetter, Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    send,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pcc():
    return make_policing_body(make_force(), welsh_name="Comisiynydd")


@pytest.fixture
def approver(pcc):
    return make_member(pcc, Role.APPROVER, name="Ann Approver")


@pytest.fixture
def draft(pcc):
    """A dated draft with one answer and one gap, last edited by somebody who is not the approver."""
    make_addressee(make_recommendation(number="5"), pcc)
    make_addressee(make_recommendation(number="6"), pcc)
    draft = make_draft(pcc, dated=DUE, dated_precision="day", opening="Opening as written.")
    make_response(draft, draft.addressees().first(), text="Answer as written.")
    return draft


@pytest.fixture
def asked(draft):
    draft.ask(by=draft.edited_by, at=NOON)
    return draft


@pytest.fixture
def signed_off(asked, draft, approver):
    draft.sign_off(by=approver, at=NOON)
    return draft


def seen(update):
    return {"seen": update.edited_at.isoformat()}


def post(client, name, update, data=None):
    return client.post(reverse(name, args=[update.pk]), data or seen(update))


def test_the_answers_to_check_hold_the_whole_covering_letter_as_it_will_be_read(client, draft, approver, pcc):
    letter = {"salutation": "Dear Sir", "opening": "First:\n\n- a point", "agreed_by": "Supt Lead"}
    Update.objects.update(**letter, chief_officer_comments="> In *their* words", closing="Yours")
    draft.speaks_for.add(pcc.oversees)
    client.force_login(approver)

    page = client.get(reverse("check_update", args=[draft.pk])).text

    for part in ("Dear Sir", "<li><p>a point</p></li>", "<em>their</em>", "Yours", "Supt Lead"):
        assert part in page


def test_a_body_without_a_force_is_not_shown_what_only_a_force_is_asked(client, draft, approver):
    client.force_login(approver)

    page = client.get(reverse("check_update", args=[draft.pk]))

    assert [row["key"] for row in page.context["facts"]] == [
        "Date of the letter",
        "Speaks for",
        "Addressed to",
        "Salutation",
        "Opening",
        "Closing",
        "Complimentary close",
        "Signed by",
        "Language",
        "Protective marking",
        "What was asked",
        "Table of where each stands",
        "List of what is not answered",
        "Whose words each answer is",
    ]


def test_an_approver_who_was_asked_signs_off_and_lands_where_it_is_sent(client, asked, draft, approver):
    client.force_login(approver)

    answer = post(client, "sign_off", draft)

    draft.refresh_from_db()
    assert answer.url == reverse("send_update", args=[draft.pk])
    assert draft.signed_off_by == approver
    assert draft.is_draft
    assert f"The update from {draft.body} is signed off. It can be sent now." in client.get(answer.url).text


UNFINISHED = [
    (["5"], "Finish the answer to recommendation 5, or remove it."),
    (["5", "6"], "Finish the answers to recommendations 5 and 6, or remove them."),
    (["5", "6", "7"], "Finish the answers to recommendations 5, 6 and 7, or remove them."),
]


def leave_open(draft, numbers):
    """Answers in hand, and nothing else, to these recommendations."""
    draft.responses.all().delete()
    for number in numbers:
        asked = draft.addressees().filter(recommendation__number=number).first()
        asked = asked or make_addressee(make_recommendation(number=number), draft.body)
        make_response(draft, asked, position="", finished_at=None)


@pytest.mark.parametrize(("numbers", "sentence"), UNFINISHED)
def test_nothing_is_signed_off_while_an_answer_is_not_finished(client, asked, draft, approver, numbers, sentence):
    leave_open(draft, numbers)
    client.force_login(approver)

    refused = post(client, "sign_off", draft)

    assert refused.status_code == 403
    assert sentence in refused.text
    draft.refresh_from_db()
    assert draft.signed_off_at is None
    assert draft not in client.get("/").context["to_sign_off"]


def test_the_check_page_leads_to_each_answer_that_is_not_finished(client, asked, draft, approver, pcc):
    make_response(draft, draft.addressees().last(), position="", voice="", finished_at=None)
    client.force_login(approver)

    page = client.get(reverse("check_update", args=[draft.pk]))

    assert [response.addressee.recommendation.number for response in page.context["unfinished"]] == ["6"]
    href = reverse("edit_response", args=[draft.pk, "6", pcc.slug])
    assert f'<li><a class="govuk-link" href="{href}">Recommendation 6, {pcc}</a></li>' in page.text
    assert "<strong>Position:</strong> not chosen yet. <strong>Progress:</strong> in progress." in page.text
    assert "Whose words: not chosen yet" in page.text
    assert page.context["can"] == {"stop_asking", "send_back"}


@pytest.mark.pdf
def test_an_unfinished_answer_never_goes_out(client, draft, approver):
    draft.sign_off(by=approver, at=NOON)
    leave_open(draft, ["5"])
    client.force_login(approver)

    refused = post(client, "send_update", draft)

    assert refused.status_code == 403
    assert "Finish the answer to recommendation 5, or remove it." in refused.text
    with pytest.raises(ValidationError, match="Finish the answer to recommendation 5"):
        send(draft, by=approver)
    assert Update.objects.get().is_draft


def test_a_draft_of_the_letter_says_what_is_not_chosen_and_not_finished(client, draft, approver):
    leave_open(draft, ["5"])
    client.force_login(approver)

    page = client.get(reverse("letter", args=[draft.pk])).text

    assert '<span class="letter-label">Position:</span> Not chosen yet</span>' in page
    assert page.count("Draft: this answer is not finished.") == 1


NOTHING = "There is nothing to send yet. Answer a recommendation, or write something on the covering letter."


@pytest.mark.parametrize("written", ["opening", "chief_officer_comments", "closing", "answer"])
def test_an_update_without_an_answer_and_without_words_is_not_signed_off_or_sent(
    client, asked, draft, approver, written
):
    draft.responses.all().delete()
    Update.objects.update(opening="", chief_officer_comments="", closing="")
    client.force_login(approver)

    refused = post(client, "sign_off", draft)
    checked = client.get(reverse("check_update", args=[draft.pk]))

    assert (refused.status_code, NOTHING in refused.text) == (403, True)
    assert (checked.context["problems"], NOTHING in checked.text) == ([NOTHING], True)
    draft.refresh_from_db()
    assert draft.signed_off_at is None
    # Signed off before there was such a rule, it does not go out either.
    draft.sign_off(by=approver, at=NOON)
    with pytest.raises(PermissionDenied, match="nothing to send yet"):
        permissions.check_can_send(approver, draft)
    with pytest.raises(ValidationError, match="nothing to send yet"):
        send(draft, by=approver)
    draft.edited(by=draft.created_by, at=NOON)
    # One word is enough.
    if written == "answer":
        make_response(draft, draft.addressees().first(), text="We have begun.")
    else:
        Update.objects.update(**{written: "A word."})
    draft.refresh_from_db()
    draft.ask(by=draft.created_by, at=NOON)
    assert post(client, "sign_off", draft).status_code == 302


@pytest.mark.parametrize(
    ("left_out", "ticked", "error"),
    [
        ([], [], None),
        (["salutation"], ["salutation"], None),
        (["salutation"], [], "Select “No salutation” if that is meant, or enter it on the covering letter"),
        (
            ["addressed_to", "salutation", "signatory_name"],
            ["salutation"],
            "Select “No addressee” and “No signatory” if that is meant, or enter it on the covering letter",
        ),
        (
            ["addressed_to", "salutation", "signatory_name"],
            ["addressed_to", "salutation", "signatory_name"],
            None,
        ),
    ],
)
def test_what_a_letter_goes_without_is_ticked_before_it_is_signed_off(
    client, asked, draft, approver, left_out, ticked, error
):
    Update.objects.update(**dict.fromkeys(left_out, ""))
    client.force_login(approver)

    page = client.get(reverse("sign_off", args=[draft.pk]))
    answer = post(client, "sign_off", draft, seen(draft) | {"without": ticked})

    assert [name for name, _ in getattr(page.context["form"].fields.get("without"), "choices", [])] == left_out
    draft.refresh_from_db()
    assert bool(draft.signed_off_at) is (error is None)
    if error:
        assert answer.context["form"].errors == {"without": [error]}
        assert f'href="#id_without_0">{error}</a>' in answer.text


def test_the_last_editor_cannot_sign_off(client, asked, draft, approver):
    draft.edited(by=approver, at=NOON)
    client.force_login(approver)

    answer = post(client, "sign_off", draft)

    assert "You were the last to edit this update, so somebody else must confirm what you changed." in answer.text
    assert answer.status_code == 403
    draft.refresh_from_db()
    assert draft.signed_off_at is None


def test_the_database_refuses_a_sign_off_by_the_last_editor(draft, approver):
    draft.edited(by=approver, at=NOON)

    with pytest.raises(IntegrityError, match="signed_off_once_somebody_else"), transaction.atomic():
        draft.sign_off(by=approver, at=NOON)


def test_an_editor_cannot_sign_off(client, draft, pcc):
    client.force_login(make_member(pcc))

    assert post(client, "sign_off", draft).status_code == 403
    draft.refresh_from_db()
    assert draft.signed_off_at is None


def test_who_may_sign_off_is_named(client, draft, approver, pcc):
    pcc.succeeded_by = mayor = make_policing_body(pcc.oversees, "Mayor of Borsetshire", office="mayor")
    pcc.save()
    successor = make_member(mayor, Role.APPROVER)
    editor = make_member(pcc)
    for body in (pcc.oversees, make_force("Yorbury Police")):
        make_member(body, Role.APPROVER)
    make_member(pcc, Role.APPROVER, is_active=False)
    client.force_login(editor)

    page = client.get(reverse("check_update", args=[draft.pk]))

    assert page.context["approvers"] == [approver, successor]
    assert f"Ann Approver ({approver.email})" in page.text


def test_where_nobody_can_sign_off_the_page_says_to_whom_to_write(client, draft, pcc):
    client.force_login(make_member(pcc))
    where = reverse("check_update", args=[draft.pk])

    unknown = client.get(where)
    SuperComplaint.objects.update(reply_to="replies@example.org")
    known = client.get(where)

    assert "Ask an administrator of this tracker to invite somebody as an approver." in unknown.text
    assert '<a class="govuk-link" href="mailto:replies@example.org">replies@example.org</a>' in known.text


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"dated": None, "dated_precision": ""}, "Enter the letter’s date on the covering letter before it is sent."),
        (
            {"signed_off_by": None, "signed_off_at": None},
            "An approver must sign this update off before it is sent.",
        ),
    ],
)
def test_what_is_not_ready_is_not_sent_whoever_asks(signed_off, approver, lacking, said):
    Update.objects.update(**lacking)
    signed_off.refresh_from_db()

    with pytest.raises(ValidationError, match=said):
        signed_off.send(by=approver, at=NOON, on=DUE, letter=SentLetter(html="A letter", pdf=b"A letter"))
    with pytest.raises(PermissionDenied, match=said):
        permissions.check_can_send(approver, signed_off)

    signed_off.refresh_from_db()
    assert (signed_off.is_draft, SentLetter.objects.count()) == (True, 0)


@pytest.mark.parametrize("others", [1, 3])
def test_the_check_page_takes_as_many_queries_however_many_approvers_there_are(
    client, draft, pcc, others, django_assert_num_queries
):
    for number in range(others):
        make_member(make_force(f"Force {number}"), Role.APPROVER)
        make_member(pcc, Role.APPROVER)
    client.force_login(make_member(pcc))

    with django_assert_num_queries(28):
        client.get(reverse("check_update", args=[draft.pk]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_check_page_takes_as_many_queries_for_three_answers_that_await_somebody_as_for_one(
    client, draft, pcc, approver, count, django_assert_num_queries
):
    for number in range(count):
        recommendation = make_recommendation(number=f"9{number}")
        awaited = {"awaiting_body": make_force(f"Force {number}"), "awaiting_recommendation": recommendation}
        make_response(draft, make_addressee(recommendation, pcc), progress="awaiting_others", **awaited)
    client.force_login(approver)

    with django_assert_num_queries(30):
        client.get(reverse("check_update", args=[draft.pk]))


def test_nothing_is_signed_off_that_the_approver_has_not_seen(client, asked, draft, approver, pcc):
    client.force_login(approver)
    as_opened = seen(draft)
    draft.edited(by=make_member(pcc, Role.APPROVER), at=timezone.now())

    answer = post(client, "sign_off", draft, as_opened)

    assert "changed this update after you opened the page" in answer.text
    draft.refresh_from_db()
    assert draft.signed_off_at is None
    # The page that says so has been read: the next press is a decision.
    assert post(client, "sign_off", draft, {"seen": answer.context["form"]["seen"].value()}).status_code == 302


def test_an_undated_letter_is_not_signed_off(client, asked, draft, approver):
    Update.objects.update(dated=None, dated_precision="")
    client.force_login(approver)

    assert "Enter the letter’s date" in post(client, "sign_off", draft).text.replace("&#x27;", "’")
    draft.refresh_from_db()
    assert draft.signed_off_at is None


@pytest.mark.pdf
def test_a_partial_update_can_be_sent_and_counts_from_that_day(client, signed_off, pcc):
    sender = make_member(pcc)
    client.force_login(sender)

    answer = post(client, "send_update", signed_off)

    signed_off.refresh_from_db()
    assert answer.url == reverse("update_sent", args=[signed_off.pk])
    assert (signed_off.recorded_by, signed_off.received_on) == (sender, timezone.localdate())
    assert [gap.recommendation.number for gap in signed_off.gaps()] == ["6"]
    assert signed_off.reference in client.get(answer.url).text
    assert sender.email in Message.objects.filter(key=f"sent {signed_off.pk}").values_list("email", flat=True)


def test_what_an_earlier_update_answered_is_not_still_to_come(client, draft, approver, pcc):
    earlier = make_received(pcc)
    make_response(earlier, draft.addressees().get(recommendation__number="6"))
    client.force_login(approver)

    assert "still to come" not in client.get(reverse("check_update", args=[draft.pk])).text
    assert draft.gaps() == []


def test_what_an_update_itself_meets_is_no_gap(draft, pcc):
    make_addressee(make_recommendation(number="8", met_by_update=True), pcc)

    assert [gap.recommendation.number for gap in draft.gaps()] == ["6"]


def test_an_update_is_not_sent_before_it_is_signed_off(client, draft, approver):
    client.force_login(approver)

    answer = post(client, "send_update", draft)

    assert answer.status_code == 403
    draft.refresh_from_db()
    assert draft.is_draft
    assert SentLetter.objects.count() == 0


@pytest.mark.pdf
def test_pressing_send_twice_sends_once(client, signed_off, approver):
    client.force_login(approver)

    first = post(client, "send_update", signed_off)
    recorded_at = Update.objects.get(pk=signed_off.pk).recorded_at
    second = post(client, "send_update", signed_off)

    assert second.url == first.url
    assert Update.objects.get(pk=signed_off.pk).recorded_at == recorded_at
    assert SentLetter.objects.count() == 1


@pytest.mark.pdf
def test_going_back_after_sending_leads_to_what_was_sent(client, signed_off, approver):
    client.force_login(approver)
    post(client, "send_update", signed_off)

    assert client.get(reverse("send_update", args=[signed_off.pk])).url == reverse("update_sent", args=[signed_off.pk])
    assert client.get(reverse("check_update", args=[signed_off.pk])).url == signed_off.get_absolute_url()


@pytest.mark.pdf
def test_the_letter_that_was_sent_is_the_letter_that_is_kept(client, signed_off, approver, pcc):
    client.force_login(approver)
    post(client, "send_update", signed_off)
    url = reverse("letter_pdf", args=[signed_off.pk])
    sent = client.get(url).content

    # Neither the letterhead nor the name of anything changes a letter that has gone.
    pcc.name = "Mayor of Somewhere Else"
    pcc.save()

    assert client.get(url).content == sent
    assert hashlib.sha256(sent).hexdigest() == SentLetter.objects.get().sha256
    page = client.get(reverse("letter", args=[signed_off.pk]))
    assert "Mayor of Somewhere Else" not in page.context["letter"]
    assert "<p>Answer as written.</p>" in page.text


@pytest.mark.pdf
def test_a_draft_letter_says_that_it_is_a_draft(client, draft, approver):
    client.force_login(approver)

    pdf = client.get(reverse("letter_pdf", args=[draft.pk]))

    assert pdf.content.startswith(b"%PDF-")
    name = "police-and-crime-commissioner-for-borsetshire-safe-to-share-2021-06-17-draft.pdf"
    assert pdf["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "Draft" in client.get(reverse("letter", args=[draft.pk])).context["letter"]


def test_a_draft_that_is_too_long_to_draw_leads_to_the_page_that_says_so(client, draft, approver):
    lines = "A line.\n" * (MAX_LINES - 1)
    Update.objects.update(opening=lines, closing=lines, addressed_to="", salutation="", signatory_name="")
    Response.objects.update(text=lines)
    client.force_login(approver)

    page = client.get(reverse("letter_pdf", args=[draft.pk]), follow=True)

    assert page.redirect_chain == [(reverse("check_update", args=[draft.pk]), 302)]
    assert "Shorten the letter to 1,000 lines: its texts have 1,498 together." in page.text


def test_a_server_that_dies_while_it_sends_has_sent_nothing(signed_off, approver):
    def die(execute, sql, *args):
        if sql.startswith('INSERT INTO "responses_sentletter"'):
            raise SystemExit("killed")
        return execute(sql, *args)

    with connection.execute_wrapper(die), pytest.raises(SystemExit):
        send(signed_off, by=approver)

    update = Update.objects.get()
    assert (update.is_draft, update.received_on, update.signed_off_by) == (True, None, approver)
    assert SentLetter.objects.count() == 0


@pytest.mark.pdf
def test_a_withdrawn_update_stops_counting_and_stays_on_the_record(client, signed_off, approver):
    client.force_login(approver)
    post(client, "send_update", signed_off)

    assert (
        f'href="{signed_off.get_absolute_url()}#not-right"'
        in client.get(reverse("withdraw_update", args=[signed_off.pk])).text
    )
    post(client, "withdraw_update", signed_off, {"reason": "Sent to the wrong body."})

    update = Update.objects.get(pk=signed_off.pk)
    today = timezone.localdate()
    assert (update.withdrawn_by, update.withdrawn_on) == (approver, today)
    assert list(Update.objects.as_at(today)) == []
    assert Response.objects.get().text == "Answer as written."
    page = client.get(update.get_absolute_url())
    assert [str(told) for told in page.context["messages"]] == [
        f"{update.reference} is withdrawn. It no longer counts from {date_format(today, 'j F Y')}."
    ]
    assert "Sent to the wrong body." in page.text
    assert 'id="not-right"' in page.text


def test_a_withdrawal_needs_a_reason(client, pcc):
    update = make_received(pcc)
    client.force_login(make_liaison())

    answer = post(client, "withdraw_update", update, {"reason": " "})

    assert answer.context["form"].errors["reason"] == ["Enter why the body withdrew it"]
    update.refresh_from_db()
    assert update.withdrawn_on is None


def test_a_draft_is_deleted_with_its_answers_and_a_record_is_not(client, draft, approver, pcc):
    client.force_login(approver)
    recorded = make_received(pcc)
    make_response(recorded, recorded.addressees().first())

    assert post(client, "discard_update", draft).url == "/"
    assert f"The draft from {pcc} is deleted." in client.get("/").text
    assert post(client, "discard_update", recorded).status_code == 403
    assert list(Update.objects.all()) == [recorded]
    assert Response.objects.count() == 1


def test_no_draft_is_deleted_that_somebody_changed_since_its_page_was_opened(client, draft, approver):
    client.force_login(approver)
    as_opened = seen(draft)
    draft.edited(by=draft.created_by, at=timezone.now())

    answer = post(client, "discard_update", draft, as_opened)

    assert "changed this update after you opened the page" in answer.text
    assert Update.objects.filter(pk=draft.pk).exists()


CHECKS = [
    # check, role, facts of the update, the reason of the refusal (none: allowed)
    ("sign_off", Role.APPROVER, {}, "Nobody has asked for this update to be signed off"),
    ("sign_off", Role.APPROVER, {"asked": True}, None),
    ("sign_off", Role.EDITOR, {"asked": True}, "Only an approver"),
    ("sign_off", Role.APPROVER, {"signed_off": True}, "has already signed this update off"),
    ("send", Role.EDITOR, {"signed_off": True}, None),
    ("send", Role.EDITOR, {}, "An approver must sign this update off"),
    ("withdraw", Role.APPROVER, {}, "A draft is not on the record yet"),
]


@pytest.mark.parametrize(("verb", "role", "state", "reason"), CHECKS)
def test_each_refusal_says_why(draft, pcc, approver, verb, role, state, reason):
    if "asked" in state:
        draft.ask(by=draft.edited_by, at=NOON)
    if "signed_off" in state:
        draft.sign_off(by=approver, at=NOON)
    check, user = getattr(permissions, f"check_can_{verb}"), make_member(pcc, role)

    if reason is None:
        assert check(user, draft) is None
    else:
        with pytest.raises(PermissionDenied, match=reason):
            check(user, draft)


def test_who_sends_reads_beforehand_whether_it_must_still_be_e_mailed(client, signed_off, approver):
    client.force_login(approver)
    page = reverse("send_update", args=[signed_off.pk])
    assert "you must also e-mail the letter" in client.get(page).text

    make_liaison(last_login=NOON)

    assert "HMICFRS can read it here as soon as you send it" in client.get(page).text
