"""Leads as programs get them: many in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from followups.api.shapes import (
    InquiryLine,
    LeadLine,
    LeadWhole,
    LegLine,
    PersonAt,
    campaign_of,
    named,
    step_of,
)
from followups.legs import assignments_of, legs_of
from followups.lists.lead_list import tags_of, touches_of
from followups.models import Flag
from leadfollow import clock
from leads.models import Assignment, Contact, Inquiry, Lead, LeadContact
from leads.own_fields.values import own_values_of

PLAIN_OF_LEAD = (
    "id", "organisation", "status", "disposition", "received_at", "last_touch_at", "last_outcome",
    "touch_count", "qualified_at", "closed_at", "value",
)  # fmt: skip
PLAIN_OF_CONTACT = (
    "id", "name", "job_title", "company", "email", "phone", "address", "postal_code", "city",
    "country", "do_not_contact", "no_email", "no_phone",
)  # fmt: skip
PLAIN_OF_INQUIRY = (
    "id", "captured_at", "received_at", "promised_by", "request", "message", "referred_by",
    "assigned_at", "respond_by", "first_touch_at", "closed_at", "is_held",
)  # fmt: skip


def lines_of(leads: Iterable[Lead]) -> list[LeadLine]:
    """Five queries beside that of the leads, which come with owner and campaign."""
    leads = list(leads)
    people = primary_of(leads)
    tags, (steps, _last), flags = tags_of(leads), touches_of(leads), flags_of(leads)
    waiting = Assignment.objects.unaccepted().filter(lead__in=leads)
    accept_by = dict(waiting.values_list("lead", "accept_by"))
    return [
        LeadLine(
            **{name: getattr(lead, name) for name in PLAIN_OF_LEAD},
            url=f"{settings.SITE_URL}{reverse('followups:lead', args=[lead.pk])}",
            contact=named(people.get(lead.pk)),
            owner=named(lead.owner),
            campaign=campaign_of(lead),
            accept_by=accept_by.get(lead.pk),
            currency=lead.campaign.currency,
            next_step=step_of(steps.get(lead.pk)),
            flags=flags.get(lead.pk, []),
            tags=[name for _pk, name in tags.get(lead.pk, [])],
        )
        for lead in leads
    ]


def primary_of(leads: list[Lead]) -> dict[int, Contact]:
    people = LeadContact.objects.filter(lead__in=leads, is_primary=True).select_related("contact")
    return {person.lead_id: person.contact for person in people}


def flags_of(leads: list[Lead]) -> dict[int, list[str]]:
    """The kinds of those that stand, the most basic cause first."""
    found: dict[int, list[str]] = defaultdict(list)
    for flag in Flag.objects.standing().filter(lead__in=leads).in_order_of_precedence():
        found[flag.lead_id].append(flag.kind)
    return found


def whole_of(lead: Lead) -> LeadWhole:
    """One lead with its people and what they asked for."""
    people = LeadContact.objects.filter(lead=lead).select_related("contact")
    inquiries = Inquiry.objects.filter(lead=lead).select_related("campaign", "contact")
    return LeadWhole(
        **dict(lines_of([lead])[0]),
        website=lead.website,
        note=lead.note,
        own=own_values_of([lead]).get(lead.pk, {}),
        people=[person_of(person) for person in people],
        inquiries=[
            inquiry_of(each, lead, number) for number, each in enumerate(inquiries, start=1)
        ],
    )


def person_of(person: LeadContact) -> PersonAt:
    contact = person.contact
    return PersonAt(
        **{name: getattr(contact, name) for name in PLAIN_OF_CONTACT},
        role=person.role,
        is_primary=person.is_primary,
        attempts=person.attempts,
        reached=person.reached,
    )


def inquiry_of(inquiry: Inquiry, lead: Lead, number: int) -> InquiryLine:
    until = inquiry.first_touch_at or inquiry.closed_at or clock.now()
    legs = legs_of(inquiry, assignments_of(lead), until=until)
    return InquiryLine(
        **{name: getattr(inquiry, name) for name in PLAIN_OF_INQUIRY},
        number=number,
        campaign=campaign_of(inquiry),
        contact=named(inquiry.contact),
        legs=[LegLine(rep=named(leg.rep), seconds=int(leg.waited.total_seconds())) for leg in legs],
    )
