"""What a chunk of rows means that is known already, by id or by likeness, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from leadfollow.ids import id_in
from leads.imports.values import NO_PHONE
from leads.matching import Identity
from leads.models import Contact, Inquiry, Lead, LeadContact, LeadMerge


def identity_of(values: dict[str, Any]) -> Identity:
    """What a row tells about who somebody is."""
    phone = values.get("phone", NO_PHONE)
    return Identity.of(
        name=values.get("name", ""),
        company=values.get("organisation", ""),
        email=values.get("email", ""),
        phone=phone.text,
        phone_key=phone.key,
    )


def with_external_id(
    rows: Any, external_ids: Iterable[str], source: str = ""
) -> dict[str, list[Any]]:
    """Records by their id elsewhere: of one source, or, where none is named, of any."""
    ids = {external_id for external_id in external_ids if external_id}
    found: dict[str, list[Any]] = defaultdict(list)
    if not ids:
        return found
    sources = [source] if source else sources_of(rows.model)
    records = rows.filter(~Q(external_id=""), external_source__in=sources, external_id__in=ids)
    for record in records.order_by("pk"):
        found[record.external_id].append(record)
    return found


def with_id_of_merged(external_ids: Iterable[str], source: str = "") -> dict[str, Lead]:
    """Leads by the ids of others that went into them."""
    ids = {external_id for external_id in external_ids if external_id}
    merges = LeadMerge.objects.standing().filter(lost_external_id__in=ids)
    merges = merges.exclude(lost_external_id="")
    if source:
        merges = merges.filter(lost_source=source)
    kept = dict(merges.values_list("lost_external_id", "kept_id"))
    went = LeadMerge.objects.standing().values_list("lost_id", "kept_id")
    while further := dict(went.filter(lost_id__in=kept.values())):  # that one into another
        kept = {one: further.get(pk, pk) for one, pk in kept.items()}
    leads = Lead.objects.in_bulk(kept.values())
    return {one: leads[pk] for one, pk in kept.items() if pk in leads}


def with_number(numbers: Iterable[str]) -> dict[str, Lead]:
    """Leads by their own number here, as an export tells it."""
    keys = {pk for number in numbers if (pk := id_in(number)) is not None}
    return {str(pk): lead for pk, lead in Lead.objects.in_bulk(keys).items()} if keys else {}


def linked(rows: Any, external_ids: Iterable[str], source: str = "") -> dict[str, list[Any]]:
    """Records that the ids of another file mean: those of the named source, else of any."""
    found = with_external_id(rows, external_ids)
    for external_id, records in found.items():
        named = [record for record in records if record.external_source == source]
        found[external_id] = named or records
    return found


def sources_of(model: Any) -> list[str]:
    """Every source that ids of these records come from: an index holds ids by source."""
    named = model.objects.filter(~Q(external_id="")).order_by().values_list("external_source")
    return [source for (source,) in named.distinct()]


def leads_of(contacts: Sequence[Contact], *, reach: Any = None) -> dict[int, Lead]:
    """The lead to which news of each person belongs: the open one, else the last."""
    people = LeadContact.objects.filter(contact__in=contacts).select_related("lead")
    if reach is not None:
        people = people.filter(lead__in=reach)
    best: dict[int, Lead] = {}
    for person in people.order_by("lead__received_at", "lead__pk"):
        best[person.contact_id] = nearer(best.get(person.contact_id), person.lead)
    return best


def nearer(known: Lead | None, other: Lead) -> Lead:
    """To which of two leads of a person news belong: to the open one, else to the later one."""
    if known is None or (other.is_open, other.received_at) >= (known.is_open, known.received_at):
        return other
    return known


def organisations(identities: Iterable[Identity]) -> dict[str, list[Lead]]:
    """Leads of which the organisation is known and nobody's name, by its name without case."""
    found: dict[str, list[Lead]] = defaultdict(list)
    wanted = [who for who in identities if who.company and not who.is_person]
    if wanted:
        plain = Q(plain__in={who.company for who in wanted})
        written = Q(organisation__in={who.written[1] for who in wanted})
        bare = Lead.objects.annotate(plain=Lower("organisation")).filter(plain | written)
        somebody = Contact.objects.named().filter(leads__lead=OuterRef("pk"))
        for lead in bare.filter(~Exists(somebody), external_id="").order_by("pk"):
            found[lead.organisation.casefold()].append(lead)
    return found


def asked_before(leads: Collection[Lead]) -> dict[int, set[tuple[int, Any]]]:
    """Of each lead, through which campaigns it asked, and when."""
    asked: dict[int, set[tuple[int, Any]]] = defaultdict(set)
    rows = Inquiry.objects.filter(lead__in=leads)
    for lead, campaign, received_at in rows.values_list("lead", "campaign", "received_at"):
        asked[lead].add((campaign, same_second(received_at)))
    return asked


def same_second(moment: datetime) -> datetime:
    """A moment as files tell it."""
    return moment.replace(microsecond=0)
