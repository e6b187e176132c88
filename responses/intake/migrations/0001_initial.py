import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table is there, with its rows: it was that of an app around this one."""

    initial = True

    dependencies = [
        ("recommendations", "0004_number_and_place_in_our_words"),
        ("responses", "0020_intake_is_an_app_of_its_own"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Intake",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("content_type", models.CharField(max_length=100)),
                        ("content", models.BinaryField()),
                        ("size", models.PositiveIntegerField(help_text="Bytes.")),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("uploaded_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        (
                            "claimed_at",
                            models.DateTimeField(blank=True, help_text="When a reader took it up.", null=True),
                        ),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("trouble", models.TextField(blank=True, help_text="Why it could not be read, in a sentence.")),
                        ("proposal_json", models.JSONField(blank=True, null=True)),
                        (
                            "typed",
                            models.JSONField(
                                blank=True, default=dict, help_text="What a person has entered so far, field by field."
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                default=1, help_text="Counts saves, so that no save overwrites another."
                            ),
                        ),
                        (
                            "super_complaint",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intakes",
                                to="recommendations.supercomplaint",
                            ),
                        ),
                        (
                            "update",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intake",
                                to="responses.update",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-uploaded_at", "-pk"],
                        "indexes": [models.Index(fields=["read_at", "claimed_at"], name="intake_to_read")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proposal_json", None), ("read_at", None), ("trouble", "")),
                                    models.Q(
                                        ("proposal_json__isnull", False), ("read_at__isnull", False), ("trouble", "")
                                    ),
                                    models.Q(
                                        ("proposal_json", None),
                                        ("read_at__isnull", False),
                                        models.Q(("trouble", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="read_gives_a_proposal_or_a_trouble",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("update", None), ("read_at__isnull", False), _connector="OR"),
                                name="recorded_once_it_was_read",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
