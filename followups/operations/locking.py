"""One at a time: every operation locks the lead before it looks at it."""

from __future__ import annotations

from leads.models import Lead, LeadContact


def lock(lead_id: int) -> Lead:
    """The lead, fresh and locked, with the other leads of its people: a response counts there too.

    Locks are taken in one order, so that two operations cannot wait for each other. On SQLite the
    transaction itself is the lock.
    """
    people = LeadContact.objects.filter(lead=lead_id).values("contact")
    others = LeadContact.objects.filter(contact__in=people).values_list("lead", flat=True)
    ids = {lead_id, *others}
    locked = Lead.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {lead.pk: lead for lead in locked}[lead_id]
