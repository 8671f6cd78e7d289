"""The capture app: its page, and what its devices ask and send. No session and no cookie."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, ValidationError

from campaigns import capture_shell
from campaigns.devices import CodeOver, OtherEvent, UnknownCode, enrol_device
from campaigns.models import Device
from followups import operations
from followups.capture.asking import form_of
from followups.capture.sync import Sent, Typed, item_in
from followups.operations import Heard, Item
from followups.submissions.suspicion import sender_of
from leadfollow import clock
from leadfollow.people.limits import Limit

LARGEST = 1024 * 1024
PATIENCE = 6  # seconds; a device waits for ten
SYNCS = Limit("capture-sync", 60, 60)
ENROLMENTS = Limit("capture-enrol", 20, 600)
UNKNOWN, CONFLICT, GONE, TOO_LARGE, UNFIT, TOO_MANY = 401, 409, 410, 413, 422, 429
ICONS = [
    {"src": f"capture/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png",
     "purpose": purpose}
    for size in (192, 512) for purpose in ("any", "maskable")
]  # fmt: skip


class Enrolling(BaseModel):
    """What a browser sends to become a device; the campaign whose leads wait on it, if any do."""

    code: Typed
    app: Typed = ""
    campaign: int | None = None


def refusal(sentence: str, status: int, *, wait: int = 0) -> JsonResponse:
    answer = JsonResponse({"error": sentence}, status=status)
    if wait:
        answer["Retry-After"] = str(wait)
    add_never_cache_headers(answer)
    return answer


@login_not_required
@require_GET
def shell(request: HttpRequest, code: str = "") -> HttpResponse:
    """The app. The same page for everybody: what it shows it has on the device."""
    answer = render(request, capture_shell.SHELL)
    patch_cache_control(answer, no_cache=True)
    return answer


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which lets the app begin without a network."""
    answer = HttpResponse(capture_shell.worker(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(answer, no_cache=True)
    return answer


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """By which a telephone installs it."""
    told = {
        "id": capture_shell.ADDRESS,
        "start_url": capture_shell.ADDRESS,
        "scope": capture_shell.ADDRESS,
        "name": _("Leadfollow capture"),
        "short_name": _("Capture"),
        "display": "standalone",
        "icons": [icon | {"src": static(icon["src"])} for icon in ICONS],
    }
    answer = JsonResponse(told, content_type="application/manifest+json")
    patch_cache_control(answer, no_cache=True)
    return answer


@csrf_exempt  # there is no cookie by which another site could act
@login_not_required
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """A browser becomes a device, by a code that is good once."""
    now = clock.now()
    if not ENROLMENTS.take(sender_of(request), at=now):
        return refusal(_("Too many tries: wait a little."), TOO_MANY, wait=ENROLMENTS.wait(at=now))
    if (said := read(request, Enrolling)) is None:
        return refusal(_("Open the address of the picture once more."), UNFIT)
    try:
        holds = said.campaign
        device, token = enrol_device(code=said.code, app=said.app, at=now, holds=holds)
    except UnknownCode as unknown:
        return refusal(str(unknown), 404)
    except OtherEvent as other:
        return refusal(str(other), CONFLICT)
    except CodeOver as over:
        return refusal(str(over), GONE)
    told = {"label": device.label}
    return as_json({"token": token, "device": told, "form": form_of(device)})


Said = TypeVar("Said", bound=BaseModel)
Door = Callable[[HttpRequest, Device], HttpResponse]


def for_device(door: Door) -> Callable[[HttpRequest], HttpResponse]:
    """Let in who shows a device's token, unless it was revoked three days ago."""

    @wraps(door)
    def guarded(request: HttpRequest) -> HttpResponse:
        kind, _space, text = request.headers.get("Authorization", "").partition(" ")
        device = Device.objects.by_text(text.strip()) if kind.lower() == "bearer" else None
        if device is None:
            return refusal(_("This device is not enrolled any more."), UNKNOWN)
        now = clock.now()
        if device.is_shut_out(now):
            return refusal(_("This device was revoked: ask the event manager."), GONE)
        if not SYNCS.take(device.pk, at=now):
            return refusal(_("Too often: wait a little."), TOO_MANY, wait=SYNCS.wait(at=now))
        return door(request, device)

    return csrf_exempt(login_not_required(guarded))


@for_device
@require_GET
def form(request: HttpRequest, device: Device) -> HttpResponse:
    """What the campaign's form asks now."""
    told = form_of(device)
    tag = f'"{told["tag"]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    answer = as_json(told)
    answer["ETag"] = tag
    return answer


@for_device
@require_POST
def sync(request: HttpRequest, device: Device) -> HttpResponse:
    """Leads that were captured; each is answered by its id."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return refusal(_("Too much at once."), TOO_LARGE)
    sent = read(request, Sent)
    items = [item_in(raw) for raw in sent.items] if sent else []
    if sent is None or None in items:
        return refusal(_("This is no lead that could be read."), UNFIT)
    now = clock.now()
    skew = sent.skew(now)
    answers = list(heard_of(device, [item for item in items if item], skew, now))
    gone = len({heard.id for heard in answers if heard.fate != "rejected"})
    operations.hear_from(
        device=device, waiting=max(0, sent.waiting - len(answers)),
        needs_you=sent.needs_you + len(answers) - gone, sent=sent.sent + gone,
        discarded=sent.discarded, app=sent.app, skew=skew, at=now,
    )  # fmt: skip
    return as_json(
        {
            "form": form_of(device)["tag"],
            "answers": [vars(heard) for heard in answers],
            "revoked": device.revoked_at is not None,
            "renewed": device.renewed_until(now),
        }
    )


def heard_of(device: Device, items: list[Item], skew: timedelta, now: datetime) -> Iterator[Heard]:
    """An answer for each that is taken in before the device gives up; the rest comes again."""
    began = time.monotonic()
    for item in items:
        yield operations.take_item(device=device, item=item, skew=skew, at=now)
        if time.monotonic() - began > PATIENCE:
            return


def read(request: HttpRequest, shape: type[Said]) -> Said | None:
    """The body as it should be; None for anything else."""
    try:
        return shape.model_validate_json(request.body)
    except ValidationError:
        return None


def as_json(told: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(told)
    add_never_cache_headers(answer)
    return answer
