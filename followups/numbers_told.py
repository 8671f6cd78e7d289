"""The numbers of the follow-up policy in words: what each means, its source, its bounds."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from leadfollow.words import Said

OWN = gettext_lazy("no root source found")


@dataclass(frozen=True)
class Number:
    """One of them in words."""

    name: str
    label: Said
    unit: Said
    least: int
    most: int
    source: Said
    used: Said


def article(number: str) -> Said:
    return format_lazy(gettext_lazy("article {number}"), number=number)


NUMBERS = (
    Number(
        "soft_attempts",
        gettext_lazy("Attempts when stopping is offered"),
        gettext_lazy("on a person"),
        1,
        30,
        article("002"),
        gettext_lazy("The log panel offers the next person, a bucket or the end"),
    ),
    Number(
        "hard_attempts",
        gettext_lazy("Attempts when a person counts as exhausted"),
        gettext_lazy("on a person"),
        1,
        30,
        article("002"),
        gettext_lazy("The flag “exhausted”; one more try on the same person asks why"),
    ),
    Number(
        "fewest_planned",
        gettext_lazy("Touches of a plan, at least"),
        gettext_lazy("touches"),
        1,
        50,
        article("004"),
        gettext_lazy("Counters in the log panel; the cadence builder warns of less"),
    ),
    Number(
        "most_planned",
        gettext_lazy("Touches of a plan, at most"),
        gettext_lazy("touches"),
        1,
        50,
        article("004"),
        gettext_lazy("Counters in the log panel; the cadence builder warns of more"),
    ),
    Number(
        "fewest_touches",
        gettext_lazy("Touches before one stops without being asked why"),
        gettext_lazy("touches"),
        1,
        30,
        article("004"),
        gettext_lazy("Giving up earlier asks for a reason, and the retrospective counts it"),
    ),
    Number(
        "people_a_lead",
        gettext_lazy("People to reach at a lead"),
        gettext_lazy("people"),
        1,
        20,
        article("004"),
        gettext_lazy("“2 of 4 people reached” on the lead, and whom to find next"),
    ),
    Number(
        "verdict_touches",
        gettext_lazy("Touches by which a lead has a verdict"),
        gettext_lazy("touches"),
        1,
        20,
        article("003"),
        gettext_lazy("The flag “no verdict”"),
    ),
    Number(
        "verdict_working_days",
        gettext_lazy("Time to a verdict"),
        gettext_lazy("working days"),
        1,
        60,
        OWN,
        gettext_lazy("The flag “no verdict”; for leads that are handed over from then on"),
    ),
    Number(
        "escalated_after",
        gettext_lazy("Until the manager is told"),
        gettext_lazy("working days"),
        1,
        30,
        OWN,
        gettext_lazy("Flags that a rep leaves standing are told to his manager"),
    ),
    Number(
        "outside_working_days",
        gettext_lazy("Time of an outside qualifier"),
        gettext_lazy("working days"),
        1,
        30,
        OWN,
        gettext_lazy("A lead that he did not return by then is taken back and given to a rep"),
    ),
    Number(
        "rejected_notice",
        gettext_lazy("Rejected in a row from one source: notice"),
        gettext_lazy("leads of a rep"),
        2,
        30,
        article("003"),
        gettext_lazy("The report of verdicts: a rep begins to doubt the source"),
    ),
    Number(
        "rejected_alarm",
        gettext_lazy("Rejected in a row from one source: alarm"),
        gettext_lazy("leads of a rep"),
        2,
        30,
        article("003"),
        gettext_lazy("The report of verdicts: he puts its leads last from here on"),
    ),
    Number(
        "long_step_months",
        gettext_lazy("Long next step"),
        gettext_lazy("months"),
        1,
        12,
        article("000"),
        gettext_lazy("The quick pick for “not now”"),
    ),
    Number(
        "silent_days",
        gettext_lazy("Black hole: silent for"),
        gettext_lazy("days"),
        1,
        365,
        article("000"),
        gettext_lazy("The retrospective counts these leads; Monday’s wake-ups come from them"),
    ),
    Number(
        "silent_longer",
        gettext_lazy("Black hole: silent for longer"),
        gettext_lazy("days"),
        2,
        730,
        article("000"),
        gettext_lazy("The retrospective’s second count"),
    ),
    Number(
        "silent_longest",
        gettext_lazy("Black hole: silent for the longest"),
        gettext_lazy("days"),
        3,
        1095,
        article("000"),
        gettext_lazy("The retrospective’s third count"),
    ),
    Number(
        "wake_ups_a_week",
        gettext_lazy("Silent leads woken each Monday"),
        gettext_lazy("leads a rep"),
        0,
        100,
        article("000"),
        gettext_lazy("The longest-silent leads that come back to each rep’s queue"),
    ),
    Number(
        "follow_up_minutes",
        gettext_lazy("Follow-up a working day"),
        gettext_lazy("minutes"),
        10,
        600,
        gettext_lazy("two blocks of an hour on the model day"),
        gettext_lazy("The forecast’s capacity of a rep who has set no blocks of his own"),
    ),
    Number(
        "minutes_a_touch",
        gettext_lazy("A touch takes"),
        gettext_lazy("minutes"),
        1,
        120,
        OWN,
        gettext_lazy("The forecast’s capacity, until a rep’s own pace can be measured"),
    ),
    Number(
        "level_days",
        gettext_lazy("Follow-up level: its window"),
        gettext_lazy("days"),
        7,
        730,
        OWN,
        gettext_lazy("Inquiries that the retrospective’s follow-up level looks back on"),
    ),
    Number(
        "level_from",
        gettext_lazy("Follow-up level: healthy from"),
        "%",
        0,
        100,
        article("001"),
        gettext_lazy("The retrospective’s follow-up level is red below it"),
    ),
    Number(
        "level_to",
        gettext_lazy("Follow-up level: healthy to"),
        "%",
        0,
        100,
        article("001"),
        gettext_lazy("The band beside the retrospective’s follow-up level"),
    ),
    Number(
        "cohort_days",
        gettext_lazy("New leads of a retrospective"),
        gettext_lazy("days"),
        1,
        90,
        article("000"),
        gettext_lazy("Inquiries first assigned in so many days to the end of its week"),
    ),
    Number(
        "raw_a_sale",
        gettext_lazy("Raw inquiries a sale"),
        gettext_lazy("inquiries"),
        1,
        1000,
        article("001"),
        gettext_lazy("Sales to expect, on a campaign’s follow-up page"),
    ),
    Number(
        "qualified_a_sale",
        gettext_lazy("Qualified leads a sale"),
        gettext_lazy("leads"),
        1,
        1000,
        article("001"),
        gettext_lazy("Sales to expect, on a campaign’s follow-up page"),
    ),
    Number(
        "buyers_in_3_least",
        gettext_lazy("Who buys from someone within 3 months, at least"),
        gettext_lazy("% of inquirers"),
        0,
        100,
        gettext_lazy("Obermayer, a rule of thumb of 2007"),
        gettext_lazy("Buyers to expect, on a campaign’s follow-up page"),
    ),
    Number(
        "buyers_in_3_most",
        gettext_lazy("Who buys from someone within 3 months, at most"),
        gettext_lazy("% of inquirers"),
        0,
        100,
        gettext_lazy("Obermayer, a rule of thumb of 2007"),
        gettext_lazy("Buyers to expect, on a campaign’s follow-up page"),
    ),
    Number(
        "buyers_in_6",
        gettext_lazy("Who buys from someone within 6 months"),
        gettext_lazy("% of inquirers"),
        0,
        100,
        gettext_lazy("Obermayer, a rule of thumb of 2007"),
        gettext_lazy("Buyers to expect, on a campaign’s follow-up page"),
    ),
    Number(
        "buyers_in_12",
        gettext_lazy("Who buys from someone within 12 months"),
        gettext_lazy("% of inquirers"),
        0,
        100,
        article("002"),
        gettext_lazy("Buyers to expect, on a campaign’s follow-up page"),
    ),
)
BY_NAME = {number.name: number for number in NUMBERS}
