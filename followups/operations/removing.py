"""Leads that should never have been: into the bin, back out of it, and gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from followups.bin import ids_of, put_back, rows_of_lead, take_out, untie
from followups.models import Correction, Enrolment, RemovedLead, Touch
from followups.operations.assigning import let_go_of_leaver
from followups.operations.barring import make_again, spare
from followups.operations.cadences import running_enrolment
from followups.operations.locking import lock
from followups.operations.outside_ends import end_outside
from followups.operations.people import call_off_way
from followups.operations.refusal import Refusal
from followups.state import last_answers, settle
from leadfollow.files.operations import purge_files
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Closure, Contact, Lead, LeadContact, LeadFile

LEAD_FILES = LeadFile._meta.label


class NotInBin(Refusal):
    """Somebody brought it back before, or it is gone for good."""


class CannotReturn(Refusal):
    """Something else took its place."""


@transaction.atomic
def remove_lead(*, lead: Lead, reason: str, by: User, at: datetime) -> RemovedLead:
    """Put a lead into the bin: a mistake, or a test. It is in no list, number or report any more.

    Its people stay known where they stand at other leads; what their answers here counted there
    is counted anew. It can be brought back for 30 days.
    """
    lead = lock(lead.pk)
    people = people_of(lead)
    end_outside(lead, by=by, at=at)
    rows, pointers = take_out(rows_of_lead(lead))
    removed = RemovedLead.objects.create(
        lead_id=lead.pk,
        organisation=str(lead),
        owner=lead.owner,
        campaign=lead.campaign,
        received_at=lead.received_at,
        reason=reason,
        removed_by=by,
        removed_at=at,
        rows=rows,
        pointers=pointers,
    )
    record("lead removed", of=removed, by=by, at=at, lead_id=lead.pk, reason=reason)
    count_anew(people, at=at)
    return removed


@transaction.atomic
def restore_lead(*, removed: RemovedLead, by: User, at: datetime) -> Lead:
    """Bring a lead back from the bin as it was; what its people asked since is heeded, and where
    its owner left, it waits for another.

    Refused as NotInBin where it is not there any more, and as CannotReturn where the like of it
    came in since.
    """
    lock_bin()
    found = RemovedLead.objects.filter(pk=removed.pk).first()
    if found is None:
        raise NotInBin(_("%(removed)s is not in the bin any more.") % {"removed": removed})
    try:
        with transaction.atomic():
            untie(found)
            put_back(found.rows, found.pointers)
    except IntegrityError as error:
        raise CannotReturn(
            _("%(found)s came in again since, or somebody it names is gone. It stays in the bin.")
            % {"found": found}
        ) from error
    record("lead restored", of=found, by=by, at=at, lead_id=found.lead_id)
    found.delete()
    lead = lock(removed.lead_id)
    cut_undone(lead)
    heed_since(lead, by=by, at=at)
    if lead.is_open:
        let_go_of_leaver(lead, at=at)
    count_anew(people_of(lead), at=at)
    lead.refresh_from_db()
    return lead


def lock_bin() -> None:
    """One at a time brings back or purges: what lies there may point to each other."""
    bin_ = RemovedLead.objects.select_for_update(of=["self"]).order_by("pk")
    list(bin_.values_list("pk"))


def cut_undone(lead: Lead) -> None:
    """A log on another lead that was undone meanwhile is no cause of anything here any more."""
    logs = Touch.objects.filter(reversed_by__isnull=False).exclude(lead=lead)
    Enrolment.objects.filter(lead=lead, ended_by__in=logs).update(ended_by=None)
    Enrolment.objects.filter(lead=lead, begun_by_touch__in=logs).update(begun_by_touch=None)
    Touch.objects.filter(lead=lead, after__in=logs).update(after=None)
    keys = logs.filter(key__isnull=False).values("key")
    Closure.objects.filter(lead=lead, caused_by__in=keys).update(caused_by=None)


def heed_since(lead: Lead, *, by: User, at: datetime) -> None:
    """Take out of the plan who asked meanwhile, elsewhere, not to be contacted, or not so."""
    scheduled = Touch.objects.scheduled().filter(lead=lead).select_related("contact", "lead")
    barred = Contact.objects.filter(leads__lead=lead, do_not_contact=True)
    running = running_enrolment(lead)
    planned = {touch.contact_id for touch in scheduled}
    planned |= {running.contact_id} if running else set()
    for contact in [person for person in barred if person.pk in planned]:
        if not Closure.objects.standing().filter(lead=lead).exists():
            spare(lead, contact, by=by, at=at, touch=None)
    for touch in scheduled.all():
        if touch.contact and not touch.contact.can_be_reached_by(touch.channel):
            call_off_way(touch, by=by, at=at)
            make_again(touch, touch.contact, by=by, at=at, touch=None)


def people_of(lead: Lead) -> set[int]:
    return set(LeadContact.objects.filter(lead=lead).values_list("contact", flat=True))


@transaction.atomic
def purge_bin(*, now: datetime) -> int:
    """Delete for good what has been in the bin for 30 days, with people who stand nowhere else and
    files that nothing holds any more; how many leads. The log keeps the ids."""
    lock_bin()
    old = list(RemovedLead.objects.past(now))
    for removed in old:
        ids = ids_of(removed.rows)
        record("lead purged", of=removed, by=None, at=now, lead_id=removed.lead_id, ids=ids)
        RemovedLead.objects.filter(pk=removed.pk).delete()
    if people := people_in(old):
        forget(people, at=now)
    purge_files(now=now, held=files_held)
    return len(old)


def files_held() -> set[int]:
    """The files of leads in the bin: they come back with them."""
    rows = RemovedLead.objects.filter(rows__has_key=LEAD_FILES).values_list("rows", flat=True)
    return {link["file_id"] for its in rows.iterator() for link in its[LEAD_FILES]}


def people_in(bin_: Iterable[RemovedLead]) -> set[int]:
    """Who stood at these leads."""
    return {row["contact_id"] for its in bin_ for row in its.rows.get("leads.LeadContact", [])}


def forget(people: Collection[int], *, at: datetime) -> None:
    """Delete those who stand at no lead, neither here nor in the bin."""
    binned = people_in(RemovedLead.objects.only("rows").iterator())
    alone = Contact.objects.filter(pk__in=set(people) - binned, leads=None, touches=None)
    alone = alone.exclude(Exists(Correction.objects.filter(contact=OuterRef("pk"))))
    for contact in alone.filter(inquiries=None, enrolments=None, do_not_contact=False):
        record("contact purged", of=contact, by=None, at=at)
        contact.delete()


def count_anew(people: Collection[int], *, at: datetime) -> None:
    """When these people last answered, wherever they stand, and what follows from it there."""
    answers = last_answers(people)
    for contact in Contact.objects.filter(pk__in=people):
        if contact.responded_at != answers.get(contact.pk):
            contact.responded_at = answers.get(contact.pk)
            contact.save(update_fields=["responded_at"])
    leads = LeadContact.objects.filter(contact__in=people).values_list("lead", flat=True)
    settle(set(leads), at=at)
