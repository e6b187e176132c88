"""Addresses of updates, responses, reviews and the matrix."""

from django.urls import path

from responses.desk import views as desk
from responses.views import confirm, drafts, files, home, intake, matrix, reading, recording, reviewing, sending, update

urlpatterns = [
    path("", home.home, name="home"),
    path("super-complaints/<slug:slug>/start-update/<slug:body_slug>/", drafts.start_update, name="start_update"),
    path("super-complaints/<slug:slug>/intake/", intake.intake, name="intake"),
    path("intake/<int:intake_id>/", confirm.confirm_letter, name="confirm_letter"),
    path("intake/<int:intake_id>/file/", intake.intake_file, name="intake_file"),
    path("intake/<int:intake_id>/read-again/", intake.read_again, name="read_again"),
    path("intake/<int:intake_id>/remove/", intake.remove_intake, name="remove_intake"),
    path("updates/<int:update_id>/", update.update, name="update"),
    path(
        "updates/<int:update_id>/recommendations/<number:number>/<slug:body_slug>/",
        drafts.edit_response,
        name="edit_response",
    ),
    path(
        "updates/<int:update_id>/recommendations/<number:number>/<slug:body_slug>/remove/",
        drafts.remove_response,
        name="remove_response",
    ),
    path("updates/<int:update_id>/covering-letter/", drafts.covering_letter, name="covering_letter"),
    path("updates/<int:update_id>/check/", sending.check_update, name="check_update"),
    path("updates/<int:update_id>/sign-off/", sending.sign_off, name="sign_off"),
    path("updates/<int:update_id>/send/", sending.send_update, name="send_update"),
    path("updates/<int:update_id>/sent/", sending.update_sent, name="update_sent"),
    path("updates/<int:update_id>/withdraw/", sending.withdraw_update, name="withdraw_update"),
    path("updates/<int:update_id>/discard/", sending.discard_update, name="discard_update"),
    path("updates/<int:update_id>/letter/", sending.letter, name="letter"),
    path("updates/<int:update_id>/letter.pdf", sending.letter_pdf, name="letter_pdf"),
    path("super-complaints/<slug:slug>/record-letter/", recording.record_letter, name="record_letter"),
    path("updates/<int:update_id>/as-received/", reading.as_received, name="as_received"),
    path("updates/<int:update_id>/facts/", recording.letter_facts, name="letter_facts"),
    path("updates/<int:update_id>/record/", recording.record_update, name="record_update"),
    path("documents/<int:document_id>/", files.document, name="document"),
    path("responses/<int:response_id>/review/", reviewing.review_response, name="review_response"),
    path("reviews/<int:review_id>/tell-again/", reviewing.tell_again, name="tell_again"),
    path("commitments/<int:commitment_id>/done/", reviewing.commitment_done, name="commitment_done"),
    path(
        "super-complaints/<slug:slug>/recommendations/<number:number>/bodies/<slug:body_slug>/",
        reading.cell,
        name="cell",
    ),
    path("super-complaints/<slug:slug>/review/", desk.review_desk, name="review_desk"),
    path("super-complaints/<slug:slug>/review/several/", desk.review_several, name="review_several"),
    path("super-complaints/<slug:slug>/review/<int:response_id>/", desk.review_at_desk, name="review_at_desk"),
    path("super-complaints/<slug:slug>/matrix/", matrix.matrix, name="matrix"),
    path("super-complaints/<slug:slug>/matrix.csv", matrix.matrix_csv, name="matrix_csv"),
]
