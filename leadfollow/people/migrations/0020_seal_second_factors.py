from typing import Any

from django.db import migrations

from leadfollow.people.sealing import keys, sealed


def seal(apps: Any, _editor: Any) -> None:
    turn(apps, sealed)


def open_again(apps: Any, _editor: Any) -> None:
    """Stops by an InvalidToken where a secret was sealed by a key that is not here."""
    turn(apps, lambda kept: keys().decrypt(kept.encode()).decode())


def turn(apps: Any, way: Any) -> None:
    for one in apps.get_model("mfa", "Authenticator").objects.filter(type="totp"):
        one.data = one.data | {"secret": way(one.data["secret"])}
        one.save(update_fields=["data"])


class Migration(migrations.Migration):
    """The secrets of apps were kept as they are."""

    dependencies = [
        ("people", "0019_reps_export"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(seal, open_again)]
