import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0012_what_is_on_the_record_was_finished"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignOffStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for sign-off"),
                            ("stopped", "Stopped asking for sign-off"),
                            ("changed", "Changed it, so sign-off is no longer asked for"),
                            ("sent_back", "Sent it back"),
                            ("confirmed", "Confirmed what was corrected"),
                            ("signed_off", "Signed it off"),
                            ("taken_back", "Took the sign-off back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "said",
                    models.JSONField(
                        help_text="All that the draft said then: `all_said`.",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="update",
            name="signed_off_by_another_than_the_last_editor",
        ),
        migrations.AddField(
            model_name="update",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="update",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="update",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="update",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Who else has seen exactly these words, and stands by them.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="update",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at", None), ("asked_by", None)),
                    models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                    _connector="OR",
                ),
                name="sign_off_is_asked_for_by_a_person_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="update",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        models.Q(("confirmed_by", models.F("edited_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="confirmed_by_another_than_the_last_editor",
            ),
        ),
        migrations.AddConstraint(
            model_name="update",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_off_by", None),
                    models.Q(("signed_off_by", models.F("edited_by")), _negated=True),
                    ("confirmed_by__isnull", False),
                    _connector="OR",
                ),
                name="signed_off_once_somebody_else_has_seen_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="update",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_off_by", None),
                    ("asked_by", None),
                    models.Q(("signed_off_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="signed_off_by_another_than_who_asked",
            ),
        ),
        migrations.AddField(
            model_name="signoffstep",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signoffstep",
            name="update",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sign_off_steps", to="responses.update"
            ),
        ),
        migrations.AddConstraint(
            model_name="signoffstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("what__in", ["asked", "stopped", "changed", "sent_back", "confirmed", "signed_off", "taken_back"])
                ),
                name="a_known_step_of_a_sign_off",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoffstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what", "sent_back"), _negated=True),
                    models.Q(("comment", ""), _negated=True),
                    _connector="OR",
                ),
                name="sent_back_with_a_comment",
            ),
        ),
    ]
