"""Many leads at once, for tests that need them and ask nothing of how they came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from campaigns.models import Campaign
from followups.models import Enrolment, Touch
from followups.state import settle
from leadfollow.people.models import User
from leads.models import Assignment, Contact, Inquiry, Lead, LeadContact


def arrive(rep: User, moments: Sequence[datetime], *, campaign: Campaign) -> None:
    """Leads of the rep, as assigning them would leave them, many at a time."""
    cadence = campaign.segment.cadences.get()
    first_step = cadence.steps.get(position=1)
    people = Contact.objects.bulk_create(Contact(name=f"Person of {at}") for at in moments)
    leads = Lead.objects.bulk_create(Lead(received_at=at, campaign=campaign) for at in moments)
    each = list(zip(leads, people, moments, strict=True))
    LeadContact.objects.bulk_create(
        LeadContact(lead=lead, contact=person, is_primary=True) for lead, person, _ in each
    )
    Inquiry.objects.bulk_create(
        Inquiry(lead=lead, contact=person, campaign=campaign, received_at=at)
        for lead, person, at in each
    )
    Assignment.objects.bulk_create(
        Assignment(lead=lead, rep=rep, began_at=at) for lead, _, at in each
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(lead=lead, cadence=cadence, contact=person, began_at=at)
        for lead, person, at in each
    )
    Touch.objects.bulk_create(
        Touch(
            lead=enrolment.lead,
            contact=enrolment.contact,
            enrolment=enrolment,
            step=first_step,
            channel=first_step.channel,
            due_at=enrolment.began_at,
            first_due_at=enrolment.began_at,
            scheduled_at=enrolment.began_at,
        )
        for enrolment in enrolments
    )
    settle([lead.pk for lead in leads], at=moments[-1])
