"""Which bodies to list."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q

from recommendations.models import Body
from recommendations.names import bodies_named


class BodiesForm(forms.Form):
    """Whatever the address says, it lists somebody: a wrong kind or region is told, and counts as any."""

    q = forms.CharField(label="Name", required=False, max_length=200, help_text="Or another name, or a Welsh one.")
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any kind"), *Body.Kind.choices])
    region = forms.ChoiceField(label="Region", required=False, choices=[("", "Any region"), *Body.Region.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show", css_class="govuk-button--secondary"))

    def bodies(self):
        """The bodies that fit what could be read; call is_valid() first."""
        bodies = Body.objects.select_related("succeeded_by")
        if text := self.cleaned_data.get("q"):
            other = Q(welsh_name__icontains=text) | Q(aliases__name__icontains=text)
            named = Q(pk__in=[body.pk for body in bodies_named(text)])
            bodies = bodies.filter(Q(name__icontains=text) | other | named).distinct()
        exact = {name: value for name in ("kind", "region") if (value := self.cleaned_data.get(name))}
        return bodies.filter(**exact)
