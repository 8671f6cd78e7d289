"""A flood of a form is answered without the database, before anything else is done for it.

What each process needs for that it remembers of the posts that it answered in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from campaigns.models import LeadForm
from followups.submissions.stamp import LEAST, Stamp
from followups.submissions.suspicion import (
    KEPT,
    STAMP,
    by_itself,
    is_known_over,
    kept_of,
    machine_made,
    readable,
    to_send_again,
)
from leadfollow import clock
from leads.models import Suspicion

FORM = re.compile(r"/forms/([\w-]{1,64})/")
INVALID = 422
SECONDS = 60  # for so long, a process gives the pages that it remembers
PACE, SPAN = 10, 10  # suspicious posts of a form that a process keeps within so many seconds
TYPED = mark_safe("<!-- typed -->")  # where a remembered page tells again what was typed

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Remembered:
    """A form's pages that are the same for everybody."""

    form_id: int
    hosts: list[str]  # in whose pages it may stand
    thanks: bytes
    again: str


def before_all(answer: Answer) -> Answer:
    """Posts of programs to a form that this process knows go no further than here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = FORM.fullmatch(request.path_info) if request.method == "POST" else None
        if asked:
            request.POST = readable(request.POST)  # type: ignore[assignment]
        form = remembered(asked[1]) if asked else None
        at_once = answer_to(request, asked[1], form, at=clock.now()) if asked and form else None
        return at_once or answer(request)

    return middleware


def answer_to(
    request: HttpRequest, token: str, form: Remembered, *, at: datetime
) -> HttpResponse | None:
    """The thanks, for what looks like a program's by itself, once no more of it is kept; what was
    typed on a page that was open for long, to be sent again. None for all else."""
    stamp = Stamp.read(request.POST.get(STAMP, ""), form.form_id)
    found = machine_made(request.POST, stamp)
    if stamp and not found:
        found = by_itself(kept_of(request.POST), stamp, at=at)
    if found:
        return framed(HttpResponse(form.thanks), form.hosts) if flooded(token, found, at) else None
    if not (stamp and stamp.is_stale(at)):
        return None
    page = form.again.replace(TYPED, typed_again(request, stamp, form.form_id, at=at))
    return framed(HttpResponse(page, status=INVALID), form.hosts)


def flooded(token: str, suspicion: Suspicion, at: datetime) -> bool:
    """Whether no more of it is kept: in this hour, or of what comes too quickly."""
    if is_known_over(KEPT, token, suspicion, at=at):
        return True
    memory, key = caches["memory"], f"pace:{token}:{int(at.timestamp()) // SPAN}"
    memory.add(key, 0, SPAN)
    try:
        return memory.incr(key) > PACE
    except ValueError:  # it was put out of memory meanwhile
        return False


def typed_again(request: HttpRequest, stamp: Stamp, form_id: int, *, at: datetime) -> SafeString:
    """What was typed, with a new stamp of the version that was shown."""
    fresh = Stamp.new(stamp.version, at=at - 2 * LEAST)
    typed = [(STAMP, fresh.signed(form_id)), *to_send_again(request.POST)]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', typed)


def framed(answer: HttpResponse, hosts: list[str]) -> HttpResponse:
    """It may stand in the pages of these hosts."""
    if hosts:
        answer._csp_replace = {"frame-ancestors": hosts}  # type: ignore[attr-defined]
    return answer


def remembered(token: str) -> Remembered | None:
    found: Remembered | None = caches["memory"].get(f"form:{token}")
    return found


def remember(form: LeadForm, *, thanks: bytes, again: str) -> Remembered:
    known = Remembered(form.pk, form.hosts, thanks, again)
    caches["memory"].set(f"form:{form.token}", known, SECONDS)
    return known
