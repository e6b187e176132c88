"""Every address of the tracker."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from tracker import views

# One way to sign in, with its limits, for the admin as well.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("responses.urls")),
    path("", include("recommendations.urls")),
    path("", include("accounts.urls")),
    path("accessibility/", views.accessibility_statement, name="accessibility_statement"),
    path("admin/", admin.site.urls),
]

handler403 = "tracker.resubmit.permission_denied"
handler404 = "tracker.resubmit.page_not_found"
handler500 = "tracker.resubmit.server_error"
