"""Whether a lead is what we look for: its ticks, its conversion, and by when they want it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import Bucket, Touch
from followups.operations.cadences import begin_cadence, running_enrolment, working_time_of
from followups.operations.judging import pass_verdict
from followups.operations.locking import lock
from followups.operations.nurturing import send_to_bucket, wake_lead
from followups.operations.refusal import LeadIsClosed, Refusal
from followups.operations.scheduling import BadDate
from followups.policy import BUYING_DAYS
from followups.state import settle
from followups.verdicts import QUALIFIED, missing_in, standing_verdict
from leadfollow.clock import today
from leadfollow.log.models import Entry, entry
from leadfollow.people.models import User
from leadfollow.words import day_in_full
from leads.models import Criterion, Lead, Says, Tick, Verdict
from leads.operations import edit_lead
from leads.qualification import criteria_in_force

TIMING = "timing"  # the bucket of those who want it later


class BadTick(Refusal):
    """A tick without evidence."""


class NotQualified(Refusal):
    """Something that the definition needs is not ticked."""


@dataclass(frozen=True)
class Met:
    """What is said of one criterion, and how we know."""

    is_met: bool
    evidence: str = ""


@transaction.atomic
def tick_criteria(
    *,
    lead: Lead,
    ticks: Mapping[str, Met],
    by: User | None,
    at: datetime,
    touch: Touch | None = None,
) -> list[Tick]:
    """Say of criteria, by their codes, whether an open lead meets them; only changes are written.

    `touch` is the logged one in which it was heard, for its undo; nobody is `by` where the person
    ticked it himself, on a form.
    Refused as BadTick where something is met and nobody says how we know.
    """
    return tick(open_lead(lead), ticks, by=by, at=at, touch=touch)


def tick(
    lead: Lead,
    ticks: Mapping[str, Met],
    *,
    by: User | None,
    at: datetime,
    touch: Touch | None = None,
) -> list[Tick]:
    """The same, for whoever holds the lead, which is open."""
    standing = Tick.objects.of(lead) if ticks else {}
    made = []
    for criterion in criteria_in_force() if ticks else ():
        said = ticks.get(criterion.code)
        before = standing.get(criterion.code)
        known = Met(before.is_met, before.evidence) if before else Met(is_met=False)
        if said is None or said == known:
            continue
        if said.is_met and not said.evidence:
            raise BadTick(
                _("%(name)s: write in a few words how we know.") % {"name": criterion.name}
            )
        made.append(
            Tick(
                lead=lead,
                criterion=criterion,
                is_met=said.is_met,
                evidence=said.evidence,
                ticked_by=by,
                ticked_at=at,
                caused_by=touch.key if touch else None,
            )
        )
    Tick.objects.bulk_create(made)
    Entry.objects.bulk_create(
        entry(
            "criterion ticked" if each.is_met else "tick removed",
            of=each,
            by=by,
            at=at,
            lead_id=lead.pk,
            criterion=each.criterion.code,
        )
        for each in made
    )
    return made


def open_lead(lead: Lead) -> Lead:
    """The lead, locked; refused where it is closed."""
    lead = lock(lead.pk)
    if not lead.is_open:
        raise LeadIsClosed(_("%(lead)s is closed. Reopen it first.") % {"lead": lead})
    return lead


@transaction.atomic
def convert_lead(
    *, lead: Lead, by: User, at: datetime, value: Decimal | None = None, override: str = ""
) -> Verdict:
    """Find the lead qualified, by the definition in force. It stays open until won or closed.

    Refused as NotQualified, naming what is not ticked, unless a manager says in `override` why it
    is qualified all the same. Converting it again changes nothing.
    """
    lead = open_lead(lead)
    standing = standing_verdict(lead)
    if standing and standing.says == Says.QUALIFIED:
        return standing
    missing = missing_in(Criterion.objects.in_force(), Tick.objects.of(lead))
    if missing and not override:
        names = in_a_row([criterion.name.lower() for criterion in missing])
        raise NotQualified(
            _("Not qualified yet, not ticked: %(names)s. A manager may say otherwise.")
            % {"names": names}
        )
    if missing and not (by.is_manager or by.is_admin):
        raise NotQualified(_("Only a manager may qualify a lead in spite of what is not ticked."))
    given = pass_verdict(lead, QUALIFIED, by=by, at=at, overrides=override if missing else "")
    if value is not None:
        edit_lead(lead=lead, changes={"value": value}, by=by, at=at)
    settle([lead.pk], at=at)
    return given


def in_a_row(names: list[str]) -> str:
    """As in "need, budget and timeframe"."""
    *first, last = names
    return (
        _("%(value)s and %(last)s") % {"value": ", ".join(first), "last": last} if first else last
    )


@transaction.atomic
def plan_by_timeframe(*, lead: Lead, wanted_on: date, by: User, at: datetime) -> date | None:
    """They told us by when they want it: who decides soon is worked now, the others wait.

    Soon is within the time that a purchase takes. Then a lead that rests goes back to work, and one
    without a plan begins its cadence. Else it rests until that time begins; the day is returned.
    Refused as BadDate for a day that is past.
    """
    lead = open_lead(lead)
    here = today(working_time_of(lead).zone, at)
    if wanted_on < here:
        raise BadDate(_("That day is past. Give the day by which they want it."))
    said = {
        "timeframe": Met(
            is_met=True, evidence=_("They want it by %(day)s") % {"day": day_in_full(wanted_on)}
        )
    }
    tick_criteria(lead=lead, ticks=said, by=by, at=at)
    wake_on = wanted_on - timedelta(days=BUYING_DAYS)
    if wake_on > here:
        bucket = Bucket.objects.get(slug=TIMING)
        send_to_bucket(lead=lead, bucket=bucket, wake_on=wake_on, by=by, at=at)
        return wake_on
    running = running_enrolment(lead)
    if running and running.bucket_id:
        wake_lead(lead=lead, by=by, at=at)
    elif not Touch.objects.scheduled().manual().filter(lead=lead).exists():
        begin_cadence(lead=lead, by=by, at=at)
    return None
