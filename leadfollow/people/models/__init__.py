"""Who works with the leads."""

from leadfollow.people.models.absence import Absence
from leadfollow.people.models.team import Team, standard_working_time
from leadfollow.people.models.user import NO_HOLIDAYS, QueueOrder, User, UserQuerySet

__all__ = [
    "NO_HOLIDAYS",
    "Absence",
    "QueueOrder",
    "Team",
    "User",
    "UserQuerySet",
    "standard_working_time",
]
