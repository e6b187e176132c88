"""Every address of the tracker."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from tracker import views

# The admin's own page to sign in knows no limits.
admin.site.login = views.admin_login

urlpatterns = [
    path("", include("responses.urls")),
    path("", include("responses.intake.urls")),
    path("", include("recommendations.urls")),
    path("", include("accounts.urls")),
    path("accessibility/", views.accessibility_statement, name="accessibility_statement"),
    path("robots.txt", views.robots, name="robots"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]

handler403 = "tracker.resubmit.permission_denied"
handler404 = "tracker.resubmit.page_not_found"
handler500 = "tracker.resubmit.server_error"
