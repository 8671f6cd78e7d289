"""An empty installation has its segments and standing sources."""

from django.db import migrations

from campaigns.shipped import ship


def forwards(apps, schema_editor):
    ship(apps.get_model("campaigns", "Segment"), apps.get_model("campaigns", "Campaign"))


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_first")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
