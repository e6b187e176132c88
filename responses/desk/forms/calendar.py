"""Of which report a calendar is asked: of all that are open, where the address names none."""

from django import forms

from recommendations.models import SuperComplaint


class CalendarForm(forms.Form):
    report = forms.ModelChoiceField(queryset=SuperComplaint.objects.all(), to_field_name="slug", required=False)
