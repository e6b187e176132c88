"""Addresses of updates, responses, reviews and the matrix."""

urlpatterns = []
