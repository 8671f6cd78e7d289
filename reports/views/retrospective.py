"""The manager's Friday page: a team's week, and what lies behind its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from leadfollow import clock
from leadfollow.clock import Week
from leadfollow.http import SignedInRequest
from leadfollow.words import Said
from reports import operations
from reports import retrospective_lists as lists
from reports.commitments_kept import standing_of
from reports.kept_lists import KEPT_NUMBERS, kept_lines
from reports.models.retrospective import held_of, next_section
from reports.retrospective import policy_of
from reports.retrospective_answers import verdicts
from reports.retrospective_asked import Asked, asked_by, teams_reviewed_by
from reports.retrospective_page import page_of
from reports.snapshots import read
from reports.walk.rows import decisions_of
from reports.week_told import told_of

ROWS = 100  # of a list
View = Callable[..., HttpResponse]


def of_week(view: View) -> Callable[..., HttpResponse]:
    """Find the week that the address asks for: 404 out of reach, a sentence before it begins."""

    @wraps(view)
    def find(
        request: SignedInRequest, team: str, year: int, week: int, **more: Any
    ) -> HttpResponse:
        asked = asked_by(
            request.user, team=team, week=week_of(year, week),
            rep=request.GET.get("rep", ""), now=clock.now(),
        )  # fmt: skip
        if asked is None:
            raise Http404
        if not asked.has_begun:
            page = {"asked": asked, "this_week": asked.url(week=asked.this_week)}
            return render(request, "reports/retrospective_future.html", page, status=404)
        return view(request, asked, **more)

    return find


def week_of(year: int, number: int) -> Week:
    try:
        return Week(year, number)
    except ValueError as error:
        raise Http404 from error


def home(request: SignedInRequest) -> HttpResponse:
    """On to this week of the first team."""
    user = request.user
    team = teams_reviewed_by(user).order_by("-is_led", "name").first()
    if team:
        now = clock.now()
        week = Week.of(clock.today(team.time_zone, now))
        return redirect(Asked(team, team, week, now).url())
    if user.is_manager or user.is_admin:
        return render(request, "reports/retrospective_none.html")
    raise Http404


@of_week
def week(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """The three questions, a row a rep, and the last eight weeks: as of now, or as they were
    when the week was closed."""
    told = told_of(asked)
    asked, its = told.asked, told.findings
    is_now = asked.week == asked.this_week
    page = {
        "asked": asked, "its": its, "held": told.held, "now": asked.now,
        "page": page_of(asked, its, told.made, told.pardoned), "verdicts": verdicts(asked, its),
        "leads_it": operations.leads(request.user, asked.team),
        "walk_url": asked.walk_url(next_section(told.held)),
        "decided": list(decisions_of(asked)),
        "committed": list(standing_of(asked)) if is_now else [],
    }  # fmt: skip
    return render(request, "reports/retrospective.html", page)


@of_week
def kept(request: SignedInRequest, asked: Asked, figure: str) -> HttpResponse:
    """The rows behind a number of a closed week, called as they are now."""
    held = held_of(asked)
    if not (held and held.is_closed) or figure not in KEPT_NUMBERS:
        raise Http404
    asked = replace(asked, is_kept=True)
    rep = asked.rep.pk if asked.rep else None
    every = not (asked.rep or asked.is_nobody)
    ids = read(held, rep=asked.rep).ids_of(figure, rep=rep, all_reps=every)
    first = first_row(request)
    shown = kept_lines(figure, ids[first : first + ROWS])
    page = {
        "asked": asked, "held": held, "title": KEPT_NUMBERS[figure], "lines": shown,
        "size": len(ids),
        "next": first + ROWS if len(ids) > first + ROWS else None, "back": asked.url(),
        "policy": policy_of(asked.whose, asked.week, now=asked.now),
    }  # fmt: skip
    return render(request, "reports/retrospective_kept.html", page)


@of_week
def leads(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """The leads behind a number that the lead list has no filter for."""
    part = chosen(request, lists.LEAD_PARTS)
    leads = lists.leads_behind(asked.whose, asked.week, now=asked.now, part=part)
    if asked.is_nobody:
        leads = leads.filter(owner=None)
    first = first_row(request)
    lines = lists.lead_lines(
        leads, asked.whose, asked.week, now=asked.now, first=first, count=ROWS + 1
    )
    size = lists.size_in_words(leads, asked.whose, asked.week, now=asked.now, part=part)
    page = listed(asked, lines, first) | {"title": lists.LEAD_PARTS[part], "size": size}
    return render(request, "reports/retrospective_leads.html", page)


@of_week
def touches(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """The touches behind a number of the ledger."""
    part = chosen(request, lists.TOUCH_PARTS)
    touches = lists.due_touches(asked.whose, asked.week, now=asked.now, part=part)
    if asked.is_nobody:
        touches = lists.of_nobody(touches)
    first = first_row(request)
    lines = lists.due_lines(touches, asked.whose, now=asked.now, first=first, count=ROWS + 1)
    page = listed(asked, lines, first) | {"title": lists.TOUCH_PARTS[part]}
    return render(request, "reports/retrospective_touches.html", page)


def chosen(request: SignedInRequest, parts: Mapping[str, Said]) -> str:
    part = request.GET.get("part", "")
    if part not in parts:
        raise Http404
    return part


def first_row(request: SignedInRequest) -> int:
    after = request.GET.get("after", "")
    return min(int(after), 10**6) if after.isdecimal() and len(after) < 8 else 0


def listed(asked: Asked, lines: list[Any], first: int) -> dict[str, Any]:
    """A page of a list, and where the next begins."""
    following = first + ROWS if len(lines) > ROWS else None
    back = asked.url()
    return {
        "asked": asked,
        "policy": policy_of(asked.whose, asked.week, now=asked.now),
        "back": back,
        "lines": lines[:ROWS],
        "next": following,
        "now": asked.now,
    }
