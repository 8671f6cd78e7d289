"""What a filled-in log panel does: the same for the queue, the lead's page and the lesson."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from followups import operations
from followups.models import Touch
from followups.next_step import Due
from followups.operations.locking import lock
from followups.operations.people import add_person
from followups.panel.fulfilling import keep_promise
from followups.panel.log_form import LogForm
from followups.panel.unplanned_form import UnplannedForm
from leadfollow.people.models import User
from leads.models import Lead


@transaction.atomic
def write_log(form: LogForm, touch: Touch, *, by: User, at: datetime) -> Touch:
    """The log, with the people who were named in it, or the move where they moved it. Sent again,
    it changes nothing."""
    typed, somebody = form.cleaned_data, None
    lock(touch.lead_id)
    if form.chip and form.chip.moves:
        due, why = Due(typed["moment"]), typed["note"].strip()
        operations.move_touch(touch=touch, due=due, by=by, at=at, why=why, by_them=True)
        return Touch.objects.select_related("successor").get(pk=touch.pk)
    came_before = Touch.objects.filter(key=typed["key"]).exists()
    if form.somebody_new:
        somebody = add_person(lead=touch.lead, person=form.somebody_new, by=by, at=at)
    for person in form.questions.people:
        add_person(lead=touch.lead, person=person, by=by, at=at)
    logged = operations.log_touch(
        touch=touch,
        outcome=form.what_came_of_it,
        note=typed["note"],
        key=typed["key"],
        then=form.next_step(somebody),
        happened_at=typed["happened_at"] or form.kept_since,
        value_given=typed["value_given"],
        answers=form.questions.answers,
        ticks=form.ticks,
        names_no_event=typed["names_no_event"],
        link=typed.get("link", ""),
        by=by,
        at=at,
    )
    if came_before:
        transaction.set_rollback(True)  # the people whom it names were put at the lead then
    else:
        keep_promise(form.situation, logged, is_kept=typed.get("fulfils", False), by=by, at=at)
    return logged


@transaction.atomic
def write_unplanned(form: UnplannedForm, lead: Lead, *, by: User, at: datetime) -> Touch:
    """The same of a touch that nobody planned."""
    lock(lead.pk)
    came_before = Touch.objects.filter(key=form.cleaned_data["key"]).exists()
    for person in form.people:
        add_person(lead=lead, person=person, by=by, at=at)
    logged = operations.log_unplanned_touch(lead=lead, by=by, at=at, **form.touch)
    if came_before:
        transaction.set_rollback(True)
    else:
        is_kept = form.cleaned_data.get("fulfils", False)
        keep_promise(form.situation, logged, is_kept=is_kept, by=by, at=at)
    return logged
