"""What an outside qualifier of the demonstration has: a lead that he just got, one that he tried,
and one that came back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from followups import operations
from followups.models import Channel, Outcome
from followups.next_step import Due, TouchOn
from leadfollow.people.models import User
from leads.models import Back, Lead, LeadContact, Rejection

KEYS = UUID("6f0e6c5c-6d0f-4b0e-9a53-3f2f4f1c8d11")
GIVEN, TRIED, RETURNED = timedelta(hours=5), timedelta(hours=3), timedelta(hours=2)


def give_some(*, to: User, by: User, at: datetime) -> None:
    """The newest leads that nobody has; fewer where fewer wait."""
    waiting = Lead.objects.unassigned().filter(received_at__lte=at - GIVEN, campaign__team=None)
    new, tried, returned = [*waiting.order_by("-received_at", "-pk")[:3], None, None, None][:3]
    for lead in filter(None, (new, tried, returned)):
        operations.give_to_qualifier(lead=lead, person=to, by=by, at=at - GIVEN)
    if tried:
        try_once(tried, by=to, at=at - TRIED)
    if returned:
        operations.return_lead(
            lead=returned,
            says=Back.NOT_QUALIFIED,
            reason=Rejection.UNREACHABLE,
            words="The number is not in service, mails come back.",
            by=to,
            at=at - RETURNED,
        )


def try_once(lead: Lead, *, by: User, at: datetime) -> None:
    """He called, and tries again tomorrow."""
    person = LeadContact.objects.filter(lead=lead, is_primary=True).select_related("contact").get()
    operations.log_unplanned_touch(
        lead=lead,
        contact=person.contact,
        channel=Channel.CALL,
        outcome=Outcome.NO_ANSWER,
        key=uuid5(KEYS, str(lead.pk)),
        by=by,
        at=at,
        note="Rang out twice.",
        then=TouchOn(Due(at + timedelta(days=1)), subject="Once more in the morning"),
    )
