"""Addresses of the desk: pages on which HMICFRS reads, compares, reviews and chases what came in."""

from django.urls import path

from responses.desk.views import (, answers, calendar, chase, chasers, contact_log, exports, overview, panel_paper, review, said

urlpatterns = [
    path("super-complaints/<slug:slug>/recommendations/<number:number>/answers/", answers.answers, name="answers"),
    path("super-complaints/<slug:slug>/same-words/", answers.same_words, name="same_words"),
    path("super-complaints/<slug:slug>/overview/", overview.overview, name="overview"),
    path("bodies/<slug:body_slug>/super-complaints/<slug:slug>/said/", said.said, name="said"),
    path("bodies/<slug:slug>/paper/", panel_paper.panel_paper, name="panel_paper"),
    path("bodies/<slug:slug>/paper.pdf", panel_paper.panel_paper_pdf, name="panel_paper_pdf"),
    path("bodies/<slug:slug>/paper.docx", panel_paper.panel_paper_docx, name="panel_paper_docx"),
    path("super-complaints/<slug:slug>/briefing.pdf", overview.briefing, name="briefing"),
    path("super-complaints/<slug:slug>/review/", review.review_desk, name="review_desk"),
    path("super-complaints/<slug:slug>/review/several/", review.review_several, name="review_several"),
    path("super-complaints/<slug:slug>/review/<int:response_id>/", review.review_at_desk, name="review_at_desk"),
    path("super-complaints/<slug:slug>/exports/", exports.exports, name="exports"),
    path("super-complaints/<slug:slug>/matrix.csv", exports.matrix_csv, name="matrix_csv"),
    path("super-complaints/<slug:slug>/matrix.xlsx", exports.matrix_xlsx, name="matrix_xlsx"),
    path("super-complaints/<slug:slug>/answers.xlsx", exports.answers_xlsx, name="answers_xlsx"),
    path("super-complaints/<slug:slug>/answers.csv", exports.answers_csv, name="answers_csv"),
    path("super-complaints/<slug:slug>/reviews.csv", exports.reviews_csv, name="reviews_csv"),
    path("super-complaints/<slug:slug>/commitments.csv", exports.commitments_csv, name="commitments_csv"),
    path("super-complaints/<slug:slug>/chase/", chase.chase, name="chase"),
    path("super-complaints/<slug:slug>/chase.csv", chase.chase_csv, name="chase_csv"),
    path("super-complaints/<slug:slug>/chase/write/", chasers.write_chasers, name="write_chasers"),
    path("chasers/<int:chase_id>/", chasers.chasers, name="chasers"),
    path("chasers/<int:chase_id>/send/", chasers.send_chasers, name="send_chasers"),
    path("chasers/<int:chase_id>/discard/", chasers.discard_chasers, name="discard_chasers"),
    path("chasers/<int:chase_id>/draw-again/", chasers.draw_chasers_again, name="draw_chasers_again"),
    path("chaser-letters/<int:letter_id>/letter.pdf", chasers.chaser_pdf, name="chaser_pdf"),
    path("bodies/<slug:slug>/log/", contact_log.contact_log, name="contact_log"),
    path("bodies/<slug:slug>/log/add/", contact_log.add_log_note, name="add_log_note"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/make/", calendar.make_calendar_address, name="make_calendar_address"),
    path("calendar/revoke/", calendar.revoke_calendar_address, name="revoke_calendar_address"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("log-notes/<int:note_id>/in-error/", contact_log.log_note_in_error, name="log_note_in_error"),
    path("log-notes/<int:note_id>/undo-error/", contact_log.undo_log_note_error, name="undo_log_note_error"),
]
