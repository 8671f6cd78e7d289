"""The organisation's own fields: read by everybody, set by managers and admins."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.own_fields.settings import OwnFieldForm, Preview, field_rows
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leads.models import MOST_IN_USE, OwnField

CONFLICT, INVALID = 409, 422


def may_edit(user: User) -> bool:
    return user.is_manager or user.is_admin


def editable(request: SignedInRequest, ownfield_id: int) -> OwnField:
    if not may_edit(request.user):
        raise Http404
    return get_object_or_404(OwnField.objects.prefetch_related("choices"), pk=ownfield_id)


def own_fields(request: SignedInRequest) -> HttpResponse:
    """What is asked beside the product's own fields, and how it looks where it is asked."""
    in_use, retired = field_rows(request.user)
    context = {
        "in_use": in_use,
        "retired": retired,
        "may_edit": may_edit(request.user),
        "most": MOST_IN_USE,
        "preview": Preview(row.field for row in in_use if row.field.is_asked),
    }
    return render(request, "followups/own_fields.html", context)


def add_own_field(request: SignedInRequest) -> HttpResponse:
    """A further field."""
    if not may_edit(request.user):
        raise Http404
    form = OwnFieldForm(request.POST or None)

    def add() -> OwnField:
        facts, choices = form.facts, form.cleaned_data["more"]
        return operations.add_own_field(
            facts=facts, choices=choices, by=request.user, at=clock.now()
        )

    return saved(request, form, add)


def edit_own_field(request: SignedInRequest, ownfield_id: int) -> HttpResponse:
    """Its name, its help, whether it is asked, its choices."""
    field = editable(request, ownfield_id)
    form = OwnFieldForm(request.POST or None, field=field)

    def edit() -> OwnField:
        return operations.edit_own_field(
            field=field, by=request.user, at=clock.now(), **form.changes
        )

    return saved(request, form, edit, field=field)


def saved(
    request: SignedInRequest,
    form: OwnFieldForm,
    save: Callable[[], OwnField],
    *,
    field: OwnField | None = None,
) -> HttpResponse:
    """The list, with what was saved; or the form again with the sentence that says why not."""
    status = INVALID if form.is_bound else 200
    if form.is_valid():
        try:
            done = save()
        except operations.BadOwnField as refusal:
            form.add_error(refusal.field or None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("Saved: “%(field)s”.") % {"field": done})
            return redirect("followups:own_fields")
    preview = Preview([field]) if field else None
    context = {"form": form, "field": field, "preview": preview}
    return render(request, "followups/edit_own_field.html", context, status=status)


@require_POST
def move_own_field(request: SignedInRequest, ownfield_id: int) -> HttpResponse:
    """One place further up or down."""
    field, up = editable(request, ownfield_id), request.POST.get("up") == "1"
    operations.move_own_field(field=field, up=up, by=request.user, at=clock.now())
    return redirect("followups:own_fields")


@require_POST
def retire_own_field(request: SignedInRequest, ownfield_id: int) -> HttpResponse:
    """Ask it no more."""
    field = editable(request, ownfield_id)
    operations.retire_own_field(field=field, by=request.user, at=clock.now())
    told = _("“%(field)s” is retired: it is asked no more, what leads say in it stays.")
    undo_url = reverse("followups:bring_back_own_field", args=[field.pk])
    messages.success(request, told % {"field": field}, extra_tags=undo_url)
    return redirect("followups:own_fields")


@require_POST
def bring_back_own_field(request: SignedInRequest, ownfield_id: int) -> HttpResponse:
    """Ask it again."""
    field = editable(request, ownfield_id)
    try:
        operations.bring_back_own_field(field=field, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        undo_url = reverse("followups:retire_own_field", args=[field.pk])
        told = _("“%(field)s” is asked again.") % {"field": field}
        messages.success(request, told, extra_tags=undo_url)
    return redirect("followups:own_fields")
