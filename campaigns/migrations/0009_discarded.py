from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0008_device")]

    operations = [
        migrations.AddField(
            model_name="device",
            name="discarded",
            field=models.PositiveIntegerField(
                default=0, help_text="Thrown away there, to be mended."
            ),
        ),
        migrations.AlterField(
            model_name="device",
            name="sent",
            field=models.PositiveIntegerField(
                default=0, help_text="As it counts since it was enrolled."
            ),
        ),
    ]
