"""One change of many leads: all of them, or none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import BulkAction, BulkChange
from followups.operations.bulk_changes import CHANGES, Change
from followups.operations.locking import lock_all
from followups.operations.refusal import MovedOn, Refusal
from followups.operations.undoing import NotUndoable
from followups.policy import UNDO_HOURS
from followups.undoable import is_recent
from leadfollow.log.models import Entry, record
from leadfollow.people.models import User
from leadfollow.words import number, within
from leads.models import Lead

MOST = 200  # leads in one change; own


class TooMany(Refusal):
    """More leads than one change may take."""


class NotYours(Refusal):
    """One of the leads is out of reach."""


@transaction.atomic
def change_leads(
    *,
    lead_ids: Collection[int],
    change: Change,
    by: User,
    at: datetime,
    seen_at: datetime | None = None,
) -> BulkChange:
    """Do one thing to all these leads, or to none.

    Refused with a sentence that names the first lead in the way: out of reach, changed by
    somebody else after `seen_at`, or refused by the operation for one lead.
    """
    if len(set(lead_ids)) > MOST:
        raise TooMany(
            _("At most %(most)s leads at once, and these are %(number)s.")
            % {"most": MOST, "number": number(len(set(lead_ids)))}
        )
    locked = lock_all(lead_ids)
    mine = {lead.pk: lead for lead in change.reach(by).filter(pk__in=lead_ids)}
    check_all_mine(lead_ids, mine, locked, change.action, by)
    check_not_stale(mine, by=by, seen_at=seen_at)
    made = {pk: change.make(lead, by=by, at=at) for pk, lead in sorted(mine.items())}
    row = BulkChange.objects.create(
        action=change.action,
        target=change.target,
        made={pk: kept for pk, kept in made.items() if kept is not None},
        by=by,
        at=at,
    )
    record("leads changed", of=row, by=by, at=at, action=change.action, leads=len(row.made))
    return row


def check_all_mine(
    lead_ids: Collection[int],
    mine: Collection[int],
    locked: dict[int, Lead],
    action: BulkAction,
    by: User,
) -> None:
    """Refuse all for one; of a lead that one may not see, nothing is told but its number."""
    foreign = sorted(set(lead_ids) - set(mine))
    if not foreign:
        return
    seen = Lead.objects.visible_to(by).filter(pk=foreign[0]).first() if locked else None
    if seen is None:
        raise NotYours(_("Lead %(foreign)s is not among your leads.") % {"foreign": foreign[0]})
    if not seen.is_open:
        raise NotYours(_("%(seen)s is closed.") % {"seen": seen})
    if seen.owner_id is None and action != BulkAction.ASSIGN:
        raise NotYours(
            _("Nobody owns %(seen)s yet. Assign it to a rep first, or leave it out.")
            % {"seen": seen}
        )
    raise NotYours(
        _("%(seen)s is not yours to change in this way: %(what)s.")
        % {"seen": seen, "what": within(action.label)}
    )


def check_not_stale(mine: dict[int, Lead], *, by: User, seen_at: datetime | None) -> None:
    """What a colleague did to one of them since is to be looked at first."""
    if seen_at is None:
        return
    since = Entry.objects.filter(lead_id__in=mine, at__gt=seen_at).exclude(by=by)
    if first := since.select_related("by").order_by("lead_id", "-at").first():
        lead = mine[first.lead_id or 0]
        who = first.by or _("The product itself")
        raise MovedOn(
            _("%(who)s changed %(lead)s after you opened this list (%(event)s).")
            % {"who": who, "lead": lead, "event": first.event}
        )


@transaction.atomic
def undo_bulk(*, change: BulkChange, at: datetime) -> BulkChange:
    """Take a whole change back, by the one who made it: every lead, or none.

    Refused for what is older than a day, as MovedOn for the first lead that has gone on since,
    and as NotYours for the first that he may not change any more. Again changes nothing.
    """
    change = (
        BulkChange.objects.select_for_update(of=["self"]).select_related("by").get(pk=change.pk)
    )
    if change.undone_at:
        return change
    if not is_recent(change.at, now=at):
        raise NotUndoable(
            _("A change can be undone for %(undo_hours)s hours; this one stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    made = {int(pk): kept for pk, kept in change.made.items()}
    leads = lock_all(made.keys())
    mine = still_in_reach(change, leads, at=at)
    for pk, kept in sorted(made.items()):
        if pk not in leads:
            raise MovedOn(_("Lead %(pk)s is not there any more.") % {"pk": pk})
        try:
            CHANGES[change.action].take_back(leads[pk], kept, change=change, at=at)
        except NotUndoable as refusal:
            raise MovedOn(f"{leads[pk]}: {refusal}") from refusal
    mine |= still_in_reach(change, leads, at=at)
    check_all_mine(leads, mine, leads, BulkAction(change.action), change.by)
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    record("leads changed back", of=change, by=change.by, at=at, leads=len(made))
    return change


def still_in_reach(change: BulkChange, lead_ids: Collection[int], *, at: datetime) -> set[int]:
    """Those of the leads that whoever made the change may change in this way now.

    Asked before and after it is taken back: a change of campaign may itself take a lead out of
    reach.
    """
    change.by.stand_in_at(at)
    reach = CHANGES[change.action].reach_to_undo(change.by)
    return set(reach.filter(pk__in=lead_ids).values_list("pk", flat=True))
