"""The check of a file before its import: the worker goes through all of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.imports.rehearsing import rehearsing
from followups.imports.running import Overtaken, Watch
from followups.imports.starting import as_options
from leadfollow.words import day_in_full, moment_in_full
from leads.imports.preparing import Options, Plan, prepare
from leads.imports.refusals import Refused
from leads.models import Import
from leads.models.importing import BEFORE, ImportState

AT_ONCE = 200  # rows that need no worker
SECONDS = 240  # then it says what the rows so far would become; the broker's limit is 300
TRIES = 3
FIRST = 5  # rows shown
LONGEST = 60  # letters of a cell shown
FLAGS = {True: gettext_lazy("yes"), False: gettext_lazy("no")}


def ask_check(batch: Import, *, mapping: dict[str, Any], options: Options, rows: int) -> None:
    """Keep what is said about the file, and let it be checked; what was found before is void."""
    Import.objects.filter(BEFORE, pk=batch.pk).update(
        mapping=mapping, options=options.as_dict(), time_zone=options.time_zone, rows_total=rows,
        state=ImportState.CHECKING, checked={}, refusal="", beaten_at=None,
    )  # fmt: skip


def check(batch: Import, watch: Watch) -> None:
    """Go through the rows and keep what is found; anew where a worker was killed at it."""
    tries = batch.checked.get("tries", 0) + 1
    if tries > TRIES:
        stop(batch, _("The check was broken off again and again: split the file into several."))
        return
    keep(batch, {"tries": tries}, watch)
    try:
        plan = prepare(
            batch.kind, bytes(batch.content or b""), raw=batch.mapping,
            options=as_options(batch.options), at=watch.now, by=batch.by,
        )  # fmt: skip
    except Refused as refusal:
        stop(batch, str(refusal))
        return
    about = {"tries": tries, **about_of(plan)}
    limit = Watch(watch.now, seconds=SECONDS)
    for found in rehearsing(plan):
        keep(batch, found.as_dict() | about, watch)
        if limit.is_over:
            break
    end(batch)


def keep(batch: Import, found: dict[str, Any], watch: Watch) -> None:
    """What is known by now. Raises Overtaken where the check is no longer this worker's."""
    mine = Import.objects.filter(pk=batch.pk, state=ImportState.CHECKING, beaten_at=batch.beaten_at)
    batch.checked, batch.beaten_at = found, watch.now
    if not mine.update(checked=batch.checked, beaten_at=batch.beaten_at):
        raise Overtaken


def end(batch: Import, **columns: Any) -> None:
    """It is a draft again, with what was found or with why nothing could be."""
    mine = Import.objects.filter(pk=batch.pk, state=ImportState.CHECKING)
    mine.filter(beaten_at=batch.beaten_at).update(
        state=ImportState.DRAFT, beaten_at=None, **columns
    )


def stop(batch: Import, sentence: str) -> None:
    """Nothing could be found out."""
    end(batch, checked={}, refusal=sentence[:400])


def about_of(plan: Plan) -> dict[str, Any]:
    """What the page shows beside the figures, so that it need not open the file."""
    lines = plan.lines(islice(plan.rows(), FIRST))
    fields = [item for item in plan.kind.fields if any(item.name in row.values for row in lines)]
    return {
        "columns": plan.sheet.header,
        "header": [str(item.label) for item in fields],
        "first": [[as_taken(row.values.get(item.name), plan.habits.zone)[:LONGEST]
                   for item in fields] for row in lines],
        "goes_to": list(goes_to(plan)),
    }  # fmt: skip


def as_taken(value: Any, zone: tzinfo) -> str:
    """What a cell was read as, in words."""
    if isinstance(value, bool):
        return str(FLAGS[value])
    if isinstance(value, datetime):
        return moment_in_full(value, zone)
    return day_in_full(value) if isinstance(value, date) else str("" if value is None else value)


def goes_to(plan: Plan) -> Iterator[str]:
    """Whose the rows become that name no campaign, or no owner."""
    if plan.kind.name == "touches" and not plan.terms.names_leads:
        yield _("The rows name no leads: each comes in with a closed lead of its own.")
    if plan.terms.names_nobody:
        yield _("The rows name nobody: each comes in as a closed lead of its own.")
    if plan.kind.name not in ("leads", "members"):
        return
    terms, columns = plan.terms, plan.mapping.columns
    campaign = {"campaign": terms.campaign or terms.campaigns.no_source}
    if not {"campaign", "campaign_external_id"} & set(columns):
        yield _("All of them come under “%(campaign)s”.") % campaign
    if "owner" not in columns:
        owner = {"owner": terms.owner}
        yield _("Their owner is %(owner)s.") % owner if terms.owner else _("Nobody owns them yet.")
