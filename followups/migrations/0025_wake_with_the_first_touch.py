"""A lead in a bucket wakes on the day to which its first touch was moved."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations


def follow(apps: Any, schema_editor: Any) -> None:
    touches = apps.get_model("followups", "Touch").objects
    enrolments = apps.get_model("followups", "Enrolment").objects
    woken = touches.filter(state="logged", reversed_by=None, enrolment__isnull=False)
    moved = touches.filter(
        state="scheduled", moves__gt=0, is_automatic=False,
        enrolment__bucket__isnull=False, enrolment__ended_at=None,
    )  # fmt: skip
    moved = moved.exclude(enrolment__in=woken.values("enrolment"))
    for touch in moved.select_related("lead__owner__team").iterator():
        owner = touch.lead.owner
        zone = owner and (owner.own_time_zone or (owner.team and owner.team.time_zone))
        day = touch.due_on or touch.due_at.astimezone(zone or ZoneInfo("UTC")).date()
        enrolments.filter(pk=touch.enrolment_id).update(wake_on=day)


class Migration(migrations.Migration):
    dependencies = [("followups", "0024_note_written_once")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop, elidable=True)]
