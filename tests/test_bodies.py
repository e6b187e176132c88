"""Whom a report may address: the bodies in fixtures/bodies.yaml, and what loading them does and leaves alone."""

from datetime import date
from pathlib import Path

import pytest

from recommendations.loading import load_bodies
from recommendations.models import Body
from tests.reference import kept

BODIES = Path(__file__).parent.parent / "fixtures" / "bodies.yaml"
FORCES = """\
Avon and Somerset Police
Bedfordshire Police
Cambridgeshire Constabulary
Cheshire Constabulary
City of London Police
Cleveland Police
Cumbria Constabulary
Derbyshire Constabulary
Devon and Cornwall Police
Dorset Police
Durham Constabulary
Dyfed-Powys Police
Essex Police
Gloucestershire Constabulary
Greater Manchester Police
Gwent Police
Hampshire and Isle of Wight Constabulary
Hertfordshire Constabulary
Humberside Police
Kent Police
Lancashire Constabulary
Leicestershire Police
Lincolnshire Police
Merseyside Police
Metropolitan Police Service
Norfolk Constabulary
North Wales Police
North Yorkshire Police
Northamptonshire Police
Northumbria Police
Nottinghamshire Police
South Wales Police
South Yorkshire Police
Staffordshire Police
Suffolk Constabulary
Surrey Police
Sussex Police
Thames Valley Police
Warwickshire Police
West Mercia Police
West Midlands Police
West Yorkshire Police
Wiltshire Police""".splitlines()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        yield load_bodies(BODIES)


@pytest.fixture
def bodies(loaded, db):
    return loaded


def test_every_body_is_loaded(bodies):
    counts = {kind: sum(body.kind == kind for body in bodies) for kind in Body.Kind.values}

    assert counts == {
        "force": 43,
        "local_policing_body": 52,
        "non_territorial_force": 5,
        "police_authority": 2,
        "inspectorate": 1,
        "national_body": 7,
    }
    assert [body.name for body in Body.objects.filter(kind="force")] == FORCES


def test_every_force_has_been_overseen(bodies):
    overseen = Body.objects.filter(kind="local_policing_body").values_list("oversees__name", flat=True)

    assert sorted(set(overseen)) == FORCES


def test_every_succession_is_known_even_where_its_day_is_not(bodies):
    successions = Body.objects.exclude(succeeded_by=None).order_by("slug")

    assert [(body.slug, body.ended_on, body.succeeded_by.slug, body.succeeded_by.began_on) for body in successions] == [
        ("cumbria-pcc", None, "cumbria-pfcc", None),
        ("essex-pcc", date(2017, 10, 1), "essex-pfcc", date(2017, 10, 1)),
        ("greater-manchester-pcc", date(2017, 5, 8), "greater-manchester-mayor", date(2017, 5, 8)),
        ("north-yorkshire-pcc", None, "north-yorkshire-pfcc", None),
        ("north-yorkshire-pfcc", None, "york-and-north-yorkshire-mayor", None),
        ("northamptonshire-pcc", date(2019, 1, 1), "northamptonshire-pfcc", date(2019, 1, 1)),
        ("south-yorkshire-pcc", date(2024, 5, 7), "south-yorkshire-mayor", date(2024, 5, 7)),
        ("staffordshire-pcc", None, "staffordshire-pfcc", None),
        ("west-yorkshire-pcc", date(2021, 5, 10), "west-yorkshire-mayor", date(2021, 5, 10)),
    ]


def test_what_is_not_confirmed_is_left_out(bodies):
    unsure = "?"
    facts = Body.objects.values_list("name", "welsh_name", "website", "address", "telephone", "email", "signatory_name")

    assert [row for row in facts if unsure in "".join(row)] == []
    assert set(Body.objects.exclude(welsh_name="").values_list("slug", "welsh_name")) == {
        ("dyfed-powys-police", "Heddlu Dyfed-Powys"),
        ("gwent-police", "Heddlu Gwent"),
        ("north-wales-police", "Heddlu Gogledd Cymru"),
        ("south-wales-police", "Heddlu De Cymru"),
        ("south-wales-pcc", "Comisiynydd yr Heddlu a Throseddu De Cymru"),
        ("cps", "Gwasanaeth Erlyn y Goron"),
    }
    assert set(Body.objects.exclude(kind="local_policing_body").values_list("began_on", flat=True)) == {None}


@pytest.mark.parametrize(
    ("alias", "slug"),
    [
        ("Avon and Somerset Constabulary", "avon-and-somerset-police"),
        ("Hampshire Constabulary", "hampshire-and-isle-of-wight-constabulary"),
        ("Police and Crime Commissioner for South Yorkshire", "south-yorkshire-pcc"),
        ("Her Majesty's Inspectorate of Constabulary and Fire & Rescue Services", "hmicfrs"),
        ("HMICFRS", "hmicfrs"),
        ("NPCC", "npcc"),
        ("APCC", "apcc"),
        ("West Yorkshire Combined Authority", "west-yorkshire-mayor"),
    ],
)
def test_a_body_is_known_by_its_other_names(bodies, alias, slug):
    assert Body.objects.get(aliases__name=alias).slug == slug


@pytest.mark.parametrize(
    ("day", "overseers"),
    [
        (date(2021, 5, 9), ["west-yorkshire-pcc"]),
        (date(2021, 5, 10), ["west-yorkshire-mayor"]),
    ],
)
def test_one_body_follows_another_from_one_day_to_the_next(bodies, day, overseers):
    there = Body.objects.existing_on(day).filter(oversees__slug="west-yorkshire-police")

    assert [body.slug for body in there] == overseers


def test_loading_again_adds_nothing_and_keeps_what_an_administrator_changed(bodies):
    Body.objects.filter(slug="surrey-pcc").update(name="Surrey Commissioner", email="pcc@example.org", website="")
    Body.objects.get(slug="npcc").aliases.all().delete()

    assert load_bodies(BODIES) == []

    surrey = Body.objects.get(slug="surrey-pcc")
    assert (surrey.name, surrey.email, surrey.website) == ("Surrey Commissioner", "pcc@example.org", "")
    assert Body.objects.get(slug="npcc").aliases.count() == 0


def test_overwriting_sets_again_what_the_file_states_and_nothing_else(bodies):
    Body.objects.filter(slug="surrey-pcc").update(name="Surrey Commissioner", email="pcc@example.org", website="")
    Body.objects.get(slug="npcc").aliases.all().delete()

    mayor = Body.objects.get(slug="west-yorkshire-mayor")
    Body.objects.filter(slug="kent-pcc").update(succeeded_by=mayor)  # as an administrator may know since
    Body.objects.filter(slug="west-yorkshire-pcc").update(succeeded_by=None)

    assert load_bodies(BODIES, overwrite=True) == []

    successors = Body.objects.filter(slug__in=["kent-pcc", "west-yorkshire-pcc"]).values_list("succeeded_by", flat=True)
    assert list(successors) == [mayor.pk, mayor.pk]
    surrey = Body.objects.get(slug="surrey-pcc")
    assert (surrey.name, surrey.email, surrey.website) == (
        "Police and Crime Commissioner for Surrey",
        "pcc@example.org",
        "surrey-pcc.gov.uk",
    )
    assert [alias.name for alias in Body.objects.get(slug="npcc").aliases.all()] == ["NPCC"]
