"""What a letter is called as a file: whose it is, on which report, of which day, and what has become of it."""

from responses.models import Update


def file_name(update: Update, *, extension: str = "pdf") -> str:
    """A name that a person can tell from others in a folder: "south-wales-pcc-safe-to-share-2021-06-17.pdf".

    The date is the one that the letter bears: "2021-03" for a month, "undated" for none. What does not stand says so
    at the end: "...-withdrawn.pdf". Two letters of one day have the same name; their references tell them apart.
    """
    parts = (update.body.slug, update.super_complaint.slug, _date(update), what_became(update))
    return f"{'-'.join(filter(None, parts))}.{extension}"


def what_became(update: Update) -> str:
    """Of a letter: "draft", "superseded", "in-error" or "withdrawn"; "" for a letter that stands.

    What took a letter's place says more of it than that it was withdrawn then.
    """
    if update.is_draft:
        return "draft"
    if update.is_standing:
        return ""
    if update.replacement():
        return "superseded"
    return "in-error" if update.in_error_at else "withdrawn"


def _date(update: Update) -> str:
    if not update.date:
        return "undated"
    is_month = update.dated_precision == update.Precision.MONTH
    return f"{update.dated:%Y-%m}" if is_month else f"{update.dated:%Y-%m-%d}"
