"""What the `govuk` template pack needs to know about a form field that a template cannot work out for itself.

A form may say two more things about its fields than Django knows:
`field.label_size = "l"` (s, m, l or xl) and `field.option_hints = {"value": "hint"}` for radios and checkboxes.
"""

from django import forms, template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from recommendations.fields import DatePartsWidget

register = template.Library()

# In this order: CheckboxSelectMultiple is a RadioSelect to Django, and a Textarea is not an Input.
KINDS = (
    (DatePartsWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file-upload"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
)
CLASSES = {"checkbox": "govuk-checkboxes__input", "password": "govuk-input"}
NO_SPELLING = ("email", "password", "url")


@register.filter
def kind(field) -> str:
    """Which GOV.UK component shows this field."""
    return next((name for widget, name in KINDS if isinstance(field.field.widget, widget)), "input")


@register.filter
def first_control(field) -> str:
    """The id an error-summary link must reach: the first control of the field, or the first date box at fault."""
    if kind(field) == "date":
        return next(part["id"] for part in date_parts(field) if part["error"] or not field.errors)
    return f"{field.auto_id}_0" if kind(field) in ("radios", "checkboxes") else field.auto_id


@register.filter
def character_limit(field) -> int | None:
    """How long the text may be, where the page should count it."""
    return getattr(field.field, "max_length", None) if kind(field) == "textarea" else None


@register.simple_tag
def control(field) -> str:
    """The field's own widget, in GOV.UK classes.

    Never `maxlength` (a long paste would lose its end without a word; the server says what is too long), `placeholder`
    or `required` (errors are told once, by the server, in our words).
    """
    widget, component = field.field.widget, kind(field)
    classes = [CLASSES.get(component, f"govuk-{component}")]
    if field.errors and component != "checkbox":
        classes.append(f"{classes[0]}--error")
    if component == "password":
        classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
    attrs = field.build_widget_attrs({"placeholder": False, "maxlength": False, "cols": False, "id": field.auto_id})
    if character_limit(field):
        classes.append("govuk-js-character-count")
        attrs["aria-describedby"] = f"{field.auto_id}-info {attrs.get('aria-describedby', '')}".strip()
    if component == "password":
        attrs |= {"autocapitalize": "none"}
    if (widget.attrs.get("type") or getattr(widget, "input_type", "")) in NO_SPELLING:
        attrs |= {"spellcheck": "false"}
    attrs["class"] = " ".join([*classes, widget.attrs.get("class", "")]).strip()
    for not_ours in ("required", "aria-invalid"):
        attrs.pop(not_ours, None)
    return widget.render(field.html_name, field.value(), attrs, field.form.renderer)


# Drawn here and not in a template: the matrix has a checkbox for each of up to 120 recommendations.
OPTION = """
    <div class="govuk-{component}__item">
      <input class="govuk-{component}__input" id="{id}" name="{name}" type="{type}" value="{value}"{attrs}>
      <label class="govuk-label govuk-{component}__label" for="{id}">{label}</label>{hint}
    </div>"""
OPTION_HINT = """
      <div id="{id}_hint" class="govuk-hint govuk-{component}__hint">{hint}</div>"""


@register.simple_tag
def options(field) -> str:
    """The radios or checkboxes of a field, each with its label and its hint."""
    component, hints = kind(field), getattr(field.field, "option_hints", {})
    drawn = (option_of(component, widget.data, hints.get(str(widget.data["value"]))) for widget in field.subwidgets)
    return format_html_join("", "{}", zip(drawn))


def option_of(component, data, hint):
    attrs = {name: value for name, value in data["attrs"].items() if name not in ("required", "aria-invalid", "class")}
    facts = {name: data[name] for name in ("name", "type", "value", "label")}
    facts |= {"component": component, "id": attrs.pop("id")}
    if hint:
        attrs["aria-describedby"] = f"{facts['id']}_hint"
        hint = format_html(OPTION_HINT, **facts, hint=hint)
    return format_html(OPTION, **facts, attrs=flatatt(attrs), hint=hint or "")


PARTS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}


@register.filter
def date_parts(field) -> list[dict]:
    """The boxes of a date: `attrs` (escaped), `id` and `label` of each, and whether it is at fault."""
    [whole] = field.subwidgets
    at_fault = {code for error in field.errors.as_data() for code in (error.code or "").split()}
    names = [name for name, _ in DatePartsWidget.parts]
    if at_fault.isdisjoint(names):
        at_fault = set(names) if field.errors else set()
    return [
        date_part(name, width, box, name in at_fault)
        for (name, width), box in zip(DatePartsWidget.parts, whole.data["subwidgets"], strict=True)
    ]


def date_part(name, width, box, error):
    classes = ["govuk-input", "govuk-date-input__input", f"govuk-input--width-{width}"]
    attrs = {"class": " ".join([*classes, *(["govuk-input--error"] if error else [])])}
    attrs |= {"id": box["attrs"]["id"], "name": box["name"], "type": "text", "inputmode": "numeric"}
    if box["value"] not in (None, ""):
        attrs["value"] = box["value"]
    return {"attrs": flatatt(attrs), "id": attrs["id"], "label": PARTS[name], "error": error}


@register.filter
def button_class(button) -> str:
    """The GOV.UK classes of a crispy button, which also carries other packs' ("btn btn-primary")."""
    return " ".join(["govuk-button", *(name for name in button.field_classes.split() if name.startswith("govuk-"))])
