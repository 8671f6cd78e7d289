"""The lead form, for whoever has its address. No session, no cookie, no puzzle."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.lead_form.asks import FormAsks, asks_in
from campaigns.models import LeadForm
from followups import operations
from followups.submissions import flood
from followups.submissions import suspicion as guard
from followups.submissions.stamp import Stamp
from leadfollow import clock
from leads.models import Submission, Suspicion
from leads.told_form import ToldForm

GONE = 410
EMBED = settings.BASE_DIR / "static" / "js" / "embed.js"


@xframe_options_exempt  # the newer header below says who may
@csrf_exempt  # in a foreign page's frame there is no cookie; the signed stamp stands for it
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def fill_in(request: HttpRequest, token: str) -> HttpResponse:
    """The form, and what somebody sends by it; in its own language, errors too."""
    now = clock.now()
    form = get_object_or_404(LeadForm.objects.select_related("campaign__team"), token=token)
    asks = asks_in(form) or FormAsks()
    with translation.override(asks.language):
        if not form.is_open:
            answer = page(request, form, asks, said=asks.wording["closed"], status=GONE)
        elif request.method == "POST":
            answer = taken(request, form, asks, now)
        else:
            stamp = Stamp.new(asks.version, at=now)
            answer = page(request, form, asks, told=ToldForm(asks=asks), stamp=stamp)
    add_never_cache_headers(answer)
    return flood.framed(answer, form.hosts)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def embed(request: HttpRequest, token: str) -> HttpResponse:
    """The script that shows the form in another site's page; which form, its own address says."""
    get_object_or_404(LeadForm, token=token)
    answer = HttpResponse(EMBED.read_text(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(answer, public=True, max_age=3600)
    return answer


def taken(request: HttpRequest, form: LeadForm, asks: FormAsks, now: datetime) -> HttpResponse:
    """A program gets the same thanks as a person, and its post waits to be looked at."""
    stamp = Stamp.read(request.POST.get(guard.STAMP, ""), form.pk)
    if machine := guard.machine_made(request.POST, stamp):
        return put_aside(request, form, asks, stamp, machine, now)
    assert stamp  # without one it is a program's
    if stamp.is_stale(now):
        again = flood.typed_again(request, stamp, form.pk, at=now)
        return page(request, form, asks, again=again, status=flood.INVALID)
    shown = asks_in(form, stamp.version) or asks
    told = ToldForm(request.POST, asks=shown)
    if not told.is_valid():
        return page(request, form, shown, told=told, stamp=stamp, status=flood.INVALID)
    if Submission.objects.filter(key=stamp.key).exists():
        return thanks(request, form, shown)
    typed, sender = guard.kept_of(request.POST), guard.sender_of(request)
    if suspicion := guard.suspicion_of(form, typed, stamp, sender=sender, at=now):
        return put_aside(request, form, asks, stamp, suspicion, now)
    operations.submit_form(
        form=form,
        version=stamp.version,
        key=stamp.key,
        told=told.told,
        typed=typed,
        sender=sender,
        at=now,
    )
    return thanks(request, form, shown)


def put_aside(
    request: HttpRequest,
    form: LeadForm,
    asks: FormAsks,
    stamp: Stamp | None,
    suspicion: Suspicion,
    now: datetime,
) -> HttpResponse:
    """Into quarantine, as long as it is no flood."""
    if guard.is_left(guard.KEPT, form, suspicion, at=now):
        operations.quarantine_form(
            form=form,
            version=stamp.version if stamp else 0,
            key=stamp.key if stamp else uuid4(),
            typed=guard.kept_of(request.POST),
            sender=guard.sender_of(request),
            suspicion=suspicion,
            at=now,
        )
    if not (known := flood.remembered(form.token)):
        again = page(request, form, asks, again=flood.TYPED).content.decode()
        given = thanks(request, form, asks).content
        known = flood.remember(form, thanks=given, again=again)
    return HttpResponse(known.thanks)


def thanks(request: HttpRequest, form: LeadForm, asks: FormAsks) -> HttpResponse:
    return page(request, form, asks, said=asks.thanks or asks.wording["thanks"])


def page(
    request: HttpRequest,
    form: LeadForm,
    asks: FormAsks,
    *,
    told: ToldForm | None = None,
    stamp: Stamp | None = None,
    again: SafeString | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form, what was typed in it to be sent again, or a sentence in its place."""
    context = {
        "asks": asks,
        "words": asks.wording.words,
        "title": asks.title or form.campaign.name,
        "told": told,
        "again": again,
        "stamp": stamp.signed(form.pk) if stamp else "",
        "trap": guard.TRAP,
        "said": said,
    }
    return render(request, "forms/form.html", context, status=status)
