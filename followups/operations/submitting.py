"""What was sent by a form: taken in, put into quarantine, let through, dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.lead_form.asks import asks_in
from campaigns.models import Campaign, LeadForm
from followups.operations.entering import fill_in
from followups.operations.naming import name_at
from followups.operations.qualifying import Met, tick
from followups.operations.receiving import receive_inquiry
from followups.operations.refusal import Refusal
from followups.submissions.suspicion import hash_of
from leadfollow import clock
from leadfollow.log.models import Entry, record
from leadfollow.people.models import User
from leads.models import Captured, Inquiry, Lead, Submission, Suspicion
from leads.told_form import Told, ToldForm

QUARANTINE_DAYS = 30


class NotInQuarantine(Refusal):
    """Somebody decided on it before."""


class NotWhole(Refusal):
    """The form would have refused it."""


@transaction.atomic
def take_in(
    *,
    campaign: Campaign,
    told: Told,
    by: User | None,
    at: datetime,
    received_at: datetime | None = None,
    captured_at: datetime | None = None,
) -> Inquiry:
    """Take in what somebody told by a form: the inquiry, what was promised, what he ticked, our own
    fields as far as they are blank, and who else should see it."""
    asked_at = captured_at or received_at or at
    return receive_inquiry(
        campaign=campaign,
        person=told.person,
        by=by,
        at=at,
        received_at=received_at,
        captured_at=captured_at,
        promised_by=promised_by(campaign, told.promised_days, asked_at),
        request=told.request,
        message="\n".join([*filter(None, [told.comment]), *map(str, told.ticked.values())]),
        also=lambda lead: take_rest(lead, told, by=by, at=at),
    )


def take_rest(lead: Lead, told: Told, *, by: User | None, at: datetime) -> None:
    """What a form says beside the inquiry, of a lead that is held by whoever calls."""
    for companion in told.companions:
        name_at(lead, companion, by=by, at=at)
    fill_in(lead, told.own, by=by, at=at)
    if lead.is_open:
        met = {code: Met(True, str(said)) for code, said in told.ticked.items() if said.is_met}
        tick(lead, met, by=by, at=at)


def promised_by(campaign: Campaign, days: int | None, at: datetime) -> datetime | None:
    """The end of the working day there by which it was promised; None for nothing promised."""
    if days is None:
        return None
    zone = campaign.time_zone
    day = campaign.working_time.add_working_days(clock.today(zone, at), days)
    return clock.day_end(day, zone)


def submit_form(
    *,
    form: LeadForm,
    version: int,
    key: UUID,
    told: Told,
    typed: Mapping[str, str],
    sender: str,
    at: datetime,
) -> Submission:
    """Take in a form that a person sent. The same page sent again is the same inquiry."""

    def take() -> Submission:
        kept = keep(form, version, key, typed, sender, at=at, fate=Submission.Fate.IN)
        kept.inquiry = take_in(campaign=form.campaign, told=told, by=None, at=at)
        kept.save(update_fields=["inquiry"])
        return kept

    return once(key, take)


def quarantine_form(
    *,
    form: LeadForm,
    version: int,
    key: UUID,
    typed: Mapping[str, str],
    sender: str,
    suspicion: Suspicion,
    at: datetime,
) -> Submission:
    """Keep what looks like a program's for somebody to look at; it is nobody's lead till then."""
    fate = {"fate": Submission.Fate.QUARANTINED, "suspicion": suspicion.value}
    return once(key, lambda: keep(form, version, key, typed, sender, at=at, **fate))


def once(key: UUID, make: Callable[[], Submission]) -> Submission:
    """What is made of this key, or was; also if both come at once."""
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if twin := Submission.objects.filter(key=key).first():
            return twin
        raise


def keep(
    form: LeadForm,
    version: int,
    key: UUID,
    typed: Mapping[str, str],
    sender: str,
    *,
    at: datetime,
    **fate: str,
) -> Submission:
    return Submission.objects.create(
        form=form,
        version=version,
        key=key,
        told=dict(typed),
        content_hash=hash_of(typed),
        sender=sender,
        received_at=at,
        **fate,
    )


@transaction.atomic
def release_submission(*, submission: Submission, by: User, at: datetime) -> Inquiry:
    """A person sent it after all: it comes in as of the moment at which it was sent.

    Refused as NotInQuarantine where it was decided before, as NotWhole where it lacks what the
    form needs.
    """
    submission = waiting(submission)
    asks = asks_in(submission.form, submission.version) or asks_in(submission.form)
    form = ToldForm(submission.told, asks=asks) if asks else None
    if form is None or not form.is_valid():
        raise NotWhole(_("It lacks what the form needs: no person could have sent it."))
    inquiry = take_in(
        campaign=submission.form.campaign,
        told=form.told,
        by=by,
        at=at,
        received_at=submission.received_at,
    )
    settle_submission(submission, Submission.Fate.IN, by=by, at=at, inquiry=inquiry)
    record("submission let in", of=submission, by=by, at=at, lead_id=inquiry.lead_id)
    return inquiry


@transaction.atomic
def drop_submission(*, submission: Submission, by: User, at: datetime) -> None:
    """It is nobody's; kept until the quarantine is emptied. Refused as NotInQuarantine."""
    submission = waiting(submission)
    settle_submission(submission, Submission.Fate.DROPPED, by=by, at=at)
    record("submission dropped", of=submission, by=by, at=at)


@transaction.atomic
def drop_submissions(*, form: LeadForm, suspicion: str, by: User, at: datetime) -> Entry | None:
    """All that are there for one reason; the record of it, by which it is undone. None where there
    are none."""
    if suspicion not in Suspicion.values:
        return None
    rows = form.submissions.quarantined().filter(suspicion=suspicion)
    dropped = rows.update(fate=Submission.Fate.DROPPED, settled_at=at, settled_by=by)
    if not dropped:
        return None
    return record("submissions dropped", of=form, by=by, at=at, number=dropped, why=suspicion)


def waiting(submission: Submission) -> Submission:
    """The row, locked; refused where it does not wait any more."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("form__campaign")
    found = rows.filter(pk=submission.pk).quarantined().first()
    if found is None:
        raise NotInQuarantine(_("Somebody has decided on it already."))
    return found


def settle_submission(
    submission: Submission,
    fate: str,
    *,
    by: User,
    at: datetime,
    inquiry: Inquiry | None = None,
) -> None:
    submission.fate, submission.inquiry = fate, inquiry
    submission.settled_at, submission.settled_by = at, by
    submission.save(update_fields=["fate", "inquiry", "settled_at", "settled_by"])


def empty_quarantine(*, now: datetime) -> int:
    """Delete what nobody let in within 30 days, from forms and devices; how many they were. What a
    device must mend stays: it may come again."""
    before = now - timedelta(days=QUARANTINE_DAYS)
    old = Submission.objects.filter(received_at__lt=before).exclude(fate=Submission.Fate.IN)
    waited = [Captured.Fate.QUARANTINED, Captured.Fate.DROPPED]
    captured = Captured.objects.filter(received_at__lt=before, fate__in=waited)
    return old.delete()[0] + captured.delete()[0]
