"""The follow-up policy: its next version, who has read it, and its coming into force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from followups import in_force
from followups.flags import begin_seen
from followups.models import Policy, PolicyReading, SweepRun
from followups.models.policy import WORDS
from followups.numbers import Numbers, settles, touched_by, troubles
from followups.operations.refusal import Refusal
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Lead, LeadContact
from leads.models.lead import LeadQuerySet

AT_ONCE = 500  # leads that are settled together
UNTIL_ALL_KNOW = timedelta(minutes=1)  # longer than any request or task goes by what it once read


class BadPolicy(Refusal):
    """The version would lack words, or have a number that makes no sense."""


class PolicyChangedMeanwhile(Refusal):
    """Somebody else wrote the next version."""


class PolicyWaits(Refusal):
    """The version before is not in force yet."""


@transaction.atomic
def rule(
    *,
    words: Mapping[str, str] | None = None,
    numbers: Mapping[str, int] | None = None,
    why: str = "",
    after: int,
    by: User,
    at: datetime,
) -> Policy:
    """Write the version that follows version `after`, with these words and numbers changed.

    It is in force at once, unless leads must be settled by its numbers first: then the worker
    brings it into force. What changes nothing writes nothing. Refused as BadPolicy,
    PolicyChangedMeanwhile, PolicyWaits.
    """
    newest = Policy.objects.newest_first()[0]
    told = {name: getattr(newest, name) for name in WORDS} | cleaned(words or {})
    chosen = replace(newest.values, **dict(numbers or {}))
    check(told, chosen)
    if newest.version != after:
        raise PolicyChangedMeanwhile(
            _("Somebody wrote version %(version)s meanwhile.") % {"version": newest.version}
        )
    changes = [name for name in WORDS if told[name] != getattr(newest, name)]
    changes += touched_by(newest.values, chosen)
    if not changes:
        return newest
    if newest.in_force_from is None:
        raise PolicyWaits(
            _("Version %(after)s is still being applied. Try again in a minute.") % {"after": after}
        )
    since = None if settles(newest.values, chosen) else at
    made = create(after + 1, told, chosen, why=why, by=by, at=at, since=since)
    record("policy written", of=made, by=by, at=at, version=made.version, fields=changes)
    read_policy(policy=made, by=by, at=at)
    in_force.changed()
    return made


def cleaned(words: Mapping[str, str]) -> dict[str, str]:
    """As they are kept: one sort of line end, so that a form that changed nothing changes
    nothing."""
    return {name: text.replace("\r\n", "\n").strip() for name, text in words.items()}


def check(words: Mapping[str, str], numbers: Numbers) -> None:
    """Refuse with the sentences that say what to do."""
    if not all(words[name] for name in WORDS):
        raise BadPolicy(_("Say all four: what is a touch, an attempt, a response, when to stop."))
    if wrong := [sentence for _, sentence in troubles(numbers)]:
        raise BadPolicy(" ".join(wrong))


def create(
    version: int,
    words: Mapping[str, str],
    numbers: Numbers,
    *,
    why: str,
    by: User,
    at: datetime,
    since: datetime | None,
) -> Policy:
    """The row; of two who write it at once one is refused."""
    try:
        with transaction.atomic():
            return Policy.objects.create(
                version=version,
                numbers=numbers.as_dict(),
                why=why.strip()[:200],
                made_by=by,
                made_at=at,
                in_force_from=since,
                settled_at=since,
                **words,
            )
    except IntegrityError as error:
        raise PolicyChangedMeanwhile(_("Somebody wrote a version meanwhile.")) from error


@transaction.atomic
def read_policy(*, policy: Policy, by: User, at: datetime) -> PolicyReading:
    """Somebody has read a version and goes by it. Once is enough."""
    reading, is_new = PolicyReading.objects.get_or_create(
        policy=policy, reader=by, defaults={"read_at": at}
    )
    if is_new:
        record("policy read", of=policy, by=by, at=at, version=policy.version)
    return reading


@transaction.atomic
def apply_policy(*, at: datetime) -> int | None:
    """Bring the version that waits into force: settle what its numbers change, all or nothing.

    A minute later it does so once more, for those leads that somebody worked on in that moment by
    the numbers he had read before. How many leads were settled; None where nothing waits. Safe to
    kill and to repeat.
    """
    policy = Policy.objects.select_for_update().filter(settled_at=None).first()
    if policy is None:
        return None
    if policy.in_force_from and at < policy.in_force_from + UNTIL_ALL_KNOW:
        return None
    before = Policy.objects.get(version=policy.version - 1)
    settled = 0
    swept = SweepRun.objects.newest_first().first()
    for ids in changed_between(before.values, policy.values):
        rows = settle(ids, at=at, numbers=policy.values)
        if swept:
            begin_seen([its.lead for its in rows.values()], swept=swept.as_of)
        settled += len(rows)
    if policy.in_force_from:
        policy.settled_at = at
    else:
        policy.in_force_from = at
        record("policy in force", of=policy, at=at, version=policy.version, leads=settled)
    policy.save(update_fields=["in_force_from", "settled_at"])
    transaction.on_commit(in_force.changed)
    return settled


def changed_between(old: Numbers, new: Numbers) -> Iterator[list[int]]:
    """The open leads whose kept state may differ by the two, locked in the usual order.

    Nobody else's lead is needed: no row of theirs changes.
    """
    leads = standing_between(old, new).select_for_update(of=("self",)).order_by("pk")
    ids = list(leads.values_list("pk", flat=True))  # all locks first
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def standing_between(old: Numbers, new: Numbers) -> LeadQuerySet:
    """Those with somebody tried so often, and those without a verdict touched so often, as the
    lower of the two numbers asks for."""
    tried, touched = (
        min(getattr(old, name), getattr(new, name)) for name in ("hard_attempts", "verdict_touches")
    )
    people = LeadContact.objects.filter(lead=OuterRef("pk"), attempts__gte=tried)
    reached = Q()
    if old.hard_attempts != new.hard_attempts:
        reached |= Q(Exists(people))
    if old.verdict_touches != new.verdict_touches:
        reached |= Q(verdict_by__isnull=False, touch_count__gte=touched)
    return Lead.objects.open().filter(reached)
