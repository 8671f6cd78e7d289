"""Where a number or a name in a report's row leads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from followups.lists.lead_filter import NOBODY
from reports.question import Question


def lead_page(row: Any, question: Question) -> str:
    return reverse("followups:lead", args=[row.lead_id])


def report_page(row: Any, question: Question) -> str:
    return reverse("reports:campaign_followup", args=[row.campaign_id])


def leads_url(figures: Any, **more: Any) -> str:
    """The lead list behind a number of a campaign's figures."""
    chosen = {"campaign": figures.campaign_id, **more}
    return f"{reverse('followups:leads')}?{urlencode(chosen)}"


def leads_asking(state: str = "") -> Any:
    """The leads behind a number of a campaign's inquiries."""

    def url(row: Any, question: Question) -> str:
        chosen = {"campaign": row.campaign_id} | ({"inquiry": state} if state else {})
        return f"{reverse('followups:leads')}?{urlencode(chosen)}"

    return url


def touches_made(part: str = "") -> Any:
    """The touches behind a number of a rep's week."""

    def url(row: Any, question: Question) -> str:
        who = {"rep": row.rep_id} if row.rep_id else {}
        parts = [part] if row.rep_id else [part, "unknown"]
        chosen = {"week": row.week, **who, "part": ",".join(filter(None, parts))}
        if question.campaign:
            chosen["campaign"] = question.campaign.code
        if question.without_late:
            chosen["without_late"] = "on"
        return f"{reverse('reports:report', args=['touches'])}?{urlencode(chosen)}"

    return url


def leads_of_rep(state: str = "") -> Any:
    """The leads behind a number of a rep's leads."""

    def url(row: Any, question: Question) -> str:
        chosen = {"owner": row.rep_id or NOBODY} | ({"state": state} if state else {})
        if question.campaign:
            chosen["campaign"] = question.campaign.pk
        return f"{reverse('followups:leads')}?{urlencode(chosen)}"

    return url


def leads_judged(part: str = "") -> Any:
    """The leads behind a number of a rep's verdicts."""

    def url(row: Any, question: Question) -> str:
        chosen = {"rep": row.rep_id} | ({"part": part} if part else {})
        return f"{reverse('reports:report', args=['verdict-leads'])}?{urlencode(chosen)}"

    return url


def leads_tried(part: str = "") -> Any:
    """The leads that were tried so many times."""

    def url(row: Any, question: Question) -> str:
        chosen = {"part": ",".join(filter(None, [str(row.attempts), part]))}
        if question.campaign:
            chosen["campaign"] = question.campaign.code
        if question.team:
            chosen["team"] = question.team.slug
        if question.rep:
            chosen["rep"] = str(question.rep.pk)
        return f"{reverse('reports:report', args=['attempt-leads'])}?{urlencode(chosen)}"

    return url


def rejected_there(row: Any, question: Question) -> str:
    """The rejected leads of a rep and the source of which most were rejected in a row."""
    chosen = {"rep": row.rep_id, "campaign": row.source_code, "part": "rejected"}
    return f"{reverse('reports:report', args=['verdict-leads'])}?{urlencode(chosen)}"


def steps_made(part: str = "") -> Any:
    """The steps of cadences behind a rep's number."""

    def url(row: Any, question: Question) -> str:
        chosen = {"rep": row.rep_id} | ({"part": part} if part else {})
        if question.week:
            chosen["week"] = str(question.week)
        return f"{reverse('reports:report', args=['steps'])}?{urlencode(chosen)}"

    return url


def legs_waited(part: str = "") -> Any:
    """The waits behind a number of one clock."""

    def url(row: Any, question: Question) -> str:
        chosen = {"part": ",".join(filter(None, [row.part, part]))}
        if code := row.campaign_code or (question.campaign and question.campaign.code):
            chosen["campaign"] = code
        if question.team:
            chosen["team"] = question.team.slug
        if question.rep:
            chosen["rep"] = str(question.rep.pk)
        if question.week:
            chosen["week"] = str(question.week)
        return f"{reverse('reports:report', args=['response-legs'])}?{urlencode(chosen)}"

    return url


def touches_coming(row: Any, question: Question) -> str:
    """The touches behind a rep's day to come."""
    chosen = {"rep": row.rep_id, "part": row.day.isoformat()}
    return f"{reverse('reports:report', args=['forecast-touches'])}?{urlencode(chosen)}"
