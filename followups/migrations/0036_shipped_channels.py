"""The channels to choose from: the seven that are shipped, and one for forums."""

from django.db import migrations

SHIPPED = {
    "call": "Call",
    "mail": "Mail",
    "message": "Message",
    "linkedin": "LinkedIn",
    "meeting": "Meeting",
    "letter": "Letter",
    "other": "Other",
}
COMMUNITY = "Community or forum"


def forwards(apps, schema_editor):
    """What is there stays."""
    channels = apps.get_model("followups", "OwnChannel").objects
    for works_as, name in SHIPPED.items():
        if not channels.filter(works_as=works_as, is_shipped=True).exists():
            channels.create(name=name, works_as=works_as, is_shipped=True)
    if not channels.filter(name__iexact=COMMUNITY).exists():
        channels.create(name=COMMUNITY, works_as="other", asks_link=True)


class Migration(migrations.Migration):
    dependencies = [("followups", "0035_own_channels")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
