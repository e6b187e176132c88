"""The list of whom to chase with addresses, for whoever merges letters or mail in another program."""

from collections.abc import Iterable, Iterator

from recommendations.models import Body, Contact
from responses.desk.chase import Chased

COLUMNS = (
    *("Body", "Now", "Kind", "Region", "Recommendations", "Due", "Days overdue", "Asked again on", "Next", "Next from"),
    *("Contact", "Position", "E-mail", "Telephone", "Postal address"),
)


def merge_list(found: Iterable[Chased]) -> Iterator[tuple]:
    """A row for each contact, and one for a body without any."""
    found = list(found)
    # What a matrix reads of a body holds no address.
    offices = Body.objects.in_bulk({each.office.pk for each in found})
    for each in found:
        post = offices[each.office.pk].address_in_a_line
        for contact in each.contacts or [None]:
            yield (*_of_body(each), *_of_contact(contact), post)


def _of_body(each: Chased) -> tuple:
    return (
        each.body.name,
        each.now.name if each.now else "",
        each.body.get_kind_display(),
        each.body.get_region_display(),
        ", ".join(owed.recommendation.number for owed in each.owed),
        ", ".join(day.isoformat() for day in each.due),
        str(each.days_overdue),
        each.asked_on,
        each.rung.label,
        each.since,
    )


def _of_contact(contact: Contact | None) -> tuple[str, ...]:
    return (contact.name, contact.position, contact.email, contact.telephone) if contact else ("",) * 4
