"""How reps work: in time or late, what comes of a touch, and what they plan next."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from followups import operations
from followups.models import Channel, Direction, Outcome, Touch
from followups.next_step import Close, Due
from leadfollow import clock
from leadfollow.people.models import User
from leads import intake
from leads.models import Disposition, Inquiry, Lead
from reports.demo.choices import Choices
from reports.demo.names import NORTHERN, SOUTHERN
from reports.demo.phrases import CALL_BACKS, CLERICAL, NOTES, WON
from reports.demo.plate import slots
from reports.demo.play import Play

STAR_PREPARES = timedelta(days=9)  # how long before the end her next days fill up
LEAD_OF_TOUCH = ("lead__owner__team", "lead__campaign", "contact", "step", "enrolment__cadence")


class Reps:
    """Looks at what is scheduled, and puts up what its owner will do about it."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.choices = Choices(play)
        self.seen: set[int] = set()
        self.forgotten_after: dict[int, int | None] = {}
        self.left_alone: set[int] = set()
        star = play.cast.star
        self.slots = slots(play.end, star.working_time.zone)

    # --- What is on somebody's plate

    def look_at(self, lead_id: int, at: datetime) -> None:
        """Decide about each touch of the lead that is newly scheduled."""
        scheduled = Touch.objects.scheduled().filter(lead=lead_id).order_by("pk")
        for touch in scheduled.select_related(*LEAD_OF_TOUCH):
            if touch.pk not in self.seen and touch.lead.owner:
                self.seen.add(touch.pk)
                self.decide(touch, touch.lead.owner, at)

    def decide(self, touch: Touch, rep: User, at: datetime) -> None:
        """In time, late, moved, or forgotten."""
        if touch.lead_id in self.left_alone or self.is_forgotten(touch.lead, rep):
            return
        assert touch.due_at is not None
        habits, roll = self.play.cast.habits[rep.pk], self.play.chance.random()
        if roll > 1 - habits.moves and touch.due_at - at > timedelta(hours=26):
            self.play.put(touch.due_at - self.play.hours(2, 20), partial(self.move, touch.pk))
            return
        moment = self.in_time(touch, rep, at)
        if roll > habits.on_time + habits.moves or (roll > 0.5 and habits.forgets > 1):
            moment = self.late(touch, rep, moment)
        if touch.due_at <= self.play.end < moment and habits.forgets < 1:
            moment = max(self.play.end - self.play.minutes(1, 240), at + timedelta(minutes=1))
        self.play.put(moment, partial(self.make, touch.pk))

    def is_forgotten(self, lead: Lead, rep: User) -> bool:
        """Whether this is one that slips through; when is decided once for each lead."""
        if lead.pk not in self.forgotten_after:
            origin = self.play.origins[lead.campaign.code]
            share = origin.forgotten * self.play.cast.habits[rep.pk].forgets
            after = self.play.chance.choice((0, 0, 1, 1, 2, 3)) if self.play.happens(share) else None
            self.forgotten_after[lead.pk] = after
        after = self.forgotten_after[lead.pk]
        return after is not None and lead.touch_count >= after

    def in_time(self, touch: Touch, rep: User, at: datetime) -> datetime:
        """A little before it is due; one due on a day some time in the day."""
        assert touch.due_at is not None
        if touch.due_on:
            opens = rep.working_time.at_time(touch.due_on, rep.working_time.opens)
            return max(opens + self.play.minutes(5, 480), at + timedelta(minutes=2))
        early = touch.due_at - self.play.minutes(2, 35)
        return early if early > at else at + (touch.due_at - at) * 0.7

    def late(self, touch: Touch, rep: User, moment: datetime) -> datetime:
        """Hours or days after it was due, in working hours."""
        hours = self.play.chance.choice((1, 2, 3, 5, 9, 13, 18, 27))
        return rep.working_time.add_working_minutes(
            max(moment, touch.due_at or moment), hours * 60 + self.play.chance.randint(0, 59)
        )

    # --- What they do

    def touch_to_make(self, touch_id: int) -> Touch | None:
        """The touch, if it still stands and somebody owns its lead."""
        found = Touch.objects.scheduled().filter(pk=touch_id, lead__owner__isnull=False)
        return found.select_related(*LEAD_OF_TOUCH).first()

    def move(self, touch_id: int, at: datetime) -> None:
        """Not today."""
        touch = self.touch_to_make(touch_id)
        if touch and touch.lead.owner and touch.due_at:
            working = touch.lead.owner.working_time
            later = working.add_hours(touch.due_at, 24 * self.play.chance.randint(1, 4))
            operations.move_touch(touch=touch, due=Due(later), by=touch.lead.owner, at=at)
            self.look_at(touch.lead_id, at)

    def make(self, touch_id: int, at: datetime) -> None:
        """The call, the mail, the meeting; and what comes next."""
        touch = self.touch_to_make(touch_id)
        if touch is None or touch.lead.owner is None:
            return
        if touch.lead.touch_count == 0 and self.play.happens(0.05):
            self.turn_away(touch.lead, at)
            return
        outcome, then = self.choices.after(touch, at)
        if slot := self.slot_for(touch, then, at):
            then = self.choices.on(slot)
            self.left_alone.add(touch.lead_id)
        logged = operations.log_touch(
            touch=touch, outcome=outcome, key=self.play.key(), then=then, by=touch.lead.owner,
            at=at, note=self.note(outcome), happened_at=self.happened(at),
        )
        self.afterwards(logged, touch.lead.owner, at)
        if isinstance(then, Close) and then.disposition == Disposition.WON:
            worth = Decimal(self.play.chance.randint(18, 260) * 100)
            Lead.objects.filter(pk=touch.lead_id).update(value=worth, qualified_at=at)
        self.look_at(touch.lead_id, at)

    def slot_for(self, touch: Touch, then: object, at: datetime) -> Due | None:
        """A place in the shown rep's next days, while there are some left."""
        star, goes_on = self.play.cast.star, not isinstance(then, Close)
        near = at > self.play.end - STAR_PREPARES
        if not (goes_on and near and touch.lead.owner_id == star.pk):
            return None
        fitting = [slot for slot in self.slots if slot.at > at + timedelta(minutes=30)]
        if not fitting:
            return None
        self.slots.remove(fitting[0])
        return fitting[0]

    def note(self, outcome: str) -> str:
        return self.play.chance.choice(NOTES[outcome])

    def happened(self, at: datetime) -> datetime | None:
        """Most log at once; some write it down later, a few days later."""
        roll = self.play.chance.random()
        if roll < 0.9:
            return None
        return at - (self.play.minutes(5, 90) if roll < 0.985 else self.play.hours(30, 60))

    def afterwards(self, touch: Touch, rep: User, at: datetime) -> None:
        """What a logged touch brings later: a slip taken back, a call from them, a colleague."""
        play, lead_id = self.play, touch.lead_id
        if play.happens(0.015) and lead_id not in self.left_alone:
            play.put(at + timedelta(minutes=3), partial(self.take_back, touch.pk, rep))
        if touch.outcome == Outcome.SENT and play.happens(0.08):
            answer = rep.working_time.add_working_minutes(at, play.chance.randint(30, 500))
            play.put(answer, partial(self.they_call, lead_id))
        if touch.outcome == Outcome.TALKED and play.happens(0.25):
            self.meet_colleague(touch.lead)
        if touch.outcome == Outcome.NEVER_CALL_AGAIN and touch.contact and play.happens(0.6):
            play.put(at + play.hours(24, 200), partial(self.barred_asks_again, touch.contact_id))

    def take_back(self, touch_id: int, rep: User, at: datetime) -> None:
        """Wrong button: undone within minutes, and made anew."""
        touch = Touch.objects.get(pk=touch_id)
        try:
            operations.undo_touch(touch=touch, by=rep, at=at)
        except operations.NotUndoable:
            return
        self.look_at(touch.lead_id, at)

    def they_call(self, lead_id: int, at: datetime) -> None:
        """The contact calls by himself; what is planned stays."""
        lead = Lead.objects.select_related("owner").get(pk=lead_id)
        person = lead.people.filter(is_primary=True, contact__do_not_contact=False).first()
        if lead.is_open and lead.owner and lead.next_due_at and person:
            operations.log_unplanned_touch(
                lead=lead, contact=person.contact, channel=Channel.CALL, outcome=Outcome.TALKED,
                direction=Direction.INBOUND, key=self.play.key(), by=lead.owner, at=at,
                note="Called us: read it and has a question about the interface.",
            )

    def meet_colleague(self, lead: Lead) -> None:
        """A second person to talk to."""
        first = lead.people.select_related("contact").first()
        if first and first.contact.company:
            south = first.contact.country in {"PT", "ES", "FR"}
            person = self.play.crowd.somebody(
                SOUTHERN if south else NORTHERN, company=first.contact.company
            )
            intake.add_person(lead, intake.add_contact(person), role="decision maker")

    def barred_asks_again(self, contact_id: int, at: datetime) -> None:
        """He asked never to be contacted, and now he asks: held for the manager."""
        last = Inquiry.objects.filter(contact=contact_id).select_related("campaign", "contact")
        inquiry = last.order_by("-received_at").first()
        if inquiry and inquiry.contact:
            operations.receive_inquiry(
                campaign=inquiry.campaign, by=None, at=at, request="the price list",
                message="Please send the price list after all.",
                person=intake.Person(name=inquiry.contact.name, email=inquiry.contact.email),
            )

    # --- What they do without a touch

    def turn_away(self, lead: Lead, at: datetime) -> None:
        """Clerical: no talk needed to see it."""
        disposition, reason = self.play.chance.choice(CLERICAL)
        operations.close_lead(
            lead=lead, disposition=disposition, reason=reason, by=lead.owner, at=at
        )

    def plan_by_hand(self, lead: Lead, at: datetime) -> None:
        """No cadence serves these: somebody has to think of it; the newest wait for that."""
        lead.refresh_from_db()
        if lead.owner is None:
            return
        soon = self.play.chance.choice((20, 40, 90, 300, 800, 1500))
        self.play.put(
            lead.owner.working_time.add_working_minutes(at, soon), partial(self.plan, lead.pk)
        )

    def plan(self, lead_id: int, at: datetime) -> None:
        lead = Lead.objects.select_related("owner__team").get(pk=lead_id)
        if not (lead.is_open and lead.owner and lead.unplanned_since):
            return
        day = clock.today(lead.owner.time_zone, at) + timedelta(days=self.play.chance.randint(1, 9))
        day = lead.owner.working_time.add_working_days(day, 0)
        due = Due(lead.owner.working_time.at_time(day, self.choices.time_of_day()))
        person = lead.people.filter(is_primary=True).first()
        operations.schedule_touch(
            lead=lead, contact=person.contact if person else None, channel=Channel.CALL,
            due=due, by=lead.owner, at=at, subject=self.play.chance.choice(CALL_BACKS),
        )
        self.look_at(lead_id, at)


