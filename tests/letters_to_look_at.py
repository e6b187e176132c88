"""Letters of fixed words, dates and numbers, made to be looked at: of one page to some 27, and of odd kinds.

The bodies, the report and all they say are invented.
"""

import io
import itertools

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.models import Role
from recommendations.models import Body, SuperComplaint
from responses.letter.html import draw_letter
from responses.models import Signature, Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_member,
    make_national_body,
    make_policing_body,
    make_recommendation,
    make_response,
    make_super_complaint,
)

NUMBER = 17  # of the letter, and of its report: they are in its reference
HEADED = {
    "address": "South Felpersham House\n4 Market Street\nFelpersham\nFP1 2AB",
    "telephone": "01632 960 017",
    "email": "office@borsetshire-pcc.example",
    "website": "www.borsetshire-pcc.example",
}
SHORT = (
    "Thank you for your letter about the report on calls about stalking. The Chief Constable and I met on Tuesday, "
    "and I will answer each recommendation in full once the board has met in July. Nothing that follows depends on "
    "it."
)
PROSE = (
    "The force has written a new policy with the Lantern Trust, and every call handler was told of it before it "
    "began in March. A supervisor listens to ten calls each week, chosen by lot, and writes down whether the "
    "caller was asked what would make them safe.",
    "Of the 214 calls that were looked at between March and May, 197 were handled as the policy asks. In the other "
    "17 the caller was rung back within a day, and the handler was shown what had been missed.",
    "I have asked for the figures each quarter, and will publish them with the papers of the board, so that anybody "
    "can see whether the change lasts.",
)
POINTS = (
    "<ul><li><p>each call is kept, with who took it and what was said;</p></li><li><p>a caller in danger is put "
    "through to an adviser at once, and is never asked to ring again;</p></li><li><p>whoever closes a call writes "
    "down why, and a supervisor reads that within a day.</p></li></ul>"
)
QUOTED = (
    "<blockquote><p>We were rung back the same evening, by somebody who knew what had been said in the morning. "
    "Nobody asked us to begin again. It was the first time that we had not had to tell all of it from the start, "
    "to one stranger after another.</p><p>What we would change is the waiting: nineteen minutes is long when you "
    "are standing in a hallway with the lights off.</p></blockquote>"
)
TITLES = (
    "Close no call without a visit",
    "Safe ways to call",
    "Confidence in reporting",
    "Local access to advocates",
    "Keep what was said",
    "Train whoever answers calls",
    "Tell callers what was done",
    "Share what was learnt",
)
WORDING = (
    "As an interim measure, where call handlers are in any doubt about the danger a caller is in, we recommend "
    "that they immediately stop closing calls without a visit. Instead, officers should link the caller to a "
    "specialist adviser who can give support."
)
LIST = (
    "Chief constables should take steps to ensure that all callers are supported. They should:\n\n- ensure there "
    "is a proper policy and practice framework in place for call handlers to work within;\n- develop policies that "
    "draw on all relevant national guidance; and\n- promote police engagement in regular outreach work."
)
WELSH = {
    "welsh_salutation": "Annwyl Brif Arolygydd",
    "welsh_opening": "Diolch am eich adroddiad. Yr wyf fi a’r Prif Gwnstabl wedi’i ddarllen gyda’n gilydd.",
    "welsh_closing": "Byddaf yn ysgrifennu eto ar ôl cyfarfod y bwrdd.",
    "welsh_complimentary_close": "Yn gywir",
    "welsh_signatory_title": "Comisiynydd yr Heddlu a Throseddu",
}
WELSH_ANSWER = (
    "Mae’r heddlu wedi ysgrifennu polisi newydd gyda’r elusen, a dywedwyd wrth bawb sy’n ateb galwadau amdano cyn "
    "iddo ddechrau ym mis Mawrth. Mae goruchwyliwr yn gwrando ar ddeg galwad bob wythnos."
)


def table(rows: int) -> str:
    """What was found month by month, in a table that may go over a page."""
    head = "".join(
        f"<th><p>{title}</p></th>" for title in ("Week", "Calls heard", "As the policy asks", "What was missed")
    )
    missed = itertools.cycle(("Nothing", "The caller was not asked what would make them safe", "No name was kept"))
    cells = ((str(week), str(9 + week % 4), str(8 + week % 3), next(missed)) for week in range(1, rows + 1))
    body = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in cells)
    return f"<table><tbody><tr>{head}</tr>{body}</tbody></table>"


def prose(paragraphs: int) -> str:
    return "".join(f"<p>{text}</p>" for text in itertools.islice(itertools.cycle(PROSE), paragraphs))


# What is answered, an answer each, by how many pages the letter has.
ANSWERS = {
    1: [prose(1)],
    2: [prose(2), prose(1) + POINTS],
    5: [
        prose(3) + "<h2>What was heard</h2>" + table(9) + prose(1),
        prose(2) + POINTS,
        prose(1) + QUOTED + prose(3),
        prose(3) + POINTS,
        prose(3),
    ],
    27: [
        "".join(
            f"<h2>{title}</h2>" + prose(5) + part
            for title, part in zip(
                ("What was done", "What was heard", "What callers say", "What comes next"),
                (POINTS, table(12), QUOTED, POINTS.replace("ul>", "ol>")),
                strict=True,
            )
        )
        for _ in range(8)
    ],
}


def logo(colour=(29, 53, 87)) -> bytes:
    """A ring and a bar."""
    picture = Image.new("RGB", (600, 200), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, 190, 190), outline=colour, width=30)
    pen.rectangle((230, 80, 590, 120), fill=colour)
    return _png(picture)


def signature() -> bytes:
    picture = Image.new("RGB", (500, 160), "white")
    waves = [(20 + 12 * step, 80 + (55 - step) * (-1) ** step) for step in range(38)]
    ImageDraw.Draw(picture).line(waves, fill=(20, 20, 60), width=6, joint="curve")
    return _png(picture)


def _png(picture) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def commissioner(letterhead="beside", *, is_headed=True, **facts) -> Body:
    """Whose letter it is: with a logo and all that a letterhead may have, or with a name alone."""
    facts = (HEADED if is_headed else {}) | {"letterhead": letterhead} | facts
    body = make_policing_body(make_force(), **facts)
    if is_headed:
        body.logo.save("logo.png", ContentFile(logo()))
    return body


def a_report(recommendations=8) -> SuperComplaint:
    report = make_super_complaint(
        pk=NUMBER,
        title="Left waiting?",
        slug="left-waiting",
        report_title="Left waiting? Report on the Lantern Trust’s super-complaint on calls about stalking",
        made_by="the Lantern Trust",
    )
    for number, title in enumerate(TITLES[:recommendations], 1):
        words = LIST if number % 3 == 2 else WORDING
        facts = {"short_title": title, "wording": words, "wording_source": "The report, page 9."}
        make_recommendation(report, str(number), summary=f"{title}, and say how.", **facts)
    return report


def a_letter(body: Body, answers: list[str], **facts) -> Update:
    """A letter of a body to the Chief Inspector, that answers one recommendation after another."""
    around = {
        "pk": NUMBER,
        "dated": DUE,
        "dated_precision": "day",
        "addressed_to": "HM Chief Inspector of Constabulary\nHMICFRS\n6th Floor, Globe House\nLondon SW1W 0AB",
        "salutation": "Dear Chief Inspector",
        "opening": "Thank you for the report. The Chief Constable and I have read it together.",
        "closing": "I will write again once the board has met.",
        "complimentary_close": "Yours sincerely",
        "signatory_name": "Pat Example",
        "signatory_title": "Police and Crime Commissioner",
    }
    report = a_report(len(answers))
    letter = make_draft(body, report, **around | facts)
    progress = itertools.cycle(("in_progress", "complete", "not_started"))
    for recommendation, words in zip(report.recommendations.all(), answers, strict=False):
        addressee = make_addressee(recommendation, body)
        said = {"text": words, "progress": next(progress), "voice": "local_policing_body"}
        make_response(letter, addressee, **said | ({"welsh_text": WELSH_ANSWER} if letter.is_bilingual else {}))
    return letter


def of_pages(pages: int, letterhead="beside", *, is_headed=True, **facts) -> Update:
    """A letter of one, two, five or some 27 pages."""
    body = commissioner(letterhead, is_headed=is_headed)
    set_as = {"wording_as": "short", "with_summary": False} if pages == 1 else {}
    return a_letter(body, ANSWERS[pages], **set_as | facts)


def short() -> Update:
    """Some forty words and no answer."""
    return a_letter(commissioner(), [], opening=SHORT, closing="")


def bilingual(language, pages=2, **facts) -> Update:
    """In Welsh and English, "beside" each other or one "after" the other; the English of so many pages."""
    body = commissioner("centred", welsh_name="Comisiynydd Heddlu a Throseddu Borsetshire")
    return a_letter(body, ANSWERS[pages], language=language, **{"wording_as": "short"} | WELSH | facts)


def collective() -> Update:
    """A letter for all 43 forces, whom an annex names."""
    npcc = make_national_body(represents="force", letterhead="centred", address="1 Some Street\nLondon")
    forces = [make_force(f"{name} Police") for name in _names()]
    letter = a_letter(npcc, [], signatory_title="Lead for calls", speaks_for=forces)
    for number, title in enumerate(TITLES[:2], 1):
        facts = {"short_title": title, "summary": f"{title}, and say how."}
        recommendation = make_recommendation(letter.super_complaint, str(number), **facts)
        for force in forces:
            make_response(letter, make_addressee(recommendation, force), text=prose(2), voice="national_body")
    return letter


def _names() -> list[str]:
    begin = ("Bor", "Fel", "Loam", "Aber", "Yor", "Dar", "Har", "Pen", "West")
    return [first + last for first in begin for last in ("setshire", "persham", "shire", "wen", "mouth")][:43]


def signed(letterhead="right") -> Update:
    """With a logo, a signature and a protective marking, copies and what is enclosed, its wording in an annex."""
    letter = of_pages(
        2,
        letterhead,
        marking="OFFICIAL-SENSITIVE",
        wording_as="annex",
        our_reference="OPCC/2021/17",
        your_reference="SC/4",
        copies_to="Chief Constable, Borsetshire Police\nChair of the Police and Crime Panel",
        enclosures="Figures of calls, January to May 2021",
    )
    approver = make_member(letter.body, Role.APPROVER)
    words = {"image": signature(), "alternative": "Signature of Pat Example"}
    letter.sign_off(
        by=approver, at=NOON, signature=Signature.objects.keep(body=letter.body, owner=approver, at=NOON, **words)
    )
    return letter


def with_a_long_table() -> Update:
    return a_letter(commissioner(), [prose(2) + table(34) + prose(1)])


def as_pdf(letter: Update) -> bytes:
    """The letter as it is when it is sent."""
    return draw_letter(Update.objects.get(pk=letter.pk), at=NOON, on=DUE).pdf
