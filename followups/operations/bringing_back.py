"""What an end without a touch called off, again: the one way back of the undos."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from followups.models import EarlyStop, Enrolment
from followups.models.enrolment import EnrolmentQuerySet
from followups.models.touch import TouchQuerySet
from followups.operations.undoing import NotUndoable, again
from followups.policy import UNDO_HOURS
from followups.undoable import is_recent
from leadfollow.people.models import User
from leads.models import Contact, Lead


def bring_back(
    lead: Lead,
    *,
    ended: EnrolmentQuerySet,
    called_off: TouchQuerySet,
    since: datetime,
    by: User,
    at: datetime,
) -> None:
    """Run again what ended at the lead, and schedule again what was called off, in one moment.

    Why it came so early never was. Refused where somebody must not be contacted any more.
    """
    touches = list(called_off.select_related("contact", "enrolment"))
    enrolments = list(ended.select_related("contact"))
    for person in (*(row.contact for row in enrolments), *(row.contact for row in touches)):
        check_person(person)
    Enrolment.objects.filter(pk__in=[row.pk for row in enrolments]).update(
        ended_at=None, end_reason=""
    )
    for touch in touches:
        again(touch, by=by, at=at)
    stops = EarlyStop.objects.standing().filter(lead=lead, touch=None, at=since)
    stops.update(taken_back_at=at)


def check_person(contact: Contact | None) -> None:
    """Refuse to go back to somebody who asked meanwhile not to be contacted."""
    if contact and contact.do_not_contact:
        raise NotUndoable(_("%(contact)s must not be contacted any more.") % {"contact": contact})


def check_own(
    done_by: int | None, done_at: datetime, *, by: User, at: datetime, instead: str
) -> None:
    """Refuse what somebody else did, and what was done too long ago; `instead` is what helps."""
    if done_by != by.pk:
        raise NotUndoable(_("Only whoever did it may undo it. %(instead)s") % {"instead": instead})
    if not is_recent(done_at, now=at):
        raise NotUndoable(
            _("This can be undone for %(undo_hours)s hours. %(instead)s")
            % {"undo_hours": UNDO_HOURS, "instead": instead}
        )
