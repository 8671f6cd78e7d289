"""Held rows of files: completed, said to be of somebody known, or dropped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.imports import held
from followups.imports.held import RowTold
from followups.lists.doubts import CandidateCard, cards_for
from followups.operations.entering import Entered
from followups.operations.refusal import Refusal
from followups.views.new_lead import following, said
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.words import age_in_words
from leads.forms import LeadForm, campaigns_for
from leads.intake import Person
from leads.models import Contact, Doubt, ImportRow, Lead
from leads.regions import home_of

CONFLICT, INVALID = 409, 422


def held_row(request: SignedInRequest, importrow_id: int) -> HttpResponse:
    """What the row says, why it is held, and the form of a lead with what can be taken of it."""
    waiting = ImportRow.objects.waiting_for(request.user).select_related("batch__by")
    row = get_object_or_404(waiting, pk=importrow_id)
    told = held.told_by(row)
    if not held.may_be_completed(row):
        return page_of(request, row, told)
    form = LeadForm(request.POST or None, by=request.user, initial=initial(request, told))
    if "who" in request.POST:
        return choose(request, row, told, form)
    if not form.is_valid():
        return page_of(request, row, told, form, status=INVALID if form.is_bound else 200)
    return complete(request, row, told, form, {"person": form.person, **form.inquiry})


def choose(request: SignedInRequest, row: ImportRow, told: RowTold, form: LeadForm) -> HttpResponse:
    """It is one of those who may be meant: what the row lacks of the six is known, or is not
    asked for now."""
    form.full_clean()
    if "campaign" in form.errors or "key" in form.errors:
        return page_of(request, row, told, form, status=INVALID)
    person, chosen = person_of(told, form), request.POST["who"]
    meant = [each for each in held.those_meant(person) if str(each.pk) == chosen]
    if not meant:
        raise Http404
    said = {name: form.cleaned_data.get(name) or "" for name in held.ASKS}
    said |= {name: form.cleaned_data[name] for name in ("campaign", "key")}
    return complete(request, row, told, form, {"person": person, "contact": meant[0], **said})


def person_of(told: RowTold, form: LeadForm) -> Person:
    return held.person_told(told, home=home_of(form.chosen_campaign))


def initial(request: SignedInRequest, told: RowTold) -> dict[str, Any]:
    """The form begins with what the file says."""
    named = Q(code__iexact=told.campaign) | Q(name__iexact=told.campaign)
    campaign = campaigns_for(request.user).filter(named).first() if told.campaign else None
    return told.typed | ({"campaign": campaign} if campaign else {})


def page_of(
    request: SignedInRequest,
    row: ImportRow,
    told: RowTold,
    form: LeadForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"row": row, "told": told, "form": form}
    if form:
        context |= following(form.chosen_campaign) | {"cards": cards_of(request, told, form)}
    return render(request, "followups/held_row.html", context, status=status)


def cards_of(request: SignedInRequest, told: RowTold, form: LeadForm) -> list[CandidateCard]:
    """Those who may be meant, beside what the row says."""
    person = person_of(told, form)
    asked = Contact(
        name=person.name,
        company=person.company,
        email_key=person.email_key,
        phone_key=person.phone_key,
    )
    meant = held.those_meant(person)
    return cards_for(meant, asked, reader=request.user, now=clock.now())


def complete(
    request: SignedInRequest, row: ImportRow, told: RowTold, form: LeadForm, inquiry: dict[str, Any]
) -> HttpResponse:
    """Take it in; where that fits several people, their page is next."""
    try:
        entered = held.complete_row(row=row, by=request.user, at=clock.now(), **inquiry)
    except held.RowSettled as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:inbox")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return page_of(request, row, told, form, status=CONFLICT)
    return after(request, entered)


def after(request: SignedInRequest, entered: Entered) -> HttpResponse:
    lead, now = entered.inquiry.lead, clock.now()
    is_mine = Lead.objects.visible_to(request.user).filter(pk=lead.pk).exists()
    age = age_in_words(now - lead.received_at)
    messages.success(request, said(entered, is_mine=is_mine, age=age))
    doubt = Doubt.objects.open().decidable_by(request.user).filter(inquiry=entered.inquiry).first()
    return redirect("followups:doubt", doubt.pk) if doubt else redirect("followups:inbox")


@require_POST
def drop_held_row(request: SignedInRequest, importrow_id: int) -> HttpResponse:
    """Nothing comes of it; that can be taken back."""
    row = get_object_or_404(ImportRow.objects.waiting_for(request.user), pk=importrow_id)
    try:
        held.drop_row(row=row, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:inbox")
    undo = reverse("followups:undo_drop_of_row", args=[row.pk])
    dropped = _("Line %(line)s of %(file_name)s is dropped.")
    told = {"line": row.line, "file_name": row.batch.file_name}
    messages.success(request, dropped % told, extra_tags=undo)
    return redirect("followups:inbox")


@require_POST
def undo_drop_of_row(request: SignedInRequest, importrow_id: int) -> HttpResponse:
    """Let it wait again: whoever dropped it may, and an admin."""
    row = get_object_or_404(ImportRow, pk=importrow_id, settled_at__isnull=False)
    if row.settled_by != request.user and not request.user.is_admin:
        raise Http404
    try:
        held.undo_drop(row=row, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: line %(line)s waits again.") % {"line": row.line})
    return redirect("followups:inbox")
