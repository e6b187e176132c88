from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_an_exporter"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="told_of_digest",
            field=models.BooleanField(default=False),
        ),
    ]
