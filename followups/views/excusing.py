"""Somebody new may do without the lesson, or not after all."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from followups import operations
from followups.lesson.rule import needs_lesson
from followups.lesson.standing import standing_of
from followups.panel.forms import text
from followups.views.accounts import answered_for
from leadfollow import clock
from leadfollow.http import SignedInRequest

UNPROCESSABLE = 422


class ExcuseForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Why no lesson is needed"),
        max_length=200,
        widget=text(placeholder=gettext_lazy("Worked with it")),
    )


@require_http_methods(["GET", "POST"])
def excuse(request: SignedInRequest, user_id: int) -> HttpResponse:
    """How far he is, and the excuse; `end` takes it back. For those who answer for him."""
    reps = answered_for(request.user).reps().select_related("team")
    person, now = get_object_or_404(reps, pk=user_id), clock.now()
    if "end" in request.POST:
        operations.end_excuse(person=person, by=request.user, at=now)
        messages.success(request, _("%(person)s is not excused any more.") % {"person": person})
        return redirect("followups:people")
    form = ExcuseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.excuse_from_lesson(person=person, reason=reason, by=request.user, at=now)
        messages.success(
            request, _("%(person)s may have leads without the lesson.") % {"person": person}
        )
        return redirect("followups:people")
    status = UNPROCESSABLE if form.is_bound else 200
    standing = standing_of(person)
    page = {"person": person, "form": form, "standing": standing, "waits": needs_lesson(person)}
    return render(request, "followups/excuse.html", page, status=status)
