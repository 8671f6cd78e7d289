"""Leads: listed, looked at, entered, corrected, closed."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from followups import operations
from followups.api.ends import End, close_form
from followups.api.errors import Unfit
from followups.api.forms import checked
from followups.api.lead_shapes import lines_of, whole_of
from followups.api.own import Own, as_typed, names_of, told_by
from followups.api.shapes import READ, WRITE, LeadLine, LeadWhole, MergedInto
from followups.api.values import Amount, Id, Sent, Text, only_known, storable
from followups.lists.lead_filter import LeadFilter
from followups.lists.lead_list import NEWEST, SORTS, order_of
from followups.lists.own_filters import own_names
from followups.situation import situation_of
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.keyset import Order
from leadfollow.people.models import User
from leads.forms import LEAD, LeadFactsForm, LeadForm
from leads.models import Lead, kept_instead_of

router = Router(tags=["Leads"])


class LeadsAsked(Sent):
    """The filters of the list of leads, by the names that its addresses have."""

    q: str = ""
    next: str = ""
    state: str = ""
    owner: str = ""
    team: str = ""
    campaign: str = ""
    segment: str = ""
    bucket: str = ""
    cadence: str = ""
    tag: str = ""
    flag: str = ""
    outcome: str = ""
    touched: str = ""
    received_from: str = ""
    received_to: str = ""
    sort: str = Field(NEWEST, description=f"One of {', '.join(SORTS)}; with - before it downwards.")
    after: str = Field("", description="What the page before gave as `next`.")
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class Leads(Schema):
    """A page of leads; `next` is where the next one begins, null on the last."""

    leads: list[LeadLine]
    next: str | None


class LeadSent(Sent):
    """Somebody asks. The six fields of a person may not be blank; where he has no e-mail or phone,
    say so by `no_email` or `no_phone`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "5f0c3f9e-7a41-4c3b-9a55-0d6f3f6f2f11",
                    "campaign": 1,
                    "name": "Karla Brandt",
                    "company": "Brandt GmbH",
                    "email": "karla@brandt.example",
                    "phone": "+49 30 5550101",
                    "address": "Hafenstraße 1",
                    "postal_code": "20457",
                    "request": "price list",
                }
            ]
        }
    )

    key: UUID
    campaign: Id
    name: Text = ""
    company: Text = ""
    email: Text = ""
    phone: Text = ""
    address: Text = ""
    postal_code: Text = ""
    city: Text = ""
    country: Text = ""
    job_title: Text = ""
    no_email: bool = False
    no_phone: bool = False
    request: Text = ""
    message: Text = ""
    referred_by: Text = ""
    found_by: Id | None = None
    own: Own = Field({}, description="Your own fields, by their codes; choices by their names.")
    owner: Id | None = Field(
        None, description="A rep's own leads are his; else by turn in the team, where left out."
    )


class Entered(Schema):
    """The inquiry that was made; `lead` is null where it is on a lead out of reach."""

    inquiry: int
    is_further: bool
    is_held: bool
    lead: LeadWhole | None


class LeadChanges(Sent):
    """What is to be another way; what is left out stays."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"website": "www.brandt.example", "value": "18400.00"}]}
    )

    organisation: Text | None = None
    website: Text | None = None
    note: Text | None = None
    value: Amount | None = None
    own: Own = Field({}, description="Your own fields, by their codes; null empties one.")


def lead_of(user: User, lead_id: int) -> Lead:
    """The lead, if this person may see it; 404 else."""
    mine = Lead.objects.visible_to(user).select_related("owner", "campaign")
    return get_object_or_404(mine, pk=lead_id)


@router.get("/leads/", response={200: Leads, **READ}, summary="List leads")
def list_leads(request: SignedInRequest, asked: Query[LeadsAsked]) -> Leads:
    """The leads that the person may see, page by page, narrowed as on the list of leads."""
    order, own = order_asked(asked), own_names(request.GET)
    params = QueryDict(mutable=True)
    params.update({name: text for name, text in dict(asked).items() if text})
    params.update({name: request.GET[name] for name in own})
    filtered = LeadFilter(params, user=request.user, now=clock.now())
    only_known(request, LeadsAsked, also=filtered.filters)
    if not filtered.is_valid():
        raise Unfit({name: " ".join(map(str, said)) for name, said in filtered.errors.items()})
    leads = order.after(order.apply(filtered.leads), asked.after)
    page: list[Any] = list(leads.select_related("owner", "campaign")[: asked.limit + 1])
    shown = page[: asked.limit]
    more = len(page) > asked.limit
    return Leads(leads=lines_of(shown), next=order.cursor_of(shown[-1]) if more else None)


def order_asked(asked: LeadsAsked) -> Order:
    """The order, where it, the place to go on from and what is searched make sense."""
    if asked.sort.removeprefix("-") not in SORTS:
        raise Unfit({"sort": _("Choose one of these: %(all)s.") % {"all": ", ".join(SORTS)}})
    order = order_of(asked.sort)
    place, _tilde, pk = asked.after.rpartition("~")
    try:
        for text in (asked.q, place):
            storable(text)
        value = order.value_of(place)
        if asked.after and (not 0 < int(pk) < 2**53 or getattr(value, "tzinfo", 1) is None):
            raise ValueError
    except ValueError:
        raise Unfit({"after": _("Send what the page before gave as “next”.")}) from None
    return order


@router.post("/leads/", response={201: Entered, **WRITE}, summary="Enter a lead")
def enter_lead(request: SignedInRequest, sent: LeadSent) -> Status[Entered]:
    """Somebody asks: a new lead, or a further inquiry of somebody who is known."""
    user = request.user
    asked = LeadForm(by=user).own
    form = LeadForm(as_form(sent) | as_typed(sent.own, asked), by=user)
    checked(form, names=names_of(asked))
    entered = operations.enter_lead(by=user, at=clock.now(), person=form.person, **form.inquiry)
    inquiry = entered.inquiry
    mine = Lead.objects.visible_to(user).select_related("owner", "campaign")
    lead = mine.filter(pk=inquiry.lead_id).first()
    answer = Entered(
        inquiry=inquiry.pk,
        is_further=entered.is_further,
        is_held=inquiry.is_held,
        lead=whole_of(lead) if lead else None,
    )
    return Status(201, answer)


def as_form(sent: Schema) -> dict[str, Any]:
    """What was sent, as a browser would: nothing for null."""
    return {name: "" if value is None else value for name, value in dict(sent).items()}


@router.get(
    "/leads/{int:lead_id}/",
    response={200: LeadWhole, 301: MergedInto, **READ},
    summary="Look at a lead",
)
def read_lead(
    request: SignedInRequest, response: HttpResponse, lead_id: int
) -> LeadWhole | Status[MergedInto]:
    """Facts, own fields, people, inquiries, next step, flags and tags of one lead. One that went
    into another is answered 301, with the address of that one."""
    kept = kept_instead_of(lead_id)
    if kept is None:
        return whole_of(lead_of(request.user, lead_id))
    url = reverse("followups:v1:read_lead", args=[lead_of(request.user, kept).pk])
    response["Location"] = url
    return Status(301, MergedInto(merged_into=kept, url=f"{settings.SITE_URL}{url}"))


@router.patch("/leads/{int:lead_id}/", response={200: LeadWhole, **WRITE}, summary="Correct a lead")
def edit_lead(request: SignedInRequest, lead_id: int, sent: LeadChanges) -> LeadWhole:
    """Correct organisation, web site, note, value or own fields."""
    lead, user = lead_of(request.user, lead_id), request.user
    if not Lead.objects.editable_by(user).filter(pk=lead_id).exists():
        raise PermissionDenied
    said = {name: getattr(sent, name) for name in sent.model_fields_set - {"own"}}
    form = LeadFactsForm({name: getattr(lead, name) for name in LEAD} | said, lead=lead)
    own, now = told_by(sent.own, lead), clock.now()
    with transaction.atomic():
        operations.edit_lead(lead=lead, changes=checked(form).changes, by=user, at=now)
        operations.tell_own_fields(lead=lead, values=own, by=user, at=now)
    return whole_of(lead_of(user, lead_id))


class Merge(Sent):
    """Which lead goes into this one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"lose": 2}]})

    lose: Id


@router.post(
    "/leads/{int:lead_id}/merge", response={200: LeadWhole, **WRITE}, summary="Merge two leads"
)
def merge_leads(request: SignedInRequest, lead_id: int, sent: Merge) -> LeadWhole:
    """Two leads that are one: this one is kept, with all of the other, whose address then answers
    301. It can be undone on its page for 30 days, until something else happens there."""
    user = request.user
    mine = Lead.objects.mergeable_by(user)
    keep, lose = get_object_or_404(mine, pk=lead_id), get_object_or_404(mine, pk=sent.lose)
    operations.merge_leads(keep=keep, lose=lose, by=user, at=clock.now())
    return whole_of(lead_of(user, lead_id))


@router.post(
    "/leads/{int:lead_id}/close", response={200: LeadWhole, **WRITE}, summary="Close a lead"
)
def close_lead(request: SignedInRequest, lead_id: int, sent: End) -> LeadWhole:
    """End a lead with a reason: what is planned is called off."""
    user, now = request.user, clock.now()
    lead = get_object_or_404(Lead.objects.closable_by(user), pk=lead_id)
    form = close_form(sent, situation_of(lead_id, now=now))
    operations.close_lead(lead=lead, by=user, at=now, **form.cleaned_data)
    return whole_of(lead_of(user, lead_id))
