"""Pages about the tracker itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def accessibility_statement(request):
    return render(request, "accessibility_statement.html", {"contact": settings.ACCESSIBILITY_CONTACT})
