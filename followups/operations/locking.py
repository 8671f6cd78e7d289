"""One at a time: every operation locks the lead before it looks at it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.utils.translation import gettext as _

from followups.operations.refusal import Refusal
from leadfollow.people.models import User
from leads.models import Lead, LeadContact


class LeadIsGone(Refusal):
    """A manager removed the lead meanwhile."""


def lock(lead_id: int) -> Lead:
    """The lead, fresh and locked, with the other leads of its people: a response counts there too.

    Locks are taken in one order, so that two operations cannot wait for each other. On SQLite the
    transaction itself is the lock. Refused as LeadIsGone where it is in the bin by now.
    """
    locked = lock_all([lead_id])
    if lead_id not in locked:
        raise LeadIsGone(_("This lead was removed meanwhile. A manager finds it in the bin."))
    return locked[lead_id]


def lock_all(lead_ids: Collection[int]) -> dict[int, Lead]:
    """The same for several leads at once; those that are not there are left out."""
    people = LeadContact.objects.filter(lead__in=lead_ids).values("contact")
    others = LeadContact.objects.filter(contact__in=people).values_list("lead", flat=True)
    ids = {*lead_ids, *others}
    locked = Lead.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {lead.pk: lead for lead in locked}


def hold(person: User) -> bool:
    """Whether he still works here; if so, nobody switches him off until this transaction ends.

    The weakest lock there is: leads given to him at one moment do not wait for each other. A
    foreign key alone would not hold him, as it is checked when all is done.
    """
    here = User.objects.active().filter(pk=person.pk)
    if connection.vendor != "postgresql":
        return here.exists()
    sql, params = here.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR KEY SHARE", params)
        return cursor.fetchone() is not None
