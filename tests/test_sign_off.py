"""The way to a sign-off: asked for by a person, sent back with a comment, corrected and confirmed, taken back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from responses import permissions
from responses.differences import Piece, differences, word_by_word
from responses.models import SignOffStep, Update
from responses.models.sign_off import all_said
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_member,
    make_policing_body,
    make_recommendation,
    make_response,
)
from tests.html import links

pytestmark = pytest.mark.django_db
LATER = NOON + datetime.timedelta(hours=1)


@pytest.fixture
def pcc():
    return make_policing_body(make_force())


@pytest.fixture
def editor(pcc):
    return make_member(pcc, name="Eve Editor")


@pytest.fixture
def approver(pcc):
    return make_member(pcc, Role.APPROVER, name="Ann Approver")


@pytest.fixture
def draft(pcc, editor):
    addressee = make_addressee(make_recommendation(number="5"), pcc)
    draft = make_draft(pcc, by=editor, dated=DUE, dated_precision="day", salutation="Dear Sir")
    make_response(draft, addressee, text="We will share the policy.", voice="local_policing_body")
    return draft


@pytest.fixture
def asked(draft, editor):
    draft.ask(by=editor, at=NOON)
    return draft


@pytest.fixture
def corrected(asked, approver):
    """An approver mended a word in what they were asked about."""
    asked.responses.update(text="We shall share the policy.", version=2)
    asked.edited(by=approver, at=LATER)
    return asked


def post(client, user, name, update, **data):
    client.force_login(user)
    update.refresh_from_db()
    return client.post(reverse(name, args=[update.pk]), {"seen": update.edited_at.isoformat()} | data)


def check_page(client, user, update):
    client.force_login(user)
    return client.get(reverse("check_update", args=[update.pk]))


def steps(update):
    return [(step.what, step.by.name, step.comment) for step in update.sign_off_steps.all()]


def stands(update):
    """(who asked, who confirmed, who signed off), by name."""
    update.refresh_from_db()
    people = (update.asked_by, update.confirmed_by, update.signed_off_by)
    return tuple(person and person.name for person in people)


STEPS = {
    "ask": permissions.check_can_ask_for_sign_off,
    "stop": permissions.check_can_stop_asking,
    "send back": permissions.check_can_send_back,
    "confirm": permissions.check_can_confirm,
    "sign off": permissions.check_can_sign_off,
    "take back": permissions.check_can_take_back_sign_off,
}
ALL, APPROVERS = {"eve", "col", "ann", "bob"}, {"ann", "bob"}


@pytest.mark.parametrize(
    ("done", "who"),
    [
        ("", {"ask": ALL}),
        ("eve asks", {"stop": ALL, "send back": APPROVERS, "sign off": APPROVERS}),
        ("ann asks", {"stop": ALL, "send back": {"bob"}, "sign off": {"bob"}}),
        (
            "eve asks, ann corrects",
            {"stop": ALL, "send back": APPROVERS, "confirm": {"eve", "col", "bob"}, "sign off": {"bob"}},
        ),
        ("eve asks, ann corrects, col confirms", {"stop": ALL, "send back": APPROVERS, "sign off": APPROVERS}),
        ("eve asks, ann signs", {"take back": APPROVERS}),
        ("eve asks, ann signs, bob takes", {"stop": ALL, "send back": APPROVERS, "sign off": APPROVERS}),
        ("eve asks, ann signs, col corrects", {"ask": ALL}),
    ],
)
def test_who_takes_each_step_and_when(draft, pcc, editor, approver, done, who):
    people = {"eve": editor, "col": make_member(pcc), "ann": approver, "bob": make_member(pcc, Role.APPROVER)}
    take = {
        "asks": draft.ask,
        "corrects": draft.edited,
        "confirms": draft.confirm,
        "signs": draft.sign_off,
        "takes": draft.take_back_sign_off,
    }
    for hour, (person, verb) in enumerate(step.split() for step in done.split(", ") if step):
        take[verb](by=people[person], at=NOON + datetime.timedelta(hours=hour))

    may = {
        name: {one for one, person in people.items() if permissions.allowed(check, person, draft)}
        for name, check in STEPS.items()
    }

    assert {name: found for name, found in may.items() if found} == who


@pytest.mark.parametrize("lacking", [{"dated": None, "dated_precision": ""}, {"opening": "\N{SNOWMAN}\ud7a3"}])
def test_sign_off_is_neither_asked_for_nor_given_of_what_cannot_be_sent(draft, editor, approver, lacking):
    Update.objects.update(**lacking)
    draft.refresh_from_db()
    assert not permissions.allowed(permissions.check_can_ask_for_sign_off, editor, draft)

    draft.ask(by=editor, at=NOON)

    assert not permissions.allowed(permissions.check_can_sign_off, approver, draft)


def test_an_editor_asks_and_the_approver_finds_it_at_home_with_the_comment_on_its_page(client, draft, editor, approver):
    page = check_page(client, editor, draft)
    assert reverse("ask_for_sign_off", args=[draft.pk]) in page.text
    shown = client.get(reverse("ask_for_sign_off", args=[draft.pk]))
    assert shown.context["approvers"] == [approver]

    answer = post(client, editor, "ask_for_sign_off", draft, comment="By Friday if you can.")

    assert answer.url == reverse("check_update", args=[draft.pk])
    assert stands(draft) == ("Eve Editor", None, None)
    assert steps(draft) == [("asked", "Eve Editor", "By Friday if you can.")]
    client.force_login(approver)
    home = client.get("/")
    where = reverse("sign_off", args=[draft.pk])
    assert home.context["to_sign_off"] == [draft]
    assert links(home).count(where) == 2  # what to do first, and the list
    assert "By Friday if you can." in client.get(where).text
    assert "By Friday if you can." in check_page(client, approver, draft).text


def test_asking_twice_is_asking_once(client, draft, editor, approver):
    first = post(client, editor, "ask_for_sign_off", draft)
    second = post(client, editor, "ask_for_sign_off", draft)

    assert second.url == first.url
    assert len(steps(draft)) == 1


def test_nothing_is_asked_of_nobody(client, draft, editor):
    answer = post(client, editor, "ask_for_sign_off", draft)

    assert (answer.status_code, stands(draft)) == (403, (None, None, None))
    assert "Nobody else is an approver for" in answer.text


def test_what_changed_since_the_page_was_opened_is_not_asked_for(client, draft, editor, approver, pcc):
    client.force_login(editor)
    opened = draft.edited_at.isoformat()
    draft.edited(by=make_member(pcc, name="Col League"), at=LATER)

    answer = client.post(reverse("ask_for_sign_off", args=[draft.pk]), {"seen": opened})

    assert "Col League changed this update after you opened the page." in answer.text
    assert stands(draft) == (None, None, None)


def test_it_is_sent_back_with_a_comment_that_stands_above_its_answers_and_can_be_asked_for_again(
    client, asked, editor, approver
):
    answer = post(client, approver, "send_back", asked, comment="Say which policy.")

    assert answer.url == reverse("check_update", args=[asked.pk])
    assert stands(asked) == (None, None, None)
    client.force_login(editor)
    assert [step.comment for step in client.get("/").context["sent_back"]] == ["Say which policy."]
    pages = [asked.get_absolute_url(), reverse("check_update", args=[asked.pk])]
    assert ["Sent back by Ann Approver" in client.get(page).text for page in pages] == [True, True]
    assert ["on the page “Check your answers”" in client.get(page).text for page in pages] == [True, False]
    # Mended or not, there is a way to ask again.
    post(client, editor, "ask_for_sign_off", asked)
    assert stands(asked) == ("Eve Editor", None, None)
    assert client.get("/").context["sent_back"] == []


def test_nothing_comes_back_without_a_word(client, asked, approver):
    answer = post(client, approver, "send_back", asked, comment=" ")

    assert answer.context["form"].errors["comment"] == ["Enter what is to be changed"]
    assert stands(asked) == ("Eve Editor", None, None)
    with pytest.raises(IntegrityError, match="sent_back_with_a_comment"), transaction.atomic():
        asked.send_back(by=approver, at=LATER, comment="")


def test_an_editors_change_ends_the_asking_and_every_page_says_so(client, asked, editor, approver):
    asked.edited(by=editor, at=LATER)

    assert stands(asked) == (None, None, None)
    assert steps(asked) == [("asked", "Eve Editor", ""), ("changed", "Eve Editor", "")]
    client.force_login(approver)
    assert client.get("/").context["to_sign_off"] == []
    said = "Eve Editor changed this on 1 June 2021, 14:00, so sign-off is no longer asked for."
    assert [said in client.get(page).text for page in (asked.get_absolute_url(), f"/updates/{asked.pk}/check/")] == [
        True,
        True,
    ]


@pytest.mark.parametrize(("who", "role"), [("asks", Role.APPROVER), ("is no approver", Role.EDITOR)])
def test_a_change_by_whoever_asked_or_is_no_approver_is_no_correction(draft, editor, pcc, who, role):
    colleague = make_member(pcc, role)
    draft.ask(by=colleague if who == "asks" else editor, at=NOON)

    draft.edited(by=colleague, at=LATER)

    assert (draft.asked_by, draft.is_corrected, draft.last_step().what) == (None, False, "changed")


def test_the_editor_sees_what_an_approver_corrected_word_by_word_and_confirms_it(client, corrected, editor, approver):
    client.force_login(editor)
    assert client.get("/").context["to_confirm"] == [corrected]

    page = client.get(reverse("confirm_correction", args=[corrected.pk]))
    (part,) = page.context["differences"]
    assert part.heading == f"Recommendation 5: {corrected.body}"
    assert part.changes[0].pieces == [
        Piece("same", "We "),
        Piece("removed", "will"),
        Piece("added", "shall"),
        Piece("same", " share the policy."),
    ]
    post(client, editor, "confirm_correction", corrected)

    assert stands(corrected) == ("Eve Editor", "Eve Editor", None)
    post(client, approver, "sign_off", corrected)
    assert stands(corrected) == ("Eve Editor", "Eve Editor", "Ann Approver")


def test_nobody_signs_off_or_confirms_a_correction_of_their_own(client, corrected, approver):
    refused = [post(client, approver, name, corrected).status_code for name in ("sign_off", "confirm_correction")]

    assert refused == [403, 403]
    assert stands(corrected) == ("Eve Editor", None, None)
    for verb in ("confirm", "sign_off"):
        with pytest.raises(IntegrityError, match=r"(?i)check constraint"), transaction.atomic():
            getattr(Update.objects.get(), verb)(by=approver, at=LATER)


def test_what_is_confirmed_waits_for_nobody_to_confirm_it(client, corrected, editor, pcc):
    post(client, editor, "confirm_correction", corrected)

    corrected.refresh_from_db()
    assert not corrected.is_corrected
    assert not permissions.allowed(permissions.check_can_confirm, make_member(pcc), corrected)
    assert client.get("/").context["to_confirm"] == []


@pytest.mark.parametrize("name", ["ask_for_sign_off", "stop_asking", "send_back", "take_back_sign_off"])
def test_no_step_is_taken_once_the_report_is_closed(client, draft, editor, approver, name):
    if name != "ask_for_sign_off":
        draft.ask(by=editor, at=NOON)
    if name == "take_back_sign_off":
        draft.sign_off(by=approver, at=NOON)
    before = steps(draft)
    type(draft.super_complaint).objects.update(closed_on=DUE)

    refused = post(client, editor if "ask" in name else approver, name, draft, comment="Why?")

    assert "was closed on" in refused.text
    assert (refused.status_code, steps(draft)) == (403, before)


def test_what_is_corrected_again_is_confirmed_again(client, corrected, editor, approver):
    corrected.confirm(by=editor, at=LATER)
    corrected.responses.update(text="We shall share the plan.")
    corrected.edited(by=approver, at=LATER + datetime.timedelta(hours=1))

    assert post(client, approver, "sign_off", corrected).status_code == 403
    client.force_login(editor)
    [difference] = client.get(reverse("confirm_correction", args=[corrected.pk])).context["differences"]
    # Since the confirmation, not since it was asked for.
    assert [piece.text for piece in difference.changes[0].pieces if piece.kind == "removed"] == ["policy."]
    post(client, editor, "confirm_correction", corrected)
    assert stands(corrected) == ("Eve Editor", "Eve Editor", None)


def test_what_a_colleague_did_meanwhile_is_told_and_not_taken_for_a_double_click(client, asked, editor, pcc):
    asked.stop_asking(by=editor, at=LATER)

    refused = post(client, make_member(pcc), "stop_asking", asked)

    assert (refused.status_code, "Nobody has asked for this update to be signed off." in refused.text) == (403, True)
    assert post(client, editor, "stop_asking", asked).status_code == 302


def test_another_approver_has_seen_a_correction_and_signs_it_off(client, corrected, pcc):
    other = make_member(pcc, Role.APPROVER, name="Abe Approver")

    post(client, other, "sign_off", corrected)

    assert stands(corrected) == ("Eve Editor", None, "Abe Approver")


def test_the_only_approver_who_wrote_it_signs_it_off_once_a_colleague_has_read_it_and_asks(
    client, draft, editor, approver
):
    draft.edited(by=approver, at=LATER)
    page = check_page(client, approver, draft)
    assert page.context["writers"] == [editor]
    assert "A colleague who has read this letter can ask you to sign it off" in page.text

    post(client, editor, "ask_for_sign_off", draft)
    post(client, approver, "sign_off", draft)

    assert stands(draft) == ("Eve Editor", "Eve Editor", "Ann Approver")


def test_an_approver_alone_in_an_office_is_told_what_to_do(client, draft, editor, approver):
    draft.edited(by=approver, at=LATER)
    editor.is_active = False
    editor.save()

    page = check_page(client, approver, draft)

    assert "Ask an administrator of this tracker to invite somebody as an approver." in page.text
    assert page.context["can"] == set()


def test_a_sign_off_is_taken_back_by_any_approver_and_is_then_asked_for_as_before(client, asked, editor, approver, pcc):
    asked.sign_off(by=approver, at=LATER)
    other = make_member(pcc, Role.APPROVER, name="Abe Approver")

    assert post(client, editor, "take_back_sign_off", asked).status_code == 403
    post(client, other, "take_back_sign_off", asked, comment="The figure is wrong.")

    assert stands(asked) == ("Eve Editor", None, None)
    assert "The figure is wrong." in check_page(client, editor, asked).text
    with pytest.raises(PermissionDenied, match="An approver must sign this update off"):
        permissions.check_can_send(editor, Update.objects.get())


def test_whoever_writes_it_may_stop_asking(client, asked, editor, approver, pcc):
    colleague = make_member(pcc, name="Col League")

    post(client, colleague, "stop_asking", asked)

    assert stands(asked) == (None, None, None)
    assert steps(asked)[-1] == ("stopped", "Col League", "")
    client.force_login(approver)
    assert client.get("/").context["to_sign_off"] == []


def test_a_sign_off_from_before_anybody_could_ask_stands(client, draft, editor, approver):
    Update.objects.update(signed_off_by=approver, signed_off_at=NOON)

    page = check_page(client, editor, draft)

    assert page.context["can"] == {"send_update"}
    assert not SignOffStep.objects.exists()


def test_each_step_keeps_all_that_the_draft_said(asked, approver):
    before = all_said(asked)
    asked.responses.update(text="Other words.")

    step = asked.sign_off_steps.get()

    assert step.said == before
    assert [answer["text"] for answer in step.said["answers"].values()] == ["<p>We will share the policy.</p>"]
    assert step.said["letter"]["salutation"] == "Dear Sir"


def test_a_draft_is_deleted_with_its_steps(client, asked, editor):
    post(client, editor, "discard_update", asked)

    assert not Update.objects.exists()
    assert not SignOffStep.objects.exists()


def test_what_is_told_of_a_difference_is_each_fact_that_changed(draft, approver):
    before = all_said(draft)
    Update.objects.update(salutation="Dear Madam")
    draft.responses.update(position="not_accepted", text="We will share the policy.")

    found = differences(before, Update.objects.get())

    assert [(part.heading, [change.label for change in part.changes]) for part in found] == [
        ("Covering letter", ["Salutation"]),
        (f"Recommendation 5: {draft.body}", ["Position"]),
    ]
    assert found[1].changes[0].pieces == [Piece("removed", "Accepted"), Piece("added", "Not accepted")]


def test_whom_it_speaks_for_and_an_answer_that_was_removed_are_differences_too(draft, pcc):
    before = all_said(draft)
    draft.speaks_for.add(pcc.oversees)
    draft.responses.all().delete()

    found = differences(before, draft)

    assert [(part.heading, [change.label for change in part.changes]) for part in found] == [
        ("Covering letter", ["Speaks for"]),
        (f"Recommendation 5: {pcc}", ["Position", "Progress", "Words", "Whose words"]),
    ]
    assert {piece.kind for change in found[1].changes for piece in change.pieces} == {"removed"}


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "New.", [("added", "New.")]),
        ("Old.", "", [("removed", "Old.")]),
        ("a b c", "a c", [("same", "a "), ("removed", "b "), ("same", "c")]),
        (
            "I will not go",
            "I shall never go",
            [("same", "I "), ("removed", "will not"), ("added", "shall never"), ("same", " go")],
        ),
        ("a\n\n- b", "a\n\n- c", [("same", "a\n\n- "), ("removed", "b"), ("added", "c")]),
    ],
)
def test_words_are_compared_one_by_one(before, after, pieces):
    assert word_by_word(before, after) == [Piece(*piece) for piece in pieces]


def test_of_a_long_text_only_what_is_near_a_change_is_shown():
    many = "word " * 400

    pieces = word_by_word(f"{many}will{many}", f"{many}shall{many}")

    assert [piece.kind for piece in pieces] == ["left_out", "same", "removed", "added", "same", "left_out"]
    assert max(len(piece.text) for piece in pieces) < 210


BOLD = [Piece("same", "We "), Piece("removed", "will"), Piece("added", "**will**"), Piece("same", " share the policy.")]
SET = [Piece("same", "The words are the same: only how they are set was changed.")]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("<p>We <strong>will</strong> share the policy.</p>", BOLD),
        ('<p>We will share the <span lang="cy">policy</span>.</p>', SET),
    ],
)
def test_a_correction_of_how_words_are_set_is_shown_too(client, asked, editor, approver, text, pieces):
    asked.responses.update(text=text)
    asked.edited(by=approver, at=NOON.replace(hour=NOON.hour + 2))
    client.force_login(editor)

    page = client.get(reverse("confirm_correction", args=[asked.pk]))

    assert [change.pieces for part in page.context["differences"] for change in part.changes] == [pieces]


def test_an_approver_sees_what_was_changed_since_they_sent_it_back(client, asked, editor, approver):
    client.force_login(approver)
    sign_off = reverse("sign_off", args=[asked.pk])
    assert "sent_back" not in client.get(sign_off).context

    asked.send_back(by=approver, at=NOON, comment="Promise less.")
    asked.responses.update(text="We may share the policy.", version=2)
    asked.edited(by=editor, at=LATER)
    asked.ask(by=editor, at=LATER)

    page = client.get(sign_off)
    assert (page.context["sent_back"].comment, "Promise less." in page.text) == ("Promise less.", True)
    changed = [
        (part.heading, change.label, change.pieces) for part in page.context["differences"] for change in part.changes
    ]
    pieces = [
        Piece("same", "We "),
        Piece("removed", "will"),
        Piece("added", "may"),
        Piece("same", " share the policy."),
    ]
    assert changed == [("Recommendation 5: Police and Crime Commissioner for Borsetshire", "Words", pieces)]


def test_an_approver_is_told_that_nothing_was_changed_since_they_sent_it_back(client, asked, editor, approver):
    asked.send_back(by=approver, at=NOON, comment="Are you sure?")
    asked.ask(by=editor, at=LATER, comment="I am.")
    client.force_login(approver)

    assert "Nothing was changed since then." in client.get(reverse("sign_off", args=[asked.pk])).text


def test_what_was_sent_back_is_for_others_to_mend(client, asked, editor, approver):
    asked.send_back(by=approver, at=LATER, comment="Promise less.")

    homes = {}
    for person in (editor, approver):
        client.force_login(person)
        homes[person.name] = [step.comment for step in client.get("/").context["sent_back"]]

    assert homes == {"Eve Editor": ["Promise less."], "Ann Approver": []}


def test_an_approver_who_mends_a_word_comes_back_to_where_they_sign(client, asked, editor, approver):
    response = asked.responses.get()
    addressee = response.addressee
    url = reverse("edit_response", args=[asked.pk, addressee.recommendation.number, addressee.body.slug])
    check = reverse("check_update", args=[asked.pk])
    said = {name: getattr(response, name) for name in ("position", "progress", "voice")}

    client.force_login(approver)
    ways = [client.post(url, {**said, "text": "Mended.", "version": 1, "finish": "1"}).url]
    ways.append(client.post(url, {**said, "text": "Mended twice.", "version": 2, "later": "1"}).url)
    facts = {"version": asked.version, "speaks_for": [asked.body_id], "salutation": "Dear Sir"}
    ways.append(client.post(reverse("covering_letter", args=[asked.pk]), facts).url)

    assert ways == [check] * 3
    client.force_login(editor)  # whose change ends the asking
    kept = client.post(url, {**said, "text": "Otherwise.", "version": 3, "later": "1"})
    assert kept.url == asked.get_absolute_url()
