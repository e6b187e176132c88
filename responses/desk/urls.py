"""Addresses of the desk: pages on which HMICFRS reads, compares, reviews and chases what came in."""

from django.urls import path

from responses.desk.views import answers, exports, overview, panel_paper, review, said

urlpatterns = [
    path("super-complaints/<slug:slug>/recommendations/<number:number>/answers/", answers.answers, name="answers"),
    path("super-complaints/<slug:slug>/same-words/", answers.same_words, name="same_words"),

urlpatterns = [
    path("super-complaints/<slug:slug>/overview/", overview.overview, name="overview"),

urlpatterns = [
    path("bodies/<slug:body_slug>/super-complaints/<slug:slug>/said/", said.said, name="said"),
    path("bodies/<slug:slug>/paper/", panel_paper.panel_paper, name="panel_paper"),
    path("bodies/<slug:slug>/paper.pdf", panel_paper.panel_paper_pdf, name="panel_paper_pdf"),
    path("bodies/<slug:slug>/paper.docx", panel_paper.panel_paper_docx, name="panel_paper_docx"),
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
]
