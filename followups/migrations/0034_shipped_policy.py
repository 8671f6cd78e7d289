"""The first version of the follow-up policy, which every lead so far was worked by."""

from django.db import migrations

from followups.shipped.policy import ship_policy


def forwards(apps, schema_editor):
    ship_policy(apps.get_model("followups", "Policy"))


class Migration(migrations.Migration):
    dependencies = [("followups", "0033_policy")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
