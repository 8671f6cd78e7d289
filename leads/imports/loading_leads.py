"""Rows of leads, and of campaign members, into leads and inquiries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from leads.imports.arrivals import REFUSALS, Arrivals, contact_of, received_at
from leads.imports.likeness import (
    asked_before,
    identity_of,
    leads_of,
    linked,
    nearer,
    organisations,
    same_second,
    with_external_id,
    with_id_of_merged,
    with_number,
)
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loaded import Loaded
from leads.imports.terms import Terms
from leads.imports.values import Status
from leads.matching import Known
from leads.models import Contact, Disposition, Lead, LeadStatus

NOBODY = gettext_lazy("Nothing tells who this is: no id, name, company, e-mail or phone")
SEVERAL = gettext_lazy("Several people here have this name, address or number")
SEVERAL_IDS = gettext_lazy("Several records here have this id: name the source in the mapping")

OVER = Status(LeadStatus.CLOSED, Disposition.NO_RESPONSE)


def key(record: Contact | Lead | Campaign) -> int:
    """Tells records apart, also those that are not written."""
    return record.pk or -id(record)


class LeadsLoader:
    """Rows of leads. An id beats every likeness; without one, likeness decides."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.known = Known([])
        self.by_id: dict[str, Lead] = {}
        self.exported: dict[str, Lead] = {}
        self.contacts: dict[str, list[Contact]] = {}
        self.leads_of: dict[int, Lead] = {}
        self.bare: dict[str, list[Lead]] = defaultdict(list)
        self.asked: dict[int, set[tuple[int, Any]]] = defaultdict(set)

    def load(self, lines: Collection[Line]) -> Loaded:
        """Give each line its fate."""
        self.arrivals = Arrivals(self.terms)
        self.loaded = Loaded(self.arrivals)
        if self.terms.names_nobody:
            tell_apart(lines)
        self.look_up(lines)
        for line in lines:
            self.take(line)
        return self.loaded

    def look_up(self, lines: Collection[Line]) -> None:
        """Who and what in the database may be meant, beside those met before."""
        self.who = {line.number: identity_of(line.values) for line in lines}
        people = self.known.look_up(self.who.values())
        leads = leads_of([*people, *self.with_ids(lines)])
        self.leads_of = leads | self.leads_of
        bare = organisations(self.who.values())
        for company, found in bare.items():
            there = {key(lead) for lead in self.bare[company]}
            self.bare[company] += [lead for lead in found if lead.pk not in there]
        self.ask([*leads.values(), *(lead for found in bare.values() for lead in found)])

    def ask(self, leads: Collection[Lead]) -> None:
        """Through which campaigns these asked, and when."""
        for lead, asked in asked_before(leads).items():
            self.asked[lead] |= asked

    def with_ids(self, lines: Collection[Line]) -> list[Contact]:
        """What the ids in the rows mean; the people among it."""
        ids = [line.values.get("external_id", "") for line in lines]
        known = with_external_id(Lead.objects.all(), ids, self.terms.source)
        found = with_id_of_merged(ids, self.terms.source)
        found |= {one: same[0] for one, same in known.items()}
        self.by_id = found | self.by_id
        self.exported |= with_number([line.values.get("number", "") for line in lines])
        people = [line.values.get("contact_external_id", "") for line in lines]
        met = linked(Contact.objects.all(), people, self.terms.named_source)
        self.contacts = met | self.contacts
        return [contact for same in met.values() for contact in same]

    def take(self, line: Line) -> None:
        """One row: there already, news of a known lead, or a new one."""
        external_id, who = line.values.get("external_id", ""), self.who[line.number]
        if lead := self.exported_as(line):
            line.add(ALREADY_THERE, lead)
        elif external_id in self.by_id:
            line.add(ALREADY_THERE, self.by_id[external_id])
        elif not (external_id or who.is_anybody or line.values.get("contact_external_id")):
            line.hold(NOBODY)
        contact = self.contact_of(line) if line.is_open else None
        campaign = self.terms.campaign_of(line) if line.is_open else None
        if campaign is None or not line.is_open:
            return
        self.take_to(line, None if external_id else self.lead_of(line, contact), contact, campaign)

    def exported_as(self, line: Line) -> Lead | None:
        """The lead here that an exported row is of; a number alone may be another system's."""
        lead = self.exported.get(line.values.get("number", ""))
        same = lead and same_second(lead.received_at) == same_second(received_at(line, self.terms))
        return lead if same else None

    def take_to(
        self, line: Line, lead: Lead | None, contact: Contact | None, campaign: Campaign
    ) -> None:
        """To this lead, or, where there is none, to a new one."""
        owner = self.terms.owner_of(line)
        if not line.is_open:
            return
        if lead:
            self.ask_again(line, lead, contact, campaign)
            return
        contact = contact or self.new_contact(line)
        lead = self.arrivals.new_lead(line, contact=contact, campaign=campaign, owner=owner)
        self.remember(line, lead, contact)
        line.create(lead)

    def contact_of(self, line: Line) -> Contact | None:
        """The known person whom the row means; where it fits several, the line is held."""
        external_id = line.values.get("contact_external_id", "")
        found = self.contacts.get(external_id, [])
        reason = SEVERAL_IDS
        if external_id and not found:
            line.warn(_("Contact's id"), external_id, _("is not known here"))
        if not found:
            found, reason = self.known.like(self.who[line.number]), SEVERAL
            if len(found) > 1 and line.values.get("external_id"):
                return None  # an id of its own: somebody new
        if len(found) > 1:
            line.hold(reason)
            return None
        if found:
            self.heed(line, found[0])
        return found[0] if found else None

    def heed(self, line: Line, contact: Contact) -> None:
        """What a known person refuses from now on."""
        new = {name: True for name in REFUSALS if line.values.get(name)}
        new = {name: True for name in new if not getattr(contact, name)}
        for name in new:
            setattr(contact, name, True)
        if new and contact.pk:
            self.loaded.refusing.setdefault(contact.pk, {}).update(new)
        elif "do_not_contact" in new:
            self.loaded.barred.append(contact)

    def lead_of(self, line: Line, contact: Contact | None) -> Lead | None:
        """The lead to which a row without an id belongs."""
        who = self.who[line.number]
        if contact:
            return self.leads_of.get(key(contact))
        if who.is_person or not who.company:
            return None
        found = self.bare.get(who.company, [])
        if len(found) > 1:
            line.hold(_("Several leads here have this company and nobody's name"))
        return found[0] if found else None

    def ask_again(
        self, line: Line, lead: Lead, contact: Contact | None, campaign: Campaign
    ) -> None:
        """News of a known lead, unless it is known to have asked through this campaign then."""
        asked = self.asked[key(lead)]
        moment = received_at(line, self.terms)
        there = (key(campaign), same_second(moment)) in asked
        if not line.values.get("received_at"):
            there = there or any(key(campaign) == before for before, _at in asked)
        if there and not line.values.get("external_id"):  # a membership's own id says it is new
            line.add(ALREADY_THERE, lead)
            return
        self.arrivals.ask_again(line, lead, contact=contact, campaign=campaign)
        asked.add((key(campaign), same_second(moment)))
        line.add(_("A further inquiry of a known lead"), lead)

    def new_contact(self, line: Line) -> Contact | None:
        contact = contact_of(line)
        if contact:
            self.arrivals.contacts.append(contact)
            self.known.add(contact)
        return contact

    def remember(self, line: Line, lead: Lead, contact: Contact | None) -> None:
        """Let later rows find this lead too."""
        if lead.external_id:
            self.by_id[lead.external_id] = lead
        if contact:
            self.leads_of[key(contact)] = nearer(self.leads_of.get(key(contact)), lead)
        if not (lead.external_id or (contact and contact.is_named)):
            self.bare[lead.organisation.casefold()].append(lead)
        self.asked[key(lead)].add((key(lead.campaign), same_second(lead.received_at)))


def tell_apart(lines: Collection[Line]) -> None:
    """Rows of statistics: each a lead of its own, and over, as nobody can be asked again."""
    for line in lines:
        line.values.setdefault("external_id", line.mark)
        line.values.setdefault("status", OVER)
