"""The end of a team's week: what was agreed, what was done, what lies open.

Three questions: do the new leads of the previous two weeks have a next step? Have follow-ups been
scheduled for all open leads? Were all due and overdue follow-ups made? The week's ledger is
history; the rest is as of the moment asked for, also of a week that is past. A lead is its
owner's of that moment, and a rep's team is his of today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from followups.in_force import InForce, policy_at
from followups.models import EarlyStop, Touch
from followups.models.touch import TouchQuerySet
from followups.numbers import Numbers
from leadfollow.clock import ONE_DAY, Week, day_start, today
from leadfollow.people.models import Team, User
from leads.models import OPEN, UNPLANNED, Assignment, Inquiry, Lead, silent
from leads.models.inquiry import InquiryQuerySet
from leads.models.lead import LeadQuerySet
from reports.follow_up_level import Level, follow_up_levels
from reports.ledger import Fate, Ledger, LedgerRow, before_week, ledgers, written_off, zone_of
from reports.question import Answer, Question

WEEKS_SHOWN = 8  # of the chart; own
SILENCES = ("silent", "silent_longer", "silent_longest")  # the black hole, by the policy's days


@dataclass(frozen=True)
class RepWeek:
    """One rep's leads, week and level; of *nobody*, whose leads wait for an owner; or of all.

    The first nine numbers are leads, those of the week are touches, the last two inquiries.
    """

    rep: str
    rep_id: int | None = None
    team: str = ""
    new_leads: int = 0
    new_without_next_step: int = 0
    open_leads: int = 0
    without_next_step: int = 0  # nobody's leads have none either, and stand beside
    overdue: int = 0
    silent: int = 0
    silent_longer: int = 0
    silent_longest: int = 0
    came_due: int = 0
    on_time: int = 0
    late: int = 0
    not_made: int = 0
    moved: int = 0
    cancelled: int = 0
    older: int = 0  # due before the week and still not made
    written_off: int = 0  # overdue touches for which a manager granted an amnesty in the week
    stopped_early: int = 0  # leads given up in the week before their sixth touch
    followed_up: int = 0
    inquiries: int = 0

    @property
    def due_and_not_made(self) -> int:
        """What should have been made by the end of the week, and was not."""
        return self.not_made + self.older

    @property
    def new_leads_planned(self) -> bool:
        """The first question."""
        return self.new_without_next_step == 0

    @property
    def all_planned(self) -> bool:
        """The second."""
        return self.without_next_step == 0

    @property
    def all_made(self) -> bool:
        """The third."""
        return self.due_and_not_made == 0

    @property
    def level(self) -> Level:
        return Level(self.followed_up, self.inquiries)


NUMBERS = [each.name for each in fields(RepWeek) if each.name not in ("rep", "rep_id", "team")]


@dataclass(frozen=True)
class Findings:
    """A week of a team, or of one rep, as of a moment."""

    whose: Team | User
    week: Week
    as_of: datetime
    rows: tuple[RepWeek, ...]
    weeks: tuple[Ledger, ...]  # the last eight, this one at the end
    policy: InForce  # by which it is judged

    @property
    def total(self) -> RepWeek:
        """What the rows add up to."""
        return total_of(self.rows)

    @property
    def waiting(self) -> int:
        """Open leads without an owner, from campaigns whose leads the team receives."""
        return sum(row.open_leads for row in self.rows if row.rep_id is None)

    @property
    def is_past(self) -> bool:
        """Whether the week was over: then its first two answers are of a later moment."""
        return self.as_of >= self.week.ends_at(zone_of(self.whose))


def retrospective(whose: Team | User, week: Week, *, now: datetime) -> Findings:
    """The answers for a team's week or one rep's; seven queries, whatever the reps and rows, and
    one for the policy."""
    weeks = ledgers(whose, last_weeks(week), now=now)
    policy = policy_of(whose, week, now=now)
    numbers = numbers_by_owner(whose, week, policy.numbers, now=now)
    rows = [row_of(row, numbers[row.rep.pk if row.rep else None]) for row in weeks[-1].rows]
    return Findings(whose, week, now, tuple(row for row in rows if row), tuple(weeks), policy)


def policy_of(whose: Team | User, week: Week, *, now: datetime) -> InForce:
    """The version of the follow-up policy that was in force at the week's end: a change of it
    judges no week that is past."""
    return policy_at(min(now, week.ends_at(zone_of(whose))))


def answer(question: Question) -> Answer:
    """The rows of the page for a rep, a team, or every team and whoever was a rep and is in none
    any more, and what they add up to.

    ValueError, with a sentence, for a week that has not begun.
    """
    one = question.rep or question.team
    rows: list[RepWeek] = []
    for whose in [one] if one else everybody():
        week = question.week or Week.of(today(zone_of(whose), question.now))
        if question.now < week.starts_at(zone_of(whose)):
            raise ValueError(_("Week %(week)s has not begun yet.") % {"week": week})
        team = whose if isinstance(whose, Team) else whose.team
        its = retrospective(whose, week, now=question.now)
        rows += [replace(row, team=str(team or "")) for row in its.rows]
    total = total_of(rows)
    told = ("new_leads_planned", "all_planned", "all_made", "due_and_not_made", *NUMBERS)
    totals = {name: getattr(total, name) for name in told}
    return Answer(rows, totals | {"follow_up_level": total.level.percent})


def everybody() -> list[Team | User]:
    """Every team, and those who had leads and are in none: another role took them out of it."""
    had = Exists(Assignment.objects.filter(rep=OuterRef("pk")))
    without = User.objects.filter(had, team=None).order_by("name", "pk")
    return [*Team.objects.all(), *without]


def row_of(week: LedgerRow, numbers: dict[str, Any]) -> RepWeek | None:
    """A rep's row; None where he has left, or it is nobody's, and there is nothing to show."""
    numbers |= {name: getattr(week, name) for name in ("came_due", *Fate)}
    if week.rep is None:
        return RepWeek(_("nobody"), **numbers) if any(numbers.values()) else None
    if (week.rep.is_active and week.rep.is_rep) or any(numbers.values()):
        return RepWeek(week.rep.name, week.rep.pk, **numbers)
    return None


def numbers_by_owner(
    whose: Team | User, week: Week, by: Numbers, *, now: datetime
) -> dict[int | None, dict[str, int]]:
    """All but the ledger for each owner, by his id."""
    numbers: dict[int | None, dict[str, int]] = defaultdict(dict)
    is_new = new(whose, week, by)
    leads = leads_of(whose).filter(OPEN | is_new)
    conditions = conditions_of_leads(is_new, by, now)
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    debt = older_debt(whose, week, now=now)
    for rows in (
        by_owner(leads, "owner", **counts),
        by_owner(debt, "lead__owner", older=Count("pk")),
        by_owner(written_off(whose, week, now=now), "counts_for", written_off=Count("pk")),
        by_owner(early_stops(whose, week, now=now), "rep", stopped_early=Count("pk")),
    ):
        for owner, counted in rows.items():
            numbers[owner] |= counted
    levels = follow_up_levels(leads_of(whose), days=by.level_days, now=now)
    for owner, level in levels.items():
        numbers[owner] |= asdict(level)
    return numbers


def conditions_of_leads(is_new: Q, by: Numbers, now: datetime) -> dict[str, Q]:
    """What is counted of the leads that are new or open, by the number's name."""
    dark = {name: silent(days, now=now) for name, days in zip(SILENCES, by.silences, strict=True)}
    return {
        "new_leads": is_new,
        "new_without_next_step": is_new & UNPLANNED,
        "open_leads": OPEN,
        "without_next_step": UNPLANNED,
        "overdue": OPEN & Q(next_due_at__lte=now),
        **dark,
    }


def total_of(rows: Collection[RepWeek]) -> RepWeek:
    """The sum of rows, number by number."""
    sums: dict[str, Any] = {name: sum(getattr(row, name) for row in rows) for name in NUMBERS}
    return RepWeek("all", **sums)


def last_weeks(week: Week) -> list[Week]:
    """The weeks of the chart, this one last."""
    weeks = [week]
    while len(weeks) < WEEKS_SHOWN and not weeks[0].is_first:
        weeks.insert(0, weeks[0].previous)
    return weeks


def leads_of(whose: Team | User) -> LeadQuerySet:
    """A team's, with those that wait for one of its reps; a rep's own."""
    if isinstance(whose, Team):
        return Lead.objects.of_team(whose)
    return Lead.objects.owned_by(whose)


def lately_assigned(whose: Team | User, week: Week, by: Numbers) -> InquiryQuerySet:
    """Inquiries that first came to a rep in the policy's days (14) to the week's end."""
    zone = zone_of(whose)
    first_on = week.last_on - (by.cohort_days - 1) * ONE_DAY
    start, end = day_start(first_on, zone), week.ends_at(zone)
    return Inquiry.objects.counted().first_assigned_between(start, end)


def new(whose: Team | User, week: Week, by: Numbers) -> Q:
    """Of leads: those of these inquiries."""
    return Q(pk__in=lately_assigned(whose, week, by).values("lead"))


def new_leads(whose: Team | User, week: Week, by: Numbers) -> LeadQuerySet:
    """The new leads of those days."""
    return leads_of(whose).filter(new(whose, week, by))


def older_debt(whose: Team | User, week: Week, *, now: datetime) -> TouchQuerySet:
    """Overdue touches that were due before the week, on the plate of whoever owns the lead."""
    overdue = Touch.objects.manual().overdue(now).filter(before_week(week, zone_of(whose)))
    return overdue.filter(lead__in=leads_of(whose))


def early_stops(whose: Team | User, week: Week, *, now: datetime) -> QuerySet[Any]:
    """Leads that the team's reps, or the rep, gave up in the week before their sixth touch."""
    zone = zone_of(whose)
    stops = EarlyStop.objects.standing().filter(at__gte=week.starts_at(zone), at__lte=now)
    stops = stops.filter(at__lt=week.ends_at(zone))
    return stops.filter(**{"rep__team" if isinstance(whose, Team) else "rep": whose})


def by_owner(rows: QuerySet[Any], owner: str, **numbers: Count) -> dict[int | None, dict[str, int]]:
    """These numbers of the rows for each owner, by his id."""
    counted = rows.order_by().values(owner).annotate(**numbers)
    return {each.pop(owner): each for each in counted}
