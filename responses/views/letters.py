"""The letter of an update that is written here: as a page, as a PDF and in Word."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe

from responses.enclosures import with_letter
from responses.letter import docx
from responses.letter.checks import too_long
from responses.letter.drawing import LetterError
from responses.letter.html import letter_html, render_letter
from responses.letter.names import file_name
from responses.models import Update
from responses.places import places


def letter(request, update_id):
    update = lettered(request, update_id)
    # What was sent was made by letter_html too, which escapes what people typed.
    html = letter_html(update) if update.is_draft else mark_safe(update.sent_letter.html)  # noqa: S308 - above
    context = {"update": update, "letter": html, "places": places(request.user, update), **with_letter(update)}
    return render(request, "responses/letter.html", context)


def letter_pdf(request, update_id):
    if sent := _sent(request, update_id):
        return file_response(sent.sent_letter.pdf, "application/pdf", file_name(sent))
    update = lettered(request, update_id)
    if too_long(update):
        # The page where answers are checked says by how much.
        return redirect("check_update", update.pk)
    try:
        pdf = render_letter(update)
    except LetterError as error:
        messages.error(request, str(error))
        return redirect("check_update", update.pk)
    return file_response(pdf, "application/pdf", file_name(update))


def _sent(request, update_id) -> Update | None:
    """What was sent, as far as its file and its name need: a letter is read far more often than it is written."""
    called_after = ("recorded_at", "dated", "dated_precision", "withdrawn_on", "in_error_at")
    called_after += ("body__slug", "super_complaint__slug")
    sent = Update.objects.visible_to(request.user).filter(sent_letter__isnull=False)
    sent = sent.select_related("sent_letter", "body", "super_complaint").only("sent_letter__pdf", *called_after)
    return sent.filter(pk=update_id).first()


def letter_docx(request, update_id):
    update = lettered(request, update_id)
    if update.is_draft and too_long(update):
        return redirect("check_update", update.pk)
    return file_response(docx.letter_docx(update), docx.CONTENT_TYPE, file_name(update, extension="docx"))


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def lettered(request, update_id) -> Update:
    """An update whose letter we write: a letter that was received has its own."""
    updates = Update.objects.visible_to(request.user).select_related("super_complaint", "body", "sent_letter")
    update = get_object_or_404(updates, pk=update_id)
    if update.is_received:
        raise Http404("A letter that was received is kept as it came.")
    return update
