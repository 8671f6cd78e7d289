"""An empty installation has a cadence for each segment."""

from django.db import migrations

from followups.shipped import ship


def forwards(apps, schema_editor):
    ship(
        apps.get_model("campaigns", "Segment"),
        apps.get_model("followups", "Cadence"),
        apps.get_model("followups", "Step"),
    )


class Migration(migrations.Migration):
    dependencies = [("followups", "0001_followups"), ("campaigns", "0002_shipped")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
