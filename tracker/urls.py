"""Every address of the tracker."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("responses.urls")),
    path("", include("recommendations.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
