"""The lead: one organisation's interest, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from leads.models.contact import LeadContact
from leads.models.disposition import Disposition
from leads.models.inquiry import Inquiry
from leads.models.lead_status import CLOSED, OPEN, UNPLANNED, LeadStatus, silent
from leads.models.next_is import NextIs
from leads.models.own_field import OwnField
from leads.models.reach import ReachQuerySet
from leads.models.tag import LeadTag
from leads.postal import KEYS, Range, within

if TYPE_CHECKING:
    from leadfollow.people.models import Team, User


def at_home_in(ranges: Iterable[Range]) -> Q:
    """The condition on leads: the primary contact's country and code lie in one of the ranges."""
    primary = LeadContact.objects.filter(lead=OuterRef("pk"), is_primary=True)
    return Q(Exists(primary.annotate(**KEYS).filter(within(ranges))))


class LeadQuerySet(ReachQuerySet):
    """Questions the team asks about leads; each answer is a queryset, so they chain."""

    def open(self) -> Self:
        return self.filter(OPEN)

    def closed(self) -> Self:
        return self.filter(CLOSED)

    def owned_by(self, rep: User) -> Self:
        return self.filter(owner=rep)

    def unassigned(self) -> Self:
        return self.open().filter(owner=None)

    def of_team(self, team: Team | int) -> Self:
        """Those with the team's reps, and those waiting for one of them."""
        return self.filter(Q(owner__team=team) | Q(owner=None, campaign__team=team))

    def overdue(self, now: datetime) -> Self:
        return self.open().filter(next_due_at__lte=now)

    def without_next_step(self) -> Self:
        """Open, owned, and nothing scheduled."""
        return self.filter(UNPLANNED)

    def silent(self, days: int, *, now: datetime) -> Self:
        """Open, no touch for so many days, and none planned for later."""
        return self.filter(silent(days, now=now))

    def tagged(self, tag_id: int) -> Self:
        return self.filter(Exists(LeadTag.objects.filter(lead=OuterRef("pk"), tag=tag_id)))

    def asking_for(self, product_id: int) -> Self:
        """Those of which an inquiry, first or later, asks for this product."""
        asked = Inquiry.objects.filter(lead=OuterRef("pk"), product=product_id)
        return self.filter(Exists(asked))

    def in_ranges(self, ranges: Iterable[Range]) -> Self:
        """Those whose primary contact lives in one of them."""
        return self.filter(at_home_in(ranges))

    def with_own_fields(self) -> Self:
        """Whether there is an own field at all, and one in use: what the page need not ask for."""
        return self.annotate(
            any_own_field=Exists(OwnField.objects.all()),
            own_field_in_use=Exists(OwnField.objects.in_use()),
        )

    def never_touched(self) -> Self:
        return self.filter(touch_count=0)

    def touched_since(self, moment: datetime) -> Self:
        return self.filter(last_touch_at__gte=moment)


class Lead(models.Model):
    """One organisation's (or private person's) interest, owned by at most one rep.

    Everything from `owner` down to the moments of the flags is kept state: it follows from
    inquiries, assignments, closures and touches, is written by the operations in the transaction
    of the cause (`followups.state`), and `audit` proves it equal to the rows.
    """

    organisation = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    external_source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    extra = models.JSONField(
        default=dict, blank=True, help_text="Columns of an import that have no field of their own."
    )
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    tried_before = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="How often it was tried before it came in, as its file says; nobody knows when.",
    )
    came_as = models.CharField(
        max_length=10,
        choices=LeadStatus,
        default=LeadStatus.NEW,
        help_text="How far it was when it came in from elsewhere.",
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        db_index=False,
    )
    status = models.CharField(max_length=10, choices=LeadStatus, default=LeadStatus.NEW)
    disposition = models.CharField(max_length=16, choices=Disposition, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="leads")
    last_touch_at = models.DateTimeField(null=True, blank=True)
    last_outcome = models.CharField(max_length=16, blank=True)
    touch_count = models.PositiveIntegerField(default=0)
    responded_at = models.DateTimeField(null=True, blank=True)
    qualified_at = models.DateTimeField(null=True, blank=True)

    next_is = models.CharField(max_length=8, choices=NextIs, blank=True)

    # Since when, or from when on, each flag's rule holds; empty while the rule does not run.
    assign_by = models.DateTimeField(null=True, blank=True)
    respond_by = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    unplanned_since = models.DateTimeField(null=True, blank=True)
    exhausted_at = models.DateTimeField(null=True, blank=True)
    verdict_by = models.DateTimeField(null=True, blank=True)
    incomplete_since = models.DateTimeField(null=True, blank=True)
    promise_by = models.DateTimeField(null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="lead_external_id_once",
            ),
            models.CheckConstraint(
                condition=(CLOSED & Q(closed_at__isnull=False) & ~Q(disposition=""))
                | (OPEN & Q(closed_at=None, disposition="")),
                name="lead_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=OPEN
                | Q(
                    assign_by=None,
                    respond_by=None,
                    next_due_at=None,
                    unplanned_since=None,
                    exhausted_at=None,
                    verdict_by=None,
                    incomplete_since=None,
                    promise_by=None,
                ),
                name="lead_closed_waits_for_nothing",
            ),
            models.CheckConstraint(
                condition=Q(next_due_at=None) | Q(unplanned_since=None),
                name="lead_planned_or_unplanned",
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(assign_by=None), name="lead_owned_or_to_assign"
            ),
            models.CheckConstraint(
                condition=Q(next_due_at=None, next_is="")
                | Q(next_due_at__isnull=False) & ~Q(next_is=""),
                name="lead_next_step_is_something",
            ),
        ]
        indexes = [
            # The queue: a rep's open leads, the most pressing first.
            models.Index(
                fields=["owner", "next_due_at", "id"],
                condition=Q(next_due_at__isnull=False),
                name="lead_queue",
            ),
            # The queue in fair order: the same, each sort of next step by itself.
            models.Index(
                fields=["owner", "next_is", "next_due_at", "id"],
                condition=Q(next_due_at__isnull=False),
                name="lead_queue_by_sort",
            ),
            # A rep's leads, open or not: lead list, hand-over.
            models.Index(fields=["owner", "-received_at"], name="lead_of_owner"),
            # The lead list, newest first.
            models.Index(fields=["-received_at", "-id"], name="lead_newest"),
            # What was closed last: the likely value of a lead.
            models.Index(fields=["-closed_at", "-id"], condition=CLOSED, name="lead_closed_last"),
            # The sweep, one index a rule.
            models.Index(
                fields=["assign_by"], condition=Q(assign_by__isnull=False), name="lead_unassigned"
            ),
            models.Index(
                fields=["respond_by"], condition=Q(respond_by__isnull=False), name="lead_slow_start"
            ),
            models.Index(
                fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="lead_overdue"
            ),
            models.Index(
                fields=["unplanned_since"],
                condition=Q(unplanned_since__isnull=False),
                name="lead_missing",
            ),
            models.Index(
                fields=["exhausted_at"],
                condition=Q(exhausted_at__isnull=False),
                name="lead_exhausted",
            ),
            models.Index(
                fields=["verdict_by"], condition=Q(verdict_by__isnull=False), name="lead_no_verdict"
            ),
            # The same, and the queue of incomplete records.
            models.Index(
                fields=["incomplete_since", "id"],
                condition=Q(incomplete_since__isnull=False),
                name="lead_incomplete",
            ),
            models.Index(
                fields=["promise_by"],
                condition=Q(promise_by__isnull=False),
                name="lead_promise_open",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation or _("Lead %(pk)s") % {"pk": self.pk}

    @property
    def is_open(self) -> bool:
        return self.status != LeadStatus.CLOSED
