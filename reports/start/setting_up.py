"""Our own data begin."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from campaigns.models import Campaign
from leadfollow.people.founding import found, set_logo
from leadfollow.people.models import User
from reports.models import DemonstrationWanted
from reports.start.forms import OwnForm


@transaction.atomic
def set_up(*, form: OwnForm, at: datetime) -> User:
    """Found the organisation; the shipped sources get its zone and currency. The first admin is
    returned. Refused where somebody works here."""
    said, its = form.cleaned_data, form.facts
    first = found(
        organisation=its,
        name=said["admin_name"],
        email=said["email"],
        password=said["password"],
        team=said["team"],
        leads_team=said["leads_team"],
        at=at,
    )
    if form.logo_sent:
        set_logo(sent=form.logo_sent, by=first, at=at)
    Campaign.objects.update(time_zone=its["time_zone"], currency=its["currency"])
    DemonstrationWanted.objects.all().delete()
    return first
