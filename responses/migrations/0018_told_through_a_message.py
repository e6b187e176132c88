import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0017_messages"),
    ]

    operations = [
        migrations.AlterField(
            model_name="told",
            name="at",
            field=models.DateTimeField(blank=True, help_text="When the mail server took it.", null=True),
        ),
        migrations.AddField(
            model_name="told",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="told",
                to="responses.message",
            ),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.CheckConstraint(
                condition=models.Q(("at__isnull", False), ("message__isnull", False), _connector="OR"),
                name="told_or_to_be_told_by_a_message",
            ),
        ),
    ]
