"""What a rep makes of a lead: accepted, or rejected with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import Touch
from followups.operations.locking import lock
from followups.operations.refusal import LeadIsClosed, Refusal
from followups.policy import UNDO_HOURS
from followups.state import settle
from followups.undoable import is_own_end, is_recent
from followups.verdicts import (
    UNFIT,
    Judgement,
    contradicts,
    implied,
    may_be_rejected_freely,
    standing_verdict,
)
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import (
    CLERICAL,
    Closure,
    Definition,
    Lead,
    Rejection,
    Says,
    Verdict,
    VerdictReason,
)


class BadVerdict(Refusal):
    """The verdict lacks something, or may not be given yet."""


class VerdictStands(Refusal):
    """The verdict cannot be taken back any more."""


@transaction.atomic
def give_verdict(*, lead: Lead, verdict: Judgement, by: User, at: datetime) -> Verdict:
    """Accept or reject an open lead. The same verdict again changes nothing.

    Refused as BadVerdict where a rejection has no reason, or has one that nobody can know before
    anybody answered.
    """
    lead = lock(lead.pk)
    if not lead.is_open:
        raise LeadIsClosed(_("%(lead)s is closed. Reopen it first.") % {"lead": lead})
    if verdict.says == Says.QUALIFIED:
        raise BadVerdict(_("A lead is found qualified by its ticks: convert it."))
    standing = standing_verdict(lead)
    if standing and said_before(standing, verdict):
        return standing
    given = pass_verdict(lead, verdict, by=by, at=at)
    settle([lead.pk], at=at)
    return given


def said_before(standing: Verdict, verdict: Judgement) -> bool:
    """Whether it says the same; who qualified a lead has accepted it."""
    accepts = verdict.says == Says.ACCEPTED
    if accepts and standing.says == Says.QUALIFIED:
        return True
    return (standing.says, standing.reason, standing.words, standing.why_id) == (
        verdict.says,
        verdict.reason,
        verdict.words,
        verdict.why_id,
    )


def pass_verdict(
    lead: Lead,
    verdict: Judgement,
    *,
    by: User,
    at: datetime,
    touch: Touch | None = None,
    overrides: str = "",
) -> Verdict:
    """The row of a verdict; `touch` is the logged one that it was given with, for its undo.

    `overrides` says why a manager found the lead qualified in spite of what lacks.
    """
    check(lead, verdict, at=at, touch=touch)
    reopened = Closure.objects.made().filter(lead=lead, reopened_at__gte=at)
    if reopened.exists():
        at += timedelta.resolution  # after the reopening, though it came in the same moment
    given = Verdict.objects.create(
        lead=lead,
        says=verdict.says,
        reason=verdict.reason,
        why_id=verdict.why_id,
        words=verdict.words[:300],
        overrides=overrides,
        definition=Definition.objects.current(),
        given_by=by,
        given_at=at,
        caused_by=touch.key if touch else None,
    )
    record(f"lead {verdict.says}", of=given, by=by, at=at, lead_id=lead.pk, reason=verdict.reason)
    return given


def check(lead: Lead, verdict: Judgement, *, at: datetime, touch: Touch | None) -> None:
    """Refuse with the sentence that says what to do."""
    if not verdict.rejects:
        return
    if verdict.reason not in Rejection.values:
        raise BadVerdict(_("Say why the lead is rejected: choose a reason."))
    if verdict.why_id:
        check_own_reason(verdict.why_id, verdict)
    elif verdict.reason == Rejection.OTHER and not verdict.words:
        raise BadVerdict(_("Write in a few words why the lead is rejected."))
    if verdict.is_clerical:
        return
    if touch:  # what it brought is not on the lead yet
        settle([lead.pk], at=at)
        lead.refresh_from_db()
    if not may_be_rejected_freely(lead):
        clerical = ", ".join(str(reason.label).lower() for reason in CLERICAL)
        raise BadVerdict(
            _(
                "Nobody there has answered yet. Until somebody does, or the"
                " attempts are used up, a lead is rejected for these reasons only:"
                " %(clerical)s."
            )
            % {"clerical": clerical}
        )


def check_own_reason(why_id: int, verdict: Judgement) -> None:
    """It counts as the reason that is given with it."""
    if not VerdictReason.objects.filter(pk=why_id, counts_as=verdict.reason).exists():
        raise BadVerdict(_("That own reason counts as another one. Choose the reason again."))


def judge_at_end(
    lead: Lead,
    disposition: str,
    verdict: Judgement | None,
    *,
    by: User | None,
    at: datetime,
    touch: Touch | None,
) -> None:
    """A person who closes a lead says what it was; most ends say it already."""
    if by is None:
        return
    standing = standing_verdict(lead)
    if verdict is None:
        verdict = implied(disposition, standing)
        rejected = standing is not None and standing.rejects
        if verdict is None and disposition in UNFIT and not rejected:
            raise BadVerdict(_("Say why the lead is rejected: choose a reason."))
    elif wrong := contradicts(disposition, verdict):
        raise BadVerdict(wrong)
    if verdict and not (standing and said_before(standing, verdict)):
        pass_verdict(lead, verdict, by=by, at=at, touch=touch)


@transaction.atomic
def undo_verdict(*, verdict: Verdict, by: User, at: datetime) -> Verdict:
    """Take one's own verdict back within a day: the one before it stands again, if there is one.

    Refused as VerdictStands otherwise; a verdict that was given with a touch goes with it.
    """
    lead = lock(verdict.lead_id)
    standing = standing_verdict(lead)
    if standing is None or standing.pk != verdict.pk:
        raise VerdictStands(_("Only the newest verdict can be taken back."))
    if standing.given_by_id != by.pk:
        raise VerdictStands(
            _("Whoever gave the verdict may take it back. Give another one instead.")
        )
    if not is_recent(standing.given_at, now=at):
        raise VerdictStands(
            _("A verdict can be taken back for %(undo_hours)s hours; this one stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    if standing.caused_by:
        raise VerdictStands(_("This verdict was given with a touch. Undo the touch."))
    if not lead.is_open:
        end = Closure.objects.standing().filter(lead=lead).first()
        if is_own_end(end, reader=by, now=at):
            raise VerdictStands(_("The lead was closed with it. Undo its end first."))
        raise VerdictStands(_("The lead was closed with it. Reopen the lead first."))
    back = take_back(standing, by=by, at=at)
    settle([lead.pk], at=at)
    return back


def take_back(verdict: Verdict, *, by: User, at: datetime) -> Verdict:
    """The row that reverses a verdict."""
    back = Verdict.objects.create(
        lead_id=verdict.lead_id,
        definition_id=verdict.definition_id,
        given_by=by,
        given_at=max(at, verdict.given_at),
        reverses=verdict,
    )
    record("verdict taken back", of=back, by=by, at=at, lead_id=verdict.lead_id)
    return back
