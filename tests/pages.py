"""Pages that show every component at once, so that the template pack and the scripts are tested apart from any rule."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from django.utils.html import format_html

from recommendations.fields import DayField, DayOrMonthField

PAGE = """{% extends "base.html" %}{% load crispy_forms_tags %}
{% block title %}Every question{% endblock %}
{% block before_main %}{% include "components/_back_link.html" with href="/" %}{% endblock %}
{% block main %}<h1 class="govuk-heading-l">Every question</h1>
<p class="app-autosave" data-autosave-status role="status"></p>{% crispy form %}{% endblock %}"""


class Words(forms.Textarea):
    """A text box with, beside it, the HTML of the same words: what the editor opens and what it posts."""

    class Media:
        js = [forms.Script("editor/page.js", type="module")]

    def render(self, name, value, attrs=None, renderer=None):
        box = super().render(name, re.sub("<[^>]+>", "", value or ""), attrs, renderer)
        return box + format_html('<input type="hidden" name="{}-html" value="{}" data-words-html>', name, value or "")

    def value_from_datadict(self, data, files, name):
        return data.get(f"{name}-html", data.get(name))


class EveryQuestion(forms.Form):
    name = forms.CharField(label="What is your <full> name?", help_text="As on a letter", max_length=80)
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "current-password"}))
    body = forms.ChoiceField(label="Which body?", choices=[("", "Select a body"), ("a", "A & B"), ("c", "C")])
    position = forms.ChoiceField(
        label="What is the position?",
        help_text="Read the wording first",
        widget=forms.RadioSelect,
        choices=[("accepted", "Accepted"), ("part", "Accepted in part")],
    )
    strands = forms.MultipleChoiceField(
        label="Which strands?", widget=forms.CheckboxSelectMultiple, choices=[("a", "Training"), ("b", "Policy")]
    )
    agreed = forms.BooleanField(label="The chief officer agreed the words")
    received_on = DayField(label="When was it received?", subject="Date received", help_text="For example, 17 6 2021")
    dated = DayOrMonthField(label="What date does it bear?", subject="Date of the letter")
    letter = forms.FileField(label="The letter", help_text="A PDF or Word document")
    text = forms.CharField(
        label="What was done?",
        help_text="Say what changed",
        max_length=200,
        widget=forms.Textarea({"rows": 8, "data-marks": True, "data-max-lines": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].option_hints = {"part": "Say which part"}
        self.helper = FormHelper()
        self.helper.attrs = {"data-autosave": ""}
        self.helper.layout = Layout(
            "name",
            "email",
            "password",
            "body",
            "position",
            "strands",
            "agreed",
            Fieldset("Dates", "received_on", "dated"),
            Div("letter", "text", "version", css_class="app-words-and-letter"),
        )
        self.helper.add_input(Submit("save", "Save and continue"))
        self.helper.add_input(Submit("later", "Save for later", css_class="govuk-button--secondary"))


@login_not_required
def every_question(request):
    if request.headers.get("X-Autosave"):
        version = int(request.POST["version"])
        if "refuse me" in request.POST["text"]:
            return JsonResponse(
                {"message": "Somebody else changed this response. Nothing was overwritten."}, status=409
            )
        return JsonResponse({"version": version + 1})
    form = EveryQuestion(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, f"Saved version {form.cleaned_data['version']}")
        form = EveryQuestion()
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


class EditorForm(forms.Form):
    text = forms.CharField(
        label="What was done?",
        help_text="Say what changed",
        max_length=200,
        widget=Words({"data-words": "", "data-max-lines": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-autosave": ""}
        self.helper.add_input(Submit("save", "Save"))


@login_not_required
def editor(request):
    if request.headers.get("X-Autosave"):
        return JsonResponse({"version": int(request.POST["version"]) + 1})
    given = request.GET.get("words", "") if request.method == "GET" else request.POST["text-html"]
    form = EditorForm(request.POST or None, initial={"text": given})
    if request.method == "POST":
        form = EditorForm({"text-html": given, "version": 1})
        form.add_error("text", "Enter what was done")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [
    path("", every_question, name="home"),
    path("every-question/", every_question),
    path("editor/", editor),
    path("accessibility/", every_question, name="accessibility_statement"),
]
