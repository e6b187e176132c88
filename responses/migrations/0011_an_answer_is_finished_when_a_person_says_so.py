import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0006_whom_the_npcc_and_the_apcc_represent"),
        ("responses", "0010_drafts_words_as_html"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="response",
            name="a_response_has_words",
        ),
        migrations.RemoveConstraint(
            model_name="response",
            name="a_known_position",
        ),
        migrations.RemoveConstraint(
            model_name="response",
            name="a_known_progress",
        ),
        migrations.RemoveConstraint(
            model_name="response",
            name="awaiting_others_says_whom_or_what",
        ),
        migrations.AddField(
            model_name="response",
            name="finished_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="response",
            name="finished_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="position",
            field=models.CharField(
                blank=True,
                choices=[
                    ("accepted", "Accepted"),
                    ("accepted_in_part", "Accepted in part"),
                    ("not_accepted", "Not accepted"),
                    ("not_stated", "Not stated"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="progress",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_started", "Not started"),
                    ("awaiting_others", "Awaiting others"),
                    ("in_progress", "In progress"),
                    ("complete", "Complete"),
                    ("not_stated", "Not stated"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="text",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="response",
            name="voice",
            field=models.CharField(
                blank=True,
                choices=[
                    ("force", "The chief constable or the force"),
                    ("local_policing_body", "The local policing body"),
                    ("joint", "Both of them together"),
                    ("npcc", "The NPCC"),
                    ("apcc", "The APCC"),
                    ("home_office", "The Home Office"),
                    ("national_body", "A national body"),
                    ("not_stated", "Not stated"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at", None),
                    models.Q(
                        ("progress", "awaiting_others"),
                        models.Q(
                            models.Q(("awaiting", ""), _negated=True),
                            ("awaiting_body__isnull", False),
                            ("awaiting_recommendation__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("progress", "awaiting_others"), _negated=True),
                        ("awaiting", ""),
                        ("awaiting_body", None),
                        ("awaiting_recommendation", None),
                    ),
                    _connector="OR",
                ),
                name="awaiting_others_says_whom_or_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("finished_by", None)),
                    models.Q(("finished_at__isnull", False), ("finished_by__isnull", False)),
                    _connector="OR",
                ),
                name="finished_by_a_person_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at", None),
                    models.Q(
                        models.Q(("text", ""), _negated=True),
                        models.Q(("position", ""), _negated=True),
                        models.Q(("progress", ""), _negated=True),
                        models.Q(("voice", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_is_finished_leaves_nothing_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("position__in", ["", "accepted", "accepted_in_part", "not_accepted", "not_stated"])
                ),
                name="a_known_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("progress__in", ["", "not_started", "awaiting_others", "in_progress", "complete", "not_stated"])
                ),
                name="a_known_progress",
            ),
        ),
    ]
