"""The work that comes, rep by rep and day by day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from followups.distribution.forecast import overload_of
from leadfollow import clock
from leadfollow.http import SignedInRequest
from reports.filter_form import ReportFilter
from reports.forecast import work_asked
from reports.question import Question
from reports.registry import REPORTS


def forecast(request: SignedInRequest) -> HttpResponse:
    """The reps in reach against the next ten working days; every number opens its touches."""
    report, now = REPORTS["forecast"], clock.now()
    form = ReportFilter(request.GET, reader=request.user, takes=report.takes)
    page: dict[str, object] = {"report": report, "form": form, "now": now}
    if form.is_valid():
        question = Question(now, reader=request.user, **form.asked())
        work = work_asked(question)
        page |= {
            "work": work,
            "days": work[0].days if work else [],
            "overload": overload_of(work) if len(work) > 1 or request.user.is_manager else None,
            "policy": question.policy,
        }
    return render(request, "reports/forecast.html", page)
