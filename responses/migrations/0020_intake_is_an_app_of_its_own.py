from django.db import migrations


class Migration(migrations.Migration):
    """The table of letters that arrived, with its rows, becomes that of the app `intake`, which takes it up."""

    dependencies = [
        ("responses", "0019_quoted_messages"),
    ]

    operations = [
        migrations.AlterModelTable(name="intake", table="intake_intake"),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Intake")]),
    ]
