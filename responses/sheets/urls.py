"""Addresses of spreadsheets that go back in."""

from django.urls import path

from responses.sheets import views

urlpatterns = [
    path("super-complaints/<slug:slug>/spreadsheets/", views.spreadsheets, name="spreadsheets"),
    path("spreadsheets/<int:spreadsheet_id>/", views.spreadsheet, name="spreadsheet"),
    path("spreadsheets/<int:spreadsheet_id>/file/", views.spreadsheet_file, name="spreadsheet_file"),
    path("spreadsheets/<int:spreadsheet_id>/discard/", views.discard_spreadsheet, name="discard_spreadsheet"),
]
