"""Rows of contacts into people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leadfollow.log.models import Entry, entry
from leads.imports.arrivals import CONTACT_FIELDS, REFUSALS, contact_of
from leads.imports.likeness import identity_of, with_external_id
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loaded import Loaded
from leads.imports.loading_leads import NOBODY, SEVERAL
from leads.imports.terms import Terms
from leads.matching import Identity, Known
from leads.models import Contact, LeadContact

COMPLETED_EVENT = gettext_noop("contact completed")


class ContactsLoader:
    """New people; of known ones, what they refuse and what was blank until now."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.known = terms, Known([])
        self.by_id: dict[str, Contact] = {}

    def load(self, lines: Collection[Line]) -> Loaded:
        """Give each line its fate."""
        self.loaded = Loaded()
        self.new: list[Contact] = []
        self.completed: dict[int, Contact] = {}
        self.who = {line.number: identity_of(line.values) for line in lines}
        self.known.look_up(self.who.values())
        ids = [line.values.get("external_id", "") for line in lines]
        found = with_external_id(Contact.objects.all(), ids, self.terms.source)
        self.by_id = {one: self.known.the_one(same[0]) for one, same in found.items()} | self.by_id
        for line in lines:
            self.take(line)
        self.loaded.steps.append(partial(write, self.new, self.completed, self.terms))
        return self.loaded

    def take(self, line: Line) -> None:
        """One row: somebody known, or somebody new."""
        external_id = line.values.get("external_id", "")
        contact = self.by_id.get(external_id)
        if not contact and not external_id:
            contact = one_like(line, self.known, self.who[line.number])
        if not line.is_open:
            return
        if not contact:
            self.bring(line, external_id)
        elif complete(contact, line, self.loaded):
            self.known.learn(contact)
            if contact.pk:
                self.completed[contact.pk] = contact

    def bring(self, line: Line, external_id: str) -> None:
        """Somebody new."""
        contact = contact_of(line) or Contact()
        contact.external_id, contact.external_source = external_id, ""
        if external_id:
            contact.external_source = self.terms.source
            self.by_id[external_id] = contact
        self.known.add(contact)
        self.new.append(contact)
        line.create()


def write(new: list[Contact], completed: dict[int, Contact], terms: Terms) -> Iterable[int]:
    """The people of a chunk; of those completed the leads, whose records may be whole now."""
    Contact.objects.bulk_create(new)
    Contact.objects.bulk_update(completed.values(), [*COMPLETED, "email_key", "phone_key"])
    theirs = LeadContact.objects.filter(contact__in=completed)
    Entry.objects.bulk_create(
        entry(COMPLETED_EVENT, of=completed[pk], lead_id=lead, at=terms.at, by=terms.by)
        for pk, lead in theirs.order_by("pk").values_list("contact", "lead")
    )
    return theirs.filter(is_primary=True).values_list("lead", flat=True)


COMPLETED = (*CONTACT_FIELDS, "company", "phone")


def one_like(line: Line, known: Known, who: Identity) -> Contact | None:
    """The person whom a row without an id means; where it fits several or none, it is held."""
    if not who.is_person:
        line.hold(NOBODY)
        return None
    found = known.like(who)
    if len(found) > 1:
        line.hold(SEVERAL)
        return None
    return found[0] if found else None


def complete(contact: Contact, line: Line, loaded: Loaded) -> bool:
    """Fill what is blank; tell whether anything was."""
    refused = [name for name in REFUSALS if line.values.get(name) and not getattr(contact, name)]
    for name in refused:
        if contact.pk:
            loaded.refusing.setdefault(contact.pk, {})[name] = True
        setattr(contact, name, True)
    told = contact_of(line)
    blank = [
        name for name in COMPLETED if told and getattr(told, name) and not getattr(contact, name)
    ]
    for name in blank:
        setattr(contact, name, getattr(told, name))
    if told and "email" in blank:
        contact.email_key = told.email_key
    if told and "phone" in blank:
        contact.phone_key = told.phone_key
    line.add(_("Blank fields of a known contact filled in") if blank else ALREADY_THERE)
    return bool(blank)
