"""Addresses of super-complaints, their recommendations, and bodies."""

from django.urls import path

from recommendations import views

urlpatterns = [
    path("super-complaints/", views.super_complaints, name="super_complaints"),
    path("super-complaints/<slug:slug>/", views.super_complaint, name="super_complaint"),
    path("super-complaints/<slug:slug>/recommendations/<number:number>/", views.recommendation, name="recommendation"),
    path("bodies/", views.bodies, name="bodies"),
]
