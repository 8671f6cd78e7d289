"""The shipped steps have their branches."""

from django.db import migrations

from followups.shipped.branches import ship_branches


def forwards(apps, schema_editor):
    ship_branches(
        apps.get_model("followups", "Step"),
        apps.get_model("followups", "Branch"),
    )


class Migration(migrations.Migration):
    dependencies = [("followups", "0027_branches_and_decisions")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
