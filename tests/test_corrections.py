"""What was recorded wrongly is put right, counts on the right dates, stays readable to HMICFRS alone, and is undone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from responses import permissions
from responses.intake.models import Intake
from responses.intake.proposal import Passage, PassageKind, Proposal
from responses.models import Change, Document, Update
from responses.models.correcting import FACTS, begin_replacement
from responses.voices import Voice
from tests.factories import (
    NOON,
    make_addressee,
    make_commitment,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_super_complaint,
)
from tests.html import words

pytestmark = pytest.mark.django_db

BEFORE, RECEIVED, JULY = date(2021, 6, 16), date(2021, 6, 17), date(2021, 7, 1)
AUGUST = date(2021, 8, 1)
PDF = b"%PDF-1.7\n%%EOF\n"


class County:
    """A letter recorded for the wrong force, with all that a letter can have, and the force that it is really from."""

    def __init__(self):
        self.report = make_super_complaint()
        self.second = make_super_complaint(title="Second", slug="second", published_on=date(2021, 1, 4))
        self.wrong, self.right = make_force("Borsetshire Police"), make_force("Felpersham Police")
        self.pcc = make_policing_body(self.wrong)
        self.recommendation = make_recommendation(self.report, "1")
        self.addressee = make_addressee(self.recommendation, self.wrong)
        self.other = make_addressee(self.recommendation, self.right)
        make_addressee(make_recommendation(self.second, "1"), self.wrong)
        self.liaison = make_liaison(name="Usha Franks")
        self.letter = make_received(self.wrong, self.report, received_on=RECEIVED, by=self.liaison, note="By e-mail.")
        self.response = make_response(self.letter, self.addressee)
        self.commitment = make_commitment(self.response)
        self.passage = self.letter.passages.create(
            order=1, kind=PassageKind.RESPONSE, voice=Voice.FORCE, page=1, text="We have begun."
        )
        self.passage.addressees.add(self.addressee)
        facts = {"name": "letter.pdf", "content_type": "application/pdf", "content": PDF, "size": len(PDF)}
        facts |= {"sha256": "1" * 64, "added_by": self.liaison, "added_at": NOON}
        self.document = Document.objects.create(update=self.letter, **facts)

    def replacement(self, as_="correction", **facts):
        return begin_replacement(self.letter, as_=as_, by=self.liaison, at=NOON, **facts)

    def record(self, draft):
        draft.record(by=self.liaison, at=NOON, reason="The wrong force.")

    def history(self, update=None):
        return list(Change.objects.filter(update=update or self.letter).values_list("what", flat=True))


@pytest.fixture
def county():
    return County()


@pytest.fixture
def liaison(client, county):
    client.force_login(county.liaison)
    return client


def post(client, name, update, data=None, **more):
    return client.post(reverse(name, args=[update.pk]), data or {}, **more)


def undo(client, update):
    """Press the one button of the page that says what would count again."""
    page = client.get(reverse("undo_change", args=[update.pk]))
    return post(client, "undo_change", update, {"step": page.context["form"].step})


def record(client, draft, **data):
    page = client.get(reverse("record_update", args=[draft.pk]))
    return post(client, "record_update", draft, {"seen": page.context["form"]["seen"].value(), **data})


def facts_of(draft, **changed):
    """The form of the letter's facts as a browser posts it."""
    facts = {"version": draft.version, "body": draft.body.name, "on_behalf": "itself", "received_on_day": "17"}
    facts |= {"received_on_month": "6", "received_on_year": "2021", "dated_as_day": "17", "dated_as_month": "6"}
    return facts | {"dated_as_year": "2021", "note": draft.note} | changed


def counted(day):
    return list(Update.objects.as_at(day).order_by("pk"))


def note_error(county):
    county.letter.note_error(by=county.liaison, at=NOON, reason="It is from another force.")


def withdraw(county):
    county.letter.withdraw(by=county.liaison, at=NOON, on=JULY, reason="The force took it back.")


def correct(county):
    county.record(county.replacement())


def send_again(county):
    county.record(county.replacement("sent_again", received_on=JULY))


# what was done; which of the letter (1) and what took its place (2) count the day before the letter was received, on
# that day, and after the day in July; and what the history says of it, done and undone
KINDS = [
    (note_error, ["", "", ""], ["in_error", "error_undone"]),
    (withdraw, ["", "1", ""], ["withdrawn", "withdrawal_undone"]),
    (correct, ["", "2", "2"], ["corrected", "correction_undone"]),
    (send_again, ["", "1", "2"], ["sent_again", "sent_again_undone"]),
]


@pytest.mark.parametrize(("done", "counts", "history"), KINDS)
def test_each_kind_counts_on_its_own_dates_and_each_undo_brings_every_date_back(county, done, counts, history):
    done(county)

    letters = {str(number): update for number, update in enumerate(Update.objects.order_by("pk"), 1)}
    assert [counted(day) for day in (BEFORE, RECEIVED, AUGUST)] == [[letters[n] for n in day] for day in counts]

    Update.objects.get(pk=county.letter.pk).undo(by=county.liaison, at=NOON)

    assert [counted(day) for day in (BEFORE, RECEIVED, AUGUST)] == [[], [county.letter], [county.letter]]
    assert county.history() == history


def test_a_letter_sent_again_on_the_day_of_the_first_never_lets_both_count(county):
    again = county.replacement("sent_again", received_on=RECEIVED)

    county.record(again)

    assert counted(RECEIVED) == [again]


def test_what_was_withdrawn_by_mistake_for_an_error_can_be_said_to_be_one(county, liaison):
    withdraw(county)

    post(liaison, "update_in_error", county.letter, {"reason": "It is from another force."})

    assert counted(RECEIVED) == []
    undo(liaison, county.letter)
    assert counted(RECEIVED) == [county.letter]
    assert counted(AUGUST) == []


def test_the_body_reads_no_word_of_what_was_recorded_in_error_and_hmicfrs_reads_all(client, county):
    addresses = [
        county.letter.get_absolute_url(),
        county.document.get_absolute_url(),
        reverse("as_received", args=[county.letter.pk]),
    ]
    client.force_login(make_member(county.wrong))
    assert {client.get(address).status_code for address in addresses} == {200}

    note_error(county)

    assert {client.get(address).status_code for address in addresses} == {404}
    assert "We have begun." not in client.get(county.addressee.get_absolute_url()).text
    assert county.letter.get_absolute_url() not in client.get("/").text
    client.force_login(county.liaison)
    for address in (addresses[0], addresses[2], county.addressee.get_absolute_url()):
        page = client.get(address).text
        assert "Recorded in error, so it counts on no date." in page
        assert "We have begun." in page
    assert "recorded in error: It is from another force." in client.get("/").text


def test_a_letter_that_was_corrected_is_no_letter_that_does_not_answer(liaison, county):
    second = make_addressee(make_recommendation(county.report, "2"), county.wrong)
    draft = county.replacement()
    make_response(draft, second)
    county.record(draft)

    pages = [liaison.get(it.get_absolute_url()) for it in (second, county.addressee)]

    assert (pages[0].context["general_replies"], pages[0].context["mistaken"]) == ([], [county.letter])
    assert "do not answer this recommendation" not in pages[0].text
    assert "Letters recorded in error, which count on no date" in pages[0].text
    assert all("Corrected: received 17 June 2021" in page.text for page in pages)
    undo(liaison, county.letter)
    page = liaison.get(second.get_absolute_url())
    assert (page.context["general_replies"], page.context["mistaken"]) == ([county.letter], [])
    # The new one is what is in error now, and nothing took its place.
    assert "Recorded in error: received 17 June 2021" in page.text


def test_what_was_recorded_in_error_answers_nothing_in_a_draft_of_the_body(county):
    draft = make_draft(county.wrong, county.report)
    assert draft.gaps() == []

    note_error(county)

    assert draft.gaps() == [county.addressee]


def test_a_correction_begins_with_a_copy_of_everything(county):
    draft = county.replacement()

    assert [getattr(draft, name) for name in FACTS] == [getattr(county.letter, name) for name in FACTS]
    assert list(draft.speaks_for.all()) == [county.wrong]
    assert [bytes(it.content) for it in draft.documents.all()] == [PDF]
    assert [list(it.addressees.all()) for it in draft.passages.all()] == [[county.addressee]]
    assert [it.text for it in draft.responses.get().commitments.all()] == [county.commitment.text]
    assert county.letter.responses.count() == county.letter.documents.count() == county.letter.passages.count() == 1


def test_every_field_of_an_update_is_copied_or_begins_anew():
    anew = {"id", "super_complaint", "version", "takes_place_of", "takes_place_as"}
    steps = {"created", "edited", "asked", "confirmed", "signed_off", "recorded", "in_error"}
    anew |= {f"{step}_by" for step in steps | {"withdrawn"}} | {f"{step}_at" for step in steps}
    anew |= {"withdrawn_on", "withdrawn_reason", "in_error_reason", "signature"}

    assert set(FACTS) | anew == {field.name for field in Update._meta.concrete_fields}


def test_a_newcomer_gives_a_letter_to_the_right_force(liaison, county):
    started = post(liaison, "correct_update", county.letter, {"as_": "correction"})
    draft = Update.objects.drafts().get()
    assert started.url == draft.get_absolute_url()

    post(liaison, "letter_facts", draft, facts_of(draft, body="Felpersham Police"))
    draft.refresh_from_db()
    recorded = record(liaison, draft, reason="Recorded for the wrong force.")

    assert recorded.url == draft.get_absolute_url()
    assert (draft.body, list(draft.speaks_for.all())) == (county.right, [county.right])
    assert draft.responses.get().addressee == draft.passages.get().addressees.get() == county.other
    county.letter.refresh_from_db()
    assert county.letter.in_error_reason == f"Recorded for the wrong force. {draft.reference} takes its place."
    assert county.response.addressee == county.passage.addressees.get() == county.addressee
    assert counted(RECEIVED) == [draft]
    assert f"It corrects the letter of 17 June 2021 (reference {county.letter.reference})." in words(
        liaison.get(recorded.url)
    )


def test_answers_that_have_no_one_place_with_the_new_sender_are_not_guessed(liaison, county):
    make_addressee(make_recommendation(county.report, "2"), county.pcc)
    draft = county.replacement()

    page = post(liaison, "letter_facts", draft, facts_of(draft, body=county.pcc.name))

    assert page.context["form"].errors["on_behalf"] == [
        "This draft holds answers for Borsetshire Police. Remove those answers first"
    ]
    assert draft.responses.get().addressee == county.addressee


@pytest.mark.parametrize(("as_", "facts"), [("correction", {}), ("sent_again", {"received_on": JULY})])
def test_a_re_recording_with_nothing_changed_is_refused_in_words(liaison, county, as_, facts):
    draft = county.replacement(as_, **facts)

    pages = [record(liaison, draft, **typed) for typed in ({"reason": "Something."}, {"reason": ""}, {})]

    # What was wrong is not asked as well: one error, said once.
    refused = f"Nothing is changed: this draft says what {county.letter.reference} says. Change something, or delete it"
    assert [page.context["form"].errors for page in pages] == [{"__all__": [refused]}] * 3
    assert counted(AUGUST) == [county.letter]


def test_a_changed_word_makes_it_another_and_its_own_file_is_no_duplicate(liaison, county):
    draft = county.replacement()
    draft.responses.update(text="We have not begun.")

    record(liaison, draft, reason="Mistyped.")

    assert counted(AUGUST) == [draft]


def test_starting_again_opens_the_draft_that_is_there(liaison, county):
    first = post(liaison, "correct_update", county.letter, {"as_": "correction"})

    again = [
        post(liaison, "correct_update", county.letter, {"as_": "correction"}),
        liaison.get(reverse("correct_update", args=[county.letter.pk])),
        post(liaison, "move_update", county.letter, {"super_complaint": county.second.pk}),
    ]

    assert {answer.url for answer in again} == {first.url}
    assert Update.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "field", "error"),
    [
        ({"received_on_day": ""}, "as_", "Select whether we recorded it wrongly or the body has sent it again"),
        ({"as_": "sent_again"}, "received_on", "Enter the date received of the new letter"),
        (
            {"as_": "sent_again", "received_on_day": "16", "received_on_month": "6", "received_on_year": "2021"},
            "received_on",
            "Date received must be the same as or after 17 June 2021, when it was first received",
        ),
        (
            {"as_": "correction", "received_on_day": "1", "received_on_month": "7", "received_on_year": "2021"},
            "received_on",
            "Remove the date received, or select that the body has sent the letter again",
        ),
    ],
)
def test_which_of_the_two_kinds_it_is_is_asked_and_never_guessed(liaison, county, data, field, error):
    page = post(liaison, "correct_update", county.letter, data)

    assert page.context["form"].errors[field] == [error]
    assert Update.objects.count() == 1


def test_a_correction_draft_is_deleted_with_its_copies_and_leaves_the_letter_whole(liaison, county):
    draft = county.replacement()
    page = liaison.get(reverse("discard_update", args=[draft.pk]))

    post(liaison, "discard_update", draft, {"seen": page.context["form"]["seen"].value()})

    assert list(Update.objects.all()) == [county.letter]
    assert county.response.commitments.count() == 1
    assert county.letter.is_standing


def test_an_answer_is_removed_from_a_correction_with_what_it_promises(liaison, county):
    draft = county.replacement()
    where = reverse("remove_response", args=[draft.pk, "1", county.wrong.slug])

    liaison.post(where, {"seen": draft.edited_at.isoformat()})

    assert not draft.responses.exists()
    assert not draft.passages.get().addressees.exists()
    assert county.response.commitments.count() == 1


def test_a_correction_is_corrected_and_undone_from_the_last_to_the_first(liaison, county):
    second = county.replacement()
    county.record(second)
    third = begin_replacement(second, as_="correction", by=county.liaison, at=NOON)
    county.record(third)
    assert counted(RECEIVED) == [third]

    refused = liaison.get(reverse("undo_change", args=[county.letter.pk]))
    assert refused.status_code == 403
    assert f"{second.reference}, which took its place, was replaced itself. Undo that first." in refused.text

    undo(liaison, third)
    assert counted(RECEIVED) == [second]
    undo(liaison, second)
    assert counted(RECEIVED) == [county.letter]


def test_undoing_the_undo_of_a_correction_never_lets_both_count(liaison, county):
    draft = county.replacement()
    county.record(draft)

    undo(liaison, county.letter)
    undo(liaison, draft)

    assert counted(RECEIVED) == [draft]


def test_the_second_half_of_a_double_click_on_undo_takes_nothing_more_back(liaison, county):
    withdraw(county)
    note_error(county)
    page = liaison.get(reverse("undo_change", args=[county.letter.pk]))
    step = {"step": page.context["form"].step}

    first, second = (post(liaison, "undo_change", county.letter, step) for _ in range(2))

    assert first.url == second.url == county.letter.get_absolute_url()
    assert county.history() == ["withdrawn", "in_error", "error_undone"]
    county.letter.refresh_from_db()
    assert county.letter.withdrawn_on == JULY


def test_saying_twice_that_it_was_recorded_in_error_says_it_once(liaison, county):
    for reason in ("It is from another force.", "Again."):
        post(liaison, "update_in_error", county.letter, {"reason": reason})

    county.letter.refresh_from_db()
    assert county.letter.in_error_reason == "It is from another force."
    assert county.history() == ["in_error"]


def test_the_day_on_which_the_body_withdrew_it_is_asked(liaison, county):
    data = {"reason": "Sent by mistake.", "withdrawn_on_day": "16", "withdrawn_on_month": "6"}
    page = post(liaison, "withdraw_update", county.letter, data | {"withdrawn_on_year": "2021"})
    assert page.context["form"].errors["withdrawn_on"] == [
        "Date withdrawn must be the same as or after 17 June 2021, when it was received"
    ]

    data |= {"withdrawn_on_day": "1", "withdrawn_on_month": "7", "withdrawn_on_year": "2021"}
    post(liaison, "withdraw_update", county.letter, data)

    assert (counted(date(2021, 6, 30)), counted(JULY)) == ([county.letter], [])


IN_ERROR, WITHDRAWN = note_error, withdraw


@pytest.mark.parametrize(
    ("done", "check", "sentence"),
    [
        (IN_ERROR, "correct", "This letter was recorded in error. Undo that first, then correct it."),
        (WITHDRAWN, "correct", "This letter was withdrawn. Undo that first, then correct it."),
        (IN_ERROR, "note_error", "This letter is marked as recorded in error already."),
        (IN_ERROR, "withdraw", "This update was recorded in error, so there is nothing to withdraw."),
        (lambda county: None, "undo", "Nothing was done to this update that could be undone."),
    ],
)
def test_what_cannot_be_done_says_what_to_do_first(county, done, check, sentence):
    done(county)

    with pytest.raises(PermissionDenied, match=sentence):
        getattr(permissions, f"check_can_{check}")(county.liaison, county.letter)


def test_nothing_recorded_in_error_is_reviewed_or_noted_as_done(county):
    note_error(county)
    county.response.refresh_from_db()

    for check, about in (("review", county.response), ("note_done", county.response.commitments.get())):
        with pytest.raises(PermissionDenied, match="recorded in error"):
            getattr(permissions, f"check_can_{check}")(county.liaison, about)


def test_a_correction_of_what_was_taken_back_meanwhile_is_not_recorded(liaison, county):
    draft = county.replacement()
    draft.responses.update(text="We have not begun.")
    note_error(county)

    answer = liaison.get(reverse("record_update", args=[draft.pk]))

    assert answer.status_code == 403
    assert "was withdrawn or recorded in error" in answer.text
    assert draft.responses.get().text == "We have not begun."


def test_a_letter_is_moved_to_the_report_that_it_answers(liaison, county):
    moved = post(liaison, "move_update", county.letter, {"super_complaint": county.second.pk})
    draft = Update.objects.drafts().get()

    assert moved.url == draft.get_absolute_url()
    assert (draft.super_complaint, list(draft.speaks_for.all())) == (county.second, [county.wrong])
    assert [(it.text, list(it.addressees.all())) for it in draft.passages.all()] == [("We have begun.", [])]
    assert (draft.documents.count(), draft.responses.count()) == (1, 0)
    page = liaison.get(moved.url).text
    assert f"they can still be read in {county.letter.reference}" in page

    record(liaison, draft, reason="It answers the second report.")

    assert counted(RECEIVED) == [draft]
    undo(liaison, draft)
    assert counted(RECEIVED) == [county.letter]


def test_a_letter_moved_where_nobody_it_spoke_for_is_asked_says_what_is_missing(liaison, county):
    third = make_super_complaint(title="Third", slug="third")
    draft = county.replacement(super_complaint=third)

    page = record(liaison, draft, reason="It answers the third report.")

    assert page.context["form"].non_field_errors() == [
        "Say on whose behalf the letter answers: its facts are in the first part of the list"
    ]


def test_a_file_is_attached_once_to_a_letter_on_the_record(liaison, county):
    for _ in range(2):
        post(liaison, "attach_file", county.letter, {"files": SimpleUploadedFile("scan.pdf", PDF, "application/pdf")})

    assert [it.name for it in county.letter.documents.all()] == ["letter.pdf", "scan.pdf"]
    assert county.history() == ["file_attached"]
    assert Change.objects.get().reason == "scan.pdf"


def test_a_file_that_waits_is_moved_and_read_again_in_the_other_report(liaison, county):
    proposal = Proposal(passages=(Passage(PassageKind.GENERAL, "Words."),)).as_json()
    facts = {"name": "arrived.txt", "content_type": "text/plain", "content": b"Words.", "size": 6, "sha256": "2" * 64}
    facts |= {"uploaded_by": county.liaison, "uploaded_at": NOON, "read_at": NOON, "proposal_json": proposal}
    typed = {"facts-note": ["By post."], "answer-1-force-position": ["accepted"]}
    arrived = Intake.objects.create(super_complaint=county.report, typed=typed, **facts)

    liaison.post(reverse("move_intake", args=[arrived.pk]), {"super_complaint": county.second.pk})

    arrived.refresh_from_db()
    assert (arrived.super_complaint, arrived.read_at, arrived.proposal_json) == (county.second, None, None)
    assert arrived.typed == {"facts-note": ["By post."]}


def test_the_history_of_a_letter_is_for_hmicfrs(client, county):
    note_error(county)
    county.letter.undo(by=county.liaison, at=NOON)

    client.force_login(county.liaison)
    assert "It is from another force." in client.get(county.letter.get_absolute_url()).text
    client.force_login(make_member(county.wrong))
    page = client.get(county.letter.get_absolute_url())
    assert page.status_code == 200
    assert "It is from another force." not in page.text
