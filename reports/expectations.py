"""What may be expected of a campaign's inquiries, by the numbers of the policy, beside what is
known so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from followups.numbers import Numbers
from followups.numbers_told import BY_NAME
from leadfollow.words import Said, number
from reports.campaign_followup import CampaignFollowUp


@dataclass(frozen=True)
class Expected:
    """One line: what, by which number, how many of them, and that number's source."""

    what: str
    by: str
    count: str
    source: Said


def expected_of(figures: CampaignFollowUp, numbers: Numbers) -> list[Expected]:
    """Who buys from someone, by the time since they asked; and the sales that are ours."""
    return [*buyers(figures.leads, numbers), *sales(figures, numbers)]


def buyers(leads: int, numbers: Numbers) -> Iterator[Expected]:
    """Of so many inquirers, whoever they buy from."""
    least, most = numbers.buyers_in_3_least, numbers.buyers_in_3_most
    within = _("Buy from someone within %(months)s months")
    low, high = number(share(leads, least)), number(share(leads, most))
    yield Expected(
        within % {"months": 3},
        f"{least}–{most} %",
        low if low == high else f"{low}–{high}",
        BY_NAME["buyers_in_3_least"].source,
    )
    for months, name in ((6, "buyers_in_6"), (12, "buyers_in_12")):
        percent = getattr(numbers, name)
        count = number(share(leads, percent))
        yield Expected(within % {"months": months}, f"{percent} %", count, BY_NAME[name].source)


def sales(figures: CampaignFollowUp, numbers: Numbers) -> Iterator[Expected]:
    """Of all inquiries, and of the leads that are qualified by now."""
    yield Expected(
        _("Sales of ours, by raw inquiries"),
        _("1 of %(number)s") % {"number": number(numbers.raw_a_sale)},
        number(figures.captured // numbers.raw_a_sale),
        BY_NAME["raw_a_sale"].source,
    )
    yield Expected(
        _("Sales of ours, by qualified leads"),
        _("1 of %(number)s") % {"number": number(numbers.qualified_a_sale)},
        number(figures.qualified // numbers.qualified_a_sale),
        BY_NAME["qualified_a_sale"].source,
    )


def share(of: int, percent: int) -> int:
    """In whole numbers, rounded half up."""
    return (of * percent + 50) // 100
