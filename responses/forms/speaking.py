"""Who a received letter is from, and on whose behalf it answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

from recommendations.models import Body, SuperComplaint
from responses.forms.words import LineField


class DatalistInput(forms.TextInput):
    """A text box that offers names as one types, and works as a plain box in a browser that cannot."""

    names: tuple[str, ...] = ()
    listed = ""  # the id of a list of the same names elsewhere on the page

    def render(self, name, value, attrs=None, renderer=None):
        listed = self.listed or f"{attrs['id']}_names"
        box = super().render(name, value, {**attrs, "list": listed, "autocomplete": "off"}, renderer)
        if self.listed:
            return box
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
    bodies = list(Body.objects.prefetch_related("aliases"))
    found = {body.pk for body in bodies_asked(super_complaint)}
    found |= {body.pk for body in bodies if body.oversees_id in found}
    following = {body.pk: body.succeeded_by_id for body in bodies}
    for pk in list(found):
        while (pk := following[pk]) and pk not in found:
            found.add(pk)
    return [body for body in bodies if body.pk in found or body.kind == Body.Kind.NATIONAL_BODY]
