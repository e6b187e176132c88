"""Which two updates of a body are compared."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from responses.desk.said import Said, last_two

_NONE = {"invalid_choice": "Select one of the updates in the list"}


class CompareForm(forms.Form):
    """`?first=12&second=17`; the last two of the body's own where it is not asked, or not for two."""

    first = forms.ChoiceField(label="Compare which one?", required=False, error_messages=_NONE)
    second = forms.ChoiceField(label="With which one?", required=False, error_messages=_NONE)

    def __init__(self, data: QueryDict, *, said: list[Said]):
        self.said, self.usual = {str(each.update.pk): each for each in said}, last_two(said)
        data = data.copy()
        for name, each in zip(("first", "second"), self.usual or (), strict=False):
            if not data.get(name):
                data[name] = str(each.update.pk)
        super().__init__(data)
        choices = [(pk, each.name) for pk, each in self.said.items()]
        for field in self.fields.values():
            field.choices = [("", "Not chosen"), *choices]

    def clean_second(self):
        second = self.cleaned_data["second"]
        if second and second == self.cleaned_data.get("first"):
            raise ValidationError("Select another one than the first")
        return second

    @property
    def chosen(self) -> tuple[Said, Said] | None:
        """The two, whichever was named first: the one received first is then, the other is now."""
        if not self.is_valid():
            return self.usual
        pks = [self.cleaned_data[name] for name in ("first", "second")]
        if not all(pks):
            return None
        order = list(self.said)
        then, now = sorted(pks, key=order.index)
        return self.said[then], self.said[now]
