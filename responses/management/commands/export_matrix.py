"""The matrix as CSV, on the command line: the same bytes as the page's own download."""

from django.core.management import BaseCommand, CommandError
from django.http import QueryDict
from django.utils import timezone

from recommendations.models import Recommendation
from responses.exports import matrix_csv
from responses.forms.matrix import ALL_COLUMNS, MatrixForm


class Command(BaseCommand):
    help = "Writes the matrix of a super-complaint as CSV, a line for each addressee, silent bodies included."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="as in its address: safe-to-share")
        parser.add_argument("--as-at", default="", help="such as 2021-06-17; today where it is left out")
        for name in MatrixForm.base_fields.keys() - {"as_at", "recommendation"}:
            default = ALL_COLUMNS if name == "columns" else ""
            parser.add_argument(f"--{name.replace('_', '-')}", default=default, help="as in the address of the page")
        parser.add_argument("--recommendation", action="append", default=[], help="its number; may be given again")

    def handle(self, *args, slug, **options):
        recommendations = list(
            Recommendation.objects.select_related("super_complaint").filter(super_complaint__slug=slug)
        )
        if not recommendations:
            raise CommandError(f"There is no super-complaint “{slug}” with recommendations.")
        form = MatrixForm(_as_typed(options), recommendations=recommendations, today=timezone.localdate())
        if not form.is_valid():
            raise CommandError("\n".join(error for errors in form.errors.values() for error in errors))
        self.stdout.buffer.write(matrix_csv(form.matrix(), form.known_on))


def _as_typed(options) -> QueryDict:
    data = QueryDict(mutable=True)
    for name in MatrixForm.base_fields:
        answer = options[name]
        data.setlist(name, answer if isinstance(answer, list) else [answer])
    return data
