"""An empty installation has a definition of "qualified"."""

from django.db import migrations

from leads.shipped import ship


def forwards(apps, schema_editor):
    ship(apps.get_model("leads", "Definition"), apps.get_model("leads", "Criterion"))


class Migration(migrations.Migration):
    dependencies = [("leads", "0004_verdicts")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
