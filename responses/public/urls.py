"""Addresses that anybody may open; below the one at which responses/public/door.py stands."""

from django.urls import path

from responses.public import views

urlpatterns = [
    path("", views.public_reports, name="public_reports"),
    path("<slug:slug>/", views.public_report, name="public_report"),
    path("<slug:slug>/matrix/", views.public_matrix, name="public_matrix"),
    path("<slug:slug>/matrix.csv", views.public_matrix_csv, name="public_matrix_csv"),
    path("<slug:slug>/answers.csv", views.public_answers_csv, name="public_answers_csv"),
    path("<slug:slug>/bodies/<slug:body_slug>/", views.public_body, name="public_body"),
]
