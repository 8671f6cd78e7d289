"""The channels to choose from: the seven that are shipped, and one for forums."""

from django.db import migrations

from followups.models.own_channel import ship_channels


def forwards(apps, schema_editor):
    ship_channels(apps.get_model("followups", "OwnChannel"))


class Migration(migrations.Migration):
    dependencies = [("followups", "0035_own_channels")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
