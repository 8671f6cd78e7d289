from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followups", "0037_known_channels")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="link",
            field=models.URLField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("link", ""),
                    ("link__startswith", "http://"),
                    ("link__startswith", "https://"),
                    _connector="OR",
                ),
                name="correction_link_is_an_address",
            ),
        ),
    ]
