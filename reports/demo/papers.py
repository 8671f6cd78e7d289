"""What people keep beside the rows: documents of a plan, files on campaigns and leads, views."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from campaigns.filing import add_campaign_file
from followups import operations
from followups.models import Cadence
from leadfollow.files.operations import store_file
from leadfollow.people.models import User
from leads.filing import add_lead_file
from leads.models import Lead
from reports.demo.play import Play

AFTER_THE_EVENT = "event-sprint"
DOCUMENTS = {  # by the step that sends them, from 0
    1: (
        "What you saw at our stand.txt",
        "The three machines that ran at our stand, what each is for, and whom to ask about it.\n",
    ),
    5: (
        "Half a page for the one who decides.txt",
        "What it costs, what it saves in a year, and what the first three customers say.\n",
    ),
}
ON_EVENTS = (
    "Who stands where.txt",
    "Tuesday: Ana and Ben at the front, Dana at the machine.\nWednesday: the other way round.\n",
)
ON_LEADS = (
    ("Offer in two lots.txt", "Lot 1: 12 pieces until March. Lot 2: 20 pieces until June.\n"),
    ("What they need.txt", "Two shifts, three sites, spare parts within a day.\n"),
)
SHARED_VIEWS = (("Overdue", "next=overdue"), ("Never touched", "state=open&touched=never"))
OWN_VIEW = ("Waiting for their time", "state=nurturing")


def add_documents(*, by: User, at: datetime) -> Cadence:
    """A version of the plan for events whose mails have something to send."""
    like = Cadence.objects.current().get(slug=AFTER_THE_EVENT)
    plan = operations.Plan.of(like)
    steps = [
        replace(step, before_id=before.pk)
        for step, before in zip(plan.steps, like.steps.all(), strict=True)
    ]
    for place, (name, words) in DOCUMENTS.items():
        file, _ = store_file(name=name, content=words.encode(), by=by, at=at, is_draft=True)
        steps[place] = replace(steps[place], documents=(file.pk,))
    plan = replace(plan, steps=tuple(steps))
    return operations.save_cadence(like=like, plan=plan, by=by, at=at)


def add_files(play: Play, at: datetime) -> None:
    """The event manager's on each event, and the shown rep's on two of her leads."""
    name, words = ON_EVENTS
    for origin in play.origins.values():
        if origin.campaign.is_event and origin.campaign.owner:
            add_campaign_file(
                campaign=origin.campaign,
                name=name,
                content=words.encode(),
                by=origin.campaign.owner,
                at=at,
            )
    hers = Lead.objects.open().owned_by(play.cast.star).order_by("-touch_count", "pk")
    for lead, (name, words) in zip(hers, ON_LEADS, strict=False):
        add_lead_file(lead=lead, name=name, content=words.encode(), by=play.cast.star, at=at)


def save_views(play: Play, at: datetime) -> None:
    """Two that the manager shares with the team, and one of the shown rep's own."""
    manager, north = play.cast.people["manager"], play.cast.north
    for name, query in SHARED_VIEWS:
        operations.save_view(name=name, query=query, by=manager, team=north, at=at)
    name, query = OWN_VIEW
    operations.save_view(name=name, query=query, by=play.cast.star, at=at)


def announce(play: Play) -> None:
    play.put(play.end - timedelta(days=2), partial(add_files, play))
    play.put(play.end - timedelta(days=2), partial(save_views, play))
