"""From one update to the next: what is carried on, and what takes the place of what was sent."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from recommendations.models import SuperComplaint
from responses.earlier import carried_from_last, last_answer
from responses.letter.html import letter_html
from responses.models import Change, SentLetter, Update
from responses.to_come import once_sent, what_stands
from responses.views.drafts import cells_of_draft
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
    make_request,
    make_response,
    make_review,
    make_super_complaint,
)

pytestmark = pytest.mark.django_db
LETTER = {
    "dated": DUE,
    "dated_precision": "day",
    "addressed_to": "Mr Jones",
    "salutation": "Dear Mr Jones",
    "opening": "<p>We welcome it.</p>",
    "signatory_name": "Dr Lee",
    "signatory_title": "Commissioner",
}


@pytest.fixture
def pcc():
    return make_policing_body(make_force())


@pytest.fixture
def addressee(pcc):
    return make_addressee(make_recommendation(number="5"), pcc)


@pytest.fixture
def editor(client, pcc):
    editor = make_member(pcc)
    client.force_login(editor)
    return editor


@pytest.fixture
def sent(pcc, addressee):
    """An update that was sent on the day it was due, with one answer."""
    return written_and_sent(pcc, addressee, on=DUE)


def written_and_sent(body, addressee, *, on, text="<p>Said first.</p>", **facts):
    facts = {**LETTER, "dated": on, **facts}
    update = make_draft(body, addressee.recommendation.super_complaint, **facts)
    make_response(update, addressee, text=text)
    sign_and_send(update, on=on)
    return update


def sign_and_send(update, *, on):
    """As another person signs it off and sends it."""
    approver = make_member(update.body, Role.APPROVER)
    Update.objects.filter(pk=update.pk).update(dated=on, dated_precision="day")
    update.refresh_from_db()
    update.sign_off(by=approver, at=NOON)
    send(update, by=approver, on=on)


def send(update, *, by, on):
    """Send it, with a letter whose PDF nobody opens here."""
    letter = SentLetter(html=letter_html(update), pdf=b"%PDF-", sha256="0" * 64)
    update.send(by=by, at=NOON, on=on, letter=letter)


def again(client, update):
    return client.post(reverse("send_again", args=[update.pk]), follow=True)


def test_what_was_sent_is_begun_again_with_all_its_words(client, editor, sent):
    answer = again(client, sent)

    draft = Update.objects.drafts().get()
    assert answer.redirect_chain[-1][0] == draft.get_absolute_url()
    assert (draft.takes_place_of, draft.takes_place_as) == (sent, "sent_again")
    assert (draft.dated, draft.received_on, draft.signed_off_at, draft.edited_by) == (None, None, None, editor)
    assert {name: getattr(draft, name) for name in LETTER if "dated" not in name} == {
        name: value for name, value in LETTER.items() if "dated" not in name
    }
    [response] = draft.responses.all()
    assert response.said == sent.responses.get().said
    assert list(draft.speaks_for.all()) == list(sent.speaks_for.all())


def test_what_was_sent_counts_until_the_day_another_takes_its_place(client, editor, sent, pcc):
    again(client, sent)
    draft = Update.objects.drafts().get()
    later = DUE + datetime.timedelta(days=30)

    sign_and_send(draft, on=later)

    before = later - datetime.timedelta(days=1)
    assert [list(Update.objects.as_at(day)) for day in (before, later)] == [[sent], [draft]]
    assert f"Takes the place of:</span> 17 June 2021, {sent.reference}</p>" in draft.sent_letter.html
    assert list(sent.changes.values_list("what", flat=True)) == [Change.What.SENT_AGAIN]


def test_the_draft_of_a_letter_says_whose_place_it_takes(client, editor, sent):
    again(client, sent)

    html = letter_html(Update.objects.drafts().get())

    assert f"Takes the place of:</span> 17 June 2021, {sent.reference}</p>" in html
    assert "Takes the place" not in letter_html(sent)


def test_a_withdrawn_update_is_begun_again_and_stays_withdrawn_as_it_was(client, editor, sent):
    day = DUE + datetime.timedelta(days=3)
    sent.withdraw(by=editor, at=NOON, on=day, reason="A wrong figure.")
    again(client, sent)
    draft = Update.objects.drafts().get()

    sign_and_send(draft, on=DUE + datetime.timedelta(days=30))

    sent.refresh_from_db()
    assert (sent.withdrawn_on, sent.withdrawn_reason) == (day, "A wrong figure.")


def test_a_double_click_begins_one_draft(client, editor, sent):
    first, second = again(client, sent), again(client, sent)

    assert first.redirect_chain == second.redirect_chain
    assert Update.objects.drafts().count() == 1
    assert "has a draft already" not in second.text


def test_nothing_is_sent_again_once_the_report_is_closed(client, editor, sent):
    SuperComplaint.objects.update(closed_on=DUE)

    refused = again(client, sent)

    assert (refused.status_code, "was closed on" in refused.text) == (403, True)
    assert not Update.objects.drafts().exists()


def test_beside_a_draft_that_is_there_already_no_other_is_begun(client, editor, sent, pcc):
    other = make_draft(pcc, sent.super_complaint, by=editor)

    answer = again(client, sent)

    assert answer.redirect_chain[-1][0] == other.get_absolute_url()
    assert list(Update.objects.drafts()) == [other]
    assert [str(message) for message in answer.context["messages"]] == [
        f"{pcc} has a draft already, and one at a time is written: this is it. "
        f"Beside each answer are the words of {sent.reference}, to bring forward."
    ]


def test_nobody_unsends_the_letter_that_took_the_place_of_another(client, sent, pcc):
    client.force_login(make_member(pcc, Role.APPROVER))
    again(client, sent)
    draft = Update.objects.drafts().get()
    sign_and_send(draft, on=DUE + datetime.timedelta(days=30))

    answers = [client.post(reverse("undo_change", args=[update.pk])) for update in (sent, draft)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Update.objects.filter(in_error_at=None).count() == 2
    assert again(client, sent).status_code == 403


def test_the_next_update_is_addressed_and_signed_as_the_last_one(client, editor, sent, pcc):
    client.post(reverse("start_update", args=[sent.super_complaint.slug, pcc.slug]))

    draft = Update.objects.drafts().get()
    assert (draft.addressed_to, draft.salutation) == ("Mr Jones", "Dear Mr Jones")
    assert (draft.signatory_name, draft.signatory_title) == ("Dr Lee", "Commissioner")
    assert (draft.opening, draft.dated, draft.responses.count()) == ("", None, 0)


def test_a_letter_that_hmicfrs_received_lends_nothing_to_the_next(sent, pcc):
    make_received(pcc, salutation="Dear Andy", recorded_at=timezone.now())

    assert carried_from_last(pcc, sent.super_complaint)["salutation"] == "Dear Mr Jones"


def test_to_another_report_the_last_letter_lends_all_but_whom_it_is_addressed_to(client, editor, sent, pcc):
    other = make_super_complaint(title="The long road", slug="the-long-road", reply_to="road@hmicfrs.example")
    make_addressee(make_recommendation(other), pcc)

    client.post(reverse("start_update", args=[other.slug, pcc.slug]))

    draft = Update.objects.drafts().get()
    assert draft.addressed_to == "His Majesty’s Chief Inspector of Constabulary\nroad@hmicfrs.example"
    assert (draft.salutation, draft.signatory_name) == ("Dear Mr Jones", "Dr Lee")


def edit_url(draft, addressee):
    return reverse("edit_response", args=[draft.pk, addressee.recommendation.number, addressee.body.slug])


def test_the_words_of_any_earlier_update_are_beside_the_box_and_can_be_brought_forward(
    client, editor, pcc, addressee, sent
):
    day = DUE + datetime.timedelta(days=3)
    withdrawn = written_and_sent(pcc, addressee, on=day, text="<p>Said second.</p>")
    withdrawn.withdraw(by=editor, at=NOON, on=day, reason="Wrong.")
    in_error = make_received(pcc, received_on=day)
    make_response(in_error, addressee, text="Said by nobody.")
    in_error.note_error(by=in_error.recorded_by, at=NOON, reason="Another body’s.")
    draft = make_draft(pcc, addressee.recommendation.super_complaint, by=editor)
    earlier = withdrawn.responses.get()

    page = client.get(edit_url(draft, addressee))
    brought = client.get(edit_url(draft, addressee), {"bring-forward": earlier.pk})

    assert page.context["earlier"] == [earlier, sent.responses.get()]
    assert page.context["last"] == sent.responses.get()
    assert brought.context["form"]["text"].value() == "<p>Said second.</p>"


def test_the_last_answer_is_the_latest_that_counts_on_a_day(editor, sent):
    answer = sent.responses.get()
    sent.withdraw(by=editor, at=NOON, on=DUE, reason="Wrong.")
    answer.update.refresh_from_db()

    assert last_answer([answer], DUE - datetime.timedelta(days=1)) == answer
    assert last_answer([answer], DUE) is None


def test_earlier_words_are_added_below_what_is_written_and_saved_only_by_a_person(client, editor, pcc, addressee, sent):
    draft = make_draft(pcc, addressee.recommendation.super_complaint, by=editor)
    response = make_response(draft, addressee, text="<p>New.</p>", position="not_accepted")
    url = f"{edit_url(draft, addressee)}?bring-forward={sent.responses.get().pk}"

    form = client.get(url).context["form"]

    response.refresh_from_db()
    assert response.text == "<p>New.</p>"
    assert (form["text"].value(), form["position"].value()) == ("<p>New.</p><p>Said first.</p>", "not_accepted")
    as_shown = {name: form[name].value() or "" for name in ("position", "progress", "voice", "version")}
    client.post(url, {**as_shown, "text-html": form["text"].value(), "later": "1"})
    response.refresh_from_db()
    assert response.text == "<p>New.</p><p>Said first.</p>"


def test_words_brought_forward_into_an_empty_answer_are_saved(client, editor, pcc, addressee, sent):
    draft = make_draft(pcc, addressee.recommendation.super_complaint, by=editor)
    url = f"{edit_url(draft, addressee)}?bring-forward={sent.responses.get().pk}"
    form = client.get(url).context["form"]
    as_shown = {name: form[name].value() or "" for name in ("position", "progress", "voice", "version")}

    client.post(url, {**as_shown, "text-html": form["text"].value(), "later": "1"})

    assert draft.responses.get().text == "<p>Said first.</p>"


def read(page) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub("<[^>]+>", "", page.text).split())


def test_a_letter_of_tomorrow_is_signed_off_today_and_sent_tomorrow(client, pcc, addressee):
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    draft = make_draft(pcc, addressee.recommendation.super_complaint, dated=tomorrow, dated_precision="day")
    make_response(draft, addressee)
    draft.sign_off(by=make_member(pcc, Role.APPROVER), at=NOON)
    client.force_login(draft.edited_by)
    url = reverse("send_update", args=[draft.pk])
    assert client.get("/").context["first"] is None

    page = client.get(url)
    early = client.post(url, {"seen": draft.edited_at.isoformat()})

    draft.refresh_from_db()
    words = f"The letter is dated {draft.date_in_words}. It can be sent from that day on, or change its date."
    assert (page.status_code, page.context["too_early"]) == (200, words)
    assert (early.status_code, draft.recorded_at) == (403, None)
    send(draft, by=draft.signed_off_by, on=tomorrow)
    assert draft.received_on == tomorrow


@pytest.mark.parametrize(("days", "is_kept"), [(1, True), (92, True), (93, False), (400, False)])
def test_a_draft_may_be_dated_up_to_three_months_ahead(client, editor, pcc, addressee, days, is_kept):
    draft = make_draft(pcc, addressee.recommendation.super_complaint, by=editor)
    day = timezone.localdate() + datetime.timedelta(days=days)
    parts = {f"dated_as_{part}": getattr(day, part) for part in ("day", "month", "year")}

    client.post(reverse("covering_letter", args=[draft.pk]), {**parts, "version": "1", "speaks_for": [pcc.pk]})

    draft.refresh_from_db()
    assert draft.dated == (day if is_kept else None)


def test_a_second_update_says_what_stands_and_what_is_asked_again(client, editor, pcc, addressee):
    others = [make_addressee(make_recommendation(number=number), pcc) for number in ("6", "7", "4")]
    letter = make_received(pcc, addressee.recommendation.super_complaint)
    answers = [make_response(letter, each) for each in (addressee, *others[:2])]
    make_review(answers[2])
    draft = make_draft(pcc, addressee.recommendation.super_complaint, by=editor)

    page = client.get(draft.get_absolute_url())

    assert page.context["standing"] == (2, 1)
    assert "2 earlier answers stand, 1 is asked again. What stands needs no new answer." in page.text
    make_response(draft, others[1])
    make_response(draft, addressee)
    page = client.get(draft.get_absolute_url())
    assert page.context["standing"] == (1, 0)
    assert "1 earlier answer stands. What stands" in page.text


def test_what_is_asked_again_is_said_wherever_it_is_answered_until_it_is(client, editor, pcc, addressee):
    other = make_addressee(make_recommendation(number="6"), pcc)
    letter = make_received(pcc, addressee.recommendation.super_complaint)
    for each in (addressee, other):
        make_response(letter, each)
    make_request([addressee], about="progress", due_on=datetime.date(2022, 1, 1))
    draft = make_draft(pcc, by=editor)
    where = reverse("edit_response", args=[draft.pk, "5", pcc.slug])
    words = "Asked again on 24 November 2021, about progress, by 1 January 2022"

    home, page = client.get("/"), client.get(draft.get_absolute_url())
    check = client.get(reverse("check_update", args=[draft.pk]))

    assert (home.context["first"].words, home.context["first"].href) == ("Write this answer", where)
    assert "1 of 2 answers asked for again" in home.text
    left = "Once this draft is sent: 1 of 2 answers asked for again"
    assert [left in read(each) for each in (home, page, check)] == [True, True, True]
    rows = [(row["status"], row["hint"]) for row in page.context["sections"][0]["tasks"]]
    last = f"{pcc}: last answered {letter.received_on:%-d %B %Y}"
    assert rows == [("Asked again", f"{last}. {words}"), ("No new answer", last)]
    assert f"{words}. Nothing on the record answers that yet." in client.get(where).text
    make_response(draft, addressee, text="<p>Done since.</p>", finished_at=None)
    page = client.get(draft.get_absolute_url())
    assert page.context["sections"][0]["tasks"][0]["status"] == "Asked again: words saved, not finished"
    draft.responses.update(finished_at=NOON, finished_by=editor)
    home, page = client.get("/"), client.get(draft.get_absolute_url())
    assert home.context["first"].words == "Check the letter and ask for its sign-off"
    assert page.context["sections"][0]["tasks"][0]["status"] == "Finished"
    assert "Once this draft is sent: everything that was asked has an answer." in read(page)


def test_an_update_that_is_asked_for_again_is_sent_and_not_written(client, editor, pcc, addressee):
    met = make_addressee(make_recommendation(number="9", met_by_update=True), pcc)
    make_response(make_received(pcc, addressee.recommendation.super_complaint), addressee)
    make_request([met])
    draft = make_draft(pcc, by=editor)

    home, page = client.get("/"), client.get(draft.get_absolute_url())

    assert "1 of 2 answers asked for again." in read(home)
    assert "Asked again" not in {row["status"] for row in page.context["sections"][0]["tasks"]}
    assert page.context["coming"].again == 0  # for which the draft speaks
    where = reverse("edit_response", args=[draft.pk, "9", pcc.slug])
    assert "Asked again" not in client.get(where).text


def test_only_a_finished_answer_and_an_update_for_the_body_itself_leave_nothing_to_come(pcc, editor):
    """What is to come once a draft is sent, by the number of the recommendation."""
    finished, begun, _ = (make_addressee(make_recommendation(number=number), pcc) for number in ("1", "2", "3"))
    met = make_recommendation(number="9", met_by_update=True)
    make_addressee(met, pcc)
    make_addressee(met, pcc.oversees)  # for which the draft does not speak
    draft = make_draft(pcc, by=editor)
    make_response(draft, finished)
    make_response(draft, begun, finished_at=None)

    left, asked, _, unfinished = once_sent(draft, cells_of_draft(draft))

    assert {(cell.recommendation.number, cell.body) for cell in left} == {("2", pcc), ("3", pcc), ("9", pcc.oversees)}
    assert (asked, unfinished) == (5, 1)


def test_a_question_that_is_answered_is_no_longer_the_first_thing_to_do(client, editor, pcc, addressee):
    make_review(make_response(make_received(pcc), addressee))
    draft = make_draft(pcc, by=editor)
    assert client.get("/").context["first"].words == "Answer the question"

    make_response(draft, addressee)

    assert client.get("/").context["first"].words == "Check the letter and ask for its sign-off"


def test_a_draft_is_ready_for_its_sign_off_once_all_that_it_says_is_finished(client, editor, pcc, addressee):
    """The record has an answer to everything, so nothing else says that there is something to do."""
    make_response(make_received(pcc), addressee)
    draft = make_draft(pcc, by=editor)
    found = [client.get("/").context["first"]]
    answer = make_response(draft, addressee, finished_at=None)
    found.append(client.get("/").context["first"])
    answer.finish(by=editor, at=NOON)
    answer.save()
    found.append(client.get("/").context["first"])

    assert found[:2] == [None, None]
    assert found[2].words == "Check the letter and ask for its sign-off"


def test_what_an_update_meets_is_no_answer_that_stands(pcc, editor):
    make_addressee(make_recommendation(number="9", met_by_update=True), pcc)
    make_received(pcc)
    draft = make_draft(pcc, by=editor)

    assert what_stands(set(), cells_of_draft(draft)) == (0, 0)


def test_a_second_update_calls_nothing_open_that_has_an_answer(client, editor, pcc, addressee):
    force = make_addressee(make_recommendation(number="1"), pcc.oversees)
    draft = make_draft(pcc)
    assert client.get(draft.get_absolute_url()).context["silent_for"] == [pcc.oversees]
    draft.discard()

    written_and_sent(pcc, force, on=DUE, speaks_for=[pcc, pcc.oversees])

    assert client.get(make_draft(pcc).get_absolute_url()).context["silent_for"] == []
