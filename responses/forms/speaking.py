"""Who a received letter is from, and on whose behalf it answers."""

from django import forms

from recommendations.models import Body, SuperComplaint


class OnBehalf(forms.ChoiceField):
    """Whom a letter speaks for, in the words of a choice rather than a list of 43 names."""

    USUAL, ITSELF, FORCES, POLICING_BODIES, CHOSEN = "usual", "itself", "forces", "policing_bodies", "chosen"
    widget = forms.RadioSelect
    option_hints = {
        FORCES: "Only a national body can, as when the NPCC answers for all of them.",
        POLICING_BODIES: "Only a national body can.",
    }

    def __init__(self, **kwargs):
        choices = [
            (self.USUAL, "Itself, and for a local policing body its force as well"),
            (self.ITSELF, "Itself only"),
            (self.FORCES, "Itself and all chief constables addressed"),
            (self.POLICING_BODIES, "Itself and all local policing bodies addressed"),
            (self.CHOSEN, "Only the bodies chosen below"),
        ]
        super().__init__(choices=choices, **kwargs)

    @classmethod
    def meanings(cls, author: Body, addressed: list[Body]) -> dict[str, list[Body]]:
        """The addressed bodies that each choice of words means for a letter's author."""
        answered = author.answers_for()
        own = [body for body in addressed if body in answered and (not body.is_force or body == author)]
        kinds = {cls.FORCES: Body.Kind.FORCE, cls.POLICING_BODIES: Body.Kind.LOCAL_POLICING_BODY}
        return {
            cls.USUAL: [body for body in addressed if body in answered],
            cls.ITSELF: own,
            **{
                choice: [body for body in addressed if body.kind == kind or body in own]
                for choice, kind in kinds.items()
            },
        }


def bodies_asked(super_complaint: SuperComplaint) -> list[Body]:
    """The bodies that any of its recommendations is addressed to."""
    return list(Body.objects.filter(addressed__recommendation__super_complaint=super_complaint).distinct())


def may_speak_for(author: Body, addressed: list[Body]) -> list[Body]:
    """Of the addressed bodies, those that a letter's author may answer for: a national body for any of them."""
    if author.kind == Body.Kind.NATIONAL_BODY:
        return addressed
    answered = author.answers_for()
    return [body for body in addressed if body in answered]


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
