"""Who a received letter is from, and on whose behalf it answers."""

from typing import NamedTuple

from django import forms

from recommendations.models import Body, SuperComplaint


class OnBehalf(forms.ChoiceField):
    """Whom a letter speaks for, in the words of a choice rather than a list of 43 names."""

    ITSELF, USUAL, FORCES, POLICING_BODIES, CHOSEN = "itself", "usual", "forces", "policing_bodies", "chosen"
    all_of_a_kind = {FORCES: Body.Kind.FORCE, POLICING_BODIES: Body.Kind.LOCAL_POLICING_BODY}
    widget = forms.RadioSelect
    option_hints = {
        FORCES: "Only a national body that represents them can, as the NPCC does.",
        POLICING_BODIES: "Only a national body that represents them can, as the APCC does.",
    }

    def __init__(self, **kwargs):
        choices = [
            (self.ITSELF, "Itself only"),
            (self.USUAL, "Itself, and for a local policing body its force as well"),
            (self.FORCES, "Itself and all chief constables addressed"),
            (self.POLICING_BODIES, "Itself and all local policing bodies addressed"),
            (self.CHOSEN, "Only the bodies chosen below"),
        ]
        super().__init__(choices=choices, **kwargs)

    def offer(self, author: Body | None, chosen: str) -> None:
        """Offer what a letter's author can choose, and what was chosen; everything while its author is not known."""
        impossible = {it for it, kind in self.all_of_a_kind.items() if author and author.represents != kind}
        self.widget.choices = [each for each in self.choices if each[0] not in impossible - {chosen}]

    @classmethod
    def meanings(cls, author: Body, addressed: list[Body]) -> dict[str, list[Body]]:
        """The addressed bodies that each choice of words means for a letter's author."""
        answered, itself = author.answers_for(), Body.objects.itself(author.pk)
        own = [body for body in addressed if body.pk in itself]
        return {
            cls.ITSELF: own,
            cls.USUAL: [body for body in addressed if body in answered],
            **{
                choice: [body for body in addressed if body.kind == kind or body in own]
                for choice, kind in cls.all_of_a_kind.items()
            },
        }


class Around(NamedTuple):
    """The bodies around a report, so that whoever has many letters of one reads them once."""

    addressed: list[Body]
    authors: list[Body]  # whom a letter may come from

    @classmethod
    def of(cls, super_complaint: SuperComplaint) -> "Around":
        return cls(bodies_asked(super_complaint), authors(super_complaint))


def bodies_asked(super_complaint: SuperComplaint) -> list[Body]:
    """The bodies that any of its recommendations is addressed to."""
    return list(Body.objects.filter(addressed__recommendation__super_complaint=super_complaint).distinct())


def may_speak_for(author: Body, addressed: list[Body]) -> list[Body]:
    """Of the addressed bodies, those that a letter's author may answer for.

    A national body may answer for those of the kind that it represents, or, where it represents none, for any.
    """
    if author.kind == Body.Kind.NATIONAL_BODY and not author.represents:
        return addressed
    answered = author.answers_for()
    return [body for body in addressed if body in answered or _represents(author, body)]


def _represents(author: Body, body: Body) -> bool:
    return body.kind == author.represents or (author.represents == Body.Kind.FORCE and body.is_force)


def why_not(author: Body, choice: str, bodies: list[Body], addressed: list[Body]) -> str:
    """Why a letter from an author cannot speak for these bodies, in a sentence; "" where it can."""
    own = may_speak_for(author, addressed)
    others = [body.name for body in bodies if body not in own]
    if others and author.represents:
        names = " or ".join(others) if len(others) < 4 else f"{len(others)} bodies that are none"
        kind = Body.Kind(author.represents).label.lower()
        return f"{author} represents each {kind}, so its letter cannot speak for {names}"
    if others:
        names = " and ".join(body.name for body in own) or "no body that this report addresses"
        return f"{author} can answer only for {names}"
    if author.represents != OnBehalf.all_of_a_kind.get(choice, author.represents):
        return f"{author} does not represent all of them: choose the bodies it answers for"
    return ""


def authors(super_complaint: SuperComplaint) -> list[Body]:
    """Bodies a letter may come from: national ones, those addressed, and whoever oversees or succeeded one of them."""
    bodies = list(Body.objects.with_names())
    found = {body.pk for body in bodies_asked(super_complaint)}
    found |= {body.pk for body in bodies if body.oversees_id in found}
    following = {body.pk: body.succeeded_by_id for body in bodies}
    for pk in list(found):
        while (pk := following[pk]) and pk not in found:
            found.add(pk)
    return [body for body in bodies if body.pk in found or body.kind == Body.Kind.NATIONAL_BODY]
