"""What was typed into a form, in the words of its page: for a page that must not need the database.

A post has names and values of fields. What they are called on the page is known to the form of the view that the post
was for; nothing else has to be sent along with it.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.http import Http404, HttpRequest
from django.urls import resolve
from django.utils.translation import pgettext

from recommendations import words
from recommendations.fields import DatePartsWidget

_OURS = ("accounts", "recommendations", "responses")
_PART_OF_A_DATE = re.compile(f"_(?:{'|'.join(part for part, _ in DatePartsWidget.parts)})$")
_AS_HTML = re.compile("-html$")  # the same words once more: see WordsInput
# What pages send along, and Django's own pages: nobody typed it.
_INTERNAL = re.compile("^(?:csrfmiddlewaretoken|_.*|(?:.*-)?initial-.*|.*-(?:TOTAL|INITIAL|(?:MIN|MAX)_NUM)_FORMS)$")


@dataclass(frozen=True)
class Typed:
    """One question of a form and what was answered. A choice is in the words of the page."""

    label: str
    value: str
    is_choice: bool = False


def typed_in(request: HttpRequest) -> list[Typed]:
    """What a person answered in the form that was posted, question by question, and nothing that they never saw."""
    asked = list(_forms_of(request.path_info))
    names = [name for name in request.POST if not _INTERNAL.match(name)]
    names = [name for name in names if not (_AS_HTML.search(name) and _AS_HTML.sub("", name) in names)]
    found = []
    for whole, parts in groupby(names, key=lambda name: _question(name, asked)):
        answers = [answer for name in parts for answer in _answers(request, name)]
        field = _field(whole, asked)
        if field:
            found.append(_typed(field, whole, answers))
        # A name that no form of ours knows is that of a button, or of a row that its page drew.
        elif not asked or any(" " in answer for answer in answers):
            found.append(Typed(_in_words(whole), "\n".join(answers)))
    return [typed for typed in found if typed and typed.value.strip()]


def _forms_of(path: str) -> Iterator[type[forms.BaseForm]]:
    """The forms of the view behind an address: one called like it, those that it names, others of its modules."""
    try:
        found = resolve(path)
    except Http404:
        return
    view = inspect.unwrap(found.func)
    if view.__module__.split(".")[0] not in _OURS:
        return
    named = list(_named_in(view, set()))
    # SendBackForm is that of send_back and of send_part_back, whatever else their view chooses from.
    yield from (form for form in named if _words_of(form) <= set(found.url_name.split("_")))
    yield from named
    there = view.__globals__.values()
    yield from _forms_among(there)
    for module in {inspect.getmodule(value): None for value in there if inspect.isclass(value)}:
        if ".forms" in module.__name__:
            yield from _forms_among(vars(module).values())


def _words_of(form: type) -> set[str]:
    return {word.lower() for word in re.findall("[A-Z][a-z]+", form.__name__.removesuffix("Form"))}


def _named_in(function, seen: set) -> Iterator[type[forms.BaseForm]]:
    """The forms that a view names in its code, then those of the views' functions that it calls."""
    seen.add(function)
    values = [function.__globals__.get(name) for name in function.__code__.co_names]
    yield from _forms_among(values)
    for value in map(inspect.unwrap, filter(inspect.isfunction, values)):
        if ".views" in value.__module__ and value not in seen:
            yield from _named_in(value, seen)


def _forms_among(values) -> Iterator[type[forms.BaseForm]]:
    return (value for value in values if inspect.isclass(value) and issubclass(value, forms.BaseForm))


def _question(name: str, asked) -> str:
    """The name of a field, of which the three boxes of a date are a part and stored words another shape."""
    whole = _PART_OF_A_DATE.sub("", name)
    is_date = whole != name and isinstance(getattr(_field(whole, asked), "widget", None), DatePartsWidget)
    return whole if is_date else _AS_HTML.sub("", name)


def _field(name: str, asked) -> forms.Field | None:
    """The field of that name; what stands before a hyphen tells several forms of a page apart."""
    name = name.rpartition("-")[2]
    return next((form.base_fields[name] for form in asked if name in form.base_fields), None)


def _answers(request, name: str) -> list[str]:
    answers = request.POST.getlist(name)
    return [_plain(answer) for answer in answers] if _AS_HTML.search(name) else answers


def _plain(html: str) -> str:
    try:
        return words.plain(words.canonical(html))
    except words.TooDeep:
        return html


def _typed(field: forms.Field, name: str, answers: list[str]) -> Typed | None:
    label = str(field.label or _in_words(name))
    if field.widget.is_hidden:
        return None
    if isinstance(field, forms.BooleanField):
        return Typed(label, pgettext("ticked", "Yes"), is_choice=True)
    # Django would ask the database what it offers.
    if isinstance(field, forms.ModelChoiceField):
        return None
    if isinstance(field, forms.ChoiceField):
        chosen = [words for answer in answers if (words := _choices(field).get(answer))]
        return Typed(label, "\n".join(chosen), is_choice=True)
    between = " " if isinstance(field.widget, DatePartsWidget) else "\n"
    return Typed(label, between.join(filter(None, answers)))


def _choices(field: forms.ChoiceField) -> dict[str, str]:
    groups = [choices if isinstance(choices, list | tuple) else [(value, choices)] for value, choices in field.choices]
    return {str(value): str(label) for group in groups for value, label in group if str(value)}


def _in_words(name: str) -> str:
    """ "Short title" for "short_title"."""
    return re.sub("[_-]+", " ", name).strip().capitalize()
