"""Files that go with a letter: added to a draft, retitled, moved and removed there; downloaded with it ever after."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from responses.enclosures import letter_and_files, whole_letter, with_letter
from responses.forms.enclosures import EncloseForm, MoveUpForm, RetitleForm
from responses.letter.checks import too_long
from responses.letter.drawing import LetterError
from responses.letter.enclosing import NotJoined
from responses.letter.html import render_letter
from responses.letter.names import file_name
from responses.letter.zipped import zipped
from responses.mail.telling import tell_of_correction
from responses.models import Enclosure, Update
from responses.views.files import as_download
from responses.views.letters import file_response, lettered
from responses.views.locks import atomic_post, locked_draft, one_transaction


def enclosures(request, update_id):
    """Take one file in. It is looked into outside any transaction: that takes a moment, and holds nobody up."""
    with one_transaction(request):
        update = locked_draft(request, update_id)
    if update.is_received:
        return redirect("letter_facts", update.pk)
    form = EncloseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _add(request, update_id, form):
        return redirect("enclosures", update_id)
    return _page(request, update, form, adding=form)


def _page(request, update, form, *, adding: EncloseForm):
    """`form`: what was posted, of the forms that stand on the page."""
    context = {"form": form, "adding": adding, "update": update, **with_letter(update)}
    for each in context["enclosed"]:
        posted = getattr(form, "enclosure", None) == each
        each.retitle_form = form if posted else RetitleForm(enclosure=each)
    return render(request, "responses/enclosures.html", context)


@transaction.atomic
def _add(request, update_id, form) -> bool:
    update = locked_draft(request, update_id)
    if form.is_kept_already(update):
        return True  # the second half of a double click
    undone = update.signed_off_by
    enclosure = form.save(update, by=request.user, at=timezone.now())
    if enclosure:
        tell_of_correction(update)
        _tell(request, gettext("“%(title)s” goes with the letter.") % {"title": enclosure}, undone)
    return enclosure is not None


def _tell(request, what, undone):
    """What was done; and whose sign-off that undid, who may have given it while a file was on its way."""
    if undone:
        also = gettext("%(approver)s had signed this update off: that is undone, so ask for it again.")
        what = f"{what} {also % {'approver': undone}}"
    messages.success(request, what)


@atomic_post
@require_POST
def retitle_enclosure(request, update_id, enclosure_id):
    update, enclosure = _held(request, update_id, enclosure_id)
    if not enclosure:
        raise Http404("Somebody has removed this file.")
    form = RetitleForm(request.POST, enclosure=enclosure)
    if not form.is_valid():
        return _page(request, update, form, adding=EncloseForm())
    if form.says_something_new:
        undone = update.signed_off_by
        enclosure.retitle(form.cleaned_data["title"], by=request.user, at=timezone.now())
        tell_of_correction(update)
        _tell(request, gettext("Its title is “%(title)s” now.") % {"title": enclosure}, undone)
    return redirect("enclosures", update_id)


@atomic_post
@require_POST
def remove_enclosure(request, update_id, enclosure_id):
    update, enclosure = _held(request, update_id, enclosure_id)
    if enclosure:
        undone = update.signed_off_by
        enclosure.take_out(by=request.user, at=timezone.now())
        tell_of_correction(update)
        removed = gettext("“%(title)s” (%(name)s) is removed from the letter.")
        _tell(request, removed % {"title": enclosure, "name": enclosure.name}, undone)
    return redirect("enclosures", update_id)


@atomic_post
@require_POST
def move_enclosure_up(request, update_id, enclosure_id):
    update, enclosure = _held(request, update_id, enclosure_id)
    form = MoveUpForm(request.POST)
    if enclosure and form.is_valid() and form.cleaned_data["place"] == enclosure.place:
        undone = update.signed_off_by
        enclosure.move_up(by=request.user, at=timezone.now())
        tell_of_correction(update)
        _tell(request, gettext("“%(title)s” is moved up.") % {"title": enclosure}, undone)
    return redirect("enclosures", update_id)


def _held(request, update_id, enclosure_id) -> tuple[Update, Enclosure | None]:
    """A draft, and one of its enclosures; None where somebody has removed that: a double click does it twice."""
    update = locked_draft(request, update_id)
    enclosure = update.enclosed.listed().filter(pk=enclosure_id).first()
    if enclosure:
        enclosure.update = update
    return update, enclosure


def enclosure(request, enclosure_id):
    return as_download(get_object_or_404(Enclosure.objects.readable_by(request.user), pk=enclosure_id))


def letter_zip(request, update_id):
    return _with_its_pdf(request, update_id, _as_zip)


def letter_whole(request, update_id):
    return _with_its_pdf(request, update_id, _as_one_pdf)


def _with_its_pdf(request, update_id, answer):
    """What is answered with a letter that has enclosures, and its PDF; of a draft that is drawn as it is now."""
    update = lettered(request, update_id)
    if not update.enclosed.exists():
        raise Http404("Nothing goes with this letter.")
    if update.is_draft and too_long(update):
        # The page where answers are checked says by how much.
        return redirect("check_update", update.pk)
    try:
        return answer(update, render_letter(update) if update.is_draft else bytes(update.sent_letter.pdf))
    except (LetterError, NotJoined) as error:
        messages.error(request, str(error))
        return redirect("check_update", update.pk)  # which sends on to what was sent


def _as_zip(update, pdf):
    disposition = content_disposition_header(as_attachment=True, filename=f"{_name(update)}.zip")
    pieces = zipped(letter_and_files(update, pdf))
    return StreamingHttpResponse(pieces, content_type="application/zip", headers={"Content-Disposition": disposition})


def _as_one_pdf(update, pdf):
    if not update.enclosed.appended().exists():
        raise Http404("Nothing is appended to this letter.")
    return file_response(whole_letter(update, pdf), "application/pdf", f"{_name(update)}.pdf")


def _name(update) -> str:
    return f"{file_name(update).removesuffix('.pdf')}-with-enclosures"
