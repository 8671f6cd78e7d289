"""Saved views of the lead list: what each says, and how many leads it lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from followups.lists.lead_filter import Chip, LeadFilter
from followups.lists.lead_list import MOST_COUNTED, NEWEST, counted, order_asked_for
from followups.models import SavedView
from leadfollow.people.models import Team, User

SHOWN = 8  # each costs the lead list one bounded count
MOST_LISTED = 100


def query_of(asked: QueryDict) -> str:
    """The filters and the order of a list's address, always in the same words.

    Empty where nothing is filtered. Another page of the same list is the same view.
    """
    said = QueryDict(mutable=True)
    for name in sorted(LeadFilter.base_filters):
        if value := asked.get(name, "").strip():
            said[name] = value
    sort = order_asked_for(asked)
    if said and sort != NEWEST:
        said["sort"] = sort
    return said.urlencode()


def address_of(query: str) -> str:
    """The lead list with these filters."""
    return f"{reverse('followups:leads')}?{query}"


def view_at(user: User, asked: QueryDict) -> SavedView | None:
    """The view that a list's address is, if it is one in reach."""
    query = query_of(asked)
    if not query:
        return None
    return SavedView.objects.kept().visible_to(user).filter(query=query).first()


@dataclass(frozen=True)
class ViewLine:
    """One view for one reader: where it leads, how many leads are there, what is wrong."""

    view: SavedView
    url: str
    chips: list[Chip]
    count: str
    gone: str
    is_current: bool
    may_change: bool
    shared: str


def views_of(user: User, *, like: LeadFilter, most: int = SHOWN) -> tuple[list[ViewLine], int]:
    """The first so many views in reach, and how many more there are.

    One query for all, and one for the number of each, which is never counted beyond what the
    list itself counts: a number and the list behind it are one query.
    """
    views = SavedView.objects.kept().visible_to(user).select_related("team", "owner")
    found = list(views[: MOST_LISTED + 1])
    led = set(user.led_team_ids) if found else set()
    shown = list(lines(found[:most], user=user, led=led, like=like))
    return shown, max(len(found) - most, 0)


def lines(
    views: Iterable[SavedView], *, user: User, led: set[int], like: LeadFilter
) -> Iterator[ViewLine]:
    now_at = query_of(like.data)
    for view in views:
        filtered = LeadFilter(QueryDict(view.query), user=user, now=like.now, like=like)
        mine = view.owner_id == user.pk
        by = "" if mine else f" by {view.owner}"
        yield ViewLine(
            view=view,
            url=address_of(view.query),
            chips=filtered.chips,
            count=number(filtered),
            gone=filtered.wrong,
            is_current=view.query == now_at,
            may_change=mine or view.team_id in led,
            shared=f"{view.team}{by}" if view.team else "",
        )


def number(filtered: LeadFilter) -> str:
    count = counted(filtered.leads)
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


def teams_to_share_with(user: User) -> list[Team]:
    """A manager's own teams."""
    return user.led_teams if user.is_manager else []
