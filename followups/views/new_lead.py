"""A lead made by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from followups import operations
from followups.lists.known import known_leads
from followups.models import Cadence
from followups.operations.entering import Entered
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.words import age_in_words
from leads.forms import LeadForm
from leads.intake import Person
from leads.models import Lead

CONFLICT, INVALID = 409, 422
TYPED = ("company", "email", "phone", "country")


def new_lead(request: SignedInRequest) -> HttpResponse:
    """Enter who asks, for what, and whose it shall be."""
    form = LeadForm(request.POST or None, by=request.user)
    if not form.is_valid():
        return page_of(request, form, status=INVALID if form.is_bound else 200)
    now = clock.now()
    try:
        entered = operations.enter_lead(by=request.user, at=now, person=form.person, **form.inquiry)
    except operations.Refusal as refusal:
        of_owner = form.may_choose_owner and isinstance(refusal, operations.NotAssignable)
        form.add_error("owner" if of_owner else None, str(refusal))
        return page_of(request, form, status=CONFLICT)
    lead = entered.inquiry.lead
    is_mine = Lead.objects.visible_to(request.user).filter(pk=lead.pk).exists()
    age = age_in_words(now - lead.received_at)
    messages.success(request, said(entered, is_mine=is_mine, age=age))
    return redirect("followups:lead", lead.pk) if is_mine else redirect("followups:leads")


def page_of(request: SignedInRequest, form: LeadForm, *, status: int) -> HttpResponse:
    context = {"form": form, **following(form.chosen_campaign)}
    return render(request, "followups/new_lead.html", context, status=status)


def following(campaign: Campaign | None) -> dict[str, Any]:
    """What a lead of this campaign gets: its segment's limit, and its cadence."""
    segment = campaign.segment if campaign else None
    return {
        "segment": segment,
        "follows": Cadence.objects.current().filter(segment=segment).first(),
    }


def what_follows(request: SignedInRequest) -> HttpResponse:
    """The line about the campaign that was chosen just now."""
    campaign = LeadForm(request.GET, by=request.user).chosen_campaign
    return render(request, "followups/_what_follows.html", following(campaign))


def said(entered: Entered, *, is_mine: bool, age: str) -> str:
    """What became of it; of a lead out of reach no more than company, owner and age."""
    inquiry, lead = entered.inquiry, entered.inquiry.lead
    if inquiry.is_held:
        return _("%(contact)s must not be contacted: the inquiry waits for a manager.") % {
            "contact": inquiry.contact
        }
    if not entered.is_further:
        if lead.owner:
            return _("Saved: %(lead)s is with %(owner)s.") % {"lead": lead, "owner": lead.owner}
        return _("Saved: %(lead)s is waiting in the inbox.") % {"lead": lead}
    if is_mine:
        return _("%(contact)s was known: this is a further inquiry on %(lead)s.") % {
            "contact": inquiry.contact,
            "lead": lead,
        }
    if lead.owner:
        known = _(
            "%(lead)s was known: it is with %(owner)s, %(age)s old. Your inquiry was added to it."
        )
    else:
        known = _(
            "%(lead)s was known: it is waiting in the inbox, %(age)s old. Your inquiry was added to"
            " it."
        )
    return known % {"lead": lead, "owner": lead.owner, "age": age}


def known(request: SignedInRequest) -> HttpResponse:
    """While typing: the leads that this person or company has already."""
    typed = {name: request.GET.get(name, "")[:200] for name in TYPED}
    person = Person(**typed)  # type: ignore[arg-type]  # none of them is a wish
    leads = known_leads(person, user=request.user, now=clock.now())
    context = {"leads": leads, "is_person": request.GET.get("for") == "person"}
    return render(request, "followups/_known.html", context)
