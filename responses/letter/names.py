"""What a letter is called as a file: whose it is, on which report, of which day, and what has become of it."""

from django.utils.formats import date_format

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


def became_in_words(update: Update) -> str:
    """Such as "Withdrawn on 1 July 2021, and not counted since: SC1-00018 took its place"; "" where it stands.

    Who withdrew it, and why, stays on its page: a file goes further than those who may read that.
    """
    if update.is_draft or update.is_standing:
        return ""
    new = update.replacement()
    took = f": {new.reference} took its place" if new else ""
    if update.in_error_at:
        return f"Recorded in error, so it counts on no date{took}"
    return f"Withdrawn on {date_format(update.withdrawn_on, 'j F Y')}, and not counted since{took}"


def _date(update: Update) -> str:
    if not update.date:
        return "undated"
    is_month = update.dated_precision == update.Precision.MONTH
    return f"{update.dated:%Y-%m}" if is_month else f"{update.dated:%Y-%m-%d}"
