"""The whole play, in one transaction: it is there entirely, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from campaigns.models import Campaign
from followups.models import Flag, Notice, Touch
from followups.notices.telling import tell_flags
from followups.sweep import sweep
from leadfollow.people.models import Organisation, Team, User
from leads.models import Contact, Inquiry, Lead
from reports.demo import endings, outside, own_fields, own_lists, papers, stand
from reports.demo.arrivals import WEEKS, Arrivals
from reports.demo.cast import NORTH_ZONE, make_cast
from reports.demo.fridays import Fridays
from reports.demo.managers import Managers
from reports.demo.play import Play
from reports.demo.reps import Reps
from reports.demo.sources import make_origins


@dataclass(frozen=True)
class Loaded:
    """How many rows of each sort there are now."""

    teams: int
    people: int
    campaigns: int
    leads: int
    contacts: int
    inquiries: int
    touches: int
    flags: int


class NotEmpty(Exception):
    """Somebody works in this database; a sentence that says so."""


@transaction.atomic
def load(*, at: datetime, seed: int, password: str | None, share: float = 1) -> Loaded:
    """Fill an empty database as of a moment; `share` of the leads, for a quick look.

    Refused as NotEmpty where there are leads or people, or somebody set up his organisation.
    """
    if Lead.objects.exists() or User.objects.exists() or Organisation.objects.exists():
        raise NotEmpty(
            "This database holds leads or people already. Demonstration data was not loaded."
        )
    Organisation.objects.create(
        name="Example Company", country="DE", time_zone=NORTH_ZONE, is_demonstration=True,
        set_up_at=at,
    )  # fmt: skip
    cast = make_cast(password=password, at=at)
    own_lists.add_own_reasons(by=cast.people["manager"], at=at - timedelta(weeks=WEEKS))
    own_lists.add_products(by=cast.people["manager"], at=at - timedelta(weeks=WEEKS))
    papers.add_documents(by=cast.people["manager"], at=at - timedelta(weeks=WEEKS))
    own_fields.add_own_fields(by=cast.people["manager"], at=at - timedelta(weeks=WEEKS))
    play = Play(cast, make_origins(cast, at=at), end=at, seed=seed)
    reps = Reps(play)
    Arrivals(play, reps).announce(share)
    Managers(play, reps).announce()
    Fridays(play).announce()
    endings.announce(play)
    papers.announce(play)
    stand.announce(play)
    for days in range(7 * WEEKS, 0, -1):
        play.put(at - timedelta(days=days), sweep_then)
    play.run()
    own_fields.fill_in(seed=seed, at=at)
    own_lists.fill_in(by=cast.people["admin"], at=at)
    own_lists.add_a_rule(to=cast.north, by=cast.people["admin"], at=at)
    outside.give_some(to=cast.people["outside"], by=cast.people["admin"], at=at)
    sweep(now=at)
    tell_flags(now=at)
    have_read_what_is_old(at)
    return counted()


def sweep_then(at: datetime) -> None:
    """Once a day is enough: what operations end is written by them."""
    sweep(now=at)
    tell_flags(now=at)


def have_read_what_is_old(at: datetime) -> None:
    """People look at their notices; the last three days' are new."""
    old = Notice.objects.unread().filter(told_at__lte=at - timedelta(days=3))
    old.update(read_at=at)


def counted() -> Loaded:
    return Loaded(
        teams=Team.objects.count(),
        people=User.objects.count(),
        campaigns=Campaign.objects.count(),
        leads=Lead.objects.count(),
        contacts=Contact.objects.count(),
        inquiries=Inquiry.objects.count(),
        touches=Touch.objects.count(),
        flags=Flag.objects.count(),
    )
