"""What people call bodies, and which bodies a name can mean: one answer for forms, files, searches and letters."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext

from recommendations.models.bodies import Body

# How the two offices are written, in English and in Welsh, in names that `_plain` has made plain.
_PFCC = r"o?pfcc|police fire and (?:rescue and )?crime commissioner|comisiynydd (?:yr )?heddlu tan a throseddu"
_PCC = r"o?pcc|police (?:and )?crime commissioner|comisiynydd (?:yr )?heddlu a throseddu"
# "Office of the PCC for Gwent", "Gwent Police and Crime Commissioner's Office", "Swyddfa Comisiynydd ...".
_OFFICE = re.compile(rf"\b(?:office of |swyddfar? )?(?:(?P<pfcc>{_PFCC})|(?P<pcc>{_PCC}))(?:s? office)?\b(?: for| of)?")
_FORCE = re.compile(r"^heddlu | (?:police service|police force|police|constabulary)$")
_IN_OFFICE = re.compile(r"^mayor of | mayor$| pf?cc$")
_PFCC_OR_PCC = {Body.Office.PFCC, Body.Office.PCC}


def folded(name: str) -> str:
    """A name as people compare names: "Women’s & Girls'" is "women's and girls'"."""
    return " ".join(re.sub(r"[’‘`]", "'", name.replace("&", " and ")).casefold().split())


def normal(name: str) -> str:
    """A name without what nobody minds: "Office of the PCC for Devon & Cornwall" is "devon and cornwall pcc"."""
    plain = _plain(name)
    if not (office := _OFFICE.search(plain)):
        return plain
    area = f"{plain[: office.start()]} {plain[office.end() :]}".split()
    return " ".join([*area, office.lastgroup])


def _plain(name: str) -> str:
    name = unicodedata.normalize("NFKD", folded(name))
    name = "".join(char for char in name if not unicodedata.combining(char))
    # "Gwent's PCC" is Gwent's; in "women's" the letter belongs to the word.
    name = re.sub(r"'s (?=o?pf?cc\b|police\b)", " ", name).replace("'", "")
    return " ".join(word for word in re.sub(r"[-–—,.()/]", " ", name).split() if word != "the")


class Names:
    """The names of some bodies, or of all: give it those of a day (existing_on), and a name means one of that day.

    What is given comes best from `Body.objects.with_names()`: names are read one body after another.
    """

    def __init__(self, bodies: Iterable[Body] | None = None):
        self.bodies = list(Body.objects.with_names() if bodies is None else bodies)
        self._indexes: dict[int, dict[str, list[Body]]] = {}

    def _index(self, way: int) -> dict[str, list[Body]]:
        """The bodies by their names of one of _WAYS, made when it is first asked for: most names are a body's own."""
        if way not in self._indexes:
            index = self._indexes[way] = defaultdict(list)
            for body in self.bodies:
                for name in set(_WAYS[way](body)):
                    index[name].append(body)
        return self._indexes[way]

    def meant_by(self, text: str) -> list[Body]:
        """The bodies that a name can mean: none, one, or several, and then it is not for us to guess."""
        for way, key in enumerate((folded(text), normal(text), normal(text))):
            if key and key in self._index(way):
                return self._index(way)[key]
        return []

    def like(self, text: str) -> list[Body]:
        """The bodies that somebody may have had in mind who typed what names none: "Borset", "Gwnet Police"."""
        typed = folded(text)
        if found := [body for body in self.bodies if any(typed in folded(name) for name in names_of(body))]:
            return found
        close = difflib.get_close_matches(normal(text), [*self._index(1), *self._index(2)], n=3, cutoff=0.9)
        found = [body for name in close for way in (1, 2) for body in self._index(way).get(name, [])]
        return list(dict.fromkeys(found))


def either(bodies: Iterable[Body]) -> str:
    """Bodies to choose from, in words: "Gwent Police or Kent Police"; of many, the first three and how many more."""
    names = [body.name for body in bodies]
    others = gettext("%(count)s others") % {"count": len(names) - 3}
    shown = names if len(names) <= 4 else [*names[:3], others]
    return gettext(" or ").join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def bodies_named(text: str, bodies: Iterable[Body] | None = None) -> list[Body]:
    """The bodies, of those given or of all, that a name can mean."""
    return Names(bodies).meant_by(text)


def names_of(body: Body) -> list[str]:
    """The names that are stored for a body."""
    return [name for name in (body.name, body.welsh_name, *(alias.name for alias in body.aliases.all())) if name]


def everyday_names(body: Body) -> set[str]:
    """What people call a body by rule, each as `normal` has it: "Kent Constabulary", "PCC for Essex" for a PFCC."""
    areas = areas_of(body)
    if body.kind == Body.Kind.FORCE:
        chief = {f"chief constable of {area}" for area in areas} | {f"{area} chief constable" for area in areas}
        ends = ("police", "constabulary", "police service", "police force")
        forces = {f"{area} {end}" for area in areas for end in ends} | {f"heddlu {area}" for area in areas}
        return areas | chief | forces | {f"chief constable of {force}" for force in forces}
    if body.office in _PFCC_OR_PCC:
        # People say PCC of a PFCC as well; where both are meant, the name that a body has comes first.
        ends = ("pcc", "commissioner") if body.office == Body.Office.PCC else ("pcc", "pfcc", "commissioner")
        return areas | {f"{area} {end}" for area in areas for end in ends} | {f"commissioner for {it}" for it in areas}
    if body.office == Body.Office.COMMON_COUNCIL:
        return areas
    if body.office == Body.Office.MAYOR:
        mayors = {f"mayor of {area}" for area in areas} | {f"mayor for {area}" for area in areas}
        mayors |= {f"{area} mayor" for area in areas} | {f"{area} deputy mayor" for area in areas}
        return areas | mayors | {f"deputy {mayor}" for mayor in mayors}
    return set()


def areas_of(body: Body) -> set[str]:
    """What the area of a force, or of who oversees one, is called: "dyfed powys", "de cymru", "met" for its website."""
    if body.kind not in {Body.Kind.FORCE, Body.Kind.LOCAL_POLICING_BODY}:
        return set()
    pattern = _FORCE if body.is_force else _IN_OFFICE
    areas = {pattern.sub("", name) for name in map(normal, names_of(body)) if pattern.search(name)}
    if body.is_force and (short := re.fullmatch(r"(?:www\.)?([a-z]+)\.police\.uk", body.website)):
        areas.add(short[1])
    # Nobody calls MOPAC the Met.
    if body.oversees and body.office != Body.Office.MOPAC:
        areas |= areas_of(body.oversees)
    return areas


def names_in_letters(body: Body) -> list[str]:
    """More names that letters write: a Welsh title that is not stored, "Dyfed Powys Police", "Met Police"."""
    names = {name.replace("-", " ") for name in names_of(body) if "-" in name}
    if body.is_force:
        names |= {f"{area} police" for area in areas_of(body)}
    elif body.office == Body.Office.PCC:
        names |= {f"comisiynydd {the}heddlu a throseddu {area}" for area in areas_of(body) for the in ("", "yr ")}
    return sorted(names)


# In order of preference: a name that a body has, such a name but for how it is typed, one that people make.
_WAYS = (
    lambda body: [folded(name) for name in [*names_of(body), body.slug]],
    lambda body: map(normal, names_of(body)),
    everyday_names,
)
