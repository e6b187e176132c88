"""Answers that come to an office as a file: brought to its draft, and placed there passage by passage."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

from responses import permissions
from responses.intake.forms.placing import BringForm, Draft, Placing
from responses.intake.forms.returned import Comparison, TakeOverForm, elsewhere
from responses.intake.known import known_bodies, known_super_complaints
from responses.intake.models import AnswerFile
from responses.intake.proposal import Proposal
from responses.intake.reading import NotReadable
from responses.intake.reading.returned import Returned
from responses.intake.sandbox import ReadingStopped, returned_safely, understand_safely
from responses.intake.translated import translated
from responses.letter.docx import CONTENT_TYPE
from responses.mail.telling import tell_of_correction
from responses.models import Change, Update
from responses.views.files import as_download
from responses.views.locks import atomic_post, locked_draft, locked_for_answer, one_transaction

STOPPED = gettext_noop("Reading it was stopped. Choose it again.")


def place_answers(request, update_id):
    return _bring(request, update_id, "")


def place_part_answers(request, update_id, body_slug):
    return _bring(request, update_id, body_slug)


def _bring(request, update_id, part_of):
    """Take one file in. It is read outside any transaction: that takes seconds, and holds nobody up."""
    with one_transaction(request):
        draft = _draft(request, update_id, part_of)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        [file] = form.cleaned_data["files"]
        try:
            returned = _returned(request.user, file, draft)
            proposal = elsewhere(returned) if returned else _understood(file, draft)
        except NotReadable as error:
            form.add_error("files", f"{file.name}: {translated(str(error))}")
        except ReadingStopped:
            form.add_error("files", f"{file.name}: {gettext(STOPPED)}")
        else:
            return redirect(_keep(request, update_id, part_of, file, proposal, returned))
    files = draft.update.answer_files.filter(brought_for=_brought_for(draft, part_of)).defer("content", "proposal_json")
    context = {"form": form, "update": draft.update, "back": _back(draft, part_of)}
    context["files"] = files.select_related("brought_by", "placed_by")
    # What the office placed is not the force's to know.
    placed = draft.update.changes.filter(what=Change.What.PLACED).select_related("by")
    context["history"] = [] if draft.by_the_force else placed
    return render(request, "intake/place_answers.html", context)


def _draft(request, update_id, part_of="") -> Draft:
    """A draft of which this person may write the answers, or those of one body; held on a POST."""
    update = locked_for_answer(request, update_id, part_of) if part_of else locked_draft(request, update_id)
    addressees = list(update.offered(request.user.links))
    addressees = [it for it in addressees if part_of in ("", it.body.slug)]
    if not addressees:
        raise Http404("This letter answers nothing for such a body.")
    permissions.check_can_place_answers(update, len({it.body_id for it in addressees}))
    return Draft(update, addressees, by_the_force=update.body_id not in request.user.writes_for())


def _brought_for(draft: Draft, part_of: str) -> int:
    return draft.addressees[0].body_id if part_of else draft.update.body_id


def _back(draft: Draft, part_of: str) -> str:
    """Where the list of answers is that somebody came from."""
    part = draft.update.parts.get(body__slug=part_of) if draft.by_the_force else draft.update
    return part.get_absolute_url()


def _understood(file, draft: Draft) -> Proposal:
    report, force = draft.update.super_complaint, draft.force
    known = {"bodies": known_bodies(), "super_complaints": known_super_complaints()}
    awaited = (force.name,) if force else ()
    proposal = understand_safely(file.content, file.name, **known, chosen=report.slug, awaited=awaited)
    if not proposal.passages:
        raise NotReadable(gettext("There are no words in it."))
    return proposal


def _returned(user, file, draft: Draft) -> Returned | None:
    """What it says where it is this draft's own Word version; NotReadable where it is another letter's."""
    if file.content_type != CONTENT_TYPE:
        return None
    returned = returned_safely(file.content)
    if returned and returned.reference != draft.update.reference:
        seen = Update.objects.visible_to(user).filter(pk=int(returned.reference.partition("-")[2]))
        other = next((it for it in seen if it.reference == returned.reference), None)
        raise NotReadable(_of_another(other))
    return returned


def _of_another(letter: Update | None) -> str:
    """That a file is the Word version of another letter than the draft, which is named to who may see it."""
    if not letter:
        return gettext("This is the Word version of another letter, not of this draft. Choose the one of this draft.")
    other = gettext(
        "This is the Word version of %(reference)s, %(name)s on %(super_complaint)s, not of this draft. "
        "Choose the one of this draft."
    )
    return other % {"reference": letter.reference, "name": letter.name, "super_complaint": letter.super_complaint}


@transaction.atomic
def _keep(request, update_id, part_of, file, proposal, returned) -> AnswerFile:
    """The file beside the draft, once: the same bytes brought again are the file that is there already."""
    draft = _draft(request, update_id, part_of)
    facts = {"name": file.name, "content_type": file.content_type, "content": file.content}
    facts |= {"brought_by": request.user, "brought_at": timezone.now(), "proposal_json": proposal.as_json()}
    facts["returned_json"] = returned and returned.as_json()
    which = {"update": draft.update, "brought_for_id": _brought_for(draft, part_of), "sha256": file.sha256}
    return AnswerFile.objects.get_or_create(**which, defaults=facts)[0]


@atomic_post
def confirm_answers(request, answer_file_id):
    file, draft, part_of = _file(request, answer_file_id)
    back = _back(draft, part_of)
    if request.method == "POST" and "remove" in request.POST and not file.placed_at:
        file.delete()
        return redirect("place_part_answers" if part_of else "place_answers", *_of(file, part_of))
    placing = Placing(file, draft, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if file.placed_by_id == request.user.pk and file.placed_as == placing.typed:
            return redirect(back)  # the second half of a double click
        if placing.is_valid():
            count = len(placing.place(by=request.user, at=timezone.now()))
            tell_of_correction(draft.update)
            done = ngettext(
                "Words of %(file)s are in %(count)s answer, which is not finished until somebody says so.",
                "Words of %(file)s are in %(count)s answers, which are not finished until somebody says so.",
                count,
            )
            messages.success(request, done % {"file": file, "count": count})
            # An approver corrects on the way to signing, as on the page of an answer.
            return redirect("check_update", file.update_id) if draft.update.asked_at else redirect(back)
    context = {"file": file, "placing": placing, "update": draft.update, "back": back}
    context["can_remove"] = not file.placed_at
    return render(request, "intake/confirm_answers.html", context)


@atomic_post
def confirm_returned(request, answer_file_id):
    file, draft, part_of = _file(request, answer_file_id)
    if not file.returned_json:
        return redirect(file)
    back, is_posted = _back(draft, part_of), request.method == "POST"
    if is_posted and "remove" in request.POST and not file.placed_at:
        file.delete()
        return redirect("place_part_answers" if part_of else "place_answers", *_of(file, part_of))
    comparison = Comparison(file, draft)
    if is_posted and comparison.was_taken(request.POST.getlist("take"), by=request.user):
        return redirect(back)  # the second half of a double click
    form = TakeOverForm(request.POST if is_posted else None, comparison=comparison)
    if is_posted and form.is_valid():
        form.save(by=request.user, at=timezone.now())
        tell_of_correction(draft.update)
        done = gettext("Words of %(file)s are in the draft. Their answers are not finished until you say so.")
        messages.success(request, done % {"file": file})
        return redirect("check_update", file.update_id) if draft.update.asked_at else redirect(back)
    context = {"file": file, "comparison": comparison, "form": form, "update": draft.update, "back": back}
    context["can_remove"] = not file.placed_at
    return render(request, "intake/confirm_returned.html", context)


def answer_file(request, answer_file_id):
    file, _, _ = _file(request, answer_file_id)
    return as_download(file)


def _file(request, answer_file_id) -> tuple[AnswerFile, Draft, str]:
    """A file, the draft that it was brought to, and the slug of the body whose part it is for, if it is for one."""
    files = AnswerFile.objects.select_related("brought_for", "update")
    file = get_object_or_404(files, pk=answer_file_id)
    part_of = file.brought_for.slug if file.brought_for_id != file.update.body_id else ""
    draft = _draft(request, file.update_id, part_of)
    if request.method == "POST":
        file.refresh_from_db(fields=["placed_by", "placed_at", "placed_as"])  # the draft may have been waited for
    return file, draft, part_of


def _of(file, part_of) -> tuple:
    return (file.update_id, part_of) if part_of else (file.update_id,)
