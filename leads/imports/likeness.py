"""Who in a chunk of rows is known already, by id or by likeness, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from leads.identity import email_key
from leads.imports.values import NO_PHONE
from leads.intake import same_name
from leads.models import Contact, Inquiry, Lead, LeadContact


@dataclass(frozen=True)
class Identity:
    """What a row tells about who somebody is; blank where it tells nothing."""

    name: str
    company: str
    email: str
    phone: str  # as it is compared; as it stands, if it is not understood
    is_number: bool
    written: tuple[str, str]  # name and company as they stand

    @classmethod
    def of(cls, values: dict[str, Any]) -> Identity:
        phone = values.get("phone", NO_PHONE)
        name, company = values.get("name", ""), values.get("organisation", "")
        return cls(
            name=name.casefold(),
            company=company.casefold(),
            email=email_key(values.get("email", "")),
            phone=phone.key or phone.text,
            is_number=bool(phone.key),
            written=(name, company),
        )

    @property
    def is_person(self) -> bool:
        return bool(self.name or self.email or self.phone)

    @property
    def is_anybody(self) -> bool:
        return self.is_person or bool(self.company)


class Known:
    """The people of a chunk of rows that are in the database, and those the chunk adds."""

    def __init__(self, identities: Collection[Identity]) -> None:
        self.emails: dict[str, list[Contact]] = defaultdict(list)
        self.phones: dict[str, list[Contact]] = defaultdict(list)
        self.names: dict[tuple[str, str, str], list[Contact]] = defaultdict(list)
        self.everybody: list[Contact] = []
        for contact in candidates(identities):
            self.add(contact)

    def add(self, contact: Contact) -> None:
        """Let later rows of the chunk find this person too."""
        self.everybody.append(contact)
        if contact.email_key:
            self.emails[contact.email_key].append(contact)
        if contact.phone_key:
            self.phones[contact.phone_key].append(contact)
        odd_number = "" if contact.phone_key else contact.phone
        name = contact.name.casefold(), contact.company.casefold(), odd_number
        self.names[name].append(contact)

    def like(self, who: Identity) -> list[Contact]:
        """By address, else by number unless the names contradict, else by name and company.

        One is the person, several are nobody in particular.
        """
        if who.email and (found := self.emails.get(who.email)):
            return found
        if who.is_number and (found := self.phones.get(who.phone)):
            return [one for one in found if same_name(one.name, who.name)]
        if who.email or who.is_number or not who.is_person:
            return []
        return self.names.get((who.name, who.company, who.phone), [])


def candidates(identities: Collection[Identity]) -> Iterable[Contact]:
    """Everybody in the database who might be one of these."""
    emails = {who.email for who in identities if who.email}
    numbers = {who.phone for who in identities if who.is_number}
    vague = [who for who in identities if who.is_person and not (who.email or who.is_number)]
    found: dict[int, Contact] = {}
    for name, keys in (("email_key", emails), ("phone_key", numbers)):
        if keys:
            with_key = Contact.objects.filter(~Q(**{name: ""}), **{f"{name}__in": keys})
            found |= {contact.pk: contact for contact in with_key}
    if vague:
        named = Contact.objects.annotate(plain=Lower("name")).filter(
            Q(plain__in={who.name for who in vague if who.name})
            | Q(name__in={who.written[0] for who in vague if who.name})  # Ä: SQLite keeps its case
            | Q(phone__in={who.phone for who in vague if who.phone}, name="")
        )
        found |= {contact.pk: contact for contact in named}
    return [found[pk] for pk in sorted(found)]


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


def with_number(numbers: Iterable[str]) -> dict[str, Lead]:
    """Leads by their own number here, as an export tells it."""
    keys = {int(number) for number in numbers if number.isdecimal() and len(number) < 19}
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
        known = best.get(person.contact_id)
        if known is None or person.lead.is_open or not known.is_open:
            best[person.contact_id] = person.lead
    return best


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
