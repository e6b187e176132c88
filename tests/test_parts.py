"""One letter, several hands: a force's people write its answers in its commissioner's draft, and see nothing else."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from responses import permissions
from responses.models import Agreement, Part, PartStep, Response, Update
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
    make_review,
)

pytestmark = pytest.mark.django_db
LATER = NOON + datetime.timedelta(hours=1)
SECRET = "What the commissioner says is nobody else’s business."
AGREED = {"officer_name": "Jo Bloggs", "officer_title": "Assistant Chief Constable"}


@pytest.fixture
def pcc():
    return make_policing_body(make_force())


@pytest.fixture
def editor(pcc):
    return make_member(pcc, name="Eve Editor")


@pytest.fixture
def officer(pcc):
    return make_member(pcc.oversees, name="Lee Liaison")


@pytest.fixture
def draft(pcc, editor):
    """The force is asked 1, both are asked 5; the commissioner has answered, and begun the covering letter."""
    make_addressee(make_recommendation(number="1"), pcc.oversees)
    both = make_recommendation(number="5")
    make_addressee(both, pcc.oversees)
    draft = make_draft(pcc, by=editor, dated=DUE, dated_precision="day", opening=SECRET)
    make_response(draft, make_addressee(both, pcc), text=SECRET, voice="local_policing_body")
    return draft


@pytest.fixture
def part(draft, pcc, editor):
    part = Part(update=draft, body=pcc.oversees)
    part.start(by=editor, at=NOON, comment="By the end of the month.")
    return part


def where(name, update, *more):
    return reverse(name, args=[update.pk, *more])


def its(name, part):
    return where(name, part.update, part.body.slug)


def post(client, user, part, name, **data):
    client.force_login(user)
    seen = Update.objects.get(pk=part.update_id).edited_at.isoformat()
    return client.post(its(name, part), {"seen": seen} | data)


def write(client, user, part, number="1", text="We have begun.", version=0, **more):
    client.force_login(user)
    data = {"text": text, "position": "accepted", "progress": "in_progress", "voice": "force", "version": version}
    return client.post(where("edit_response", part.update, number, part.body.slug), data | more)


def agree(client, user, part, *numbers):
    answers = Response.objects.filter(addressee__body=part.body, addressee__recommendation__number__in=numbers)
    return post(client, user, part, "agree_answers", answers=[each.pk for each in answers], **AGREED)


def rows(client, user, page):
    client.force_login(user)
    context = client.get(page).context
    return context.get("tasks") or context["sections"][0]["tasks"]


def statuses(client, user, page):
    return [row["status"] for row in rows(client, user, page)]


def hints(client, user, page):
    """What the rows say that are not as a chief officer agreed."""
    return [row["hint"] for row in rows(client, user, page) if row["status"] == "Not as it was agreed"]


def test_a_force_sees_nothing_of_a_draft_before_the_office_asks_for_its_part(client, draft, pcc, officer):
    client.force_login(officer)

    pages = [draft.get_absolute_url(), where("part", draft, pcc.oversees.slug)]
    pages += [where("edit_response", draft, "1", pcc.oversees.slug), where("letter", draft)]

    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert client.get("/").context["parts"] == []


def test_the_office_asks_and_the_force_finds_its_part_at_home(client, draft, pcc, editor, officer):
    make_member(pcc.oversees, is_active=False)
    client.force_login(editor)
    page = client.get(where("start_part", draft, pcc.oversees.slug))
    assert page.context["people"] == [officer]  # and nobody who was deactivated
    data = {"seen": draft.edited_at.isoformat(), "comment": "By the end of the month."}
    data |= {"wanted_on_day": "1", "wanted_on_month": "6", "wanted_on_year": "2199"}

    first, second = (client.post(where("start_part", draft, pcc.oversees.slug), data) for _ in "ab")

    assert first.url == second.url == draft.get_absolute_url()
    part = Part.objects.get()
    assert (part.wanted_on, part.is_out) == (datetime.date(2199, 6, 1), True)
    assert list(part.steps.values_list("what", "comment", "by")) == [("started", "By the end of the month.", editor.pk)]
    client.force_login(officer)
    home = client.get("/")
    assert home.context["parts"] == [part]
    assert "wanted by 1 June 2199" in home.text
    # The office, which writes the whole letter, was not asked for a part of it.
    client.force_login(editor)
    assert client.get("/").context["parts"] == []


def test_nobody_is_asked_where_nobody_signs_in(client, draft, pcc, editor):
    client.force_login(editor)

    page = client.post(where("start_part", draft, pcc.oversees.slug), {"seen": draft.edited_at.isoformat()})

    assert f"Nobody signs in here for {pcc.oversees}." in page.text
    assert not Part.objects.exists()


def test_a_force_sees_its_own_answers_and_nothing_else_of_the_letter(client, part, draft, pcc, officer):
    client.force_login(officer)

    shown = [client.get(its("part", part)), client.get(where("edit_response", draft, "5", pcc.oversees.slug))]
    names = (
        "update",
        "check_update",
        "letter",
        "letter_pdf",
        "letter_docx",
        "covering_letter",
        "sign_off",
        "send_update",
    )
    names += ("ask_for_sign_off", "stop_asking", "discard_update", "confirm_correction", "update_sent")
    refused = [client.get(where(name, draft)).status_code for name in names]
    refused += [client.get(where("edit_response", draft, "5", pcc.slug)).status_code]
    refused += [client.get(where("remove_response", draft, "5", pcc.slug)).status_code]

    assert [page.status_code for page in shown] == [200, 200]
    assert [SECRET in page.text for page in [*shown, client.get("/"), client.get("/search/?q=commissioner+says")]] == [
        False
    ] * 4
    assert refused == [404] * 15
    assert [task["text"] for task in shown[0].context["tasks"]] == ["1. Title of 1", "5. Title of 5"]
    assert "same_for_others" not in shown[1].context["form"].fields


def test_another_forces_people_and_a_liaison_see_no_part(client, part):
    for person in (make_member(make_force("Felpersham Police"), Role.APPROVER), make_liaison()):
        client.force_login(person)
        assert client.get(its("part", part)).status_code == 404
        assert write(client, person, part).status_code == 404
    assert not Response.objects.filter(addressee__body=part.body).exists()


def test_a_force_writes_its_answers_in_the_commissioners_letter(client, part, draft, officer):
    saved = write(client, officer, part)
    finished = write(client, officer, part, number="5", finish="1")

    assert saved.url == finished.url == its("part", part)
    answer = draft.responses.get(addressee__recommendation__number="1")
    assert (answer.text, answer.changed_by, answer.is_finished) == ("<p>We have begun.</p>", officer, False)
    draft.refresh_from_db()
    assert (draft.edited_by, part.body in draft.speaks_for.all()) == (officer, True)
    assert statuses(client, officer, its("part", part)) == ["Yours to write: words saved, not finished", "Finished"]


def test_what_the_letter_itself_meets_is_nobodys_to_write(client, part, officer):
    make_addressee(make_recommendation(number="9", met_by_update=True), part.body)

    said = dict(zip("159", statuses(client, officer, its("part", part)), strict=True))

    assert [words == "Yours to write" for words in said.values()] == [True, True, False]


def test_a_finished_answer_leads_to_the_next_of_the_part(client, part, draft, officer):
    finished = write(client, officer, part, finish="1")

    assert finished.url == where("edit_response", draft, "5", part.body.slug)


def test_a_force_gives_no_answer_for_anybody_else(client, part, draft, officer):
    draft.responses.all().delete()  # nothing that would be kept because it differs

    write(client, officer, part, number="5", text="Ours.", same_for_others="on", finish="1")

    texts = dict(draft.responses.filter(addressee__recommendation__number="5").values_list("addressee__body", "text"))
    assert texts == {part.body_id: "<p>Ours.</p>"}


def test_a_part_is_handed_in_sent_back_with_a_comment_and_handed_in_again(client, part, editor, officer):
    write(client, officer, part)
    post(client, officer, part, "hand_in_part", comment="5 follows.")
    assert write(client, officer, part, text="Too late.", version=1).status_code == 403

    empty = post(client, editor, part, "send_part_back", comment="")
    assert empty.context["form"].errors["comment"] == ["Enter what is to be changed"]
    post(client, editor, part, "send_part_back", comment="Say when.")

    client.force_login(officer)
    assert ["Say when." in client.get(page).text for page in ("/", its("part", part))] == [True, True]
    assert write(client, officer, part, text="By June.", version=1).status_code == 302
    post(client, officer, part, "hand_in_part")
    assert [step.what for step in PartStep.objects.all()] == ["started", "handed_in", "sent_back", "handed_in"]
    with pytest.raises(IntegrityError, match="sent_back_with_a_comment"), transaction.atomic():
        part.send_back(by=editor, at=LATER, comment="")


def test_what_was_handed_in_is_read_and_taken_up_again_until_sign_off_is_asked_for(
    client, part, draft, editor, officer
):
    write(client, officer, part)
    post(client, officer, part, "hand_in_part")
    page = client.get(its("part", part))
    assert "We have begun." in page.text
    assert [task["href"] for task in page.context["tasks"]] == ["", ""]

    post(client, officer, part, "take_up_part")
    assert Part.objects.get().is_out
    post(client, officer, part, "hand_in_part")
    draft.refresh_from_db()
    draft.ask(by=editor, at=LATER)

    assert post(client, officer, part, "take_up_part").status_code == 403
    assert not Part.objects.get().is_out


PASSING_ON = {
    "hand in": permissions.check_can_hand_in_part,
    "take up": permissions.check_can_take_up_part,
    "note agreement": permissions.check_can_note_agreement,
    "send back": permissions.check_can_send_part_back,
    "take back": permissions.check_can_take_part_back,
}


@pytest.mark.parametrize(
    ("state", "force", "office"),
    [
        ("with the force", {"hand in", "note agreement"}, {"take back"}),
        ("with the office", {"take up", "note agreement"}, {"send back"}),
        ("asked for sign-off", {"note agreement"}, {"send back"}),
        ("signed off before anybody could ask", {"note agreement"}, {"send back"}),
        ("on the record", set(), set()),
    ],
)
def test_who_passes_a_part_on_and_when(part, draft, editor, officer, state, force, office):
    if state != "with the force":
        part.hand_in(by=officer, at=NOON)
    if state == "asked for sign-off":
        draft.ask(by=editor, at=NOON)
    if state == "signed off before anybody could ask":
        draft.sign_off(by=officer, at=NOON)
    if state == "on the record":
        draft.recorded_at = NOON

    may = [
        {what for what, check in PASSING_ON.items() if permissions.allowed(check, person, part)}
        for person in (officer, editor)
    ]

    assert may == [force, office]


def test_a_force_is_asked_once_whoever_asks(client, part, draft, pcc):
    refused = post(client, make_member(pcc), part, "start_part")

    assert (refused.status_code, "has been asked for its part of this letter already" in refused.text) == (403, True)
    assert draft.parts.get() == part


def test_only_a_force_that_the_author_answers_for_is_asked_for_its_part(draft, pcc, editor):
    before = make_policing_body(name="Borsetshire Police Authority", succeeded_by=pcc)
    another = make_force("Felpersham Police")
    of_the_force = make_draft(pcc.oversees, draft.super_complaint, by=make_member(pcc.oversees))
    asked = [(draft, pcc.oversees), (draft, pcc), (draft, before), (draft, another), (of_the_force, pcc.oversees)]

    may = [
        permissions.allowed(permissions.check_can_start_part, update.edited_by, update, body) for update, body in asked
    ]

    assert may == [True, False, False, False, False]


@pytest.mark.parametrize("name", ["hand_in_part", "take_part_back", "start_part"])
def test_no_part_is_passed_on_once_the_report_is_closed(client, part, draft, editor, officer, name):
    if name == "start_part":
        part.discard()
    type(draft.super_complaint).objects.update(closed_on=DUE)

    refused = post(client, officer if name == "hand_in_part" else editor, part, name)

    assert (refused.status_code, "was closed on" in refused.text) == (403, True)
    assert list(PartStep.objects.values_list("what", flat=True)) == ([] if name == "start_part" else ["started"])


def test_a_force_removes_an_answer_of_its_own_and_no_other(client, part, draft, officer):
    write(client, officer, part)
    seen = {"seen": Update.objects.get(pk=draft.pk).edited_at.isoformat()}

    removed = client.post(where("remove_response", draft, "1", part.body.slug), seen)
    refused = client.post(where("remove_response", draft, "5", draft.body.slug), seen)

    assert (removed.url, refused.status_code) == (its("part", part), 404)
    assert [str(response.addressee.body) for response in draft.responses.all()] == [draft.body.name]


def test_the_office_takes_a_part_back(client, part, editor, officer):
    post(client, editor, part, "take_part_back")

    assert not Part.objects.get().is_out
    assert write(client, officer, part).status_code == 403
    assert not Response.objects.filter(addressee__body=part.body).exists()


def test_what_a_force_handed_in_is_at_the_offices_home_until_its_sign_off_is_asked_for(
    client, part, draft, editor, officer
):
    post(client, officer, part, "hand_in_part", comment="5 follows.")
    client.force_login(editor)
    home = client.get("/")
    assert home.context["handed_in"] == [part]
    assert "5 follows." in home.text

    draft.refresh_from_db()
    draft.ask(by=editor, at=LATER)
    assert client.get("/").context["handed_in"] == []


def test_pressing_hand_in_twice_hands_in_once(client, part, officer):
    first, second = (post(client, officer, part, "hand_in_part") for _ in "ab")

    assert first.url == second.url
    assert part.steps.filter(what="handed_in").count() == 1


def test_what_a_force_changes_ends_the_asking_for_sign_off(client, part, draft, editor, officer):
    draft.ask(by=editor, at=NOON)

    write(client, officer, part)

    draft.refresh_from_db()
    assert draft.asked_at is None
    assert draft.sign_off_steps.last().what == "changed"


def test_a_chief_officers_agreement_is_kept_with_the_very_words(client, part, draft, officer):
    write(client, officer, part, finish="1")
    write(client, officer, part, number="5")  # not finished, so not to be agreed

    page = client.get(its("agree_answers", part))
    assert [response.addressee.recommendation.number for response in page.context["responses"]] == ["1"]
    agree(client, officer, part, "1")

    agreement = Agreement.objects.get()
    assert (agreement.officer, agreement.noted_by) == ("Jo Bloggs, Assistant Chief Constable", officer)
    assert agreement.said["text"] == "<p>We have begun.</p>"
    assert statuses(client, officer, its("part", part))[0] == "Agreed by Jo Bloggs, Assistant Chief Constable"


def test_an_agreement_has_answers_a_name_and_a_title(client, part, officer):
    write(client, officer, part, finish="1")

    page = post(client, officer, part, "agree_answers", officer_name=" ")

    assert page.context["form"].errors == {
        "answers": ["Select the answers that are agreed"],
        "officer_name": ["Enter the name of the chief officer who agreed them"],
        "officer_title": ["Enter the title of the chief officer"],
    }
    assert not Agreement.objects.exists()


def test_what_was_ticked_stays_ticked_where_the_draft_was_changed_meanwhile(client, part, draft, editor, officer):
    for number in ("1", "5"):
        write(client, officer, part, number=number, finish="1")
    answers = [str(pk) for pk in draft.responses.filter(addressee__body=part.body).values_list("pk", flat=True)]
    client.force_login(officer)

    page = client.post(its("agree_answers", part), {"seen": NOON.isoformat(), "answers": answers, **AGREED})

    form = page.context["form"]
    draft.refresh_from_db()
    assert list(form.errors) == ["seen"]
    assert form["answers"].value() == answers
    assert form["seen"].value() == draft.edited_at.isoformat()
    assert not Agreement.objects.exists()


def test_the_office_notes_no_agreement_for_the_force(client, part, editor, officer):
    write(client, officer, part, finish="1")

    assert agree(client, editor, part, "1").status_code == 403
    assert not Agreement.objects.exists()


def test_what_the_office_changes_after_it_was_agreed_says_so_to_both(client, part, draft, pcc, editor, officer):
    write(client, officer, part, finish="1")
    agree(client, officer, part, "1")
    said = "Changed by Eve Editor after Jo Bloggs, Assistant Chief Constable, agreed it"

    write(client, editor, part, text="We have not begun.", version=1, finish="1")

    hint = f"{part.body}: in progress. {said}"
    assert hints(client, officer, its("part", part)) == [hint]
    assert hints(client, editor, draft.get_absolute_url()) == [hint]
    answer = where("edit_response", draft, "1", part.body.slug)
    assert [said in client.get(page).text for page in (answer, where("check_update", draft))] == [True, True]
    # The approver reads it before they sign.
    draft.refresh_from_db()
    draft.responses.update(finished_at=NOON, finished_by=editor)
    draft.ask(by=editor, at=LATER)
    client.force_login(make_member(pcc, Role.APPROVER))
    assert said in client.get(where("sign_off", draft)).text


def test_words_that_are_again_as_agreed_are_agreed(client, part, draft, editor, officer):
    write(client, officer, part, finish="1")
    agree(client, officer, part, "1")
    write(client, editor, part, text="Other words.", version=1, finish="1")
    write(client, editor, part, text="We have begun.", version=2, finish="1")

    assert statuses(client, editor, draft.get_absolute_url())[0] == "Agreed by Jo Bloggs, Assistant Chief Constable"


def test_an_agreed_answer_that_was_removed_says_so(client, part, draft, editor, officer):
    write(client, officer, part, finish="1")
    agree(client, officer, part, "1")
    draft.refresh_from_db()
    client.force_login(editor)

    client.post(where("remove_response", draft, "1", part.body.slug), {"seen": draft.edited_at.isoformat()})

    said = "Removed after Jo Bloggs, Assistant Chief Constable, agreed it"
    assert hints(client, officer, its("part", part)) == [f"{part.body}. {said}"]
    client.force_login(editor)
    assert said in client.get(where("check_update", draft)).text


def test_an_answer_that_the_office_gave_for_both_is_changed_by_the_office(client, part, draft, editor, officer):
    write(client, officer, part, number="5", text=SECRET, voice="local_policing_body", finish="1")
    agree(client, officer, part, "5")
    data = {"text": "Anew.", "position": "accepted", "progress": "in_progress", "voice": "local_policing_body"}
    client.force_login(editor)

    own = where("edit_response", draft, "5", draft.body.slug)
    client.post(own, data | {"version": 1, "same_for_others": "on", "finish": "1"})

    said = "Changed by Eve Editor after Jo Bloggs, Assistant Chief Constable, agreed it"
    assert hints(client, officer, its("part", part)) == [f"{part.body}: in progress. {said}"]


def test_who_agreed_is_told_beside_the_question_of_the_covering_letter_and_never_filled_in(
    client, part, draft, editor, officer
):
    write(client, officer, part, finish="1")
    agree(client, officer, part, "1")
    client.force_login(editor)

    form = client.get(where("covering_letter", draft)).context["form"]

    assert "Jo Bloggs, Assistant Chief Constable" in form.fields["agreed_by"].help_text
    assert form["agreed_by"].value() == ""
    # Who agreed other words than there are now agreed nothing.
    draft.responses.filter(addressee__body=part.body).update(text="Others.")
    form = client.get(where("covering_letter", draft)).context["form"]
    assert "Jo Bloggs" not in form.fields["agreed_by"].help_text


def test_the_link_to_a_part_leads_to_the_letter_once_it_was_sent(client, part, draft, editor, officer):
    sent = {"signed_off_by": officer, "signed_off_at": NOON, "recorded_by": editor, "recorded_at": LATER}
    Update.objects.filter(pk=draft.pk).update(**sent, received_on=DUE)
    client.force_login(officer)
    assert client.get(its("part", part)).status_code == 404  # it says nothing for the force

    draft.speaks_for.add(part.body)

    assert client.get(its("part", part)).url == draft.get_absolute_url()
    client.force_login(make_member(make_force(name="Felpersham Police")))
    assert client.get(its("part", part)).status_code == 404


def test_a_force_that_wants_a_letter_of_its_own_still_writes_one(client, part, officer):
    client.force_login(officer)
    assert f"Start an update from {part.body}" in client.get("/").text

    client.post(reverse("start_update", args=["safe-to-share", part.body.slug]))

    assert Update.objects.filter(body=part.body).count() == 1


def test_a_draft_is_deleted_with_its_parts_and_agreements(client, part, draft, editor, officer):
    write(client, officer, part, finish="1")
    agree(client, officer, part, "1")
    draft.refresh_from_db()
    client.force_login(editor)

    client.post(where("discard_update", draft), {"seen": draft.edited_at.isoformat()})

    assert [model.objects.count() for model in (Update, Part, PartStep, Agreement)] == [0, 0, 0, 0]


def test_each_answer_says_whose_turn_it_is(client, part, draft, pcc, editor, officer):
    page = draft.get_absolute_url()
    assert statuses(client, editor, page) == ["With the force", "With the force", "Finished"]
    assert statuses(client, officer, its("part", part)) == ["Yours to write", "Yours to write"]

    write(client, officer, part)
    assert statuses(client, editor, page)[0] == "With the force: words saved, not finished"
    post(client, officer, part, "hand_in_part")
    assert statuses(client, editor, page)[:2] == ["Words saved, not finished", "Not answered yet"]


@pytest.fixture
def question(draft, pcc):
    """HMICFRS asked about the force's last answer to 1, which said that all is done."""
    last = make_received(pcc, speaks_for=[pcc, pcc.oversees])
    addressee = pcc.oversees.addressed.get(recommendation__number="1")
    return make_review(make_response(last, addressee, progress="complete"), reasons="On which day was it done?")


def test_hmicfrss_question_stands_where_it_is_answered_until_it_is(client, question, part, draft, editor, officer):
    for person, page in ((editor, draft.get_absolute_url()), (officer, its("part", part))):
        row = rows(client, person, page)[0]
        assert (row["status"], row["colour"]) == ("HMICFRS asks", "orange")
        assert "HMICFRS asks: On which day was it done?" in row["hint"]
    assert question.reasons in client.get(where("edit_response", draft, "1", part.body.slug)).text
    client.force_login(editor)
    assert question.reasons in client.get(where("check_update", draft)).text

    write(client, officer, part)
    assert statuses(client, officer, its("part", part))[0] == "HMICFRS asks: words saved, not finished"
    write(client, officer, part, version=1, finish="1")
    assert statuses(client, officer, its("part", part))[0] == "Finished"


def test_the_tag_of_what_hmicfrs_asks_about_is_not_that_of_what_is_done(client, question, officer):
    client.force_login(officer)

    tasks = client.get("/").context["standing"][0]["tasks"]

    assert [(task["text"], task["colour"]) for task in tasks if "More information" in task["status"]] == [
        ("1. Title of 1", "orange")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_part_takes_as_many_queries_for_three_answers_as_for_one(
    client, part, draft, officer, count, django_assert_num_queries
):
    part.update.responses.all().delete()
    for number in range(count):
        make_response(draft, make_addressee(make_recommendation(number=f"9{number}"), part.body))
    client.force_login(officer)
    client.get("/")

    with django_assert_num_queries(22):
        client.get(its("part", part))


def test_a_force_that_handed_in_its_part_is_not_told_to_begin_a_letter_of_its_own(client, part, officer):
    client.force_login(officer)
    assert client.get("/").context["first"].words == f"Write the part of {part.body}"

    post(client, officer, part, "hand_in_part")

    home = client.get("/")
    assert home.context["first"] is None
    assert f"Start an update from {part.body}" in home.text


def test_who_hands_in_a_part_reads_what_has_no_finished_answer(client, part, officer):
    make_addressee(make_recommendation(number="9", met_by_update=True), part.body)  # it wants no answer
    write(client, officer, part, finish="1")
    write(client, officer, part, number="5")
    page = client.get(its("hand_in_part", part))

    assert [each.recommendation.number for each in page.context["left"]] == ["5"]
    assert "5: Title of 5" in page.text


def test_what_the_office_says_with_a_part_stands_above_it(client, part, officer):
    client.force_login(officer)

    page = client.get(its("part", part)).text

    assert page.index("By the end of the month.") < page.index("1. Title of 1")


def test_the_forces_people_take_up_earlier_words_and_say_themselves_whose_they_are(client, officer, editor, pcc, part):
    addressee = part.addressees().get(recommendation__number="1")
    url = where("edit_response", part.update, "1", part.body.slug)
    for voice in ("local_policing_body", "joint"):
        earlier = make_response(make_received(pcc), addressee, text="Said before.", voice=voice)
        found = {}
        for user in (officer, editor):
            client.force_login(user)
            form = client.get(url, {"bring-forward": earlier.pk}).context["form"]
            assert form["text"].value() == "Said before."
            found[user] = form["voice"].value(), [value for value, _ in form.fields["voice"].widget.choices]

        kept = "" if voice == "local_policing_body" else voice
        assert found[officer] == (kept, ["force", "joint", "not_stated"])
        assert found[editor] == (voice, ["force", "local_policing_body", "joint", "not_stated"])


def test_whose_words_an_answer_holds_is_said_with_the_commissioners_own_name(client, officer, part):
    write(client, officer, part, voice="local_policing_body")
    post(client, officer, part, "hand_in_part")
    page = client.get(its("part", part))

    assert f"Whose words: {part.update.body}" in page.text
