"""The mails that this app sends by itself."""

from django.utils.translation import gettext_lazy

from followups.notices.choosing import Mailing
from leadfollow.people.models import User

COMMITMENTS = "commitments"


def is_rep(person: User) -> bool:
    return person.is_rep


COMMITTED = Mailing(
    COMMITMENTS, gettext_lazy("What I said I will do, when the retrospective is closed"), is_rep
)
