from django.db import migrations, models

OFFERED = "The lesson of logging is offered in menu and empty queue."
REQUIRED = "A new rep gets no leads before he has done the lesson."


class Migration(migrations.Migration):
    """Who works here already is not offered the lesson; who comes from now on is."""

    dependencies = [
        ("people", "0007_reps_see_costs"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="lesson_required",
            field=models.BooleanField(default=False, help_text=REQUIRED),
        ),
        migrations.AddField(
            model_name="user",
            name="offers_lesson",
            field=models.BooleanField(default=False, help_text=OFFERED),
        ),
        migrations.AlterField(
            model_name="user",
            name="offers_lesson",
            field=models.BooleanField(default=True, help_text=OFFERED),
        ),
    ]
