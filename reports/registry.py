"""Every report by its name, for the pages and for `manage.py report` alike."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from reports import (
    activity,
    campaign_followup,
    conformity,
    disagreements,
    early_stops,
    overdue,
    retrospective,
    sources,
    untouched,
    verdicts,
)
from reports.question import Column, Question, Report

ANYBODY = frozenset({"campaign", "team", "rep"})
QUALIFIED = "leads:qualification"  # where the word is defined


def lead_page(row: Any, question: Question) -> str:
    return reverse("followups:lead", args=[row.lead_id])


def report_page(row: Any, question: Question) -> str:
    return reverse("reports:campaign_followup", args=[row.campaign_id])


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


def leads_judged(part: str = "") -> Any:
    """The leads behind a number of a rep's verdicts."""

    def url(row: Any, question: Question) -> str:
        chosen = {"rep": row.rep_id} | ({"part": part} if part else {})
        return f"{reverse('reports:report', args=['verdict-leads'])}?{urlencode(chosen)}"

    return url


def steps_made(part: str = "") -> Any:
    """The steps of cadences behind a rep's number."""

    def url(row: Any, question: Question) -> str:
        chosen = {"rep": row.rep_id} | ({"part": part} if part else {})
        if question.week:
            chosen["week"] = str(question.week)
        return f"{reverse('reports:report', args=['steps'])}?{urlencode(chosen)}"

    return url


ALL = [
    Report(
        "campaign-followup",
        "Campaign follow-up",
        "How well the inquiries of each campaign are followed up, the worst first.",
        ANYBODY,
        campaign_followup.answer,
        page="reports:campaigns_followup",
    ),
    Report(
        "overdue",
        "Overdue follow-ups",
        "Every touch that should have been made by now, the oldest first.",
        ANYBODY,
        overdue.answer,
        (
            Column("lead", "Lead", lead_page),
            Column("campaign", "Campaign"),
            Column("rep", "Rep"),
            Column("due", "Due"),
            Column("days", "Calendar days late"),
        ),
        labels={"touches": "touches overdue", "leads": "leads"},
    ),
    Report(
        "untouched",
        "Untouched leads",
        "Open leads without a logged touch, the oldest first.",
        ANYBODY,
        untouched.answer,
        (
            Column("lead", "Lead", lead_page),
            Column("campaign", "Campaign"),
            Column("rep", "Rep"),
            Column("received", "Received"),
            Column("touch_count", "Touches"),
            Column("scheduled_count", "Scheduled"),
        ),
        labels={"no_touch": "never touched", "no_activity": "with nothing scheduled either"},
    ),
    Report(
        "retrospective",
        "Retrospective",
        "A week of a team, rep by rep: next steps, what came due and what became of it.",
        frozenset({"team", "rep", "week"}),
        retrospective.answer,
        page="reports:retrospective",
    ),
    Report(
        "activity",
        "Activity",
        "Outbound touches per rep and week: first attempts, and follow-ups after them.",
        ANYBODY | {"week", "without_late"},
        activity.answer,
        (
            Column("week", "Week"),
            Column("rep", "Rep"),
            Column("first_attempts", "First attempts", touches_made("first")),
            Column("follow_ups", "Follow-ups", touches_made("follow_up")),
            Column("touches", "Touches", touches_made()),
            Column("late", "Logged late", touches_made("late")),
            Column("bulk", "Bulk", touches_made("bulk")),
            Column("edited", "Edited", touches_made("edited")),
            Column("no_event", "Event not named", touches_made("no_event")),
        ),
        labels={
            "touches": "touches", "first_attempts": "first attempts", "follow_ups": "follow-ups",
            "late": "logged late", "bulk": "logged in bulk", "edited": "edited since",
            "no_event": "first messages that do not name the event",
        },
    ),
    Report(
        "touches",
        "Touches made",
        "Every outbound touch of a week, the newest first.",
        ANYBODY | {"week", "without_late"},
        activity.answer_touches,
        (
            Column("lead", "Lead", lead_page),
            Column("happened", "Made"),
            Column("rep", "Rep"),
            Column("channel", "Channel"),
            Column("outcome", "Outcome"),
            Column("kind", "Kind"),
        ),
        labels={"touches": "touches"},
    ),
    Report(
        "early-stops",
        "Early stops",
        "Leads closed without an answer or put off before their sixth touch, the newest first.",
        ANYBODY | {"week"},
        early_stops.answer,
        (
            Column("lead", "Lead", lead_page),
            Column("at", "Stopped"),
            Column("rep", "Rep"),
            Column("touches", "Touches until then"),
            Column("reason", "Why"),
        ),
        labels={"stops": "early stops"},
    ),
    Report(
        "sources",
        "Sources",
        "What share of each campaign's inquiries was won; a win belongs to the lead's first.",
        ANYBODY,
        sources.answer,
        (
            Column("campaign", "Campaign", report_page),
            Column("inquiries", "Inquiries", leads_asking()),
            Column("won", "Won", leads_asking("won")),
            Column("percent", "Won, %"),
        ),
        labels={"inquiries": "inquiries", "won": "won", "percent": "% won"},
    ),
    Report(
        "verdicts",
        "Verdicts",
        "Leads on which a verdict is due, and what their owners made of them.",
        ANYBODY,
        verdicts.answer,
        (
            Column("rep", "Rep"),
            Column("due", "Due", leads_judged()),
            Column("given", "Given", leads_judged("given")),
            Column("missing", "Missing", leads_judged("missing")),
            Column("percent", "Complete, %"),
            Column("accepted", "Accepted", leads_judged("accepted")),
            Column("rejected", "Rejected", leads_judged("rejected")),
            Column("qualified", "Qualified", leads_judged("qualified"), QUALIFIED),
            Column("overridden", "By override", leads_judged("overridden")),
        ),
        labels={
            "due": "due", "given": "given", "missing": "missing", "percent": "% complete",
            "qualified": "qualified", "overridden": "of them by override",
        },
    ),
    Report(
        "verdict-leads",
        "Leads and their verdicts",
        "Every lead on which a verdict is due: those without one first.",
        ANYBODY,
        verdicts.answer_leads,
        (
            Column("lead", "Lead", lead_page),
            Column("campaign", "Campaign"),
            Column("rep", "Rep"),
            Column("verdict", "Verdict"),
            Column("by", "By"),
            Column("given", "Given"),
            Column("version", "Definition"),
            Column("due", "Due since"),
        ),
        labels={"leads": "leads"},
    ),
    Report(
        "disagreements",
        "Different verdicts",
        "Leads that one person found qualified and another one rejected, the newest first.",
        ANYBODY,
        disagreements.answer,
        (
            Column("lead", "Lead", lead_page),
            Column("campaign", "Campaign"),
            Column("rep", "Owner"),
            Column("qualified_by", "Qualified by", meaning=QUALIFIED),
            Column("qualified", "Qualified on"),
            Column("by_what", "By which definition"),
            Column("rejected_by", "Rejected by"),
            Column("rejected", "Rejected on"),
            Column("reason", "Why"),
            Column("stands", "What stands"),
        ),
        labels={"leads": "leads with different verdicts"},
    ),
    Report(
        "conformity",
        "Cadences followed",
        "Steps of cadences that each rep made as planned, replaced or skipped.",
        ANYBODY | {"week"},
        conformity.answer,
        (
            Column("rep", "Rep"),
            Column("steps", "Steps", steps_made()),
            Column("planned", "As planned", steps_made("planned")),
            Column("replaced", "Replaced", steps_made("replaced")),
            Column("skipped", "Skipped", steps_made("skipped")),
            Column("percent", "As planned, %"),
        ),
        labels={
            "steps": "steps", "planned": "as planned", "replaced": "replaced",
            "skipped": "skipped", "percent": "% as planned",
        },
    ),
    Report(
        "steps",
        "Steps of cadences",
        "Every step that was made or skipped, with the reason, the newest first.",
        ANYBODY | {"week"},
        conformity.answer_steps,
        (
            Column("lead", "Lead", lead_page),
            Column("step", "Step"),
            Column("channel", "Channel"),
            Column("rep", "Rep"),
            Column("when", "When"),
            Column("fate", "What became of it"),
            Column("reason", "Why"),
        ),
        labels={"steps": "steps"},
    ),
]  # fmt: skip
REPORTS = {report.name: report for report in ALL}
