"""The rows that a chunk of arriving leads makes, gathered first and written together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leads.identity import email_key
from leads.imports.fields import OWN
from leads.imports.lines import Line
from leads.imports.moments import end_of, start_of
from leads.imports.terms import Terms
from leads.imports.values import NO_PHONE, Status
from leads.models import (
    Assignment,
    Closure,
    Contact,
    Disposition,
    Inquiry,
    Lead,
    LeadContact,
    LeadStatus,
    OwnValue,
)

CONTACT_FIELDS = (
    "name", "job_title", "email", "address", "postal_code", "city", "region", "country",
    "linkedin_url",
)  # fmt: skip
REFUSALS = ("do_not_contact", "no_email", "no_phone")
ONE_SECOND = timedelta(seconds=1)


def contact_of(line: Line) -> Contact | None:
    """A new person with all that the row tells; None if it tells nothing about one."""
    values = line.values
    phone = values.get("phone", NO_PHONE)
    told = {name: values[name] for name in CONTACT_FIELDS if values.get(name)}
    refused = {name: True for name in REFUSALS if values.get(name)}
    if not (told or refused or phone.text):
        return None
    fields = told | {"company": values.get("organisation", ""), "phone": phone.text}
    return Contact(
        **line.fitting(Contact, fields),
        **refused,
        email_key=email_key(values.get("email", "")),
        phone_key=phone.key,
    )


def received_at(line: Line, terms: Terms) -> datetime:
    """When the file says; a day begins at its start. Without a word, the import's moment."""
    said: date | datetime | None = line.values.get("received_at") or line.values.get("event_on")
    if said is None:
        return terms.at
    moment = start_of(said, terms.zone)
    if moment > terms.at:
        line.warn(_("Received"), said, _("lies in the future: taken as received now"))
        return terms.at
    return moment


def happened(said: date | datetime, terms: Terms) -> datetime:
    """A day's last second, so that it lies behind whatever else was that day; never later than
    the import."""
    if isinstance(said, datetime):
        return said
    return min(end_of(said, terms.zone) - ONE_SECOND, terms.at)


@dataclass
class Arrivals:
    """New leads, further inquiries and their people."""

    terms: Terms
    contacts: list[Contact] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    people: list[LeadContact] = field(default_factory=list)
    inquiries: list[Inquiry] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    reopened: list[Lead] = field(default_factory=list)
    own_values: list[OwnValue] = field(default_factory=list)

    def new_lead(
        self, line: Line, *, contact: Contact | None, campaign: Campaign, owner: User | None
    ) -> Lead:
        """A lead with its first inquiry, as far along as the file says."""
        values, received = line.values, received_at(line, self.terms)
        external_id = "" if self.is_member else values.get("external_id", "")
        said = None if self.is_member else values.get("status")
        status: Status = said or Status(LeadStatus.NEW)
        if values.get("converted"):
            status = Status(LeadStatus.CLOSED, Disposition.WON)
        organisation = values.get("organisation") or (contact.company if contact else "")
        told = {"organisation": organisation, "note": values.get("note", "")}
        lead = Lead(
            **line.fitting(Lead, told),
            external_source=self.terms.source if external_id else "",
            external_id=external_id,
            extra=line.rest,
            value=values.get("value"),
            tried_before=values.get("tried_before"),
            came_as=LeadStatus.NEW if status.status == LeadStatus.CLOSED else status.status,
            received_at=received,
            campaign=campaign,
        )
        self.leads.append(lead)
        self.tell_own(line, lead)
        if contact:
            self.people.append(LeadContact(lead=lead, contact=contact, is_primary=True))
        if owner:
            given = Assignment(
                lead=lead, rep=owner, given_by=self.terms.by, began_at=received, imported=True
            )
            self.assignments.append(given)
        inquiry = self.inquire(line, lead, contact=contact, campaign=campaign, received=received)
        if status.status == LeadStatus.CLOSED:
            self.close(line, lead, status.disposition, since=received)
            inquiry.held_at = None
        elif inquiry.held_at:
            self.close(line, lead, Disposition.DO_NOT_CONTACT, since=received)
        return lead

    def tell_own(self, line: Line, lead: Lead) -> None:
        """What the row says in the organisation's own fields."""
        for own in self.terms.own_fields:
            value = line.values.get(f"{OWN}{own.code}")
            if value is not None:
                self.own_values.append(OwnValue(lead=lead, field=own, **{own.column: value}))

    @property
    def is_member(self) -> bool:
        return self.terms.mapping.kind.name == "members"

    def inquire(
        self,
        line: Line,
        lead: Lead,
        *,
        contact: Contact | None,
        campaign: Campaign,
        received: datetime,
    ) -> Inquiry:
        """One act of asking; of somebody who must not be contacted it waits for a manager."""
        values = line.values
        external_id = values.get("external_id", "") if self.is_member else ""
        told = {
            "request": values.get("request", "").replace("\n", " "),
            "message": values.get("note", "") if self.is_member else "",
            "referred_by": values.get("referred_by", ""),
        }
        inquiry = Inquiry(
            **line.fitting(Inquiry, told),
            lead=lead,
            contact=contact,
            campaign=campaign,
            product=self.terms.product_of(line),
            received_at=received,
            found_by=self.terms.people.find(values.get("found_by", "")),
            external_source=self.terms.source if external_id else "",
            external_id=external_id,
            imported=True,
            held_at=self.terms.at if contact and contact.do_not_contact else None,
        )
        self.inquiries.append(inquiry)
        return inquiry

    def ask_again(
        self, line: Line, lead: Lead, *, contact: Contact | None, campaign: Campaign
    ) -> Inquiry:
        """A further inquiry of a known lead; one from after its end takes the lead up again."""
        received = received_at(line, self.terms)
        inquiry = self.inquire(line, lead, contact=contact, campaign=campaign, received=received)
        if lead.closed_at and received > lead.closed_at and not inquiry.held_at:
            self.reopened.append(lead)
            lead.status, lead.disposition, lead.closed_at = lead.came_as, "", None
        return inquiry

    def close(self, line: Line, lead: Lead, disposition: str, *, since: datetime) -> None:
        said: date | datetime | None = line.values.get("closed_at")
        closed = happened(said, self.terms) if said else self.terms.at
        if not since <= closed <= self.terms.at:
            line.warn(_("Closed"), said, _("is before it was received, or in the future"))
            closed = min(max(closed, since), self.terms.at)
        lead.status, lead.disposition, lead.closed_at = LeadStatus.CLOSED, disposition, closed
        self.closures.append(
            Closure(
                lead=lead,
                disposition=disposition,
                reason=_("Came in closed") if disposition != Disposition.DO_NOT_CONTACT else "",
                closed_by=None,
                closed_at=closed,
                imported=True,
            )
        )

    def write(self) -> set[int]:
        """Write them, each sort at once; the leads whose state follows from them."""
        Contact.objects.bulk_create(self.contacts)
        Lead.objects.bulk_create(self.leads)
        sorts = (self.people, self.inquiries, self.assignments, self.closures, self.own_values)
        for sort in sorts:
            if sort:
                type(sort[0])._default_manager.bulk_create(sort)  # type: ignore[arg-type]
        reopened = Closure.objects.standing().filter(lead__in=[lead.pk for lead in self.reopened])
        reopened.update(reopened_at=self.terms.at)
        Entry.objects.bulk_create(self.entries())
        return {inquiry.lead_id for inquiry in self.inquiries}

    def entries(self) -> list[Entry]:
        """What the log keeps: each lead that came in, each further inquiry."""
        new = {lead.pk for lead in self.leads}
        told: list[tuple[str, str, Any, int]] = [
            ("lead imported", "lead", lead.pk, lead.pk) for lead in self.leads
        ]
        told += [
            ("inquiry imported", "inquiry", inquiry.pk, inquiry.lead_id)
            for inquiry in self.inquiries
            if inquiry.lead_id not in new
        ]
        return [
            Entry(
                at=self.terms.at,
                by=self.terms.by,
                event=event,
                kind=kind,
                record_id=record,
                lead_id=lead,
            )
            for event, kind, record, lead in told
        ]
