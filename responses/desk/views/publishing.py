"""Whether everybody can read a report and what bodies answered, and which passages they cannot."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from recommendations.models import SuperComplaint
from responses import permissions
from responses.desk.forms.publishing import WithholdForm
from responses.models import Publication, Response, Withholding
from responses.views.errors import held
from responses.views.locks import atomic_post


@atomic_post
def publish(request, slug):
    permissions.check_can_publish(request.user)
    super_complaint, publication = _report(request, slug)
    if request.method == "POST":
        if not publication:  # else the second half of a double click, or a colleague was quicker
            facts = {"published_by": request.user, "published_at": timezone.now()}
            super_complaint.publications.create(**facts)
            messages.success(request, "Everybody can read this report now.")
        return redirect("publish", slug)
    withheld = Withholding.objects.filter(response__update__super_complaint=super_complaint)
    withheld = withheld.select_related("response__addressee__recommendation", "response__addressee__body")
    context = {
        "super_complaint": super_complaint,
        "publication": publication,
        "publications": super_complaint.publications.select_related("published_by", "ended_by"),
        "withheld": withheld.select_related("response__update", "withheld_by", "lifted_by"),
    }
    return render(request, "responses/publish.html", context)


@atomic_post
def end_publication(request, slug):
    permissions.check_can_publish(request.user)
    super_complaint, publication = _report(request, slug)
    if not publication:
        return redirect("publish", slug)
    if request.method == "POST":
        publication.end(by=request.user, at=timezone.now())
        messages.success(request, "The public can no longer read this report.")
        return redirect("publish", slug)
    return render(request, "responses/end_publication.html", {"super_complaint": super_complaint})


def _report(request, slug) -> tuple[SuperComplaint, Publication | None]:
    """A report, on a POST held until the view's transaction ends, and its open publication."""
    super_complaint = get_object_or_404(held(request, SuperComplaint.objects.all()), slug=slug)
    return super_complaint, super_complaint.publications.open().select_related("published_by").first()


@atomic_post
def withhold(request, response_id):
    permissions.check_can_publish(request.user)
    found = get_object_or_404(held(request, Response.objects.all()), pk=response_id)
    permissions.check_can_withhold(request.user, found)
    form = WithholdForm(request.POST or None, response=found)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, at=timezone.now())
        messages.success(request, "The public reads the reason in its place.")
        return redirect("publish", found.update.super_complaint.slug)
    standing = found.withholdings.standing().select_related("withheld_by")
    return render(request, "responses/withhold.html", {"form": form, "response": found, "standing": standing})


@require_POST
@atomic_post
def lift_withholding(request, withholding_id):
    permissions.check_can_publish(request.user)
    found = get_object_or_404(Withholding.objects.select_for_update(), pk=withholding_id)
    if not found.lifted_at:
        found.lift(by=request.user, at=timezone.now())
    messages.success(request, "The public can read this passage again.")
    return redirect("publish", found.response.update.super_complaint.slug)
