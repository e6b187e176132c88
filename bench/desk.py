"""`make bench-desk`: what it takes to read, to search and to take away what came in, as ratios of one run."""

from django.test import Client

from bench.measure import HEADING
from bench.throwaway import a_database


def read_and_taken() -> dict[str, str]:
    """Pages of a report of 90 bodies and 120 recommendations with 5 updates each, and its workbook."""
    from accounts.models import Membership, Role, User
    from bench import column, exports, overview

    figures = dict(zip(("column", "column_first"), column.figures(), strict=True))
    liaison = User.objects.get(email="liaison@example.org")
    Membership.objects.create(user=liaison, body=liaison.memberships.get().body, role=Role.EXPORTER)
    client = Client()
    client.force_login(liaison)
    figures |= {"overview": overview.figure(client), "xlsx": exports.figure(client)}
    for figure in figures.values():
        print(figure, flush=True)
    found = {name: f"{figure.median / figure.floor:.2f}" for name, figure in figures.items()}
    found["xlsx_mb"] = f"{exports.extra_memory(lambda: exports.taken(client)):.0f}"
    return found | {"similar_s": f"{column.similar_seconds():.2f}"}


def show() -> None:
    print(HEADING)
    with a_database():
        found = read_and_taken()
    with a_database():
        from bench import search

        found |= dict(each.split("=") for each in search.show())
    with a_database() as folder:
        from bench import public

        found |= public.figures(folder)
    names = ("overview", "column", "column_first", "search_ms", "search_growth", "xlsx", "xlsx_mb", "similar_s")
    names += ("not_modified", "public_rps")
    print("figures:", *(f"{name}={found[name]}" for name in names))


if __name__ == "__main__":
    show()
