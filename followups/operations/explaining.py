"""When a date asks for a reason, and which one is kept with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from followups.cadences.ceiling import held
from followups.models import Touch
from followups.next_step import Due
from followups.operations.refusal import Refusal
from followups.policy import MOVES_THAT_ASK_WHY
from leadfollow.clock import day_end, today
from leadfollow.people.models import User
from leadfollow.words import day_in_full
from leads.models import Contact, Lead

THEIR_WISH = gettext_noop("They moved it")  # as it is kept, for the timeline


class TooSilent(Refusal):
    """It is later than the lead's segment may wait, and nobody says why."""


class TooOften(Refusal):
    """The person was touched so often that the segment's ceiling is reached, and nobody says why
    once more."""


class MovedOften(Refusal):
    """It was moved twice before, and nobody says why once more."""


def why_so_late(lead: Lead, due: Due, *, why: str, by: User | None, at: datetime) -> str:
    """The reason to keep with a next step beyond the segment's longest silence; TooSilent
    without one. Nothing for an earlier one, and for what the product plans by itself."""
    segment = lead.campaign.segment
    if by is None or segment.longest_silence is None:
        return ""
    working = lead.owner.working_time if lead.owner else lead.campaign.working_time
    last = working.add_working_days(today(working.zone, at), segment.longest_silence)
    if due.at <= day_end(last, working.zone):
        return ""
    if not why.strip():
        said = ngettext(
            "The next step of a lead in “%(segment)s” comes within %(number)s working day, by"
            " %(day)s at the latest. Choose an earlier day, or say why it is later.",
            "The next step of a lead in “%(segment)s” comes within %(number)s working days, by"
            " %(day)s at the latest. Choose an earlier day, or say why it is later.",
            segment.longest_silence,
        )
        number, day = segment.longest_silence, day_in_full(last)
        raise TooSilent(said % {"segment": segment, "number": number, "day": day})
    return why.strip()[:200]


def why_so_soon(
    lead: Lead,
    contact: Contact | None,
    due: Due,
    *,
    why: str,
    by: User | None,
    at: datetime,
    but: Touch | None = None,
) -> str:
    """The reason to keep with a touch on somebody who had as many as the segment's ceiling allows;
    TooOften without one. `but` is the scheduled touch whose place it takes."""
    if by is None:
        return ""
    working = lead.owner.working_time if lead.owner else lead.campaign.working_time
    found = held(lead.campaign.segment, contact, due.at, working=working, but=but)
    if found and not why.strip():
        raise TooOften(
            _("%(contact)s: %(found)s. Choose a later day, or say why so soon.")
            % {"contact": contact, "found": found}
        )
    return why.strip()[:200] if found else ""


def why_then(lead: Lead, contact: Contact | None, due: Due, **said: Any) -> str:
    """The reason to keep with a date that a person chose, too late or too soon by the segment."""
    late = why_so_late(lead, due, why=said["why"], by=said["by"], at=said["at"])
    return late or why_so_soon(lead, contact, due, **said)


def why_moved(
    touch: Touch, lead: Lead, due: Due, *, why: str, by: User | None, at: datetime, by_them: bool
) -> str:
    """The reason to keep with the move; refused where one is asked for and none is given."""
    if not touch.is_scheduled:
        return ""  # somebody was quicker, and that is what is said
    if by_them:
        return (f"{THEIR_WISH}: {why}" if why else THEIR_WISH)[:200]
    if by and touch.postponements + 1 >= MOVES_THAT_ASK_WHY and not why:
        raise MovedOften(
            _("This was moved %(postponements)s times before. Say why once more.")
            % {"postponements": touch.postponements}
        )
    if touch.is_decision:
        return why[:200] or why_so_late(lead, due, why=touch.why, by=by, at=at)
    kept = why_then(lead, touch.contact, due, why=why or touch.why, by=by, at=at, but=touch)
    return why[:200] or kept
