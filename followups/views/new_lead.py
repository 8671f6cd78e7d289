"""A lead made by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from campaigns.models import Campaign
from campaigns.shipped import PROSPECTING
from followups import operations
from followups.distribution.words import told_of
from followups.lists.known import known_leads, lead_behind
from followups.models import Cadence
from followups.operations.entering import Entered
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in
from leadfollow.people.models import User
from leadfollow.words import age_in_words
from leads.forms import LeadForm, campaigns_for
from leads.intake import Person
from leads.models import Inquiry, Lead

CONFLICT, INVALID = 409, 422
TYPED = ("company", "email", "phone", "country")
WHO = ("name", *TYPED)


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
            where = _("Saved: %(lead)s is with %(owner)s.") % {"lead": lead, "owner": lead.owner}
        else:
            where = _("Saved: %(lead)s is waiting in the inbox.") % {"lead": lead}
        return f"{where} {told_of(lead)}".strip()
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
    person = person_in(request.GET, TYPED)
    leads = known_leads(person, user=request.user, now=clock.now())
    context = {"leads": leads, "is_person": request.GET.get("for") == "person"}
    return render(request, "followups/_known.html", context)


def person_in(typed: QueryDict, names: Iterable[str]) -> Person:
    told = {name: typed.get(name, "").strip()[:60] for name in names}
    return Person(**told)  # type: ignore[arg-type]  # none of them is a wish


@require_POST
def tell_owner(request: SignedInRequest) -> HttpResponse:
    """Tell the owner of a lead that one met and may not see; nothing more of it is shown."""
    user, typed, now = request.user, request.POST, clock.now()
    lead = lead_behind(typed.get("token", ""), user=user)
    if lead is None:
        messages.error(request, _("Too long ago: search once more, then tell the owner."))
        return to_leads(request)
    try:
        inquiry = operations.tell_owner(
            lead=lead,
            campaign=campaign_in(typed, user) or lead.campaign,
            person=person_in(typed, WHO),
            by=user,
            at=now,
            request=typed.get("request", "")[:200],
            message=typed.get("message", "")[:2000],
        )
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told(inquiry))
    return to_leads(request)


def to_leads(request: SignedInRequest) -> HttpResponse:
    """Also from a page that asked in the background."""
    leads = reverse("followups:leads")
    return HttpResponseClientRedirect(leads) if request.htmx else redirect(leads)


def campaign_in(typed: QueryDict, user: User) -> Campaign | None:
    """The one that was chosen with what was typed, else own prospecting."""
    chosen, campaigns = typed.get("campaign", ""), campaigns_for(user)
    if campaign := campaigns.filter(pk=id_in(chosen)).first():
        return campaign
    return campaigns.filter(code=PROSPECTING).first()


def told(inquiry: Inquiry) -> str:
    """To whom; and that it stays, as an inquiry starts a clock."""
    if inquiry.is_held:
        return _("It waits for a manager: whoever asks there must not be contacted.")
    if not inquiry.lead.owner:
        return _("It was added to %(lead)s, which waits in the inbox now.") % {"lead": inquiry.lead}
    return _(
        "%(owner)s was told: it was added to %(lead)s. It cannot be taken back, as a clock runs;"
        " if it was a mistake, tell %(owner)s."
    ) % {"owner": inquiry.lead.owner, "lead": inquiry.lead}
