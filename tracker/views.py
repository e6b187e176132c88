"""Pages about the tracker itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@login_not_required
def accessibility_statement(request):
    return render(request, "accessibility_statement.html", {"contact": settings.ACCESSIBILITY_CONTACT})


@login_not_required
@require_safe
def robots(request):
    """Search engines find what everybody can read, and are not led to sign in."""
    return HttpResponse("User-agent: *\nAllow: /public/\nDisallow: /\n", content_type="text/plain")


def admin_login(request, extra_context=None):
    """Where the admin sends who may not see it. Who has not signed in is asked to before they come here."""
    if not request.user.is_staff:
        raise PermissionDenied("Only an administrator can keep the reference data.")
    return redirect("admin:index")
