"""Which letters to list, and what somebody looks for."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.fields import BodyField
from recommendations.forms import BodiesForm
from recommendations.models import Body, SuperComplaint
from responses.forms.words import LineField
from responses.models import Update
from responses.register import State, saying

TAKES_PLACE = "takes_place"


class RegisterForm(forms.Form):
    """Whatever the address says, it lists something: a wrong answer is told, and counts as none."""

    report = forms.ChoiceField(
        label=_("Which super-complaint?"),
        required=False,
        error_messages={"invalid_choice": _("Select a super-complaint that is in the list")},
    )
    body = BodyField(
        label=_("From or for which body?"),
        help_text=_("Start typing, then choose from the list."),
        required=False,
    )
    state = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[
            ("", _("Anywhere")),
            *((value, _(label)) for value, label in State.choices),
            (TAKES_PLACE, _("Took the place of another")),
        ],
        required=False,
        error_messages={"invalid_choice": _("Select a state that is in the list")},
    )
    text = LineField(label=_("Which words or reference?"), max_length=200, required=False)
    page = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data):
        super().__init__(data)
        self.fields["report"].choices = [("", gettext("All")), *SuperComplaint.objects.values_list("slug", "title")]
        self.fields["body"].offer(list(Body.objects.prefetch_related("aliases")))

    def updates(self, updates: QuerySet[Update]) -> QuerySet[Update]:
        """Those of some listed updates that fit what could be read; call is_valid() first."""
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        wanted = Q()
        if report := asked.get("report"):
            wanted &= Q(super_complaint__slug=report)
        if body := asked.get("body"):
            wanted &= about(body)
        if state := asked.get("state"):
            wanted &= Q(takes_place_of__isnull=False) if state == TAKES_PLACE else Q(state=state)
        if text := asked.get("text"):
            wanted &= saying(text)
        return updates.filter(wanted)

    def limits(self) -> list[str]:
        """What keeps letters out of this list, in words: ["State: Draft"]."""
        asked, titles = self.cleaned_data, dict(self.fields["report"].choices)
        named = {
            gettext("Super-complaint"): titles.get(asked.get("report") or None),
            gettext("Body"): asked.get("body"),
            gettext("State"): asked.get("state") and dict(self.fields["state"].choices)[asked["state"]],
            gettext("Words"): asked.get("text"),
        }
        return [f"{label}: {words}" for label, words in named.items() if words]

    @property
    def query(self) -> str:
        """What begins the address of another page of the same list: "text=board&"."""
        data = self.data.copy()
        data.pop("page", None)
        return f"{data.urlencode()}&" if data else ""


def about(body: Body) -> Q:
    """Updates that a body sent, or that speak for it."""
    return Q(body=body) | Q(pk__in=Update.speaks_for.through.objects.filter(body=body).values("update"))


class SearchForm(forms.Form):
    q = LineField(label=_("What are you looking for?"), max_length=200, required=False)


def bodies_found(text: str) -> list[Body]:
    """The bodies that somebody may mean, as the page of bodies finds them; one alone where the words name it."""
    form = BodiesForm({"q": text})
    found = list(form.bodies().prefetch_related("aliases")) if form.is_valid() else []
    exact = [body for body in found if _is_called(body, text)]
    return exact if len(exact) == 1 else found


def _is_called(body: Body, text: str) -> bool:
    names = (body.name, body.welsh_name, *(alias.name for alias in body.aliases.all()))
    return text.casefold() in {name.casefold() for name in names}
