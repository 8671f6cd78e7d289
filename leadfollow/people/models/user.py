"""Somebody who signs in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Any, ClassVar, Self, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from timezone_field import TimeZoneField

from leadfollow.clock import Blocks, WorkingTime
from leadfollow.people import demonstration
from leadfollow.people.blocks import BlocksField, blocks_in_order
from leadfollow.people.models.absence import Absence
from leadfollow.people.models.organisation import as_column, current
from leadfollow.people.models.team import Team
from leadfollow.words import day_briefly

# Columns of the roles, and what they are called.
ROLES = {
    "is_rep": gettext_lazy("Rep"),
    "is_manager": gettext_lazy("Manager"),
    "is_event_manager": gettext_lazy("Event manager"),
    "is_admin": gettext_lazy("Admin"),
    "is_qualifier": gettext_lazy("Outside qualifier"),
}
# Whose page is everybody's who works here; an outside qualifier has a queue and nothing else.
INSIDE = tuple(role for role in ROLES if role != "is_qualifier")
DIGEST_AT = time(7, 30)
NO_HOLIDAYS = "-"  # instead of a country: somebody who works on all of them


class HasRoles:
    """Somebody, or somebody asked in, whose row has the columns of the roles."""

    @property
    def roles_in_words(self) -> str:
        """As in "Rep, Manager"."""
        return ", ".join(str(word) for role, word in ROLES.items() if getattr(self, role))


class UserQuerySet(models.QuerySet["User"]):
    """Questions about the people."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def reps(self) -> Self:
        return self.filter(is_rep=True)

    def working_in(self, team: Team) -> Self:
        """The reps of a team who can be given leads."""
        return self.active().reps().filter(team=team)

    def qualifiers(self) -> Self:
        """Those from outside to whom leads may be given to be qualified."""
        return self.active().filter(is_qualifier=True)

    def led_by(self, manager: User) -> Self:
        return self.filter(team__managers=manager)

    def assignable_by(self, user: User) -> Self:
        """The reps to whom this person may give leads: his teams', and those of the teams that
        receive his campaigns' leads."""
        reps = self.active().reps()
        if user.is_admin:
            return reps
        reach = Q(pk__in=[])
        if user.is_manager:
            reach |= Q(team__in=user.led_team_ids)
        if user.is_event_manager:
            reach |= Q(team__in=list(user.campaigns.values_list("team", flat=True)))
        return reps.filter(reach)

    def mailable(self) -> Self:
        """Those to whom mail may go: who works here and has an address.

        An invented person's mail stays on this machine.
        """
        people = self.active().exclude(email__endswith=".invalid")
        if settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
            return people.exclude(external_source=demonstration.SOURCE)
        return people

    def cared_for_by(self, user: User) -> Self:
        """Whose absence this person may set: a rep his own, a manager his teams', an admin all."""
        if user.is_admin:
            return self
        mine = Q(pk=user.pk)
        if user.is_manager:
            mine |= Q(team__in=user.led_team_ids)
        return self.filter(mine)

    def present(self, at: datetime) -> Self:
        """Those who are not away."""
        away = Absence.objects.running(at).filter(user=models.OuterRef("pk"))
        return self.filter(~models.Exists(away))

    def with_absence(self, at: datetime) -> Self:
        """`away_until`: the last day of who is away now, else empty."""
        away = Absence.objects.running(at).filter(user=models.OuterRef("pk"))
        return self.annotate(away_until=models.Subquery(away.values("last_on")[:1]))

    def for_a_page(self, *, at: datetime) -> Self:
        """With the team, the organisation (`works_for`), and `is_deputy`: whether he stands in for
        somebody who is away."""
        away = Absence.objects.running(at).filter(deputy=models.OuterRef("pk"))
        asked = self.select_related("team")
        return asked.annotate(is_deputy=models.Exists(away), works_for=as_column())

    def admins(self) -> Self:
        return self.active().filter(is_admin=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people; Django's own commands call it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(
            email, password, **{"is_admin": True, "is_superuser": True, **fields}
        )


class QueueOrder(models.TextChoices):
    FAIR = "fair", gettext_lazy("Fair order")
    DUE = "due", gettext_lazy("Due order")


class Theme(models.TextChoices):
    DEVICE = "", gettext_lazy("As the device has it")
    LIGHT = "light", gettext_lazy("Light")
    DARK = "dark", gettext_lazy("Dark")


class Density(models.TextChoices):
    COMFORTABLE = "", gettext_lazy("Comfortable")
    COMPACT = "compact", gettext_lazy("Compact")


class User(HasRoles, AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. Roles add up; a rep is in one team. An outside qualifier is
    nothing else."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_rep = models.BooleanField(default=False)
    is_manager = models.BooleanField(default=False)
    is_event_manager = models.BooleanField(default=False)
    is_admin = models.BooleanField(default=False)
    is_qualifier = models.BooleanField(
        default=False, help_text="From outside: sees the leads given to him, and nothing else."
    )
    is_active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="members")
    own_time_zone = TimeZoneField(null=True, blank=True, help_text="Empty: the team's.")
    own_working_days = models.CharField(max_length=7, blank=True, help_text="Empty: the team's.")
    own_hours = BlocksField(help_text="Empty: the team's.")
    own_holidays_of = models.CharField(
        max_length=24, blank=True, help_text=f"Empty: the team's; {NO_HOLIDAYS}: none."
    )
    follow_up_blocks = BlocksField(help_text="Of each working day; empty: none.")
    queue_order = models.CharField(max_length=4, choices=QueueOrder, default=QueueOrder.FAIR)
    single_keys = models.BooleanField(
        default=True, help_text="Single letters and digits are keys in queue and log panel."
    )
    own_keys = models.CharField(
        max_length=120,
        blank=True,
        help_text="As in `nb lg`: b instead of n, g instead of l (`leadfollow.people.keys`).",
    )
    offers_lesson = models.BooleanField(
        default=True, help_text="The lesson of logging is offered in menu and empty queue."
    )
    digest_at = models.TimeField(
        default=DIGEST_AT, help_text="When the daily mail comes, where he is."
    )
    digest_days = models.CharField(
        max_length=7, blank=True, help_text="ISO weekdays of the daily mail; empty: working days."
    )
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.DEVICE, blank=True)
    density = models.CharField(
        max_length=7, choices=Density, default=Density.COMFORTABLE, blank=True
    )
    sign_outs = models.PositiveIntegerField(
        default=0, help_text="How often he was signed out everywhere: older sessions are dead."
    )
    two_factor_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When he was told first that he needs a second factor."
    )
    joined_at = models.DateTimeField(null=True, blank=True)
    last_given_at = models.DateTimeField(
        null=True, blank=True, help_text="When distribution last gave this person a lead."
    )
    daily_cap = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="So many leads a day by distribution; empty: no limit."
    )
    open_cap = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="None by distribution with so many open; empty: no limit."
    )
    external_source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    # The absences in which he is the deputy now; the door that knows the moment says so, by
    # `stand_in_at`. Nobody's otherwise.
    stands_in_for: tuple[Absence, ...] = ()
    is_deputy = True  # Until somebody looks, as `for_a_page` does.

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_without_case"),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="user_external_id_once",
            ),
            models.CheckConstraint(
                condition=Q(is_rep=False) | Q(team__isnull=False), name="user_rep_has_a_team"
            ),
            models.CheckConstraint(
                condition=Q(is_qualifier=False)
                | Q(is_rep=False, is_manager=False, is_event_manager=False, is_admin=False),
                name="user_qualifier_is_nothing_else",
            ),
            models.CheckConstraint(
                condition=blocks_in_order("own_hours"), name="user_hours_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(daily_cap=0) & ~Q(open_cap=0), name="user_caps_are_some"
            ),
            models.CheckConstraint(
                condition=blocks_in_order("follow_up_blocks"),
                name="user_follow_up_blocks_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be his: another one after each sign-out everywhere."""
        return f"{super().get_session_auth_hash()}{self.session_mark}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for hashed in super().get_session_auth_fallback_hash():
            yield f"{hashed}{self.session_mark}"

    @property
    def session_mark(self) -> str:
        return f".{self.sign_outs}" if self.sign_outs else ""

    @cached_property
    def led_teams(self) -> list[Team]:
        """The teams that he leads; asked for once a request."""
        return list(self.teams_led.all())

    @property
    def led_team_ids(self) -> list[int]:
        return [team.pk for team in self.led_teams]

    @property
    def invites_into(self) -> list[int] | None:
        """The teams into which he may ask reps; None: into all, and as anything."""
        if self.is_admin:
            return None
        return self.led_team_ids if self.is_manager and current().managers_invite else []

    @property
    def name_and_absence(self) -> str:
        """The name, and why he may not be there for leads: until when he is away, where he was
        asked for `with_absence`; that the lesson comes first, where for `with_lesson`."""
        if getattr(self, "lesson_first", False):
            return _("%(self)s (lesson first)") % {"self": self}
        away_until = getattr(self, "away_until", None)
        return (
            _("%(self)s (away until %(day)s)") % {"self": self, "day": day_briefly(away_until)}
            if away_until
            else str(self)
        )

    def stand_in_at(self, moment: datetime) -> None:
        """Let him know for whom he stands in: whose leads he may work besides his own."""
        away = Absence.objects.running(moment).filter(deputy=self).select_related("user__team")
        self.stands_in_for = tuple(away)

    @property
    def sees_costs(self) -> bool:
        """Whether what campaigns cost is told; to a rep only if his team shows it."""
        if self.is_admin or self.is_manager or self.is_event_manager:
            return True
        return self.team is not None and self.team.reps_see_costs

    @property
    def may_export(self) -> bool:
        """Whether leads may be taken along as a file; by a rep only if his team lets him."""
        if self.is_admin or self.is_manager or self.is_event_manager:
            return True
        return self.team is not None and self.team.reps_export

    @property
    def time_zone(self) -> ZoneInfo:
        """The person's own, else the team's, else the organisation's."""
        usual = self.team if self.team is not None else current()
        zone: ZoneInfo = self.own_time_zone or usual.time_zone  # asks for no holidays
        return zone

    @property
    def usual_working_time(self) -> WorkingTime:
        """What holds where the person sets nothing: the team's, else the organisation's."""
        return self.team.working_time if self.team is not None else current().working_time

    @property
    def working_time(self) -> WorkingTime:
        """The person's own zone, days, hours and holidays; of each that he does not set, the
        usual ones."""
        usual = self.usual_working_time
        country = self.own_holidays_of or usual.country
        return WorkingTime(
            zone=self.own_time_zone or usual.zone,
            days=frozenset(int(day) for day in self.own_working_days) or usual.days,
            blocks=cast(Blocks, self.own_hours) or usual.blocks,
            country="" if country == NO_HOLIDAYS else country,
            own=usual.own,
        )

    @property
    def digest_working_time(self) -> WorkingTime:
        """The same, with the days on which the daily mail may come."""
        days = frozenset(int(day) for day in self.digest_days)
        return replace(self.working_time, days=days) if days else self.working_time
