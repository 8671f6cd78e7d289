"""Steps that count from the one before and decide; who made a version of a cadence."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from followups.shipped import mark_decisions


def forwards(apps: Any, schema_editor: Any) -> None:
    mark_decisions(apps.get_model("followups", "Step"))


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0019_names_no_event"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cadence",
            name="made_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cadence",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="before",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="continued_by",
                to="followups.step",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="from_done",
            field=models.BooleanField(
                default=False, help_text="Counted from the step before, once that is made."
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="is_decision",
            field=models.BooleanField(
                default=False,
                help_text="After it the lead is decided on: it ends, or rests, or begins anew.",
            ),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
