"""Who works with the leads."""

from leadfollow.people.models.absence import Absence
from leadfollow.people.models.holiday import Holiday
from leadfollow.people.models.invitation import Invitation
from leadfollow.people.models.organisation import Organisation, current
from leadfollow.people.models.tally import Tally
from leadfollow.people.models.team import Team, standard_working_time
from leadfollow.people.models.token import Scope, Token
from leadfollow.people.models.user import (
    INSIDE,
    NO_HOLIDAYS,
    ROLES,
    Density,
    QueueOrder,
    Theme,
    User,
    UserQuerySet,
)

__all__ = [
    "INSIDE",
    "NO_HOLIDAYS",
    "ROLES",
    "Absence",
    "Density",
    "Holiday",
    "Invitation",
    "Organisation",
    "QueueOrder",
    "Scope",
    "Tally",
    "Team",
    "Theme",
    "Token",
    "User",
    "UserQuerySet",
    "current",
    "standard_working_time",
]
