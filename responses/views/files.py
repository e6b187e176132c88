"""Kept files, byte for byte, as downloads."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from responses.documents import CONTENT_TYPES
from responses.models import Document


def document(request, document_id):
    return as_download(get_object_or_404(Document.objects.readable_by(request.user), pk=document_id))


def as_download(file) -> HttpResponse:
    """A kept file, a document or one that has just arrived, as a download that no browser opens in our name."""
    content_type = file.content_type if file.content_type in CONTENT_TYPES else "application/octet-stream"
    return HttpResponse(
        bytes(file.content),
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name),
            # Whatever a browser is made to do with it, it runs nothing and reaches nothing. (nosniff is on every page.)
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
