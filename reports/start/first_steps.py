"""What an admin does first in a new installation, and what of it is done, by the data."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from campaigns.models import Campaign
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
            "Invite people",
            "Reps, managers and event managers get a link to set their password",
            reverse("people:invite"),
            User.objects.exclude(pk=admin.pk).exists(),
        ),
        FirstStep(
            "Register an event",
            "Its leads come under its name, and its follow-up rate is told",
            reverse("campaigns:new"),
            Campaign.objects.events().exists(),
        ),
        FirstStep(
            "Import leads",
            "From a file of a fair, a form or another system; every row is accounted for",
            reverse("followups:imports"),
            Lead.objects.exists(),
        ),
        FirstStep(
            "Set up mail",
            "Until then invitations are links to copy, and digests stay away",
            reverse("people:mail"),
            leaves_by_smtp(),
        ),
    ]
