"""Pages that show every component at once, so that the template pack and the scripts are tested apart from any rule."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from recommendations.fields import DayField, DayOrMonthField
from responses.forms.words import WordsField

PAGE = """{% extends "base.html" %}{% load crispy_forms_tags %}
{% block title %}Every question{% endblock %}
{% block before_main %}{% include "components/_back_link.html" with href="/" %}{% endblock %}
{% block main %}<h1 class="govuk-heading-l">Every question</h1>
<p class="app-autosave" data-autosave-status="Changes are saved as you type"></p>{% crispy form %}{% endblock %}"""


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
        widget=forms.Textarea({"rows": 8, "data-max-lines": 5}),
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
    text = WordsField(label="What was done?", help_text="Say what changed")
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-max-lines"] = 8
        self.helper = FormHelper()
        self.helper.attrs = {"data-autosave": ""}
        self.helper.add_input(Submit("save", "Save"))


@login_not_required
def editor(request):
    if request.headers.get("X-Autosave"):
        return JsonResponse({"version": int(request.POST["version"]) + 1})
    form = EditorForm(request.POST or None, initial={"text": request.GET.get("words", "")})
    if request.method == "POST" and form.is_valid():
        form.add_error("text", "Enter what was done by whom")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [
    path("", every_question, name="home"),
    path("every-question/", every_question),
    path("editor/", editor),
    path("accessibility/", every_question, name="accessibility_statement"),
    path("language/", every_question, name="set_language"),
    path("check-a-letter/", every_question, name="check_letter"),
]
