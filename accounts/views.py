"""The people pages: whom an administrator has invited, for which body, in which role; and each person's own tokens."""

import logging
import smtplib

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts.forms import (
    ChangePersonForm,
    InviteForm,
    MakeTokenForm,
    MembershipForm,
    PeopleForm,
    ToldByEmailForm,
)
from accounts.models import Membership, Token, User
from accounts.permissions import (
    check_can_deactivate,
    check_can_make_token,
    check_can_revoke,
    check_has_tokens,
    check_is_admin,
)

logger = logging.getLogger(__name__)


def people(request):
    check_is_admin(request.user)
    form = PeopleForm(request.GET)
    form.is_valid()
    return render(request, "accounts/people.html", {"form": form, "people": form.people()})


def invite(request):
    check_is_admin(request.user)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (person := form.save()):
        tell_whether_sent(request, person)
        return redirect(person)
    return render(request, "accounts/invite.html", {"form": form})


def person(request, person_id):
    check_is_admin(request.user)
    person = get_object_or_404(User, pk=person_id)
    form = MembershipForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        membership = form.save()
        messages.success(request, f"{person} has a new role: {membership.short_role}, {membership.body}.")
        return redirect(person)
    context = {
        "form": form,
        "person": person,
        "memberships": person.memberships.select_related("body__succeeded_by"),
        "today": timezone.localdate(),
        "history": history_of(person),
        "may_deactivate": person != request.user,
        "tokens": tokens_of(person),
    }
    return render(request, "accounts/person.html", context)


def history_of(person):
    """What was changed of somebody, oldest first: lines that no page takes away."""
    about = {"content_type__app_label": "accounts", "content_type__model": "user", "object_id": str(person.pk)}
    return LogEntry.objects.filter(**about).select_related("user").order_by("pk")


def change_person(request, person_id):
    check_is_admin(request.user)
    with transaction.atomic():
        people = User.objects.select_for_update() if request.method == "POST" else User.objects
        person = get_object_or_404(people, pk=person_id)
        form = ChangePersonForm(request.POST or None, person=person)
        saved = request.method == "POST" and form.is_valid() and form.save(by=request.user)
    if not saved:
        return render(request, "accounts/change_person.html", {"form": form, "person": person})
    # After the commit: nobody is told of what is not kept, and a slow mail server holds no lock.
    if form.changes:
        messages.success(request, f"{'. '.join(form.changes)}.")
    if person.email != form.before[1]:
        tell_of_address(request, person, form.before[1])
    return redirect(person)


def tell_of_address(request, person, old):
    if not person.has_usable_password():
        # Whoever reads the wrong address is nobody of ours.
        tell_whether_sent(request, person)
        return
    adapter = get_adapter()
    try:
        for address in (old, person.email):
            adapter.send_mail("account/email/address_changed", address, {"person": person, "address": address})
    except (OSError, smtplib.SMTPException):
        logger.exception("Person %s was not told of another address", person.pk)
        messages.error(request, f"{person} could not be told by e-mail. Tell them to sign in with {person.email}.")


@require_POST
def invite_again(request, person_id):
    check_is_admin(request.user)
    person = get_object_or_404(User, pk=person_id, is_active=True)
    tell_whether_sent(request, person)
    return redirect(person)


def tell_whether_sent(request, person):
    try:
        send_link(request, person)
    except (OSError, smtplib.SMTPException):
        logger.exception("No link sent to person %s", person.pk)
        failed = f"The e-mail to {person}, {person.email}, could not be sent. Send the link again from this page."
        messages.error(request, failed)
    else:
        messages.success(request, f"We sent {person} a link, to {person.email}, to choose a password.")


def send_link(request, person):
    # What "I have forgotten my password" does; the adapter gives who never had one the words of an invitation.
    form = ResetPasswordForm({"email": person.email})
    if form.is_valid():
        form.save(request)


@require_POST
def remove_role(request, person_id, membership_id):
    check_is_admin(request.user)
    membership = get_object_or_404(Membership.objects.select_related("body"), pk=membership_id, user=person_id)
    membership.delete()
    messages.success(request, f"{membership.user} lost a role: {membership.short_role}, {membership.body}.")
    return redirect(membership.user)


@require_POST
def deactivate(request, person_id):
    check_is_admin(request.user)
    person = get_object_or_404(User, pk=person_id)
    check_can_deactivate(request.user, person)
    return change_activity(request, person, active=False)


@require_POST
def reactivate(request, person_id):
    check_is_admin(request.user)
    return change_activity(request, get_object_or_404(User, pk=person_id), active=True)


def change_activity(request, person, *, active):
    person.is_active = active
    person.save(update_fields=["is_active"])
    messages.success(request, f"{person} {'can sign in again' if active else 'can no longer sign in'}.")
    return redirect(person)


def told_by_email(request):
    form = ToldByEmailForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, gettext("Your choice is saved. It counts from the next e-mail on."))
        return redirect("told_by_email")
    return render(request, "accounts/told_by_email.html", {"form": form})


def tokens(request):
    check_has_tokens(request.user)
    context = {"tokens": tokens_of(request.user), "may_make": request.user.takes_away}
    return render(request, "accounts/tokens.html", context)


def tokens_of(person):
    """[(token, why it opens nothing, or "")], the latest first."""
    today = timezone.localdate()
    found = list(person.tokens.select_related("report"))
    for token in found:
        token.user = person  # asked once whether they may still take anything away
    return [(token, token.why_closed(today)) for token in found]


def make_token(request):
    check_can_make_token(request.user)
    form = MakeTokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        token, secret = form.make(request.user, timezone.localdate())
        # Shown once, on this very page: what is kept cannot be turned back into it.
        return render(request, "accounts/token_made.html", {"token": token, "secret": secret})
    return render(request, "accounts/make_token.html", {"form": form})


def revoke_token(request, token_id):
    token = get_object_or_404(Token.objects.select_related("user", "report"), pk=token_id)
    check_can_revoke(request.user, token)
    whence = "tokens" if token.user == request.user else token.user
    if request.method == "POST":
        token.revoke(by=request.user, at=timezone.now())
        messages.success(request, f"The token “{token}” opens nothing any more.")
        return redirect(whence)
    return render(request, "accounts/revoke_token.html", {"token": token, "whence": resolve_url(whence)})
