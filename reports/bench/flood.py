"""A public form under a flood of programs: what reaches the inbox, and how long a page takes."""

from __future__ import annotations

import http.client
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from campaigns.lead_form import making
from campaigns.lead_form.asks import default_asks
from campaigns.models import LeadForm
from followups.submissions.stamp import Stamp
from followups.submissions.suspicion import STAMP, TRAP
from followups.sweep import sweep
from leadfollow import clock
from leadfollow.outbox.models import Outbox
from leadfollow.people.models import User
from leadfollow.running import HERE
from leads.models import Lead, Submission
from reports.bench.filling import Ground
from reports.bench.importing import slow
from reports.bench.site import site

POSTS, SECONDS = 5_000, 60
ADDRESSES = 50  # of this machine's own, from which programs come
LIKE_PEOPLE = 20  # of the programs' posts: nothing tells them
PEOPLE = 20  # who send the form meanwhile, each from an address of his own
SPENT = 30  # seconds more, after which the flood ends in any case
KINDS = ("honeypot", "instant", "no stamp", "old stamp", "links")
Visitor = Callable[[Callable[[], bool]], Iterator[float]]  # for as long as it says
BOTS, PERSONS = "bots.example", "persons.example"
PAUSE = 0.05  # seconds between two visits, as of somebody who works
WARM = 5  # seconds until each process of the site has made each page once
AT_REST = 30  # seconds of visits before the flood
SWEEP_EVERY = 20  # seconds; the worker's is a minute


@dataclass(frozen=True)
class Post:
    """One sending of the form: what sort, which of them, from which address."""

    kind: str
    number: int
    address: str

    def body(self, form: LeadForm, now: datetime) -> str:
        """What it sends at that moment."""
        n, at = self.number, BOTS if self.kind != "person" else PERSONS
        told = {
            "name": f"Visitor {n}", "company": f"Works {n}", "email": f"visitor{n}@w{n}.{at}",
            "phone": f"+49 30 {5_000_000 + n}", "country": "DE", "address": f"{n} High Street",
            "postal_code": "10115", "comment": f"We look for product {n}",
        }  # fmt: skip
        opened = {"instant": timedelta(), "old stamp": timedelta(hours=25)}
        ago = opened.get(self.kind, timedelta(seconds=40))
        if self.kind != "no stamp":
            told[STAMP] = Stamp(uuid4(), 1, now - ago).signed(form.pk)
        if self.kind == "honeypot":
            told[TRAP] = "https://bots.example"
        if self.kind == "links":
            told["comment"] = " ".join(f"https://w{k}.bots.example" for k in range(9))
        return urlencode(told)


def posts_of(number: int) -> list[Post]:
    """Programs' posts of every kind in turn, with those of people among them."""
    like = min(LIKE_PEOPLE, number // 10)
    every, posts = max(number // like, 1) if like else number + 1, []
    for n in range(number):
        kind = "like a person" if n % every == every - 1 else KINDS[n % len(KINDS)]
        posts.append(Post(kind, n, f"127.0.0.{2 + n % ADDRESSES}"))
    people = min(PEOPLE, number)
    for n in range(people):
        place = (n + 1) * len(posts) // (people + 1)
        posts.insert(place, Post("person", n, f"127.0.1.{2 + n}"))
    return posts


def send(post: Post, form: LeadForm, port: int) -> int:
    """The status of the answer; 0 for none."""
    line = http.client.HTTPConnection(HERE, port, timeout=10, source_address=(post.address, 0))
    try:
        form_at = reverse("followups:public_form", args=[form.token])
        typed = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", form_at, post.body(form, clock.now()), typed)
        answer = line.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        line.close()


def flood(posts: list[Post], form: LeadForm, port: int, seconds: float) -> dict[str, Any]:
    """Send them evenly over this time, however long an answer takes; ends by itself. How they were
    answered, by what was sent."""
    began = time.monotonic()

    def take(place: int) -> str:
        due = began + place * seconds / len(posts)
        time.sleep(max(0.0, due - time.monotonic()))
        if time.monotonic() > began + seconds + SPENT:
            return "not sent"
        return f"{posts[place].kind}: {send(posts[place], form, port)}"

    with ThreadPoolExecutor(ADDRESSES) as senders:
        said = Counter(senders.map(take, range(len(posts))))
    return {"took": round(time.monotonic() - began), "answers": dict(sorted(said.items()))}


def time_flood(ground: Ground, *, posts: int, seconds: float) -> dict[str, Any]:
    """On the database in use, whose rows stay: the inbox, the quarantine, mails, and pages."""
    call_command("createcachetable", verbosity=0)
    now, campaign = clock.now(), ground.campaigns[0]
    form = making.save_form(
        campaign=campaign, asks=default_asks(campaign), hosts=(), by=ground.manager, at=now
    )
    planned = posts_of(posts)
    pages, session = pages_of(ground)
    with site() as port:
        visitor = partial(visits, port, pages, session)
        meanwhile_of(lambda: time.sleep(WARM), visitor)
        before, _nothing = meanwhile_of(lambda: time.sleep(min(AT_REST, seconds)), visitor)
        during, sent = meanwhile_of(lambda: flood(planned, form, port, seconds), visitor)
    return what_came(form) | in_time(before, during) | sent


def meanwhile_of(work: Callable[[], Any], visitor: Visitor) -> tuple[list[float], Any]:
    """Seconds of the pages that are opened while one process works and another sweeps, and what the
    work brought."""
    working, told = beside(work)
    sweeping, _nothing = beside(lambda: sweep_meanwhile(working))
    took = list(visitor(lambda: not ended(working)))
    os.waitpid(sweeping, 0)
    return took, json.loads(os.read(told, 65536))


def beside(work: Callable[[], Any]) -> tuple[int, int]:
    """Do it in a process of its own: its number, and where to read what it brought."""
    connection.close()
    reading, writing = os.pipe()
    if not (child := os.fork()):
        try:
            os.write(writing, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG) != (0, 0)


def sweep_meanwhile(flooding: int) -> None:
    """As the worker does, as long as that process is there."""
    there = Path(f"/proc/{flooding}")
    while there.exists():
        sweep(now=clock.now())
        until = time.monotonic() + SWEEP_EVERY
        while there.exists() and time.monotonic() < until:
            time.sleep(0.2)


def pages_of(ground: Ground) -> tuple[dict[str, str], str]:
    """Pages that a rep opens, and his session."""
    client, rep = Client(), ground.reps[0]
    client.force_login(rep)
    lead = Lead.objects.open().filter(owner=rep).latest("pk")
    addresses = {
        "queue": reverse("followups:queue"),
        "lead": reverse("followups:lead", args=[lead.pk]),
        "list": reverse("followups:leads"),
    }
    return addresses, client.cookies[settings.SESSION_COOKIE_NAME].value


def visits(
    port: int, pages: dict[str, str], session: str, go_on: Callable[[], bool]
) -> Iterator[float]:
    """Seconds of one page after the other, for as long."""
    line = http.client.HTTPConnection(HERE, port, timeout=30)
    while go_on():
        for name, address in pages.items():
            began = time.perf_counter()
            line.request("GET", address, headers={"Cookie": f"sessionid={session}"})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{name} answered {answer.status}.")
            yield time.perf_counter() - began
            time.sleep(PAUSE)


def what_came(form: LeadForm) -> dict[str, Any]:
    """Of programs and of people: what is somebody's lead, and what waits to be looked at."""
    rows = Submission.objects.filter(form=form)
    taken = rows.filter(fate=Submission.Fate.IN)
    ours = User.objects.values("email")
    return {
        "bots_in": taken.filter(told__email__endswith=BOTS).count(),
        "people_in": taken.filter(told__email__endswith=PERSONS).count(),
        "quarantined": rows.quarantined().count(),
        "mails_to_outsiders": Outbox.objects.exclude(to__in=ours).count(),
    }


def in_time(before: list[float], during: list[float]) -> dict[str, Any]:
    at_rest, flooded = slow(before), slow(during)
    return {
        "page_p95_ms_before": at_rest,
        "page_p95_ms_during": flooded,
        "page_p95_ratio": round(flooded / at_rest, 2) if at_rest else 0.0,
        "pages_opened": len(during),
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The result in words."""
    yield (
        f"in the inbox: {found['bots_in']} of programs, {found['people_in']} of people;"
        f" in quarantine: {found['quarantined']}; mails to outsiders: {found['mails_to_outsiders']}"
    )
    yield f"sent in {found['took']} s, with the answers of the site:"
    yield from (f"  {what} x {number}" for what, number in found["answers"].items())
    before, during = found["page_p95_ms_before"], found["page_p95_ms_during"]
    yield (
        f"a page meanwhile: {during} ms, before {before} ms, {found['page_p95_ratio']} times"
        f" (of 20, 19 are quicker; {found['pages_opened']} opened)"
    )
