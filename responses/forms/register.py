"""Which letters to list, and what somebody looks for."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from recommendations.fields import BodyField, OneBoxDayField
from recommendations.forms import BodiesForm
from recommendations.models import Body, SuperComplaint
from responses.forms.words import LineField
from responses.models import Piece, Update
from responses.models.pieces import PieceQuerySet
from responses.register import State, saying
from responses.voices import Voice

TAKES_PLACE = "takes_place"


def _choice(label, choices, complaint) -> forms.ChoiceField:
    """One of these, or any."""
    choices = [("", _("Any")), *((value, _(name)) for value, name in choices)]
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages={"invalid_choice": complaint})


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
    """Words, and where to look for them. A wrong answer is told, and counts as none."""

    q = LineField(
        label=_("What are you looking for?"),
        help_text=_("Words that must all be there. Put a phrase in quotation marks: “domestic abuse”."),
        max_length=200,
        required=False,
    )
    report = forms.ChoiceField(
        label=_("Which super-complaint?"),
        required=False,
        error_messages={"invalid_choice": _("Select a super-complaint that is in the list")},
    )
    body = BodyField(
        label=_("From or for which body?"), help_text=_("Start typing, then choose from the list."), required=False
    )
    kind = _choice(
        _("From or for which kind of body?"), Body.Kind.choices, _("Select a kind of body that is in the list")
    )
    what = _choice(_("What should say it?"), Piece.What.choices, _("Select an answer that is in the list"))
    voice = _choice(_("In whose words?"), Voice.choices(), _("Select a voice that is in the list"))
    since = OneBoxDayField(
        subject=_("First day"),
        label=_("Received from which day on?"),
        help_text=_("For example, 2021-06-17"),
        required=False,
    )
    until = OneBoxDayField(
        subject=_("Last day"),
        label=_("Received until which day?"),
        help_text=_("For example, 2021-12-31"),
        required=False,
    )
    page = forms.IntegerField(widget=forms.HiddenInput, required=False)
    WHERE = ("report", "body", "kind", "what", "voice", "since", "until")

    def __init__(self, data):
        super().__init__(data)
        self.fields["report"].choices = [("", gettext("All")), *SuperComplaint.objects.values_list("slug", "title")]
        self.fields["body"].offer(list(Body.objects.prefetch_related("aliases")))

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("Last day must be the same as or after the first day"))

    @property
    def text(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def asked(self) -> dict:
        """What was chosen of where to look, by field; call is_valid() first."""
        return {name: self.cleaned_data[name] for name in self.WHERE if self.cleaned_data.get(name)}

    def pieces(self, pieces: PieceQuerySet) -> PieceQuerySet:
        """Those of some pieces that fit what could be read."""
        wanted = (WANTED[name](value) for name, value in self.asked.items())
        return pieces.filter(Q.create(list(wanted)))

    def limits(self) -> list[str]:
        """What keeps pieces out of what was found, in words: ["What: Review by HMICFRS"]."""
        asked = dict(self.asked)
        for name in ("report", "kind", "what", "voice"):
            if name in asked:
                asked[name] = gettext(dict(self.fields[name].choices)[asked[name]])
        for name in asked.keys() & {"since", "until"}:
            asked[name] = date_format(asked[name], "j F Y")
        return [f"{gettext(CALLED[name])}: {value}" for name, value in asked.items()]

    def query(self, **changed) -> str:
        """What begins the address of another page of what was found, or of another search in the same place."""
        data = self.data.copy()
        data.pop("page", None)
        for name, value in changed.items():
            data[name] = value
        return f"{data.urlencode()}&"


CALLED = {
    "report": gettext_noop("Super-complaint"),
    "body": gettext_noop("Body"),
    "kind": gettext_noop("Kind of body"),
    "what": gettext_noop("What"),
    "voice": gettext_noop("In the words of"),
    "since": gettext_noop("Received from"),
    "until": gettext_noop("Received until"),
}


def _of_body(body: Body) -> Q:
    """Pieces of what a body sent, or that answer for it; of a letter as a whole, that speaks for it."""
    spoken = Update.speaks_for.through.objects.filter(body=body).values("update")
    return Q(update__body=body) | Q(response__addressee__body=body) | Q(response=None, update__in=spoken)


WANTED = {
    "report": lambda slug: Q(update__super_complaint__slug=slug),
    "body": _of_body,
    "kind": lambda kind: Q(response__addressee__body__kind=kind) | Q(response=None, update__body__kind=kind),
    "what": lambda what: Q(what=what),
    "voice": lambda voice: Q(what=Piece.What.ANSWER, response__voice=voice) | Q(passage__voice=voice),
    "since": lambda day: Q(update__received_on__gte=day),
    "until": lambda day: Q(update__received_on__lte=day),
}


def bodies_found(text: str) -> list[Body]:
    """The bodies that somebody may mean, as the page of bodies finds them; one alone where the words name it."""
    form = BodiesForm({"q": text})
    found = list(form.bodies().prefetch_related("aliases")) if form.is_valid() else []
    exact = [body for body in found if is_called(body, text)]
    return exact if len(exact) == 1 else found


def is_called(body: Body, text: str) -> bool:
    names = (body.name, body.welsh_name, *(alias.name for alias in body.aliases.all()))
    return text.casefold() in {name.casefold() for name in names}
