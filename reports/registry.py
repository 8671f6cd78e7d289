"""Every report by its name, for the pages and for `manage.py report` alike."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from reports import (
    activity,
    attempts,
    campaign_followup,
    conformity,
    disagreements,
    early_stops,
    forecast,
    overdue,
    response_time,
    results,
    retrospective,
    sources,
    untouched,
    verdicts,
)
from reports.question import Column, Report
from reports.row_links import (
    lead_page,
    leads_asking,
    leads_judged,
    leads_of_rep,
    leads_tried,
    legs_waited,
    rejected_there,
    report_page,
    steps_made,
    touches_coming,
    touches_made,
)

ANYBODY = frozenset({"campaign", "team", "rep"})
QUALIFIED = "leads:qualification"  # where the word is defined


ALL = [
    Report(
        "campaign-followup",
        gettext_lazy("Campaign follow-up"),
        gettext_lazy("How well the inquiries of each campaign are followed up, the worst first."),
        ANYBODY,
        campaign_followup.answer,
        page="reports:campaigns_followup",
    ),
    Report(
        "overdue",
        gettext_lazy("Overdue follow-ups"),
        gettext_lazy("Every touch that should have been made by now, the oldest first."),
        ANYBODY,
        overdue.answer,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("campaign", gettext_lazy("Campaign")),
            Column("rep", gettext_lazy("Rep")),
            Column("due", gettext_lazy("Due")),
            Column("days", gettext_lazy("Calendar days late")),
        ),
        labels={"touches": gettext_lazy("touches overdue"), "leads": gettext_lazy("leads")},
    ),
    Report(
        "forecast",
        gettext_lazy("Work to come"),
        gettext_lazy(
            "Touches due in the next ten working days, rep by rep, against the time there is."
        ),
        frozenset({"team", "rep"}),
        forecast.answer,
        (
            Column("rep", gettext_lazy("Rep")),
            Column("day", gettext_lazy("Day")),
            Column("touches", gettext_lazy("Touches"), touches_coming),
            Column("room", gettext_lazy("Time for")),
            Column("percent", gettext_lazy("Of the time, %")),
            Column("state", gettext_lazy("State")),
        ),
        page="reports:forecast",
        labels={
            "touches": gettext_lazy("touches due in ten working days"),
            "room": gettext_lazy("touches for which there is time"),
            "overloaded_percent": gettext_lazy(
                "% of the time of the next five working days, if it is too much"
            ),
        },
    ),
    Report(
        "forecast-touches",
        gettext_lazy("Touches to come"),
        gettext_lazy(
            "Every touch of the next ten working days, scheduled or still to come in its cadence if"
            " nobody answers."
        ),
        frozenset({"team", "rep"}),
        forecast.answer_touches,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("rep", gettext_lazy("Rep")),
            Column("day", gettext_lazy("Day")),
            Column("due", gettext_lazy("Due")),
            Column("channel", gettext_lazy("Channel")),
            Column("step", gettext_lazy("Step")),
            Column("standing", gettext_lazy("State")),
        ),
        labels={
            "touches": gettext_lazy("touches"),
            "today": gettext_lazy("of them today"),
        },
    ),
    Report(
        "untouched",
        gettext_lazy("Untouched leads"),
        gettext_lazy("Open leads without a logged touch, the oldest first."),
        ANYBODY,
        untouched.answer,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("campaign", gettext_lazy("Campaign")),
            Column("rep", gettext_lazy("Rep")),
            Column("received", gettext_lazy("Received")),
            Column("touch_count", gettext_lazy("Touches")),
            Column("scheduled_count", gettext_lazy("Scheduled")),
        ),
        labels={
            "no_touch": gettext_lazy("never touched"),
            "no_activity": gettext_lazy("with nothing scheduled either"),
        },
    ),
    Report(
        "retrospective",
        gettext_lazy("Retrospective"),
        gettext_lazy(
            "A week of a team, rep by rep: next steps, what came due and what became of it."
        ),
        frozenset({"team", "rep", "week"}),
        retrospective.answer,
        page="reports:retrospective",
    ),
    Report(
        "activity",
        gettext_lazy("Activity"),
        gettext_lazy(
            "Outbound touches per rep and week: first attempts, and follow-ups after them."
        ),
        ANYBODY | {"week", "without_late"},
        activity.answer,
        (
            Column("week", gettext_lazy("Week")),
            Column("rep", gettext_lazy("Rep")),
            Column("first_attempts", gettext_lazy("First attempts"), touches_made("first")),
            Column("follow_ups", gettext_lazy("Follow-ups"), touches_made("follow_up")),
            Column("touches", gettext_lazy("Touches"), touches_made()),
            Column("answered", gettext_lazy("Answered"), touches_made("answered")),
            Column("late", gettext_lazy("Logged late"), touches_made("late")),
            Column("bulk", gettext_lazy("Bulk"), touches_made("bulk")),
            Column("edited", gettext_lazy("Edited"), touches_made("edited")),
            Column("no_event", gettext_lazy("Event not named"), touches_made("no_event")),
            Column("days_between", gettext_lazy("Median days since the touch before")),
        ),
        labels={
            "touches": gettext_lazy("touches"),
            "answered": gettext_lazy("that brought an answer"),
            "first_attempts": gettext_lazy("first attempts"),
            "follow_ups": gettext_lazy("follow-ups"),
            "late": gettext_lazy("logged late"),
            "bulk": gettext_lazy("logged in bulk"),
            "edited": gettext_lazy("edited since"),
            "no_event": gettext_lazy("first messages that do not name the event"),
        },
    ),
    Report(
        "response-time",
        gettext_lazy("Response time"),
        gettext_lazy(
            "How long inquiries waited, in hours by the clock: the system’s clock until they have a"
            " rep, by campaign; then each rep’s, a hand-over begins the next."
        ),
        ANYBODY | {"week"},
        response_time.answer,
        (
            Column("clock", gettext_lazy("Clock")),
            Column("who", gettext_lazy("Campaign or rep")),
            Column("legs", gettext_lazy("Waits"), legs_waited()),
            Column("median_hours", gettext_lazy("Median, hours")),
            Column("running", gettext_lazy("Still running"), legs_waited("running")),
        ),
        labels={
            "inquiries": gettext_lazy("inquiries"),
            "system_hours": gettext_lazy("hours median by the system’s clock"),
            "system_running": gettext_lazy("still without a rep"),
            "rep_hours": gettext_lazy("hours median by the reps’ clock"),
            "rep_running": gettext_lazy("with a rep and not touched yet"),
        },
    ),
    Report(
        "response-legs",
        gettext_lazy("Waits of inquiries"),
        gettext_lazy("Every wait of an inquiry and whose clock it is, the newest first."),
        ANYBODY | {"week"},
        response_time.answer_legs,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("campaign", gettext_lazy("Campaign")),
            Column("clock", gettext_lazy("Clock")),
            Column("who", gettext_lazy("Campaign or rep")),
            Column("began", gettext_lazy("From")),
            Column("ended", gettext_lazy("Until")),
            Column("hours", gettext_lazy("Hours")),
        ),
        labels={"legs": gettext_lazy("waits")},
    ),
    Report(
        "touches",
        gettext_lazy("Touches made"),
        gettext_lazy("Every outbound touch of a week, the newest first."),
        ANYBODY | {"week", "without_late"},
        activity.answer_touches,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("happened", gettext_lazy("Made")),
            Column("rep", gettext_lazy("Rep")),
            Column("channel", gettext_lazy("Channel")),
            Column("outcome", gettext_lazy("Outcome")),
            Column("kind", gettext_lazy("Kind")),
        ),
        labels={"touches": gettext_lazy("touches")},
    ),
    Report(
        "early-stops",
        gettext_lazy("Early stops"),
        gettext_lazy(
            "Leads closed without an answer or put off before their sixth touch, the newest first."
        ),
        ANYBODY | {"week"},
        early_stops.answer,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("at", gettext_lazy("Stopped")),
            Column("rep", gettext_lazy("Rep")),
            Column("touches", gettext_lazy("Touches until then")),
            Column("reason", gettext_lazy("Why")),
        ),
        labels={"stops": gettext_lazy("early stops")},
    ),
    Report(
        "sources",
        gettext_lazy("Sources"),
        gettext_lazy(
            "What share of each campaign's inquiries was won; a win belongs to the lead's first."
        ),
        ANYBODY,
        sources.answer,
        (
            Column("campaign", gettext_lazy("Campaign"), report_page),
            Column("inquiries", gettext_lazy("Inquiries"), leads_asking()),
            Column("won", gettext_lazy("Won"), leads_asking("won")),
            Column("percent", gettext_lazy("Won, %")),
        ),
        labels={
            "inquiries": gettext_lazy("inquiries"),
            "won": gettext_lazy("won"),
            "percent": gettext_lazy("% won"),
        },
    ),
    Report(
        "results",
        gettext_lazy("Results"),
        gettext_lazy("What became of each rep's leads, team by team: closed, won, for how much."),
        ANYBODY,
        results.answer,
        (
            Column("rep", gettext_lazy("Rep")),
            Column("team", gettext_lazy("Team")),
            Column("leads", gettext_lazy("Leads"), leads_of_rep()),
            Column("closed", gettext_lazy("Closed"), leads_of_rep("closed")),
            Column("won", gettext_lazy("Won"), leads_of_rep("won")),
            Column("percent", gettext_lazy("Won of closed, %")),
            Column("value", gettext_lazy("Value won")),
            Column("days", gettext_lazy("Median days to a win")),
        ),
        labels={
            "leads": gettext_lazy("leads"),
            "closed": gettext_lazy("closed"),
            "won": gettext_lazy("won"),
            "percent": gettext_lazy("% won of those closed"),
            "value": gettext_lazy("value won"),
        },
    ),
    Report(
        "attempts",
        gettext_lazy("Attempts"),
        gettext_lazy(
            "What became of leads by how often they were tried: here, and before, as files say."
        ),
        ANYBODY,
        attempts.answer,
        (
            Column("attempts", gettext_lazy("Attempts"), leads_tried()),
            Column("leads", gettext_lazy("Leads"), leads_tried()),
            Column("won", gettext_lazy("Won"), leads_tried("won")),
            Column("lost", gettext_lazy("Closed otherwise"), leads_tried("lost")),
            Column("open", gettext_lazy("Open"), leads_tried("open")),
            Column("percent", gettext_lazy("Won, %")),
        ),
        labels={
            "leads": gettext_lazy("leads"),
            "attempts": gettext_lazy("attempts"),
            "won": gettext_lazy("won"),
            "percent": gettext_lazy("% won"),
        },
    ),
    Report(
        "attempt-leads",
        gettext_lazy("Leads and their attempts"),
        gettext_lazy("Every lead that was tried, and how often, the newest first."),
        ANYBODY,
        attempts.answer_leads,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("campaign", gettext_lazy("Campaign")),
            Column("rep", gettext_lazy("Rep")),
            Column("attempts", gettext_lazy("Attempts")),
            Column("before", gettext_lazy("Of them before it came")),
            Column("status", gettext_lazy("Status")),
            Column("closed", gettext_lazy("Closed")),
        ),
        labels={"leads": gettext_lazy("leads")},
    ),
    Report(
        "verdicts",
        gettext_lazy("Verdicts"),
        gettext_lazy("Leads on which a verdict is due, and what their owners made of them."),
        ANYBODY,
        verdicts.answer,
        (
            Column("rep", gettext_lazy("Rep")),
            Column("due", gettext_lazy("Due"), leads_judged()),
            Column("given", gettext_lazy("Given"), leads_judged("given")),
            Column("missing", gettext_lazy("Missing"), leads_judged("missing")),
            Column("percent", gettext_lazy("Complete, %")),
            Column("accepted", gettext_lazy("Accepted"), leads_judged("accepted")),
            Column("rejected", gettext_lazy("Rejected"), leads_judged("rejected")),
            Column("qualified", gettext_lazy("Qualified"), leads_judged("qualified"), QUALIFIED),
            Column("overridden", gettext_lazy("By override"), leads_judged("overridden")),
            Column("in_a_row", gettext_lazy("Rejected in a row, one source"), rejected_there),
            Column("source", gettext_lazy("Which source")),
        ),
        labels={
            "due": gettext_lazy("due"),
            "given": gettext_lazy("given"),
            "missing": gettext_lazy("missing"),
            "percent": gettext_lazy("% complete"),
            "qualified": gettext_lazy("qualified"),
            "overridden": gettext_lazy("of them by override"),
        },
    ),
    Report(
        "verdict-leads",
        gettext_lazy("Leads and their verdicts"),
        gettext_lazy("Every lead on which a verdict is due: those without one first."),
        ANYBODY,
        verdicts.answer_leads,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("campaign", gettext_lazy("Campaign")),
            Column("rep", gettext_lazy("Rep")),
            Column("verdict", gettext_lazy("Verdict")),
            Column("by", gettext_lazy("By")),
            Column("given", gettext_lazy("Given")),
            Column("version", gettext_lazy("Definition")),
            Column("due", gettext_lazy("Due since")),
        ),
        labels={"leads": gettext_lazy("leads")},
    ),
    Report(
        "disagreements",
        gettext_lazy("Different verdicts"),
        gettext_lazy(
            "Leads that one person found qualified and another one rejected, the newest first."
        ),
        ANYBODY,
        disagreements.answer,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("campaign", gettext_lazy("Campaign")),
            Column("rep", gettext_lazy("Owner")),
            Column("qualified_by", gettext_lazy("Qualified by"), meaning=QUALIFIED),
            Column("qualified", gettext_lazy("Qualified on")),
            Column("by_what", gettext_lazy("By which definition")),
            Column("rejected_by", gettext_lazy("Rejected by")),
            Column("rejected", gettext_lazy("Rejected on")),
            Column("reason", gettext_lazy("Why")),
            Column("stands", gettext_lazy("What stands")),
        ),
        labels={"leads": gettext_lazy("leads with different verdicts")},
    ),
    Report(
        "conformity",
        gettext_lazy("Cadences followed"),
        gettext_lazy("Steps of cadences that each rep made as planned, replaced or skipped."),
        ANYBODY | {"week"},
        conformity.answer,
        (
            Column("rep", gettext_lazy("Rep")),
            Column("steps", gettext_lazy("Steps"), steps_made()),
            Column("planned", gettext_lazy("As planned"), steps_made("planned")),
            Column("replaced", gettext_lazy("Replaced"), steps_made("replaced")),
            Column("skipped", gettext_lazy("Skipped"), steps_made("skipped")),
            Column("percent", gettext_lazy("As planned, %")),
        ),
        labels={
            "steps": gettext_lazy("steps"),
            "planned": gettext_lazy("as planned"),
            "replaced": gettext_lazy("replaced"),
            "skipped": gettext_lazy("skipped"),
            "percent": gettext_lazy("% as planned"),
        },
    ),
    Report(
        "steps",
        gettext_lazy("Steps of cadences"),
        gettext_lazy("Every step that was made or skipped, with the reason, the newest first."),
        ANYBODY | {"week"},
        conformity.answer_steps,
        (
            Column("lead", gettext_lazy("Lead"), lead_page),
            Column("step", gettext_lazy("Step")),
            Column("channel", gettext_lazy("Channel")),
            Column("rep", gettext_lazy("Rep")),
            Column("when", gettext_lazy("When")),
            Column("fate", gettext_lazy("What became of it")),
            Column("reason", gettext_lazy("Why")),
        ),
        labels={"steps": gettext_lazy("steps")},
    ),
]
REPORTS = {report.name: report for report in ALL}
