"""Whoever holds a letter learns whether it is the one that was sent, and whether it still stands; and nothing else."""

from allauth.core.ratelimit import consume_or_429
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone

from responses.forms.checking import CheckLetterForm, letters_known_to


@login_not_required
def check_letter(request):
    if refused := consume_or_429(request, action="check_letter"):
        return refused
    is_asked = request.method == "POST"
    form, found = CheckLetterForm(request.POST, request.FILES) if is_asked else CheckLetterForm(), None
    if is_asked and form.is_valid():
        found = form.find(letters_known_to(request.user, timezone.localdate()))
    return render(request, "responses/check_letter.html", {"form": form, "found": found})
