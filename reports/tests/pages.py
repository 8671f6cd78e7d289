"""Every page of the product, found by asking each of its addresses: a new page comes by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from campaigns.models import Campaign
from followups.help.pages import BY_SLUG
from followups.models import Note, SavedView, Touch
from leadfollow import clock
from leadfollow.files.models import StoredFile
from leadfollow.people.lists.declared import LISTS
from leadfollow.people.models import Team, User
from leads.models import Definition, Lead, LeadContact
from reports.kept_lists import KEPT_NUMBERS
from reports.models.retrospective import Section
from reports.registry import REPORTS

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
TRIES = 24  # rows asked for a page, until one has it


def routes(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """All addresses, with names where they take arguments: /leads/<id:lead_id>/."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part.pattern, RegexPattern):
            continue  # not ours
        here = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from routes(part, here)
        else:
            yield here


def values_for(reader: User) -> dict[str, Iterable[Any]]:
    """What may stand for each argument: `step_id` is any Step's, unless it is said here.

    Of touches and leads those that differ come first.
    """
    week = clock.now().isocalendar()
    touches = Touch.objects.workable_by(reader).order_by("-pk")
    made = touches.logged().filter(logged_by=reader)
    leads = leads_of_each_sort(reader)
    return {
        f"{model._meta.model_name}_id": ids(model._default_manager) for model in apps.get_models()
    } | {
        "lead_id": leads,
        "touch_id": [*ids(touches.scheduled())[:8], *ids(made)[:16]],
        "campaign_id": ids(Campaign.objects.events()),
        "file_id": ids(StoredFile.objects.kept()),
        "contact_id": ids(LeadContact.objects.filter(lead=leads[0]), "contact_id"),
        "note_id": ids(Note.objects.filter(lead=leads[0], by=reader)),
        "view_id": ids(SavedView.objects.filter(owner=reader)),
        "user_id": ids(User.objects.reps()),
        "version": ids(Definition.objects, "version"),
        "team": ids(Team.objects, "slug"),
        "year": [week.year],
        "week": [week.week],
        "name": REPORTS,
        "list_slug": LISTS,
        "row_id": [1],
        "number": [1],  # of the exercises of the lesson
        "section": Section.values,
        "figure": KEPT_NUMBERS,
        "page": BY_SLUG,  # of those that have a help
    }


def ids(rows: Any, name: str = "pk") -> list[Any]:
    return list(rows.values_list(name, flat=True)[:TRIES])


def leads_of_each_sort(reader: User) -> list[int]:
    """One for each status, with and without a next step, and one that nobody has."""
    mine = Lead.objects.filter(owner=reader).order_by("pk")
    sorts = mine.values_list("status", "next_due_at", "pk")
    by_sort = {(status, due is None): pk for status, due, pk in sorts}
    return [*by_sort.values(), *ids(Lead.objects.unassigned().open())[:1]]


def pages_for(reader: User | None) -> list[str]:
    """The addresses that answer this person, or nobody, with a whole page."""
    client = Client()
    if reader:
        client.force_login(reader)
    values = values_for(reader) if reader else {}
    return [page for route in routes() for page in pages_at(route, client, values)]


def pages_at(route: str, client: Client, values: dict[str, Iterable[Any]]) -> list[str]:
    """Every report, list and sort of lead is a page of its own; of all others one row will do."""
    names = ARGUMENT.findall(route)
    if route.endswith((".csv", ".ics")) or not all(name in values for name in names):
        return []
    every = route.endswith(("<slug:name>/", "<slug:list_slug>/", "leads/<id:lead_id>/"))
    asked = (fill(route, row) for row in islice(product(*(values[name] for name in names)), TRIES))
    found = (address for address in asked if is_page(client, address))
    return list(islice(found, None if every else 1))


def fill(route: str, row: tuple[Any, ...]) -> str:
    left = iter(row)
    return ARGUMENT.sub(lambda _: str(next(left)), route)


def is_page(client: Client, address: str) -> bool:
    answer = client.get(address)
    is_whole = answer.status_code == 200 and not answer.streaming
    return is_whole and b"<!doctype html>" in answer.content[:200]
