"""What a filled-in log panel does: the same for the queue, the lead's page and the lesson."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from followups import operations
from followups.models import Touch
from followups.operations.people import add_person
from followups.panel.log_form import LogForm
from leadfollow.people.models import User


@transaction.atomic
def write_log(form: LogForm, touch: Touch, *, by: User, at: datetime) -> Touch:
    """The log, with the people who were named in it."""
    typed, somebody = form.cleaned_data, None
    if form.somebody_new:
        somebody = add_person(lead=touch.lead, person=form.somebody_new, by=by, at=at)
    for person in form.questions.people:
        add_person(lead=touch.lead, person=person, by=by, at=at)
    if form.ticks:
        operations.tick_criteria(lead=touch.lead, ticks=form.ticks, by=by, at=at)
    return operations.log_touch(
        touch=touch,
        outcome=form.what_came_of_it,
        note=typed["note"],
        key=typed["key"],
        then=form.next_step(somebody),
        happened_at=typed["happened_at"] or form.kept_since,
        value_given=typed["value_given"],
        answers=form.questions.answers,
        names_no_event=typed["names_no_event"],
        by=by,
        at=at,
    )
