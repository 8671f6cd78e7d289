from django.db import migrations, models

from campaigns.shipped import fill_silences


def fill(apps, schema_editor):
    fill_silences(apps.get_model("campaigns", "Segment"))


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_shipped")]

    operations = [
        migrations.AddField(
            model_name="segment",
            name="longest_silence",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text=(
                    "Working days until the next step, before somebody has to say why. Empty: none."
                ),
                null=True,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
