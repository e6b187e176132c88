"""The forms' HTML is GOV.UK Frontend's: each component is held against the examples that GOV.UK publishes with it.

Compared are elements, attributes and words, and what each id, label and description points to. Names of ids may differ.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from crispy_forms.layout import Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string
from playwright.sync_api import expect

from recommendations.fields import DayField
from tests.browser import axe, fits_a_phone
from tests.pages import EveryQuestion

EXAMPLES = json.loads((Path(__file__).parent / "vendor" / "govuk_fixtures" / "examples.json").read_text())
REFERENCES = ("for", "href", "aria-describedby", "aria-controls")
# Our own choices: labels of questions are bold; Django names boxes its own way; every button minds a double click.
OURS = re.compile(r"govuk-(?:label|fieldset__legend)--s")
IGNORED = {"name", "data-prevent-double-click"}


class Outline(HTMLParser):
    """A page as a list of (element, attributes) and words, with every id replaced by its place in the page."""

    def __init__(self, html):
        super().__init__()
        self.found, self.ids = [], {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = {name: value for name, value in attrs if name not in IGNORED}
        if tag == "button":
            attrs.pop("value", None)
        attrs["class"] = sorted(OURS.sub("", attrs.get("class", "")).split())
        if "id" in attrs:
            attrs["id"] = self.ids.setdefault(attrs["id"], len(self.ids) + 1)
        self.found.append((tag, attrs))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        if data.strip():
            self.found.append(" ".join(data.split()))


def outline(html):
    parsed = Outline(html)
    for part in parsed.found:
        if isinstance(part, tuple):
            for name in part[1].keys() & set(REFERENCES):
                part[1][name] = [parsed.ids.get(i.removeprefix("#"), "missing") for i in part[1][name].split()]
    return parsed.found


def one_question(field, error=None, code=None, value=None):
    """A form that asks one question, shown again with an error where one is given."""

    class Question(forms.Form):
        question = field

        def clean_question(self):
            raise forms.ValidationError(error, code)

    field.required = False
    # What was typed only matters where an error shows it again.
    return Question({}) if error else Question(initial={"question": value})


YES_OR_NO = [("yes", "Yes"), ("no", "No")]
MORE_DETAIL = (
    "Don't include personal or financial information, eg your National Insurance number or credit card details."
)
NATIONALITIES = [("british", "British"), ("irish", "Irish"), ("other", "Citizen of another country")]
SOURCES = [
    ("gov-gateway", "Sign in with Government Gateway"),
    ("gov-verify", "Sign in with GOV.UK Verify"),
]
SOURCE_HINTS = {
    "gov-gateway": "You'll have a user ID if you've registered for Self Assessment or filed a tax return "
    "online before.",
    "gov-verify": "You'll have an account if you've already proved your identity with either Barclays, CitizenSafe, "
    "Digidentity, Experian, Post Office, Royal Mail or SecureIdentity.",
}


def with_hints(field, hints):
    field.option_hints = hints
    return field


def textarea(**attrs):
    return forms.Textarea({"rows": 5, **attrs})


def password(hint=""):
    widget = forms.PasswordInput({"autocomplete": "current-password"})
    return forms.CharField(label="Password", help_text=hint, widget=widget)


def checkboxes(label, choices, hint=""):
    return forms.MultipleChoiceField(label=label, help_text=hint, choices=choices, widget=forms.CheckboxSelectMultiple)


def radios(choices, hint="", **attrs):
    return forms.ChoiceField(
        label="Have you changed your name?", help_text=hint, choices=choices, widget=forms.RadioSelect(attrs)
    )


def birthday():
    return DayField(label="What is your date of birth?", subject="Date of birth", help_text="For example, 31 3 1980")


NAME_CHANGE = "This includes changing your last name or spelling your name differently."
QUESTIONS = {
    "character-count: default": lambda: one_question(
        forms.CharField(label="Can you provide more detail?", max_length=10, widget=textarea())
    ),
    "character-count: with hint and error": lambda: one_question(
        forms.CharField(label="Can you provide more detail?", help_text=MORE_DETAIL, max_length=10, widget=textarea()),
        "Please provide more detail",
    ),
    "checkboxes: default": lambda: one_question(checkboxes("What is your nationality?", NATIONALITIES)),
    "checkboxes: with hints on items": lambda: one_question(
        with_hints(checkboxes("How do you want to sign in?", SOURCES), SOURCE_HINTS)
    ),
    "checkboxes: with error message and hint": lambda: one_question(
        checkboxes(
            "What is your nationality?",
            NATIONALITIES[:2],
            "If you have dual nationality, select all options that are relevant to you.",
        ),
        "Please select an option",
    ),
    "date-input: default": lambda: one_question(birthday()),
    "date-input: with error message and hint": lambda: one_question(birthday(), "Error message goes here"),
    "date-input: with error on year input": lambda: one_question(birthday(), "Error message goes here", "year"),
    "file-upload: default": lambda: one_question(forms.FileField(label="Upload a file")),
    "file-upload: with error message and hint": lambda: one_question(
        forms.FileField(
            label="Upload a file",
            help_text="Your photo may be in your Pictures, Photos, Downloads or Desktop folder. Or in an app like "
            "iPhoto.",
        ),
        "Error message goes here",
    ),
    "input: default": lambda: one_question(forms.CharField(label="National Insurance number")),
    "input: with error and hint": lambda: one_question(
        forms.CharField(
            label="National insurance number",
            help_text="It’s on your National Insurance card, benefit letter, payslip or P60. For example, "
            "‘QQ 12 34 56 C’.",
        ),
        "Enter a National Insurance number in the correct format",
    ),
    "password-input: default": lambda: one_question(password()),
    "password-input: with error message": lambda: one_question(
        password("It probably has some letters, numbers and maybe even some symbols in it."), "Error message goes here"
    ),
    "radios: default": lambda: one_question(radios(YES_OR_NO)),
    "radios: inline": lambda: one_question(
        radios(YES_OR_NO, NAME_CHANGE, **{"class": "govuk-radios--inline"}), value="no"
    ),
    "radios: with hint and error message": lambda: one_question(
        radios(YES_OR_NO, NAME_CHANGE), "Please select an option"
    ),
    "select: with hint text and error message": lambda: one_question(
        forms.ChoiceField(
            label="Label text goes here",
            help_text="Hint text goes here",
            choices=[(str(n), f"GOV.UK frontend option {n}") for n in (1, 2, 3)],
        ),
        "Error message goes here",
    ),
    "textarea: default": lambda: one_question(forms.CharField(label="Can you provide more detail?", widget=textarea())),
}


@pytest.mark.parametrize("example", QUESTIONS)
def test_a_question_has_the_html_of_govuk_frontend(example):
    form = QUESTIONS[example]()

    assert outline(render_to_string("govuk/uni_form.html", {"form": form})) == outline(EXAMPLES[example])


@pytest.mark.parametrize(
    ("example", "button"),
    [
        ("button: prevent double click", Submit("save", "Submit")),
        ("button: secondary", Submit("save", "Secondary button", css_class="govuk-button--secondary")),
        ("button: warning", Submit("save", "Warning button", css_class="govuk-button--warning")),
    ],
)
def test_a_button_has_the_html_of_govuk_frontend(example, button):
    html = render_to_string("govuk/layout/baseinput.html", {"input": button})

    assert outline(html) == outline(EXAMPLES[example])
    assert 'data-prevent-double-click="true"' in html


def test_the_error_summary_has_the_html_of_govuk_frontend():
    form = one_question(forms.CharField(label="Terms"), "Agree to the terms of service to log in")
    form.add_error(None, "Invalid username or password")

    html = render_to_string("components/_error_summary.html", {"form": form})

    expected = EXAMPLES["error-summary: mixed with and without links"]
    assert outline(html) == outline(expected)
    assert re.findall('href="(.*?)"', html) == ["#id_question"]


def test_every_example_we_keep_is_used():
    buttons_and_summary = {name for name in EXAMPLES if name.startswith(("button", "error-summary"))}

    assert set(EXAMPLES) == QUESTIONS.keys() | buttons_and_summary
    assert len(buttons_and_summary) == 4


def test_nothing_a_person_wrote_becomes_html():
    hostile = '"><script>alert(1)</script>'
    field = forms.ChoiceField(label=hostile, help_text=hostile, choices=[(hostile, hostile)], widget=forms.RadioSelect)
    field.option_hints = {hostile: hostile}
    form = one_question(field, hostile)

    html = render_to_string("govuk/uni_form.html", {"form": form})
    html += render_to_string("components/_error_summary.html", {"form": form})

    assert "<script" not in html
    # the label, the hint, the option's value, label and hint, and the error in both places
    assert html.count("&lt;script&gt;") == 7


def test_what_was_typed_is_shown_again():
    form = EveryQuestion({"name": "A & B", "received_on_day": "31", "received_on_month": "Feb", "received_on_year": ""})

    html = render_crispy_form(form)

    assert 'value="A &amp; B"' in html
    assert re.findall(r'id="id_received_on_\d" [^>]*value="(.*?)"', html) == ["31", "Feb"]


def test_a_long_paste_is_not_cut_short_by_the_browser():
    assert "maxlength=" not in render_crispy_form(EveryQuestion()).replace("data-maxlength=", "")


@pytest.mark.urls("tests.pages")
def test_every_error_leads_to_a_box_that_can_put_it_right(page):
    page.goto("/every-question/")
    axe(page)
    page.get_by_role("button", name="Save and continue").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    axe(page)
    fits_a_phone(page)
    links = page.locator(".govuk-error-summary a")
    assert links.count() == 11
    for link in links.all():
        link.click()
        target = link.get_attribute("href").removeprefix("#")
        expect(page.locator(f"id={target}")).to_be_focused()


@pytest.mark.urls("tests.pages")
def test_the_first_stop_of_the_keyboard_skips_to_the_main_content(page):
    page.goto("/every-question/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main-content")).to_be_focused()
