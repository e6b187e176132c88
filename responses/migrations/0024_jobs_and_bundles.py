import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0006_whom_the_npcc_and_the_apcc_represent"),
        ("responses", "0023_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_at", models.DateField(blank=True, null=True)),
                (
                    "packing",
                    models.CharField(
                        choices=[
                            ("zip", "A zip with a file for each letter"),
                            ("pdf", "One PDF with a bookmark for each letter"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("pdf", models.BinaryField(blank=True, null=True)),
                (
                    "trouble",
                    models.TextField(
                        blank=True, help_text="Why its letters could not be made one file, in a sentence."
                    ),
                ),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundles",
                        to="recommendations.body",
                    ),
                ),
                (
                    "super_complaint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundles",
                        to="recommendations.supercomplaint",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BundleLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="Of its file, with its folder: the body.", max_length=250)),
                ("title", models.CharField(help_text="Of its bookmark.", max_length=250)),
                (
                    "stood_at",
                    models.DateTimeField(help_text="When it was recorded, or last edited: its file bears this time."),
                ),
                (
                    "is_draft",
                    models.BooleanField(help_text="Whether it was one when it was asked for: then it is drawn."),
                ),
                ("pdf", models.BinaryField(blank=True, help_text="As it was drawn.", null=True)),
                ("trouble", models.TextField(blank=True, help_text="Why it is not in the file, in a sentence.")),
                (
                    "bundle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="responses.bundle"
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="responses.update"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text="How it is done: see responses/jobs/queue.py.", max_length=20)),
                ("about", models.CharField(help_text="The key of what it is about, within its kind.", max_length=100)),
                ("made_at", models.DateTimeField()),
                ("try_at", models.DateTimeField(help_text="When it is tried next.")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(blank=True, help_text="When a worker took it up.", null=True)),
                ("trouble", models.TextField(blank=True, help_text="Why the last attempt failed, in a sentence.")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("given_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("as_at__isnull", False), ("body", None), ("super_complaint__isnull", False)),
                    models.Q(("as_at", None), ("body__isnull", False), ("super_complaint", None)),
                    _connector="OR",
                ),
                name="a_bundle_is_of_a_report_as_at_a_date_or_of_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.CheckConstraint(
                condition=models.Q(("packing__in", ["zip", "pdf"])), name="a_known_packing"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ready_at", None), models.Q(("cancelled_at", None), ("trouble", "")), _connector="OR"
                ),
                name="a_bundle_that_is_ready_was_not_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleletter",
            constraint=models.UniqueConstraint(
                fields=("bundle", "update"), name="one_place_in_a_bundle_for_each_letter"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("pdf", None), models.Q(("is_draft", True), ("trouble", "")), _connector="OR"),
                name="only_a_draft_is_drawn_and_then_it_is_there",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("done_at", None), ("given_up_at", None)), fields=["try_at"], name="job_to_do"
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(fields=("kind", "about"), name="one_job_per_kind_and_thing"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_up_at", None),
                    models.Q(("done_at", None), models.Q(("trouble", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_job_is_given_up_for_a_reason_and_never_once_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("claimed_at", None), models.Q(("done_at", None), ("given_up_at", None)), _connector="OR"
                ),
                name="a_job_that_ended_is_in_nobodys_hands",
            ),
        ),
    ]
