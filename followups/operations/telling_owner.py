"""Somebody meets a lead that is not his: its owner is told, by an inquiry and a note."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from followups.operations.cadences import contact_to_try
from followups.operations.locking import lock
from followups.operations.noting import write_note
from followups.operations.receiving import receive_inquiry
from followups.operations.refusal import Refusal
from leadfollow.people.limits import DAY, Limit
from leadfollow.people.models import User
from leads.intake import Person
from leads.models import Contact, Inquiry, Lead

OF_ONE = Limit("owner-told", 20, DAY)


class NotTold(Refusal):
    """He was told already, or nobody is there to be told."""


@transaction.atomic
def tell_owner(
    *,
    lead: Lead,
    campaign: Campaign,
    person: Person,
    by: User,
    at: datetime,
    request: str = "",
    message: str = "",
) -> Inquiry:
    """Add what somebody met to the lead as a further inquiry, and tell its owner by a note.

    Where the person has neither address nor number, it is the one whom the lead's rep tries.
    Refused as NotTold where nobody owns the lead, for a second time within a day, and for one more
    than a person may tell of on a day.
    """
    lead = lock(lead.pk)
    if lead.owner is None:
        raise NotTold(_("%(lead)s waits in the inbox: nobody has it yet.") % {"lead": lead})
    lately = Inquiry.objects.filter(lead=lead, found_by=by, received_at__gt=at - timedelta(days=1))
    if lately.exists():
        raise NotTold(
            _("You told %(owner)s of %(lead)s today.") % {"owner": lead.owner, "lead": lead}
        )
    if not OF_ONE.take(by.pk, at=at):
        raise NotTold(_("That was enough for today. Speak with the owner, or go on tomorrow."))
    inquiry = receive_inquiry(
        campaign=campaign,
        person=person,
        contact=who_asks(lead, person),
        by=by,
        at=at,
        request=request,
        message=message,
        found_by=by,
        lead=lead,
    )
    lead.refresh_from_db()
    if lead.owner:
        said = message or request or _("met this lead too. Please look at it.")
        write_note(lead=lead, text=f"@{lead.owner}: {said}", by=by, at=at)
    return inquiry


def who_asks(lead: Lead, person: Person) -> Contact | None:
    """None where the person tells it himself."""
    if person.email_key or person.phone_key:
        return None
    people = lead.people.select_related("contact").order_by("-is_primary", "pk")
    return contact_to_try(lead) or next((each.contact for each in people), None)
