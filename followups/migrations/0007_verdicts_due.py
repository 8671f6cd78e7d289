"""Leads that are there already owe a verdict too: a week after assignment, or with touch three.

What `followups.state` says of them, worked out once for all; the five working days are a week here.
Leads that were marked as qualified get the verdict that says so.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import migrations
from django.db.models import Max

CHUNK = 1000
A_WEEK = timedelta(days=7)


def forwards(apps, schema_editor):
    keep_qualified(apps)
    leads = apps.get_model("leads", "Lead").objects.exclude(status="closed")
    owing = leads.filter(owner__isnull=False).order_by("pk")
    last = 0
    while chunk := list(owing.filter(pk__gt=last)[:CHUNK]):
        set_limits(apps, chunk)
        last = chunk[-1].pk


def keep_qualified(apps):
    definition = apps.get_model("leads", "Definition").objects.order_by("version").first()
    Verdict = apps.get_model("leads", "Verdict")
    marked = apps.get_model("leads", "Lead").objects.filter(qualified_at__isnull=False)
    Verdict.objects.bulk_create(
        (
            Verdict(
                lead_id=lead_id, says="qualified", given_by_id=owner_id, given_at=at,
                definition=definition,
            )
            for lead_id, owner_id, at in marked.values_list("pk", "owner_id", "qualified_at")
        ),
        batch_size=CHUNK,
    )  # fmt: skip


def set_limits(apps, leads):
    ids = [lead.pk for lead in leads]
    Assignment = apps.get_model("leads", "Assignment")
    closures = apps.get_model("leads", "Closure").objects.filter(lead__in=ids, taken_back_at=None)
    reopened = dict(closures.order_by().values_list("lead").annotate(Max("reopened_at")))
    assignments = {
        row.lead_id: row for row in Assignment.objects.filter(lead__in=ids, ended_at=None)
    }
    made = touches_of(apps, ids)
    owing = [lead for lead in leads if lead.pk in assignments]
    for lead in owing:
        since, given = reopened.get(lead.pk), assignments[lead.pk]
        began = max(given.began_at, since or given.began_at)
        given.judge_by = began + A_WEEK
        touches = [at for at in made[lead.pk] if since is None or at > since]
        if not lead.qualified_at:
            lead.verdict_by = max(began, min([*touches[2:3], given.judge_by]))
    Assignment.objects.bulk_update(assignments.values(), ["judge_by"], batch_size=200)
    leads[0].__class__.objects.bulk_update(owing, ["verdict_by"], batch_size=200)


def touches_of(apps, ids):
    """When each lead was touched, in order, as far as it counts."""
    touches = apps.get_model("followups", "Touch").objects.filter(
        lead__in=ids,
        state="logged",
        is_automatic=False,
        reversed_by=None,
        happened_at__isnull=False,
    )
    made = defaultdict(list)
    for lead_id, at in touches.order_by("happened_at", "pk").values_list("lead_id", "happened_at"):
        made[lead_id].append(at)
    return made


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0006_no_verdict_flag"),
        ("leads", "0005_definition_shipped"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
