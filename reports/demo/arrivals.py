"""Who asks, when, and through which campaign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice

from campaigns.models import Campaign
from followups import operations
from leadfollow import clock
from leadfollow.people.models import User
from leads.intake import Person
from leads.models import Inquiry, Lead
from reports.demo.names import NORTHERN, SOUTHERN
from reports.demo.phrases import EVENT_MESSAGES, MESSAGES, REQUESTS
from reports.demo.play import Play
from reports.demo.reps import Reps
from reports.demo.sources import Origin

WEEKS = 12
FINDERS = ("PROSPECTING", "PARTNER")  # a rep brings these in himself, and keeps them
LEFT_IN_INBOX = 6  # of the last event's leads, at the end
SENT_WITHIN = timedelta(days=2)


def as_captured(person: Person, campaign: Campaign, at: datetime) -> Person:
    """Some badges at a stand tell no address."""
    if campaign.is_event and at.minute % 6 == 0:
        return replace(person, address="", postal_code="")
    return person


class Arrivals:
    """Puts up every first inquiry, and some second ones."""

    def __init__(self, play: Play, reps: Reps) -> None:
        self.play, self.reps = play, reps
        self.turn = 0
        self.waiting = 0

    def announce(self, share: float) -> None:
        """All who ask in these weeks, or a share of them for a quick look."""
        self.play.put(self.play.end - timedelta(hours=26), self.leave_unplanned)
        for code, origin in self.play.origins.items():
            number = max(round(origin.leads * share), 1)
            self.waiting += number if code == "BASEL" else 0
            for at in sorted(islice(self.moments(origin), number)):
                self.play.put(at, partial(self.arrive, origin))

    def moments(self, origin: Origin) -> Iterator[datetime]:
        """When they ask: an event's visitors on its days, others from six to ten at night."""
        play, campaign = self.play, origin.campaign
        while True:
            if campaign.starts_on and campaign.ends_on:
                span = (campaign.ends_on - campaign.starts_on).days
                day = campaign.starts_on + timedelta(days=play.chance.randint(0, span))
                opens, closes = 9, 17
            else:
                today = clock.today(campaign.time_zone, play.end)
                day = today - timedelta(days=int(7 * WEEKS * play.chance.random() ** 1.4))
                opens, closes = (9, 17) if campaign.code in FINDERS else (6, 21)
            hour, minute = play.chance.randint(opens, closes), play.chance.randint(0, 59)
            local = datetime.combine(day, time(hour, minute), tzinfo=campaign.time_zone)
            at = local.astimezone(play.end.tzinfo)
            any_day = campaign.is_event or (campaign.code not in FINDERS and play.happens(0.2))
            if at < play.end and (any_day or campaign.working_time.is_working_day(day)):
                yield at

    def arrive(self, origin: Origin, at: datetime) -> None:
        """Somebody asks for the first time."""
        play, campaign = self.play, origin.campaign
        southern = campaign.team == play.cast.south
        person = play.crowd.somebody(SOUTHERN if southern else NORTHERN)
        finder = self.finder(origin) if campaign.code in FINDERS else None
        inquiry = self.ask(origin, person, at, owner=finder)
        if finder and campaign.code == "PARTNER":
            self.reps.plan_by_hand(inquiry.lead_id, finder, at)
        if campaign.is_event and campaign.team is None:
            self.wait_for_event_manager(inquiry, at)
        if play.happens(0.06):
            again = at + play.hours(5 * 24, 40 * 24)
            play.put(again, partial(self.ask_again, person))

    def ask(
        self, origin: Origin, person: Person, at: datetime, *, owner: User | None = None
    ) -> Inquiry:
        play, campaign = self.play, origin.campaign
        stand = play.chance.choice(play.cast.reps(campaign.team or play.cast.north))
        referrer = play.crowd.name(NORTHERN[0]) if campaign.code == "REFERRAL" else ""
        inquiry = operations.receive_inquiry(
            campaign=campaign,
            person=as_captured(person, campaign, at),
            by=owner,
            at=at,
            owner=owner,
            request=play.chance.choice(REQUESTS),
            message=play.chance.choice(EVENT_MESSAGES if campaign.is_event else MESSAGES),
            promised_by=at + SENT_WITHIN if campaign.is_event and at.minute % 15 == 5 else None,
            found_by=stand if campaign.is_event else owner,
            referred_by=referrer,
        )
        self.reps.look_at(inquiry.lead_id, at)
        return inquiry

    def ask_again(self, person: Person, at: datetime) -> None:
        """The same person, through another door; with a new mobile phone as likely as not."""
        code = self.play.chance.choice(("WEB", "INBOUND"))
        self.ask(self.play.origins[code], replace(person, phone=""), at)

    def finder(self, origin: Origin) -> User:
        """Own prospecting is done in one team, the dealers' list in both; everybody in turn."""
        cast = self.play.cast
        reps = cast.reps(cast.north)
        if origin.campaign.code == "PARTNER":
            reps = [*reps, *cast.reps(cast.south)]
        self.turn += 1
        return reps[self.turn % len(reps)]

    def leave_unplanned(self, at: datetime) -> None:
        """The shown rep has one that she did not get to yet."""
        origin = self.play.origins["PARTNER"]
        self.ask(origin, self.play.crowd.somebody(SOUTHERN), at, owner=self.play.cast.star)

    def wait_for_event_manager(self, inquiry: Inquiry, at: datetime) -> None:
        """In the evening she gives the day's leads to both teams in turn; a few stay behind."""
        self.waiting -= 1
        if self.waiting >= LEFT_IN_INBOX:
            evening = clock.day_end(
                clock.today(inquiry.campaign.time_zone, at), inquiry.campaign.time_zone
            ) - self.play.minutes(200, 300)
            self.play.put(max(evening, at), partial(self.hand_out, inquiry.lead_id))

    def hand_out(self, lead_id: int, at: datetime) -> None:
        lead = Lead.objects.get(pk=lead_id)
        reps = [user for user in self.play.cast.people.values() if user.is_rep]
        self.turn += 1
        if lead.is_open and lead.owner_id is None:
            operations.assign_lead(
                lead=lead,
                rep=reps[self.turn * 3 % len(reps)],
                by=self.play.cast.people["events"],
                at=at,
            )
            self.reps.look_at(lead_id, at)
