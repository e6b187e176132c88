from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0002_intake"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="update",
            options={"ordering": ["-received_on", "-recorded_at", "-pk"]},
        ),
    ]
