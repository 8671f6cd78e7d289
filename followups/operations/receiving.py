"""Somebody asks: for the first time, again, or after we had closed the lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from followups.models import Channel, Touch
from followups.notices.outside import tell_asked_again
from followups.operations.assigning import (
    assign_lead,
    check_assignable,
    distribute,
    distribute_lead,
    give,
)
from followups.operations.cadences import begin_cadence
from followups.operations.closing import end_lead
from followups.operations.doubting import meant, raise_doubt
from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.operations.reopening import reopen_lead
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads import intake
from leads.intake import Person
from leads.models import Contact, Disposition, Inquiry, Lead, Product


class NotHeld(Refusal):
    """The inquiry does not wait for anybody."""


def nothing_else(lead: Lead) -> None:
    """There is no more to be written of the lead."""


@transaction.atomic
def receive_inquiry(
    *,
    campaign: Campaign,
    person: Person,
    by: User | None,
    at: datetime,
    received_at: datetime | None = None,
    captured_at: datetime | None = None,
    promised_by: datetime | None = None,
    request: str = "",
    product: Product | None = None,
    message: str = "",
    found_by: User | None = None,
    referred_by: str = "",
    owner: User | None = None,
    lead: Lead | None = None,
    contact: Contact | None = None,
    also: Callable[[Lead], object] = nothing_else,
) -> Inquiry:
    """Take in one act of asking.

    A new lead is assigned (to `owner`, else by turn in the campaign's team) and begins its
    cadence. A known person's open lead gets the news as a promise, a closed one is reopened.
    From a do-not-contact person it is held for a manager, and no clock runs. `lead` says to
    which lead it belongs where the person does not tell. Who may be one of several is taken in as
    somebody new, and a doubt stands until a person says who it is. What was `captured_at` an
    earlier moment has waited since then; `promised_by` is until when what was asked for is to be
    sent. What is written `also` of the lead, by then somebody's, counts for where it stands.
    """
    received_at = received_at or at
    person = intake.at_home(person, campaign)
    intake.wait_for_turn(person)
    alike = intake.like(person)
    met = contact or meant(person, alike)
    contact = met or intake.add_contact(person)
    known = lead or (intake.lead_of(met) if met else None)
    if known:
        target = lock(known.pk)
        intake.add_person(target, contact)
    else:
        target = intake.add_lead(
            organisation=person.company,
            campaign=campaign,
            received_at=received_at,
            contact=contact,
        )
    inquiry = Inquiry.objects.create(
        lead=target,
        contact=contact,
        campaign=campaign,
        captured_at=captured_at if captured_at and captured_at < received_at else None,
        received_at=received_at,
        promised_by=promised_by,
        request=request,
        product=product,
        message=message,
        found_by=found_by,
        referred_by=referred_by,
        held_at=at if contact.do_not_contact else None,
    )
    record("inquiry received", of=inquiry, by=by, at=at, lead_id=target.pk, campaign=campaign.code)
    if contact not in alike and len(alike) > 1:
        raise_doubt(inquiry, alike, at=at)
    is_plain = not (known or inquiry.is_held)
    if is_plain:
        hand_out(target, owner=owner, by=by, at=at)
    elif inquiry.is_held:
        hold(target, is_new=known is None, by=by, at=at)
    else:
        take_news(inquiry, by=by, at=at, owner=owner)
    if not is_plain:
        target.refresh_from_db()
    also(target)
    return settled(inquiry, is_new=is_plain, at=at)


def settled(inquiry: Inquiry, *, is_new: bool, at: datetime) -> Inquiry:
    """The inquiry as it stands after all that was done with its lead."""
    rows = settle([inquiry.lead_id], at=at, is_new=is_new)[inquiry.lead_id]
    found = next(each for each in rows.inquiries if each.pk == inquiry.pk)
    found.lead = rows.lead
    return found


def hand_out(lead: Lead, *, owner: User | None, by: User | None, at: datetime) -> None:
    """A new lead to the rep who was named, else to the next in turn; either begins the cadence.

    Where there is nobody it waits in the inbox. Whoever calls settles it.
    """
    if owner:
        check_assignable(owner)
        give(lead, owner, before=None, by=by, at=at, is_new=True)
    else:
        distribute(lead, at=at, is_new=True)


def hold(lead: Lead, *, is_new: bool, by: User | None, at: datetime) -> None:
    """A manager decides; until then a lead of its own is not open."""
    if is_new:
        end_lead(
            lead,
            disposition=Disposition.DO_NOT_CONTACT,
            reason=_("Asked again although on the do-not-contact list; held for a manager."),
            by=by,
            at=at,
        )
        settle([lead.pk], at=at)


def take_news(
    inquiry: Inquiry, *, by: User | None, at: datetime, owner: User | None = None
) -> None:
    """A further inquiry on a known lead: reopen it, find it an owner, or promise an answer; who
    qualifies it outside is told.

    Whoever calls settles it once more.
    """
    lead = inquiry.lead
    settle([lead.pk], at=at)
    lead.refresh_from_db()
    if not lead.is_open:
        reopen_lead(lead=lead, by=by, at=at)
    elif lead.owner is None and owner:
        assign_lead(lead=lead, rep=owner, by=by, at=at)
    elif lead.owner is None:
        distribute_lead(lead=lead, at=at)
        tell_asked_again(inquiry, at=at)
    else:
        promise_answer(inquiry, by=by, at=at)


def promise_answer(inquiry: Inquiry, *, by: User | None, at: datetime) -> None:
    """The news gets a touch at its own limit, unless something is due by then."""
    inquiry.refresh_from_db()
    lead, limit = inquiry.lead, inquiry.respond_by or at
    if Touch.objects.scheduled().manual().filter(lead=lead, due_at__lte=limit).exists():
        return
    wanted = inquiry.request or inquiry.campaign.name
    Touch.objects.create(
        lead=lead,
        contact=inquiry.contact,
        channel=best_channel(inquiry.contact),
        subject=(_("Asked again: %(wanted)s") % {"wanted": wanted})[:200],
        due_at=limit,
        first_due_at=limit,
        scheduled_at=at,
        scheduled_by=by,
    )


def best_channel(contact: Contact | None) -> str:
    """How to answer: by phone, by mail where there is no number or none is wished."""
    if contact and (contact.no_phone or (contact.email and not contact.phone)):
        return Channel.OTHER if contact.no_email else Channel.MAIL
    return Channel.CALL


@transaction.atomic
def release_inquiry(*, inquiry: Inquiry, by: User, at: datetime) -> Inquiry:
    """A manager lets a held inquiry through: he wants the person to be contacted again.

    The person is no longer do-not-contact, the clocks start now. Refused as NotHeld otherwise.
    """
    lead = lock(inquiry.lead_id)
    held = Inquiry.objects.held().filter(pk=inquiry.pk)
    if not held.update(released_at=at):
        raise NotHeld(_("This inquiry was released before."))
    if inquiry.contact:
        Contact.objects.filter(pk=inquiry.contact.pk).update(do_not_contact=False)
    inquiry.refresh_from_db()
    record("inquiry released", of=inquiry, by=by, at=at, lead_id=lead.pk)
    take_news(inquiry, by=by, at=at)
    settle([lead.pk], at=at)
    lead.refresh_from_db()
    if lead.owner and lead.next_due_at is None:
        begin_cadence(lead=lead, by=by, at=at)
    inquiry.refresh_from_db()
    return inquiry
