"""The end of a plan: one more touch. The other answers have pages of their own."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.next_step import Due, TouchOn
from followups.panel.forms import PromiseForm
from followups.situation import situation_of
from followups.views.lead import CONFLICT, lead_page
from followups.views.panel import onward_in_play, say
from followups.views.touches import UNPROCESSABLE, workable
from followups.wording import due_step
from leadfollow import clock
from leadfollow.http import SignedInRequest


@require_POST
def go_on(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """Decide for one touch more."""
    touch, now = workable(request, touch_id), clock.now()
    form = PromiseForm(request.POST, situation=situation_of(touch.lead_id, now=now))
    if not form.is_valid():
        return lead_page(request, touch.lead_id, status=UNPROCESSABLE, promise_form=form)
    typed = dict(form.cleaned_data)
    contact, due = typed.pop("contact"), Due(typed.pop("due_at"))
    then = TouchOn(due, contact_id=contact.pk if contact else None, **typed)
    try:
        comes = operations.go_on_after(touch=touch, then=then, by=request.user, at=now)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return lead_page(request, touch.lead_id, status=CONFLICT, promise_form=form)
    touch.refresh_from_db()
    step = due_step(comes, now=now, working=request.user.working_time)
    say(
        request,
        _("It goes on at %(lead)s: %(step)s.") % {"lead": touch.lead, "step": step},
        undo=touch,
    )
    return onward_in_play(request, touch.lead_id, now=now)
