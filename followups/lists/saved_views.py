"""Saved views of the lead list: what each says, and how many leads it lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from followups.lists.lead_filter import Chip, LeadFilter
from followups.lists.lead_list import MOST_COUNTED, NEWEST, counted, order_asked_for
from followups.lists.own_filters import own_names
from followups.models import SavedView
from leadfollow import words
from leadfollow.people.models import Team, User

SHOWN = 8  # each costs the lead list one bounded count
MOST_LISTED = 100


def query_of(asked: QueryDict) -> str:
    """The filters and the order of a list's address, always in the same words.

    Empty where nothing is filtered. Another page of the same list is the same view.
    """
    said = QueryDict(mutable=True)
    for name in sorted({*LeadFilter.base_filters, *own_names(asked)}):
        if value := asked.get(name, "").strip():
            said[name] = value
    sort = order_asked_for(asked)
    if said and sort != NEWEST:
        said["sort"] = sort
    return said.urlencode()


def address_of(query: str) -> str:
    """The lead list with these filters."""
    return f"{reverse('followups:leads')}?{query}"


def views_in_reach(user: User) -> list[SavedView]:
    """All that the person may open, as far as they are listed."""
    return list(all_in_reach(user)[: MOST_LISTED + 1])


def all_in_reach(user: User) -> QuerySet[SavedView]:
    return SavedView.objects.kept().visible_to(user).select_related("team", "owner")


def view_at(views: Sequence[SavedView], asked: QueryDict, user: User) -> SavedView | None:
    """The one of those in reach that a list's address is; asked for where not all are listed."""
    query = query_of(asked)
    if found := next((view for view in views if view.query == query), None):
        return found
    if not query or len(views) <= MOST_LISTED:
        return None
    return all_in_reach(user).filter(query=query).first()


@dataclass(frozen=True)
class ViewLine:
    """One view for one reader: where it leads, how many leads are there, what is wrong."""

    view: SavedView
    url: str
    chips: list[Chip]
    leads: int
    count: str
    gone: str
    is_current: bool
    may_change: bool
    shared: str


def told_of(
    views: Sequence[SavedView], user: User, *, like: LeadFilter, most: int = SHOWN
) -> tuple[list[ViewLine], int]:
    """The first so many of these views, and how many more there are.

    One query for the number of each, which is never counted beyond what the list itself counts:
    a number and the list behind it are one query.
    """
    led = set(user.led_team_ids) if views else set()
    shown = list(lines(views[:most], user=user, led=led, like=like))
    return shown, max(len(views) - most, 0)


def lines(
    views: Iterable[SavedView], *, user: User, led: set[int], like: LeadFilter
) -> Iterator[ViewLine]:
    now_at = query_of(like.data)
    for view in views:
        filtered = LeadFilter(QueryDict(view.query), user=user, now=like.now, like=like)
        mine, leads = view.owner_id == user.pk, counted(filtered.leads)
        yield ViewLine(
            view=view,
            url=address_of(view.query),
            chips=filtered.chips,
            leads=leads,
            count=number(leads),
            gone=filtered.wrong,
            is_current=view.query == now_at,
            may_change=mine or view.team_id in led,
            shared=shared_in_words(view, mine=mine),
        )


def shared_in_words(view: SavedView, *, mine: bool) -> str:
    """With whom, and by whom where that is somebody else."""
    if mine or not view.team:
        return str(view.team or "")
    return _("%(team)s by %(owner)s") % {"team": view.team, "owner": view.owner}


def number(count: int) -> str:
    """Of leads, which are not counted beyond what their list counts."""
    return f"{words.number(MOST_COUNTED)}+" if count > MOST_COUNTED else words.number(count)


def teams_to_share_with(user: User) -> list[Team]:
    """A manager's own teams."""
    return user.led_teams if user.is_manager else []
