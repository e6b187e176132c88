"""The list of whom to chase with addresses, for whoever merges letters or mail in another program."""

import csv
import io
from collections.abc import Iterable

from recommendations.models import Body, Contact
from responses.desk.chase import Chased
from responses.exports import harmless

COLUMNS = (
    *("body", "now", "kind", "region", "recommendations", "due", "days_overdue", "asked_again_on", "next", "next_from"),
    *("contact", "position", "email", "telephone", "postal_address"),
)


def as_csv(found: Iterable[Chased]) -> bytes:
    """A line for each contact, and one for a body without any. UTF-8 with a byte order mark, for Excel."""
    found = list(found)
    # What a matrix reads of a body holds no address.
    offices = Body.objects.in_bulk({each.office.pk for each in found})
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for each in found:
        of_body, post = _of_body(each), offices[each.office.pk].address_in_a_line
        writer.writerows([*of_body, *_of_contact(contact), harmless(post)] for contact in each.contacts or [None])
    return lines.getvalue().encode("utf-8-sig")


def _of_body(each: Chased) -> list:
    return [
        harmless(each.body.name),
        harmless(each.now.name) if each.now else "",
        each.body.get_kind_display(),
        each.body.get_region_display(),
        harmless(", ".join(owed.recommendation.number for owed in each.owed)),
        ", ".join(day.isoformat() for day in each.due),
        each.days_overdue,
        each.asked_on.isoformat() if each.asked_on else "",
        each.rung.label,
        each.since.isoformat(),
    ]


def _of_contact(contact: Contact | None) -> list[str]:
    facts = [contact.name, contact.position, contact.email, contact.telephone] if contact else [""] * 4
    return [harmless(fact) for fact in facts]
