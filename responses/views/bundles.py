"""Many letters as one file: ask for it, see how far it is, stop it, have it."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from recommendations.models import Body, SuperComplaint
from responses import bundles as letters
from responses import permissions
from responses.forms.bundles import BodyBundleForm, ReportBundleForm
from responses.letter.zipped import zipped
from responses.models import Bundle


def bundle_of_report(request, slug):
    super_complaint, today = get_object_or_404(SuperComplaint, slug=slug), timezone.localdate()
    about = {"super_complaint": super_complaint, "today": today, "user": request.user}
    form = ReportBundleForm(request.POST or None, initial={"as_at": request.GET.get("as_at", today)}, **about)
    return _ask(request, form, super_complaint)


def bundle_of_body(request, slug):
    body = get_object_or_404(Body, slug=slug)
    return _ask(request, BodyBundleForm(request.POST or None, body=body, user=request.user), body)


def _ask(request, form, about):
    if request.method == "POST" and form.is_valid():
        return redirect(form.save(at=timezone.now()))
    context = {"form": form, "about": about, "is_of_body": isinstance(about, Body)}
    return render(request, "responses/ask_for_bundle.html", context)


def bundles(request):
    found = Bundle.objects.of(request.user).select_related("super_complaint", "body").defer("pdf")
    return render(request, "responses/bundles.html", {"bundles": found})


def bundle(request, bundle_id):
    bundle = _theirs(request, bundle_id)
    can_download = permissions.allowed(permissions.check_can_download, request.user, bundle)
    context = {"bundle": bundle, "can_download": can_download, **letters.progress(bundle)}
    context["can_try_again"] = not bundle.cancelled_at and any(letter.is_draft for letter in context["failed"])
    return render(request, "responses/bundle.html", context)


@require_POST
def cancel_bundle(request, bundle_id):
    bundle = _theirs(request, bundle_id)
    if not letters.cancel(bundle, at=timezone.now()):
        messages.info(request, gettext("The letters were ready before you cancelled."))
    return redirect(bundle)


@require_POST
def try_bundle_again(request, bundle_id):
    bundle = _theirs(request, bundle_id)
    letters.try_again(bundle, at=timezone.now())
    return redirect(bundle)


def bundle_file(request, bundle_id):
    bundle = get_object_or_404(Bundle.objects.of(request.user).exclude(ready_at=None), pk=bundle_id)
    permissions.check_can_download(request.user, bundle)
    name = content_disposition_header(as_attachment=True, filename=bundle.file_name)
    if bundle.packing == Bundle.Packing.PDF:
        return HttpResponse(bytes(bundle.pdf), "application/pdf", headers={"Content-Disposition": name})
    pieces = zipped(letters.files_in(bundle))
    return StreamingHttpResponse(pieces, content_type="application/zip", headers={"Content-Disposition": name})


def _theirs(request, bundle_id) -> Bundle:
    found = Bundle.objects.of(request.user).select_related("super_complaint", "body").defer("pdf")
    return get_object_or_404(found, pk=bundle_id)
