"""What became of inquiries, as conditions: for the campaign report, and for the list of leads
behind each of its numbers. Both use these, so that a number and its rows are always equal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, Exists, F, Func, OuterRef, Q, TextChoices
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy

from followups.models import Enrolment, Touch
from leads.models import Disposition, Inquiry, LeadContact
from leads.models.contact import blank_of_six
from leads.models.inquiry import ASKED_AT, TOUCHED, InquiryQuerySet


class InquiryState(TextChoices):
    """What became of an inquiry; several hold at once."""

    COMPLETE = "complete", gettext_lazy("with a complete record")
    IN_SAME_DAY = "in_same_day", gettext_lazy("in the same day")
    SAME_DAY = "same_day", gettext_lazy("with a rep the same day")
    UNASSIGNED = "unassigned", gettext_lazy("not assigned")
    TOUCHED = "touched", gettext_lazy("touched")
    TOUCHED_SAME_DAY = "touched_same_day", gettext_lazy("touched the same day")
    UNTOUCHED = "untouched", gettext_lazy("never touched")
    WAITING = "waiting", gettext_lazy("with a rep, open and not touched")
    IN_TIME = "in_time", gettext_lazy("touched within the limit")
    PLANNED = "planned", gettext_lazy("planned, not touched")
    PLANNED_SINCE = "planned_since", gettext_lazy("planned since received, not touched")
    FOLLOWED_UP = "followed_up", gettext_lazy("followed up")
    NOT_FOLLOWED_UP = "not_followed_up", gettext_lazy("not followed up")
    UNPLANNED = "unplanned", gettext_lazy("with a rep and without a next step")
    NURTURED = "nurtured", gettext_lazy("open, in a cadence or a bucket")
    NOT_NURTURED = "not_nurtured", gettext_lazy("open, in no cadence and no bucket")
    PROMISE_OPEN = "promise_open", gettext_lazy("not sent as promised")
    SENT = "sent", gettext_lazy("sent what was asked for")
    TWO_WAY = "two_way", gettext_lazy("in two-way contact")
    WON = "won", gettext_lazy("won")
    ASSISTED = "assisted", gettext_lazy("won, first asked elsewhere")


class LocalDay(Func):
    """The calendar day of a moment in the zone that another column names."""

    arity = 2
    output_field = DateField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **how: Any
    ) -> Any:
        return self.as_sql(
            compiler, connection, template="(%(expressions)s)::date", arg_joiner=" AT TIME ZONE "
        )

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **how: Any) -> Any:
        """Django's own function; the moments are kept in UTC."""
        return self.as_sql(
            compiler, connection, template="django_datetime_cast_date(%(expressions)s, 'UTC')"
        )


DAY_CAPTURED = LocalDay(ASKED_AT, F("campaign__time_zone"))
LEAD_OPEN = Q(lead__status__in=["new", "working", "nurturing"])
LEAD_WON = Q(lead__disposition=Disposition.WON)
WITH_A_REP = LEAD_OPEN & Q(lead__owner__isnull=False)
PLANNED = Q(first_touch_at=None, lead__next_due_at__isnull=False)


def due_since_received() -> Exists:
    """One scheduled touch is due on or after the day of receipt, by the campaign's calendar."""
    zone = OuterRef("campaign__time_zone")
    due_on = Coalesce("due_on", LocalDay(F("due_at"), zone))
    scheduled = Touch.objects.scheduled().filter(lead=OuterRef("lead"))
    return Exists(
        scheduled.filter(GreaterThanOrEqual(due_on, LocalDay(OuterRef("received_at"), zone)))
    )


def first_of_its_lead() -> Q:
    """The lead's first inquiry, to whose campaign its value and win belong."""
    same_moment = Inquiry.objects.filter(
        lead=OuterRef("lead"), received_at=OuterRef("received_at"), pk__lt=OuterRef("pk")
    )
    first = Q(campaign=F("lead__campaign"), received_at=F("lead__received_at"))
    return first & Q(~Exists(same_moment))


def same_day(moment: str) -> Q:
    """The moment is there, and lies on the day of capture."""
    on_day = LocalDay(F(moment), F("campaign__time_zone"))
    return Q(**{f"{moment}__isnull": False}) & Q(Exact(on_day, DAY_CAPTURED))


def is_complete() -> Exists:
    """None of the six fields is blank of the lead's primary contact."""
    primary = LeadContact.objects.filter(lead=OuterRef("lead"), is_primary=True)
    return Exists(primary.exclude(blank_of_six("contact__")))


def in_nurture() -> Q:
    """A cadence or a bucket brings the lead up again, with or without automation."""
    return Q(Exists(Enrolment.objects.running().filter(lead=OuterRef("lead"))))


ALWAYS = {
    InquiryState.COMPLETE: Q(is_complete()),
    InquiryState.IN_SAME_DAY: same_day("received_at"),
    InquiryState.SAME_DAY: same_day("assigned_at"),
    InquiryState.TOUCHED_SAME_DAY: same_day("first_touch_at"),
    InquiryState.NURTURED: LEAD_OPEN & in_nurture(),
    InquiryState.NOT_NURTURED: LEAD_OPEN & ~in_nurture(),
    InquiryState.SENT: Q(fulfilled_at__isnull=False),
    InquiryState.UNASSIGNED: LEAD_OPEN & Q(lead__owner=None),
    InquiryState.TOUCHED: TOUCHED,
    InquiryState.UNTOUCHED: Q(first_touch_at=None),
    InquiryState.WAITING: WITH_A_REP & Q(first_touch_at=None),
    InquiryState.IN_TIME: Q(first_touch_at__lte=F("respond_by")),
    InquiryState.PLANNED: PLANNED,
    InquiryState.PLANNED_SINCE: PLANNED & Q(due_since_received()),
    InquiryState.UNPLANNED: WITH_A_REP & Q(lead__next_due_at=None),
    InquiryState.TWO_WAY: Q(lead__responded_at__gte=F("received_at")),
    InquiryState.WON: LEAD_WON & first_of_its_lead(),
    InquiryState.ASSISTED: LEAD_WON & ~Q(campaign=F("lead__campaign")),
}


def followed_up(now: datetime) -> Q:
    """Policy v1: touched, and closed with a reason after it or a next step that is not overdue."""
    return TOUCHED & (Q(closed_at__isnull=False) | Q(lead__next_due_at__gt=now))


def not_followed_up(now: datetime) -> Q:
    """All the others, so that both add up to what was captured."""
    nothing_ahead = Q(lead__next_due_at=None) | Q(lead__next_due_at__lte=now)
    return Q(first_touch_at=None) | (Q(closed_at=None) & nothing_ahead)


def that_are(state: str, *, now: datetime) -> Q:
    """The condition on inquiries for one of `InquiryState`."""
    by_the_clock = {
        InquiryState.FOLLOWED_UP: followed_up(now),
        InquiryState.NOT_FOLLOWED_UP: not_followed_up(now),
        InquiryState.PROMISE_OPEN: LEAD_OPEN & Q(fulfilled_at=None, promised_by__lte=now),
    }
    return (ALWAYS | by_the_clock)[InquiryState(state)]


def inquiries_through(
    campaign_id: int, *, now: datetime, state: str = "", day: date | None = None
) -> InquiryQuerySet:
    """The inquiries of this campaign, of which more may be said.

    `state` is one of `InquiryState`, `day` that of capture, by the campaign’s calendar.
    """
    inquiries = Inquiry.objects.counted().filter(campaign=campaign_id)
    if state:
        inquiries = inquiries.filter(that_are(state, now=now))
    if day:
        inquiries = inquiries.filter(Exact(DAY_CAPTURED, day))
    return inquiries
