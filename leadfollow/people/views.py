"""Where people begin, and what they set for themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.sections import SECTIONS, Section

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


def settings(request: SignedInRequest, refused: Section | None = None) -> HttpResponse:
    """My settings: every section with its own form; one that was refused keeps what was typed."""
    mine = (section for section in SECTIONS if section.is_for(request.user))
    sections = [
        refused if refused and refused.slug == section.slug else section(user=request.user)
        for section in mine
    ]
    status = 422 if refused else 200
    return render(request, "people/settings.html", {"sections": sections}, status=status)


@require_POST
def save_settings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Save one section, and no other."""
    user = request.user
    of_that_name = (one for one in SECTIONS if one.slug == slug and one.is_for(user))
    section = next(of_that_name, None)
    if section is None:
        raise Http404
    form = section(request.POST, user=user)
    if not form.is_valid():
        return settings(request, refused=form)
    form.save(at=clock.now())
    messages.success(request, form.said)
    return redirect(f"{reverse('people:settings')}#{slug}")
