"""Where people begin."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from leadfollow.http import SignedInRequest

# The first role that a person has decides.
HOMES = (
    ("is_rep", "followups:queue"),
    ("is_manager", "reports:retrospective"),
    ("is_event_manager", "campaigns:list"),
    ("is_admin", "followups:health"),
)


def home(request: SignedInRequest) -> HttpResponse:
    """To the page where this person's day begins."""
    pages = (page for role, page in HOMES if getattr(request.user, role))
    return redirect(next(pages, "followups:leads"))
