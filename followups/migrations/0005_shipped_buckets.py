"""Every installation has the usual buckets, to begin with."""

from django.db import migrations

from followups.shipped import ship_buckets


def forwards(apps, schema_editor):
    ship_buckets(
        apps.get_model("followups", "Bucket"),
        apps.get_model("followups", "Cadence"),
        apps.get_model("followups", "Step"),
    )


class Migration(migrations.Migration):
    dependencies = [("followups", "0004_buckets")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
