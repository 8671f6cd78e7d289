"""The shipped steps have their questions."""

from django.db import migrations

from followups.shipped.questions import ship_questions


def forwards(apps, schema_editor):
    ship_questions(
        apps.get_model("followups", "Step"),
        apps.get_model("followups", "Question"),
    )


class Migration(migrations.Migration):
    dependencies = [("followups", "0017_questions_and_value_given")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
