"""Addresses of super-complaints, their recommendations, and bodies."""

from django.urls import path

from recommendations import views

urlpatterns = [
    path("load-report/", views.load_report, name="load_report"),
    path("load-report/store/", views.store_report, name="store_report"),
    path("super-complaints/", views.super_complaints, name="super_complaints"),
    path("super-complaints/<slug:slug>/", views.super_complaint, name="super_complaint"),
    path("super-complaints/<slug:slug>/recommendations/<number:number>/", views.recommendation, name="recommendation"),
    path(
        "super-complaints/<slug:slug>/recommendations/<number:number>/address/",
        views.address_bodies,
        name="address_bodies",
    ),
    path("bodies/", views.bodies, name="bodies"),
]
