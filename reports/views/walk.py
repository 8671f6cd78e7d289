"""The walk through a week, part by part: what is red, what is decided, and its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.operations import Refusal
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in
from leads.models import Lead
from reports import operations
from reports.models import Commitment, Decision
from reports.models.commitment import End
from reports.models.retrospective import Section
from reports.retrospective_asked import Asked
from reports.views.retrospective import of_week
from reports.walk.forms import (
    AskedForm,
    Asker,
    CommitForm,
    DateForm,
    NoteForm,
    ReassignForm,
    SettleForm,
)
from reports.walk.page import mark_of, walk_page
from reports.walk.rows import decisions_of
from reports.week_told import told_of

CONFLICT, UNREADABLE = 409, 422
FORMS: dict[str, type[AskedForm]] = {
    "commit": CommitForm, "reassign": ReassignForm, "date": DateForm, "note": NoteForm,
    "agree": AskedForm,
}  # fmt: skip


def section_of(name: str) -> Section:
    if name not in Section.values:
        raise Http404
    return Section(name)


def may_decide(request: SignedInRequest, asked: Asked) -> None:
    """Who leads the team: others read, or do not find it at all."""
    if not operations.leads(request.user, asked.team):
        raise PermissionDenied(_("Only who leads the team decides here."))


@of_week
def walk(request: SignedInRequest, asked: Asked, section: str) -> HttpResponse:
    """One part: what is red in it, with the forms for the lead whose turn it is."""
    return shown(request, asked, section_of(section))


def shown(
    request: SignedInRequest, asked: Asked, section: Section, status: int = 200, **more: Any
) -> HttpResponse:
    told = told_of(asked)
    if told.is_closed and section != Section.COMMITMENTS:
        return redirect(asked.url())
    page = walk_page(told, section, request.user, lead=request.GET.get("lead", ""), **more)
    return render(request, "reports/walk.html", page, status=status)


@of_week
def decided(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """The session's list, for who has the page open while another decides; 204 where it knows."""
    made = list(decisions_of(asked))
    if request.GET.get("seen") == mark_of(made):
        return HttpResponse(status=204)
    told = {
        "decided": made, "poll_url": asked.url("decided", seen=mark_of(made)),
        "may_decide": operations.leads(request.user, asked.team),
    }  # fmt: skip
    return render(request, "reports/_walk_decided.html", told)


@require_POST
@of_week
def finish(request: SignedInRequest, asked: Asked, section: str) -> HttpResponse:
    """This part is through: on to the next one, or past those that have nothing red."""
    may_decide(request, asked)
    names = list(Section)
    first = names.index(section_of(section))
    until = request.POST.get("until", "")
    last = max(first, names.index(section_of(until)) - 1) if until else first
    at: dict[str, Any] = {"by": request.user, "at": asked.now}
    try:
        for its in names[first : last + 1]:
            operations.finish_section(team=asked.team, week=asked.week, section=its, **at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    following = names[last + 1 :]
    return redirect(asked.walk_url(following[0]) if following else asked.url("close"))


@require_POST
@of_week
def decide(request: SignedInRequest, asked: Asked, section: str, act: str) -> HttpResponse:
    """One decision, about a lead or about nobody's in particular."""
    may_decide(request, asked)
    its = section_of(section)
    if act not in FORMS:
        raise Http404
    lead = lead_of(request, asked)
    form = FORMS[act](request.POST, asker=Asker(asked.team, asked.now), auto_id=f"{act}-%s")
    if not form.is_valid():
        return shown(request, asked, its, UNREADABLE, bound={act: form}, lead_id=lead and lead.pk)
    how: dict[str, Any] = {"team": asked.team, "week": asked.week, "section": its}
    how |= {"by": request.user, "at": asked.now, "lead": lead}
    try:
        made = ACTS[act](form, how)
    except operations.Decided as refusal:
        messages.error(request, str(refusal))
        return shown(request, asked, its, CONFLICT)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return shown(request, asked, its, UNREADABLE, bound={act: form}, lead_id=lead and lead.pk)
    undo = reverse("reports:undo_decision", args=[made.pk])
    messages.success(request, made.said, extra_tags=undo)
    return redirect(asked.walk_url(its))


ACTS: dict[str, Callable[[Any, dict[str, Any]], Decision]] = {
    "commit": lambda form, how: operations.commit(**form.cleaned_data, **how),
    "reassign": lambda form, how: operations.reassign(**form.cleaned_data, **how),
    "date": lambda form, how: operations.set_next_step(
        due=form.due, why=form.cleaned_data["why"], **how
    ),
    "note": lambda form, how: operations.note(**form.cleaned_data, **how),
    "agree": lambda form, how: operations.agree_far_day(**how),
}


def lead_of(request: SignedInRequest, asked: Asked) -> Lead | None:
    """The one that is named; 404 out of reach."""
    named = request.POST.get("lead", "")
    if not named:
        return None
    if (number := id_in(named)) is None:
        raise Http404
    return get_object_or_404(Lead.objects.of_team(asked.team), pk=number)


@require_POST
def undo_decision(request: SignedInRequest, decision_id: int) -> HttpResponse:
    """Take one back, while its week is open."""
    mine = Decision.objects.filter(retrospective__team__in=request.user.led_teams)
    made = get_object_or_404(mine.select_related("retrospective__team"), pk=decision_id)
    held = made.retrospective
    asked = Asked(held.team, held.team, held.its_week, held.began_at)
    try:
        operations.take_back(decision=made, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect(asked.walk_url(Section(made.section)))


@require_POST
@of_week
def settle(request: SignedInRequest, asked: Asked, commitment_id: int) -> HttpResponse:
    """What came of a commitment of an earlier week; or that it is open again."""
    may_decide(request, asked)
    theirs = Commitment.objects.of_team(asked.team).select_related("retrospective__team")
    its = get_object_or_404(theirs, pk=commitment_id)
    at: dict[str, Any] = {"by": request.user, "at": asked.now}
    if request.POST.get("end") == "":
        operations.unsettle_commitment(commitment=its, **at)
        return back_to_commitments(asked)
    form = SettleForm(request.POST, asker=Asker(asked.team, asked.now), auto_id=f"s{its.pk}-%s")
    if form.is_valid():
        told = form.cleaned_data | {"end": End(form.cleaned_data["end"])}
        try:
            operations.settle_commitment(commitment=its, week=asked.week, **told, **at)
        except operations.Settled as refusal:
            messages.error(request, str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return back_to_commitments(asked)
    return shown(request, asked, Section.COMMITMENTS, UNREADABLE, settling={its.pk: form})


def back_to_commitments(asked: Asked) -> HttpResponseRedirect:
    return redirect(asked.walk_url(Section.COMMITMENTS))


@of_week
def close(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """What was decided, and that it is final; posted, it is."""
    if request.method != "POST":
        told = told_of(asked)
        if told.is_closed:
            return redirect(asked.url())
        return render(request, "reports/close_week.html", walk_page(told, None, request.user))
    may_decide(request, asked)
    try:
        operations.close(team=asked.team, week=asked.week, by=request.user, at=asked.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The week is closed. What it says stands."))
    return redirect(asked.url())
