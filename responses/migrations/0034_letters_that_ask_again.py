import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0008_letterheads_are_kept"),
        ("responses", "0033_log_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Chase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("once", models.UUIDField(help_text="Of the page it was written on: a double click writes it once.")),
                ("subject", models.CharField(max_length=200)),
                ("words", models.TextField()),
                ("about", models.CharField(blank=True, max_length=200)),
                (
                    "dated",
                    models.DateField(help_text="The day that the letters bear, and on which alone they can be sent."),
                ),
                ("answer_by", models.DateField(blank=True, help_text="Left empty where it names no day.", null=True)),
                ("prepared_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-prepared_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ChaserLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=500)),
                ("words", models.TextField()),
                (
                    "recipients",
                    models.JSONField(default=list, help_text="[name, address] of each contact. None: it goes by post."),
                ),
                ("pdf", models.BinaryField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("trouble", models.TextField(blank=True, help_text="Why it could not be drawn, in a sentence.")),
                ("by_post", models.BooleanField(default=False, help_text="A person said that it went by post.")),
            ],
            options={
                "ordering": ["chase", "body__name"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="a_known_kind_of_message",
        ),
        migrations.AlterField(
            model_name="message",
            name="about",
            field=models.CharField(
                choices=[
                    ("sign_off", "Whose turn it is in a draft"),
                    ("sent", "An update was sent"),
                    ("question", "A question from HMICFRS"),
                    ("reminder", "A reminder"),
                    ("chaser", "HMICFRS asks again"),
                    ("digest", "The week at HMICFRS"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="chase",
            name="prepared_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="chase",
            name="request",
            field=models.OneToOneField(
                blank=True,
                help_text="There once the letters were sent.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chase",
                to="recommendations.request",
            ),
        ),
        migrations.AddField(
            model_name="chase",
            name="super_complaint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="chases", to="recommendations.supercomplaint"
            ),
        ),
        migrations.AddField(
            model_name="chaserletter",
            name="addressees",
            field=models.ManyToManyField(related_name="chaser_letters", to="recommendations.addressee"),
        ),
        migrations.AddField(
            model_name="chaserletter",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="chaser_letters", to="recommendations.body"
            ),
        ),
        migrations.AddField(
            model_name="chaserletter",
            name="chase",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="responses.chase"
            ),
        ),
        migrations.AddField(
            model_name="chaserletter",
            name="office",
            field=models.ForeignKey(
                help_text="Who has its post: itself, or what took its place.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recommendations.body",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="chaser_letter",
            field=models.ForeignKey(
                blank=True,
                help_text="The letter whose PDF is attached.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="responses.chaserletter",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["sign_off", "sent", "question", "reminder", "chaser", "digest"])),
                name="a_known_kind_of_message",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about", "chaser"), ("chaser_letter__isnull", False)),
                    models.Q(models.Q(("about", "chaser"), _negated=True), ("chaser_letter", None)),
                    _connector="OR",
                ),
                name="only_what_asks_again_has_a_letter_that_does",
            ),
        ),
        migrations.AddConstraint(
            model_name="chase",
            constraint=models.UniqueConstraint(fields=("once",), name="letters_are_written_once"),
        ),
        migrations.AddConstraint(
            model_name="chase",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_by", None), ("answer_by__gte", models.F("dated")), _connector="OR"),
                name="an_answer_is_asked_after_the_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="chase",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("subject", ""), _negated=True), models.Q(("words", ""), _negated=True)),
                name="a_chaser_has_a_subject_and_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="chaserletter",
            constraint=models.UniqueConstraint(fields=("chase", "body"), name="one_letter_of_a_chaser_per_body"),
        ),
        migrations.AddConstraint(
            model_name="chaserletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pdf", None), ("sha256", "")),
                    models.Q(("pdf__isnull", False), ("trouble", ""), models.Q(("sha256", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_drawn_letter_has_its_hash_and_no_trouble",
            ),
        ),
    ]
