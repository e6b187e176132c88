"""Every address, every method, every kind of person: one table says what each of them gets.

A new address without a row fails, and so does a row whose address is gone. To add one, write its name, which object it
is about (see World.addresses), and what each person gets.
"""

import datetime
import functools
import re
import uuid

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django.urls.resolvers import URLResolver

from accounts.models import Role
from responses import bundles
from responses.intake.models import AnswerFile, Intake
from responses.intake.proposal import Passage, PassageKind, Proposal
from responses.letter.html import letter_html
from responses.models import Bundle, Document, Message, Part, SentLetter, Update
from responses.voices import Voice
from tests.enclosed import PLAIN_PDF, enclose
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_commitment,
    make_draft,
    make_force,
    make_liaison,
    make_link,
    make_member,
    make_more_time,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_review,
    make_revision,
    make_spreadsheet,
    make_super_complaint,
    make_token,
    make_user,
)
from tests.html import forms, links, without_tokens

pytestmark = pytest.mark.django_db

PEOPLE = ("anonymous", "editor", "approver", "force", "other", "liaison", "admin", "reader")

# What a person gets: the answer to GET and to an empty POST, or one word where both are the same.
#   ok    the page                          403   a page with the reason
#   go    sent on to another page           404   as if it did not exist
#   in    asked to sign in                  405   not with this method
#   kept  asked to sign in, words kept      400   not a request that a page of ours makes
# The editor and the approver are a PCC's, the force is the one it oversees, and the drafts are the PCC's own.
TABLE = """
address                              about     anonymous editor  approver force   other   liaison admin   reader
home                                 -         in/kept   ok      ok       ok      ok      ok      ok      ok
start_update                         -         in/kept   405/go  405/go   405/403 405/403 405/403 405/403 405/403
start_update                         its-force in/kept   405/go  405/go   405/go  405/403 405/403 405/403 405/403
start_update                         another   in/kept   405/403 405/403  405/403 405/go  405/403 405/403 405/403
update                               draft     in/kept   ok      ok       404     404     404     404     404
update                               ready     in/kept   ok      ok       404     404     404     404     404
update                               sent      in/kept   ok      ok       ok      404     ok      404     ok
update                               forces    in/kept   ok      ok       ok      404     404     404     404
update                               letter    in/kept   404     404      404     404     ok      404     404
update                               recorded  in/kept   ok      ok       ok      404     ok      404     ok
update                               mistaken  in/kept   404     404      404     404     ok      404     404
update                               nothing   in/kept   404     404      404     404     404     404     404
edit_response                        draft     in/kept   ok      ok       404     404     404     404     404
edit_response                        sent      in/kept   403     403      403     404     403     404     403
edit_response                        letter    in/kept   404     404      404     404     ok      404     404
edit_response                        nothing   in/kept   404     404      404     404     404     404     404
printed_answer                       draft     in/kept   ok      ok       404     404     404     404     404
printed_answer                       sent      in/kept   403     403      403     404     403     404     403
printed_answer                       letter    in/kept   404     404      404     404     ok      404     404
printed_answer                       nothing   in/kept   404     404      404     404     404     404     404
edit_response                        its-part  in/kept   ok      ok       ok      404     404     404     404
part                                 its-part  in/kept   go      go       ok      404     404     404     404
part                                 unshared  in/kept   404     404      404     404     404     404     404
start_part                           its-part  in/kept   go      403      404     404     404     404     404
start_part                           unshared  in/kept   ok      ok       404     404     404     404     404
start_part                           sent      in/kept   403     403      403     404     403     404     403
hand_in_part                         its-part  in/kept   403     403      ok      404     404     404     404
take_up_part                         its-part  in/kept   403     403      403     404     404     404     404
send_part_back                       its-part  in/kept   403     403      403     404     404     404     404
take_part_back                       its-part  in/kept   ok      ok       403     404     404     404     404
agree_answers                        its-part  in/kept   403     403      ok      404     404     404     404
part                                 nothing   in/kept   404     404      404     404     404     404     404
start_part                           nothing   in/kept   404     404      404     404     404     404     404
hand_in_part                         nothing   in/kept   404     404      404     404     404     404     404
take_up_part                         nothing   in/kept   404     404      404     404     404     404     404
send_part_back                       nothing   in/kept   404     404      404     404     404     404     404
take_part_back                       nothing   in/kept   404     404      404     404     404     404     404
agree_answers                        nothing   in/kept   404     404      404     404     404     404     404
remove_response                      draft     in/kept   ok      ok       404     404     404     404     404
remove_response                      sent      in/kept   403     403      403     404     403     404     403
remove_response                      letter    in/kept   404     404      404     404     ok      404     404
remove_response                      nothing   in/kept   404     404      404     404     404     404     404
covering_letter                      draft     in/kept   ok      ok       404     404     404     404     404
covering_letter                      sent      in/kept   403     403      403     404     403     404     403
covering_letter                      letter    in/kept   404     404      404     404     go      404     404
covering_letter                      nothing   in/kept   404     404      404     404     404     404     404
check_update                         draft     in/kept   ok      ok       404     404     404     404     404
check_update                         sent      in/kept   go      go       go      404     go      404     go
check_update                         letter    in/kept   404     404      404     404     go      404     404
check_update                         nothing   in/kept   404     404      404     404     404     404     404
ask_for_sign_off                     draft     in/kept   go      403      404     404     404     404     404
ask_for_sign_off                     forces    in/kept   ok      403      ok      404     404     404     404
ask_for_sign_off                     sent      in/kept   403     403      403     404     403     404     403
ask_for_sign_off                     letter    in/kept   404     404      404     404     403     404     404
ask_for_sign_off                     nothing   in/kept   404     404      404     404     404     404     404
stop_asking                          draft     in/kept   ok      ok       404     404     404     404     404
stop_asking                          forces    in/kept   403     403      403     404     404     404     404
stop_asking                          sent      in/kept   403     403      403     404     403     404     403
stop_asking                          letter    in/kept   404     404      404     404     403     404     404
stop_asking                          nothing   in/kept   404     404      404     404     404     404     404
send_back                            draft     in/kept   403     ok       404     404     404     404     404
send_back                            ready     in/kept   403     403      404     404     404     404     404
send_back                            sent      in/kept   403     403      403     404     403     404     403
send_back                            letter    in/kept   404     404      404     404     403     404     404
send_back                            nothing   in/kept   404     404      404     404     404     404     404
confirm_correction                   draft     in/kept   403     403      404     404     404     404     404
confirm_correction                   mended    in/kept   ok      403      404     404     404     404     404
confirm_correction                   sent      in/kept   403     403      403     404     403     404     403
confirm_correction                   letter    in/kept   404     404      404     404     403     404     404
confirm_correction                   nothing   in/kept   404     404      404     404     404     404     404
take_back_sign_off                   draft     in/kept   403     403      404     404     404     404     404
take_back_sign_off                   ready     in/kept   403     ok       404     404     404     404     404
take_back_sign_off                   sent      in/kept   403     403      403     404     403     404     403
take_back_sign_off                   letter    in/kept   404     404      404     404     403     404     404
take_back_sign_off                   nothing   in/kept   404     404      404     404     404     404     404
sign_off                             draft     in/kept   403     ok       404     404     404     404     404
sign_off                             ready     in/kept   403     403      404     404     404     404     404
sign_off                             sent      in/kept   403     403      403     404     403     404     403
sign_off                             letter    in/kept   404     404      404     404     403     404     404
sign_off                             nothing   in/kept   404     404      404     404     404     404     404
send_update                          draft     in/kept   403     403      404     404     404     404     404
send_update                          ready     in/kept   ok      ok       404     404     404     404     404
send_update                          sent      in/kept   go      go       go      404     go      404     go
send_update                          letter    in/kept   404     404      404     404     403     404     404
send_update                          nothing   in/kept   404     404      404     404     404     404     404
update_sent                          draft     in/kept   404     404      404     404     404     404     404
update_sent                          sent      in/kept   ok      ok       ok      404     ok      404     ok
update_sent                          recorded  in/kept   404     404      404     404     404     404     404
update_sent                          nothing   in/kept   404     404      404     404     404     404     404
send_again                           draft     in/kept   405/403 405/403  405/404 405/404 405/404 405/404 405/404
send_again                           sent      in/kept   405/go  405/go   405/403 405/404 405/403 405/404 405/403
send_again                           recorded  in/kept   405/403 405/403  405/403 405/404 405/403 405/404 405/403
send_again                           nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
withdraw_update                      draft     in/kept   403     403      404     404     404     404     404
withdraw_update                      sent      in/kept   403     ok       403     404     403     404     403
withdraw_update                      letter    in/kept   404     404      404     404     403     404     404
withdraw_update                      recorded  in/kept   403     403      403     404     ok      404     403
withdraw_update                      nothing   in/kept   404     404      404     404     404     404     404
correct_update                       draft     in/kept   403     403      404     404     404     404     404
correct_update                       sent      in/kept   403     403      403     404     403     404     403
correct_update                       letter    in/kept   404     404      404     404     403     404     404
correct_update                       recorded  in/kept   403     403      403     404     ok      404     403
correct_update                       mistaken  in/kept   404     404      404     404     403     404     404
correct_update                       nothing   in/kept   404     404      404     404     404     404     404
move_update                          draft     in/kept   403     403      404     404     404     404     404
move_update                          sent      in/kept   403     403      403     404     403     404     403
move_update                          letter    in/kept   404     404      404     404     403     404     404
move_update                          recorded  in/kept   403     403      403     404     ok      404     403
move_update                          mistaken  in/kept   404     404      404     404     403     404     404
move_update                          nothing   in/kept   404     404      404     404     404     404     404
update_in_error                      draft     in/kept   403     403      404     404     404     404     404
update_in_error                      sent      in/kept   403     403      403     404     403     404     403
update_in_error                      letter    in/kept   404     404      404     404     403     404     404
update_in_error                      recorded  in/kept   403     403      403     404     ok      404     403
update_in_error                      mistaken  in/kept   404     404      404     404     go      404     404
update_in_error                      nothing   in/kept   404     404      404     404     404     404     404
attach_file                          draft     in/kept   403     403      404     404     404     404     404
attach_file                          sent      in/kept   403     403      403     404     403     404     403
attach_file                          letter    in/kept   404     404      404     404     403     404     404
attach_file                          recorded  in/kept   403     403      403     404     ok      404     403
attach_file                          mistaken  in/kept   404     404      404     404     ok      404     404
attach_file                          nothing   in/kept   404     404      404     404     404     404     404
undo_change                          draft     in/kept   403     403      404     404     404     404     404
undo_change                          sent      in/kept   403     403      403     404     go      404     403
undo_change                          letter    in/kept   404     404      404     404     403     404     404
undo_change                          recorded  in/kept   403     403      403     404     go      404     403
undo_change                          mistaken  in/kept   404     404      404     404     ok      404     404
undo_change                          nothing   in/kept   404     404      404     404     404     404     404
discard_update                       draft     in/kept   ok      ok       404     404     404     404     404
discard_update                       sent      in/kept   403     403      403     404     403     404     403
discard_update                       letter    in/kept   404     404      404     404     ok      404     404
discard_update                       nothing   in/kept   404     404      404     404     404     404     404
letter                               draft     in/kept   ok      ok       404     404     404     404     404
letter                               sent      in/kept   ok      ok       ok      404     ok      404     ok
letter                               letter    in/kept   404     404      404     404     404     404     404
letter                               recorded  in/kept   404     404      404     404     404     404     404
letter                               nothing   in/kept   404     404      404     404     404     404     404
letter_pdf                           draft     in/kept   ok      ok       404     404     404     404     404
letter_pdf                           sent      in/kept   ok      ok       ok      404     ok      404     ok
letter_pdf                           letter    in/kept   404     404      404     404     404     404     404
letter_pdf                           recorded  in/kept   404     404      404     404     404     404     404
letter_pdf                           nothing   in/kept   404     404      404     404     404     404     404
letter_docx                          draft     in/kept   ok      ok       404     404     404     404     404
letter_docx                          sent      in/kept   ok      ok       ok      404     ok      404     ok
letter_docx                          letter    in/kept   404     404      404     404     404     404     404
letter_docx                          recorded  in/kept   404     404      404     404     404     404     404
letter_docx                          nothing   in/kept   404     404      404     404     404     404     404
enclosures                           draft     in/kept   ok      ok       404     404     404     404     404
enclosures                           sent      in/kept   403     403      403     404     403     404     403
enclosures                           letter    in/kept   404     404      404     404     go      404     404
enclosures                           nothing   in/kept   404     404      404     404     404     404     404
remove_enclosure                     draft     in/kept   405/go  405/go   405/404 405/404 405/404 405/404 405/404
remove_enclosure                     sent      in/kept   405/403 405/403  405/403 405/404 405/403 405/404 405/403
remove_enclosure                     nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
retitle_enclosure                    draft     in/kept   405/ok  405/ok   405/404 405/404 405/404 405/404 405/404
retitle_enclosure                    sent      in/kept   405/403 405/403  405/403 405/404 405/403 405/404 405/403
retitle_enclosure                    nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
move_enclosure_up                    draft     in/kept   405/go  405/go   405/404 405/404 405/404 405/404 405/404
move_enclosure_up                    sent      in/kept   405/403 405/403  405/403 405/404 405/403 405/404 405/403
move_enclosure_up                    nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
enclosure                            draft     in/kept   ok      ok       404     404     404     404     404
enclosure                            sent      in/kept   ok      ok       ok      404     ok      404     ok
enclosure                            nothing   in/kept   404     404      404     404     404     404     404
letter_zip                           draft     in/kept   ok      ok       404     404     404     404     404
letter_zip                           sent      in/kept   ok      ok       ok      404     ok      404     ok
letter_zip                           recorded  in/kept   404     404      404     404     404     404     404
letter_zip                           nothing   in/kept   404     404      404     404     404     404     404
letter_whole                         draft     in/kept   ok      ok       404     404     404     404     404
letter_whole                         sent      in/kept   404     404      404     404     404     404     404
letter_whole                         recorded  in/kept   404     404      404     404     404     404     404
letter_whole                         nothing   in/kept   404     404      404     404     404     404     404
record_letter                        -         in/kept   403     403      403     403     ok      403     403
letter_facts                         draft     in/kept   403     403      404     404     404     404     404
letter_facts                         sent      in/kept   403     403      403     404     403     404     403
letter_facts                         letter    in/kept   404     404      404     404     ok      404     404
letter_facts                         recorded  in/kept   403     403      403     404     403     404     403
letter_facts                         nothing   in/kept   404     404      404     404     404     404     404
record_update                        draft     in/kept   403     403      404     404     404     404     404
record_update                        sent      in/kept   403     403      403     404     403     404     403
record_update                        letter    in/kept   404     404      404     404     ok      404     404
record_update                        recorded  in/kept   403     403      403     404     go      404     403
record_update                        nothing   in/kept   404     404      404     404     404     404     404
document                             draft     in/kept   ok      ok       404     404     404     404     404
document                             letter    in/kept   404     404      404     404     ok      404     404
document                             recorded  in/kept   ok      ok       ok      404     ok      404     ok
document                             nothing   in/kept   404     404      404     404     404     404     404
review_response                      draft     in/kept   403     403      404     404     404     404     404
review_response                      letter    in/kept   404     404      404     404     403     404     404
review_response                      recorded  in/kept   403     403      403     404     ok      404     403
review_response                      nothing   in/kept   404     404      404     404     404     404     404
unsent_mail                          -         in/kept   403     403      403     403     ok      ok      403
send_mail_again                      -         in/kept   405/403 405/403  405/403 405/403 405/go  405/go  405/403
send_mail_again                      nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/404 405/403
tell_again                           -         in/kept   405/403 405/403  405/403 405/403 405/go  405/403 405/403
tell_again                           nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/403 405/403
review_desk                          -         in/kept   403     403      403     403     ok      403     403
review_desk                          nothing   in/kept   403     403      403     403     404     403     403
review_at_desk                       draft     in/kept   403     403      403     403     404     403     403
review_at_desk                       letter    in/kept   403     403      403     403     403     403     403
review_at_desk                       recorded  in/kept   403     403      403     403     ok      403     403
review_at_desk                       nothing   in/kept   403     403      403     403     404     403     403
review_several                       -         in/kept   403     403      403     403     go      403     403
review_several                       nothing   in/kept   403     403      403     403     404     403     403
commitment_done                      recorded  in/kept   403     403      403     404     ok      404     403
commitment_done                      nothing   in/kept   404     404      404     404     404     404     404
revise_commitment                    recorded  in/kept   403     403      403     404     ok      404     403
revise_commitment                    nothing   in/kept   404     404      404     404     404     404     404
commitment_in_error                  recorded  in/kept   403     403      403     404     ok      404     403
commitment_in_error                  nothing   in/kept   404     404      404     404     404     404     404
undo_commitment_error                recorded  in/kept   405/403 405/403  405/403 405/404 405/go  405/404 405/403
undo_commitment_error                nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
revision_in_error                    recorded  in/kept   403     403      403     404     ok      404     403
revision_in_error                    nothing   in/kept   404     404      404     404     404     404     404
undo_revision_error                  recorded  in/kept   405/403 405/403  405/403 405/404 405/go  405/404 405/403
undo_revision_error                  nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
add_commitment                       draft     in/kept   403     403      404     404     404     404     404
add_commitment                       letter    in/kept   404     404      404     404     403     404     404
add_commitment                       recorded  in/kept   403     403      403     404     ok      404     403
add_commitment                       nothing   in/kept   404     404      404     404     404     404     404
commitments                          -         in/kept   403     403      403     403     ok      403     ok
cell                                 -         in/kept   ok      ok       404     404     ok      404     ok
cell                                 its-force in/kept   ok      ok       ok      404     ok      404     ok
cell                                 another   in/kept   404     404      404     ok      ok      404     ok
overview                             -         in/kept   403     403      403     403     ok      403     ok
overview                             nothing   in/kept   403     403      403     403     404     403     404
briefing                             -         in/kept   403     403      403     403     ok      403     ok
briefing                             nothing   in/kept   403     403      403     403     404     403     404
matrix                               -         in/kept   403     403      403     403     ok      403     ok
awaited                              -         in/kept   403     403      403     403     ok      403     ok
awaited                              nothing   in/kept   403     403      403     403     404     403     404
awaited_csv                          -         in/kept   403     403      403     403     ok      403     ok
awaited_csv                          nothing   in/kept   403     403      403     403     404     403     404
tokens                               -         in/kept   403     403      403     403     ok      403     403
make_token                           -         in/kept   403     403      403     403     403     403     403
revoke_token                         -         in/kept   403     403      403     403     ok/go   ok/go   403
revoke_token                         nothing   in/kept   404     404      404     404     404     404     404
api_documentation                    -         in/kept   403     403      403     403     ok      403     ok
api_openapi                          -         ok/405    ok/405  ok/405   ok/405  ok/405  ok/405  ok/405  ok/405
api_reports                          -         401/405   401/405 401/405  401/405 401/405 401/405 401/405 401/405
api_recommendations                  -         401/405   401/405 401/405  401/405 401/405 401/405 401/405 401/405
api_matrix                           -         401/405   401/405 401/405  401/405 401/405 401/405 401/405 401/405
api_answers                          -         401/405   401/405 401/405  401/405 401/405 401/405 401/405 401/405
api_commitments                      -         401/405   401/405 401/405  401/405 401/405 401/405 401/405 401/405
api_reviews                          -         401/405   401/405 401/405  401/405 401/405 401/405 401/405 401/405
api_nothing                          -         404/405   404/405 404/405  404/405 404/405 404/405 404/405 404/405
matrix_csv                           -         in/kept   403     403      403     403     ok      403     ok
matrix_csv                           nothing   in/kept   403     403      403     403     404     403     404
matrix_xlsx                          -         in/kept   403     403      403     403     ok      403     ok
matrix_xlsx                          nothing   in/kept   403     403      403     403     404     403     404
matrix_pdf                           -         in/kept   403     403      403     403     ok      403     ok
matrix_pdf                           nothing   in/kept   403     403      403     403     404     403     404
exports                              -         in/kept   403     403      403     403     ok      403     ok
exports                              nothing   in/kept   403     403      403     403     404     403     404
answers_xlsx                         -         in/kept   403     403      403     403     403     403     403
answers_csv                          -         in/kept   403     403      403     403     403     403     403
reviews_csv                          -         in/kept   403     403      403     403     403     403     403
commitments_csv                      -         in/kept   403     403      403     403     403     403     403
link_recommendation                  -         in/kept   403     403      403     403     ok      ok      403
link_recommendation                  nothing   in/kept   403     403      403     403     404     404     403
link_in_error                        -         in/kept   403     403      403     403     ok      ok      403
link_in_error                        nothing   in/kept   403     403      403     403     404     404     403
undo_link_error                      -         in/kept   405/403 405/403  405/403 405/403 405/go  405/go  405/403
undo_link_error                      nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/404 405/403
compare_wording                      -         in/kept   ok      ok       ok      ok      ok      ok      ok
compare_wording                      nothing   in/kept   404     404      404     404     404     404     404
answers                              -         in/kept   403     403      403     403     ok      403     ok
answers                              nothing   in/kept   403     403      403     403     404     403     404
same_words                           -         in/kept   403     403      403     403     ok      403     ok
same_words                           nothing   in/kept   403     403      403     403     404     403     404
changes                              -         in/kept   403     403      403     403     ok      403     ok
changes                              nothing   in/kept   403     403      403     403     404     403     404
changes_csv                          -         in/kept   403     403      403     403     ok      403     ok
changes_csv                          nothing   in/kept   403     403      403     403     404     403     404
requests                             -         in/kept   403     403      403     403     ok      403     ok
requests                             nothing   in/kept   403     403      403     403     404     403     404
record_request                       -         in/kept   403     403      403     403     ok      403     403
record_request                       nothing   in/kept   403     403      403     403     404     403     403
request_letter                       -         in/kept   ok      ok       404     404     ok      404     ok
request_letter                       nothing   in/kept   404     404      404     404     404     404     404
request_in_error                     -         in/kept   403     403      403     403     ok      403     403
request_in_error                     nothing   in/kept   403     403      403     403     404     403     403
undo_request_error                   -         in/kept   405/403 405/403  405/403 405/403 405/go  405/403 405/403
undo_request_error                   nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/403 405/403
spreadsheets                         -         in/kept   403     403      403     403     ok      403     403
spreadsheets                         nothing   in/kept   403     403      403     403     404     403     403
spreadsheet                          -         in/kept   403     403      403     403     ok      403     403
spreadsheet                          nothing   in/kept   403     403      403     403     404     403     403
spreadsheet_file                     -         in/kept   403     403      403     403     ok      403     403
spreadsheet_file                     nothing   in/kept   403     403      403     403     404     403     403
discard_spreadsheet                  -         in/kept   405/403 405/403  405/403 405/403 405/go  405/403 405/403
discard_spreadsheet                  nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/403 405/403
chase                                -         in/kept   403     403      403     403     ok      403     ok
chase                                nothing   in/kept   403     403      403     403     404     403     404
chase_csv                            -         in/kept   403     403      403     403     ok      403     403
chase_csv                            nothing   in/kept   403     403      403     403     404     403     403
write_chasers                        -         in/kept   403     403      403     403     go      403     403
write_chasers                        nothing   in/kept   403     403      403     403     404     403     403
chasers                              -         in/kept   403     403      403     403     ok      403     403
chasers                              nothing   in/kept   403     403      403     403     404     403     403
send_chasers                         -         in/kept   405/403 405/403  405/403 405/403 405/go  405/403 405/403
send_chasers                         nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/403 405/403
discard_chasers                      -         in/kept   405/403 405/403  405/403 405/403 405/go  405/403 405/403
discard_chasers                      nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/403 405/403
draw_chasers_again                   -         in/kept   405/403 405/403  405/403 405/403 405/go  405/403 405/403
draw_chasers_again                   nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/403 405/403
chaser_pdf                           -         in/kept   ok      ok       404     404     ok      404     ok
chaser_pdf                           nothing   in/kept   404     404      404     404     404     404     404
contact_log                          its-body  in/kept   403     403      403     403     ok      403     ok
contact_log                          nothing   in/kept   403     403      403     403     404     403     404
add_log_note                         its-body  in/kept   403     403      403     403     ok      403     403
add_log_note                         nothing   in/kept   403     403      403     403     404     403     403
log_note_in_error                    -         in/kept   403     403      403     403     ok      403     403
log_note_in_error                    nothing   in/kept   403     403      403     403     404     403     403
undo_log_note_error                  -         in/kept   405/403 405/403  405/403 405/403 405/go  405/403 405/403
undo_log_note_error                  nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/403 405/403
more_time                            -         in/kept   403     403      403     403     ok      403     ok
more_time                            nothing   in/kept   403     403      403     403     404     403     404
record_more_time                     -         in/kept   403     403      403     403     ok      403     403
record_more_time                     nothing   in/kept   403     403      403     403     404     403     403
decide_more_time                     -         in/kept   403     403      403     403     ok      403     403
decide_more_time                     nothing   in/kept   403     403      403     403     404     403     403
more_time_in_error                   -         in/kept   403     403      403     403     ok      403     403
more_time_in_error                   nothing   in/kept   403     403      403     403     404     403     403
undo_more_time_error                 -         in/kept   405/403 405/403  405/403 405/403 405/go  405/403 405/403
undo_more_time_error                 nothing   in/kept   405/403 405/403  405/403 405/403 405/404 405/403 405/403
super_complaints                     -         in/kept   ok      ok       ok      ok      ok      ok      ok
super_complaint                      -         in/kept   ok      ok       ok      ok      ok      ok      ok
super_complaint                      nothing   in/kept   404     404      404     404     404     404     404
recommendation                       -         in/kept   ok      ok       ok      ok      ok      ok      ok
recommendation                       nothing   in/kept   404     404      404     404     404     404     404
load_report                          -         in/kept   403     403      403     403     403     ok      403
store_report                         -         in/kept   405/403 405/403  405/403 405/403 405/403 405/go  405/403
address_bodies                       -         in/kept   403     403      403     403     403     ok      403
address_bodies                       nothing   in/kept   403     403      403     403     403     404     403
bodies                               -         in/kept   ok      ok       ok      ok      ok      ok      ok
search                               -         in/kept   ok      ok       ok      ok      ok      ok      ok
register                             -         in/kept   ok      ok       ok      ok      ok      ok      ok
bundles                              -         in/kept   ok      ok       ok      ok      ok      ok      ok
bundle_of_report                     -         in/kept   ok      ok       ok      ok      ok      ok      ok
bundle_of_report                     nothing   in/kept   404     404      404     404     404     404     404
bundle_of_body                       its-body  in/kept   ok      ok       ok      ok      ok      ok      ok
bundle_of_body                       nothing   in/kept   404     404      404     404     404     404     404
bundle                               -         in/kept   404     404      404     404     ok      404     404
bundle                               nothing   in/kept   404     404      404     404     404     404     404
bundle_file                          -         in/kept   404     404      404     404     ok      404     404
bundle_file                          nothing   in/kept   404     404      404     404     404     404     404
cancel_bundle                        -         in/kept   405/404 405/404  405/404 405/404 405/go  405/404 405/404
cancel_bundle                        nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
try_bundle_again                     -         in/kept   405/404 405/404  405/404 405/404 405/go  405/404 405/404
try_bundle_again                     nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
body                                 its-body  in/kept   ok      ok       ok      ok      ok      ok      ok
body_answers                         -         in/kept   ok      ok       403     403     ok      403     ok
body_answers                         its-force in/kept   ok      ok       ok      403     ok      403     ok
body_answers                         nothing   in/kept   404     404      404     404     404     404     404
said                                 -         in/kept   ok      ok       403     403     ok      403     ok
said                                 its-force in/kept   ok      ok       ok      403     ok      403     ok
said                                 nothing   in/kept   404     404      404     404     404     404     404
panel_paper                          its-body  in/kept   ok      ok       403     403     ok      403     ok
panel_paper                          nothing   in/kept   404     404      404     404     404     404     404
panel_paper_pdf                      its-body  in/kept   ok      ok       403     403     ok      403     ok
panel_paper_pdf                      nothing   in/kept   404     404      404     404     404     404     404
panel_paper_docx                     its-body  in/kept   ok      ok       403     403     ok      403     ok
panel_paper_docx                     nothing   in/kept   404     404      404     404     404     404     404
add_contact                          its-body  in/kept   ok      ok       403     403     ok      ok      403
add_contact                          nothing   in/kept   404     404      404     404     404     404     404
change_contact                       -         in/kept   ok      ok       403     403     ok      ok      403
change_contact                       nothing   in/kept   404     404      404     404     404     404     404
end_contact                          -         in/kept   405/go  405/go   405/403 405/403 405/go  405/go  405/403
end_contact                          nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
letterhead                           its-body  in/kept   ok/403  ok       403     403     403     403     403
letterhead                           nothing   in/kept   404     404      404     404     404     404     404
letterhead_sample                    its-body  in/kept   ok      ok       403     403     403     403     403
letterhead_sample                    nothing   in/kept   404     404      404     404     404     404     404
signature                            its-body  in/kept   403     ok       403     403     403     403     403
signature                            nothing   in/kept   404     404      404     404     404     404     404
end_signature                        its-body  in/kept   405/403 405/go   405/403 405/403 405/403 405/403 405/403
end_signature                        nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
note_published                       its-body  in/kept   ok      ok       403     403     ok      403     403
note_published                       nothing   in/kept   404     404      404     404     404     404     404
remove_published                     -         in/kept   405/go  405/403  405/403 405/403 405/go  405/403 405/403
remove_published                     nothing   in/kept   405/404 405/404  405/404 405/404 405/404 405/404 405/404
close_super_complaint                -         in/kept   403     403      403     403     ok      ok      403
close_super_complaint                closed    in/kept   403     403      403     403     go      go      403
close_super_complaint                nothing   in/kept   403     403      403     403     404     404     403
reopen_super_complaint               -         in/kept   403     403      403     403     go      go      403
reopen_super_complaint               closed    in/kept   403     403      403     403     ok      ok      403
reopen_super_complaint               nothing   in/kept   403     403      403     403     404     404     403
start_update                         closed    in/kept   405/403 405/403  405/403 405/403 405/403 405/403 405/403
super_complaint                      closed    in/kept   ok      ok       ok      ok      ok      ok      ok
body                                 nothing   in/kept   404     404      404     404     404     404     404
people                               -         in/kept   403     403      403     403     403     ok      403
invite                               -         in/kept   403     403      403     403     403     ok      403
person                               -         in/kept   403     403      403     403     403     ok      403
person                               nothing   in/kept   403     403      403     403     403     404     403
change_person                        -         in/kept   403     403      403     403     403     ok      403
change_person                        nothing   in/kept   403     403      403     403     403     404     403
invite_again                         -         in/kept   405/403 405/403  405/403 405/403 405/403 405/go  405/403
invite_again                         nothing   in/kept   405/403 405/403  405/403 405/403 405/403 405/404 405/403
deactivate                           -         in/kept   405/403 405/403  405/403 405/403 405/403 405/go  405/403
deactivate                           nothing   in/kept   405/403 405/403  405/403 405/403 405/403 405/404 405/403
reactivate                           -         in/kept   405/403 405/403  405/403 405/403 405/403 405/go  405/403
reactivate                           nothing   in/kept   405/403 405/403  405/403 405/403 405/403 405/404 405/403
remove_role                          -         in/kept   405/403 405/403  405/403 405/403 405/403 405/go  405/403
remove_role                          nothing   in/kept   405/403 405/403  405/403 405/403 405/403 405/404 405/403
account_login                        -         ok        go      go       go      go      go      go      go
account_logout                       -         go        ok/go   ok/go    ok/go   ok/go   ok/go   ok/go   ok/go
account_inactive                     -         ok/405    ok/405  ok/405   ok/405  ok/405  ok/405  ok/405  ok/405
public_reports                       -         ok/405    ok/405  ok/405  ok/405  ok/405  ok/405  ok/405  ok/405
public_report                        -         ok/405    ok/405  ok/405  ok/405  ok/405  ok/405  ok/405  ok/405
public_report                        closed    404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_report                        nothing   404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_matrix                        -         ok/405    ok/405  ok/405  ok/405  ok/405  ok/405  ok/405  ok/405
public_matrix                        closed    404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_matrix                        nothing   404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_matrix_csv                    -         ok/405    ok/405  ok/405  ok/405  ok/405  ok/405  ok/405  ok/405
public_matrix_csv                    closed    404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_matrix_csv                    nothing   404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_answers_csv                   -         ok/405    ok/405  ok/405  ok/405  ok/405  ok/405  ok/405  ok/405
public_answers_csv                   closed    404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_answers_csv                   nothing   404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_body                          -         ok/405    ok/405  ok/405  ok/405  ok/405  ok/405  ok/405  ok/405
public_body                          closed    404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
public_body                          nothing   404/405   404/405 404/405 404/405 404/405 404/405 404/405 404/405
publish                              -         in/kept   403     403     403     403     ok/go   403     403
publish                              closed    in/kept   403     403     403     403     ok/go   403     403
publish                              nothing   in/kept   403     403     403     403     404     403     403
end_publication                      -         in/kept   403     403     403     403     ok/go   403     403
end_publication                      closed    in/kept   403     403     403     403     go      403     403
end_publication                      nothing   in/kept   403     403     403     403     404     403     403
withhold                             draft     in/kept   403     403     403     403     403     403     403
withhold                             letter    in/kept   403     403     403     403     403     403     403
withhold                             recorded  in/kept   403     403     403     403     ok      403     403
withhold                             nothing   in/kept   403     403     403     403     404     403     403
lift_withholding                     -         in/kept   405/403 405/403 405/403 405/403 405/go  405/403 405/403
lift_withholding                     nothing   in/kept   405/403 405/403 405/403 405/403 405/404 405/403 405/403
calendar                             -         in/kept   ok      ok       ok      ok      ok      ok      ok
make_calendar_address                -         in/kept   405/ok  405/ok   405/ok  405/ok  405/ok  405/ok  405/ok
revoke_calendar_address              -         in/kept   405/go  405/go   405/go  405/go  405/go  405/go  405/go
calendar_feed                        -         404/405   404/405 404/405  404/405 404/405 404/405 404/405 404/405
told_by_email                        -         in/kept   ok/go   ok/go    ok/go   ok/go   ok/go   ok/go   ok/go
account_change_password              -         in/kept   ok      ok       ok      ok      ok      ok      ok
account_set_password                 -         in/kept   go      go       go      go      go      go      go
account_reset_password               -         ok        ok      ok       ok      ok      ok      ok      ok
account_reset_password_done          -         ok/405    ok/405  ok/405   ok/405  ok/405  ok/405  ok/405  ok/405
account_reset_password_from_key_done -         ok/405    ok/405  ok/405   ok/405  ok/405  ok/405  ok/405  ok/405
account_reset_password_from_key      -         ok        ok      ok       ok      ok      ok      ok      ok
accessibility_statement              -         ok        ok      ok       ok      ok      ok      ok      ok
robots                               -         ok/405    ok/405  ok/405   ok/405  ok/405  ok/405  ok/405  ok/405
check_letter                         -         ok        ok      ok       ok      ok      ok      ok      ok
set_language                         -         go        go      go       go      go      go      go      go
intake                               -         in/kept   403     403      403     403     ok      403     403
intake                               nothing   in/kept   403     403      403     403     404     403     403
record_recognised                    -         in/kept   403     403      403     403     ok      403     403
record_recognised                    nothing   in/kept   403     403      403     403     404     403     403
remove_duplicates                    -         in/kept   403     403      403     403     ok      403     403
remove_duplicates                    nothing   in/kept   403     403      403     403     404     403     403
confirm_letter                       -         in/kept   403     403      403     403     ok      403     403
confirm_letter                       recorded  in/kept   403     403      403     403     go      403     403
confirm_letter                       nothing   in/kept   403     403      403     403     404     403     403
intake_file                          -         in/kept   403     403      403     403     ok      403     403
intake_file                          recorded  in/kept   403     403      403     403     go      403     403
intake_file                          nothing   in/kept   403     403      403     403     404     403     403
read_again                           -         in/kept   403     403      403     403     ok/go   403     403
read_again                           recorded  in/kept   403     403      403     403     404     403     403
read_again                           nothing   in/kept   403     403      403     403     404     403     403
move_intake                          -         in/kept   403     403      403     403     ok      403     403
move_intake                          recorded  in/kept   403     403      403     403     404     403     403
move_intake                          nothing   in/kept   403     403      403     403     404     403     403
remove_intake                        -         in/kept   403     403      403     403     ok/go   403     403
remove_intake                        recorded  in/kept   403     403      403     403     404     403     403
remove_intake                        nothing   in/kept   403     403      403     403     404     403     403
place_answers                        draft     in/kept   ok      ok       404     404     404     404     404
place_answers                        sent      in/kept   403     403      403     404     403     404     403
place_answers                        letter    in/kept   404     404      404     404     403     404     404
place_answers                        nothing   in/kept   404     404      404     404     404     404     404
place_part_answers                   its-part  in/kept   ok      ok       ok      404     404     404     404
place_part_answers                   unshared  in/kept   ok      ok       404     404     404     404     404
place_part_answers                   nothing   in/kept   404     404      404     404     404     404     404
confirm_answers                      draft     in/kept   ok      ok       404     404     404     404     404
confirm_answers                      its-part  in/kept   ok      ok       ok      404     404     404     404
confirm_answers                      sent      in/kept   403     403      403     404     403     404     403
confirm_answers                      nothing   in/kept   404     404      404     404     404     404     404
confirm_returned                     draft     in/kept   go      go       404     404     404     404     404
confirm_returned                     its-part  in/kept   go      go       go      404     404     404     404
confirm_returned                     sent      in/kept   403     403      403     404     403     404     403
confirm_returned                     nothing   in/kept   404     404      404     404     404     404     404
answer_file                          draft     in/kept   ok      ok       404     404     404     404     404
answer_file                          its-part  in/kept   ok      ok       ok      404     404     404     404
answer_file                          sent      in/kept   403     403      403     404     403     404     403
answer_file                          nothing   in/kept   404     404      404     404     404     404     404
as_received                          draft     in/kept   404     404      404     404     404     404     404
as_received                          sent      in/kept   404     404      404     404     404     404     404
as_received                          letter    in/kept   404     404      404     404     404     404     404
as_received                          recorded  in/kept   ok      ok       ok      404     ok      404     ok
as_received                          nothing   in/kept   404     404      404     404     404     404     404
"""


class World:
    """A little of everything that a page can be about."""

    def __init__(self):
        self.force, self.other = make_force(), make_force("Felpersham Police")
        self.pcc = make_policing_body(self.force)
        self.people = {
            "anonymous": None,
            "editor": make_member(self.pcc),
            "approver": make_member(self.pcc, Role.APPROVER),
            "force": make_member(self.force),
            "other": make_member(self.other, Role.APPROVER),
            "liaison": make_liaison(),
            "admin": make_user(is_staff=True, is_superuser=True),
            "reader": make_member(make_national_body("College of Policing"), Role.READER),
        }
        self.super_complaint, self.second = make_super_complaint(), make_super_complaint(title="Second", slug="second")
        self.asked = [
            make_addressee(make_recommendation(each), body)
            for each in (self.super_complaint, self.second)
            for body in (self.pcc,)
        ]
        recommendation = self.asked[0].recommendation
        self.asked += [make_addressee(recommendation, body) for body in (self.force, self.other)]
        self.third = make_super_complaint(title="Third", slug="third")
        for body in (self.pcc, self.force):
            make_addressee(self.third.recommendations.first() or make_recommendation(self.third), body)
        self.closed = make_super_complaint(title="Closed", slug="closed", closed_on=datetime.date(2021, 1, 1))
        make_addressee(make_recommendation(self.closed), self.pcc)
        self.contact = self.pcc.contacts.create(email="liaison@example.org")
        self.published = self.super_complaint.published_responses.create(
            body=self.pcc, address="https://example.org/", noted_by=self.people["editor"], noted_at=NOON
        )
        facts = {"about": "question", "key": "question 1", "subject": "A question", "words": "By when?"}
        self.message = Message.objects.create(email="first@example.org", made_at=NOON, **facts)
        self.make_updates()

    def make_updates(self):
        editor, liaison = self.people["editor"], self.people["liaison"]
        dated = {"dated": DUE, "dated_precision": "day", "by": editor}
        not_recorded = {"recorded_by": None, "recorded_at": None, "by": liaison}
        both = [self.pcc, self.force]
        self.sent = make_draft(self.pcc, self.super_complaint, speaks_for=both, **dated)
        make_response(self.sent, self.asked[0])
        self.enclosures = {"sent": enclose(self.sent)}
        self.sent.sign_off(by=self.people["approver"], at=NOON)
        # Its page is looked at, its PDF is not: drawing one takes longer than all the rest of this world.
        letter = SentLetter(html=letter_html(self.sent), pdf=b"%PDF-1.4 a letter", sha256="0" * 64)
        self.sent.send(by=editor, at=NOON, on=DUE, letter=letter)
        self.draft = make_draft(self.pcc, self.super_complaint, speaks_for=both, **dated)
        self.enclosures["draft"] = enclose(self.draft, PLAIN_PDF, how="appended")
        self.draft.ask(by=editor, at=NOON)
        self.ready = make_draft(self.pcc, self.second, **dated)
        self.ready.sign_off(by=self.people["approver"], at=NOON)
        self.forces = make_draft(self.force, self.super_complaint, **dated | {"by": self.people["force"]})
        Part(update=self.draft, body=self.force).start(by=editor, at=NOON)
        self.mended = make_draft(self.pcc, self.third, **dated)
        self.mended.ask(by=editor, at=NOON)
        self.mended.edited(by=self.people["approver"], at=NOON + datetime.timedelta(hours=1))
        self.recorded = make_received(self.force, self.super_complaint, by=liaison)
        self.letter = make_received(self.force, self.super_complaint, **not_recorded)
        self.mistaken = make_received(self.force, self.super_complaint, by=liaison)
        self.mistaken.note_error(by=liaison, at=NOON, reason="It is from another force.")
        self.answers = {
            name: make_response(update, self.asked[0 if update.body == self.pcc else 2])
            for name, update in {"draft": self.draft, "recorded": self.recorded, "letter": self.letter}.items()
        }
        self.revision = make_revision(make_commitment(self.answers["recorded"]), noted_by=liaison)
        self.review = make_review(self.answers["recorded"], reviewed_by=liaison)
        self.documents = {
            update: self.make_document(update, liaison) for update in (self.recorded, self.letter, self.draft)
        }
        self.intakes = {update: self.make_intake(update, liaison) for update in (None, self.recorded)}
        self.answer_files = {
            about: self.make_answer_file(update, brought_for)
            for about, update, brought_for in (
                ("draft", self.draft, self.pcc),
                ("its-part", self.draft, self.force),
                ("sent", self.sent, self.pcc),
            )
        }
        letter = {"letter_name": "chaser.txt", "letter_type": "text/plain", "letter": b"Words."}
        self.chaser = make_request([self.asked[0]], recorded_by=liaison, **letter)
        self.make_chase(liaison)
        self.spreadsheet = make_spreadsheet(self.super_complaint, by=liaison)
        bundle = Bundle(super_complaint=self.super_complaint, as_at=DUE, packing="zip", asked_by=liaison)
        self.bundle = bundles.ask(bundle, Update.objects.filter(pk__in=[self.sent.pk, self.recorded.pk]), at=NOON)
        self.link = make_link(self.super_complaint.recommendations.first(), recorded_by=liaison)
        self.token, _ = make_token(liaison)  # made while they had the role of an exporter
        self.open = make_more_time(self.pcc, self.super_complaint, noted_by=liaison)
        self.super_complaint.publications.create(published_by=liaison, published_at=NOON)
        withheld = {"block": 1, "reason": "It names a victim.", "withheld_by": liaison, "withheld_at": NOON}
        self.withholding = self.answers["recorded"].withholdings.create(**withheld)
        self.recorded.passages.create(order=1, kind=PassageKind.GENERAL, voice=Voice.FORCE, page=1, text="Words.")

    def make_chase(self, by):
        facts = {"subject": "A", "words": "B", "dated": DUE, "prepared_by": by, "prepared_at": NOON}
        asked = make_request([self.asked[0]], recorded_by=by, asked_on=DUE)
        self.chase = self.super_complaint.chases.create(once=uuid.uuid4(), request=asked, **facts)
        of = {"body": self.pcc, "office": self.pcc, "subject": "A", "words": "B", "by_post": True}
        self.chaser_letter = self.chase.letters.create(pdf=b"%PDF-1.4 a chaser", sha256="0" * 64, **of)
        note = {"how": "telephone", "took_place_on": DUE, "words": "Words.", "noted_by": by, "noted_at": NOON}
        self.log_note = self.pcc.log_notes.create(**note)

    @functools.cache  # noqa: B019 - there is one world in a test, and it ends with it
    def session_of(self, who):
        browser = Client()
        browser.force_login(self.people[who])
        return browser.cookies[settings.SESSION_COOKIE_NAME].value

    def make_intake(self, update, by):
        proposal = Proposal(passages=(Passage(PassageKind.GENERAL, "Words."),))
        facts = {
            "name": "arrived.txt",
            "content_type": "text/plain",
            "content": b"Words.",
            "size": 6,
            "sha256": "0" * 64,
        }
        facts |= {"uploaded_by": by, "uploaded_at": NOON, "read_at": NOON, "proposal_json": proposal.as_json()}
        return Intake.objects.create(super_complaint=self.super_complaint, update=update, **facts)

    def make_answer_file(self, update, brought_for):
        proposal = Proposal(passages=(Passage(PassageKind.RESPONSE, "Words.", recommendations=("1",)),))
        facts = {"name": "answers.txt", "content_type": "text/plain", "content": b"Words.", "sha256": "0" * 64}
        facts |= {"brought_by": update.created_by, "brought_at": NOON, "proposal_json": proposal.as_json()}
        return AnswerFile.objects.create(update=update, brought_for=brought_for, **facts)

    def make_document(self, update, by):
        content = b"%PDF-1.4 a letter"
        facts = {"name": "letter.pdf", "content_type": "application/pdf", "content": content, "size": len(content)}
        return Document.objects.create(update=update, sha256="0" * 64, added_by=by, added_at=NOON, **facts)

    @functools.cached_property
    def addresses(self) -> dict[str, dict]:
        """The parts of an address, by what it is about; each has those of "-" as well."""
        member = self.people["force"]
        every = {"slug": self.super_complaint.slug, "number": "1", "body_slug": self.pcc.slug}
        every |= {"person_id": member.pk, "membership_id": member.memberships.get().pk}
        every |= {"uidb36": "1", "key": "no-such-key", "intake_id": self.intakes[None].pk}
        every |= {"contact_id": self.contact.pk, "published_id": self.published.pk}
        every |= {"request_id": self.chaser.pk, "more_time_id": self.open.pk}
        every |= {"bundle_id": self.bundle.pk, "link_id": self.link.pk}
        every |= {"other_slug": self.super_complaint.slug, "other_number": "1"}
        every |= {"bundle_id": self.bundle.pk}
        every |= {
            "token": "no-such-token",
            "chase_id": self.chase.pk,
            "spreadsheet_id": self.spreadsheet.pk,
            "letter_id": self.chaser_letter.pk,
            "note_id": self.log_note.pk,
        }
        every |= {"token_id": self.token.pk, "rest": "nothing"}
        every |= {"withholding_id": self.withholding.pk}
        every |= {"review_id": self.review.pk, "message_id": self.message.pk}
        every |= {"commitment_id": self.revision.commitment_id, "revision_id": self.revision.pk}
        names = ("draft", "ready", "mended", "sent", "forces", "recorded", "letter", "mistaken")
        updates = {name: getattr(self, name) for name in names}
        abouts = {name: {"update_id": update.pk, "body_slug": update.body.slug} for name, update in updates.items()}
        for name, update in (("its-part", self.draft), ("unshared", self.mended)):
            abouts[name] = {"update_id": update.pk, "body_slug": self.force.slug}
        for name, answer in self.answers.items():
            abouts[name] |= {"response_id": answer.pk, "document_id": self.documents[updates[name]].pk}
        for name, file in self.answer_files.items():
            abouts[name] |= {"answer_file_id": file.pk}
        for name, enclosure in self.enclosures.items():
            abouts[name] |= {"enclosure_id": enclosure.pk}
        abouts["recorded"] |= {"intake_id": self.intakes[self.recorded].pk}
        numbers = {part for pattern in patterns().values() for part in needed(pattern) if part.endswith("_id")}
        nothing = dict.fromkeys(numbers, 999_999)
        nothing |= {"slug": "no-such-thing"}
        abouts |= {"-": {}, "its-body": {"slug": self.pcc.slug}, "its-force": {"body_slug": self.force.slug}}
        abouts |= {"another": {"body_slug": self.other.slug}, "closed": {"slug": self.closed.slug}, "nothing": nothing}
        return {about: every | parts for about, parts in abouts.items()}


@pytest.fixture
def world(settings):
    settings.WORK_HERE = False  # a reader at work would see what is about to be rolled back
    return World()


@functools.cache
def patterns(resolver=None) -> dict:
    """Every address by its name, save those of the admin, which are a block of their own."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found |= {} if pattern.namespace == "admin" else patterns(pattern)
        else:
            found[pattern.name] = pattern
    return found


def rows() -> list[tuple[str, str, dict]]:
    """(address, what it is about, {person: what they get})"""
    lines = [line.split() for line in TABLE.strip().splitlines()]
    assert tuple(lines[0][2:]) == PEOPLE
    return [(name, about, dict(zip(PEOPLE, cells, strict=True))) for name, about, *cells in lines[1:]]


def address(world, name, about):
    parts = world.addresses[about]
    return reverse(name, kwargs={part: parts[part] for part in needed(patterns()[name])})


def needed(pattern):
    return pattern.pattern.converters or pattern.pattern.regex.groupindex


def ask(world, who, method, where, data=None):
    """What somebody is answered; the database stays as it was."""
    browser = Client()
    if world.people[who]:
        browser.cookies[settings.SESSION_COOKIE_NAME] = world.session_of(who)
    with transaction.atomic():
        response = getattr(browser, method)(where, data or {})
        transaction.set_rollback(True)
    return response


def outcome(response) -> str:
    if response.status_code == 302:
        return "in" if response.url.startswith("/accounts/login/?next=") else "go"
    if response.status_code == 403 and "You have been signed out." in response.content.decode():
        return "kept"
    return "ok" if response.status_code == 200 else str(response.status_code)


PDFS = ("letter_pdf", "matrix_pdf", "letterhead_sample", "briefing", "panel_paper_pdf", "letter_zip", "letter_whole")
with_and_without_pdf = pytest.mark.parametrize(
    "is_pdf", [pytest.param(False, id="pages"), pytest.param(True, id="pdf", marks=pytest.mark.pdf)]
)


def answers(world, who, rows) -> dict:
    """{(name, about, method): what somebody gets}"""
    return {
        (name, about, method): ask(world, who, method, address(world, name, about))
        for name, about, _ in rows
        for method in ("get", "post")
    }


def in_a_word(get, post) -> str:
    """The two answers as the table writes them."""
    get, post = outcome(get), outcome(post)
    return get if get == post else f"{get}/{post}"


def check(world, who, rows):
    """Asserts that somebody gets what these rows say, and no trace of what is hidden from them."""
    answered = answers(world, who, rows)
    found = {
        (name, about): in_a_word(answered[name, about, "get"], answered[name, about, "post"]) for name, about, _ in rows
    }
    assert found == {(name, about): cells[who] for name, about, cells in rows}
    for name, about, method in hidden_from(who, rows):
        there, nothing = answered[name, about, method], answered[name, "nothing", method]
        assert there.status_code == nothing.status_code == 404, f"{method} {name} ({about})"
        assert without_tokens(there) == without_tokens(nothing), f"{method} {name} ({about})"
        assert there.headers.keys() == nothing.headers.keys(), f"{method} {name} ({about})"


HIDDEN = {"update_id", "response_id", "document_id"}


def opened_by(who) -> set[str]:
    """Whatever of it they may not do, of these a person knows: they open the page."""
    return {about for name, about, cells in rows() if name == "update" and cells[who] == "ok"}


def hidden_from(who, rows) -> list[tuple[str, str, str]]:
    """What is asked of somebody else's draft or letter. It has to look as what does not exist looks."""
    return [
        (name, about, method)
        for name, about, cells in rows
        if about in {"draft", "letter"} - opened_by(who)
        and HIDDEN & set(needed(patterns()[name]))
        and cells[who] == "404"
        for method in ("get", "post")
    ]


def test_every_address_has_a_row_and_every_row_has_an_address():
    assert {name for name, _, _ in rows()} == set(patterns())


@with_and_without_pdf
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_from_every_address_what_the_table_says(world, who, is_pdf):
    check(world, who, [row for row in rows() if (row[0] in PDFS) == is_pdf])


def test_the_table_hides_drafts_and_letters_from_many():
    assert sum(len(hidden_from(who, rows())) for who in PEOPLE) > 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_no_address_knows_another_method(world, method):
    for name in patterns():
        where = address(world, name, "draft")
        for who in ("anonymous", "editor"):
            assert ask(world, who, method, where).status_code == 405, f"{method} {name}: {who}"


@with_and_without_pdf
def test_head_is_answered_as_get_is(world, is_pdf):
    for name in (name for name in patterns() if (name in PDFS) == is_pdf):
        where = address(world, name, "draft")
        for who in ("anonymous", "editor"):
            get, head = (ask(world, who, method, where) for method in ("get", "head"))
            assert head.status_code == get.status_code, f"{name}: {who}"
            assert b"".join(head) == b""


def test_a_number_that_no_database_can_hold_is_a_page_that_does_not_exist(world):
    expected = {name: cells for name, about, cells in rows() if about == "nothing"}
    numbered = {name: numbers for name in patterns() if (numbers := numbers_of(name))}
    assert numbered.keys() <= expected.keys()
    for name, numbers in numbered.items():
        parts = world.addresses["nothing"] | dict.fromkeys(numbers, 10**30)
        where = reverse(name, kwargs={part: parts[part] for part in needed(patterns()[name])})
        for who in ("editor", "liaison", "admin"):
            get, post = (ask(world, who, method, where) for method in ("get", "post"))
            assert in_a_word(get, post) == expected[name][who], f"{name}: {who}"


def numbers_of(name) -> list[str]:
    return [part for part in patterns()[name].pattern.converters if part.endswith("_id")]


def admin_addresses(resolver=None, prefix="/admin/"):
    for pattern in resolver.url_patterns if resolver else admin.site.get_urls():
        part = re.sub(
            r"<[^>]+>|\(\?P<[^)]+\)|[$^]", lambda match: "1" if len(match[0]) > 1 else "", str(pattern.pattern)
        )
        if isinstance(pattern, URLResolver):
            yield from admin_addresses(pattern, prefix + part)
        else:
            yield prefix + part


def test_the_admin_is_for_administrators_whatever_the_address(world):
    addresses = list(admin_addresses())
    assert len(addresses) > 20
    for where in addresses:
        assert resolve(where), where
        assert outcome(ask(world, "anonymous", "get", where)) == "in", where
        assert outcome(ask(world, "anonymous", "post", where)) == "kept", where
        for who in ("editor", "liaison"):
            for method in ("get", "post"):
                answer = ask(world, who, method, where)
                assert answer.status_code in (302, 403), f"{method} {where}: {who}"
                if answer.status_code == 302:
                    assert answer.url.startswith(("/admin/login/", "/admin/")), f"{method} {where}: {who}"


def test_who_is_no_administrator_is_told_so_at_the_admin(world):
    page = ask(world, "liaison", "get", "/admin/login/?next=/admin/")

    assert page.status_code == 403
    assert "Only an administrator can keep the reference data." in page.content.decode()


# Most have a letter, a sample or a body's paper to look at, or a letter to send, which is drawn.
DRAW = {"editor", "approver", "force", "other", "liaison", "reader"}


@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=pytest.mark.pdf) if who in DRAW else who for who in PEOPLE[1:]]
)
def test_no_page_shows_a_link_or_a_button_that_refuses(world, who):
    waiting, seen, sent, refused = [("/", "")], set(), set(), []
    while waiting:
        where, on = waiting.pop()
        page = ask(world, who, "get", where)
        if page.status_code >= 400:
            refused.append(f"link to {where} on {on}: {page.status_code}")
        if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        for method, action, values in forms(page):
            if method.lower() == "dialog":
                continue  # it closes a box on the page
            values.pop("csrfmiddlewaretoken", None)
            form = method, action, str(values)
            if form in sent:
                continue  # that of the search, and others that stand alike on every page
            sent.add(form)
            answer = ask(world, who, method.lower(), action, values)
            if answer.status_code >= 400:
                refused.append(f"{method} {action} on {where}: {answer.status_code}")
        found = {link.partition("#")[0] for link in links(page)}
        waiting += [(link, where) for link in found if new_place(link) not in seen]
        seen |= {new_place(link) for link in found}
    assert refused == []
    assert len(seen) > 8


def new_place(link):
    """The page a link leads to, whatever is chosen on it. The admin is not ours to walk."""
    return "/admin/" if link.startswith("/admin/") else link.partition("?")[0]
