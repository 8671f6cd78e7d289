"""What "qualified" means: to be read by all, written by managers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.readers import readers_of
from leads import qualification
from leads.models import Definition
from leads.qualification_form import DefinitionForm

INVALID = 422


def qualified(request: SignedInRequest) -> HttpResponse:
    """The version in force, who has read it, and the versions before."""
    current, *earlier = (
        Definition.objects.newest_first().select_related("made_by").prefetch_related("criteria")
    )
    read, unread = readers_of(current.readings.all(), seen_by=request.user)
    mine = current.readings.filter(reader=request.user).first()
    page = {
        "definition": current,
        "earlier": earlier,
        "mine": mine,
        "read": read,
        "unread": unread,
        "readers": read + unread,
        "may_define": qualification.may_define(request.user),
    }
    return render(request, "leads/qualification.html", page)


def edit(request: SignedInRequest) -> HttpResponse:
    """Write the next version."""
    if not qualification.may_define(request.user):
        raise Http404
    current = Definition.objects.current()
    form = DefinitionForm(request.POST or None, current=current)
    if form.is_valid() and (made := defined(request, form)):
        messages.success(request, _("Version %(version)s is in force.") % {"version": made.version})
        return redirect("leads:qualification")
    status = INVALID if form.is_bound else 200
    context = {"form": form, "definition": current}
    return render(request, "leads/edit_qualification.html", context, status=status)


def defined(request: SignedInRequest, form: DefinitionForm) -> Definition | None:
    """The next version; None, and the form says why, where it was refused."""
    typed = form.cleaned_data
    try:
        return qualification.define(
            text=typed["text"],
            criteria=form.asked,
            after=typed["after"],
            by=request.user,
            at=clock.now(),
        )
    except qualification.Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


@require_POST
def accept(request: SignedInRequest, version: int) -> HttpResponse:
    """The reader will go by this version."""
    definition = get_object_or_404(Definition, version=version)
    qualification.accept(definition=definition, by=request.user, at=clock.now())
    messages.success(request, _("Noted: you have read version %(version)s.") % {"version": version})
    return redirect("leads:qualification")
