"""The database has the last word: each named constraint refuses a row that breaks it, whatever the code above forgot.

A new constraint without a row fails, and so does a row whose constraint is gone.
"""

import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import Membership, Token
from recommendations.models import Asked
from responses.intake.models import Intake
from responses.intake.proposal import Passage, PassageKind, Proposal
from responses.models import Bundle, CalendarAddress, Document, Job, Message, Part, Piece, Signature
from responses.voices import Voice
from tests.enclosed import PLAIN_PDF, enclose
from tests.factories import (
    DUE,
    NOON,
    PUBLISHED,
    make_addressee,
    make_commitment,
    make_draft,
    make_force,
    make_liaison,
    make_link,
    make_member,
    make_more_time,
    make_policing_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_review,
    make_revision,
    make_spreadsheet,
    make_super_complaint,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CHASED = date(2021, 11, 24)

# constraint, which thing of the world breaks it, and how
BROKEN = [
    ("body_ends_after_it_began", "force", lambda it: {"began_on": DUE, "ended_on": DUE}),
    ("only_a_policing_body_or_authority_oversees", "force", lambda it: {"oversees": it.pcc.oversees}),
    ("a_local_policing_body_holds_an_office", "pcc", lambda it: {"office": ""}),
    ("a_local_policing_body_holds_an_office", "force", lambda it: {"office": "pcc"}),
    ("a_body_does_not_succeed_itself", "pcc", lambda it: {"succeeded_by": it.pcc}),
    ("a_report_is_published_after_the_complaint", "report", lambda it: {"made_on": PUBLISHED + DAY}),
    ("one_recommendation_per_number", "second", lambda it: {"number": "1"}),
    ("one_recommendation_per_place", "second", lambda it: {"order": 1}),
    ("wording_and_its_source_together", "second", lambda it: {"wording": "Do it."}),
    ("wording_and_its_source_together", "second", lambda it: {"wording_source": "The report"}),
    ("a_period_or_a_day_not_both", "second", lambda it: {"response_period": "six_months", "own_due_on": DUE}),
    ("one_addressee_per_recommendation_and_body", "asked_too", lambda it: {"body": it.force}),
    ("only_a_national_body_represents_others", "force", lambda it: {"represents": "force"}),
    ("a_known_letterhead", "force", lambda it: {"letterhead": "sideways"}),
    ("one_contact_per_body_and_address", "contact", lambda it: {"email": "first@example.org"}),
    ("a_report_closes_after_it_was_published", "report", lambda it: {"closed_on": PUBLISHED - DAY}),
    ("a_published_response_has_an_address", "published", lambda it: {"address": ""}),
    ("a_published_response_is_noted_once", "published", lambda it: {"address": "https://example.org/first/"}),
    ("a_known_kind_of_request", "chaser", lambda it: {"kind": "reminder"}),
    ("a_request_is_due_after_it_was_made", "chaser", lambda it: {"due_on": CHASED - DAY}),
    ("a_request_is_due_after_it_was_made", "chaser", lambda it: {"due_on": None, "due_rule": "56 days"}),
    ("request_in_error_by_a_person_for_a_reason", "chaser", lambda it: it.in_error | {"in_error_reason": ""}),
    ("request_in_error_by_a_person_for_a_reason", "chaser", lambda it: it.in_error | {"in_error_by": None}),
    ("a_request_asks_each_addressee_once", "asks_too", lambda it: {"addressee": it.asked}),
    ("a_spreadsheet_is_recorded_by_a_person_at_a_moment", "spreadsheet", lambda it: {"recorded_at": NOON}),
    ("a_spreadsheet_is_recorded_by_a_person_at_a_moment", "spreadsheet", lambda it: {"recorded_by": it.liaison}),
    ("a_known_export", "export", lambda it: {"what": "everything"}),
    ("a_link_says_with_what", "link", lambda it: {"other": None}),
    ("a_link_says_with_what", "link", lambda it: {"kind": "withdrawn"}),
    ("a_link_says_with_what", "link", lambda it: {"kind": "overtaken", "what": "An Act"}),
    ("a_link_says_with_what", "link", lambda it: {"kind": "overtaken", "other": None}),
    ("a_link_says_with_what", "link", lambda it: {"kind": "answers"}),
    ("a_link_leads_to_another", "link", lambda it: {"other": it.second}),
    ("a_link_has_a_source", "link", lambda it: {"source": ""}),
    ("each_link_is_recorded_once", "link", lambda it: {"kind": "supersedes"}),
    ("each_link_to_none_is_recorded_once", "link", lambda it: {"kind": "withdrawn", "other": None}),
    ("link_in_error_by_a_person_for_a_reason", "link", lambda it: it.in_error | {"in_error_by": None}),
    ("more_time_is_asked_for_a_reason", "more_time", lambda it: {"reason": ""}),
    ("more_time_is_decided_by_somebody_on_a_day", "more_time", lambda it: it.granted | {"decided_by": ""}),
    ("more_time_is_decided_by_somebody_on_a_day", "more_time", lambda it: it.granted | {"decided_on": CHASED - DAY}),
    ("more_time_is_decided_by_somebody_on_a_day", "more_time", lambda it: {"decided_by": "HMICFRS"}),
    ("more_time_is_decided_by_somebody_on_a_day", "more_time", lambda it: it.granted | {"decided_on": None}),
    ("only_granted_time_has_a_new_day", "more_time", lambda it: it.granted | {"new_day": None}),
    ("only_granted_time_has_a_new_day", "more_time", lambda it: it.granted | {"decision": "refused"}),
    ("moretime_in_error_by_a_person_for_a_reason", "more_time", lambda it: it.in_error | {"in_error_at": None}),
    ("an_email_is_in_lower_case", "editor", lambda it: {"email": "Editor@example.org"}),
    ("one_membership_per_role", "approver_role", lambda it: {"role": "editor"}),
    ("a_known_role", "approver_role", lambda it: {"role": "king"}),
    ("a_date_has_its_precision", "draft", lambda it: {"dated": DUE, "dated_precision": ""}),
    ("a_date_has_its_precision", "draft", lambda it: {"dated": None, "dated_precision": "day"}),
    ("a_month_is_kept_as_its_first_day", "draft", lambda it: {"dated": DUE, "dated_precision": "month"}),
    ("a_letter_in_known_languages", "draft", lambda it: {"language": "fr"}),
    ("a_known_protective_marking", "draft", lambda it: {"marking": "SECRET"}),
    ("a_known_way_to_quote", "draft", lambda it: {"wording_as": "song"}),
    ("received_not_before_dated", "letter", lambda it: {"dated": DUE + DAY}),
    ("sign_off_has_a_person_and_a_moment", "draft", lambda it: {"signed_off_by": it.liaison}),
    ("sign_off_has_a_person_and_a_moment", "draft", lambda it: {"signed_off_at": NOON}),
    ("sign_off_is_asked_for_by_a_person_at_a_moment", "draft", lambda it: {"asked_by": it.liaison}),
    ("sign_off_is_asked_for_by_a_person_at_a_moment", "draft", lambda it: {"asked_at": NOON}),
    ("confirmed_by_another_than_the_last_editor", "draft", lambda it: {"confirmed_at": NOON}),
    (
        "confirmed_by_another_than_the_last_editor",
        "draft",
        lambda it: {"confirmed_by": it.draft.edited_by, "confirmed_at": NOON},
    ),
    (
        "signed_off_once_somebody_else_has_seen_it",
        "draft",
        lambda it: {"signed_off_by": it.draft.edited_by, "signed_off_at": NOON},
    ),
    ("signed_off_by_another_than_who_asked", "signed_off", lambda it: {"asked_by": it.liaison, "asked_at": NOON}),
    ("a_signature_comes_with_a_sign_off", "draft", lambda it: {"signature": it.signature}),
    ("one_standing_signature_per_body_and_owner", "signature", lambda it: {"body": it.force}),
    ("a_signature_has_words_in_its_place", "signature", lambda it: {"alternative": ""}),
    ("a_signature_ends_after_it_began", "signature", lambda it: {"ended_at": NOON - DAY}),
    ("one_part_per_update_and_body", "part", lambda it: {"body": it.pcc}),
    ("a_known_step_of_a_part", "part_step", lambda it: {"what": "forgotten"}),
    ("a_part_is_sent_back_with_a_comment", "part_step", lambda it: {"what": "sent_back"}),
    ("agreed_by_an_officer_with_a_name_and_a_title", "agreement", lambda it: {"officer_name": ""}),
    ("agreed_by_an_officer_with_a_name_and_a_title", "agreement", lambda it: {"officer_title": ""}),
    ("a_known_step_of_a_sign_off", "step", lambda it: {"what": "forgotten"}),
    ("sent_back_with_a_comment", "step", lambda it: {"what": "sent_back"}),
    ("recorded_by_a_person_at_a_moment_once_received", "letter", lambda it: {"recorded_by": None}),
    ("recorded_by_a_person_at_a_moment_once_received", "letter", lambda it: {"recorded_at": None}),
    ("recorded_by_a_person_at_a_moment_once_received", "letter", lambda it: {"received_on": None}),
    ("sent_once_dated_and_signed_off", "signed_off", lambda it: it.on_record | it.unsigned),
    ("sent_once_dated_and_signed_off", "signed_off", lambda it: it.on_record | {"dated": None, "dated_precision": ""}),
    ("withdrawn_by_a_person_for_a_reason_once_recorded", "letter", lambda it: it.withdrawn | {"withdrawn_reason": ""}),
    ("withdrawn_by_a_person_for_a_reason_once_recorded", "letter", lambda it: it.withdrawn | {"withdrawn_by": None}),
    (
        "withdrawn_by_a_person_for_a_reason_once_recorded",
        "letter",
        lambda it: it.withdrawn | {"withdrawn_on": DUE - DAY},
    ),
    ("withdrawn_by_a_person_for_a_reason_once_recorded", "letter", lambda it: {"withdrawn_reason": "A mistake."}),
    ("withdrawn_by_a_person_for_a_reason_once_recorded", "draft", lambda it: it.withdrawn),
    ("update_in_error_by_a_person_for_a_reason", "letter", lambda it: it.in_error | {"in_error_by": None}),
    ("update_in_error_by_a_person_for_a_reason", "letter", lambda it: it.in_error | {"in_error_at": None}),
    ("update_in_error_by_a_person_for_a_reason", "letter", lambda it: it.in_error | {"in_error_reason": ""}),
    ("update_in_error_by_a_person_for_a_reason", "letter", lambda it: {"in_error_reason": "The wrong body."}),
    ("only_what_was_recorded_was_recorded_in_error", "draft", lambda it: it.in_error),
    ("what_takes_a_place_says_how", "again", lambda it: {"takes_place_as": ""}),
    ("what_takes_a_place_says_how", "again", lambda it: {"takes_place_as": "by_magic"}),
    ("what_takes_a_place_says_how", "again", lambda it: {"takes_place_of": it.again}),
    ("what_takes_a_place_says_how", "letter", lambda it: {"takes_place_as": "correction"}),
    (
        "one_update_takes_the_place_of_another",
        "once_more",
        lambda it: {"takes_place_of": it.letter, "takes_place_as": "correction"},
    ),
    ("a_known_change", "change", lambda it: {"what": "forgotten"}),
    ("one_draft_per_body_and_super_complaint", "signed_off", lambda it: {"body": it.force}),
    ("one_response_per_update_and_addressee", "answer_too", lambda it: {"addressee": it.asked}),
    ("awaiting_others_says_whom_or_what", "answer", lambda it: {"progress": "awaiting_others"}),
    ("awaiting_others_says_whom_or_what", "answer", lambda it: {"awaiting": "The College"}),
    ("awaiting_others_says_whom_or_what", "answer", lambda it: {"awaiting_body": it.pcc}),
    ("awaiting_others_says_whom_or_what", "answer", lambda it: {"awaiting_recommendation": it.second}),
    ("finished_by_a_person_at_a_moment", "answer", lambda it: {"finished_by": None}),
    ("finished_by_a_person_at_a_moment", "answer", lambda it: {"finished_at": None}),
    ("what_is_finished_leaves_nothing_open", "answer", lambda it: {"text": ""}),
    ("what_is_finished_leaves_nothing_open", "answer", lambda it: {"position": ""}),
    ("what_is_finished_leaves_nothing_open", "answer", lambda it: {"progress": ""}),
    ("what_is_finished_leaves_nothing_open", "answer", lambda it: {"voice": ""}),
    ("a_known_position", "answer", lambda it: {"position": "perhaps"}),
    ("a_known_progress", "answer", lambda it: {"progress": "soon"}),
    ("a_review_has_reasons_or_evidence", "review", lambda it: {"reasons": ""}),
    ("a_review_has_reasons_or_evidence", "review", lambda it: {"outcome": "reopened", "reasons": ""}),
    ("a_review_has_reasons_or_evidence", "review", lambda it: {"outcome": "delivered", "reasons": ""}),
    ("only_more_information_is_asked_by_a_day", "review", lambda it: {"due_on": DUE - DAY}),
    ("only_more_information_is_asked_by_a_day", "review", lambda it: {"outcome": "satisfied", "due_on": DUE}),
    ("only_what_was_delivered_has_evidence", "review", lambda it: {"evidence": it.copy}),
    ("only_what_was_delivered_has_evidence", "review", lambda it: {"evidence_link": "https://example.org/"}),
    ("a_piece_is_of_what_it_says", "piece", lambda it: {"what": "letter"}),
    ("a_piece_is_of_what_it_says", "piece", lambda it: {"what": "song"}),
    ("a_piece_is_of_what_it_says", "piece", lambda it: {"response": None}),
    ("each_is_told_once_of_a_review", "told", lambda it: {"email": "b@example.org"}),
    ("a_known_outcome", "review", lambda it: {"outcome": "delighted"}),
    ("one_copy_of_a_document_per_update", "copy", lambda it: {"sha256": "0" * 64}),
    ("one_copy_of_an_enclosure_per_letter", "policy", lambda it: {"sha256": it.enclosed.sha256}),
    ("an_enclosure_has_a_title", "policy", lambda it: {"title": ""}),
    ("only_a_pdf_is_appended", "enclosed", lambda it: {"how": "appended"}),
    ("only_a_pdf_is_appended", "policy", lambda it: {"how": "folded"}),
    ("a_pdf_has_pages_and_says_whether_it_is_tagged", "policy", lambda it: {"pages": None}),
    ("a_pdf_has_pages_and_says_whether_it_is_tagged", "policy", lambda it: {"pages": 0}),
    ("a_pdf_has_pages_and_says_whether_it_is_tagged", "policy", lambda it: {"is_tagged": None}),
    ("a_pdf_has_pages_and_says_whether_it_is_tagged", "enclosed", lambda it: {"pages": 1}),
    ("read_gives_a_proposal_or_a_trouble", "intake", lambda it: {"trouble": "A picture."}),
    ("read_gives_a_proposal_or_a_trouble", "intake", lambda it: {"proposal_json": None}),
    ("read_gives_a_proposal_or_a_trouble", "intake", lambda it: {"read_at": None}),
    ("recorded_once_it_was_read", "waiting", lambda it: {"update": it.letter}),
    ("one_copy_of_an_answer_file", "answers", lambda it: {"sha256": "0" * 64}),
    ("placed_by_a_person_at_a_moment", "answers", lambda it: {"placed_at": NOON}),
    ("placed_by_a_person_at_a_moment", "answers", lambda it: {"placed_by": it.liaison}),
    ("one_passage_per_place", "passage", lambda it: {"order": 1}),
    ("a_commitment_has_words", "commitment", lambda it: {"text": ""}),
    ("a_target_month_is_kept_as_its_first_day", "commitment", lambda it: {"target_precision": "month"}),
    ("a_target_month_is_kept_as_its_first_day", "commitment", lambda it: {"target": None, "target_words": "autumn"}),
    ("a_target_month_is_kept_as_its_first_day", "commitment", lambda it: it.in_words | {"target_precision": "month"}),
    ("a_target_is_a_date_or_words", "commitment", lambda it: {"target_words": "Autumn 2021"}),
    ("a_target_is_a_date_or_words", "commitment", lambda it: {"target": None, "target_precision": ""}),
    ("what_was_entered_by_hand_says_by_whom_and_when", "commitment", lambda it: {"noted_on": DUE}),
    ("what_was_entered_by_hand_says_by_whom_and_when", "commitment", lambda it: {"noted_by": it.liaison}),
    ("each_is_told_the_same_once", "message", lambda it: {"email": "first@example.org"}),
    ("one_job_per_kind_and_thing", "job", lambda it: {"about": "1"}),
    ("a_job_is_given_up_for_a_reason_and_never_once_done", "job", lambda it: {"given_up_at": NOON}),
    (
        "a_job_is_given_up_for_a_reason_and_never_once_done",
        "job",
        lambda it: {"given_up_at": NOON, "trouble": "No.", "done_at": NOON},
    ),
    ("a_job_that_ended_is_in_nobodys_hands", "job", lambda it: {"claimed_at": NOON, "done_at": NOON}),
    ("a_bundle_is_of_a_report_as_at_a_date_or_of_a_body", "bundle", lambda it: {"as_at": None}),
    ("a_bundle_is_of_a_report_as_at_a_date_or_of_a_body", "bundle", lambda it: {"body": it.force}),
    ("a_bundle_is_of_a_report_as_at_a_date_or_of_a_body", "bundle", lambda it: {"super_complaint": None}),
    ("a_known_packing", "bundle", lambda it: {"packing": "tar"}),
    ("a_bundle_that_is_ready_was_not_cancelled", "bundle", lambda it: {"cancelled_at": NOON}),
    ("a_bundle_that_is_ready_was_not_cancelled", "bundle", lambda it: {"trouble": "No."}),
    ("one_place_in_a_bundle_for_each_letter", "bundled", lambda it: {"update": it.draft}),
    ("only_a_draft_is_drawn_and_then_it_is_there", "bundled", lambda it: {"pdf": b"%PDF", "is_draft": False}),
    ("only_a_draft_is_drawn_and_then_it_is_there", "bundled", lambda it: {"pdf": b"%PDF", "trouble": "No."}),
    ("a_known_kind_of_message", "message", lambda it: {"about": "other"}),
    ("given_up_for_a_reason_and_never_once_sent", "message", lambda it: {"given_up_at": NOON}),
    (
        "given_up_for_a_reason_and_never_once_sent",
        "message",
        lambda it: {"given_up_at": NOON, "trouble": "No.", "sent_at": NOON},
    ),
    ("only_what_asks_again_has_a_letter_that_does", "message", lambda it: {"about": "chaser"}),
    ("only_what_asks_again_has_a_letter_that_does", "message", lambda it: {"chaser_letter": it.chaser_letter}),
    ("a_token_is_one_persons", "token", lambda it: {"sha256": "0" * 64}),
    ("a_token_reaches_something", "token", lambda it: {"reaches_matrix": False}),
    ("a_token_ends_after_it_was_made", "token", lambda it: {"expires_on": DUE}),
    ("a_revoked_token_says_by_whom_and_when", "token", lambda it: {"revoked_at": NOON}),
    ("a_revoked_token_says_by_whom_and_when", "token", lambda it: {"revoked_by": it.liaison}),
    ("a_use_is_noted_once_a_day", "token_use", lambda it: {"day": DUE}),
    ("a_known_use_of_a_token", "token_use", lambda it: {"what": "drafts"}),
    ("a_calendar_address_is_one_persons", "calendar", lambda it: {"token_sha256": "0" * 64}),
    ("letters_are_written_once", "chase", lambda it: {"once": it.once}),
    ("an_answer_is_asked_after_the_letter", "chase", lambda it: {"answer_by": CHASED - DAY}),
    ("a_chaser_has_a_subject_and_words", "chase", lambda it: {"subject": ""}),
    ("a_chaser_has_a_subject_and_words", "chase", lambda it: {"words": ""}),
    ("one_letter_of_a_chaser_per_body", "chaser_letter", lambda it: {"body": it.pcc}),
    ("a_drawn_letter_has_its_hash_and_no_trouble", "chaser_letter", lambda it: {"pdf": b"%PDF"}),
    ("a_drawn_letter_has_its_hash_and_no_trouble", "chaser_letter", lambda it: {"sha256": "0" * 64}),
    (
        "a_drawn_letter_has_its_hash_and_no_trouble",
        "chaser_letter",
        lambda it: {"pdf": b"%PDF", "sha256": "0" * 64, "trouble": "No."},
    ),
    ("lognote_in_error_by_a_person_for_a_reason", "log_note", lambda it: it.in_error | {"in_error_by": None}),
    ("a_known_way_to_deal_with_a_body", "log_note", lambda it: {"how": "pigeon"}),
    ("a_note_of_the_log_is_kept_once", "log_note", lambda it: {"once": it.once}),
    ("a_note_of_the_log_has_words", "log_note", lambda it: {"words": ""}),
    ("a_publication_is_ended_by_a_person_after_it_began", "publication", lambda it: {"ended_at": None}),
    ("a_publication_is_ended_by_a_person_after_it_began", "publication", lambda it: {"ended_by": None}),
    ("a_publication_is_ended_by_a_person_after_it_began", "publication", lambda it: {"ended_at": NOON - DAY}),
    ("a_report_is_published_once_at_a_time", "publication", lambda it: {"ended_at": None, "ended_by": None}),
    ("what_is_withheld_has_a_reason", "withholding", lambda it: {"reason": ""}),
    ("all_that_an_answer_says_is_in_both_languages", "withholding", lambda it: {"block": 0, "in_welsh": True}),
    ("a_withholding_is_lifted_by_a_person_after_it_began", "withholding", lambda it: {"lifted_at": NOON}),
    ("a_withholding_is_lifted_by_a_person_after_it_began", "withholding", lambda it: {"lifted_by": it.liaison}),
    ("a_passage_is_withheld_once_at_a_time", "withholding", lambda it: {"block": 1}),
    ("told_or_to_be_told_by_a_message", "told", lambda it: {"at": None}),
    ("commitment_in_error_by_a_person_for_a_reason", "commitment", lambda it: it.in_error | {"in_error_reason": ""}),
    ("revision_in_error_by_a_person_for_a_reason", "revision", lambda it: it.in_error | {"in_error_by": None}),
    ("a_revision_has_a_reason", "revision", lambda it: {"reason": ""}),
    ("a_revised_month_is_kept_as_its_first_day", "revision", lambda it: {"target_precision": "month"}),
    ("a_revised_month_is_kept_as_its_first_day", "revision", lambda it: it.in_words | {"target_precision": "month"}),
    ("a_revised_target_is_a_date_or_words", "revision", lambda it: {"target_words": "Autumn 2021"}),
    ("a_revised_target_is_a_date_or_words", "revision", lambda it: {"target": None, "target_precision": ""}),
    ("what_is_done_was_noted_by_a_person", "commitment", lambda it: {"done_on": DUE}),
    ("what_is_done_was_noted_by_a_person", "commitment", lambda it: {"done_noted_by": it.liaison}),
]


class World:
    """One thing of each kind, and a second where two can clash."""

    def __init__(self):
        self.report, self.force, other = make_super_complaint(), make_force(), make_force("Yorbury Police")
        self.pcc = make_policing_body(other)
        first, self.second = make_recommendation(), make_recommendation(number="2")
        self.asked, self.asked_too = make_addressee(first, self.force), make_addressee(first, self.pcc)
        self.liaison, self.editor = make_liaison(), make_member(self.force)
        self.approver_role = Membership.objects.create(user=self.editor, body=self.force, role="approver")
        self.draft = make_draft(self.force, by=self.editor)
        self.signed_off = make_draft(self.pcc, dated=DUE, dated_precision="day")
        self.signed_off.sign_off(by=self.liaison, at=NOON)
        of = {"owner": self.liaison, "image": b"", "alternative": "Signature", "at": NOON}
        _, self.signature = (Signature.objects.keep(body=body, **of) for body in (self.force, self.pcc))
        self.step = self.signed_off.sign_off_steps.get()
        for body in (self.pcc, self.force):
            self.part = Part(update=self.draft, body=body)
            self.part.start(by=self.editor, at=NOON)
        self.part_step = self.part.steps.get()
        officer = {"officer_name": "Jo Bloggs", "officer_title": "Assistant Chief Constable"}
        noted = {"addressee": self.asked, "said": {}, "noted_by": self.editor, "noted_at": NOON}
        self.agreement = self.draft.agreements.create(**officer, **noted)
        self.letter = make_received(self.force, by=self.liaison)
        self.answer, self.answer_too = (make_response(self.letter, it) for it in (self.asked, self.asked_too))
        self.review = make_review(self.answer, reviewed_by=self.liaison)
        self.piece = Piece.objects.get(review=self.review)
        self.told, _ = (self.review.told.create(email=f"{name}@example.org", at=NOON) for name in "ab")
        words = {
            "about": "question",
            "key": "question 1",
            "subject": "A",
            "words": "B",
            "made_at": NOON,
        }
        _, self.message = (Message.objects.create(email=f"{it}@example.org", **words) for it in ("first", "second"))
        _, self.job = (Job.objects.create(kind="draw", about=it, made_at=NOON, try_at=NOON) for it in "12")
        facts = {"as_at": DUE, "packing": "zip", "asked_by": self.editor, "asked_at": NOON, "ready_at": NOON}
        self.bundle = Bundle.objects.create(super_complaint=self.report, **facts)
        _, self.bundled = (
            self.bundle.letters.create(update=it, name="A", title="A", stood_at=NOON, is_draft=True)
            for it in (self.draft, self.signed_off)
        )
        self.commitment = make_commitment(self.answer)
        self.again = make_received(self.force, by=self.liaison, takes_place_of=self.letter, takes_place_as="sent_again")
        self.once_more = make_received(self.force, by=self.liaison)
        self.change = self.letter.changes.create(what="withdrawn", by=self.liaison, at=NOON)
        self.in_error = {"in_error_by": self.liaison, "in_error_at": NOON, "in_error_reason": "The wrong body."}
        self.revision = make_revision(self.commitment, noted_by=self.liaison)
        self.in_words = {"target": None, "target_words": "Autumn 2021"}
        self.on_record = {"recorded_by": self.liaison, "recorded_at": NOON, "received_on": DUE}
        self.unsigned = {"signed_off_by": None, "signed_off_at": None}
        self.withdrawn = {"withdrawn_on": DUE, "withdrawn_by": self.liaison, "withdrawn_reason": "A mistake."}
        _, self.contact = (self.force.contacts.create(email=f"{name}@example.org") for name in ("first", "second"))
        noted = {"body": self.force, "noted_by": self.liaison, "noted_at": NOON}
        _, self.published = (
            self.report.published_responses.create(address=f"https://example.org/{name}/", **noted)
            for name in ("first", "second")
        )
        published = {"published_by": self.liaison, "published_at": NOON}
        self.report.publications.create(**published)
        self.publication = self.report.publications.create(**published, ended_by=self.liaison, ended_at=NOON)
        withheld = {"reason": "It names a victim.", "withheld_by": self.liaison, "withheld_at": NOON}
        _, self.withholding = (self.answer.withholdings.create(block=block, **withheld) for block in (1, 2))
        self._make_files()
        self._make_requests()

    def _make_requests(self):
        self.chaser = make_request([self.asked, self.asked_too], asked_on=CHASED)
        self.asks_too = Asked.objects.get(request=self.chaser, addressee=self.asked_too)
        self.more_time = make_more_time(self.force, self.report, asked_on=CHASED, noted_by=self.liaison)
        taken = {"what": "matrix_csv", "as_at": DUE, "rows": 1, "by": self.liaison, "at": NOON}
        self.export = self.report.exports.create(**taken)
        self.spreadsheet = make_spreadsheet(self.report, by=self.liaison)
        first = self.asked.recommendation
        make_link(self.second, "withdrawn", recorded_by=self.liaison)
        make_link(self.second, "supersedes", other=first, recorded_by=self.liaison)
        self.link = make_link(self.second, "repeats", other=first, recorded_by=self.liaison)
        self.granted = {"decision": "granted", "decided_by": "X", "decided_on": CHASED, "new_day": CHASED + DAY}
        self.in_error = {"in_error_by": self.liaison, "in_error_at": NOON, "in_error_reason": "A mistake."}

        self._make_tokens()
        self._make_chasers()

    def _make_tokens(self):
        facts = {"user": self.editor, "name": "A", "reaches_matrix": True, "made_on": DUE, "expires_on": DUE + DAY}
        _, self.token = (Token.objects.create(sha256=digit * 64, **facts) for digit in "01")
        use = {"what": "matrix", "report": self.report}
        _, self.token_use = (self.token.uses.create(day=day, **use) for day in (DUE, DUE + DAY))

    def _make_chasers(self):
        _, self.calendar = (
            CalendarAddress.objects.create(user=user, token_sha256=digit * 64, made_at=NOON)
            for user, digit in ((self.editor, "0"), (self.liaison, "1"))
        )
        facts = {"subject": "A", "words": "B", "dated": CHASED, "prepared_by": self.liaison, "prepared_at": NOON}
        self.once = uuid.uuid4()
        _, self.chase = (self.report.chases.create(once=once, **facts) for once in (self.once, uuid.uuid4()))
        of = {"subject": "A", "words": "B"}
        _, self.chaser_letter = (
            self.chase.letters.create(body=body, office=body, **of) for body in (self.pcc, self.force)
        )
        note = {"how": "telephone", "took_place_on": CHASED, "words": "Words."}
        note |= {"noted_by": self.liaison, "noted_at": NOON}
        _, self.log_note = (self.force.log_notes.create(once=once, **note) for once in (self.once, uuid.uuid4()))

    def _make_files(self):
        facts = {"name": "a.txt", "content_type": "text/plain", "content": b"Words.", "size": 6}
        added = {**facts, "update": self.letter, "added_by": self.liaison, "added_at": NOON}
        _, self.copy = (Document.objects.create(**added, sha256=digit * 64) for digit in "01")
        self.enclosed = enclose(self.draft)
        self.policy = enclose(self.draft, PLAIN_PDF, how="appended")
        proposal = Proposal(passages=(Passage(PassageKind.GENERAL, "Words."),)).as_json()
        sent_in = {**facts, "sha256": "1" * 64, "uploaded_by": self.liaison, "uploaded_at": NOON}
        self.waiting = Intake.objects.create(super_complaint=self.report, **sent_in)
        self.intake = Intake.objects.create(
            super_complaint=self.report, read_at=NOON, proposal_json=proposal, **sent_in
        )
        brought = {name: facts[name] for name in ("name", "content_type", "content")}
        brought |= {"brought_for": self.draft.body, "brought_by": self.liaison, "brought_at": NOON}
        answers = [self.draft.answer_files.create(**brought, sha256=it * 64, proposal_json=proposal) for it in "01"]
        self.answers = answers[1]
        words = {"kind": PassageKind.GENERAL, "voice": Voice.FORCE, "page": 1, "text": "Words."}
        _, self.passage = (self.letter.passages.create(order=order, **words) for order in (1, 2))


@pytest.fixture
def world():
    return World()


def constraints():
    ours = [
        model
        for app in ("recommendations", "accounts", "responses", "intake")
        for model in apps.get_app_config(app).get_models()
    ]
    return {constraint.name for model in ours for constraint in model._meta.constraints}


def test_every_constraint_has_a_row_and_every_row_a_constraint():
    assert {name for name, _, _ in BROKEN} == constraints()


@pytest.mark.parametrize(("name", "what", "how"), BROKEN)
def test_the_database_refuses(world, name, what, how):
    thing = getattr(world, what)

    # SQLite names the columns of a unique constraint, not the constraint.
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE constraint failed"), transaction.atomic():
        type(thing).objects.filter(pk=thing.pk).update(**how(world))
