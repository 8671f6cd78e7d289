"""One change of many leads, made from the lead list and taken back from its standing line."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_POST

from followups import operations
from followups.lists.bulk_form import BulkForm, actions_of
from followups.lists.saved_views import address_of
from followups.models import BulkAction, BulkChange
from followups.operations.bulk_changes import (
    Assign,
    Change,
    ChangeCampaign,
    Distribute,
    GiveOutside,
    Move,
    PutIntoBucket,
    PutTag,
    TakeTagOff,
    WriteOff,
)
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.words import day_in_full

SAID = {
    BulkAction.ASSIGN: ngettext_lazy(
        "%(number)s lead handed to %(target)s", "%(number)s leads handed to %(target)s", "number"
    ),
    BulkAction.DISTRIBUTE: ngettext_lazy(
        "%(number)s lead given by the rules", "%(number)s leads given by the rules", "number"
    ),
    BulkAction.OUTSIDE: ngettext_lazy(
        "%(number)s lead given to %(target)s to be qualified",
        "%(number)s leads given to %(target)s to be qualified",
        "number",
    ),
    BulkAction.MOVE: ngettext_lazy(
        "%(number)s lead moved to %(target)s", "%(number)s leads moved to %(target)s", "number"
    ),
    BulkAction.AMNESTY: ngettext_lazy(
        "What was overdue on %(number)s lead is written off, and goes on %(target)s",
        "What was overdue on %(number)s leads is written off, and goes on %(target)s",
        "number",
    ),
    BulkAction.BUCKET: ngettext_lazy(
        "%(number)s lead put into %(target)s", "%(number)s leads put into %(target)s", "number"
    ),
    BulkAction.CAMPAIGN: ngettext_lazy(
        "%(number)s lead said to come from %(target)s",
        "%(number)s leads said to come from %(target)s",
        "number",
    ),
    BulkAction.TAG: ngettext_lazy(
        "%(number)s lead tagged %(target)s", "%(number)s leads tagged %(target)s", "number"
    ),
    BulkAction.UNTAG: ngettext_lazy(
        "%(number)s lead without the tag %(target)s",
        "%(number)s leads without the tag %(target)s",
        "number",
    ),
}


def change_leads(request: SignedInRequest, form: BulkForm) -> bool:
    """Do it, and say so with an undo; else the form says why nothing was done."""
    if not form.is_valid():
        return False
    change = form.change
    try:
        done = operations.change_leads(
            lead_ids=form.ticked,
            change=change,
            by=request.user,
            at=clock.now(),
            seen_at=form.seen_at,
        )
    except operations.Refusal as refusal:
        form.add_error(None, _("%(refusal)s Nothing was changed.") % {"refusal": refusal})
        return False
    undo = reverse("followups:undo_bulk", args=[done.pk])
    sentence = what_was_done(done, change, len(form.ticked))
    tail = f"?{request.GET.urlencode()}" if request.GET else ""
    messages.success(request, sentence, extra_tags=f"{undo}{tail}" if done.made else "")
    return True


def what_was_done(done: BulkChange, change: Change, asked: int) -> str:
    """As in "12 leads handed to Ana Ruiz; 2 were so already"."""
    changed, same = len(done.made), asked - len(done.made)
    sentence = SAID[change.action] % {"number": changed, "target": target_in_words(change)}
    if not same:
        return f"{sentence}."
    if isinstance(change, Distribute):
        left = ngettext(
            "%(done)s; %(number)s stays in the inbox: its page says why.",
            "%(done)s; %(number)s stay in the inbox: their pages say why.",
            same,
        )
        return left % {"done": sentence, "number": same}
    if isinstance(change, WriteOff):
        left = ngettext(
            "%(done)s; %(number)s has nothing overdue.",
            "%(done)s; %(number)s have nothing overdue.",
            same,
        )
        return left % {"done": sentence, "number": same}
    already = ngettext(
        "%(done)s; %(number)s was so already.", "%(done)s; %(number)s were so already.", same
    )
    return already % {"done": sentence, "number": same}


def target_in_words(change: Change) -> str:
    match change:
        case Assign():
            return str(change.rep)
        case GiveOutside():
            return str(change.person)
        case Move() | WriteOff():
            return day_in_full(change.to)
        case PutIntoBucket():
            return _("“%(bucket)s” until %(day)s") % {
                "bucket": change.bucket,
                "day": day_in_full(change.wake_on),
            }
        case ChangeCampaign():
            return str(change.campaign)
        case PutTag():
            return f"“{change.name}”"
        case TakeTagOff():
            return f"“{change.tag}”"
        case _:
            return ""


@require_POST
def undo_bulk(request: SignedInRequest, change_id: int) -> HttpResponse:
    """Take one's own change back; then the same list again."""
    change = get_object_or_404(BulkChange, pk=change_id, by=request.user)
    if change.action not in actions_of(request.user):
        raise PermissionDenied
    try:
        operations.undo_bulk(change=change, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, _("%(refusal)s Nothing was taken back.") % {"refusal": refusal})
    else:
        number = len(change.made)
        said = ngettext(
            "Undone: %(number)s lead is as it was.",
            "Undone: %(number)s leads are as they were.",
            number,
        )
        messages.success(request, said % {"number": number})
    return redirect(address_of(request.GET.urlencode()) if request.GET else "followups:leads")
