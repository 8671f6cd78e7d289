"""At most so many touches on one person; strategic accounts have a ceiling as shipped."""

from django.db import migrations, models

from campaigns.shipped import fill_ceilings


def fill(apps, schema_editor):
    fill_ceilings(apps.get_model("campaigns", "Segment"))


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0004_campaign_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="segment",
            name="ceiling_days",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Within so many days.", null=True
            ),
        ),
        migrations.AddField(
            model_name="segment",
            name="ceiling_touches",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Touches of ours on one person at most. Empty: no ceiling.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ceiling_days", None), ("ceiling_touches", None)),
                    models.Q(
                        ("ceiling_days__gte", 1),
                        ("ceiling_days__isnull", False),
                        ("ceiling_touches__gte", 1),
                        ("ceiling_touches__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="segment_ceiling_is_whole",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
