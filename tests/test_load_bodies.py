"""What loading a file of bodies makes of it, and what it refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from recommendations.loading import load_bodies
from recommendations.models import Body
from recommendations.reading import FileErrors
from tests.factories import make_force, make_national_body, make_policing_body

pytestmark = pytest.mark.django_db


def write(tmp_path, text):
    path = tmp_path / "bodies.yaml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = """\
- name: Borsetshire Police
  slug: borsetshire-police
  kind: force
  region: south-west
  aliases: [Borset Constabulary]
  overseen_by:
    - name: Police and Crime Commissioner for Borsetshire
      slug: borsetshire-pcc
      office: pcc
      began_on: 2012-11-22
    - name: Mayor of Borchester
      slug: borchester-mayor
      office: mayor
"""


def test_an_overseer_takes_its_region_and_its_predecessor_from_where_it_stands(tmp_path):
    load_bodies(write(tmp_path, GOOD))

    mayor = Body.objects.get(slug="borchester-mayor")
    assert (mayor.kind, mayor.region, mayor.oversees.slug) == (
        "local_policing_body",
        "south-west",
        "borsetshire-police",
    )
    assert [body.slug for body in mayor.predecessors.all()] == ["borsetshire-pcc"]


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        (
            "kind: force",
            "kind: fource",
            'line 3: kind: "fource" is not one of: Police force; Local policing body; '
            "Non-territorial police force; Police authority of a non-territorial force; Inspectorate; National body.",
        ),
        (
            "slug: borchester-mayor",
            "slug: borsetshire-pcc",
            'line 8: Another body in this file has the slug "borsetshire-pcc" too.',
        ),
        ("      office: mayor\n", "", "line 11: Select which office a local policing body is"),
        ("began_on: 2012-11-22", "began_on: November 2012", 'line 10: began_on: "November 2012" is not a day.'),
        ("name: Mayor of Borchester", "name: Borsetshire Police", "line 11: name: Body with this Name already exists."),
        (
            "office: mayor",
            "oficce: mayor",
            'line 13: "oficce:" says nothing that is kept of a body, so this line cannot be stored. Did you mean "off',
        ),
        ("  kind: force\n", "", 'line 1: Enter a value for "kind".'),
        ("aliases: [Borset Constabulary]", "aliases: [NPCC]", "line 5: name: Alias with this Name already exists."),
    ],
)
def test_a_wrong_file_of_bodies_is_refused_whole(tmp_path, good, bad, message):
    make_national_body().aliases.create(name="NPCC")
    assert good in GOOD

    with pytest.raises(FileErrors) as refusal:
        load_bodies(write(tmp_path, GOOD.replace(good, bad)))

    assert [line for line in refusal.value.lines if line.startswith(f"bodies.yaml, {message}")] != []
    assert [body.slug for body in Body.objects.all()] == ["national-police-chiefs--council"]


def test_a_body_cannot_come_after_itself():
    force = make_force()
    first = make_policing_body(force, "First")
    second = make_policing_body(force, "Second", succeeded_by=first)
    first.succeeded_by = second

    with pytest.raises(ValidationError, match="A body cannot come after itself"):
        first.full_clean()


def test_the_command_loads_all_reference_data_and_says_so(capsys):
    call_command("load_reference")
    call_command("load_reference")

    assert capsys.readouterr().out.splitlines() == [
        "110 new bodies.",
        "Safe to share?: loaded.",
        "0 new bodies.",
        "Safe to share?: nothing to do.",
    ]


def test_the_command_stores_nothing_where_a_file_is_wrong():
    # A body of the file under another slug: its name cannot be taken twice.
    make_force("Avon and Somerset Police", slug="avon")

    with pytest.raises(CommandError, match=r"Nothing was loaded\.\nbodies\.yaml, line 10: name: Body with this Name"):
        call_command("load_reference")

    assert Body.objects.count() == 1
