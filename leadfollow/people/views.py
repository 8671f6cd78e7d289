"""Where people begin, and what they set for themselves."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest, tidy
from leadfollow.people import operations
from leadfollow.people.log_list import log_list
from leadfollow.people.models import Absence, User, current
from leadfollow.people.office import parts_for
from leadfollow.people.operations import Refusal
from leadfollow.people.sections import SECTIONS, AbsenceForm, Section
from leadfollow.people.session_views import sessions_of
from leadfollow.people.two_factor import second_factor_of

# The first role that a person has decides.
HOMES = (
    ("is_rep", "followups:queue"),
    ("is_manager", "reports:retrospective"),
    ("is_event_manager", "campaigns:list"),
    ("is_admin", "followups:health"),
    ("is_qualifier", "followups:outside_queue"),
)


def home(request: SignedInRequest) -> HttpResponse:
    """To the page where this person's day begins."""
    if request.user.is_admin and current().shows_first_steps:
        return redirect("reports:first_steps")
    pages = (page for role, page in HOMES if getattr(request.user, role))
    return redirect(next(pages, "followups:leads"))


def profile(request: SignedInRequest, refused: Section | None = None) -> HttpResponse:
    """My settings: every section with its own form; one that was refused keeps what was typed."""
    mine = (section for section in SECTIONS if section.is_for(request.user))
    sections = [
        refused if refused and refused.slug == section.slug else section(user=request.user)
        for section in mine
    ]
    status = 422 if refused else 200
    page = {"sections": sections, "sessions": sessions_of(request)}
    page |= {"second_factor": second_factor_of(request.user)}
    return render(request, "people/profile.html", page, status=status)


def office(request: SignedInRequest) -> HttpResponse:
    """What holds for everybody here: the parts that this person may read or change."""
    return render(request, "people/office.html", {"groups": parts_for(request.user)})


def log(request: SignedInRequest) -> HttpResponse:
    """Who changed what: an admin's."""
    if not request.user.is_admin:
        raise PermissionDenied
    request.GET = tidy(request.GET)  # type: ignore[assignment]
    listed = log_list(request.GET, reader=request.user)
    return render(request, "people/log.html", {"list": listed})


@require_POST
def save_section(request: SignedInRequest, slug: str) -> HttpResponse:
    """Save one section, and no other."""
    user = request.user
    of_that_name = (one for one in SECTIONS if one.slug == slug and one.is_for(user))
    section = next(of_that_name, None)
    if section is None:
        raise Http404
    form = section(request.POST, user=user)
    if not carried_out(form, by=user):
        return profile(request, refused=form)
    messages.success(request, form.said)
    return redirect(f"{reverse('people:profile')}#{slug}")


def carried_out(form: Section, *, by: User) -> bool:
    """Whether it could be done; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        form.save(by=by, at=clock.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_http_methods(["GET", "POST"])
def absence(request: SignedInRequest, user_id: int) -> HttpResponse:
    """A manager or admin says when somebody is away, and who stands in."""
    reps = User.objects.active().reps().cared_for_by(request.user).select_related("team")
    rep = get_object_or_404(reps, pk=user_id)
    form = AbsenceForm(request.POST or None, user=rep)
    if request.method == "POST" and carried_out(form, by=request.user):
        messages.success(request, form.said)
        return redirect("people:absence", user_id=rep.pk)
    status = 422 if form.is_bound else 200
    return render(request, "people/absence.html", {"section": form, "rep": rep}, status=status)


@require_POST
def end_absence(request: SignedInRequest, absence_id: int) -> HttpResponse:
    """Back early, or not gone at all."""
    reach = User.objects.cared_for_by(request.user)
    this = get_object_or_404(Absence.objects.filter(user__in=reach), pk=absence_id)
    operations.end_absence(absence=this, by=request.user, at=clock.now())
    messages.success(request, _("%(user)s is not away any more.") % {"user": this.user})
    if this.user_id == request.user.pk:
        return redirect(f"{reverse('people:profile')}#absence")
    return redirect("people:absence", user_id=this.user_id)
