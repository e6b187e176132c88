"""What a file of a super-complaint becomes, what is refused, and that nothing is stored by halves."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from recommendations.loading import StoredOtherwise, load_bodies, load_super_complaint
from recommendations.models import Addressee, Asked, Body, Recommendation, Request, SuperComplaint
from recommendations.reading import FileErrors
from tests.factories import make_received, make_request, make_response
from tests.reference import kept
from tests.test_bodies import BODIES, FORCES

pytestmark = pytest.mark.django_db
SAFE_TO_SHARE = BODIES.with_name("safe-to-share.yaml")
LANTERNS = Path(__file__).parent / "super_complaints" / "lanterns-on-the-green.yaml"
SMALL = """\
title: Small report
slug: small-report
report_title: A small report
made_by: Borsetshire Lamplighters' League
made_on: 2019-02-03
published_on: 2021-01-31
response_period: six months from publication
recommendations:
  - number: 7.10
    short_title: First
    summary: Do the first thing.
    addressed_to: Home Office
  - number: "2"
    short_title: Second
    summary: Do the second thing.
    addressed_to: [Surrey Police, Home Office]
    awaits: 7.10
    extensions:
      - body: Home Office
        due_on: 2021-09-30
        due_reason: agreed on 1 July 2021
"""
OTHERWISE = 'Use its name, an alias, or the end of its page\'s address; or use "chief constables", "police and crime '
OTHERWISE += 'commissioners or equivalents", "all recipients" or "not known".'
NOT_AWAITED = "cannot be awaited here. Use the number of another recommendation in this file."
A_DAY = " Write one such as 2020-12-17."
A_CONTROL = "There is a character here that no person types, such as a control character. Remove it."
SLUG = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
PERIODS = "six months from publication; 56 days beginning with the day of publication; 56 days from publication."
CANNOT = "so this line cannot be stored."


@pytest.fixture(scope="module", autouse=True)
def bodies(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        yield load_bodies(BODIES)


@pytest.fixture
def write(tmp_path):
    """write(text) is a file of that text; write(text, old, new) with one thing changed."""

    def write(text, old="", new=""):
        assert old in text
        path = tmp_path / "small.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def numbers(super_complaint):
    return [recommendation.number for recommendation in super_complaint.recommendations.all()]


def addressed(super_complaint, number):
    found = Body.objects.filter(
        addressed__recommendation__super_complaint=super_complaint, addressed__recommendation__number=number
    )
    return list(found)


def everything():
    """All that a load may store, row by row."""
    models = (SuperComplaint, Recommendation, Addressee, Request, Asked)
    return [list(model.objects.order_by("pk").values()) for model in models]


def errors_of(path):
    """What loading refuses with, having stored nothing."""
    before = everything()
    with pytest.raises(FileErrors) as refusal:
        load_super_complaint(path)
    assert everything() == before
    return [line.removeprefix("small.yaml, ") for line in refusal.value.lines]


def test_safe_to_share_asks_each_force_and_its_one_local_policing_body():
    safe_to_share, is_new = load_super_complaint(SAFE_TO_SHARE)

    forces, overseers = addressed(safe_to_share, "1"), addressed(safe_to_share, "6")
    assert is_new
    assert [body.name for body in forces] == FORCES
    assert sorted(body.oversees.name for body in overseers) == FORCES
    assert {body.name for body in overseers if body.office != "pcc"} == {
        "City of London Police Authority",
        "Mayor of Greater Manchester",
        "Mayor's Office for Policing and Crime",
        "Police, Fire and Crime Commissioner for Essex",
        "Police, Fire and Crime Commissioner for North Yorkshire",
        "Police, Fire and Crime Commissioner for Northamptonshire",
        "Police, Fire and Crime Commissioner for Staffordshire",
    }
    changed_later = {"cumbria-pcc", "south-yorkshire-pcc", "west-yorkshire-pcc"}
    assert {body.slug for body in overseers if body.succeeded_by and body.office == "pcc"} == changed_later


def test_safe_to_share_is_addressed_and_due_as_the_report_says():
    safe_to_share, _ = load_super_complaint(SAFE_TO_SHARE)

    kinds = {number: [body.kind for body in addressed(safe_to_share, number)] for number in numbers(safe_to_share)}
    asked = {number: Counter(found) for number, found in kinds.items()}
    assert asked == {
        "1": {"force": 43},
        "2": {"national_body": 1},
        "3": {"national_body": 2},
        "4": {"force": 43},
        "5": {"force": 43, "local_policing_body": 43},
        "6": {"local_policing_body": 43},
        "7": {},
        "8": {"force": 43, "local_policing_body": 43, "national_body": 2},
    }
    assert [body.slug for body in addressed(safe_to_share, "2")] == ["home-office"]
    assert [body.slug for body in addressed(safe_to_share, "3")] == ["home-office", "npcc"]
    assert set(Addressee.objects.values_list("due_on", "due_reason")) == {(date(2021, 6, 17), "")}
    assert (safe_to_share.published_on, safe_to_share.made_on) == (date(2020, 12, 17), date(2018, 12, 18))


def test_safe_to_share_quotes_only_the_wording_that_is_held():
    safe_to_share, _ = load_super_complaint(SAFE_TO_SHARE)

    held = safe_to_share.recommendations.exclude(wording="")
    assert [recommendation.number for recommendation in held] == ["1", "4", "5", "6", "8"]
    assert {recommendation.wording_source for recommendation in held} == {
        "From \"Safe to share? Report on Liberty and Southall Black Sisters' super-complaint on policing and "
        'immigration status" (HMICFRS, the College of Policing and the Independent Office for Police Conduct, '
        "17 December 2020), as quoted in the Police and Crime Commissioner for Avon and Somerset's response of "
        "17 June 2021. Contains public "
        "sector information licensed under the Open Government Licence v3.0."
    }
    assert "" not in safe_to_share.recommendations.values_list("summary", flat=True)
    pathways = held.get(number="4").wording.splitlines()
    assert [len(line) - len(line.lstrip()) for line in pathways if "- " in line] == [0, 0, 2, 2, 2, 2, 2, 0, 0, 0, 0]


def test_safe_to_share_says_what_awaits_what_and_what_an_update_meets():
    safe_to_share, _ = load_super_complaint(SAFE_TO_SHARE)

    awaits = safe_to_share.recommendations.exclude(awaits=None).values_list("number", "awaits__number")
    assert list(awaits) == [("1", "2"), ("3", "2")]
    assert list(safe_to_share.recommendations.filter(met_by_update=True).values_list("number", flat=True)) == ["8"]


def test_a_later_super_complaint_of_29_recommendations_is_loaded():
    lanterns, is_new = load_super_complaint(LANTERNS)

    assert is_new
    assert numbers(lanterns) == ["1", "2", "3", "3a", "4", "5", "6", "7", "7.1", "7.2", *map(str, range(8, 27))]
    assert {number: len(addressed(lanterns, number)) for number in numbers(lanterns)} == {
        **dict.fromkeys(numbers(lanterns), 43),
        **{"3": 1, "3a": 2, "4": 86, "5": 41, "7": 3, "7.1": 1, "7.2": 1, "25": 0},
        "26": 43 + 43 + 2 + 3 - 1,
    }
    assert lanterns.recommendations.get(number="1").wording == (
        "Chief constables should count their lanterns:\n\n- by hand; and\n  - twice, where it is dark."
    )
    assert [each.number for each in lanterns.recommendations.get(number="4").awaits.all()] == ["3a", "7.1"]


def test_each_recommendation_may_have_its_own_period_or_day_and_each_body_an_extension():
    lanterns, _ = load_super_complaint(LANTERNS)

    due = {number: set() for number in numbers(lanterns)}
    for addressee in Addressee.objects.select_related("recommendation"):
        due[addressee.recommendation.number].add(addressee.due_on)
    expected = {
        **{number: {date(2021, 10, 25)} for number in due},  # 31 August is the first of the 56 days
        "2": {date(2022, 2, 28)},
        "3": {date(2021, 12, 24)},
        "3a": {date(2021, 10, 26)},
        "6": {date(2021, 10, 25), date(2021, 11, 30), date(2021, 12, 1)},
        "25": set(),
        "26": {date(2022, 2, 28)},
    }
    extended = Addressee.objects.exclude(due_reason="").values_list("body__slug", "due_on", "due_reason")
    assert due == expected
    assert list(extended) == [
        ("avon-and-somerset-police", date(2021, 11, 30), "agreed on 1 October 2021, after the flood"),
        ("surrey-police", date(2021, 12, 1), "agreed on 2 October 2021"),
    ]


def test_the_bodies_are_those_of_the_day_of_publication():
    lanterns, _ = load_super_complaint(LANTERNS)
    safe_to_share, _ = load_super_complaint(SAFE_TO_SHARE)

    def overseer(super_complaint, number):
        return [body.slug for body in addressed(super_complaint, number) if body.slug.startswith("west-yorkshire")]

    assert overseer(safe_to_share, "6") == ["west-yorkshire-pcc"]
    assert overseer(lanterns, "2") == ["west-yorkshire-mayor"]


@pytest.mark.parametrize("path", [SAFE_TO_SHARE, LANTERNS])
def test_loading_twice_changes_nothing(path):
    load_super_complaint(path)
    before = everything()

    super_complaint, is_new = load_super_complaint(path)

    assert not is_new
    assert super_complaint == SuperComplaint.objects.get()
    assert everything() == before


def test_the_command_says_what_it_did(write, capsys):
    path = write(SMALL)

    call_command("load_super_complaint", path)
    call_command("load_super_complaint", path)

    assert capsys.readouterr().out.splitlines() == [
        "Loaded Small report, 2 recommendations.",
        "Small report: nothing to do.",
    ]


def test_a_number_stays_as_it_is_written(write):
    small, _ = load_super_complaint(write(SMALL))

    assert numbers(small) == ["7.10", "2"]


def test_a_file_that_differs_from_what_is_stored_is_refused_with_the_differences(write):
    small, _ = load_super_complaint(write(SMALL))
    addressee = Addressee.objects.get(body__slug="surrey-police")
    make_response(make_received(addressee.body, small), addressee)
    other = (
        SMALL.replace("[Surrey Police, Home Office]", "[Home Office, NPCC]")
        .replace("Do the first thing.", "Do it.")
        .replace("2021-09-30", "2021-10-31")
        .replace("    awaits: 7.10\n", "")
    )

    found = errors_of(write(other))

    assert found == [
        "small.yaml: recommendation 2, addressed to Home Office: "
        'the file has "due on 2021-10-31 agreed on 1 July 2021"; stored is "due on 2021-09-30 agreed on 1 July 2021".',
        "small.yaml: recommendation 2, addressed to National Police Chiefs' Council: "
        'the file has "due on 2021-07-31"; stored is nothing.',
        "small.yaml: recommendation 2, addressed to Surrey Police: the file has nothing; "
        'stored is "due on 2021-07-31".',
        'small.yaml: recommendation 2, awaits: the file has ""; stored is "7.10".',
        'small.yaml: recommendation 7.10, summary: the file has "Do it."; stored is "Do the first thing.".',
    ]


def test_reference_data_is_loaded_around_a_super_complaint_that_was_edited_since(capsys):
    call_command("load_reference")
    Recommendation.objects.filter(number="7").update(short_title="What the report says it is")

    call_command("load_reference")

    assert capsys.readouterr().out.splitlines()[3:] == [
        "safe-to-share.yaml says something else than what is stored, which stays as it is:",
        'safe-to-share.yaml: recommendation 7, short_title: the file has "Title and wording not held"; '
        'stored is "What the report says it is".',
    ]
    assert Recommendation.objects.get(number="7").short_title == "What the report says it is"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("title: Small report\n", "", ['line 1: Enter a value for "title".']),
        ("slug: small-report", "slug: Small report", [f"line 2: slug: {SLUG}"]),
        ("2021-01-31", "31/01/2021", ['line 6: published_on: "31/01/2021" is not a day.' + A_DAY]),
        ("2021-01-31", "2021-02-31", ['line 6: published_on: "2021-02-31" is not a day.' + A_DAY]),
        ("2021-01-31", "20210131", ['line 6: published_on: "20210131" is not a day.' + A_DAY]),
        (
            "2021-01-31",
            "2018-01-31",
            ["line 1: The report must be published on or after the day the complaint was made."],
        ),
        (
            "six months from publication",
            "half a year",
            ['line 7: response_period: "half a year" is not one of: ' + PERIODS],
        ),
        ("made_on: 2019-02-03", "report_url: not an address", ["line 5: report_url: Enter a valid URL."]),
        (
            "made_on: 2019-02-03",
            "report_link: https://example.org",
            [f'line 5: "report_link:" says nothing that is kept of a report, {CANNOT} Did you mean "report_url:"?'],
        ),
        (
            "        due_reason: agreed on 1 July 2021",
            "        due_reason: agreed on 1 July 2021\n        colour: green",
            [
                f'line 22: "colour:" says nothing that is kept of an extension, {CANNOT} '
                'Take it out, or begin it with "body:", "due_on:" or "due_reason:".'
            ],
        ),
        ("made_on: 2019-02-03", "title: Another", ['line 5: "title" is here twice. Keep one.']),
        (
            "made_by: Borsetshire Lamplighters' League",
            "made_by: [A, B]",
            ["line 4: made_by: Write words here, not a list or a group of keys."],
        ),
        ("made_by: Borsetshire Lamplighters' League", 'made_by: "a\\0b"', ["line 4: made_by: " + A_CONTROL]),
        (
            "short_title: First",
            f"short_title: {'F' * 121}",
            ["line 10: short_title: Ensure this value has at most 120 characters (it has 121)."],
        ),
        ("    summary: Do the first thing.\n", "", ['line 9: Enter a value for "summary".']),
        ("summary: Do the first thing.", "summary:", ['line 11: Enter a value for "summary".']),
        (
            "summary: Do the first thing.",
            "sumary: Do the first thing.",
            [
                'line 9: Enter a value for "summary".',
                f'line 11: "sumary:" says nothing that is kept of a recommendation, {CANNOT} Did you mean "summary:"?',
            ],
        ),
        ("    addressed_to: Home Office\n", "", ['line 9: Enter a value for "addressed_to".']),
        (
            "addressed_to: Home Office",
            "addressed_to: Home Offices",
            [f'line 12: No body is called "Home Offices". {OTHERWISE}'],
        ),
        (
            "addressed_to: Home Office",
            "addressed_to: {force: Surrey Police}",
            ['line 12: Expected a list here: lines that begin with "- ".'],
        ),
        (
            "addressed_to: Home Office",
            "addressed_to: Mayor of West Yorkshire",
            ["line 12: Mayor of West Yorkshire did not exist on 31 January 2021. Name the body of that day."],
        ),
        (
            "addressed_to: Home Office",
            "addressed_to: Home Office\n    except: Surrey Police",
            ["line 13: Surrey Police is not among those addressed, so it cannot be an exception."],
        ),
        (
            "summary: Do the first thing.",
            "summary: a\n    own_due_on: soon",
            ['line 12: own_due_on: "soon" is not a day.' + A_DAY],
        ),
        (
            "summary: Do the first thing.",
            "summary: a\n    own_due_on: 2021-03-01\n    response_period: 56 days from publication",
            ["line 9: Enter a period of its own or a day of its own, not both."],
        ),
        (
            "summary: Do the first thing.",
            "summary: a\n    wording: Do it.",
            ["line 9: Enter the official wording and where it was taken from, or neither."],
        ),
        (
            "summary: Do the first thing.",
            "summary: a\n    met_by_update: perhaps",
            ["line 12: met_by_update: Write yes or no."],
        ),
        (
            'number: "2"',
            "number: 7.10",
            [
                "line 13: Recommendation 7.10 is also on line 9. Change one of the numbers.",
                'line 17: "7.10" ' + NOT_AWAITED,
            ],
        ),
        ('number: "2"', "number: 2/3", ['line 13: number: Enter a number such as "4", "3a" or "7.1".']),
        ("awaits: 7.10", "awaits: [7.10, 7.1]", ['line 17: "7.1" ' + NOT_AWAITED]),
        ("awaits: 7.10", 'awaits: "2"', ['line 17: "2" ' + NOT_AWAITED]),
        (
            "body: Home Office",
            "body: NPCC",
            ["line 19: National Police Chiefs' Council is not addressed here, or has an extension already."],
        ),
        ("due_on: 2021-09-30", "due_on: later", ['line 20: due_on: "later" is not a day.' + A_DAY]),
        ("        due_reason: agreed on 1 July 2021\n", "", ['line 19: Enter a value for "due_reason".']),
        (
            "recommendations:",
            "in_office:\n  - body: Home Office\n    because: it is\nrecommendations:",
            ["line 9: Home Office is not a local policing body."],
        ),
        (
            "title: Small report",
            "title: &it Small report\nreply_to: *it",
            ["line 2: This cannot be read as YAML: references (*name) are not used here, write the value out."],
        ),
        (
            "made_by: Borsetshire Lamplighters' League",
            "made_by: " + "[" * 30,
            ["line 4: This cannot be read as YAML: lists and groups are nested too deeply here."],
        ),
        (
            "  - number: 7.10\n    short",
            "  - number: 7.10\n\tshort",
            ["line 10: This cannot be read as YAML: found character '\\t' that cannot start any token."],
        ),
        ("Do the first thing.", "Do the \x07 thing.", ["line 11: " + A_CONTROL]),
    ],
)
def test_a_wrong_file_is_refused_whole_with_the_line_and_what_to_do(write, old, new, found):
    assert errors_of(write(SMALL, old, new)) == found


def test_everything_wrong_is_told_at_once(write):
    wrong = (
        SMALL.replace("2019-02-03", "never")
        .replace("summary: Do the first thing.", "sum: a")
        .replace("7.10\n    ext", "9\n    ext")
    )

    assert [line.partition(":")[0] for line in errors_of(write(wrong))] == ["line 5", "line 9", "line 11", "line 17"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "small.yaml: This file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "line 1: This is not text in UTF-8."),
        ("title: Caf\u00e9".encode("latin-1"), "line 1: This is not text in UTF-8."),
        (
            b"title: x\n" * 200_000,
            "small.yaml: This file is larger than 1,000,000 bytes, far more than a report needs.",
        ),
        (b"just words", 'line 1: Write here what is said of a report, in lines such as "made_by: ..."'),
        (b"- a\n- list", 'line 1: Write here what is said of a report, in lines such as "made_by: ..."'),
        (b"title: a\n---\ntitle: b\n", "line 2: This cannot be read as YAML: but found another document."),
        (b"title: !!python/object/apply:os.system [echo]", 'line 1: Enter a value for "made_by".'),
        (b"? [a, b]\n: c\n", "line 1: Expected a plain word before the colon."),
    ],
)
def test_what_is_no_such_file_at_all_is_refused(tmp_path, content, found):
    path = tmp_path / "small.yaml"
    path.write_bytes(content)

    assert [line for line in errors_of(path) if line.startswith(found)] != []


def test_a_bomb_of_references_is_refused_at_once(write):
    layers = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))

    assert errors_of(write("a0: &a0 boom\n" + layers)) == [
        "line 2: This cannot be read as YAML: references (*name) are not used here, write the value out."
    ]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("load_super_complaint", tmp_path / "none.yaml")

    assert str(refusal.value) == "Nothing was loaded.\nnone.yaml: This file cannot be read: No such file or directory."


def test_a_force_with_more_than_one_possible_overseer_is_refused_until_the_file_says_which(write):
    to_all = SMALL.replace("addressed_to: Home Office", "addressed_to: police and crime commissioners or equivalents")
    ambiguous = 'had {} on 31 January 2021: no known day decides. Name one under "in_office", and why.'

    assert errors_of(write(to_all)) == [
        "line 12: Cumbria Constabulary "
        + ambiguous.format(
            "Police and Crime Commissioner for Cumbria or Police, Fire and Crime Commissioner for Cumbria"
        ),
        "line 12: North Yorkshire Police "
        + ambiguous.format(
            "Mayor of York and North Yorkshire or Police and Crime Commissioner for North Yorkshire or "
            "Police, Fire and Crime Commissioner for North Yorkshire"
        ),
        "line 12: Staffordshire Police "
        + ambiguous.format(
            "Police and Crime Commissioner for Staffordshire or Police, Fire and Crime Commissioner for Staffordshire"
        ),
    ]

    chosen = "in_office:\n" + "".join(
        f"  - body: {slug}\n    because: the file says so\n"
        for slug in ("cumbria-pcc", "north-yorkshire-pfcc", "staffordshire-pfcc")
    )
    small, _ = load_super_complaint(write(to_all, "recommendations:", f"{chosen}recommendations:"))
    assert len(addressed(small, "7.10")) == 43


def test_a_choice_without_a_reason_is_refused(write):
    chosen = "in_office:\n  - body: cumbria-pcc\nrecommendations:"

    assert errors_of(write(SMALL, "recommendations:", chosen)) == ['line 9: Enter a value for "because".']


def test_a_force_without_a_known_overseer_is_refused(write):
    Body.objects.create(name="Borsetshire Police", slug="borsetshire-police", kind="force", region="south-west")
    to_all = SMALL.replace("addressed_to: Home Office", "addressed_to: police and crime commissioners or equivalents")

    unknown = "No local policing body is known for Borsetshire Police on 31 January 2021. Add it to the bodies first."
    assert f"line 12: {unknown}" in errors_of(write(to_all))


def test_a_name_that_could_be_two_bodies_is_refused(write):
    Body.objects.get(slug="surrey-pcc").aliases.create(name="The Commissioner")
    Body.objects.get(slug="kent-pcc").aliases.create(name="the commissioner")

    assert errors_of(write(SMALL, "addressed_to: Home Office", "addressed_to: The Commissioner")) == [
        'line 12: "The Commissioner" could be Police and Crime Commissioner for Kent or Police and Crime Commissioner '
        "for Surrey. Use the full name."
    ]


def test_a_refusal_of_another_report_leaves_what_is_stored(write):
    load_super_complaint(SAFE_TO_SHARE)

    with pytest.raises(StoredOtherwise):
        load_super_complaint(write(SMALL, "slug: small-report", "slug: safe-to-share"))

    assert SuperComplaint.objects.get().title == "Safe to share?"
    assert Addressee.objects.count() == 43 + 1 + 2 + 43 + 86 + 43 + 88


ROUNDS = """\
closed_on: 2022-03-01
rounds:
  - about: whether they are accepted
    response_period: 56 days from publication
  - about: progress
    asked_on: 2021-02-01
    due_on: 2021-07-31
    recommendations: "2"
    addressed_to: Surrey Police
  - asked_on: 2021-08-01
    recommendations: [7.10]
recommendations:"""


def test_the_rounds_of_a_report_are_its_further_requests(write):
    small, _ = load_super_complaint(write(SMALL, "recommendations:", ROUNDS))

    facts = ("kind", "about", "asked_on", "due_on", "due_rule", "recorded_at")
    assert list(small.requests.values_list(*facts)) == [
        (
            *("report", "whether they are accepted", date(2021, 1, 31), date(2021, 3, 28)),
            *("56 days from publication, 31 January 2021", None),
        ),
        ("report", "progress", date(2021, 2, 1), date(2021, 7, 31), "the day that the report names", None),
        ("report", "", date(2021, 8, 1), None, "", None),
    ]
    asked = Asked.objects.values_list("addressee__recommendation__number", "addressee__body__slug")
    assert [sorted(asked.filter(request=each)) for each in small.requests.all()] == [
        [("2", "home-office"), ("2", "surrey-police"), ("7.10", "home-office")],
        [("2", "surrey-police")],
        [("7.10", "home-office")],
    ]
    assert small.closed_on == date(2022, 3, 1)


def test_loading_rounds_twice_changes_nothing(write):
    path = write(SMALL, "recommendations:", ROUNDS)
    load_super_complaint(path)
    before = everything()

    assert load_super_complaint(path)[1] is False
    assert everything() == before


def test_rounds_that_differ_from_what_is_stored_are_told(write):
    load_super_complaint(write(SMALL, "recommendations:", ROUNDS))
    other = ROUNDS.replace("2021-07-31", "2021-08-31").replace("Surrey Police", "Home Office")

    assert errors_of(write(SMALL, "recommendations:", other)) == [
        'small.yaml: round of 2021-02-01 about progress, due on: the file has "2021-08-31 the day that the report '
        'names"; stored is "2021-07-31 the day that the report names".',
        'small.yaml: round of 2021-02-01 about progress, recommendation 2, Home Office: the file has "asked"; '
        "stored is nothing.",
        "small.yaml: round of 2021-02-01 about progress, recommendation 2, Surrey Police: the file has nothing; "
        'stored is "asked".',
    ]


def test_a_chaser_and_a_day_of_closing_that_people_recorded_are_no_difference(write):
    small, _ = load_super_complaint(write(SMALL))
    small.closed_on = date(2022, 3, 1)
    small.save()
    make_request(Addressee.objects.filter(body__slug="surrey-police"))

    assert load_super_complaint(write(SMALL))[1] is False


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "asked_on: 2021-02-01",
            "asked_on: 2021-01-30",
            "13: A round is asked on the day of publication, 2021-01-31, or later.",
        ),
        ("asked_on: 2021-02-01", "asked_on: soon", '13: asked_on: "soon" is not a day. Write one such as 2020-12-17.'),
        (
            "due_on: 2021-07-31",
            "due_on: 2021-01-31",
            "12: The day by which it asks must be on or after the day it was sent.",
        ),
        (
            "due_on: 2021-07-31",
            "due_on: 2021-07-31\n    response_period: six months from publication",
            "15: Write a period or a day for this round, not both.",
        ),
        (
            "56 days from publication",
            "56 days",
            f'11: response_period: "56 days" is not one of: {PERIODS}',
        ),
        (
            "    response_period: 56",
            "    asked_on: 2021-03-29\n    response_period: 56",
            "12: This period ends on 2021-03-28, before the round was asked.",
        ),
        ('recommendations: "2"', "recommendations: 3", '15: "3" is not the number of a recommendation in this file.'),
        (
            "recommendations: [7.10]",
            "recommendations: []",
            "17: This round asks nobody. Name recommendations that are addressed to somebody.",
        ),
        (
            "addressed_to: Surrey Police",
            "addressed_to: NPCC",
            "16: This round does not ask on a recommendation that is addressed to any of these.",
        ),
        (
            "addressed_to: Surrey Police",
            "addressed_to: Sussex Polis",
            f'16: No body is called "Sussex Polis". {OTHERWISE}',
        ),
        (
            "  - asked_on: 2021-08-01",
            "  - asked_on: 2021-02-01\n    about: progress",
            '17: Line 12 has a round of that day that asks the same. Change its "about".',
        ),
        (
            "about: progress",
            "abuot: progress",
            f'12: "abuot:" says nothing that is kept of a round, {CANNOT} Did you mean "about:"?',
        ),
        (
            "closed_on: 2022-03-01",
            "closed_on: 2021-01-30",
            "1: The day it was closed must be on or after the day it was published.",
        ),
    ],
)
def test_a_round_that_cannot_be_is_told_by_its_line(write, old, new, found):
    assert errors_of(write(SMALL.replace("recommendations:", ROUNDS, 1), old, new)) == [f"line {found}"]


LATER = """    addressed_to: Home Office
    later:
      - {body: NPCC, since: 2021-03-01}
      - {body: Surrey Police, since: 2021-09-01, due_on: 2021-12-01, due_reason: added by the College}
"""
FIRST_TO = "    addressed_to: Home Office\n"


def test_a_body_addressed_after_publication_is_so_since_its_day(write):
    path = write(
        SMALL.replace("recommendations:", "rounds:\n  - asked_on: 2021-04-01\nrecommendations:"), FIRST_TO, LATER
    )
    small, _ = load_super_complaint(path)

    facts = Addressee.objects.filter(recommendation__number="7.10").order_by("body__slug")
    assert list(facts.values_list("body__slug", "since", "due_on", "due_reason")) == [
        ("home-office", None, date(2021, 7, 31), ""),
        ("npcc", date(2021, 3, 1), date(2021, 7, 31), ""),
        ("surrey-police", date(2021, 9, 1), date(2021, 12, 1), "added by the College"),
    ]
    asked = small.requests.get().addressees.filter(recommendation__number="7.10")
    assert sorted(asked.values_list("body__slug", flat=True)) == ["home-office", "npcc"]
    assert load_super_complaint(path)[1] is False


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("2021-03-01", "2021-01-31", "14: since: Write a day after 31 January 2021, or address it with the rest."),
        ("body: NPCC", "body: Home Office", "14: Home Office is addressed here already."),
        (
            ", due_on: 2021-12-01",
            "",
            "13: Surrey Police was addressed after the day it is due. Write a due_on of its own.",
        ),
        ("since: 2021-03-01", "since: soon", '14: since: "soon" is not a day. Write one such as 2020-12-17.'),
        (
            "NPCC, since: 2021-03-01",
            "west-yorkshire-pcc, since: 2021-06-01",
            "14: Police and Crime Commissioner for West "
            "Yorkshire did not exist on 1 June 2021. Name the body of that day.",
        ),
    ],
)
def test_a_later_addressee_that_cannot_be_is_told_by_its_line(write, old, new, found):
    path = write(SMALL.replace(FIRST_TO, LATER, 1), old, new)

    assert errors_of(path) == [f"line {found}"]
