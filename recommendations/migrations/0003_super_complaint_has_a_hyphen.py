from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0002_number_as_in_an_address")]

    operations = [
        migrations.AlterModelOptions(
            name="supercomplaint",
            options={"ordering": ["-published_on", "title"], "verbose_name": "super-complaint"},
        ),
    ]
