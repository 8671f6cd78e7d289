"""The people one answers for; for an admin everybody, and what he may change about each."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from followups import operations
from followups.lesson.rule import with_lesson
from followups.lesson.standing import standings_of
from followups.person_form import PersonForm
from followups.queue.blocks import adherence_of
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people import operations as of_people
from leadfollow.people.models import Invitation, User, UserQuerySet
from leadfollow.people.reset_link import reset_path_for
from leadfollow.people.session_views import stay_signed_in
from leadfollow.people.two_factor import second_factor_of
from leads.models import Lead

UNPROCESSABLE = 422


def people(request: SignedInRequest) -> HttpResponse:
    """A manager's reps, an admin's everybody: who is away, and how many open leads each has.

    Who is switched off stands behind a filter of the admin's, who alone sees who is invited.
    """
    user = request.user
    if not (user.is_manager or user.is_admin):
        raise PermissionDenied
    shows_off = user.is_admin and "off" in request.GET
    whose = listed_for(user).filter(is_active=not shows_off)
    found = (
        whose.with_absence(clock.now())
        .annotate(open_leads=Count("leads", filter=Q(leads__in=Lead.objects.open())))
        .select_related("team")
        .order_by("team__name", "name")
    )
    people = with_lesson(found)
    kept, lessons = adherence_of(people, now=clock.now()), standings_of(people)
    rows = [(person, kept.get(person.pk), lessons.get(person.pk)) for person in people]
    page = {"people": rows, "shows_off": shows_off}
    return render(request, "followups/people.html", page | for_admin(user) | for_inviter(user))


def listed_for(user: User) -> UserQuerySet:
    return User.objects.all() if user.is_admin else answered_for(user)


def for_admin(user: User) -> dict[str, object]:
    """How many are switched off."""
    return {"off": User.objects.filter(is_active=False).count()} if user.is_admin else {}


def for_inviter(user: User) -> dict[str, object]:
    """Who is invited, of those whom he may invite."""
    if user.invites_into == []:
        return {}
    asked = Invitation.objects.in_reach_of(user).waiting().select_related("team", "by")
    invited = list(asked.prefetch_related("by__teams_led"))
    return {"may_invite": True, "invited": invited, "now": clock.now()}


def answered_for(user: User) -> UserQuerySet:
    """Whose work this person looks after: a manager his reps', an admin all; not his own."""
    others: UserQuerySet = User.objects.active().exclude(pk=user.pk)
    if user.is_admin:
        return others
    if not user.is_manager:
        return others.none()
    return others.reps().filter(team__in=user.led_team_ids, is_manager=False, is_admin=False)


def anybody(request: SignedInRequest, user_id: int) -> User:
    """Any person, for an admin; absent for everybody else."""
    if not request.user.is_admin:
        raise Http404
    return get_object_or_404(User.objects.select_related("team"), pk=user_id)


@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def person(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Name, e-mail, roles, team, and the teams that he leads."""
    this = anybody(request, user_id)
    form = PersonForm(
        request.POST if request.method == "POST" else None, person=this, by=request.user
    )
    if form.is_valid() and carried_out(form, this, request):
        messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
        return redirect("followups:people")
    status = UNPROCESSABLE if form.is_bound else 200
    page = {"person": this, "form": form, "second_factor": second_factor_of(this)}
    return render(request, "followups/person.html", page, status=status)


def carried_out(form: PersonForm, person: User, request: HttpRequest) -> bool:
    """Whether it could be done; if not, the form says why. Who changes himself stays signed in."""
    by = request.user
    assert isinstance(by, User)
    try:
        operations.change_person(user=person, by=by, at=clock.now(), **form.asked)
    except (operations.Refusal, of_people.Refusal) as refusal:
        form.add_error(None, str(refusal))
        return False
    if person.pk == by.pk:
        stay_signed_in(request)
    return True


@require_POST
@reauthentication_required
def switch_on(request: SignedInRequest, user_id: int) -> HttpResponse:
    """He may sign in again."""
    this = anybody(request, user_id)
    try:
        of_people.switch_on(user=this, by=request.user, at=clock.now())
    except of_people.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:person", this.pk)
    said = _("%(this)s may sign in again. Leads come to him from now on.")
    messages.success(request, said % {"this": this})
    return redirect("followups:person", this.pk)


@require_POST
@reauthentication_required
def make_reset_link(request: SignedInRequest, user_id: int) -> HttpResponse:
    """A link to a new password, to give to somebody whom no mail reaches."""
    this = anybody(request, user_id)
    if not this.is_active:
        raise Http404
    of_people.reset_link_made(user=this, by=request.user, at=clock.now())
    page = {"person": this, "link": request.build_absolute_uri(reset_path_for(this))}
    return render(request, "followups/reset_link.html", page)
