"""Accepting and rejecting a lead, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.panel.verdict_forms import VerdictForm
from followups.views.lead import CONFLICT, closable, lead_page
from followups.views.panel import back, say
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.words import within
from leads.models import Assignment, Disposition, Lead, Rejection, Verdict


@require_POST
def give_verdict(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Accept the lead or reject it; what is rejected may be closed at once."""
    its = closable(request, lead_id)
    form = VerdictForm(request.POST, lead=its)
    if not form.is_valid():
        return lead_page(request, lead_id, status=422, verdict_form=form)
    try:
        judge(request, its, form)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return lead_page(request, lead_id, status=CONFLICT, verdict_form=form)
    return back(request, lead_id)


def judge(request: SignedInRequest, lead: Lead, form: VerdictForm) -> None:
    """The verdict, and the end of the lead if that was asked for; and what is said of it."""
    by, at, verdict = request.user, clock.now(), form.verdict
    if form.closes:
        duplicate = verdict.reason == Rejection.DUPLICATE
        end = operations.close_lead(
            lead=lead,
            disposition=Disposition.DUPLICATE if duplicate else Disposition.DISQUALIFIED,
            reason=verdict.words,
            verdict=verdict,
            by=by,
            at=at,
        )
        say(
            request,
            _("%(lead)s is rejected and closed. What was planned is called off.") % {"lead": lead},
            undo=end,
        )
        return
    given = operations.give_verdict(lead=lead, verdict=verdict, by=by, at=at)
    say(request, f"{lead}: {given.in_words.lower()}.", undo=given)


@require_POST
def give_back(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """A rep does not accept a lead that a rule gave him: the next one gets it."""
    lead = get_object_or_404(Lead.objects.workable_by(request.user), pk=lead_id)
    told = {name: request.POST.get(name, "").strip()[:300] for name in ("reason", "words")}
    mine = Assignment.objects.current().filter(lead=lead, rep=request.user).first()
    try:
        given = operations.give_back(lead=lead, by=request.user, at=clock.now(), **told)
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:lead", lead_id)
    if given:
        said = _("%(lead)s went to %(rep)s.") % {"lead": lead, "rep": given.rep}
    else:
        said = _("%(lead)s waits in the inbox: nobody else could be given it.") % {"lead": lead}
    say(request, said, undo=mine)
    return redirect("followups:queue" if request.user.is_rep else "followups:leads")


@require_POST
def undo_give_back(request: SignedInRequest, assignment_id: int) -> HttpResponse:
    """It is his after all."""
    his = Assignment.objects.given_back().filter(rep=request.user).select_related("lead")
    given = get_object_or_404(his, pk=assignment_id)
    try:
        operations.undo_give_back(given=given, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:queue")
    say(request, _("%(lead)s is yours again.") % {"lead": given.lead})
    return redirect("followups:lead", given.lead_id)


@require_POST
def undo_verdict(request: SignedInRequest, verdict_id: int) -> HttpResponse:
    """Take one's own verdict back."""
    verdict = get_object_or_404(
        Verdict.objects.filter(
            lead__in=Lead.objects.closable_by(request.user), given_by=request.user
        ).select_related("lead"),
        pk=verdict_id,
    )
    try:
        operations.undo_verdict(verdict=verdict, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(
            request,
            _("Taken back at %(lead)s: %(what)s.")
            % {"lead": verdict.lead, "what": within(verdict.in_words)},
        )
    return back(request, verdict.lead_id)
