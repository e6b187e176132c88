"""Letters that ask again: written for many bodies at once, looked at as they will go out, then sent."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from recommendations.models import SuperComplaint
from responses import permissions
from responses.desk.forms.chasers import ChosenBodiesForm, SendChasersForm, WriteChasersForm
from responses.desk.sending_chasers import prepare, reply_to, send, states, troubles
from responses.documents import PDF, ReceivedFile
from responses.jobs.queue import put
from responses.models import Chase, ChaserLetter, Job, Message
from responses.permissions import allowed
from responses.views.files import as_download
from responses.views.locks import atomic_post
from responses.views.requests import held_report


@atomic_post
def write_chasers(request, slug):
    permissions.check_is_liaison(request.user)
    super_complaint = held_report(request, get_object_or_404(SuperComplaint, slug=slug))
    today = timezone.localdate()
    permissions.check_can_ask(request.user, super_complaint, today)
    picked = ChosenBodiesForm(request.GET, super_complaint=super_complaint)
    if not picked.is_valid():
        messages.error(request, next(iter(picked.errors.values()))[0])
        return redirect("chase", slug)
    about = {"super_complaint": super_complaint, "bodies": picked.cleaned_data["body"], "today": today}
    form = WriteChasersForm(request.POST or None, again=picked.cleaned_data["chase"], **about)
    if request.method == "POST" and form.is_valid():
        return _prepared(request, form)
    silent = {each.body.pk for each in form.found}
    answered = [body for body in about["bodies"] if body.pk not in silent]
    context = {"form": form, "super_complaint": super_complaint, "answered": answered}
    return render(request, "responses/write_chasers.html", context)


def _prepared(request, form):
    """To the page that shows the letters. Sent twice by a double click, they are written once."""
    if there := Chase.objects.filter(once=form.cleaned_data["once"]).first():
        return redirect(there)
    chase, found = form.chase(by=request.user, at=timezone.now())
    if not found:
        messages.error(request, "None of these bodies owes an answer on these recommendations.")
        return redirect("chase", form.super_complaint.slug)
    return redirect(prepare(chase, found, at=chase.prepared_at))


def chasers(request, chase_id):
    permissions.check_is_liaison(request.user)
    related = ("super_complaint", "prepared_by", "request__recorded_by")
    chase = get_object_or_404(Chase.objects.select_related(*related), pk=chase_id)
    letters = _with_messages(chase)
    today = timezone.localdate()
    context = {
        "chase": chase,
        "super_complaint": chase.super_complaint,
        "letters": letters,
        "drawn": sum(bool(letter.sha256) for letter in letters),
        "failed": [letter for letter in letters if letter.trouble],
        "can_send": allowed(permissions.check_can_ask, request.user, chase.super_complaint, today),
        "is_dated_today": chase.dated == today,
        "reply_to": reply_to(chase, request.user),
        "write_again": _write_again(chase, letters),
        "states": states([message for letter in letters for message in letter.sent_as]),
    }
    return render(request, "responses/chasers.html", context)


def _with_messages(chase) -> list[ChaserLetter]:
    """Its letters, each with `sent_as`: the e-mails that it went out as. Three queries, however many there are."""
    letters = list(chase.letters.defer("pdf").select_related("body", "office").prefetch_related("addressees"))
    found = defaultdict(list)
    for message in Message.objects.filter(chaser_letter__chase=chase).defer("words").order_by("pk"):
        found[message.chaser_letter_id].append(message)
    for letter in letters:
        letter.sent_as = found[letter.pk]
    return letters


def _write_again(chase, letters) -> str:
    asked = urlencode({"chase": chase.pk, "body": [letter.body.slug for letter in letters]}, doseq=True)
    return f"{reverse('write_chasers', args=[chase.super_complaint.slug])}?{asked}"


@require_POST
@atomic_post
def send_chasers(request, chase_id):
    permissions.check_is_liaison(request.user)
    chase, at = _held(chase_id), timezone.now()
    if not chase.request_id:
        report = held_report(request, chase.super_complaint)
        permissions.check_can_ask(request.user, report, timezone.localdate(at))
        form = SendChasersForm(request.POST, chase=chase)
        by_post = {letter.pk for letter in form.cleaned_data["by_post"]} if form.is_valid() else set()
        if found := troubles(chase, by_post, timezone.localdate(at)):
            for trouble in found:
                messages.error(request, trouble)
            return redirect(chase)
        send(chase, by_post, by=request.user, at=at)
    messages.success(request, f"“{chase.request.name}” is on the record. Below, what became of each letter.")
    return redirect(chase)


def _held(chase_id) -> Chase:
    """On a POST, until it is stored: of two people who send the same letters, the second finds them sent."""
    return get_object_or_404(Chase.objects.select_for_update(), pk=chase_id)


@require_POST
@atomic_post
def discard_chasers(request, chase_id):
    permissions.check_is_liaison(request.user)
    chase = _held(chase_id)
    slug = chase.super_complaint.slug
    if chase.request_id:
        messages.error(request, "These letters were sent, so they are kept.")
        return redirect(chase)
    Chase.objects.filter(pk=chase.pk).discard()
    messages.success(request, "The letters were discarded. None of them was sent.")
    return redirect("chase", slug)


@require_POST
@atomic_post
def draw_chasers_again(request, chase_id):
    permissions.check_is_liaison(request.user)
    chase = _held(chase_id)
    failed = chase.letters.exclude(trouble="")
    ids = list(failed.values_list("pk", flat=True))
    Job.objects.filter(kind="draw_chaser", about__in=[str(pk) for pk in ids]).delete()
    failed.update(trouble="")
    put("draw_chaser", ids, at=timezone.now(), by=request.user)
    return redirect(chase)


def chaser_pdf(request, letter_id):
    letters = ChaserLetter.objects.readable_by(request.user).select_related("chase", "body")
    letter = get_object_or_404(letters, pk=letter_id)
    if not letter.sha256:
        raise Http404("This letter is not drawn yet.")
    return as_download(ReceivedFile(letter.file_name, PDF, bytes(letter.pdf), letter.sha256))
