"""Giving leads to reps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.distribution.choosing import Choice, Why, choose
from followups.distribution.load import board_of, hold_line
from followups.distribution.rules import Rule, asked_about, rules_for, rules_in_use
from followups.distribution.words import WAITS
from followups.lesson.rule import needs_lesson
from followups.models import CancelReason, Enrolment, NextTry, Touch, Turn
from followups.notices.telling import tell_assignment
from followups.operations.cadences import call_off, end_enrolment, enrol, running_enrolment
from followups.operations.locking import hold, lock
from followups.operations.outside_ends import end_outside, give_again, let_go_outside
from followups.operations.refusal import LeadIsClosed, MovedOn, Refusal
from followups.state import settle
from leadfollow.log.models import Entry, record
from leadfollow.people.models import Team, User
from leads.models import Assignment, Lead, Qualifying

# Whose leads are many may close one, and who is new may be through the lesson; own.
LOOKED_AGAIN = timedelta(hours=1)


class NotAssignable(Refusal):
    """The person cannot be given leads."""


class LessonFirst(NotAssignable):
    """New, in a team that asks for the lesson, and not through it."""


class LeadTaken(Refusal):
    """A colleague was quicker."""


@transaction.atomic
def assign_lead(
    *,
    lead: Lead,
    rep: User,
    by: User | None,
    at: datetime,
    why: Mapping[str, Any] | None = None,
    accept_within: int | None = None,
) -> Assignment:
    """Give the lead to a rep, or hand it over from the one who has it.

    What is scheduled goes with it: it is on the plate of whoever owns the lead. A lead that was
    nobody's begins its cadence, if nothing is scheduled. Who did not take it himself is told.
    Giving it to the one who has it changes nothing. `why` is distribution's reason, and
    `accept_within` how many working minutes it leaves the rep to accept.
    """
    lead = lock(lead.pk)
    check_open(lead)
    check_assignable(rep)
    current = Assignment.objects.current().filter(lead=lead).first()
    if current and current.rep_id == rep.pk:
        return current
    given = give(lead, rep, before=current, by=by, at=at, why=why, accept_within=accept_within)
    settle([lead.pk], at=given.began_at)
    return given


def check_open(lead: Lead) -> None:
    if not lead.is_open:
        raise LeadIsClosed(_("%(lead)s is closed. Reopen it first.") % {"lead": lead})


def check_assignable(rep: User) -> None:
    """That he can be given leads, and stays so until this transaction ends."""
    if not (rep.is_active and rep.is_rep):
        raise NotAssignable(
            _("%(rep)s cannot be given leads. Choose an active rep.") % {"rep": rep}
        )
    if not hold(rep):
        raise NotAssignable(_("%(rep)s has left.") % {"rep": rep})
    if needs_lesson(rep):
        raise LessonFirst(
            _(
                "%(rep)s is new and does the lesson first: %(team)s asks for it. A"
                " manager may excuse %(rep)s on the page of people."
            )
            % {"rep": rep, "team": rep.team}
        )


def give(
    lead: Lead,
    rep: User,
    *,
    before: Assignment | None,
    by: User | None,
    at: datetime,
    why: Mapping[str, Any] | None = None,
    accept_within: int | None = None,
    is_new: bool = False,
) -> Assignment:
    """The rows of it, and the notice: from the one who had it `before`, if anybody had. Whoever
    calls holds lead and rep, and settles; a lead that `is_new` in this transaction has no plan."""
    if before:
        at = max(at, before.began_at)  # the clock was read before the lock was had
        before.ended_at = at
        before.save(update_fields=["ended_at"])
    if lead.owner_id is None and not is_new:
        end_outside(lead, by=by, at=at)
    given = Assignment.objects.create(
        lead=lead,
        rep=rep,
        given_by=by,
        began_at=at,
        why=dict(why or {}),
        accept_by=accept_limit(rep, accept_within, at=at),
    )
    event = gettext_noop("lead handed over") if before else gettext_noop("lead assigned")
    record(event, of=given, by=by, at=at, lead_id=lead.pk, rep=rep.pk, **(why or {}))
    planned = Touch.objects.scheduled().manual().filter(lead=lead)
    if is_new or not (before or planned.exists()):
        lead.owner = rep
        enrol(lead, by=by, at=at, is_new=is_new)
    tell_assignment(given, at=at)
    return given


def accept_limit(rep: User, within: int | None, *, at: datetime) -> datetime | None:
    return rep.working_time.add_working_minutes(at, within) if within else None


@transaction.atomic
def take_lead(*, lead: Lead, by: User, at: datetime) -> Assignment:
    """A rep takes a lead that is nobody's from the inbox; of two, one gets it."""
    fresh = lock(lead.pk)
    if fresh.owner_id and fresh.owner_id != by.pk:
        raise LeadTaken(
            _("%(owner)s took %(fresh)s before you.") % {"owner": fresh.owner, "fresh": fresh}
        )
    running = Qualifying.objects.running().filter(lead=fresh).select_related("person").first()
    if running:
        raise LeadTaken(
            _("%(person)s qualifies %(fresh)s. A manager may take it back.")
            % {"person": running.person, "fresh": fresh}
        )
    if needs_lesson(by):
        raise LessonFirst(_("Do the lesson first: your team asks for it before you take leads."))
    return assign_lead(lead=fresh, rep=by, by=by, at=at)


@transaction.atomic
def distribute_lead(
    *, lead: Lead, at: datetime, otherwise: Team | None = None, but: Collection[User] = ()
) -> Assignment | None:
    """Give the lead to whom the first rule that fits and has somebody names; where no rule fits,
    to the rep of the receiving team who has waited longest for one, where no team receives the
    campaign's leads, of the other team. Never to one of `but`,
    nor to who gave it back.

    None, and the lead waits in the inbox, where there is nobody; why is kept, and when it is
    tried again. None, too, while an outside qualifier has it: it goes on once it is back.
    """
    lead = lock(lead.pk)
    if Qualifying.objects.running().filter(lead=lead).exists():
        return None
    gave_back = Assignment.objects.given_back().filter(lead=lead).values_list("rep", flat=True)
    nobody = frozenset([*(rep.pk for rep in but), *gave_back])
    NextTry.objects.filter(lead=lead).delete()
    given = distribute(lead, at=at, otherwise=otherwise, but=nobody)
    if given:
        settle([lead.pk], at=max(at, given.began_at))
    return given


def distribute(
    lead: Lead,
    *,
    at: datetime,
    otherwise: Team | None = None,
    but: frozenset[int] = frozenset(),
    is_new: bool = False,
) -> Assignment | None:
    """The choice and its rows; `but` are the ids of those who do not get it. Whoever calls holds
    the lead, which may be one that `is_new` in this transaction, and settles it."""
    rules = rules_in_use()
    asked = asked_about([lead], fully=bool(rules))[lead.pk]
    fitting = rules_for(asked, rules, otherwise)
    hold_line(fitting)  # and whoever is chosen, who is asked about after it
    board = board_of(fitting, at=at)
    choice = choose(fitting, board, at=at, but=but)
    if choice.rep is None:
        leave_waiting(lead, choice, at=at)
        return None
    check_open(lead)
    rep, rule = choice.rep.user, choice.rule
    before = None if is_new else Assignment.objects.current().filter(lead=lead).first()
    if before and before.rep_id == rep.pk:
        given = before
    else:
        within = rule.accept_within if rule else None
        given = give(
            lead, rep, before=before, by=None, at=at, why=choice.told, accept_within=within,
            is_new=is_new,
        )  # fmt: skip
    if rule:
        keep_turn(rule, rep, at=board.next_turn(rule, max(at, given.began_at)))
    return given


def keep_turn(rule: Rule, rep: User, *, at: datetime) -> None:
    """Who was chosen goes to the end of the rule's line."""
    if rule.pk is None:
        User.objects.filter(pk=rep.pk).update(last_given_at=at)
    else:
        Turn.objects.update_or_create(rule_id=rule.pk, user=rep, defaults={"at": at})


def leave_waiting(lead: Lead, choice: Choice, *, at: datetime) -> None:
    """Nobody can be given it now: the reason is kept, and from when on somebody may be there."""
    newest = Entry.objects.filter(lead_id=lead.pk).order_by("-at", "-pk").first()
    if newest is None or (newest.event, newest.details) != (WAITS, choice.told):
        record(WAITS, of=lead, at=at, lead_id=lead.pk, **choice.told)
    again = choice.next_try
    if any(one.until is None and one.why != Why.HAD_IT for one in choice.passed):
        again = min(at + LOOKED_AGAIN, again or at + LOOKED_AGAIN)
    if again:
        NextTry.objects.create(lead=lead, at=again)


@transaction.atomic
def release_lead(*, lead: Lead, by: User | None, at: datetime) -> None:
    """Take the lead from its owner, so that it waits for a new one."""
    lead = lock(lead.pk)
    end_assignment(lead, at=at)
    record("lead released", of=lead, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)


def end_assignment(lead: Lead, *, at: datetime, returned_for: str = "") -> None:
    """The owner has left, or gave it back; the team has a working hour to find another."""
    current = Assignment.objects.current().filter(lead=lead).first()
    if current:
        current.ended_at = max(at, current.began_at)
        current.reassign_by = lead.campaign.assign_by(current.ended_at, owner_left=True)
        current.returned_for = returned_for
        current.save(update_fields=["ended_at", "reassign_by", "returned_for"])


def let_go_of_leaver(lead: Lead, *, at: datetime) -> None:
    """A lead that is open again waits for a new owner, if its old one is no active rep any more,
    or whoever qualified it from outside does so no more.

    Whoever calls settles it.
    """
    if lead.owner and not (lead.owner.is_active and lead.owner.is_rep):
        end_assignment(lead, at=at)
    let_go_outside(lead, at=at)


@transaction.atomic
def take_back_assignment(*, given: Assignment, by: User, at: datetime) -> None:
    """Give the lead back to the one who had it before; if nobody had, it waits again.

    A cadence that began with it counts nowhere. Refused as MovedOn where the lead went on to
    somebody else, or was worked on or closed as a lead that was nobody's before.
    """
    lead = lock(given.lead_id)
    if not Assignment.objects.current().filter(pk=given.pk).exists():
        raise MovedOn(_("%(lead)s was handed on since.") % {"lead": lead})
    before = Assignment.objects.filter(lead=lead, ended_at=given.began_at).exclude(pk=given.pk)
    if last := before.select_related("rep").order_by("began_at", "pk").last():
        assign_lead(lead=lead, rep=last.rep, by=by, at=at)
        return
    if not lead.is_open:
        raise MovedOn(_("%(lead)s was closed since.") % {"lead": lead})
    if Touch.objects.logged().filter(lead=lead, logged_at__gte=given.began_at).exists():
        raise MovedOn(_("%(lead)s was worked on since.") % {"lead": lead})
    begun = running_enrolment(lead)
    if begun and begun.began_at >= given.began_at:
        call_off(lead, CancelReason.UNDONE, by=by, at=at, enrolment=begun)
        end_enrolment(begun, reason=Enrolment.EndReason.UNDONE, at=at)
    release_lead(lead=lead, by=by, at=at)
    lead.refresh_from_db()
    give_again(lead, taken_at=given.began_at)
    let_go_outside(lead, at=at)
    settle([lead.pk], at=at)
