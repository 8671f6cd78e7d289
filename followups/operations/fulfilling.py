"""What somebody asked for is sent; and taken back, where it was not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import Touch
from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.operations.undoing import NotUndoable
from followups.policy import UNDO_HOURS
from followups.state import settle
from followups.undoable import is_own_fulfilment
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Fulfilled, Inquiry

COLUMNS = ("fulfilled_at", "fulfilled_how", "fulfilled_by", "fulfilled_with")


class NothingAsked(Refusal):
    """There is nothing to send."""


class SentBefore(Refusal):
    """Somebody was quicker."""


@transaction.atomic
def fulfil(
    *, inquiry: Inquiry, how: str, by: User, at: datetime, touch: Touch | None = None
) -> Inquiry:
    """What an inquiry asked for went out: by mail, by post, by hand; with a logged touch, or apart.

    The same again changes nothing. Refused as NothingAsked where nothing was asked for, as
    SentBefore where somebody else sent it.
    """
    lead = lock(inquiry.lead_id)
    inquiry = lead.inquiries.get(pk=inquiry.pk)
    if not (inquiry.request or inquiry.promised_by) or how not in Fulfilled.values:
        raise NothingAsked(_("Nothing was asked for that could be sent."))
    if inquiry.fulfilled_at:
        if (inquiry.fulfilled_by_id, inquiry.fulfilled_how) == (by.pk, how):
            return inquiry
        raise SentBefore(
            _("%(person)s has sent it already.") % {"person": inquiry.fulfilled_by or _("Somebody")}
        )
    inquiry.fulfilled_at, inquiry.fulfilled_how, inquiry.fulfilled_by = at, how, by
    inquiry.fulfilled_with = touch.key if touch else None
    inquiry.save(update_fields=COLUMNS)
    record("request fulfilled", of=inquiry, by=by, at=at, lead_id=lead.pk, how=how)
    settle([lead.pk], at=at)
    return inquiry


@transaction.atomic
def undo_fulfil(*, inquiry: Inquiry, by: User, at: datetime) -> Inquiry:
    """It did not go out. What is not fulfilled stays so; refused after a day, for what somebody
    else sent, and for what a logged touch sent (undo that one)."""
    lead = lock(inquiry.lead_id)
    inquiry = lead.inquiries.get(pk=inquiry.pk)
    if inquiry.fulfilled_at is None:
        return inquiry
    if inquiry.fulfilled_with:
        raise NotUndoable(_("A logged touch sent it. Undo that one."))
    if not is_own_fulfilment(inquiry, reader=by, now=at):
        raise NotUndoable(
            _("What you sent yourself can be undone for %(hours)s hours.") % {"hours": UNDO_HOURS}
        )
    inquiry.fulfilled_at, inquiry.fulfilled_how, inquiry.fulfilled_by = None, "", None
    inquiry.save(update_fields=COLUMNS)
    record("fulfilment undone", of=inquiry, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)
    return inquiry
