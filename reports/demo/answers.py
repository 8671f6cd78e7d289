"""What the other side does: calls by itself, names a colleague, asks again after "never"."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from followups import operations
from followups.cadences.planning import next_morning
from followups.models import Channel, Direction, Outcome, Touch
from followups.next_step import Due, TouchOn
from leadfollow.people.models import User
from leads import intake
from leads.models import Contact, Inquiry, Lead
from reports.demo.names import NORTHERN, SOUTHERN
from reports.demo.play import Play


class Answers:
    """Puts up what a logged touch brings about over there."""

    def __init__(self, play: Play) -> None:
        self.play = play

    def to(self, touch: Touch, rep: User, at: datetime) -> None:
        play = self.play
        if touch.outcome == Outcome.SENT and play.happens(0.08):
            answer = rep.working_time.add_working_minutes(at, play.chance.randint(30, 500))
            play.put(answer, partial(self.they_call, touch.lead_id, rep))
        if touch.outcome == Outcome.TALKED and touch.contact and play.happens(0.25):
            southern = rep.team_id == play.cast.south.pk
            colleague = play.crowd.somebody(
                SOUTHERN if southern else NORTHERN, company=touch.contact.company
            )
            operations.add_person(
                lead=touch.lead, person=colleague, by=rep, at=at, role="decision maker"
            )
        if touch.outcome == Outcome.NEVER_CALL_AGAIN and touch.contact and play.happens(0.5):
            play.put(at + play.hours(24, 200), partial(self.ask_again, touch.contact))

    def they_call(self, lead_id: int, rep: User, at: datetime) -> None:
        """The contact calls by himself: the plan stops, and what was agreed comes next."""
        lead = Lead.objects.get(pk=lead_id)
        person = lead.people.filter(is_primary=True, contact__do_not_contact=False).first()
        if lead.is_open and lead.owner_id == rep.pk and lead.next_due_at and person:
            operations.log_unplanned_touch(
                lead=lead,
                contact=person.contact,
                channel=Channel.CALL,
                outcome=Outcome.TALKED,
                direction=Direction.INBOUND,
                key=self.play.key(),
                by=rep,
                at=at,
                note="Called us: read it and has a question about the interface.",
                then=TouchOn(Due(next_morning(at, rep.working_time, days=2)), subject="As agreed"),
            )

    def ask_again(self, contact: Contact, at: datetime) -> None:
        """He asked never to be contacted, and now he asks: held for the manager."""
        last = Inquiry.objects.filter(contact=contact).select_related("campaign")
        inquiry = last.order_by("-received_at", "-pk").first()
        if inquiry:
            operations.receive_inquiry(
                campaign=inquiry.campaign,
                by=None,
                at=at,
                request="the price list",
                message="Please send the price list after all.",
                person=intake.Person(name=contact.name, email=contact.email),
            )
