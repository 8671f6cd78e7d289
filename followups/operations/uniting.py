"""Two records of one person become one, and two again where that was a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.bin import kept, pointing_to, put_back
from followups.operations.locking import lock_all
from followups.operations.merging import CannotMerge, CannotPart
from followups.operations.removing import count_anew, heed_since
from followups.policy import BIN_DAYS
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Candidate, Contact, ContactMerge, LeadContact

# Of what there is one for each person, and for what: where both have one, one goes.
ONCE: tuple[tuple[type[models.Model], str], ...] = ((LeadContact, "lead"), (Candidate, "doubt"))
# What belongs together is filled together.
FILLED = (
    ("name",), ("job_title",), ("company",), ("email", "email_key"), ("phone", "phone_key"),
    ("address", "postal_code", "city", "region", "country"), ("linkedin_url",),
    ("external_id", "external_source"),
)  # fmt: skip
CHANGED = gettext_lazy("Their leads changed since, and nobody can tell whose is what.")
WISHES = ("no_email", "no_phone")


@transaction.atomic
def merge_contacts(*, keep: Contact, lose: Contact, by: User, at: datetime) -> ContactMerge:
    """Let one record of a person have all of the other: where he stands, asked and was tried.

    What the kept one says stands, blanks are filled; he wants no mail or no call if either says
    so. Refused as CannotMerge for one record, and where only one of them must never be contacted.
    """
    keep, lose = fresh_two(keep.pk, lose.pk)
    merge = ContactMerge.objects.create(
        kept_id=keep.pk,
        lost_id=lose.pk,
        merged_by=by,
        merged_at=at,
        rows={Contact._meta.label: kept(Contact, {lose.pk})} | drop_doubles(keep, lose),
        moved=list(point_elsewhere(keep, lose)),
    )
    lose.delete()
    merge.filled = fill(keep, lose)
    merge.save(update_fields=["filled"])
    record("people merged", of=merge, by=by, at=at, contact=keep.pk, lost=lose.pk)
    count_leads(keep, by=by, at=at)
    return merge


def fresh_two(keep_id: int, lose_id: int) -> tuple[Contact, Contact]:
    """Both as they are now, with their leads locked."""
    lock_all(leads_of(keep_id) | leads_of(lose_id))
    ids = [keep_id, lose_id]
    found = {each.pk: each for each in Contact.objects.select_for_update().filter(pk__in=ids)}
    if len(found) < 2:
        raise CannotMerge(_("That is one record already, or one of the two is not here any more."))
    keep, lose = found[keep_id], found[lose_id]
    if keep.do_not_contact != lose.do_not_contact:
        raise CannotMerge(
            _("Only one of the two must never be contacted. Say so of the other one first, too.")
        )
    return keep, lose


def leads_of(contact_id: int) -> set[int]:
    return set(LeadContact.objects.filter(contact=contact_id).values_list("lead", flat=True))


def drop_doubles(keep: Contact, lose: Contact) -> dict[str, list[dict[str, Any]]]:
    """Leave out of the lost one what the kept one has too; the primary stays the primary."""
    gone: dict[str, list[dict[str, Any]]] = {}
    for model, name in ONCE:
        mine = model._default_manager.filter(contact=keep)
        theirs = model._default_manager.filter(contact=lose, **{f"{name}__in": mine.values(name)})
        ids = set(theirs.values_list("pk", flat=True))
        gone[model._meta.label] = kept(model, ids)
        model._default_manager.filter(pk__in=ids).delete()
    first = [row["lead_id"] for row in gone[LeadContact._meta.label] if row["is_primary"]]
    LeadContact.objects.filter(contact=keep, lead__in=first).update(is_primary=True)
    return gone


def point_elsewhere(keep: Contact, lose: Contact) -> Iterator[list[Any]]:
    """Whatever points to the one points to the other: model, column and id of each."""
    for relation in pointing_to(Contact):
        model, name = relation.related_model, relation.field.name
        rows = model._default_manager.filter(**{name: lose})
        for pk in list(rows.values_list("pk", flat=True)):
            yield [model._meta.label, name, pk]
        rows.update(**{name: keep})


def fill(keep: Contact, lose: Contact) -> dict[str, Any]:
    """Say of the kept one what only the lost one said; which columns, and what."""
    filled: dict[str, Any] = {}
    for names in FILLED:
        if not any(getattr(keep, name) for name in names):
            filled |= {name: value for name in names if (value := getattr(lose, name))}
    filled |= {w: True for w in WISHES if getattr(lose, w) and not getattr(keep, w)}
    write(keep, filled)
    return filled


def write(contact: Contact, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(contact, name, value)
    if columns:
        contact.save(update_fields=list(columns))


def count_leads(*contacts: Contact, by: User, at: datetime) -> None:
    """What is kept of them and of their leads follows, also of one who stands at none; what they
    do not want is called off."""
    ids: set[int] = set()
    for contact in contacts:
        ids |= leads_of(contact.pk)
    for lead in [lead for lead in lock_all(ids).values() if lead.is_open]:
        heed_since(lead, by=by, at=at)
    count_anew({contact.pk for contact in contacts}, at=at)


@transaction.atomic
def undo_contact_merge(*, merge: ContactMerge, by: User, at: datetime) -> Contact:
    """Two records again: what was the lost one's is his, what came since stays with the other.

    Refused as CannotPart after 30 days, where it was undone before, and where what was his is
    gone or elsewhere.
    """
    lock_all(leads_of(merge.kept_id))
    merge = ContactMerge.objects.select_for_update(of=["self"]).get(pk=merge.pk)
    keep = Contact.objects.select_for_update().filter(pk=merge.kept_id).first()
    if merge.undone_at or not merge.rows or merge.is_past(at, days=BIN_DAYS):
        raise CannotPart(_("This was undone before, or it is too long ago."))
    if keep is None or not all(still_moved(merge)):
        raise CannotPart(CHANGED)
    merge.undone_by, merge.undone_at = by, at
    merge.save(update_fields=["undone_by", "undone_at"])
    give_back(merge, keep)
    lost = Contact.objects.get(pk=merge.lost_id)
    record("merge of people undone", of=merge, by=by, at=at, contact=keep.pk, lost=lost.pk)
    merge.rows, merge.moved, merge.filled = {}, [], {}
    merge.save()
    count_leads(keep, lost, by=by, at=at)
    return lost


def still_moved(merge: ContactMerge) -> Iterable[bool]:
    """Whether each row that was moved is there, and still the kept one's."""
    for label, name, pk in merge.moved:
        rows = apps.get_model(label)._default_manager.filter(pk=pk)
        yield rows.filter(**{name: merge.kept_id}).exists()


def give_back(merge: ContactMerge, keep: Contact) -> None:
    """The rows as they were; what the kept one refuses by now, both do."""
    added = {name: value for name, value in merge.filled.items() if getattr(keep, name) == value}
    wishes = [w for w in WISHES if getattr(keep, w) and w not in merge.filled]
    write(keep, {name: False if name in WISHES else "" for name in added})
    firsts = [row["lead_id"] for row in merge.rows[LeadContact._meta.label] if row["is_primary"]]
    LeadContact.objects.filter(lead__in=firsts).update(is_primary=False)
    try:
        with transaction.atomic():
            put_back(merge.rows, [])
    except IntegrityError as error:
        raise CannotPart(
            _("Their leads changed since, and nobody can tell whose is what.")
        ) from error
    for label, name, pk in merge.moved:
        apps.get_model(label)._default_manager.filter(pk=pk).update(**{name: merge.lost_id})
    said = [*(["do_not_contact"] if keep.do_not_contact else []), *wishes]
    Contact.objects.filter(pk=merge.lost_id).update(**dict.fromkeys(said, True))


@transaction.atomic
def purge_contact_merges(*, now: datetime) -> int:
    """Forget what people's records were before they became one; how many."""
    standing = ContactMerge.objects.standing().exclude(rows={})
    old = [merge.pk for merge in standing.only("merged_at") if merge.is_past(now, days=BIN_DAYS)]
    return ContactMerge.objects.filter(pk__in=old).update(rows={}, moved=[], filled={})
