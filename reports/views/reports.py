"""Every report that is a table, and the list of them all."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from leadfollow import clock
from leadfollow.http import SignedInRequest
from reports.filter_form import ReportFilter
from reports.question import Question
from reports.registry import REPORTS
from reports.retrospective_asked import teams_reviewed_by
from reports.table import Table

PAGE = 100  # rows


def index(request: SignedInRequest) -> HttpResponse:
    """What there is to be asked; the retrospective only by people who have a team."""
    asked = dict(REPORTS)
    if not teams_reviewed_by(request.user).exists():
        asked.pop("retrospective")
    return render(request, "reports/reports.html", {"reports": asked.values()})


def report(request: SignedInRequest, name: str) -> HttpResponse:
    """One report as a table, of the leads in reach."""
    if name not in REPORTS:
        raise Http404
    wanted = REPORTS[name]
    if wanted.page:
        return redirect(wanted.page)
    form = ReportFilter(request.GET, reader=request.user, takes=wanted.takes)
    page: dict[str, object] = {"report": wanted, "form": form, "now": clock.now()}
    if form.is_valid():
        question = Question(clock.now(), reader=request.user, count=PAGE + 1, **form.asked())
        page["policy"] = question.policy
        page["table"] = Table.of(
            wanted,
            wanted.answer(question),
            question,
            zone=timezone.get_current_timezone(),
            rows=PAGE,
        )
    return render(request, "reports/report.html", page)
