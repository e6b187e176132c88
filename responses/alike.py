"""What is the same for many bodies, as pages show it: once, with whom it is for in few words, and their names apart."""

import copy
from collections.abc import Callable, Hashable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from recommendations.models import Body
from responses.letter.sections import MANY, Naming
from responses.models import Update


def each_once(things: list, what: Callable[[Any], Hashable]) -> list:
    """Answers or addressees of which `what` is the same once where they are many, with how many as `bodies`.

    Each of the found has all that it stands for as `alike`.
    """
    shown = {}
    for thing in things:
        shown.setdefault(what(thing), []).append(thing)
    found = []
    for same in shown.values():
        for thing in same if len(same) <= MANY else [copy.copy(same[0])]:
            thing.alike = same if len(same) > MANY else [thing]
            thing.bodies = len(same) if len(same) > MANY else None
            found.append(thing)
    return found


def naming_of(update: Update, bodies: list[Body] | None = None) -> Naming:
    """How a page calls these, or all whom a letter speaks for. At most two queries, however many they are."""
    return Naming(update, bodies or list(update.speaks_for.all()), in_welsh=get_language() == "cy")


def speaks_for_row(update: Update, naming: Naming) -> dict:
    """The row of a summary list, with the `names` of those whom it does not name: the NPCC answers for 43."""
    bodies = naming.spoken_for
    row = {"key": gettext("Speaks for")}
    if len(bodies) <= MANY:
        return row | {"value": "\n".join(body.name for body in bodies)}
    many = [body for body in bodies if body.kind == update.body.represents] or bodies
    named = [body.name for body in bodies if body not in many]
    return row | {"value": "\n".join([*named, capfirst(naming.in_short(many))]), "names": [body.name for body in many]}
