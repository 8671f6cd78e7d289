"""What is known about a lead beside its timeline: where it came from, and how quick we were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.legs import assignments_of, in_words, legs_of
from followups.queue.rows import state_of
from followups.situation import Situation
from leadfollow import words
from leadfollow.people.lists.remembered import offered
from leadfollow.people.models import User
from leads.models import Inquiry
from leads.products import PRODUCTS
from leads.territories import territories, territory_of
from leads.worth import cost_of_a_lead, expected_of


@dataclass(frozen=True)
class Fact:
    """A word and what it is here; some have a state, and some say more below."""

    word: str
    value: str
    note: str = ""
    state: str = ""
    state_text: str = ""
    change: str = ""  # the address where it is said anew


def facts_of(situation: Situation, *, reader: User) -> list[Fact]:
    """Source, the two clocks of the first inquiry, counters, money; blank ones are left out."""
    lead, first = situation.lead, situation.inquiries[0] if situation.inquiries else None
    fewest, most = situation.numbers.planned
    facts = [
        Fact(_("Owner"), str(lead.owner or _("nobody yet"))),
        Fact(_("Campaign"), lead.campaign.name, str(lead.campaign.segment)),
        *(facts_of_inquiry(first, situation) if first else []),
        Fact(
            _("Touches"),
            _("%(touch_count)s of %(fewest)s–%(most)s")
            % {"touch_count": lead.touch_count, "fewest": fewest, "most": most},
        ),
        Fact(_("Tried before"), times(lead.tried_before), _("as its file says; nobody knows when")),
        *money_of(situation, reader=reader),
        Fact(_("Web site"), lead.website),
        *territory_of_lead(situation),
        *(Fact(asked, answer.text) for asked, answer in situation.answers.items()),
    ]
    return [fact for fact in facts if fact.value]


def facts_of_inquiry(inquiry: Inquiry, situation: Situation) -> list[Fact]:
    """Who brought it, and the two clocks: the system's, then the rep's."""
    return [
        Fact(_("Found by"), str(inquiry.found_by or "")),
        Fact(_("Referred by"), inquiry.referred_by),
        Fact(_("Asked for"), inquiry.request),
        *product_of(situation),
        systems_clock(inquiry, situation),
        reps_clock(inquiry, situation),
    ]


def times(count: int | None) -> str:
    """How often; blank where nobody said."""
    if count is None:
        return ""
    return ngettext("%(n)s time", "%(n)s times", count) % {"n": words.number(count)}


def product_of(situation: Situation) -> Iterator[Fact]:
    """What is asked for, of what we sell; to be said where there is anything to choose."""
    lead = situation.lead
    names = dict.fromkeys(str(i.product) for i in situation.inquiries if i.product)
    may_say = bool(offered(PRODUCTS)) and getattr(lead, "may_edit", False)
    if names or may_say:
        address = reverse("followups:products", args=[lead.pk]) if may_say else ""
        yield Fact(_("Product"), ", ".join(names) or _("not said"), change=address)


def territory_of_lead(situation: Situation) -> Iterator[Fact]:
    """Where its primary contact is at home, if territories are used and he is in one."""
    primary = next((p.contact for p in situation.people if p.is_primary), None)
    if known := territories():
        yield Fact(_("Territory"), str(territory_of(primary, known) or ""))


def systems_clock(inquiry: Inquiry, situation: Situation) -> Fact:
    """Captured or received to assigned. A lead that came with its owner waited for nobody."""
    start, end, by = inquiry.asked_at, inquiry.assigned_at, inquiry.assign_by
    word = _("Captured to assigned") if inquiry.captured_at else _("Received to assigned")
    limit = _("limit: %(limit)s") % {"limit": inquiry.campaign.assign_limit_in_words}
    if inquiry.is_held:
        return Fact(word, _("held"), _("no clock runs"))
    age = {"age": words.age_in_words((end or situation.now) - start)}
    value = _("system %(age)s") % age if end else _("system %(age)s, waiting") % age
    if end == inquiry.received_at:
        by = end
    return Fact(word, value, limit, *clock_state(end, by, situation))


def reps_clock(inquiry: Inquiry, situation: Situation) -> Fact:
    """Assigned to first touch; a lead that was closed without one stops it. After a hand-over the
    note says how long each had it."""
    start, touched, by = inquiry.assigned_at, inquiry.first_touch_at, inquiry.respond_by
    word = _("Assigned to first touch")
    if start is None or inquiry.is_held:
        return Fact(word, "")
    limit = _("limit: %(limit)s") % {"limit": inquiry.campaign.segment.first_touch_in_words}
    if touched and touched < start:
        return Fact(word, _("before it was assigned"), limit, "done", _("in time"))
    end = touched or inquiry.closed_at
    legs = legs_of(inquiry, assignments_of(situation.lead), until=end or situation.now)
    limit = "; ".join(filter(None, [limit, in_words(legs)]))
    age = {"age": words.age_in_words((end or situation.now) - start)}
    if touched:
        value = _("rep %(age)s") % age
    else:
        value = _("rep %(age)s, never touched") if end else _("rep %(age)s, not touched yet")
        value %= age
    if end and not touched:
        return Fact(word, value, limit)
    return Fact(word, value, limit, *clock_state(end, by, situation))


def clock_state(end: datetime | None, by: datetime | None, situation: Situation) -> tuple[str, str]:
    """How a clock did, or stands, against its limit: a state and its words."""
    if by is None:
        return "", ""
    if end:
        return ("done", _("in time")) if end <= by else ("overdue", _("late"))
    state = state_of(by, now=situation.now, working=situation.working)
    return state, words.due_in_words(by, situation.now, situation.working)


def money_of(situation: Situation, *, reader: User) -> Iterator[Fact]:
    """What it is worth, else what it is likely to bring; and what it cost, to whom that is told."""
    lead = situation.lead
    currency = lead.campaign.currency
    if lead.value:
        yield Fact(_("Value"), words.money(lead.value, currency))
    elif lead.is_open and (expected := expected_of(lead.campaign)):
        average = words.money(expected.average.quantize(expected.value), currency)
        won = words.percent(expected.won, expected.closed)
        if expected.of_campaign:
            how = _(
                "%(average)s a won lead × %(won)s won, by the last %(closed)s closed of"
                " this campaign"
            )
        else:
            how = _(
                "%(average)s a won lead × %(won)s won, by the last %(closed)s closed of"
                " all campaigns"
            )
        yield Fact(
            _("Expected value"),
            words.money(expected.value, currency),
            how % {"average": average, "won": won, "closed": expected.closed},
        )
    if reader.sees_costs and (cost := cost_of_a_lead(lead.campaign)):
        yield Fact(_("Cost"), words.money(cost, currency), _("the campaign’s cost over its leads"))
