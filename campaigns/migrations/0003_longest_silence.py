from django.db import migrations, models

from campaigns.shipped import SEGMENTS


def fill(apps, schema_editor):
    """The shipped segments get theirs; other ones have none until somebody sets it."""
    for segment in SEGMENTS:
        shipped = apps.get_model("campaigns", "Segment").objects.filter(slug=segment.slug)
        shipped.filter(longest_silence=None).update(longest_silence=segment.longest_silence)


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
