"""What a lead's timeline says of what became one: leads, records of a person, and who asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from followups.operations.merging import CannotPart, check_apart
from followups.policy import BIN_DAYS
from followups.timeline_item import Item
from leadfollow.people.models import User
from leads.models import Contact, ContactMerge, Doubt, Lead, LeadMerge


def items_of_merges(lead: Lead, *, reader: User, now: datetime) -> Iterator[Item]:
    """Each with the way back, for who has it and while there is one; nothing is asked where it is
    known that there is none."""
    if not getattr(lead, "was_merged", True):
        return
    doubts = list(Doubt.objects.settled().filter(inquiry__lead=lead).select_related(
        "settled_by", "inquiry__contact"
    ))  # fmt: skip
    yield from (settled(doubt, reader=reader) for doubt in doubts)
    by_doubt = {pk for doubt in doubts if (pk := doubt.leads_merged_id)}
    merges = LeadMerge.objects.standing().filter(kept_id=lead.pk).exclude(pk__in=by_doubt)
    may_part = Lead.objects.mergeable_by(reader).filter(pk=lead.pk).exists()
    for merge in merges.select_related("merged_by"):
        undo = reverse("followups:undo_merge", args=[merge.pk])
        what = _("%(lost)s became one with this lead") % {"lost": lost_lead(merge)}
        mine = may_part and is_apart_still(merge, now)
        yield Item(merge.merged_at, "", what, str(merge.merged_by), undo=undo if mine else "")
    by_doubt = {pk for doubt in doubts if (pk := doubt.people_merged_id)}
    people = ContactMerge.objects.standing().exclude(pk__in=by_doubt)
    of_lead = Contact.objects.filter(leads__lead=lead).values("pk")
    for one in people.filter(kept_id__in=of_lead).select_related("merged_by"):
        undo = reverse("followups:undo_contact_merge", args=[lead.pk, one.pk])
        what = _("Two records of %(person)s became one") % {"person": lost_person(one)}
        mine = reader.is_admin or one.merged_by_id == reader.pk
        mine = mine and bool(one.rows) and not one.is_past(now, days=BIN_DAYS)
        yield Item(one.merged_at, "", what, str(one.merged_by), undo=undo if mine else "")


def settled(doubt: Doubt, *, reader: User) -> Item:
    """Who asked, as somebody said it."""
    said = _("%(person)s is somebody new") if doubt.outcome == Doubt.Outcome.NEW else ""
    what = (said or _("%(person)s was known")) % {"person": doubt.inquiry.contact or _("Somebody")}
    undo = reverse("followups:undo_doubt", args=[doubt.pk])
    mine = reader.is_admin or doubt.settled_by_id == reader.pk
    assert doubt.settled_at  # settled
    return Item(doubt.settled_at, "", what, str(doubt.settled_by), undo=undo if mine else "")


def is_apart_still(merge: LeadMerge, now: datetime) -> bool:
    """Whether the two can be told apart."""
    try:
        check_apart(merge, at=now)
    except CannotPart:
        return False
    return True


def lost_lead(merge: LeadMerge) -> str:
    """Its organisation, while that is kept, else its number."""
    rows = merge.rows.get(Lead._meta.label, [])
    names = [row["organisation"] for row in rows if row["id"] == merge.lost_id]
    return next(filter(None, names), _("Lead %(number)s") % {"number": merge.lost_id})


def lost_person(merge: ContactMerge) -> str:
    """His name, while it is kept."""
    names = [row["name"] for row in merge.rows.get(Contact._meta.label, [])]
    return next(filter(None, names), _("one person"))
