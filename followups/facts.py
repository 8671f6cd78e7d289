"""What is known about a lead beside its timeline: where it came from, and how quick we were."""

from __future__ import annotations

from dataclasses import dataclass

from followups.models import Answer
from followups.policy import PLANNED_TOUCHES
from followups.situation import Situation
from leadfollow import words
from leads.models import Inquiry


@dataclass(frozen=True)
class Fact:
    """A word and what it is here; some say more below."""

    word: str
    value: str
    note: str = ""


def facts_of(situation: Situation, *, show_value: bool = True) -> list[Fact]:
    """Source, the two clocks of the first inquiry, counters; blank ones are left out."""
    lead, first = situation.lead, situation.inquiries[0] if situation.inquiries else None
    fewest, most = PLANNED_TOUCHES
    facts = [
        Fact("Owner", str(lead.owner or "nobody yet")),
        Fact("Campaign", lead.campaign.name, str(lead.campaign.segment)),
        *(facts_of_inquiry(first, situation) if first else []),
        Fact("Touches", f"{lead.touch_count} of {fewest}–{most}"),
        Fact("Value", words.money(lead.value, lead.campaign.currency) if lead.value else ""),
        Fact("Web site", lead.website),
        *(Fact(asked, answer.text) for asked, answer in Answer.objects.newest_on(lead).items()),
    ]
    return [fact for fact in facts if fact.value]


def facts_of_inquiry(inquiry: Inquiry, situation: Situation) -> list[Fact]:
    """Who brought it, and the two clocks: the system's, then the rep's."""
    assigned, touched = inquiry.assigned_at, inquiry.first_touch_at
    system = words.age_in_words(assigned - inquiry.received_at) if assigned else "still waiting"
    rep = ""
    if assigned:
        end = touched or situation.now
        rep = words.age_in_words(end - assigned) + ("" if touched else ", not touched yet")
        if touched and touched < assigned:
            rep = "before it was assigned"
    return [
        Fact("Found by", str(inquiry.found_by or "")),
        Fact("Referred by", inquiry.referred_by),
        Fact("Asked for", inquiry.request),
        Fact("Received to assigned", system, "system's time"),
        Fact("Assigned to first touch", rep, "rep's time"),
    ]
