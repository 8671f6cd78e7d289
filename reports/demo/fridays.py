"""The last Fridays: each team's manager goes through the week, and closes it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from leadfollow.clock import ONE_DAY, Week, today
from leadfollow.people.models import Team
from leads.models import Lead
from reports import operations
from reports.demo.play import Play
from reports.models import Commitment
from reports.models.commitment import End
from reports.models.retrospective import Section

WEEKS = 4  # the one before them was never held
FRIDAY, AT = 4, time(15)
AGREED = 3  # leads a Friday
AS_LONG_AS = timedelta(minutes=18)  # it takes


class Fridays:
    """Holds the retrospectives of the weeks that are over, and of this one where it is Friday."""

    def __init__(self, play: Play) -> None:
        self.play = play

    def announce(self) -> None:
        for team in (self.play.cast.north, self.play.cast.south):
            here = today(team.time_zone, self.play.end)
            for back in range(WEEKS):
                week = Week.of(here - back * 7 * ONE_DAY)
                friday = week.first_on + FRIDAY * ONE_DAY
                at = team.working_time.at_time(friday, AT)
                self.play.put(at, partial(self.hold, team, week))

    def hold(self, team: Team, week: Week, at: datetime) -> None:
        how: dict[str, Any] = {"by": self.play.cast.leader_of(team), "at": at}
        self.settle(team, week, at)
        late = Lead.objects.of_team(team).open().filter(owner__team=team, next_due_at__lte=at)
        monday = team.working_time.at_time(week.next.first_on, time(12))
        for lead in late.select_related("owner").order_by("next_due_at", "pk")[:AGREED]:
            operations.commit(
                team=team, week=week, section=Section.DUE, lead=lead, due_at=monday,
                what=_("Call %(lead)s") % {"lead": lead}, **how | {"rep": lead.owner},
            )  # fmt: skip
        operations.note(
            team=team, week=week, section=Section.PROCESS, text=_("Mornings are for calls."), **how
        )
        for section in Section:
            operations.finish_section(team=team, week=week, section=section, **how)
        operations.close(team=team, week=week, **how | {"at": at + AS_LONG_AS})

    def settle(self, team: Team, week: Week, at: datetime) -> None:
        """Two of three were kept, one goes on."""
        made = Commitment.objects.of_team(team).before(week).standing().order_by("pk")
        by = self.play.cast.leader_of(team)
        later = team.working_time.at_time(week.next.first_on + ONE_DAY, time(12))
        for number, commitment in enumerate(made):
            end = End.CARRIED if number % 3 == 2 else End.KEPT
            operations.settle_commitment(
                commitment=commitment, week=week, end=end, by=by, at=at,
                due_at=later if end == End.CARRIED else None,
            )  # fmt: skip
