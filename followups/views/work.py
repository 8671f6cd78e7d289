"""What the queue page shows: head, rows and the panel, all as of one moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from followups.queue.blocks import Span, running_block
from followups.queue.empty import never_had_leads, sleeper_of
from followups.queue.rows import QueueRow
from followups.queue.taken import Taken, done_by_another, taken_from
from followups.queue.work import (
    FAIR_PARTS,
    Counts,
    QueuePage,
    Show,
    counts_of,
    friday_of,
    queue_page,
    week_of,
)
from followups.situation import Situation, situation_of
from followups.views.panel import Place, Play, pane_of
from followups.views.taken import taken_context
from leadfollow.ids import id_in
from leadfollow.people.models import QueueOrder, User
from leads.models import Lead


def work_context(
    rep: User, place: Place, *, reader: User, now: datetime, lead_id: str = "", step_id: str = ""
) -> dict[str, Any]:
    """The whole work; with no lead named the first one is opened."""
    counts, block = counts_of(rep, now=now), running_block(rep, now=now)
    place = in_block(place, counts, block)
    page = queue_page(rep, place.show, after=place.after, now=now)
    is_opened = bool(lead_id)  # by somebody, and not just the first one
    is_over = place.play is not None and (place.play.is_over or not page.rows)
    if is_over:
        lead_id = ""
    elif not lead_id and page.rows:
        lead_id = str(page.rows[0].lead_id)
    followed_by = {str(row.lead_id): row.following for row in page.rows}
    at_hand = replace(place, following=str(followed_by.get(lead_id) or ""))
    return {
        "counts": counts,
        "woken": (week_of(rep, now=now), page.made.woken),
        **rows_of(page, place),
        "shown_of": shown_of(counts, place.show),
        "selected": id_in(lead_id),
        "orders": QueueOrder if place.show in FAIR_PARTS and reader == rep else (),
        "is_over": is_over,
        "is_opened": is_opened,
        **head_of(rep, place.elsewhere, counts, page, block, now=now),
        **({} if page.rows else nothing_due(rep, now=now)),
        **pane_context(rep, at_hand, reader=reader, lead_id=lead_id, step_id=step_id, now=now),
    }


def rows_context(rep: User, place: Place, *, now: datetime) -> dict[str, Any]:
    """The rows behind a place, to be appended to those that are shown."""
    return rows_of(queue_page(rep, place.show, after=place.after, now=now), place)


def rows_of(page: QueuePage, place: Place) -> dict[str, Any]:
    return {
        "page": page,
        "rows": [(row, address_of(row, place)) for row in page.rows],
        "more_query": replace(place.elsewhere, after=page.next).query(),
    }


def address_of(row: QueueRow, place: Place) -> str:
    """Of a row: its lead, the step that was its next one, and the lead that follows."""
    return place.query(lead=row.lead_id, step=row.step, next=row.following)


def in_block(place: Place, counts: Counts, block: Span | None) -> Place:
    """In a follow-up block the queue opens with the follow-ups, unless a part is asked for."""
    if block and counts.follow_ups and not place.is_chosen:
        return replace(place, show=Show.FOLLOW_UPS, is_chosen=True)
    return place


def shown_of(counts: Counts, show: Show) -> int:
    number: int = getattr(counts, show.name.lower())
    return number


def head_of(
    rep: User, place: Place, counts: Counts, page: QueuePage, block: Span | None, *, now: datetime
) -> dict[str, Any]:
    """The line above the list: counts, each the way to its rows; the week; the block that runs."""
    heads = [(Show.OVERDUE, _("overdue")), (Show.TODAY, _("today")), (Show.NONE, _("no next step"))]
    left, total = counts.week, shown_of(counts, place.show)
    return {
        "heads": [
            {
                "number": shown_of(counts, show),
                "state": show.value,
                "text": text,
                "query": part_of(place, show),
                "current": place.show == show,
            }
            for show, text in heads
        ],
        "week": {
            "left": left,
            "made": page.made.week,
            "of": page.made.week + left,
            "friday": friday_of(now=now, working=rep.working_time),
            "query": part_of(place, Show.WEEK),
            "current": place.show == Show.WEEK,
        },
        "play_query": replace(place, after="", play=Play(0, total)).query() if total else "",
        "stop_query": replace(place, play=None).query(),
        "first_query": replace(place, after="").query(),
        "follow_up_block": block and block_of(place, counts, block, now=now),
    }


def part_of(place: Place, show: Show) -> str:
    """The address of the first rows of a part."""
    return replace(place, after="", play=None).query(show=show)


def block_of(place: Place, counts: Counts, block: Span, *, now: datetime) -> dict[str, Any]:
    """The follow-up block that runs: what is left of it, what to do in it, and the way out."""
    return {
        "ends_at": block[1],
        "left": block[1] - now,
        "follow_ups": counts.follow_ups,
        "due": counts.due,
        "query": part_of(place, Show.FOLLOW_UPS),
        "is_shown": place.show == Show.FOLLOW_UPS,
        "all_query": part_of(place, Show.DUE),
    }


def nothing_due(rep: User, *, now: datetime) -> dict[str, Any]:
    """Where no row is: which lead sleeps longest, and whether he ever had one."""
    return {
        "sleeper": sleeper_of(rep, now=now),
        "is_first_day": never_had_leads(rep),
        "may_take": rep.team is not None and rep.team.reps_take_from_inbox,
    }


def pane_context(
    rep: User, place: Place, *, reader: User, now: datetime, lead_id: str = "", step_id: str = ""
) -> dict[str, Any]:
    """The panel of one of the rep's leads; without forms for somebody who only reads.

    `step_id` is the touch that was the lead's next step when the list was made.
    """
    opened = open_lead(rep, lead_id, step_id, reader=reader, now=now)
    situation = opened if isinstance(opened, Situation) else None
    context: dict[str, Any] = {
        "rep": rep,
        "place": place,
        "now": now,
        "working_time": rep.working_time,
        "situation": situation,
        "may_work": reader == rep,
    }
    if isinstance(opened, Taken):
        return context | taken_context(opened, place, step_id=step_id)
    if situation and situation.lead.is_open and reader == rep:
        context |= pane_of(situation, place=place)
    return context


def open_lead(
    rep: User, lead_id: str, step_id: str, *, reader: User, now: datetime
) -> Situation | Taken | None:
    """The chosen lead, if it is the rep's; what became of it, if it was."""
    if not lead_id:
        return None
    number = id_in(lead_id)
    if number is None:
        raise Http404
    among, taken = Lead.objects.on_the_plate_of(rep), None
    try:
        situation = situation_of(number, now=now, among=among)
    except Lead.DoesNotExist:
        taken = taken_from(rep, number, now=now) if reader == rep else None
        if taken is None:
            raise Http404 from None
        return taken
    if reader == rep and step_id not in ("", str(situation.touch_id)):
        taken = done_by_another(rep, situation.lead, step_id)
    return taken or situation
