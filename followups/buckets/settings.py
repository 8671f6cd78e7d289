"""The buckets as they are set: how many leads wait in each, and the form that changes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, Prefetch
from django.utils.translation import gettext_lazy

from followups.lists.lead_filter import due_soon
from followups.models import Bucket, Cadence, Enrolment
from followups.panel.forms import select, text
from followups.policy import FARTHEST_STEP_MONTHS
from leadfollow.people.models import User
from leads.models import Lead


@dataclass(frozen=True)
class BucketRow:
    """A bucket, its rhythm with the steps, and the leads in reach that wait there."""

    bucket: Bucket
    rhythm: Cadence | None
    waiting: int
    soon: int


def bucket_rows(user: User, *, now: datetime) -> list[BucketRow]:
    """Every bucket in order, in four queries; each number is the lead list's behind it."""
    counts = {
        row["bucket"]: (row["waiting"], row["soon"])
        for row in Enrolment.objects.in_buckets()
        .filter(lead__in=Lead.objects.visible_to(user))
        .values("bucket")
        .annotate(
            waiting=Count("pk"),
            soon=Count("pk", filter=due_soon(now, user.time_zone, of="lead__")),
        )
        .order_by()
    }
    current = Cadence.objects.current().prefetch_related("steps")
    buckets = Bucket.objects.select_related("owner").prefetch_related(
        Prefetch("cadences", current, to_attr="rhythms")
    )
    return [
        BucketRow(bucket, next(iter(bucket.rhythms), None), *counts.get(bucket.pk, (0, 0)))
        for bucket in buckets
    ]


def may_edit(user: User) -> bool:
    return user.is_manager or user.is_admin


def months() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Wakes after (months)"),
        min_value=1,
        max_value=FARTHEST_STEP_MONTHS,
        initial=3,
        widget=forms.NumberInput({"class": "form-control"}),
        error_messages={"invalid": gettext_lazy("Write a number of months, 1 to 12.")},
    )


def name() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        widget=text(placeholder=gettext_lazy("Merger")),
        error_messages={"required": gettext_lazy("Say why the leads in it wait.")},
    )


class EditBucketForm(forms.Form):
    """A bucket's name, its proposed wake date, and who keeps its texts."""

    name, months = name(), months()
    owner = forms.ModelChoiceField(
        User.objects.active(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        widget=select(),
        label=gettext_lazy("Owner"),
    )

    def __init__(self, data: Any = None, *, bucket: Bucket) -> None:
        initial = {"name": bucket.name, "months": bucket.months, "owner": bucket.owner_id}
        super().__init__(data, initial=initial, auto_id=f"bucket-{bucket.pk}-%s")


class AddBucketForm(forms.Form):
    """A further bucket, and whose steps its rhythm begins with."""

    name, months = name(), months()
    like = forms.ModelChoiceField(
        Bucket.objects.all(),
        label=gettext_lazy("Its steps to begin with, as in"),
        empty_label=None,
        widget=select(),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="new-bucket-%s")
