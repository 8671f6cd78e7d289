"""Who is known already: one rule for whatever comes in, one by one or in a file.

An id elsewhere beats all of it, where there is one. Then the address; the number, unless the names
contradict; the same name at the same company's domain, unless company or number contradict; without
address and number, the same name and company. One is the person, several are nobody in particular.
Junk is none of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from leads.domains import BIG_HOSTS, domain_of
from leads.identity import email_key
from leads.models import Contact


@dataclass(frozen=True)
class Identity:
    """What is told about who somebody is; blank where nothing is told."""

    name: str
    company: str
    email: str
    phone: str  # as it is compared; as it stands, if it is not understood
    is_number: bool
    written: tuple[str, str]  # name and company as they stand

    @classmethod
    def of(cls, *, name: str, company: str, email: str, phone: str, phone_key: str) -> Identity:
        return cls(
            name=name.casefold(),
            company=company.casefold(),
            email=email_key(email),
            phone=phone_key or phone,
            is_number=bool(phone_key),
            written=(name, company),
        )

    @property
    def is_person(self) -> bool:
        return bool(self.name or self.email or self.phone)

    @property
    def is_anybody(self) -> bool:
        return self.is_person or bool(self.company)

    @property
    def is_vague(self) -> bool:
        return self.is_person and not (self.email or self.is_number)

    @property
    def domain(self) -> str:
        """Where he works, if he can be told from others there: by his whole name."""
        return company_domain(self.email) if " " in self.name else ""


class Known:
    """The people who are in the database and may be meant, and those that were added since."""

    def __init__(self, identities: Collection[Identity]) -> None:
        self.emails: dict[str, list[Contact]] = defaultdict(list)
        self.phones: dict[str, list[Contact]] = defaultdict(list)
        self.names: dict[tuple[str, str, str], list[Contact]] = defaultdict(list)
        self.colleagues: dict[tuple[str, str], list[Contact]] = defaultdict(list)
        self.there: dict[int, Contact] = {}  # those of the database
        self.look_up(identities)

    def look_up(self, identities: Collection[Identity]) -> list[Contact]:
        """Whoever else of the database may be meant by these."""
        return [self.the_one(contact) for contact in candidates(identities)]

    def the_one(self, contact: Contact) -> Contact:
        """This person of the database as he was met first, with what was learnt of him since."""
        if contact.pk not in self.there:
            self.there[contact.pk] = contact
            self.add(contact)
        return self.there[contact.pk]

    def add(self, contact: Contact) -> None:
        """Let whoever comes later find this person too."""
        for table, told in self.places(contact):
            table[told].append(contact)

    def learn(self, contact: Contact) -> None:
        """Let this known person be found by what was filled in of him."""
        for table, told in self.places(contact):
            if contact not in table[told]:
                table[told].append(contact)

    def places(self, contact: Contact) -> Iterator[tuple[dict[Any, list[Contact]], Any]]:
        """Where this person is looked for, by what."""
        if contact.email_key:
            yield self.emails, contact.email_key
        if contact.phone_key:
            yield self.phones, contact.phone_key
        odd_number = "" if contact.phone_key else contact.phone
        name = contact.name.casefold()
        yield self.names, (name, contact.company.casefold(), odd_number)
        if name and (domain := company_domain(contact.email_key)):
            yield self.colleagues, (name, domain)

    def like(self, who: Identity) -> list[Contact]:
        """Who may be meant."""
        if who.email and (found := self.emails.get(who.email)):
            return found
        if who.is_number:
            there = self.phones.get(who.phone, [])
            if found := [one for one in there if same_name(one.name, who.name)]:
                return found
        if who.domain and (found := self.colleagues.get((who.name, who.domain))):
            return [one for one in found if may_be(one, who)]
        if who.is_vague:
            return self.names.get((who.name, who.company, who.phone), [])
        return []


def candidates(identities: Collection[Identity]) -> Iterable[Contact]:
    """Everybody in the database who might be one of these."""
    emails = {who.email for who in identities if who.email}
    numbers = {who.phone for who in identities if who.is_number}
    named = [who for who in identities if who.name and (who.is_vague or who.domain)]
    vague = {who.phone for who in identities if who.is_vague and who.phone}
    found: dict[int, Contact] = {}
    for name, keys in (("email_key", emails), ("phone_key", numbers)):
        if keys:
            with_key = Contact.objects.filter(~Q(**{name: ""}), **{f"{name}__in": keys})
            found |= {contact.pk: contact for contact in with_key}
    if named:
        plain = Q(plain__in={who.name for who in named})
        written = Q(name__in={who.written[0] for who in named})  # Ä: SQLite keeps its case
        those = Contact.objects.annotate(plain=Lower("name")).filter(plain | written)
        found |= {contact.pk: contact for contact in those}
    if vague:
        nameless = Contact.objects.filter(phone__in=vague, name="")
        found |= {contact.pk: contact for contact in nameless}
    return [found[pk] for pk in sorted(found)]


def company_domain(email: str) -> str:
    """The domain of an address, where it tells for whom somebody works."""
    domain = domain_of(email) if email else ""
    return "" if domain in BIG_HOSTS else domain


def may_be(contact: Contact, who: Identity) -> bool:
    """Whether neither company nor number says that it is somebody else: a host serves many
    companies, and a company has several people of one name."""
    told = (contact.company.casefold(), who.company), (
        contact.phone_key or contact.phone, who.phone,
    )  # fmt: skip
    return all(not (one and other) or one == other for one, other in told)


def same_name(one: str, other: str) -> bool:
    """A desk has one number and several people, a family business one name as well: names must
    not contradict each other, as two first names do that do not begin alike."""
    words = set(spoken(one)), set(spoken(other))
    if not all(words):
        return True
    rest = words[0] - words[1], words[1] - words[0]
    alike = any(mine.startswith(his) or his.startswith(mine) for mine in rest[0] for his in rest[1])
    return bool(words[0] & words[1]) and (alike or not all(rest))


def spoken(name: str) -> list[str]:
    """Its words, as they are compared."""
    return name.casefold().replace(".", " ").replace("-", " ").split()
