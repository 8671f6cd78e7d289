from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followups", "0036_shipped_channels")]

    operations = [
        migrations.AddConstraint(
            model_name="touch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        ["call", "mail", "message", "linkedin", "meeting", "letter", "other"],
                    )
                ),
                name="touch_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        ["call", "mail", "message", "linkedin", "meeting", "letter", "other"],
                    )
                ),
                name="step_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        ["call", "mail", "message", "linkedin", "meeting", "letter", "other"],
                    )
                ),
                name="correction_channel_known",
            ),
        ),
    ]
