"""One contact with a lead: planned, made, or called off."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from timezone_field import TimeZoneField

from followups.channels import channel_in_words
from followups.models.channel import Channel, channel_known, link_is_an_address
from followups.models.outcome import ATTEMPTS, RESPONSES, Outcome
from followups.models.touch_state import (
    CANCELLED,
    LOGGED,
    SCHEDULED,
    CancelReason,
    Direction,
    Source,
    TouchState,
)
from leads.models import Lead

if TYPE_CHECKING:
    from leadfollow.people.models import User


# What was planned of a touch, and stays with it when it is moved, undone or made for another.
PLANNED = (
    "lead_id", "contact_id", "enrolment_id", "step_id", "channel", "own_channel_id",
    "direction", "subject", "is_automatic", "is_decision", "due_at", "due_on", "due_zone",
    "first_due_at", "moves", "moves_by_them", "why", "scheduled_at", "scheduled_by_id",
    "after_id", "instead_of_id",
)  # fmt: skip


def reversal() -> Exists:
    """Whether another touch reverses the one of a row."""
    return Exists(Touch.objects.filter(reverses__isnull=False, reverses=OuterRef("pk")))


class TouchQuerySet(models.QuerySet["Touch"]):
    """Questions the team asks about touches; each answer is a queryset, so they chain."""

    def scheduled(self) -> Self:
        return self.filter(SCHEDULED)

    def manual(self) -> Self:
        """Those a person makes: laws, columns and the ledger leave automatic touches out."""
        return self.filter(is_automatic=False)

    def standing(self) -> Self:
        """All but what was undone, and what an undone log had scheduled: that counts nowhere."""
        return self.not_reversed().exclude(cancel_reason=CancelReason.UNDONE)

    def logged(self) -> Self:
        """Those that were made and stand: what was undone counts nowhere."""
        return self.not_reversed().filter(LOGGED)

    def responses(self) -> Self:
        """Those by which the person answered: by outcome, or because he came to us."""
        return self.logged().filter(Q(direction="inbound") | Q(outcome__in=RESPONSES))

    def not_reversed(self) -> Self:
        """`reversed_by=None` would join; planners then misjudge and scan the whole table, as they
        would without the first condition, which says that hardly any touch reverses another."""
        return self.filter(~reversal())

    def with_is_undone(self) -> Self:
        """`is_undone`: whether another row reverses it."""
        return self.annotate(is_undone=reversal())

    def overdue(self, now: datetime) -> Self:
        return self.scheduled().filter(due_at__lte=now)

    def on_plate_of(self, rep: User) -> Self:
        """A scheduled touch is on the plate of whoever owns the lead at this moment."""
        return self.scheduled().filter(lead__owner=rep)

    def visible_to(self, user: User) -> Self:
        return self.filter(lead__in=Lead.objects.visible_to(user))

    def workable_by(self, user: User) -> Self:
        return self.filter(lead__in=Lead.objects.workable_by(user))


class Touch(models.Model):
    """One contact with a lead: scheduled (due, not done), logged (done) or cancelled.

    Rows are never deleted and `due_at` never changes. Moving cancels the touch and makes its
    successor, which carries `first_due_at` and the count of moves. Undo is a new row that
    `reverses` the logged one. `after` is the logged touch that scheduled this one, and
    `cancelled_by_touch` the one that called it off, so that an undo finds both.
    """

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="touches", db_index=False)
    contact = models.ForeignKey(
        "leads.Contact", models.PROTECT, null=True, blank=True, related_name="touches"
    )
    enrolment = models.ForeignKey(
        "followups.Enrolment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="touches",
        db_index=False,
        help_text="Empty: a promise, or a touch that nobody planned.",
    )
    step = models.ForeignKey(
        "followups.Step", models.PROTECT, null=True, blank=True, related_name="touches"
    )
    state = models.CharField(max_length=10, choices=TouchState, default=TouchState.SCHEDULED)
    channel = models.CharField(max_length=10, choices=Channel)
    own_channel = models.ForeignKey(
        "followups.OwnChannel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="touches",
        db_index=False,
        help_text="A channel of our own, which works like the channel.",
    )
    link = models.URLField(
        max_length=500, blank=True, help_text="Where it took place, as a thread of a forum."
    )
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.OUTBOUND)
    source = models.CharField(max_length=8, choices=Source, default=Source.TYPED)
    is_automatic = models.BooleanField(default=False)
    is_decision = models.BooleanField(
        default=False, help_text="The end of a plan: what becomes of the lead is to be decided."
    )
    subject = models.CharField(max_length=200, blank=True, help_text="What is to be done.")
    external_source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    scheduled_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_zone = TimeZoneField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)
    moves = models.PositiveSmallIntegerField(default=0)
    moves_by_them = models.PositiveSmallIntegerField(
        default=0, help_text="Of these moves, those that were their wish: no postponing."
    )
    why = models.CharField(
        max_length=200, blank=True, help_text="Why it was moved so often, or is due so late."
    )

    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    is_assumed = models.BooleanField(
        default=False, help_text="The moment is taken from the due date: the file gave none."
    )
    logged_at = models.DateTimeField(null=True, blank=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="touches_logged",
        db_index=False,
    )
    is_late = models.BooleanField(
        default=False, help_text="Logged more than one working day after it happened."
    )
    is_bulk = models.BooleanField(
        default=False, help_text="One of more than ten that one person logged within a minute."
    )
    value_given = models.BooleanField(
        default=False, help_text="The person got something of value by it."
    )
    names_no_event = models.BooleanField(
        default=False, help_text="A first message that does not name the event of the inquiry."
    )
    key = models.UUIDField(null=True, blank=True, unique=True)
    content_hash = models.CharField(max_length=64, blank=True)
    barred_contact = models.BooleanField(
        default=False, help_text="This log made its contact do-not-contact."
    )

    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.CharField(max_length=16, choices=CancelReason, blank=True)
    cancel_note = models.CharField(
        max_length=200, blank=True, help_text="Why a step of a cadence was skipped or replaced."
    )
    cancelled_by_touch = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="touches_cancelled"
    )
    successor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessor"
    )
    instead_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_ins",
        help_text="The cadence's step that was skipped or replaced for it.",
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="next_touches"
    )

    objects = TouchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "touches"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "is_automatic"],
                condition=SCHEDULED & Q(enrolment__isnull=False),
                name="touch_one_scheduled_an_enrolment",
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="touch_external_id_once",
            ),
            models.CheckConstraint(
                condition=~SCHEDULED
                | Q(
                    due_at__isnull=False,
                    first_due_at__isnull=False,
                    outcome="",
                    key=None,
                    happened_at=None,
                    logged_at=None,
                    cancelled_at=None,
                    cancel_reason="",
                ),
                name="touch_scheduled_is_due_and_not_done",
            ),
            models.CheckConstraint(
                condition=~LOGGED
                | (
                    Q(happened_at__isnull=False, logged_at__isnull=False)
                    & Q(cancelled_at=None, cancel_reason="")
                    & ~Q(outcome="")
                ),
                name="touch_logged_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~CANCELLED | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="touch_cancelled_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(cancel_reason="skipped") | ~Q(cancel_note=""),
                name="touch_skipped_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(cancel_reason="amnesty")
                | (~Q(cancel_note="") & Q(cancelled_by__isnull=False)),
                name="touch_amnesty_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(is_decision=False) | (~LOGGED & Q(enrolment__isnull=False)),
                name="touch_decision_is_taken_in_a_cadence",
            ),
            models.CheckConstraint(
                condition=Q(happened_at=None) | Q(happened_at__lte=F("logged_at")),
                name="touch_logged_after_it_happened",
            ),
            models.CheckConstraint(
                condition=Q(is_bulk=False) | ~Q(source="import"),
                name="touch_imported_is_no_rush",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | (Q(due_zone__isnull=False) & ~Q(due_zone="")),
                name="touch_due_day_has_a_zone",
            ),
            models.CheckConstraint(
                condition=Q(moves_by_them__lte=F("moves")), name="touch_moves_by_them_are_moves"
            ),
            link_is_an_address("touch_link_is_an_address"),
            channel_known("touch_channel_known"),
        ]
        indexes = [
            # A lead's timeline and its kept state.
            models.Index(fields=["lead", "state"], name="touch_of_lead"),
            # The ledger of a week, and what is overdue.
            models.Index(
                fields=["due_at", "lead"], condition=Q(due_at__isnull=False), name="touch_due"
            ),
            # What is overdue, of few scheduled among many logged.
            models.Index(
                fields=["due_at", "lead"], condition=SCHEDULED, name="touch_scheduled_due"
            ),
            # On how many leads a channel of our own was used: the list of channels.
            models.Index(
                fields=["own_channel"],
                condition=Q(own_channel__isnull=False),
                name="touch_by_own_channel",
            ),
            # Activity of a week.
            models.Index(
                fields=["happened_at", "logged_by"],
                condition=Q(happened_at__isnull=False),
                name="touch_happened",
            ),
            # What a person logged within a minute.
            models.Index(fields=["logged_by", "logged_at"], name="touch_logged"),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject or self.get_state_display()}"

    @property
    def verb(self) -> str:
        """What is to be done, in a word: "Call", "Mail", "Decide"."""
        if self.is_decision:
            return _("Decide")
        return channel_in_words(self.channel, self.own_channel_id)

    def like(self, **changes: Any) -> Touch:
        """An unsaved row with all that was planned of this one, but for the changes."""
        row = Touch(**{name: getattr(self, name) for name in PLANNED})
        for name, value in changes.items():
            setattr(row, name, value)
        return row

    @property
    def postponements(self) -> int:
        """How often we moved it ourselves."""
        return self.moves - self.moves_by_them

    @property
    def is_scheduled(self) -> bool:
        return self.state == TouchState.SCHEDULED

    @property
    def is_logged(self) -> bool:
        return self.state == TouchState.LOGGED

    @property
    def is_response(self) -> bool:
        """Whether the person answered: by outcome, or because he came to us."""
        return self.is_logged and (self.direction == Direction.INBOUND or self.outcome in RESPONSES)

    @property
    def is_nurture(self) -> bool:
        """Whether a bucket's rhythm asked for it. Reads the enrolment."""
        return self.enrolment is not None and self.enrolment.bucket_id is not None

    @property
    def is_attempt(self) -> bool:
        """A logged outbound touch, neither automatic nor imported, that got no response.

        What a bucket's rhythm asked for never counts.
        """
        return (
            self.is_logged
            and self.direction == Direction.OUTBOUND
            and not self.is_automatic
            and self.source != Source.IMPORT
            and self.outcome in ATTEMPTS
            and not self.is_nurture
        )
