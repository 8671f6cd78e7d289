"""Somebody asked who may be one of several that are known: a person says who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.models.contact import Contact

if TYPE_CHECKING:
    from leadfollow.people.models import User

OPEN = Q(outcome="")


class DoubtQuerySet(models.QuerySet["Doubt"]):
    """Questions about doubts."""

    def open(self) -> Self:
        return self.filter(OPEN)

    def settled(self) -> Self:
        return self.exclude(OPEN)

    def decidable_by(self, user: User) -> Self:
        """Those over leads of which this person may say who asked."""
        from leads.models.lead import Lead

        return self.filter(inquiry__lead__in=Lead.objects.decidable_by(user))


class Doubt(models.Model):
    """Whose inquiry this is: it fits several people. Until somebody says so it is a lead of its
    own, so that nobody waits for that.

    The two merges are what a decision for somebody known brought with it, for its undo.
    """

    class Outcome(models.TextChoices):
        SAME = "same", gettext_lazy("Somebody known")
        NEW = "new", gettext_lazy("Somebody new")

    inquiry = models.OneToOneField("leads.Inquiry", models.CASCADE, related_name="doubt")
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=4, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    people_merged = models.ForeignKey(
        "leads.ContactMerge", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    leads_merged = models.ForeignKey(
        "leads.LeadMerge", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = DoubtQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | Q(outcome__in=["same", "new"], settled_at__isnull=False)
                & Q(settled_by__isnull=False),
                name="doubt_settled_by_somebody",
            ),
        ]
        indexes = [
            # The inbox, and the line on the lead's page.
            models.Index(fields=["raised_at"], condition=OPEN, name="doubt_open"),
        ]

    def __str__(self) -> str:
        return _("Who is %(person)s?") % {"person": self.inquiry.contact}


class Candidate(models.Model):
    """Somebody who may be the one."""

    doubt = models.ForeignKey(Doubt, models.CASCADE, related_name="candidates")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="doubts")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["doubt", "contact"], name="candidate_named_once"),
        ]

    def __str__(self) -> str:
        return str(self.contact)
