"""A team is retired, and brought back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from followups import operations
from followups.operations import left_in
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import Team
from leadfollow.people.operations import Refusal as PeopleRefusal
from leadfollow.people.operations.teams import bring_back_team

CONFLICT, UNPROCESSABLE = 409, 422


class TeamField(forms.ModelChoiceField):
    """A choice of teams that says which of them nobody leads."""

    def label_from_instance(self, obj: Team) -> str:
        return str(obj) if obj.managers.all() else _("%(team)s (nobody leads it)") % {"team": obj}


class RetiringForm(forms.Form):
    """Which team takes what is left; asked only where something is."""

    to = TeamField(
        Team.objects.none(),
        label=gettext_lazy("All of it goes to"),
        empty_label=gettext_lazy("Choose"),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": gettext_lazy("Choose the team that takes it.")},
    )

    def __init__(self, data: object = None, *, team: Team, is_empty: bool) -> None:
        super().__init__(data, auto_id="retiring-%s")  # type: ignore[arg-type]
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)
        to.queryset = Team.objects.in_use().exclude(pk=team.pk).prefetch_related("managers")
        if is_empty:
            del self.fields["to"]


def of_admins(request: SignedInRequest, team_id: int) -> Team:
    if not request.user.is_admin:
        raise Http404
    return get_object_or_404(Team, pk=team_id)


@require_http_methods(["GET", "POST"])
def retire_team(request: SignedInRequest, team_id: int) -> HttpResponse:
    """What is left in it, and who takes it."""
    team = of_admins(request, team_id)
    if team.retired_at:
        return redirect("people:teams")
    left = left_in(team)
    is_sent = request.method == "POST"
    form = RetiringForm(request.POST if is_sent else None, team=team, is_empty=not left)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        to = form.cleaned_data.get("to")
        try:
            operations.retire_team(team=team, to=to, by=request.user, at=clock.now())
        except (operations.Refusal, PeopleRefusal) as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            said = _("“%(team)s” is retired. Its reports stay.")
            messages.success(request, said % {"team": team})
            return redirect("people:teams")
    page = {"team": team, "left": left, "form": form, "others": Team.objects.in_use().count() > 1}
    return render(request, "followups/retire_team.html", page, status=status)


@require_POST
def bring_back(request: SignedInRequest, team_id: int) -> HttpResponse:
    """Offered again, empty as it is."""
    team = of_admins(request, team_id)
    bring_back_team(team=team, by=request.user, at=clock.now())
    said = _("“%(team)s” is back. Nobody came along: choose it for its people.")
    messages.success(request, said % {"team": team})
    return redirect("people:teams")
