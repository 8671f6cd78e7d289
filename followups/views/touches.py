"""Logging a touch, moving it, calling it off, taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from followups import operations
from followups.channels import choice_of
from followups.in_force import numbers_in_force
from followups.models import Direction, Touch
from followups.next_step import Due
from followups.panel.forms import MoveForm
from followups.panel.log import write_log
from followups.panel.log_form import LogForm
from followups.panel.proposals import moved_picks
from followups.panel.typed_text import typed_text
from followups.panel.unplanned_form import UnplannedForm
from followups.queue.taken import taken_step
from followups.queue.work import still_in
from followups.situation import situation_of
from followups.views.panel import Place, back, pane_of, say
from followups.views.queue import onward
from followups.views.taken import taken_answer, tells_who_took_it
from followups.wording import due_step, what_happened
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leadfollow.words import within

CONFLICT, UNPROCESSABLE = 409, 422


def workable(request: SignedInRequest, touch_id: int) -> Touch:
    touches = Touch.objects.workable_by(request.user).select_related(
        "lead__owner__team", "contact", "step", "enrolment__cadence"
    )
    return get_object_or_404(touches, pk=touch_id)


@require_http_methods(["GET", "POST"])
@tells_who_took_it
def log_touch(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """The panel of one touch; once it is logged, the next lead of the queue."""
    now, touch = clock.now(), workable(request, touch_id)
    situation = situation_of(touch.lead_id, now=now, touch=touch)
    form = LogForm(request.POST or None, situation=situation)
    if request.method == "GET":
        return panel(request, touch, form)
    if not form.is_valid():
        return panel(request, touch, form, status=UNPROCESSABLE)
    if was_taken(form, by=request.user):
        return back(request, touch.lead_id)
    try:
        logged = write_log(form, touch, by=request.user, at=now)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        is_other = isinstance(refusal, operations.KeyUsedOtherwise)
        return panel(request, touch, form, status=UNPROCESSABLE if is_other else CONFLICT)
    answer, working = form.cleaned_data["chip"].label, request.user.working_time
    words = what_happened(logged, now=now, working=working, answer=answer)
    say(request, words, undo=logged)
    return after(request, touch.lead_id, now=now)


def was_taken(form: LogForm, *, by: User) -> bool:
    """Whether it waited for a network and had arrived before: only the answer was lost."""
    logged = Touch.objects.filter(key=form.cleaned_data["key"], logged_by=by)
    return form.kept_since is not None and logged.exists()


def after(
    request: SignedInRequest, lead_id: int, *, now: datetime, anew: bool = False
) -> HttpResponse:
    """On to the lead that followed this one in the list as it was shown, or back to its page.

    `anew` loads the queue as a page, whoever asks.
    """
    place = Place.of(request.GET).one_further
    if place.page == "lead":
        return back(request, lead_id)
    following = still_in(request.user, place.show, place.following, now=now)
    if request.htmx and not anew:
        return onward(request, place.elsewhere, following, now=now)
    return back(request, following, place)


def panel(
    request: SignedInRequest, touch: Touch, form: LogForm, *, status: int = 200
) -> HttpResponse:
    """The log panel by itself, or in the pane that asked for it, with what was typed."""
    touch = Touch.objects.select_related("logged_by", "cancelled_by").get(pk=touch.pk)
    if not touch.is_scheduled:
        taken = taken_step(request.user, touch, form.situation.lead)
        mine = beside(form, now=clock.now())
        why = " ".join(map(str, form.non_field_errors())) if status == UNPROCESSABLE else ""
        return taken_answer(request, taken, touch, beside=mine, refusal=why, status=status)
    context = pane_of(form.situation, place=Place.of(request.GET), form=form) | {"may_work": True}
    template = "followups/_queue_pane.html" if request.htmx else "followups/log_touch.html"
    response = render(request, template, context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#pane", "outerHTML"
    return response


def beside(form: LogForm, *, now: datetime) -> UnplannedForm | None:
    """What was typed about a touch that a colleague had logged, as a touch of its own."""
    mine = form.situation
    situation = situation_of(mine.lead.pk, now=now)
    if not situation.lead.is_open:
        return None
    typed: dict[str, Any] = {"direction": Direction.OUTBOUND, "contact": mine.contact}
    if mine.touch:
        typed["channel"] = choice_of(mine.touch)
    if form.is_bound:
        typed |= carried_over(form)
    given_back = UnplannedForm(situation=situation, typed=typed)
    if form.is_bound and form.calls_back:
        given_back.fields["due_at"].label = _("Call back")
    return given_back


def carried_over(form: LogForm) -> dict[str, Any]:
    """What was typed, in the fields of a touch of its own; what has none there goes to the note."""
    typed: dict[str, Any] = {
        name: form.data.get(name, "") for name in ("happened_at", "value_given")
    }
    if "chip" in form.cleaned_data:
        typed["outcome"] = form.what_came_of_it
        if form.asked_for_date:
            typed["due_at"] = form.cleaned_data.get("moment") or form.data.get("when_at", "")
    step = form.situation.touch
    but = [*typed, "when_at"] if "due_at" in typed else typed
    return typed | {"note": typed_text(form.data, step, but=but) if step else ""}


@require_http_methods(["GET", "POST"])
@tells_who_took_it
def move_touch(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """Another date for what is scheduled."""
    now, touch = clock.now(), workable(request, touch_id)
    working = (touch.lead.owner or request.user).working_time
    form = MoveForm(request.POST or None, touch=touch, now=now, working=working)
    if form.is_valid():
        try:
            return as_page(request, moved(request, touch, form, now=now))
        except operations.Refusal as refusal:
            form.add_error(None, str(refusal))
    moves = moved_picks(now, working, months=numbers_in_force().long_step_months)
    context = {"touch": touch, "move_form": form, "moves": moves, "place": Place.of(request.GET)}
    template = "_move_form.html" if request.htmx and form.is_bound else "move_touch.html"
    status = CONFLICT if form.non_field_errors() else UNPROCESSABLE if form.is_bound else 200
    return render(request, f"followups/{template}", context, status=status)


def moved(request: SignedInRequest, touch: Touch, form: MoveForm, *, now: datetime) -> HttpResponse:
    """Move it to the date of the form, and go on with the lead that follows."""
    due, why = Due(form.cleaned_data["due"]), form.cleaned_data["why"]
    if touch.is_scheduled and touch.due_at == due.at and not touch.due_on:
        step = due_step(touch, now=now, working=request.user.working_time)
        say(
            request,
            _("It is due then already at %(lead)s: %(step)s.") % {"lead": touch.lead, "step": step},
        )
        return back(request, touch.lead_id)
    successor = operations.move_touch(touch=touch, due=due, why=why, by=request.user, at=now)
    step = due_step(successor, now=now, working=request.user.working_time)
    say(request, _("Moved at %(lead)s: %(step)s.") % {"lead": touch.lead, "step": step}, undo=touch)
    return after(request, touch.lead_id, now=now, anew=True)


def as_page(request: SignedInRequest, onward: HttpResponse) -> HttpResponse:
    """Where a redirect leads, as a page: htmx by itself would put it into the form's place."""
    return HttpResponseClientRedirect(onward["Location"]) if request.htmx else onward


@require_POST
def cancel_touch(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """Call a promise off; the lead keeps another next step."""
    touch = workable(request, touch_id)
    try:
        operations.cancel_touch(touch=touch, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        what = touch.subject or touch.verb
        say(request, _("Called off at %(lead)s: %(what)s.") % {"lead": touch.lead, "what": what})
    return back(request, touch.lead_id)


@require_POST
def undo_touch(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """Take one's own log back; the lead is open again as it was."""
    mine = Touch.objects.workable_by(request.user).filter(logged_by=request.user)
    touch = get_object_or_404(mine.select_related("lead"), pk=touch_id)
    try:
        operations.undo_touch(touch=touch, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(
            request,
            _("Undone: %(outcome)s at %(lead)s.")
            % {"outcome": within(touch.get_outcome_display()), "lead": touch.lead},
        )
    return back(request, touch.lead_id)


@require_POST
def undo_move(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """Take one's own move back: the touch is due again when it was."""
    mine = Touch.objects.workable_by(request.user).filter(cancelled_by=request.user)
    touch = get_object_or_404(mine.select_related("lead"), pk=touch_id)
    try:
        operations.undo_move(touch=touch, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(
            request,
            _("Undone: the move at %(lead)s. It is due when it was.") % {"lead": touch.lead},
        )
    return back(request, touch.lead_id)
