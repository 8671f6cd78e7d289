"""The follow-up policy: to be read by all, its words and numbers set by managers and admins."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.models import Policy
from followups.ruling import page
from followups.ruling.forms import NextVersionForm, NumbersForm, WordsForm
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.office import managers_and_admins
from leadfollow.people.readers import readers_of

INVALID, CONFLICT = 422, 409


def policy(request: SignedInRequest) -> HttpResponse:
    """The version in force, who has read it, and the versions before."""
    versions = list(Policy.objects.newest_first().select_related("made_by"))
    waiting = [each for each in versions if each.in_force_from is None]
    current, *earlier = page.history(versions)[len(waiting) :]
    read, unread = readers_of(current.policy.readings.all(), seen_by=request.user)
    context = {
        "current": current,
        "policy": current.policy,
        "waiting": waiting[0] if waiting else None,
        "earlier": earlier,
        "mine": current.policy.readings.filter(reader=request.user).first(),
        "read": read,
        "unread": unread,
        "readers": read + unread,
        "may_rule": managers_and_admins(request.user),
    }
    return render(request, "followups/policy.html", context)


def numbers(request: SignedInRequest) -> HttpResponse:
    """Every number, where it comes from and where it is used."""
    current = Policy.objects.in_force().select_related("made_by")[0]
    context = {
        "policy": current,
        "waiting": Policy.objects.waiting().first(),
        "subjects": page.subjects_of(current.values),
        "elsewhere": page.elsewhere(),
        "may_rule": managers_and_admins(request.user),
    }
    return render(request, "followups/numbers.html", context)


def edit_words(request: SignedInRequest) -> HttpResponse:
    """Write the next version's words."""
    return edit(request, WordsForm, "followups:policy", "words")


def edit_numbers(request: SignedInRequest) -> HttpResponse:
    """Write the next version's numbers."""
    return edit(request, NumbersForm, "followups:numbers", "numbers")


def edit(
    request: SignedInRequest, form_of: type[NextVersionForm], back: str, what: str
) -> HttpResponse:
    """The form of one half of the policy; the other half stays as it is."""
    if not managers_and_admins(request.user):
        raise Http404
    form, status = form_of(request.POST or None, newest=Policy.objects.newest_first()[0]), 200
    if form.is_valid():
        try:
            made = ruled(request, form, what)
        except operations.Refusal as refusal:
            form.refuse(str(refusal))
            status = CONFLICT
        else:
            messages.success(request, in_words(made))
            return redirect(back)
    elif form.is_bound:
        status = INVALID
    context = {"form": form, "policy": form.newest, "back": back, "what": what}
    return render(request, f"followups/edit_policy_{what}.html", context, status=status)


def ruled(request: SignedInRequest, form: NextVersionForm, what: str) -> Policy:
    """The next version, of what this person changed."""
    typed = form.cleaned_data
    return operations.rule(
        words=form.changes if what == "words" else None,
        numbers=form.changes if what == "numbers" else None,
        why=typed["why"],
        after=typed["after"],
        by=request.user,
        at=clock.now(),
    )


def in_words(made: Policy) -> str:
    if made.in_force_from:
        return _("Version %(version)s is in force.") % {"version": made.version}
    return _("Version %(version)s is being applied: its leads are settled within seconds.") % {
        "version": made.version
    }


@require_POST
def read(request: SignedInRequest, version: int) -> HttpResponse:
    """The reader will go by this version."""
    found = get_object_or_404(Policy.objects.in_force(), version=version)
    operations.read_policy(policy=found, by=request.user, at=clock.now())
    messages.success(request, _("Noted: you have read version %(version)s.") % {"version": version})
    return redirect("followups:policy")
