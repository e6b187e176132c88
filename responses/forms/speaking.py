"""Who a received letter is from, and on whose behalf it answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

from recommendations.models import Body, SuperComplaint
from responses.forms.words import LineField


class DatalistInput(forms.TextInput):
    """A text box that offers names as one types, and works as a plain box in a browser that cannot."""

    names: tuple[str, ...] = ()

    def render(self, name, value, attrs=None, renderer=None):
        listed = f"{attrs['id']}_names"
        box = super().render(name, value, {**attrs, "list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((option,) for option in self.names))
        return box + format_html('<datalist id="{}">{}</datalist>', listed, options)


class BodyField(LineField):
    """A body by its name, its Welsh name or another name that letters use for it."""

    widget = DatalistInput

    def offer(self, bodies: list[Body]) -> None:
        self.bodies = bodies
        self.widget.names = tuple(body.name for body in bodies)

    def to_python(self, value):
        typed = super().to_python(value)
        return self._named(typed) if typed else None

    def _named(self, typed):
        exact = [body for body in self.bodies if _folded(typed) in _names(body)]
        if len(exact) == 1:
            return exact[0]
        near = [body.name for body in self.bodies if any(_folded(typed) in name for name in _names(body))]
        if near:
            raise ValidationError(f"“{typed}” could be {_either(near)}. Enter the whole name")
        raise ValidationError(f"Enter the name of a body in the list: “{typed}” is not there")

    def has_changed(self, initial, data):
        return _folded(str(initial or "")) != _folded(str(data or ""))


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())


def _names(body: Body) -> set[str]:
    return {
        _folded(name) for name in (body.name, body.welsh_name, *(alias.name for alias in body.aliases.all())) if name
    }


def _either(names: list[str]) -> str:
    shown = names[:4] if len(names) <= 4 else [*names[:3], f"{len(names) - 3} others"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


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
    bodies = list(Body.objects.prefetch_related("aliases"))
    found = {body.pk for body in bodies_asked(super_complaint)}
    found |= {body.pk for body in bodies if body.oversees_id in found}
    following = {body.pk: body.succeeded_by_id for body in bodies}
    for pk in list(found):
        while (pk := following[pk]) and pk not in found:
            found.add(pk)
    return [body for body in bodies if body.pk in found or body.kind == Body.Kind.NATIONAL_BODY]
