"""Who is asked to come in, and by which link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from leadfollow.people.models.team import Team
from leadfollow.people.models.user import ROLES, HasRoles, User

OPEN_FOR = timedelta(days=7)
SALT = "leadfollow.invitation"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def waiting(self) -> Self:
        """Neither accepted nor revoked; the link may be too old by now."""
        return self.filter(accepted_at=None, revoked_at=None)

    def in_reach_of(self, user: User) -> Self:
        """Those that this person may look at, send again and take back."""
        teams = user.invites_into
        if teams is None:
            return self
        more = (role for role in ROLES if role != "is_rep")
        return self.filter(team__in=teams, **dict.fromkeys(more, False))

    def by_token(self, token: str) -> Invitation | None:
        """The one that a link belongs to; none for a link that was not made here."""
        try:
            pk, _ = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return self.select_related("by", "team").filter(pk=pk).first()


class Invitation(HasRoles, models.Model):
    """Somebody is asked to come in, with roles and a team. The person's row is made when he
    accepts: until then nobody can give leads to somebody who may never come.

    Sent again, it has a new link (`round`), and the one before is dead.
    """

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    is_rep = models.BooleanField(default=False)
    is_manager = models.BooleanField(default=False)
    is_event_manager = models.BooleanField(default=False)
    is_admin = models.BooleanField(default=False)
    is_qualifier = models.BooleanField(default=False)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="invitations",
        help_text="A rep works in it, a manager leads it.",
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    revoked_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(is_rep=False) | Q(team__isnull=False),
                name="invitation_rep_has_a_team",
            ),
            models.CheckConstraint(
                condition=Q(is_rep=True)
                | Q(is_manager=True)
                | Q(is_event_manager=True)
                | Q(is_admin=True)
                | Q(is_qualifier=True),
                name="invitation_has_a_role",
            ),
            models.CheckConstraint(
                condition=Q(is_qualifier=False)
                | Q(is_rep=False, is_manager=False, is_event_manager=False, is_admin=False),
                name="invitation_qualifier_is_nothing_else",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, user=None)
                | Q(accepted_at__isnull=False, user__isnull=False, revoked_at=None),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def may_come(self) -> bool:
        """Whether the one who asked is still somebody who may ask people in."""
        return self.by.is_active and self.may_be_of(self.by)

    def may_be_of(self, user: User) -> bool:
        """Whether this person may ask in such a one: a manager a rep, and nothing more than a rep,
        into a team of his."""
        teams = user.invites_into
        more = any(getattr(self, role) for role in ROLES if role != "is_rep")
        return teams is None or (not more and self.team_id in teams)

    @property
    def token(self) -> str:
        """What the link says: signed, so that nobody makes one himself."""
        return signing.dumps([self.pk, self.round], salt=SALT)

    def why_dead(self, token: str, at: datetime) -> str:
        """Why this link opens nothing any more, and what to do; empty while it does."""
        if self.accepted_at:
            return _("This link was used already. Sign in with your e-mail and password.")
        if self.revoked_at:
            return _("This invitation was taken back. Ask %(by)s if that was a mistake.") % {
                "by": self.by
            }
        if not self.may_come:
            return _("%(by)s invites nobody any more. Ask an admin for a new link.") % {
                "by": self.by
            }
        if signing.loads(token, salt=SALT)[1] != self.round:
            return _("A newer link was made. Use that one, or ask %(by)s for it.") % {"by": self.by}
        if self.expires_at <= at:
            return _("This link was good for 7 days. Ask %(by)s to send it again.") % {
                "by": self.by
            }
        return ""
