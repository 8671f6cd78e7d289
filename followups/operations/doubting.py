"""Who it was that asked: somebody known, or somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import RemovalReason, RemovedLead, Touch
from followups.operations.locking import lock_all
from followups.operations.merging import merge_leads, undo_merge
from followups.operations.refusal import Refusal
from followups.operations.removing import remove_lead
from followups.operations.uniting import leads_of, merge_contacts, undo_contact_merge
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads import intake
from leads.intake import Person
from leads.models import Candidate, Contact, Doubt, Inquiry


class DoubtSettled(Refusal):
    """Somebody said before who it was, or the inquiry is gone."""


class NoCandidate(Refusal):
    """That is nobody of those who may be meant."""


class MoreThanThat(Refusal):
    """Its lead has more than the inquiry that is in doubt."""


class NotSettled(Refusal):
    """Nobody has said yet who it was."""


def meant(person: Person, found: Sequence[Contact]) -> Contact | None:
    """The one who is meant; of several him who asked before and is in doubt himself."""
    if len(found) < 2:
        return found[0] if found else None
    doubtful = Contact.objects.filter(inquiries__doubt__outcome="", pk__in=[c.pk for c in found])
    name = person.identity.name
    same = [contact for contact in doubtful.distinct() if contact.name.casefold() == name]
    return same[0] if len(same) == 1 else None


def raise_doubt(inquiry: Inquiry, candidates: Sequence[Contact], *, at: datetime) -> Doubt:
    """Let a person say which of them asked."""
    doubt = Doubt.objects.create(inquiry=inquiry, raised_at=at)
    Candidate.objects.bulk_create(Candidate(doubt=doubt, contact=one) for one in candidates)
    ids = [one.pk for one in candidates]
    record("doubt raised", of=doubt, by=None, at=at, lead_id=inquiry.lead_id, contacts=ids)
    return doubt


@transaction.atomic
def settle_doubt(*, doubt: Doubt, contact: Contact | None, by: User, at: datetime) -> Doubt:
    """Say who it was: one of the candidates, or, where it is none of them, somebody new.

    Somebody known gets the inquiry and whatever happened since: the two records of him become one,
    and so do this lead and his, of which an open one is kept. Refused as DoubtSettled where that
    was said before, as NoCandidate for anybody else, as CannotMerge where the two cannot be one.
    """
    doubt = locked(doubt, contact)
    if doubt.outcome:
        raise DoubtSettled(_("Somebody said meanwhile who that is."))
    outcome = Doubt.Outcome.SAME if contact else Doubt.Outcome.NEW
    doubt.outcome, doubt.settled_by, doubt.settled_at = outcome, by, at
    doubt.save(update_fields=["outcome", "settled_by", "settled_at"])
    lead = doubt.inquiry.lead
    record("doubt settled", of=doubt, by=by, at=at, lead_id=lead.pk, outcome=outcome.value)
    if contact:
        unite(doubt, contact, by=by, at=at)
    return doubt


@transaction.atomic
def drop_doubt(*, doubt: Doubt, by: User, at: datetime) -> RemovedLead:
    """Nobody asked there: its lead goes into the bin, with the doubt, and comes back with it.

    Refused as DoubtSettled where somebody said who it was, as MoreThanThat where the lead has more
    than this inquiry: it may be somebody's after all.
    """
    doubt = locked(doubt)
    if doubt.outcome:
        raise DoubtSettled(_("Somebody said meanwhile who that is."))
    lead = doubt.inquiry.lead
    if is_worked_on(doubt):
        raise MoreThanThat(
            _("There is more at %(lead)s than this inquiry. Close it there, or remove it.")
            % {"lead": lead}
        )
    record("doubt dropped", of=doubt, by=by, at=at, lead_id=lead.pk)
    return remove_lead(lead=lead, reason=RemovalReason.MISTAKE, by=by, at=at)


def is_worked_on(doubt: Doubt) -> bool:
    """Whether something was logged at its lead, or somebody asked there at another time."""
    lead = doubt.inquiry.lead_id
    others = Inquiry.objects.filter(lead=lead).exclude(pk=doubt.inquiry_id)
    return others.exists() or Touch.objects.logged().filter(lead=lead).exists()


def locked(doubt: Doubt, contact: Contact | None = None) -> Doubt:
    """The doubt as it stands, with every lead that a decision can reach."""
    theirs = set(Inquiry.objects.filter(doubt=doubt).values_list("lead", flat=True))
    lock_all(theirs | (leads_of(contact.pk) if contact else set()))
    found = Doubt.objects.select_for_update(of=["self"]).filter(pk=doubt.pk)
    fresh = found.select_related("inquiry__lead", "inquiry__contact").first()
    if fresh is None:
        raise DoubtSettled(_("This inquiry is not here any more."))
    if contact and not fresh.outcome and not fresh.candidates.filter(contact=contact).exists():
        raise NoCandidate(_("That is nobody of those who may be meant."))
    return fresh


def unite(doubt: Doubt, contact: Contact, *, by: User, at: datetime) -> None:
    """One record of the person, one lead."""
    lead, asked = doubt.inquiry.lead, doubt.inquiry.contact
    target = intake.lead_of(contact)
    people = leads = None
    if asked and asked.pk != contact.pk:
        people = merge_contacts(keep=contact, lose=asked, by=by, at=at)
    if target and target.pk != lead.pk:
        keep, lose = (target, lead) if target.is_open or not lead.is_open else (lead, target)
        leads = merge_leads(keep=keep, lose=lose, by=by, at=at)
    Doubt.objects.filter(pk=doubt.pk).update(people_merged=people, leads_merged=leads)
    doubt.refresh_from_db()


@transaction.atomic
def undo_settling(*, doubt: Doubt, by: User, at: datetime) -> Doubt:
    """Take the decision back: the doubt stands again, and what became one is two.

    Refused as NotSettled where nothing was decided, and as CannotPart where that cannot be parted.
    """
    doubt = locked(doubt)
    if not doubt.outcome:
        raise NotSettled(_("Nothing is decided there, or it was taken back before."))
    people, leads = doubt.people_merged, doubt.leads_merged
    if leads:
        undo_merge(merge=leads, by=by, at=at)
    if people:
        undo_contact_merge(merge=people, by=by, at=at)
    Doubt.objects.filter(pk=doubt.pk).update(
        outcome="", settled_by=None, settled_at=None, people_merged=None, leads_merged=None
    )
    doubt.refresh_from_db()
    lead_id = doubt.inquiry.lead_id
    record("doubt stands again", of=doubt, by=by, at=at, lead_id=lead_id)
    return doubt
