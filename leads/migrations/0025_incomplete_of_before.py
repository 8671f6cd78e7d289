from typing import Any

from django.db import migrations
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

BLANK = (
    Q(contact__name="")
    | Q(contact__company="")
    | Q(contact__address="")
    | Q(contact__postal_code="")
    | Q(contact__phone="", contact__no_phone=False)
    | Q(contact__email="", contact__no_email=False)
)


def find_incomplete(apps: Any, schema_editor: Any) -> None:
    """Open leads of before, of whose primary contact something is missing: since they came in, or
    were taken up again."""
    leads, people, closures = (
        apps.get_model("leads", name).objects for name in ("Lead", "LeadContact", "Closure")
    )
    complete = people.filter(lead=OuterRef("pk"), is_primary=True).exclude(BLANK)
    reopened = closures.filter(
        lead=OuterRef("pk"), taken_back_at=None, reopened_at__isnull=False
    ).order_by("-reopened_at")
    incomplete = leads.exclude(status="closed").filter(~Exists(complete))
    since = Coalesce(Subquery(reopened.values("reopened_at")[:1]), F("received_at"))
    incomplete.update(incomplete_since=since)


class Migration(migrations.Migration):
    dependencies = [("leads", "0024_incomplete_and_promise")]

    operations = [migrations.RunPython(find_incomplete, migrations.RunPython.noop)]
