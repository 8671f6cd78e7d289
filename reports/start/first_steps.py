"""What an admin does first in a new installation, and what of it is done, by the data."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from followups.models import Touch
from leadfollow.people.mail_check import leaves_by_smtp
from leadfollow.people.models import User
from leads.models import Lead


@dataclass(frozen=True)
class FirstStep:
    """One line of the list."""

    title: str
    sentence: str
    address: str
    is_done: bool


def first_steps_of(admin: User) -> list[FirstStep]:
    """In the order in which they help."""
    return [
        FirstStep(
            _("Invite people"),
            _("Reps, managers and event managers get a link to set their password"),
            reverse("people:invite"),
            User.objects.exclude(pk=admin.pk).exists(),
        ),
        FirstStep(
            _("Register an event"),
            _("Its leads come under its name, and its follow-up rate is told"),
            reverse("campaigns:new") + "?segment=event",
            Campaign.objects.events().exists(),
        ),
        FirstStep(
            _("Import leads"),
            _("From a file of a fair, a form or another system; every row is accounted for"),
            reverse("followups:imports"),
            Lead.objects.exists(),
        ),
        FirstStep(
            _("Give the leads owners"),
            _("From then on each has a next step, and stands in its owner’s queue"),
            reverse("followups:inbox"),
            Lead.objects.exclude(owner=None).exists(),
        ),
        FirstStep(
            _("Log the first touch"),
            _("Reps do, from their queue: who was called, what came of it, what is next"),
            reverse("followups:leads"),
            Touch.objects.logged().exists(),
        ),
        FirstStep(
            _("Set up mail"),
            _("Until then invitations are links to copy, and digests stay away"),
            reverse("people:mail"),
            leaves_by_smtp(),
        ),
    ]
