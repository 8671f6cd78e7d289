"""A cadence's step may be skipped or replaced, with a reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0020_cadence_builder"),
        ("leads", "0010_next_is_something"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="touch",
            name="cancel_note",
            field=models.CharField(
                blank=True,
                help_text="Why a step of a cadence was skipped or replaced.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="touch",
            name="instead_of",
            field=models.ForeignKey(
                blank=True,
                help_text="The cadence's step that was skipped or replaced for it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stand_ins",
                to="followups.touch",
            ),
        ),
        migrations.AlterField(
            model_name="touch",
            name="cancel_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "Moved"),
                    ("closed", "Lead closed"),
                    ("replaced", "Another step took its place"),
                    ("skipped", "Skipped"),
                    ("not_now", "Not now"),
                    ("do_not_contact", "Do not contact"),
                    ("called_off", "Called off"),
                    ("undone", "Undone"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="touch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancel_reason", "skipped"), _negated=True),
                    models.Q(("cancel_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="touch_skipped_says_why",
            ),
        ),
    ]
