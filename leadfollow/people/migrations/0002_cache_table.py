"""Sign-in counts its failures in the cache, which lives in the database: migrating makes it."""

from django.core.management import call_command
from django.db import migrations


def forwards(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
