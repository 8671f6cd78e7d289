"""The rules that name an event, when it is copied for its next time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import ngettext

from campaigns.models import Campaign
from followups.models import DistributionRule
from followups.operations.distributing import Draft, add_rule
from leadfollow.people.models import User
from leadfollow.words import number


class RulesComeAlong:
    """Each of them again for the copy, in the place before the one that it is like."""

    def told(self, campaign: Campaign) -> str:
        """What the page says of it; nothing where no rule names the event."""
        count = len(naming(campaign))
        said = ngettext(
            "%(number)s rule of distribution that names it",
            "%(number)s rules of distribution that name it",
            count,
        )
        return said % {"number": number(count)} if count else ""

    def copy(self, campaign: Campaign, made: Campaign, *, by: User, at: datetime) -> None:
        for rule in reversed(naming(campaign)):
            add_rule(draft=replace(Draft.of(rule), campaign_id=made.pk), by=by, at=at)


def naming(campaign: Campaign) -> list[DistributionRule]:
    return list(DistributionRule.objects.in_use().filter(campaign=campaign))
