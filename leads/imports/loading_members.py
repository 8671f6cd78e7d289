"""Rows of campaign members into inquiries of known leads and people, or into new leads."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.imports.likeness import leads_of, linked, with_external_id
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loading_leads import SEVERAL_IDS, LeadsLoader, key
from leads.imports.terms import Terms
from leads.models import Contact, Inquiry, Lead

STRANGER = gettext_lazy("No lead or contact here has this id: import them first")
NO_CAMPAIGN = gettext_lazy("No campaign here has this id: import the campaigns first")


class MembersLoader(LeadsLoader):
    """Members: the ids say who; without them, likeness, as of leads."""

    def __init__(self, terms: Terms) -> None:
        super().__init__(terms)
        self.members: dict[str, Lead] = {}

    def with_ids(self, lines: Collection[Line]) -> list[Contact]:
        reach = Lead.objects.visible_to(self.terms.by) if self.terms.by else Lead.objects.all()
        self.links = Links(lines, self.terms, reach)
        self.contacts = self.links.contacts
        ids = [line.values.get("external_id", "") for line in lines]
        known = with_external_id(Inquiry.objects.select_related("lead"), ids, self.terms.source)
        self.members = {one: found[0].lead for one, found in known.items()} | self.members
        self.ask([lead for found in self.links.leads.values() for lead in found])
        return [contact for same in self.contacts.values() for contact in same]

    def take(self, line: Line) -> None:
        """One row: a member already, a known lead or person, or somebody new."""
        external_id = line.values.get("external_id", "")
        if external_id in self.members:
            line.add(ALREADY_THERE, self.members[external_id])
        elif not self.links.of(line) and not self.who[line.number].is_anybody:
            line.hold(_("Nothing tells who this is: no id, name, company, e-mail or phone"))
        lead, contact = self.links.resolve(line)
        if line.is_open and self.links.of(line) and not (lead or contact):
            line.reject(STRANGER)
        if line.is_open and not (lead or contact):
            contact = self.contact_of(line)
        if line.is_open:
            self.take_member(line, lead, contact)
        if external_id and line.lead:
            self.members[external_id] = line.lead

    def take_member(self, line: Line, lead: Lead | None, contact: Contact | None) -> None:
        """A membership needs its campaign."""
        if contact:
            self.heed(line, contact)
        campaign = self.terms.campaign_of(line)
        if campaign is None:
            return
        if campaign == self.terms.campaigns.no_source and line.values.get("campaign_external_id"):
            line.warnings = [w for w in line.warnings if w.label != "Campaign's id"]
            line.reject(NO_CAMPAIGN)
            return
        if lead is None and line.is_open:
            lead = self.lead_of(line, contact)
        self.take_to(line, lead, contact, campaign)


class Links:
    """The leads and contacts that the ids in a chunk of rows mean."""

    LEAD = ("lead_external_id", "who_external_id")
    CONTACT = ("contact_external_id", "who_external_id")

    def __init__(self, lines: Collection[Line], terms: Terms, reach: object) -> None:
        source = terms.named_source
        leads = [line.values.get(name, "") for line in lines for name in self.LEAD]
        people = [line.values.get(name, "") for line in lines for name in self.CONTACT]
        self.leads: dict[str, list[Lead]] = linked(reach, leads, source)
        self.contacts: dict[str, list[Contact]] = linked(Contact.objects.all(), people, source)
        found = [contact for same in self.contacts.values() for contact in same]
        self.leads_of = leads_of(found, reach=reach)

    def of(self, line: Line) -> list[str]:
        """The ids in a row."""
        names = dict.fromkeys((*self.LEAD, *self.CONTACT))
        return [line.values[name] for name in names if line.values.get(name)]

    def resolve(self, line: Line) -> tuple[Lead | None, Contact | None]:
        """Whom the ids in a row mean; where one means several, the line is held."""
        leads = self._first(line, self.LEAD, self.leads)
        people = self._first(line, self.CONTACT, self.contacts)
        if len(leads) > 1 or (not leads and len(people) > 1):
            line.hold(SEVERAL_IDS)
            return None, None
        contact = people[0] if len(people) == 1 else None
        if leads:
            return leads[0], contact
        return (self.leads_of.get(key(contact)) if contact else None), contact

    def _first(self, line: Line, names: tuple[str, ...], known: dict[str, list]) -> list:
        found = (known.get(line.values.get(name, ""), []) for name in names)
        return next((records for records in found if records), [])
