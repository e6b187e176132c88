"""The letterhead of a body, kept by its approvers: what stands on it, how a letter begins, and each one's signature."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from recommendations.models import Body
from responses import permissions
from responses.forms.letterhead import LetterheadForm, SampleForm, SignatureForm
from responses.letter.html import logo_of, picture_url
from responses.letter.sample import sample_html, sample_pdf
from responses.models import Signature
from responses.permissions import allowed
from responses.views.locks import atomic_post


@atomic_post
def letterhead(request, slug):
    body = _held(request, slug)
    permissions.check_can_see_letterhead(request.user, body)
    can_change = allowed(permissions.check_can_change_letterhead, request.user, body)
    if request.method == "POST":
        permissions.check_can_change_letterhead(request.user, body)
    # Before the form puts into the body what was typed and is not saved.
    context = {"body": body, "can_change": can_change, **_as_it_is(body, every=can_change)}
    context |= _own_signature(request.user, body) if can_change else {}
    form = LetterheadForm(request.POST or None, request.FILES or None, instance=body)
    if request.method == "POST" and form.is_valid():
        if form.changed:
            form.save(by=request.user, at=timezone.now())
        messages.success(request, gettext("The letterhead of %(body)s is saved.") % {"body": body})
        return redirect("letterhead", body.slug)
    return render(request, "responses/letterhead.html", context | {"form": form if can_change else None})


def _held(request, slug) -> Body:
    """A body, on a POST held until the view's transaction ends: no two saves of its letterhead meet."""
    bodies = Body.objects.select_for_update() if request.method == "POST" else Body.objects
    return get_object_or_404(bodies, slug=slug)


def _own_signature(user, body) -> dict:
    signature = Signature.objects.of(user, body)
    return {"signature": signature, "signature_url": picture_url(bytes(signature.image)) if signature else ""}


def _as_it_is(body, *, every) -> dict:
    """What is saved: the logo, samples by letterhead (every one, or that which it has), and who changed it last."""
    today = timezone.localdate()
    heads = Body.Letterhead if every else [Body.Letterhead(body.letterhead)]
    return {
        "logo_url": picture_url(logo_of(body)),
        "samples": [(head, sample_html(body, head, on=today)) for head in heads],
        "chosen": body.letterhead,
        "last": body.letterhead_changes.select_related("by").last(),
    }


def letterhead_sample(request, slug):
    body = get_object_or_404(Body, slug=slug)
    permissions.check_can_see_letterhead(request.user, body)
    form = SampleForm(request.GET)
    chosen = form.cleaned_data["letterhead"] if form.is_valid() else ""
    pdf = sample_pdf(body, chosen or body.letterhead, on=timezone.localdate())
    headers = {"Content-Disposition": f'attachment; filename="sample-{body.slug}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@atomic_post
def signature(request, slug):
    body = _held(request, slug)
    permissions.check_can_keep_signature(request.user, body)
    form = SignatureForm(request.POST or None, request.FILES or None, owner=request.user)
    if request.method == "POST" and form.is_valid():
        form.save(body=body, at=timezone.now())
        messages.success(request, gettext("Your signature is kept for letters of %(body)s.") % {"body": body})
        return redirect("letterhead", body.slug)
    context = {"form": form, "body": body, **_own_signature(request.user, body)}
    return render(request, "responses/signature.html", context)


@require_POST
@atomic_post
def end_signature(request, slug):
    body = _held(request, slug)
    permissions.check_can_keep_signature(request.user, body)
    if own := Signature.objects.of(request.user, body):
        own.end(at=timezone.now())
    ended = gettext("Your signature is no longer kept for letters of %(body)s.")
    messages.success(request, ended % {"body": body})
    return redirect("letterhead", body.slug)
