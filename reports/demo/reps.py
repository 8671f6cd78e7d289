"""How reps work: in time or late, moved or forgotten; what they do when the moment comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from followups import operations
from followups.models import Channel, Outcome, Touch
from followups.next_step import Close, Due, NextStep
from followups.numbers import SHIPPED
from followups.verdicts import ACCEPTED, Judgement
from leadfollow import clock
from leadfollow.people.models import User
from leads.models import Disposition, Lead, Says
from reports.demo.answers import Answers
from reports.demo.choices import Choices
from reports.demo.phrases import CALL_BACKS, CLERICAL, EVIDENCE, NOTES
from reports.demo.plate import slots
from reports.demo.play import Play

STAR_PREPARES = timedelta(days=21)  # how long before the end her next days fill up
JUDGES = 3  # one conversation in so many ends without a verdict
HOURS_LATE = (1, 2, 3, 5, 9, 13, 18, 27)  # working hours


def once_more(touch: Touch) -> str:
    """Who goes on after many attempts says why."""
    return (
        "Worth one more try: they asked us."
        if touch.lead.touch_count >= SHIPPED.hard_attempts - 1
        else ""
    )


class Reps:
    """Looks at what is scheduled, and puts up what its owner will do about it."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.choices = Choices(play)
        self.answers = Answers(play)
        self.seen: set[int] = set()
        self.left_alone: set[int] = set()
        self.forgotten_after: dict[tuple[int, int], int | None] = {}
        self.users = {user.pk: user for user in play.cast.people.values()}
        self.shares = {o.campaign.pk: o.forgotten for o in play.origins.values()}
        self.slots = slots(play.end, play.cast.star.working_time.zone)

    # --- What they make of it

    def look_at(self, lead_id: int, at: datetime) -> None:
        """Decide about each touch of the lead that is newly scheduled; decisions are left open."""
        scheduled = Touch.objects.scheduled().filter(lead=lead_id, is_decision=False).order_by("pk")
        for touch in scheduled.select_related("lead"):
            rep = self.users.get(touch.lead.owner_id or 0)
            if touch.pk not in self.seen and touch.due_at and rep:
                self.seen.add(touch.pk)
                self.decide(touch, touch.due_at, rep, at)

    def decide(self, touch: Touch, due_at: datetime, rep: User, at: datetime) -> None:
        """In time, late, moved, or forgotten."""
        if touch.lead_id in self.left_alone or self.is_forgotten(touch.lead, rep):
            return
        habits, roll = self.play.cast.habits[rep.pk], self.play.chance.random()
        if roll > 1 - habits.moves and due_at - at > timedelta(hours=26):
            self.play.put(due_at - self.play.hours(2, 20), partial(self.move, touch.pk))
            return
        moment = self.in_time(touch, due_at, rep, at)
        if roll > habits.on_time:
            moment = self.late(max(moment, due_at), rep)
        if due_at <= self.play.end < moment and habits.forgets < 1:
            moment = max(self.play.end - self.play.minutes(1, 240), at + timedelta(minutes=1))
        self.play.put(moment, partial(self.make, touch.pk))

    def is_forgotten(self, lead: Lead, rep: User) -> bool:
        """Whether this is one that slips through; when is decided once with each owner."""
        with_rep = (lead.pk, rep.pk)
        if with_rep not in self.forgotten_after:
            share = self.shares[lead.campaign_id] * self.play.cast.habits[rep.pk].forgets
            after = self.play.chance.choice((0, 0, 1, 1, 2, 3))
            self.forgotten_after[with_rep] = after if self.play.happens(share) else None
        limit = self.forgotten_after[with_rep]
        return limit is not None and lead.touch_count >= limit

    def in_time(self, touch: Touch, due_at: datetime, rep: User, at: datetime) -> datetime:
        """A little before it is due; one due on a day some time in the day."""
        if touch.due_on:
            opens = rep.working_time.at_time(touch.due_on, rep.working_time.opens)
            return max(opens + self.play.minutes(5, 480), at + timedelta(minutes=2))
        early = due_at - self.play.minutes(2, 35)
        return early if early > at else at + (due_at - at) * 0.7

    def late(self, moment: datetime, rep: User) -> datetime:
        """Hours or days after it was due, in working hours."""
        hours = self.play.chance.choice(HOURS_LATE)
        return rep.working_time.add_working_minutes(
            moment, hours * 60 + self.play.chance.randint(0, 59)
        )

    # --- What they do

    def touch_to_make(self, touch_id: int) -> tuple[Touch, User] | None:
        """The touch and who makes it, if it still stands and somebody owns its lead."""
        found = Touch.objects.select_related("lead", "contact", "step", "enrolment")
        touch = found.get(pk=touch_id)
        rep = self.users.get(touch.lead.owner_id or 0)
        return (touch, rep) if touch.is_scheduled and rep else None

    def move(self, touch_id: int, at: datetime) -> None:
        """Not today."""
        if not (found := self.touch_to_make(touch_id)):
            return
        touch, rep = found
        days = self.play.chance.randint(1, 4)
        later = rep.working_time.add_hours(touch.due_at or at, 24 * days)
        why = "Others came first"
        operations.move_touch(touch=touch, due=Due(later), by=rep, at=at, why=why)
        self.look_at(touch.lead_id, at)

    def make(self, touch_id: int, at: datetime) -> None:
        """The call, the mail, the meeting; and what comes next."""
        if not (found := self.touch_to_make(touch_id)):
            return
        touch, rep = found
        if touch.lead.touch_count == 0 and self.play.happens(0.05):
            disposition, why, words = self.play.chance.choice(CLERICAL)
            operations.close_lead(
                lead=touch.lead,
                disposition=disposition,
                reason=words,
                verdict=Judgement(Says.REJECTED, why, words),
                by=rep,
                at=at,
            )
            return
        outcome, then = self.choices.after(touch, rep, at)
        if slot := self.slot_for(rep, then, at):
            then = self.choices.on(slot)
            self.left_alone.add(touch.lead_id)
        logged = operations.log_touch(
            touch=touch,
            outcome=outcome,
            key=self.play.key(),
            then=then,
            by=rep,
            at=at,
            note=self.play.chance.choice(NOTES[outcome]) or once_more(touch),
            happened_at=self.happened(at),
        )
        self.afterwards(logged, rep, then, at)
        self.look_at(touch.lead_id, at)

    def slot_for(self, rep: User, then: NextStep, at: datetime) -> Due | None:
        """A place in the shown rep's next days, while there are some left."""
        near = at > self.play.end - STAR_PREPARES
        if rep.pk != self.play.cast.star.pk or isinstance(then, Close) or not near:
            return None
        slot = next((s for s in self.slots if s.at > at + timedelta(minutes=30)), None)
        if slot:
            self.slots.remove(slot)
        return slot

    def happened(self, at: datetime) -> datetime | None:
        """Most log at once; some write it down later, a few days later."""
        roll = self.play.chance.random()
        if roll < 0.9:
            return None
        return at - (self.play.minutes(5, 90) if roll < 0.985 else self.play.hours(30, 60))

    def afterwards(self, touch: Touch, rep: User, then: NextStep, at: datetime) -> None:
        """What follows beside the plan: an order, a slip taken back, an answer."""
        if isinstance(then, Close) and then.disposition == Disposition.WON:
            worth = Decimal(self.play.chance.randint(18, 260) * 100)
            Lead.objects.filter(pk=touch.lead_id).update(value=worth)
        elif self.play.happens(0.015) and touch.lead_id not in self.left_alone:
            self.play.put(at + timedelta(minutes=3), partial(self.take_back, touch.pk, rep))
        elif touch.outcome == Outcome.MEETING_BOOKED and touch.pk % JUDGES:
            self.qualify(touch.lead_id, rep, at)
        elif touch.is_response and touch.pk % JUDGES:
            self.judge(touch.lead_id, rep, at)
        self.answers.to(touch, rep, at)

    def qualify(self, lead_id: int, rep: User, at: datetime) -> None:
        """Some write down what they heard before the meeting."""
        lead = Lead.objects.get(pk=lead_id)
        if lead.is_open and not lead.qualified_at:
            ticks = {
                code: operations.Met(is_met=True, evidence=EVIDENCE[code]) for code in EVIDENCE
            }
            operations.tick_criteria(lead=lead, ticks=ticks, by=rep, at=at)
            operations.convert_lead(lead=lead, by=rep, at=at)

    def judge(self, lead_id: int, rep: User, at: datetime) -> None:
        """Most say what they make of a lead once they have talked; some wait to be reminded."""
        lead = Lead.objects.get(pk=lead_id)
        if lead.is_open and lead.verdict_by:
            operations.give_verdict(lead=lead, verdict=ACCEPTED, by=rep, at=at)

    def take_back(self, touch_id: int, rep: User, at: datetime) -> None:
        """Wrong button: undone within minutes, and made anew."""
        touch = Touch.objects.get(pk=touch_id)
        try:
            operations.undo_touch(touch=touch, by=rep, at=at)
        except operations.NotUndoable:
            return
        self.look_at(touch.lead_id, at)

    # --- Where no cadence plans for them

    def plan_by_hand(self, lead_id: int, rep: User, at: datetime) -> None:
        """Somebody has to think of it; those deep in debt often do not."""
        forgets = self.play.cast.habits[rep.pk].forgets
        if forgets > 1 and self.play.happens(0.6):
            return
        soon = self.play.chance.choice((20, 40, 90, 300, 600) if forgets else (5, 15))
        self.play.put(
            rep.working_time.add_working_minutes(at, soon), partial(self.plan, lead_id, rep)
        )

    def plan(self, lead_id: int, rep: User, at: datetime) -> None:
        lead = Lead.objects.get(pk=lead_id)
        if lead.owner_id != rep.pk or not (lead.is_open and lead.unplanned_since):
            return
        day = clock.today(rep.time_zone, at) + timedelta(days=self.play.chance.randint(1, 9))
        day = rep.working_time.add_working_days(day, 0)
        due = Due(rep.working_time.at_time(day, self.choices.time_of_day()))
        person = lead.people.select_related("contact").get(is_primary=True)
        operations.schedule_touch(
            lead=lead,
            contact=person.contact,
            channel=Channel.CALL,
            due=due,
            by=rep,
            at=at,
            subject=self.play.chance.choice(CALL_BACKS),
            why="As agreed",
        )
        self.look_at(lead_id, at)
