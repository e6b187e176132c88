"""E-mails that did not go out: who was not reached, and why."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from responses import permissions
from responses.mail.outbox import try_now
from responses.models import Message


def unsent_mail(request):
    permissions.check_can_see_unsent_mail(request.user)
    found = Message.objects.readable_by(request.user).in_trouble().with_attempts().select_related("to")
    return render(request, "responses/unsent_mail.html", {"unsent": found.defer("words", "subject")})


@require_POST
def send_mail_again(request, message_id):
    permissions.check_can_see_unsent_mail(request.user)
    message = get_object_or_404(Message.objects.readable_by(request.user), pk=message_id)
    if try_now(Message.objects.filter(pk=message.pk).in_trouble(), timezone.now()):
        messages.success(request, f"The e-mail to {message.person} is tried again now.")
    return redirect("unsent_mail")
