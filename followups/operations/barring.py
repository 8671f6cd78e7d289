"""Do not contact: one person, on every lead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.cadences.planning import way_for
from followups.models import CancelReason, Touch
from followups.operations.cadences import call_off, contact_to_try, running_enrolment
from followups.operations.closing import end_lead
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Contact, Disposition, Lead


@transaction.atomic
def bar_contact(
    *, contact: Contact, by: User | None, at: datetime, touch: Touch | None = None
) -> None:
    """Never contact this person again, on whatever lead he stands.

    His scheduled touches are cancelled. An enrolment's step is made again for another contact of
    the lead, with the same due moment; where there is nobody else, the lead is closed. `touch` is
    the logged one that told us, for its undo.
    """
    his = Lead.objects.filter(people__contact=contact).values("pk")
    leads = list(Lead.objects.select_for_update().filter(pk__in=his).order_by("pk"))
    if not Contact.objects.filter(pk=contact.pk, do_not_contact=False).update(do_not_contact=True):
        return
    contact.do_not_contact = True
    if touch:
        Touch.objects.filter(pk=touch.pk).update(barred_contact=True)
    record("contact barred", of=contact, by=by, at=at, lead_id=touch.lead_id if touch else None)
    for lead in leads:
        if lead.is_open:
            spare(lead, contact, by=by, at=at, touch=touch)
    settle([lead.pk for lead in leads], at=at)


def spare(
    lead: Lead, contact: Contact, *, by: User | None, at: datetime, touch: Touch | None
) -> None:
    """Take the person out of one lead's plan."""
    other = contact_to_try(lead)
    if other is None:
        end_lead(
            lead,
            disposition=Disposition.DO_NOT_CONTACT,
            reason=_("%(contact)s asked never to be contacted again.") % {"contact": contact},
            by=by,
            at=at,
            touch=touch,
        )
        return
    cancelled = call_off(
        lead, CancelReason.DO_NOT_CONTACT, by=by, at=at, touch=touch, contact=contact
    )
    enrolment = running_enrolment(lead)
    if enrolment and enrolment.contact_id == contact.pk:
        enrolment.contact = other
        enrolment.save(update_fields=["contact"])
    for step in cancelled:
        if step.enrolment_id:
            make_again(step, other, by=by, at=at, touch=touch)


def make_again(
    step: Touch, contact: Contact, *, by: User | None, at: datetime, touch: Touch | None
) -> Touch:
    """The cancelled step of a plan, for somebody else, due at the same moment."""
    again = step.like(
        contact=contact,
        **way_for(contact, step.channel, step.own_channel_id)._asdict(),
        why="",
        scheduled_at=at,
        scheduled_by=by,
        after=touch or step.after,
    )
    again.save()
    return again
