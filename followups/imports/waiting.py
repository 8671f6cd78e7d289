"""What the worker does about imports: go on with those that wait, a slice of time each."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.imports.checking import check, stop
from followups.imports.running import Overtaken, Watch, go_on
from followups.imports.starting import as_options, finish, newest_person, refuse
from followups.imports.undoing import go_back
from followups.models import Cadence, Step
from followups.operations import begin_cadence
from followups.operations.refusal import Refusal
from leadfollow.people.models import User
from leads.imports.preparing import prepare
from leads.imports.refusals import Refused
from leads.models import Import, Lead
from leads.models.importing import ImportState
from leads.models.lead import LeadQuerySet

logger = structlog.get_logger(__name__)

# A chunk takes seconds; a worker silent for so long was killed. One that was not, and read a large
# workbook, goes on: whoever took over is then the one that is overtaken.
DEAD_AFTER = timedelta(seconds=settings.IMPORT_DEAD_AFTER)
AT_ONCE = 50


def run_waiting_imports(*, now: datetime, seconds: float) -> bool:
    """Go on with what waits, for so many seconds, and tell whether there may be more of it. Any
    number of workers may call it at once."""
    watch, worked = Watch(now, seconds=seconds), False
    waiting = Import.objects.waiting().order_by("created_at", "pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        if watch.is_over:
            break
        worked |= go_on_with(pk, watch)
    return worked and watch.is_over


def go_on_with(pk: int, watch: Watch) -> bool:
    """With this one, if nobody is at it."""
    if batch := claim(pk, now=watch.now):
        run(batch, watch)
    return batch is not None


def claim(pk: int, *, now: datetime) -> Import | None:
    """Take an import that nobody works at; of two workers one gets it."""
    free = Q(beaten_at=None) | Q(beaten_at__lt=now - DEAD_AFTER)
    if not Import.objects.waiting().filter(free, pk=pk).update(beaten_at=now):
        return None
    Import.objects.filter(pk=pk, state=ImportState.WAITING).update(
        state=ImportState.RUNNING, started_at=now, people_before=newest_person()
    )
    return Import.objects.select_related("by", "cadence_by", "undo_by").get(pk=pk)


def run(batch: Import, watch: Watch) -> None:
    """A slice of its rows, its cadences or its undo; what is left waits for the next call."""
    try:
        if batch.is_being_undone:
            go_back(batch, watch)
        elif batch.state == ImportState.CHECKING:
            check(batch, watch)
        elif batch.state == ImportState.RUNNING:
            take_rows(batch, watch)
        else:
            begin_cadences(batch, watch)
    except Overtaken:
        return
    except Exception:
        logger.exception("import", batch=batch.pk)
        give_up(batch, watch)
    Import.objects.filter(pk=batch.pk, beaten_at=batch.beaten_at).update(beaten_at=None)


def give_up(batch: Import, watch: Watch) -> None:
    """It cannot go on; an import whose rows are all taken stays done, only its cadences stop. An
    undo may be asked for again, and goes on where it stopped."""
    batch.refresh_from_db()
    if batch.is_being_undone:
        Import.objects.filter(pk=batch.pk).update(undo_by=None)
    elif batch.state == ImportState.CHECKING:
        stop(batch, _("Something went wrong while the file was checked. Nothing was imported."))
    elif batch.state == ImportState.DONE:
        Import.objects.filter(pk=batch.pk).update(cadence_by=None)
    else:
        refuse(
            batch,
            ngettext(
                "Something went wrong after %(rows_done)s row. It stays.",
                "Something went wrong after %(rows_done)s rows. They stay.",
                batch.rows_done,
            )
            % {"rows_done": batch.rows_done},
            watch,
        )


def take_rows(batch: Import, watch: Watch) -> None:
    try:
        plan = prepare(
            batch.kind,
            bytes(batch.content or b""),
            raw=batch.mapping,
            options=as_options(batch.options),
            at=batch.started_at or watch.now,
            by=batch.by,
        )
    except Refused as refusal:
        refuse(batch, str(refusal), watch)
        return
    if go_on(batch, plan, watch):
        finish(batch, watch)


def begin_cadences(batch: Import, watch: Watch) -> None:
    """Start the cadence of the import's owned leads that have no next step.

    A lead for which there is no cadence, or nobody to contact, is looked at once; one closed
    meanwhile is left alone.
    """
    by = batch.cadence_by
    while by and not watch.is_over:
        leads = to_begin(batch, by=by).filter(pk__gt=batch.cadence_done_to)
        some = list(leads.order_by("pk")[:AT_ONCE])
        for lead in some:
            with suppress(Refusal):
                begin_cadence(lead=lead, by=by, at=watch.now, of_import=batch.pk)
            batch.cadence_done_to = lead.pk
        if len(some) < AT_ONCE:
            by = batch.cadence_by = None
        before, batch.beaten_at = batch.beaten_at, watch.now
        moved = Import.objects.filter(pk=batch.pk, beaten_at=before).update(
            cadence_done_to=batch.cadence_done_to, cadence_by=by, beaten_at=batch.beaten_at
        )
        if not moved:
            raise Overtaken


def first_steps(batch: Import) -> list[Step]:
    """With what the cadences would begin for the leads it brought that have no next step."""
    brought = batch.rows.filter(fate="created").values("lead")
    leads = Lead.objects.open().filter(pk__in=brought, next_due_at=None)
    segments = leads.order_by().values("campaign__segment").distinct()
    cadences = Cadence.objects.current().filter(segment__in=segments).select_related("segment")
    plans = (cadence.steps.all() for cadence in cadences.prefetch_related("steps").order_by("name"))
    return [steps[0] for steps in plans if steps]


def to_begin(batch: Import, *, by: User) -> LeadQuerySet:
    """The leads it brought that are open and owned, have no next step, and are in this person's
    reach: an admin's are all."""
    brought = batch.rows.filter(fate="created").values("lead")
    leads = Lead.objects.without_next_step().filter(pk__in=brought)
    return leads if by.is_admin else leads.workable_by(by)
