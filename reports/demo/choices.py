"""What comes of a touch, and the next step that a rep chooses after it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from followups.models import ATTEMPTS, Bucket, Cadence, Channel, Outcome, Step, Touch
from followups.next_step import Close, Continue, Due, NextStep, Nurture, TouchOn
from followups.numbers import SHIPPED
from followups.verdicts import Judgement
from leadfollow.clock import months_on
from leadfollow.people.models import User
from leads.models import Disposition, Rejection, Says
from reports.demo.own_lists import cheaper, too_small
from reports.demo.phrases import CALL_BACKS, TRIGGERS, WON
from reports.demo.play import Play

CALL = {
    Outcome.NO_ANSWER: 42,
    Outcome.LEFT_MESSAGE: 18,
    Outcome.TALKED: 19,
    Outcome.MEETING_BOOKED: 6,
    Outcome.NOT_NOW: 6,
    Outcome.NOT_INTERESTED: 6,
    Outcome.WRONG_PERSON: 2,
    Outcome.NEVER_CALL_AGAIN: 1,
}
WRITTEN = {
    Outcome.SENT: 82,
    Outcome.REPLIED: 10,
    Outcome.MEETING_BOOKED: 2,
    Outcome.NOT_NOW: 3,
    Outcome.BOUNCED: 2,
    Outcome.NEVER_CALL_AGAIN: 1,
}
MEETING = {Outcome.MEETING_HELD: 86, Outcome.NO_SHOW: 14}
OUTCOMES = {Channel.CALL: CALL, Channel.MEETING: MEETING}


class Choices:
    """A rep's mind, as far as it shows in the rows."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.last_steps = {
            cadence.pk: cadence.steps.order_by("-position").values_list("pk", flat=True)[0]
            for cadence in Cadence.objects.filter(kind=Cadence.Kind.SPRINT)
        }
        self.buckets = list(Bucket.objects.active())

    def after(self, touch: Touch, rep: User, at: datetime) -> tuple[str, NextStep]:
        """The outcome, and what follows from it."""
        table = OUTCOMES.get(Channel(touch.channel), WRITTEN)
        outcome = self.play.chance.choices(list(table), list(table.values()))[0]
        if touch.contact is None and outcome == Outcome.NEVER_CALL_AGAIN:
            outcome = Outcome.NOT_INTERESTED
        return outcome, self.follows(outcome, touch, rep, at)

    def follows(self, outcome: str, touch: Touch, rep: User, at: datetime) -> NextStep:
        if outcome == Outcome.NOT_INTERESTED:
            return Close(Disposition.NOT_INTERESTED)
        if outcome == Outcome.NEVER_CALL_AGAIN:
            return Close(Disposition.DO_NOT_CONTACT, "Asked never to be contacted again.")
        if outcome == Outcome.NOT_NOW:
            return self.rest(rep, at)
        if outcome == Outcome.MEETING_BOOKED:
            return self.near(rep, at, 3, 10, Channel.MEETING, "Meeting: offer and timetable")
        if outcome == Outcome.MEETING_HELD:
            return self.after_meeting(rep, at)
        if outcome in {Outcome.TALKED, Outcome.REPLIED}:
            return self.after_talk(touch, rep, at)
        return self.after_silence(outcome, touch, rep, at)

    def after_meeting(self, rep: User, at: datetime) -> NextStep:
        roll = self.play.chance.random()
        if roll < 0.6:
            return Close(Disposition.WON, self.play.chance.choice(WON))
        if roll < 0.7:
            said = "The other one was cheaper by a fifth."
            return Close(Disposition.BOUGHT_ELSEWHERE, said, why_id=cheaper())
        return self.near(rep, at, 2, 8, Channel.CALL, "Call: what did they say to the offer?")

    def after_talk(self, touch: Touch, rep: User, at: datetime) -> NextStep:
        roll = self.play.chance.random()
        if roll < 0.08:
            no = Judgement(Says.REJECTED, Rejection.OUTSIDE, "Three people.", too_small())
            return Close(Disposition.DISQUALIFIED, no.words, verdict=no)
        if roll < 0.16:
            return Close(Disposition.BOUGHT_ELSEWHERE, "Had signed with somebody else already.")
        if roll < 0.3 and self.goes_on(touch):
            return Continue()
        return self.near(rep, at, 1, 12, Channel.CALL, self.play.chance.choice(CALL_BACKS))

    def after_silence(self, outcome: str, touch: Touch, rep: User, at: datetime) -> NextStep:
        """The plan goes on; after many attempts, or at its end, one decides."""
        tried = touch.lead.touch_count + 1 >= SHIPPED.hard_attempts and outcome in ATTEMPTS
        if self.goes_on(touch) and not (tried and self.play.happens(0.5)):
            return Continue()
        if touch.enrolment_id is None and not tried and self.play.happens(0.8):
            return self.near(rep, at, 1, 4, Channel.CALL, touch.subject)
        if self.play.happens(0.25 if tried else 0.6):
            return Close(Disposition.NO_RESPONSE, "Tried by phone and mail, nobody answers.")
        return self.far(rep, at)

    def goes_on(self, touch: Touch) -> bool:
        """Whether the touch belongs to a cadence that has a step after it."""
        enrolment, step = touch.enrolment, touch.step
        if enrolment is None or enrolment.ended_at or not isinstance(step, Step):
            return False
        return self.last_steps.get(enrolment.cadence_id) != step.pk

    def near(
        self, rep: User, at: datetime, least: int, most: int, channel: str, subject: str
    ) -> TouchOn:
        """A touch on an agreed working day, at a time."""
        working = rep.working_time
        day = at.astimezone(working.zone).date()
        day += timedelta(days=self.play.chance.randint(least, most))
        moment = working.at_time(working.add_working_days(day, 0), self.time_of_day())
        return TouchOn(Due(moment), channel=channel, subject=subject, why="As agreed")

    def rest(self, rep: User, at: datetime) -> Nurture:
        """Into a bucket, for as long as it proposes."""
        bucket = self.play.chance.choice(self.buckets)
        trigger = self.play.chance.choice(("", "", TRIGGERS.get(bucket.slug, "")))
        wakes_on = months_on(at.astimezone(rep.working_time.zone).date(), bucket.months)
        return Nurture(bucket.pk, wakes_on, trigger)

    def far(self, rep: User, at: datetime) -> TouchOn:
        """Some day in two to four months, without a time."""
        working = rep.working_time
        day = at.astimezone(working.zone).date()
        day += timedelta(days=self.play.chance.randint(60, 120))
        due = Due.on_day(working.add_working_days(day, 0), working.zone)
        return TouchOn(due, subject="Ask how it stands with the plans", why="As agreed")

    def on(self, due: Due) -> TouchOn:
        """What was promised for a certain moment."""
        channel = self.play.chance.choice((Channel.CALL, Channel.CALL, Channel.MAIL))
        return TouchOn(
            due, channel=channel, subject=self.play.chance.choice(CALL_BACKS), why="As agreed"
        )

    def time_of_day(self) -> time:
        """Full and half hours, office hours."""
        return time(self.play.chance.randint(9, 16), self.play.chance.choice((0, 0, 30)))
