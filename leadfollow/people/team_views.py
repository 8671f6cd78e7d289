"""The teams: read by everybody, made and changed by admins."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import Team, current
from leadfollow.people.operations import create_team, edit_team
from leadfollow.people.operations.teams import TakenName
from leadfollow.people.team_form import TeamForm

UNPROCESSABLE = 422


def teams(request: SignedInRequest) -> HttpResponse:
    """Each team: who leads it, how many reps, by which hours."""
    reps = Count("members", filter=Q(members__is_active=True, members__is_rep=True))
    found = Team.objects.annotate(reps=reps).prefetch_related("managers")
    return render(request, "people/teams.html", {"teams": found})


def new_team(request: SignedInRequest) -> HttpResponse:
    """One more."""
    return team_page(request)


def team(request: SignedInRequest, team_id: int) -> HttpResponse:
    """Name, place, hours, who leads it."""
    return team_page(request, get_object_or_404(Team, pk=team_id))


@require_http_methods(["GET", "POST"])
def team_page(request: SignedInRequest, team: Team | None = None) -> HttpResponse:
    if not request.user.is_admin:
        raise Http404
    form = TeamForm(
        request.POST if request.method == "POST" else None, team=team or Team(**current().of_a_team)
    )
    if form.is_valid() and (saved := saved_team(form, team, request)):
        messages.success(request, _("“%(saved)s” is saved.") % {"saved": saved})
        return redirect("people:teams")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "people/team.html", {"form": form, "team": team}, status=status)


def saved_team(form: TeamForm, team: Team | None, request: SignedInRequest) -> Team | None:
    """The team as it is now; none where that cannot be, and the form says why."""
    managers, by, at = list(form.cleaned_data["managers"]), request.user, clock.now()
    try:
        if team is None:
            return create_team(facts=form.facts, managers=managers, by=by, at=at)
        return edit_team(team=team, changes=form.facts, managers=managers, by=by, at=at)
    except TakenName as refusal:
        form.add_error("name", str(refusal))
        return None
