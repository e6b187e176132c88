import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0016_who_changed_an_answer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("sign_off", "Sign-off"),
                            ("sent", "An update was sent"),
                            ("question", "A question from HMICFRS"),
                            ("reminder", "A reminder"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(help_text="What it tells: nobody is told the same twice.", max_length=100)),
                ("name", models.CharField(blank=True, max_length=150)),
                ("email", models.EmailField(max_length=254)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("subject", models.CharField(max_length=500)),
                ("words", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("try_at", models.DateTimeField(help_text="When it is tried next.")),
                ("claimed_at", models.DateTimeField(blank=True, help_text="When a worker took it up.", null=True)),
                ("trouble", models.TextField(blank=True, help_text="Why the last attempt failed, in a sentence.")),
                ("sent_at", models.DateTimeField(blank=True, help_text="When the mail server took it.", null=True)),
                ("given_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("given_up_at", None), ("sent_at", None)), fields=["try_at"], name="message_to_send"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("key", "email"), name="each_is_told_the_same_once"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["sign_off", "sent", "question", "reminder"])),
                name="a_known_kind_of_message",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_up_at", None),
                    models.Q(("sent_at", None), models.Q(("trouble", ""), _negated=True)),
                    _connector="OR",
                ),
                name="given_up_for_a_reason_and_never_once_sent",
            ),
        ),
    ]
