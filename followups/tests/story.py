"""DOMAIN's story of one lead: its people, its moments and its acts, one by one."""

from __future__ import annotations

from datetime import UTC, datetime, time

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.models import Cadence, Channel, Outcome, Step, Touch
from followups.next_step import Close, Continue, Due
from followups.tests.factories import log
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Lead
from leads.tests.factories import make_person


def monday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 2, hour, minute, tzinfo=UTC)


def tuesday(hour: int) -> datetime:
    return datetime(2026, 11, 3, hour, tzinfo=UTC)


def wednesday(hour: int) -> datetime:
    return datetime(2026, 11, 4, hour, tzinfo=UTC)


def next_touch(lead: Lead) -> Touch:
    return lead.touches.scheduled().get()


def make_web() -> Campaign:
    """The web site, whose cadence calls after half an hour and mails on the next day."""
    segment = make_segment(first_touch_amount=60, first_touch_unit="working_minutes")
    cadence = Cadence.objects.create(segment=segment, name="Web", slug="web-test")
    first = {"position": 1, "minutes": 30, "channel": Channel.CALL, "title": "Call"}
    second = {"position": 2, "day": 1, "at_time": time(15), "channel": Channel.MAIL}
    Step.objects.create(cadence=cadence, **first)
    Step.objects.create(cadence=cadence, title="Mail", **second)
    return make_campaign(segment=segment, team=make_team(time_zone="UTC"))


def form_comes_in(web: Campaign) -> Lead:
    person = make_person(name="Karla Brandt")
    return operations.receive_inquiry(campaign=web, person=person, by=None, at=monday(10)).lead


def ana_is_given_the_lead(lead: Lead) -> User:
    """She joins while the lead waits, and gets it at two past ten."""
    ana = make_rep(name="Ana", team=lead.campaign.team)
    operations.distribute_lead(lead=lead, at=monday(10, 2))
    lead.refresh_from_db()
    return ana


def ana_logs_no_answer(lead: Lead) -> Touch:
    return log(next_touch(lead), at=monday(11, 20), then=Continue())


def ana_moves_the_next(lead: Lead) -> Touch:
    touch = next_touch(lead)
    return operations.move_touch(touch=touch, due=Due(wednesday(10)), by=lead.owner, at=tuesday(9))


def ben_is_handed_the_lead(lead: Lead) -> User:
    ben = make_rep(name="Ben", team=lead.campaign.team)
    operations.assign_lead(lead=lead, rep=ben, by=None, at=wednesday(8))
    lead.refresh_from_db()
    return ben


def ben_logs_and_closes(lead: Lead) -> Touch:
    return log(
        next_touch(lead),
        at=wednesday(9),
        by=lead.owner,
        outcome=Outcome.NOT_INTERESTED,
        then=Close("not_interested"),
    )


def tell() -> tuple[Lead, User, User]:
    """All of it; the lead, Ana and Ben."""
    lead = form_comes_in(make_web())
    ana = ana_is_given_the_lead(lead)
    ana_logs_no_answer(lead)
    ana_moves_the_next(lead)
    ben = ben_is_handed_the_lead(lead)
    ben_logs_and_closes(lead)
    lead.refresh_from_db()
    return lead, ana, ben
