"""What each lead's next step is, by the lead's own columns; followups then tells promises apart."""

from django.db import migrations, models

IN_VAIN = ["no_answer", "left_message", "sent", "no_show"]


def forwards(apps, schema_editor):
    planned = apps.get_model("leads", "Lead").objects.filter(next_due_at__isnull=False)
    planned.update(next_is="other")
    planned.filter(last_outcome__in=IN_VAIN).update(next_is="again")
    planned.filter(respond_by__isnull=False).update(next_is="first")


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0008_value_of_a_closure"),
    ]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="next_is",
            field=models.CharField(
                blank=True,
                choices=[
                    ("promise", "Promised for a moment"),
                    ("first", "First touch"),
                    ("again", "Attempt after one in vain"),
                    ("other", "By the plan"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
