"""What the file of a letter is called."""

from responses.models import Update


def file_name(update: Update) -> str:
    """ "gwent-pcc-safe-to-share-2021-06-17.pdf", and what became of it: "...-draft.pdf", "...-withdrawn.pdf"."""
    dated = update.date.to_text() if update.date else "not-dated"
    parts = (update.body.slug, update.super_complaint.slug, dated, _became(update))
    return f"{'-'.join(filter(None, parts))}.pdf"


def _became(update: Update) -> str:
    if update.is_draft:
        return "draft"
    if update.is_standing:
        return ""
    if update.replacements.filter(recorded_at__isnull=False, in_error_at=None).exists():
        return "superseded"
    return "in-error" if update.in_error_at else "withdrawn"
