"""Which bodies the words "chief constables" or "NPCC" mean on the day a report is published."""

import datetime

from django.utils import formats
from django.utils.translation import gettext, gettext_noop

from recommendations.models import Addressee, Body
from recommendations.names import Names, either, folded
from recommendations.reading import Entry, Errors, fill

CHIEF_CONSTABLES = "chief constables"
LOCAL_POLICING_BODIES = "police and crime commissioners or equivalents"
ALL_RECIPIENTS = "all recipients"
NOT_KNOWN = "not known"

# More than these are counted, not named, where a page says whom a recommendation addresses.
MOST_NAMED = 2
COUNTED = {
    Body.Kind.FORCE: gettext_noop("%(count)d chief constables"),
    Body.Kind.LOCAL_POLICING_BODY: gettext_noop("%(count)d police and crime commissioners or equivalents"),
}


class Addressing:
    """The bodies of one day, found by kind or by name. What cannot be found is added to the errors."""

    def __init__(self, day: datetime.date, group: dict[str, Entry], errors: Errors):
        self.day, self.errors = day, errors
        # Those that have ended, or not begun, are named too: "did not exist on" says more than "no body is called".
        self.names = Names()
        self.there = list(Body.objects.existing_on(day).select_related("oversees"))
        # The 43: the British Transport Police and the like have chief constables, and reports name them apart.
        self.forces = [body for body in self.there if body.kind == Body.Kind.FORCE]
        self.in_office = self._in_office(group)
        self.recipients: list[Body] = []
        self.told: set[Body] = set()  # the forces whose overseer is not known: told where it is first asked for

    def bodies(self, group: dict[str, Entry]) -> list[Body]:
        """The bodies under "addressed_to", in order, less those under "except"."""
        found: list[Body] = []
        for entry in listed(group, "addressed_to", self.errors):
            found += [body for body in self._meant(entry) if body not in found]
        self.recipients += [body for body in found if body not in self.recipients]
        for entry in listed(group, "except", self.errors):
            body = self._body(entry)
            if body in found:
                found.remove(body)
            elif body:
                self.errors.add(entry.line, f"{body} is not among those addressed, so it cannot be an exception.")
        return found

    def entries_without(self, group: dict[str, Entry], bodies: set[Body]) -> list[Entry]:
        """Those under "addressed_to" that mean some bodies, and none of these."""
        entries = listed(group, "addressed_to", self.errors)
        return [entry for entry in entries if (meant := self._meant(entry)) and bodies.isdisjoint(meant)]

    def extensions(self, group: dict[str, Entry], addressed) -> dict[Body, tuple[datetime.date, str]]:
        """A day of its own, and the reason, for single bodies among those addressed."""
        keys, found = {"body", "due_on", "due_reason"}, {}
        for item in listed(group, "extensions", self.errors):
            extension = item.group("an extension", keys, keys, self.errors)
            body = self._body(extension["body"]) if len(extension) == len(keys) else None
            if not body:
                continue
            if body not in addressed or body in found:
                self.errors.add(item.line, f"{body} is not addressed here, or has an extension already.")
            addressee = Addressee(body=body)
            fill(addressee, item, extension, keys, self.errors, exclude={"body", "recommendation"})
            found[body] = (addressee.due_on, addressee.due_reason)
        return found

    def later(self, group: dict[str, Entry], addressed) -> dict[Body, Addressee]:
        """Bodies addressed only since a day after publication, each as an addressee, due where the file says."""
        found = {}
        for item in listed(group, "later", self.errors):
            one = item.group(
                "who was addressed later", {"body", "since", "due_on", "due_reason"}, {"body", "since"}, self.errors
            )
            addressee, own = Addressee(), {"body", "recommendation"} | ({"due_on"} - one.keys())
            if not fill(addressee, item, one, {"body", "since"}, self.errors, exclude=own) or "body" not in one:
                continue
            body = self._body(one["body"], addressee.since)
            if addressee.since <= self.day:
                self.errors.add(
                    one["since"].line, f"since: Write a day after {self._day}, or address it with the rest."
                )
            elif body in addressed or body in found:
                self.errors.add(item.line, f"{body} is addressed here already.")
            elif body:
                found[body] = addressee
        return found

    def _meant(self, entry: Entry) -> list[Body]:
        words = folded(entry.text(self.errors))
        if words == CHIEF_CONSTABLES:
            return self.forces
        if words == LOCAL_POLICING_BODIES:
            return [body for force in self.forces if (body := self._overseer(force, entry.line))]
        if words == ALL_RECIPIENTS:
            return self.recipients
        # A recommendation whose addressees nobody could confirm is kept, and asks nobody: guessing would make cells.
        if words == NOT_KNOWN:
            return []
        return list(filter(None, [self._body(entry)]))

    def _overseer(self, force: Body, line: int) -> Body | None:
        bodies = [body for body in self.there if body.oversees == force]
        # Where no source gives the day of a succession, both offices seem to exist, and the file says which held it.
        bodies = [body for body in bodies if body in self.in_office] or bodies
        if len(bodies) == 1:
            return bodies[0]
        if force in self.told:
            return None
        self.told.add(force)
        if bodies:
            names = " or ".join(map(str, bodies))
            message = f'{force} had {names} on {self._day}: no known day decides. Name one under "in_office", and why.'
        else:
            message = f"No local policing body is known for {force} on {self._day}. Add it to the bodies first."
        self.errors.add(line, message)
        return None

    def _in_office(self, group: dict[str, Entry]) -> list[Body]:
        found = []
        for item in listed(group, "in_office", self.errors):
            choice = item.group("who was in office", {"body", "because"}, {"body", "because"}, self.errors)
            body = self._body(choice["body"]) if "body" in choice else None
            if body and body.kind != Body.Kind.LOCAL_POLICING_BODY:
                self.errors.add(item.line, f"{body} is not a local policing body.")
            found.append(body)
        return found

    def _body(self, entry: Entry, day: datetime.date | None = None) -> Body | None:
        """The body of that name, which must have existed on a day: that of publication where none is given."""
        there = self.there if day is None else Body.objects.existing_on(day)
        typed = entry.text(self.errors)
        named = self.names.meant_by(typed)
        # A name that several have had means whoever had it on the day.
        bodies = [body for body in named if body in self.there] or named
        if not bodies:
            self.errors.add(
                entry.line,
                f'No body is called "{typed}". Use its name, an alias, or the end of its page\'s address; or use '
                f'"{CHIEF_CONSTABLES}", "{LOCAL_POLICING_BODIES}", "{ALL_RECIPIENTS}" or "{NOT_KNOWN}".',
            )
        elif len(bodies) > 1:
            self.errors.add(entry.line, f'"{typed}" could be {either(bodies)}. Use the full name.')
        elif bodies[0] not in there:
            on = in_words(day or self.day)
            self.errors.add(entry.line, f"{bodies[0]} did not exist on {on}. Name the body of that day.")
        else:
            return bodies[0]
        return None

    @property
    def _day(self) -> str:
        return in_words(self.day)


def in_words(day: datetime.date) -> str:
    return formats.date_format(day, "j F Y")


def listed(group: dict[str, Entry], key: str, errors: Errors) -> list[Entry]:
    return group[key].items(errors) if key in group else []


def bodies_in_words(bodies: list[tuple[str, str]]) -> str:
    """Whom (kind, name) pairs are, for reading: "43 chief constables and Home Office". Nothing for none."""
    parts: list[str] = []
    for kind, counted in COUNTED.items():
        names = [name for each, name in bodies if each == kind]
        parts += [gettext(counted) % {"count": len(names)}] if len(names) > MOST_NAMED else names
    *others, last = [*parts, *(name for kind, name in bodies if kind not in COUNTED)] or [""]
    return gettext("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last} if others else last
