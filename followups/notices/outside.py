"""Who is told when leads go to an outside qualifier, and when they come back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from followups.models import OUTSIDE, RETURNED, How, Notice
from followups.notices.telling import choice_of
from leadfollow.people.models import User
from leads.models import Inquiry, Qualifying


def tell_given(row: Qualifying, *, at: datetime) -> None:
    """Tell him that he has a lead to qualify: by mail too, unless he chose otherwise, and in one
    mail of all that wait."""
    tell(row, row.person, OUTSIDE, at=at)


def tell_asked_again(inquiry: Inquiry, *, at: datetime) -> None:
    """Tell whoever from outside has the lead that somebody asked there once more, in the way in
    which he is told of leads to qualify; nothing where nobody has it."""
    row = Qualifying.objects.running().filter(lead=inquiry.lead_id).select_related("person").first()
    if row:
        tell(row, row.person, OUTSIDE, at=at, inquiry=inquiry)


def tell_returned(row: Qualifying, *, at: datetime) -> None:
    """Tell who gave it, and the managers of the team that receives such leads."""
    nearby = Q(pk=row.given_by_id)
    if row.lead.campaign.team_id:
        nearby |= Q(is_manager=True, teams_led=row.lead.campaign.team_id)
    for person in User.objects.active().filter(nearby).exclude(pk=row.returned_by_id).distinct():
        tell(row, person, RETURNED, at=at)


def tell(
    row: Qualifying, person: User, kind: str, *, at: datetime, inquiry: Inquiry | None = None
) -> None:
    how = choice_of(person, kind)
    if how == How.NONE:
        return
    Notice.objects.get_or_create(
        qualifying=row,
        inquiry=inquiry,
        person=person,
        defaults={"lead_id": row.lead_id, "told_at": at, "mail_waits": how == How.MAIL},
    )
