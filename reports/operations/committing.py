"""Somebody says what he will do by when; the next retrospective begins with what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from followups.operations import Refusal
from leadfollow.clock import Week
from leadfollow.log.models import record
from leadfollow.people.models import Team, User
from leads.models import Lead
from reports.models import Commitment, Retrospective
from reports.models.commitment import End
from reports.operations.holding import hold


class BadCommitment(Refusal):
    """It lacks who, what or when."""


class Settled(Refusal):
    """A colleague said meanwhile what came of it."""


def promise(
    held: Retrospective,
    *,
    rep: User,
    what: str,
    due_at: datetime,
    by: User,
    at: datetime,
    lead: Lead | None = None,
    carried_from: Commitment | None = None,
) -> Commitment:
    """The row of it, in a retrospective that is open."""
    what = " ".join(what.split())
    if not what:
        raise BadCommitment(_("Say what is to be done."))
    if due_at <= at:
        raise BadCommitment(_("Choose a later moment: by when has to be after now."))
    if not (rep.is_active and may_commit(rep, held.team)):
        raise BadCommitment(
            _("%(rep)s is not in team %(team)s. Choose somebody of the team.")
            % {"rep": rep, "team": held.team}
        )
    made = Commitment.objects.create(
        retrospective=held, rep=rep, lead=lead, what=what[:200], due_at=due_at,
        made_at=at, made_by=by, carried_from=carried_from,
    )  # fmt: skip
    about: dict[str, Any] = {"lead_id": lead.pk} if lead else {}
    record("commitment made", of=made, by=by, at=at, rep=rep.pk, **about)
    return made


def may_commit(rep: User, team: Team) -> bool:
    """Its reps, and who leads it."""
    return rep.team_id == team.pk or team.managers.filter(pk=rep.pk).exists()


@transaction.atomic
def settle_commitment(
    *,
    commitment: Commitment,
    week: Week,
    end: End,
    by: User,
    at: datetime,
    reason: str = "",
    due_at: datetime | None = None,
) -> Commitment | None:
    """Say in this week's retrospective what came of a commitment of an earlier one.

    Carried over, there is a new one with another date, which is returned. Refused as
    BadCommitment where it is dropped without a reason or carried over without a later date, and as
    Settled where somebody was quicker.
    """
    team = commitment.retrospective.team
    held = hold(team=team, week=week, by=by, at=at)
    its = Commitment.objects.select_for_update(of=["self"]).get(pk=commitment.pk)
    if its.ended_at:
        raise Settled(
            _("%(who)s said meanwhile that this was %(end)s.")
            % {"who": its.ended_by, "end": End(its.end).label}
        )
    if its.retrospective.week >= held.week:
        raise BadCommitment(_("What came of it is asked in a later week."))
    reason = " ".join(reason.split())
    if end == End.DROPPED and not reason:
        raise BadCommitment(_("Say why it is dropped."))
    if end == End.CARRIED and due_at is None:
        raise BadCommitment(_("Say by when it is to be done now."))
    its.end, its.ended_at, its.ended_by, its.settled_in = end, at, by, held
    its.reason = reason[:200] if end == End.DROPPED else ""
    its.save(update_fields=["end", "ended_at", "ended_by", "settled_in", "reason"])
    about: dict[str, Any] = {"lead_id": its.lead_id} if its.lead_id else {}
    record("commitment settled", of=its, by=by, at=at, end=str(end), **about)
    if due_at is None or end != End.CARRIED:
        return None
    return promise(
        held, rep=its.rep, what=its.what, due_at=due_at, by=by, at=at, lead=its.lead,
        carried_from=its,
    )  # fmt: skip


@transaction.atomic
def unsettle_commitment(*, commitment: Commitment, by: User, at: datetime) -> None:
    """Take back what was said of it, while that retrospective is open; again changes nothing."""
    its = Commitment.objects.select_related("settled_in__team").get(pk=commitment.pk)
    if its.settled_in is None:
        return
    hold(team=its.settled_in.team, week=its.settled_in.its_week, by=by, at=at)
    Commitment.objects.filter(carried_from=its).delete()
    its.end, its.ended_at, its.ended_by, its.settled_in, its.reason = "", None, None, None, ""
    its.save(update_fields=["end", "ended_at", "ended_by", "settled_in", "reason"])
    record("commitment unsettled", of=its, by=by, at=at)
