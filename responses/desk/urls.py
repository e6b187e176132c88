"""Addresses of the desk: pages on which HMICFRS reads, compares, reviews and chases what came in."""

from django.urls import path

from responses.desk.views import review

urlpatterns = [
    path("super-complaints/<slug:slug>/review/", review.review_desk, name="review_desk"),
    path("super-complaints/<slug:slug>/review/several/", review.review_several, name="review_several"),
    path("super-complaints/<slug:slug>/review/<int:response_id>/", review.review_at_desk, name="review_at_desk"),
]
