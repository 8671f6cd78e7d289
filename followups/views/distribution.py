"""The rules of distribution: read by managers and admins, set by admins; a manager sets those of
the campaigns that his teams receive."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from followups import operations
from followups.distribution.dry_run import dry_run
from followups.distribution.form import RuleForm
from followups.distribution.settings import may_change, may_read, rules_page, sentence_of
from followups.models import DistributionRule
from followups.operations.distributing import KIND, Draft
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.log.models import Entry

UNPROCESSABLE = 422


def distribution(request: SignedInRequest) -> HttpResponse:
    """Each rule in a sentence, in the order in which they are asked."""
    if not may_read(request.user):
        raise Http404
    page = {"page": rules_page(request.user)}
    return render(request, "followups/distribution.html", page)


def new_rule(request: SignedInRequest) -> HttpResponse:
    """One more."""
    if not may_read(request.user):
        raise Http404
    return rule_page(request)


def edit_rule(request: SignedInRequest, distributionrule_id: int) -> HttpResponse:
    """Which leads, to whom, how, in which place."""
    return rule_page(request, changeable(request, distributionrule_id))


@require_http_methods(["GET", "POST"])
def rule_page(request: SignedInRequest, rule: DistributionRule | None = None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = RuleForm(data, rule=rule, by=request.user)
    is_tried = "show" in request.POST
    if form.is_valid() and not is_tried:
        carry_out(request, rule, form.draft)
        return redirect("followups:distribution")
    page: dict[str, object] = {
        "rule": rule,
        "sentence": sentence_of(rule) if rule else "",
        "form": form,
    }
    if form.is_valid():
        page |= tried(request, rule, form.draft)
    status = UNPROCESSABLE if form.is_bound and not form.is_valid() else 200
    return render(request, "followups/edit_rule.html", page, status=status)


def tried(
    request: SignedInRequest, rule: DistributionRule | None, draft: Draft
) -> dict[str, object]:
    """What the rule would have done with the leads of last month; nothing is changed by it."""
    run = dry_run(
        rule_id=rule.pk if rule else None, draft=draft, reader=request.user, now=clock.now()
    )
    return {"run": run, "shown": run.shown(request.POST["show"])}


def carry_out(request: SignedInRequest, rule: DistributionRule | None, draft: Draft) -> None:
    """Write it, and say so with the way back."""
    by, at = request.user, clock.now()
    if rule is None:
        done: Entry | None = operations.add_rule(draft=draft, by=by, at=at)
    else:
        done = operations.change_rule(rule=rule, draft=draft, by=by, at=at)
    if done is None:
        messages.success(request, _("Nothing was changed."))
        return
    now = DistributionRule.objects.get(pk=done.record_id)
    told = _("Retired: %(sentence)s") if now.retired_at else _("In force: %(sentence)s")
    undo = reverse("followups:undo_rule", args=[done.pk])
    messages.success(request, told % {"sentence": sentence_of(now)}, extra_tags=undo)


@require_POST
def place_rule(request: SignedInRequest, distributionrule_id: int) -> HttpResponse:
    """Asked one earlier, one later, no more, or again, at the end."""
    rule, to = changeable(request, distributionrule_id), request.POST.get("to")
    last = DistributionRule.objects.in_use().count()
    places = {
        "up": max(rule.position - 1, 1),
        "down": min(rule.position + 1, last),
        "retired": None,
        "back": last + 1,
    }
    if to not in places or (rule.retired_at is None) == (to == "back"):
        return redirect("followups:distribution")
    draft = Draft.of(rule)
    carry_out(request, rule, Draft(**vars(draft) | {"place": places[to]}))
    return redirect("followups:distribution")


@require_POST
def undo_rule(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """As it was before."""
    entry = get_object_or_404(Entry, pk=entry_id, kind=KIND)
    changeable(request, entry.record_id)
    try:
        operations.undo_rule(entry=entry, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The rules are as before."))
    return redirect("followups:distribution")


def changeable(request: SignedInRequest, rule_id: int) -> DistributionRule:
    rule = get_object_or_404(DistributionRule.objects.select_related("campaign"), pk=rule_id)
    if not may_change(request.user, rule):
        raise Http404
    return rule
