"""Which bodies a name can mean: as stored, as typed, as people make it; and never a guess."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from recommendations.fields import BodyField
from recommendations.loading import load_bodies
from recommendations.models import Body
from recommendations.names import Names, bodies_named, everyday_names, names_of, normal
from responses.intake.known import known_bodies
from responses.intake.understanding.names import BodyNames
from tests.factories import make_force, make_policing_body
from tests.reference import kept

BODIES = Path(__file__).parent.parent / "fixtures" / "bodies.yaml"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        load_bodies(BODIES)
        yield Names()


@pytest.fixture
def names(loaded, db):
    return loaded


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        # As stored, but for how it is typed.
        ("police and crime commissioner for gwent", ["gwent-pcc"]),
        ("gwent-pcc", ["gwent-pcc"]),
        ("Devon & Cornwall Police", ["devon-and-cornwall-police"]),
        ("Dyfed Powys Police", ["dyfed-powys-police"]),
        ("Heddlu Dyfed Powys", ["dyfed-powys-police"]),
        ("the NPCC", ["npcc"]),
        ("National Police Chiefs Council", ["npcc"]),
        ("Mayor’s Office for Policing & Crime", ["mopac"]),
        # The offices, in every form and order.
        ("Gwent PCC", ["gwent-pcc"]),
        ("PCC for Gwent", ["gwent-pcc"]),
        ("Gwent's PCC", ["gwent-pcc"]),
        ("OPCC Gwent", ["gwent-pcc"]),
        ("Office of the PCC for Gwent", ["gwent-pcc"]),
        ("Gwent Police and Crime Commissioner’s Office", ["gwent-pcc"]),
        ("Office of the Police & Crime Commissioner, Gwent", ["gwent-pcc"]),
        ("Gwent Commissioner", ["gwent-pcc"]),
        ("PCC for the West Midlands", ["west-midlands-pcc"]),
        ("Comisiynydd Heddlu a Throseddu Gwent", ["gwent-pcc"]),
        ("Swyddfa Comisiynydd yr Heddlu a Throseddu De Cymru", ["south-wales-pcc"]),
        ("Cumbria PFCC", ["cumbria-pfcc"]),
        ("York & North Yorkshire Mayor", ["york-and-north-yorkshire-mayor"]),
        ("Deputy Mayor of Greater Manchester", ["greater-manchester-mayor"]),
        # Forces.
        ("Met Police", ["metropolitan-police-service"]),
        ("Metropolitan Police", ["metropolitan-police-service"]),
        ("the Met", ["metropolitan-police-service"]),
        ("GMP", ["greater-manchester-police"]),
        ("Kent Constabulary", ["kent-police"]),
        ("Chief Constable of Kent", ["kent-police"]),
        ("Chief Constable of Kent Police", ["kent-police"]),
        ("Herts Police", ["hertfordshire-constabulary"]),
        ("Hampshire PCC", ["hampshire-and-isle-of-wight-pcc"]),
        # The name that a body has comes before what people say of another.
        ("Essex PCC", ["essex-pcc"]),
        # Several: it is not for us to guess.
        ("Gwent", ["gwent-police", "gwent-pcc"]),
        ("City of London", ["city-of-london-police", "city-of-london-police-authority"]),
        ("Staffordshire Commissioner", ["staffordshire-pcc", "staffordshire-pfcc"]),
        # None.
        ("", []),
        ("PCC", []),
        ("the Commissioner", []),
        ("Gwent Police and Crime Panel", []),
        ("Borsetshire Police", []),
        ("Police\x00", []),
    ],
)
def test_which_bodies_a_name_can_mean(names, typed, slugs):
    assert [body.slug for body in names.meant_by(typed)] == slugs


def test_every_name_that_is_stored_means_its_body_alone(names):
    wrong = [
        (body.name, typed)
        for body in names.bodies
        for name in [*names_of(body), body.slug]
        for typed in (name, name.upper(), f"  {name} ", name.replace(" and ", " & "), name.replace("'", "’"))
        if names.meant_by(typed) != [body]
    ]

    assert wrong == []


def test_a_name_that_people_make_means_its_body_or_several_or_one_whose_own_name_it_is(names):
    wrong = [
        (body.name, made, found)
        for body in names.bodies
        for made in everyday_names(body)
        if body not in (found := names.meant_by(made)) and made not in {normal(it) for it in names_of(found[0])}
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("day", "slug"),
    [(date(2016, 1, 1), "essex-pcc"), (date(2020, 12, 17), "essex-pfcc"), (date(2026, 1, 1), "essex-pfcc")],
)
def test_of_those_that_followed_each_other_a_name_means_the_one_of_the_day(loaded, day, slug):
    there = Body.objects.existing_on(day).with_names()

    assert [body.slug for body in bodies_named("Essex PCC", there)] == [slug]


def test_a_mayor_is_never_taken_for_the_commissioner_before(loaded):
    today = Body.objects.existing_on(date(2026, 1, 1)).with_names()

    assert bodies_named("South Yorkshire PCC", today) == []


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("dyfed powys police", "Dyfed-Powys Police"),
        ("met police", "Metropolitan Police Service"),
        ("comisiynydd heddlu a throseddu gwent", "Police and Crime Commissioner for Gwent"),
    ],
)
def test_a_letter_may_use_everyday_names_too(loaded, form, name):
    bodies = tuple(known_bodies())

    assert form in BodyNames(bodies).by_form
    assert BodyNames(bodies).body(form, date(2021, 6, 17)).name == name


def test_no_word_of_a_letter_is_taken_for_a_force(loaded):
    assert not {"met", "the met", "kent", "gwent"} & set(BodyNames(tuple(known_bodies())).by_form)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (
            "Gwent",
            "Enter the whole name of a body: did you mean Gwent Police or Police and Crime Commissioner for Gwent?",
        ),
        ("Gwnet Police", "Enter the whole name of a body: did you mean Gwent Police?"),
        ("Atlantis", "Enter the name of a body in the list: “Atlantis” is not there"),
    ],
)
def test_a_box_for_a_body_says_whom_it_could_be(names, typed, error):
    field = BodyField()
    field.offer(names.bodies)

    with pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [error]


@pytest.mark.parametrize("bodies", [1, 3])
def test_names_are_read_in_three_queries(django_assert_num_queries, bodies):
    for number in range(bodies):
        make_policing_body(make_force(f"Area{number} Police")).aliases.create(name=f"Alias {number}")

    with django_assert_num_queries(3):
        assert len(bodies_named("Area0 Police")) == 1
