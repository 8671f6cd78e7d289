"""Two teams and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from leadfollow.people.demonstration import SOURCE
from leadfollow.people.models import Team, User

NORTH_ZONE, SOUTH_ZONE = "Europe/Berlin", "Europe/Lisbon"

BLOCKS = {"north": "10:00-11:00 15:00-16:00", "south": ""}  # the model day, in one team


@dataclass(frozen=True)
class Habits:
    """How somebody follows up: shares of touches made in time and moved; how often a lead is
    forgotten, against what is usual for its campaign."""

    on_time: float
    moves: float
    forgets: float


GOOD, FAIR, DEEP_IN_DEBT = Habits(0.91, 0.03, 0.25), Habits(0.8, 0.07, 0.9), Habits(0.5, 0.2, 1.9)
REPS = (
    ("rep", "Ana Petrova", "north", Habits(0.86, 0.05, 0)),
    ("chidi", "Chidi Eze", "north", GOOD),
    ("dana", "Dana Weiss", "north", FAIR),
    ("ben", "Ben Kovač", "north", DEEP_IN_DEBT),
    ("ines", "Inês Duarte", "south", GOOD),
    ("luc", "Luc Moreau", "south", GOOD),
    ("sofia", "Sofia Lindh", "south", FAIR),
    ("tomas", "Tomás Rey", "south", DEEP_IN_DEBT),
)
ROLES = (
    ("manager", "Marta Rossi", NORTH_ZONE, "is_manager"),
    ("rui", "Rui Matos", SOUTH_ZONE, "is_manager"),
    ("events", "Eva Molin", NORTH_ZONE, "is_event_manager"),
    ("admin", "Adam Novak", NORTH_ZONE, "is_admin"),
    ("outside", "Ola Berg", NORTH_ZONE, "is_qualifier"),
)
ACCOUNTS = ("rep", "manager", "events", "outside", "admin")  # those that are shown


@dataclass(frozen=True)
class Cast:
    """Everybody, by the part of the address before the @."""

    north: Team
    south: Team
    people: dict[str, User]
    habits: dict[int, Habits]

    @property
    def star(self) -> User:
        """The rep whose queue is shown."""
        return self.people["rep"]

    def reps(self, team: Team) -> list[User]:
        return [user for user in self.people.values() if user.is_rep and user.team_id == team.pk]

    def manager_of(self, rep: User) -> User:
        return self.leader_of(self.north if rep.team_id == self.north.pk else self.south)

    def leader_of(self, team: Team) -> User:
        return self.people["manager" if team == self.north else "rui"]


def make_cast(*, password: str | None, at: datetime) -> Cast:
    """Teams and people; all sign in with the one password, which is hashed once; without one
    nobody does."""
    north = Team.objects.create(name="North", slug="north", time_zone=NORTH_ZONE, holidays_of="DE")
    south = Team.objects.create(
        name="South",
        slug="south",
        time_zone=SOUTH_ZONE,
        holidays_of="PT",
        reps_take_from_inbox=False,
    )
    teams = {"north": north, "south": south}
    hashed, joined = make_password(password), at - timedelta(days=400)
    people = {
        short: User(name=name, is_rep=True, team=teams[team], follow_up_blocks=BLOCKS[team])
        for short, name, team, _ in REPS
    } | {
        short: User(name=name, own_time_zone=zone, **{role: True})
        for short, name, zone, role in ROLES
    }
    for short, user in people.items():
        user.email, user.password, user.joined_at = f"{short}@example.com", hashed, joined
        user.external_source, user.external_id = SOURCE, short
        user.save()
    north.managers.add(people["manager"])
    south.managers.add(people["rui"])
    return Cast(north, south, people, {people[short].pk: habits for short, _, _, habits in REPS})
