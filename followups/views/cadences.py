"""The cadences: read by everybody, written by managers and admins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from campaigns.models import Segment
from followups import operations
from followups.buckets.settings import may_edit
from followups.cadences.builder import Builder
from followups.cadences.documents import documents_for, named_in, with_documents
from followups.cadences.example import example_for
from followups.cadences.form import ROLES
from followups.cadences.listing import cadence_list, versions_of
from followups.cadences.plan_dates import Ways, end_of, on_dates, warnings_of, ways_of
from followups.cadences.roll_out import progress_of, running_behind
from followups.cadences.roll_out_parts import parts_of
from followups.models import Cadence, RollOut
from leadfollow import clock
from leadfollow.files.doors import sent
from leadfollow.http import SignedInRequest

CONFLICT, UNPROCESSABLE = 409, 422
READABLE = Cadence.objects.select_related("segment", "bucket", "made_by").prefetch_related(
    "steps__questions", "steps__documents__file", "steps__branches"
)


def cadences(request: SignedInRequest) -> HttpResponse:
    """Which plan each segment and each bucket follows, and how many leads do."""
    page = {"list": cadence_list(request.user), "may_edit": may_edit(request.user)}
    return render(request, "followups/cadences.html", page)


def cadence(request: SignedInRequest, cadence_id: int) -> HttpResponse:
    """One version: its steps, and the plan on real dates from today."""
    found = get_object_or_404(READABLE.all(), pk=cadence_id)
    steps = list(found.steps.all())
    page = dated(request, found, steps, ways_of(steps), found.segment) | {
        "cadence": found,
        "versions": versions_of(found, request.user),
        "may_edit": may_edit(request.user),
        "behind": may_edit(request.user) and running_behind(found).count(),
    }
    return render(request, "followups/cadence.html", page)


def dated(
    request: SignedInRequest,
    cadence: Cadence,
    steps: list[Any],
    ways: Ways,
    segment: Segment | None,
) -> dict[str, Any]:
    """The plan on real dates by the reader's working time, with the warnings."""
    now, working = clock.now(), request.user.working_time
    plan = on_dates(cadence, steps, ways, now=now, working=working)
    warnings = warnings_of(cadence, plan, segment=segment, now=now, working=working)
    ends_at = end_of(cadence, plan, working=working)
    return {"plan": plan, "ends_at": ends_at, "warnings": warnings, "draft": cadence}


def edit_cadence(request: SignedInRequest, cadence_id: int) -> HttpResponse:
    """The builder of the version that holds now; saving makes the next one."""
    if not may_edit(request.user):
        raise Http404
    like = get_object_or_404(READABLE.all(), pk=cadence_id)
    if request.method == "GET":
        current = READABLE.current().get(slug=like.slug)
        return builder_page(request, Builder.of(current), like=current)
    builder, is_ready = typed(request, act="", of_bucket=bool(like.bucket_id))
    if not is_ready:
        return builder_page(request, builder, like=like)
    try:
        made = operations.save_cadence(
            like=like, plan=builder.plan, by=request.user, at=clock.now()
        )
    except operations.Refusal as refusal:
        newest = READABLE.current().get(slug=like.slug)
        return builder_page(request, builder, like=newest, refusal=refusal)
    return saved(request, made)


def new_cadence(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """The builder for a segment that has no cadence."""
    if not may_edit(request.user):
        raise Http404
    segment = get_object_or_404(Segment, pk=segment_id)
    builder, is_ready = typed(request, act="add", of_bucket=False)
    if not is_ready:
        return builder_page(request, builder, segment=segment)
    try:
        made = operations.write_cadence(
            segment=segment, plan=builder.plan, by=request.user, at=clock.now()
        )
    except operations.Refusal as refusal:
        return builder_page(request, builder, segment=segment, refusal=refusal)
    return saved(request, made)


def typed(request: SignedInRequest, *, act: str, of_bucket: bool) -> tuple[Builder, bool]:
    """What was typed and sent, and whether it may be saved; `act` where no button says it. What is
    wrong with a file is said on top."""
    act = request.POST.get("act", act)
    data, wrong = with_documents(
        request.POST, request.FILES, act=act, by=request.user, at=clock.now()
    )
    for sentence in wrong:
        messages.error(request, sentence)
    builder = Builder.typed(data, act=act, of_bucket=of_bucket)
    return builder, act == "save" and not wrong and builder.is_valid()


def saved(request: SignedInRequest, made: Cadence) -> HttpResponse:
    """Back on its page, with the version named."""
    messages.success(
        request, _("Saved: %(made)s. Leads that begin from now on follow it.") % {"made": made}
    )
    if running_behind(made).exists():
        return redirect("followups:roll_out", made.pk)
    return redirect("followups:cadence", made.pk)


@require_GET
def open_document(request: SignedInRequest, file_id: int) -> HttpResponseBase:
    """A document of a step, to be saved: cadences are read by everybody."""
    file = get_object_or_404(documents_for(request.user), pk=file_id)
    return sent(request, file, back=reverse("followups:cadences"))


def roll_out(request: SignedInRequest, cadence_id: int) -> HttpResponse:
    """What the newest version would change for running leads, before it is applied to them."""
    if not may_edit(request.user):
        raise Http404
    cadence = get_object_or_404(READABLE.current(), pk=cadence_id)
    if request.method == "POST":
        operations.ask_for_roll_out(cadence=cadence, by=request.user, at=clock.now())
        return redirect("followups:roll_out", cadence.pk)
    if progress := progress_of(cadence):
        name = "_roll_out_progress.html" if request.htmx else "roll_out.html"
        return render(request, f"followups/{name}", {"cadence": cadence, "progress": progress})
    if request.htmx:  # the progress asked for itself, and it is done
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    page = {
        "cadence": cadence,
        "parts": parts_of(cadence, request.user, now=clock.now()),
        "last": RollOut.objects.filter(cadence=cadence).first(),
    }
    return render(request, "followups/roll_out.html", page)


def builder_page(
    request: SignedInRequest,
    builder: Builder,
    *,
    like: Cadence | None = None,
    segment: Segment | None = None,
    refusal: operations.Refusal | None = None,
) -> HttpResponse:
    """The builder with what was typed; to a script that asks, only what follows from it."""
    draft, steps, ways = builder.draft
    bucket, segment = (like.bucket, like.segment) if like else (None, segment)
    example = example_for(request.user, segment=segment, bucket=bucket, now=clock.now())
    previews = [example.preview(row) for row in builder.rows]
    page = dated(request, draft, steps, ways, segment) | {
        "builder": builder,
        "steps": list(zip(builder.steps, previews, strict=True)),
        "example": example,
        "like": like,
        "segment": segment,
        "refusal": refusal,
        "is_stale": isinstance(refusal, operations.SavedMeanwhile),
        "roles": ROLES,
        "documents": named_in((row["documents"] for row in builder.rows), reader=request.user),
    }
    if request.htmx:
        return render(request, "followups/_plan_answer.html", page)
    is_wrong = builder.says_errors and not builder.is_valid()
    status = CONFLICT if refusal else UNPROCESSABLE if is_wrong else 200
    return render(request, "followups/edit_cadence.html", page, status=status)
