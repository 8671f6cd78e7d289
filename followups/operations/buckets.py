"""What can happen to a bucket itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import Bucket, Cadence, Enrolment, Step
from followups.operations.plans import Plan, write_steps
from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.words import number


class BadBucket(Refusal):
    """It could not be told from another one."""


class BucketInUse(Refusal):
    """Leads wait in it."""


@transaction.atomic
def add_bucket(*, name: str, months: int, like: Bucket, by: User, at: datetime) -> Bucket:
    """A further bucket, at the end; its rhythm begins with the steps of another one."""
    check_name(name)
    last = Bucket.objects.order_by("-position").first()
    bucket = Bucket(
        name=name,
        slug=slug_for(name),
        months=months,
        position=last.position + 1 if last else 1,
    )
    save_once(bucket)
    copy_rhythm(like, bucket)
    record("bucket added", of=bucket, by=by, at=at, name=name)
    return bucket


def slug_for(name: str) -> str:
    """From its name; where that says nothing in Latin letters, a number."""
    wanted = slugify(name)[:50] or "bucket"
    taken = set(Bucket.objects.values_list("slug", flat=True))
    names = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in names if slug not in taken)


def copy_rhythm(like: Bucket, bucket: Bucket) -> None:
    """What is said at each waking, as the other bucket says it."""
    rhythm = like.rhythm
    cadence = Cadence.objects.create(
        bucket=bucket,
        slug=f"nurture-{bucket.slug}",
        name=_("Nurture: %(bucket)s") % {"bucket": bucket.name.lower()},
        kind=Cadence.Kind.RHYTHM,
        every_days=rhythm.every_days if rhythm else 30,
    )
    if rhythm:
        write_steps(cadence, Plan.of(rhythm))
    else:
        Step.objects.create(
            cadence=cadence, position=1, channel="call", title=_("Call: is it time now?")
        )


@transaction.atomic
def edit_bucket(
    *, bucket: Bucket, name: str, months: int, owner: User | None, by: User, at: datetime
) -> None:
    """Another name, another proposed wake date, somebody else who keeps its texts. What stays is
    not written."""
    was = Bucket.objects.select_for_update().get(pk=bucket.pk)
    check_name(name, but=bucket)
    bucket.name, bucket.months, bucket.owner = name, months, owner
    said: dict[str, Any] = {"name": name, "months": months, "owner_id": owner and owner.pk}
    changed = {key: value for key, value in said.items() if getattr(was, key) != value}
    if changed:
        save_once(bucket)
        details = {key.removesuffix("_id"): value for key, value in changed.items()}
        record("bucket edited", of=bucket, by=by, at=at, **details)


@transaction.atomic
def move_bucket_up(*, bucket: Bucket, by: User, at: datetime) -> None:
    """One place further to the front; the first one stays."""
    order = list(Bucket.objects.select_for_update())
    place = order.index(bucket)
    if place == 0:
        return
    order[place - 1 : place + 1] = [order[place], order[place - 1]]
    for position, each in enumerate(order, start=1):
        each.position = position
    Bucket.objects.bulk_update(order, ["position"])
    record("bucket moved up", of=bucket, by=by, at=at)


@transaction.atomic
def switch_bucket(*, bucket: Bucket, on: bool, by: User, at: datetime) -> None:
    """Offer it, or offer it no more. Refused as BucketInUse while leads wait in it; so already:
    nothing is done."""
    bucket = Bucket.objects.select_for_update().get(pk=bucket.pk)
    if bucket.is_active == on:
        return
    waiting = Enrolment.objects.in_buckets().filter(bucket=bucket).count()
    if waiting and not on:
        said = ngettext(
            "%(number)s lead waits in “%(bucket)s”. Wake them first, or move them to another one.",
            "%(number)s leads wait in “%(bucket)s”. Wake them first, or move them to another one.",
            waiting,
        )
        raise BucketInUse(said % {"number": number(waiting), "bucket": bucket})
    bucket.is_active = on
    bucket.save(update_fields=["is_active"])
    record("bucket switched", of=bucket, by=by, at=at, on=on)


def save_once(bucket: Bucket) -> None:
    """Save it; of two who give one name at one moment the second is told."""
    try:
        with transaction.atomic():
            bucket.save()
    except IntegrityError:
        check_name(bucket.name, but=bucket)
        raise


def check_name(name: str, *, but: Bucket | None = None) -> None:
    others = Bucket.objects.exclude(pk=but.pk) if but and but.pk else Bucket.objects.all()
    if others.filter(name__iexact=name).exists():
        raise BadBucket(
            _("There is a bucket “%(name)s” already. Choose another name.") % {"name": name}
        )
