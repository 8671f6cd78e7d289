"""The people one answers for, and somebody's leaving."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from followups import operations
from followups.leaving_form import LeavingForm
from followups.lesson.rule import with_lesson
from followups.lesson.standing import standings_of
from followups.operations.leaving import belongings_of
from followups.queue.blocks import adherence_of
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User, UserQuerySet
from leadfollow.people.operations import Refusal as PeopleRefusal
from leads.models import Lead

CONFLICT, UNPROCESSABLE = 409, 422


def people(request: SignedInRequest) -> HttpResponse:
    """A manager's reps, an admin's everybody: who is away, and how many open leads each has."""
    if not (request.user.is_manager or request.user.is_admin):
        raise PermissionDenied
    found = (
        answered_for(request.user)
        .with_absence(clock.now())
        .annotate(open_leads=Count("leads", filter=Q(leads__in=Lead.objects.open())))
        .select_related("team")
        .order_by("team__name", "name")
    )
    people = with_lesson(found)
    kept, lessons = adherence_of(people, now=clock.now()), standings_of(people)
    rows = [(person, kept.get(person.pk), lessons.get(person.pk)) for person in people]
    return render(request, "followups/people.html", {"people": rows})


def answered_for(user: User) -> UserQuerySet:
    """Whose work this person looks after: a manager his reps', an admin all; not his own."""
    others: UserQuerySet = User.objects.active().exclude(pk=user.pk)
    if user.is_admin:
        return others
    if not user.is_manager:
        return others.none()
    return others.reps().filter(team__in=user.led_team_ids, is_manager=False, is_admin=False)


@require_http_methods(["GET", "POST"])
def leaving(request: SignedInRequest, user_id: int) -> HttpResponse:
    """What is his, who takes it, and the switch: an admin's."""
    if not request.user.is_admin:
        raise Http404
    leaver = get_object_or_404(answered_for(request.user).select_related("team"), pk=user_id)
    now = clock.now()
    his = belongings_of(leaver, at=now)
    form = LeavingForm(request.POST if request.method == "POST" else None,
                       leaver=leaver, his=his, by=request.user)  # fmt: skip
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            operations.deactivate_user(user=leaver, to=form.receivers, by=request.user, at=now)
        except (operations.Refusal, PeopleRefusal) as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            went = f" {str(his).capitalize()} handed over." if his else ""
            messages.success(request, f"{leaver} is switched off.{went}")
            return redirect("followups:people")
    page = {"leaver": leaver, "his": his, "form": form}
    return render(request, "followups/leaving.html", page, status=status)
