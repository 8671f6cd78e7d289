"""What managers do: hand leads over, and take some from a rep who does not get to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from followups import operations
from leadfollow.people.models import Team, User
from leads.models import Lead
from reports.demo.play import Play
from reports.demo.reps import Reps

HAND_OVERS = 6  # a team
RELEASED_YESTERDAY, RELEASED_JUST_NOW = 3, 2  # a team: some stand flagged, some do not yet


class Managers:
    """Puts up a few interventions in each team."""

    def __init__(self, play: Play, reps: Reps) -> None:
        self.play, self.reps = play, reps

    def announce(self) -> None:
        for team in (self.play.cast.north, self.play.cast.south):
            for n in range(1, HAND_OVERS + 1):
                at = self.play.end - timedelta(days=8 * n) - self.play.hours(1, 9)
                self.play.put(at, partial(self.hand_over, team))
            yesterday = self.play.end - timedelta(hours=22)
            self.play.put(yesterday, partial(self.release, team, RELEASED_YESTERDAY))
            just_now = self.play.end - timedelta(minutes=12)
            self.play.put(just_now, partial(self.release, team, RELEASED_JUST_NOW))

    def busiest(self, team: Team) -> User:
        """The rep with the worst habits."""
        habits = self.play.cast.habits
        return max(self.play.cast.reps(team), key=lambda rep: habits[rep.pk].forgets)

    def leads_of(self, rep: User, number: int) -> list[Lead]:
        leads = list(Lead.objects.open().owned_by(rep).order_by("pk"))
        return self.play.chance.sample(leads, min(number, len(leads)))

    def hand_over(self, team: Team, at: datetime) -> None:
        """One lead to a colleague who has the time."""
        rep = self.busiest(team)
        others = [other for other in self.play.cast.reps(team) if other.pk != rep.pk]
        for lead in self.leads_of(rep, 1):
            to, by = self.play.chance.choice(others), self.play.cast.manager_of(rep)
            operations.assign_lead(lead=lead, rep=to, by=by, at=at)
            self.reps.look_at(lead.pk, at)

    def release(self, team: Team, number: int, at: datetime) -> None:
        """Back into the inbox."""
        rep = self.busiest(team)
        for lead in self.leads_of(rep, number):
            operations.release_lead(lead=lead, by=self.play.cast.manager_of(rep), at=at)
