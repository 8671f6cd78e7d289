"""One lead: what comes next, its people, its history, its ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.barring_words import bars_of
from followups.buckets.form import BucketForm
from followups.facts import facts_of
from followups.lists.outside import outside_of
from followups.next_step import Due
from followups.panel.forms import CloseForm, PromiseForm
from followups.panel.log import write_unplanned
from followups.panel.tick_form import ConvertForm, TicksForm, TimeframeForm
from followups.panel.unplanned_form import UnplannedForm
from followups.panel.verdict_forms import VerdictForm
from followups.promises import promises_of
from followups.queue.rows import state_of
from followups.situation import Situation, situation_of
from followups.timeline import timeline_of
from followups.undoable import is_own_verdict
from followups.verdicts import may_be_rejected_freely
from followups.views.panel import Place, back, onward_in_play, pane_of, say
from followups.wording import due_step, what_happened
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leads.competitors import competitor_of
from leads.models import Closure, Contact, Lead, LeadFile, Rejection, kept_instead_of
from leads.models.reach import RIGHTS

CONFLICT = 409


def lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """The lead's page; forms only for those who may work on it."""
    return lead_page(request, lead_id)


def lead_page(
    request: SignedInRequest, lead_id: int, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page, with the form that was refused in its place."""
    user, now = request.user, clock.now()
    among = (
        Lead.objects.visible_to(user)
        .with_rights_of(user)
        .with_own_fields()
        .with_doubt(user)
        .with_twin(user)
        .with_accept_by()
        .with_was_outside()
        .with_was_merged()
    )
    try:
        situation = situation_of(lead_id, now=now, among=among)
    except Lead.DoesNotExist:
        return instead_of(lead_id, user)
    pane = pane_of(situation, place=Place(page="lead"))
    rights = rights_of(situation.lead, user)
    told = what_is_told(situation, reader=user, rights=rights)
    context = pane | rights | told | forms_of(situation) | forms
    return render(request, "followups/lead.html", context, status=status)


def instead_of(lead_id: int, user: User) -> HttpResponse:
    """To the lead into which this one went, if this person may see it."""
    kept = kept_instead_of(lead_id)
    if kept is None or not Lead.objects.visible_to(user).filter(pk=kept).exists():
        raise Http404
    return redirect("followups:lead", lead_id=kept)


def rights_of(its: Lead, user: User) -> dict[str, bool]:
    """What the page offers this person; the lead was asked for `with_rights_of` him."""
    rights = {right: getattr(its, right) for right in RIGHTS}
    leads = user.is_manager or user.is_admin
    return rights | {
        "may_reopen": rights["may_close"] and leads,
        "may_override": leads,
    }


def what_is_told(situation: Situation, *, reader: User, rights: dict[str, bool]) -> dict[str, Any]:
    """What the page shows beside the next step."""
    its, now, working = situation.lead, situation.now, reader.working_time
    due_at = its.next_due_at
    files = [link.file for link in LeadFile.objects.with_people().filter(lead=its)]
    return {
        "now": now,
        "working_time": working,
        "state": state_of(due_at, now=now, working=working) if due_at else "none",
        "facts": facts_of(situation, reader=reader),
        "files": [file for file in files if not file.removed_at],
        "timeline": timeline_of(
            its,
            situation.inquiries,
            reader=reader,
            may_work=rights["may_work"],
            now=now,
            files=files,
            may_annotate=rights["may_annotate"],
        ),
        "promises": promises_of(its, situation.inquiries, reader=reader, now=now),
        "competitor": competitor_of(its, [person.contact for person in situation.people]),
        "bars": bars_of(its, situation.reachable) if its.is_open else [],
        "back_reasons": Rejection.choices,
        "clerical_only": not may_be_rejected_freely(its),
        "outside": outside_of(its),
        "undoable_verdict": is_own_verdict(situation.verdict, reader=reader, now=now),
    }


def forms_of(situation: Situation) -> dict[str, Any]:
    """What can be done with the lead beside its next step, each form empty."""
    its = situation.lead
    return {
        "promise_form": PromiseForm(situation=situation),
        "bucket_form": BucketForm(situation=situation),
        "unplanned_form": UnplannedForm(situation=situation),
        "close_form": CloseForm(situation=situation),
        "ticks_form": TicksForm(lead=its),
        "convert_form": ConvertForm(lead=its),
        "timeframe_form": TimeframeForm(),
        "verdict_form": VerdictForm(lead=its),
    }


def workable(request: SignedInRequest, lead_id: int) -> Lead:
    mine = Lead.objects.workable_by(request.user)
    return get_object_or_404(mine.select_related("campaign__segment", "owner__team"), pk=lead_id)


def closable(request: SignedInRequest, lead_id: int) -> Lead:
    return get_object_or_404(Lead.objects.closable_by(request.user), pk=lead_id)


@require_POST
def close_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """End the lead with a reason."""
    its, now = closable(request, lead_id), clock.now()
    form = CloseForm(request.POST, situation=situation_of(lead_id, now=now))
    if not form.is_valid():
        return lead_page(request, lead_id, status=422, close_form=form)
    try:
        end = operations.close_lead(lead=its, by=request.user, at=now, **form.cleaned_data)
    except operations.BadVerdict as refusal:
        form.add_error("verdict", str(refusal))
        return lead_page(request, lead_id, status=CONFLICT, close_form=form)
    except operations.StopsEarly as refusal:
        form.add_error("early" if "early" in form.fields else None, str(refusal))
        return lead_page(request, lead_id, status=CONFLICT, close_form=form)
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(
            request,
            _("%(its)s is closed. What was planned is called off.") % {"its": its},
            undo=end,
        )
    return onward_in_play(request, lead_id, now=now)


@require_POST
def undo_close(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Take back that one closed it: its plan goes on as before."""
    its = closable(request, lead_id)
    if Closure.objects.standing().filter(lead=its).exclude(closed_by=request.user).exists():
        raise Http404
    return taken_back(request, its, operations.undo_close)


def taken_back(request: SignedInRequest, its: Lead, undo: Callable[..., object]) -> HttpResponse:
    """What one did to the whole lead is undone, or the refusal says why not."""
    try:
        undo(lead=its, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, _("Taken back: %(its)s is where it was.") % {"its": its})
    return back(request, its.pk)


@require_POST
def reopen_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Take a closed lead up again; a manager decides that."""
    its = closable(request, lead_id)
    if not (request.user.is_manager or request.user.is_admin):
        raise Http404
    try:
        operations.reopen_lead(lead=its, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, _("%(its)s is open again.") % {"its": its})
    return back(request, lead_id)


@require_POST
def schedule_touch(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Promise a touch, beside the cadence or where nothing is planned."""
    its, now = workable(request, lead_id), clock.now()
    form = PromiseForm(request.POST, situation=situation_of(lead_id, now=now))
    if not form.is_valid():
        return lead_page(request, lead_id, status=422, promise_form=form)
    promise = {**form.cleaned_data, "due": Due(form.cleaned_data["due_at"])}
    del promise["due_at"]
    try:
        touch = operations.schedule_touch(lead=its, by=request.user, at=now, **promise)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return lead_page(request, lead_id, status=CONFLICT, promise_form=form)
    step = due_step(touch, now=now, working=request.user.working_time)
    say(request, _("Planned at %(its)s: %(step)s.") % {"its": its, "step": step})
    return onward_in_play(request, lead_id, now=now)


@require_POST
def log_unplanned(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Log a touch that nobody planned, beside what is scheduled or instead of it."""
    its, now = workable(request, lead_id), clock.now()
    form = UnplannedForm(request.POST, situation=situation_of(lead_id, now=now))
    if not form.is_valid():
        return lead_page(request, lead_id, status=422, unplanned_form=form)
    try:
        touch = write_unplanned(form, its, by=request.user, at=now)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return lead_page(request, lead_id, status=CONFLICT, unplanned_form=form)
    words = what_happened(touch, now=now, working=request.user.working_time)
    say(request, words, undo=touch)
    return back(request, lead_id)


@require_POST
def begin_cadence(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Put the lead into its segment's cadence."""
    its, now = workable(request, lead_id), clock.now()
    touch = operations.begin_cadence(lead=its, by=request.user, at=now) if its.is_open else None
    if touch:
        step = due_step(touch, now=now, working=request.user.working_time)
        say(request, _("The cadence begins at %(its)s: %(step)s.") % {"its": its, "step": step})
    else:
        messages.error(request, _("No cadence could begin: plan a touch by hand."))
    return onward_in_play(request, lead_id, now=now)


@require_POST
def bar_contact(request: SignedInRequest, lead_id: int, contact_id: int) -> HttpResponse:
    """Never contact this person again, on any lead."""
    its = get_object_or_404(Lead.objects.visible_to(request.user), pk=lead_id)
    contact = get_object_or_404(Contact, pk=contact_id, leads__lead=its)
    operations.bar_contact(contact=contact, by=request.user, at=clock.now())
    say(request, _("%(contact)s will not be contacted again, on any lead.") % {"contact": contact})
    return back(request, lead_id)
