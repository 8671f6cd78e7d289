"""Two leads that are one: all of the one goes to the other, and back where it was a mistake."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from followups.bin import ids_of, kept, pointers_to, pointing_to, put_back, rows_of_lead, take_out
from followups.models import CancelReason, Enrolment, Flag, NextTry, WakeUp
from followups.operations.assigning import let_go_of_leaver
from followups.operations.cadences import call_off, end_enrolment, running_enrolment
from followups.operations.locking import LeadIsGone, lock_all
from followups.operations.outside_ends import end_outside
from followups.operations.refusal import Refusal
from followups.operations.removing import count_anew, cut_undone, heed_since, people_of
from followups.policy import BIN_DAYS
from followups.state import settle
from leadfollow.log.models import Entry, record
from leadfollow.people.models import User
from leads.models import Assignment, Closure, Lead, LeadContact, LeadMerge, LeadTag, OwnValue
from leads.pairs import pass_on_parted

MERGED = "leads merged"
# What nobody does: it comes and goes with what was done.
BESIDE = frozenset({"followups.Flag", "followups.NextTry", "followups.Notice", "followups.WakeUp"})


class CannotMerge(Refusal):
    """These two cannot become one, or not this way round."""


class CannotPart(Refusal):
    """What happened since belongs to both."""


@transaction.atomic
def merge_leads(*, keep: Lead, lose: Lead, by: User, at: datetime) -> LeadMerge:
    """Let everything of one lead go to another: inquiries, touches, flags, people, files, notes.

    What the kept one says of itself stands, blanks are filled. Its owner and its plan go on; those
    of the other go on where it has none. Refused as CannotMerge for one lead, and where a closed
    one would swallow an open one.
    """
    locked = lock_all([keep.pk, lose.pk])
    if keep.pk not in locked or lose.pk not in locked:
        raise LeadIsGone(_("One of the two is not here any more."))
    keep, lose = locked[keep.pk], locked[lose.pk]
    if keep.pk == lose.pk:
        raise CannotMerge(_("That is one lead already."))
    if lose.is_open and not keep.is_open:
        raise CannotMerge(_("One of the two is closed: keep the open one, or reopen it first."))
    merge = snapshot(keep, lose, by=by, at=at)
    make_room(keep, lose, by=by, at=at)
    pass_on_parted(kept_id=keep.pk, lost_id=lose.pk)
    move(keep, lose)
    record(MERGED, of=merge, by=by, at=at, lead_id=keep.pk, lost=lose.pk)
    settle([keep.pk], at=at)
    return merge


def snapshot(keep: Lead, lose: Lead, *, by: User, at: datetime) -> LeadMerge:
    """What both are, so that it can be undone."""
    found: dict[Any, set[Any]] = defaultdict(set)
    for lead in (keep, lose):
        for model, ids in rows_of_lead(lead).items():
            found[model] |= ids
    pointers = [[model._meta.label, name, pk, to] for model, name, pk, to in pointers_to(found)]
    return LeadMerge.objects.create(
        kept_id=keep.pk,
        lost_id=lose.pk,
        lost_source=lose.external_source,
        lost_external_id=lose.external_id,
        merged_by=by,
        merged_at=at,
        rows={model._meta.label: kept(model, ids) for model, ids in found.items()},
        pointers=pointers,
    )


def make_room(keep: Lead, lose: Lead, *, by: User, at: datetime) -> None:
    """End of either what there can be but one of, and leave out what both have."""
    plans = [plan for lead in (lose, keep) if (plan := running_enrolment(lead))]
    if len(plans) > 1:
        plan = plans[1] if plans[1].bucket_id and not plans[0].bucket_id else plans[0]
        end_enrolment(plan, reason=Enrolment.EndReason.REPLACED, at=at)
        call_off(plan.lead, CancelReason.REPLACED, by=by, at=at, enrolment=plan)
    one_owner_at_a_time(keep, lose)
    NextTry.objects.filter(lead=lose).delete()
    end_outside(lose, by=by, at=at)
    if lose.owner_id:
        end_outside(keep, by=by, at=at)
    # It ended when it did; that is no reopening from which clocks begin again.
    Closure.objects.standing().filter(lead=lose).update(reopened_at=F("closed_at"))
    flags = Flag.objects.filter(lead=lose)
    flags.standing().update(ended_at=Greatest("began_at", Value(at)))
    for kind, began_at in Flag.objects.filter(lead=keep).values_list("kind", "began_at"):
        flags.filter(kind=kind, began_at=began_at).delete()
    for model, name in ((LeadContact, "contact"), (LeadTag, "tag"), (OwnValue, "field")):
        theirs = model._default_manager.filter(lead=keep).values(name)
        model._default_manager.filter(lead=lose, **{f"{name}__in": theirs}).delete()
    batches = WakeUp.objects.filter(lead=keep).values("batch")
    WakeUp.objects.filter(lead=lose, batch__in=batches).delete()
    if keep.people.filter(is_primary=True).exists():
        lose.people.update(is_primary=False)


def one_owner_at_a_time(keep: Lead, lose: Lead) -> None:
    """Whose the kept one was stands; if it is nobody's now, the other's owner has it from then."""
    ends = Assignment.objects.filter(lead=keep).values_list("ended_at", flat=True)
    theirs = Assignment.objects.filter(lead=lose)
    if keep.owner_id:
        theirs.delete()
    elif ended := max(filter(None, ends), default=None):
        theirs.exclude(ended_at=None).delete()
        theirs.update(began_at=Greatest("began_at", Value(ended)))


def move(keep: Lead, lose: Lead) -> None:
    """Every row that points to the one points to the other, and the one is no more."""
    for relation in pointing_to(Lead):
        rows = relation.related_model._default_manager.filter(**{relation.field.name: lose})
        rows.update(**{relation.field.name: keep})
    Lead.objects.filter(pk=lose.pk)._raw_delete(connection.alias)
    for name in ("organisation", "website", "value"):
        setattr(keep, name, getattr(keep, name) or getattr(lose, name))
    if lose.note not in keep.note:
        keep.note = f"{keep.note}\n\n{lose.note}".strip()
    keep.extra = lose.extra | keep.extra
    if lose.external_id and not keep.external_id:
        keep.external_source, keep.external_id = lose.external_source, lose.external_id
    if lose.tried_before is not None:
        keep.tried_before = (keep.tried_before or 0) + lose.tried_before
    keep.save(
        update_fields=[
            "organisation", "website", "value", "note", "extra", "external_source", "external_id",
            "tried_before",
        ]
    )  # fmt: skip


@transaction.atomic
def undo_merge(*, merge: LeadMerge, by: User, at: datetime) -> Lead:
    """Part the two again, each as it was; who asked meanwhile not to be contacted is heeded.

    Refused as CannotPart after 30 days, where it was undone before, and where something happened
    since: nobody can tell to which of the two that belongs.
    """
    lock_all([merge.kept_id])
    merge = LeadMerge.objects.select_for_update(of=["self"]).get(pk=merge.pk)
    check_apart(merge, at=at)
    _rows, pointers = take_out(rows_of_lead(Lead.objects.get(pk=merge.kept_id)))
    try:
        with transaction.atomic():
            put_back(merge.rows, [*merge.pointers, *pointers])
    except IntegrityError as error:
        raise CannotPart(
            _("Somebody or something that they name is gone. They stay one.")
        ) from error
    record("merge undone", of=merge, by=by, at=at, lead_id=merge.kept_id, lost=merge.lost_id)
    merge.undone_by, merge.undone_at = by, at
    merge.rows, merge.pointers = {}, []
    merge.save(update_fields=["undone_by", "undone_at", "rows", "pointers"])
    for lead in lock_all([merge.kept_id, merge.lost_id]).values():
        if lead.pk not in (merge.kept_id, merge.lost_id):
            continue
        cut_undone(lead)
        heed_since(lead, by=by, at=at)
        if lead.is_open:
            let_go_of_leaver(lead, at=at)
        count_anew(people_of(lead), at=at)
    return Lead.objects.get(pk=merge.lost_id)


def check_apart(merge: LeadMerge, *, at: datetime) -> None:
    """Refuse where the two cannot be told apart any more."""
    if merge.undone_at:
        raise CannotPart(_("This was undone before."))
    if not merge.rows or merge.is_past(at, days=BIN_DAYS):
        raise CannotPart(_("A merge can be undone for %(days)s days.") % {"days": BIN_DAYS})
    lead = Lead.objects.filter(pk=merge.kept_id).first()
    own = Entry.objects.filter(event=MERGED, record_id=merge.pk).order_by("-pk").first()
    since = Entry.objects.filter(lead_id=merge.kept_id, pk__gt=own.pk if own else 0)
    if lead is None or since.exists() or is_other(lead, merge):
        raise CannotPart(
            _("Something happened at this lead since, and nobody can tell whose it is.")
        )


def is_other(lead: Lead, merge: LeadMerge) -> bool:
    """Whether something came to the lead, or its plan changed, without a word of its own."""
    before = ids_of(merge.rows)
    for model, ids in rows_of_lead(lead).items():
        label = model._meta.label
        if label not in BESIDE and ids - set(before.get(label, ())):
            return True
    plans = {row["id"]: row["cadence_id"] for row in merge.rows.get("followups.Enrolment", [])}
    now = Enrolment.objects.filter(lead=lead).values_list("pk", "cadence_id")
    return any(plans.get(pk) != cadence for pk, cadence in now)


@transaction.atomic
def purge_merges(*, now: datetime) -> int:
    """Forget what leads were before they became one, once that cannot be undone; how many."""
    standing = LeadMerge.objects.standing().exclude(rows={})
    old = [merge.pk for merge in standing.only("merged_at") if merge.is_past(now, days=BIN_DAYS)]
    return LeadMerge.objects.filter(pk__in=old).update(rows={}, pointers=[])
