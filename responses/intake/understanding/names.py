"""What bodies are called: every form of a name that letters use, and which body a name means on a letter's date."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator

from responses.intake.understanding.known import KnownBody

_OFFICES = (
    "office of the police and crime commissioner", "office of the police fire and crime commissioner",
    "police and crime commissioner", "police fire and crime commissioner", "police crime and victims' commissioner",
    "police crime commissioner", "pcc", "pfcc", "opcc", "opfcc",
)  # fmt: skip
_WORD = re.compile(r"\w+")
_GOES_ON = re.compile(r" and crime (?:panel|plan|comm)")
_FIRE = re.compile(r"\bfire\b|pfcc")
_NATIONAL = {
    "home office": (
        "home secretary",
        "minister for safeguarding",
        "minister for policing",
        "secretary of state for the home department",
    ),
    "national police chiefs' council": ("national police chiefs council",),
}


def plain_name(name: str) -> str:
    """A name as names are compared: small letters, "and" for "&", no commas."""
    name = re.sub(r"[’‘`]", "'", name.lower().replace("&", " and ").replace("\n", " "))
    return re.sub(r"\s+", " ", name.replace(",", " ")).strip()


def area_of(name: str) -> str:
    """The area in the name of a force or office: "surrey" for "Surrey Police"."""
    name = plain_name(name)
    for office in sorted(_OFFICES, key=len, reverse=True):
        name = re.sub(rf"^(?:{office}) for | (?:{office})$", "", name)
    return re.sub(r"^mayor of | (?:police service|police|constabulary)$", "", name)


class BodyNames:
    """The bodies that are known, by every form of every name."""

    def __init__(self, bodies: tuple[KnownBody, ...]):
        self.bodies = bodies
        self.by_form: dict[str, list[KnownBody]] = defaultdict(list)  # the bodies that a form may mean
        for body in bodies:
            for form in _forms(body) if body.kind != "inspectorate" else ():
                self.by_form[form].append(body)
        parts = [found for form in self.by_form if (found := _WORD.findall(form))]
        self._firsts, self._most = {words[0] for words in parts}, max(map(len, parts), default=0)
        areas = {area_of(body.name): body.name for body in bodies if body.kind == "force"}
        self._areas = dict(sorted(areas.items(), key=lambda area: -len(area[0])))

    def found_in(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where each form stands in a text that plain_name has made plain. The longest counts: neither "surrey police
        and crime commissioner" nor "surrey police and crime plan" names Surrey Police."""
        words, done = list(_WORD.finditer(text)), 0
        for place, word in enumerate(words):
            begins = word.start()
            if word[0] not in self._firsts or begins < done:
                continue
            for last in reversed(words[place : place + self._most]):
                form = text[begins : last.end()]
                if form in self.by_form and not _GOES_ON.match(text, last.end()):
                    done = last.end()
                    yield begins, done, form
                    break

    def areas_in(self, text: str) -> set[str]:
        """The forces whose area a text names as a place: "Gloucestershire has considered ..."."""
        pattern = rf"\b({'|'.join(map(re.escape, self._areas))})\b"
        return {self._areas[match[1]] for match in re.finditer(pattern, plain_name(text))} if self._areas else set()

    def body(self, form: str, dated: datetime.date | None) -> KnownBody:
        """The body that a form means on the letter's date: of several, the one whose office it names; after its end,
        its successor."""
        candidates = self.by_form[form]
        there = [body for body in candidates if not dated or body.existed_on(dated)] or candidates
        exact = [body for body in there if form in {plain_name(name) for name in (body.name, *body.names)}]
        by_office = [body for body in there if bool(_FIRE.search(form)) == (body.office == "pfcc")]
        if form.endswith(" commissioner") and "crime" not in form:
            by_office = there[-1:]  # "the Staffordshire Commissioner": the office as it is now
        body = (exact or by_office or there)[0]
        by_name = {other.name: other for other in self.bodies}
        while dated and body.ended_on and dated >= body.ended_on and body.succeeded_by in by_name:
            body = by_name[body.succeeded_by]
        return body

    def at(self, address: str, dated: datetime.date | None) -> KnownBody | None:
        """The body whose an e-mail or web address is: by its website, or by the area that it spells."""
        account, _, domain = address.rpartition("@")
        known = [body for body in self.bodies if body.website and f".{domain}".endswith(f".{body.website}")]
        if not known or "pcc" in account:
            spelt = re.sub(r"[^a-z]", "", re.sub(r"(?:\.pnn)?\.police\.uk|\.gov\.uk", "", domain))
            is_office = "pcc" in account or "pcc" in spelt or "pfcc" in spelt
            area = re.sub(r"^(?:the)?o?pf?cc|o?pf?cc(?:policeuk)?$", "", spelt)
            of_kind = [b for b in self.bodies if b.kind == ("local_policing_body" if is_office else "force")]
            known = [body for body in of_kind if _spelt(body) == area]
            known = known or [body for body in of_kind if _abbreviates(area, _spelt(body))]
        there = [body for body in known if not dated or body.existed_on(dated)]
        return there[0] if len({body.oversees or body.name for body in there}) == 1 else None

    def are_most_of(self, line: str, national: bool) -> bool:
        """Whether a line is hardly more than the name of a force, of who oversees one, or (`national`) of any body."""
        text = plain_name(line)
        return any(
            (ends - begins) * 2 > len(text) and (national or self.by_form[form][0].kind != "national_body")
            for begins, ends, form in self.found_in(text)
        )


def _forms(body: KnownBody) -> set[str]:
    forms = {plain_name(name) for name in (body.name, *body.names)}
    forms |= {form.replace("metropolitan police service", "metropolitan police") for form in forms}
    areas = {area_of(name) for name in (body.name, *body.names) if area_of(name) != plain_name(name)}
    for area in areas | {area.replace(" and ", " ") for area in areas}:
        if body.kind == "force":
            forms |= {f"{area} police", f"{area} constabulary", f"chief constable of {area}"}
        elif body.office in {"pcc", "pfcc"}:
            forms |= {f"{office} for {area}" for office in _OFFICES} | {f"{office} {area}" for office in _OFFICES}
            forms |= {f"{area} {office}" for office in _OFFICES} | {f"{area} commissioner"}
            forms |= {f"{area}'s {office}" for office in _OFFICES}
            forms.add(f"{area} commissioner for police fire and rescue and crime")
        elif body.office == "mayor":
            forms |= {f"mayor of {area}", f"{area} mayor", f"deputy mayor of {area}", f"{area} deputy mayor"}
    return forms | set(_NATIONAL.get(plain_name(body.name), ()))


def _spelt(body: KnownBody) -> str:
    return re.sub(r"[^a-z]", "", area_of(body.oversees or body.name))


def _abbreviates(short: str, area: str) -> bool:
    """Whether "leics" is Leicestershire: the same beginning, and all its letters in their order."""
    letters = iter(area)
    return len(short) > 3 and short[:3] == area[:3] and all(letter in letters for letter in short)
