"""Who is written to: those who write for a body here, and people at a body who do not sign in."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from accounts.models import WRITERS, Membership, User
from recommendations.models import Body, Contact


class Person(NamedTuple):
    """Somebody to write to. Who does not sign in has a name and an address alone, or only an address."""

    name: str
    email: str
    user: User | None = None

    @classmethod
    def of(cls, user: User) -> "Person":
        return cls(user.name, user.email, user)

    def __str__(self):
        return f"{self.name} ({self.email})" if self.name else self.email

    def wants(self, about: str) -> bool:
        """Whether they chose to be told of it by e-mail. Whoever does not sign in chose nothing, and is told."""
        return self.user is None or self.user.wants(about)


def each_once(people: Iterable[Person]) -> list[Person]:
    """Without those whose address came before."""
    people = list(people)
    return list({person.email.casefold(): person for person in reversed(people)}.values())[::-1]


def writers_of(bodies: Iterable[int]) -> dict[int, list[User]]:
    """By id of the body: who writes for it here, for itself or for who may answer for it. Two queries for any number.

    Whoever was deactivated is not among them.
    """
    answers_for, bodies, found = Body.objects.each_answers_for(), set(bodies), defaultdict(list)
    memberships = Membership.objects.filter(role__in=WRITERS, user__is_active=True).select_related("user")
    for membership in memberships.order_by("user__name", "user_id", "pk"):
        for body in answers_for(membership.body_id) & bodies:
            if membership.user not in found[body]:
                found[body].append(membership.user)
    return found


def contacts_of(bodies: Iterable[int], on: datetime.date) -> dict[int, list[Person]]:
    """By id of the body: its contacts on a day. One query."""
    found = defaultdict(list)
    for contact in Contact.objects.filter(body__in=bodies).exclude(until__lte=on):
        found[contact.body_id].append(Person(contact.name, contact.email))
    return found
