"""The jobs of the product that are timed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from followups import operations
from followups.models import Outcome, Touch
from followups.next_step import Continue
from followups.notices.telling import tell_flags
from followups.sweep import sweep
from leadfollow import clock
from leadfollow.clock import Week
from leadfollow.people.models import User
from leads.models import Lead
from reports.bench import bare
from reports.bench.filling import Ground
from reports.bench.timing import Job

keys = count(1)


def all_jobs(ground: Ground, *, at: datetime) -> Iterator[Job]:
    """Jobs of the worker first, then the pages that this product has."""
    yield from sweeps(at)
    yield log_touch(ground.reps[0], at)
    yield from pages(ground, at)


def sweeps(at: datetime) -> Iterator[Job]:
    """With no flags yet; with nothing to change; with one open lead in a hundred newly overdue."""
    waiting = Lead.objects.open().filter(next_due_at__gt=at).order_by("next_due_at")
    number = max(Lead.objects.open().count() // 100, 1)
    due_next = [lead.next_due_at for lead in waiting[:number]]
    soon = max([at, *filter(None, due_next)])
    yield sweep_job("sweep_cold", at)
    yield sweep_job("sweep_idle", at, swept_before=at)
    yield sweep_job("sweep_one_percent", soon, swept_before=at)
    yield tell_job(at)


def sweep_job(name: str, now: datetime, *, swept_before: datetime | None = None) -> Job:
    def prepare() -> None:
        bare.execute(bare.FORGET_FLAGS, {})
        if swept_before:
            sweep(now=swept_before)

    return Job(
        name,
        product=partial(sweep, now=now),
        sql=partial(bare.execute, bare.SWEEP, {"now": now}),
        prepare=prepare,
    )


def tell_job(now: datetime) -> Job:
    """Everybody was told of everything that stands."""

    def prepare() -> None:
        bare.execute(bare.FORGET_FLAGS, {})
        sweep(now=now)
        tell_flags(now=now)

    return Job(
        "tell_idle",
        product=partial(tell_flags, now=now),
        sql=partial(bare.execute, bare.UNTOLD, {}),
        prepare=prepare,
    )


def log_touch(rep: User, at: datetime) -> Job:
    """No answer, and on with the cadence: the transaction without the page."""
    touch = Touch.objects.on_plate_of(rep).filter(enrolment__isnull=False).order_by("pk")[0]

    def product() -> None:
        operations.log_touch(
            touch=touch,
            outcome=Outcome.NO_ANSWER,
            key=UUID(int=next(keys)),
            then=Continue(),
            by=rep,
            at=at,
        )

    values = {
        "lead": touch.lead_id,
        "touch": touch.pk,
        "rep": rep.pk,
        "now": at,
        "later": at + timedelta(days=1),
    }
    return Job("log_touch", product, partial(bare.execute, bare.LOG_TOUCH, values))


def pages(ground: Ground, at: datetime) -> Iterator[Job]:
    """Signed in, through the whole stack of middleware; a page that is not there is left out."""
    rep, manager, campaign = ground.reps[0], ground.manager, ground.campaigns[0]
    week = Week.of(clock.today(ground.team.time_zone, at))
    of_week = {"team": ground.team.slug, "year": week.year, "week": f"{week.number:02}"}
    values = {
        "now": at,
        "rep": rep.pk,
        "campaign": campaign.pk,
        "word": "%Company 77%",
        "tonight": clock.day_end(clock.today(rep.time_zone, at), rep.time_zone),
        "two_weeks_ago": at - timedelta(days=14),
        "week_ago": at - timedelta(days=7),
    }
    listed: list[tuple[str, User, str, dict[str, Any], str, list[str]]] = [
        ("queue", rep, "followups:queue", {}, "", bare.QUEUE),
        ("lead_list", manager, "followups:leads", {}, "", bare.LEAD_LIST),
        ("lead_search", manager, "followups:leads", {}, "?q=Company+77", bare.LEAD_SEARCH),
        ("retrospective", manager, "reports:retrospective_week", of_week, "", bare.RETROSPECTIVE),
        (
            "campaign_followup",
            manager,
            "reports:campaign_followup",
            {"campaign_id": campaign.pk},
            "",
            bare.ONE_CAMPAIGN,
        ),
        ("campaigns_followup", manager, "reports:campaigns_followup", {}, "", bare.ALL_CAMPAIGNS),
    ]
    for name, user, view, arguments, query, statements in listed:
        try:
            address = reverse(view, kwargs=arguments) + query
        except NoReverseMatch:
            continue
        yield Job(name, visit(user, address), partial(bare.execute, statements, values))


def visit(user: User, address: str) -> partial[None]:
    """Opening a page as somebody who is signed in."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(user)
    return partial(fetch, client, address)


def fetch(client: Client, address: str) -> None:
    answer = client.get(address, secure=settings.HTTPS)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}.")
