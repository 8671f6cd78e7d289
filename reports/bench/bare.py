"""The bare SQL of each job: what the work costs the database alone, on either of the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from followups.models import Touch
from followups.models.flag import RULES

BREACHES = " UNION ALL ".join(
    f"SELECT id AS lead_id, '{kind.value}' AS kind, {column} AS began_at FROM leads_lead"
    f" WHERE status <> 'closed' AND {column} <= %(now)s"
    for kind, column in RULES.items()
)
SWEEP = [
    f"""
    WITH breach AS MATERIALIZED ({BREACHES}),
    standing AS MATERIALIZED (
      SELECT id, lead_id, kind, began_at FROM followups_flag WHERE ended_at IS NULL)
    UPDATE followups_flag SET ended_at = %(now)s WHERE id IN (
      SELECT standing.id FROM standing LEFT JOIN breach ON breach.lead_id = standing.lead_id
        AND breach.kind = standing.kind AND breach.began_at = standing.began_at
      WHERE breach.lead_id IS NULL)
    """,
    f"""
    WITH breach AS MATERIALIZED ({BREACHES}),
    standing AS MATERIALIZED (SELECT lead_id, kind FROM followups_flag WHERE ended_at IS NULL)
    INSERT INTO followups_flag (lead_id, kind, began_at)
    SELECT breach.lead_id, breach.kind, breach.began_at FROM breach LEFT JOIN standing
      ON standing.lead_id = breach.lead_id AND standing.kind = breach.kind
    WHERE standing.lead_id IS NULL ON CONFLICT DO NOTHING
    """,
]
FORGET_FLAGS = ["DELETE FROM followups_notice", "DELETE FROM followups_flag"]
UNTOLD = [
    """
    SELECT flag.id, lead.owner_id FROM followups_flag flag
    JOIN leads_lead lead ON lead.id = flag.lead_id
    LEFT JOIN followups_notice notice ON notice.flag_id = flag.id
      AND notice.person_id = lead.owner_id
    WHERE flag.ended_at IS NULL AND notice.id IS NULL
    """,
]
ROW = """
    SELECT lead.id, lead.organisation, lead.next_due_at, lead.status, campaign.name, contact.name
    FROM leads_lead lead JOIN campaigns_campaign campaign ON campaign.id = lead.campaign_id
    LEFT JOIN leads_leadcontact person ON person.lead_id = lead.id AND person.is_primary
    LEFT JOIN leads_contact contact ON contact.id = person.contact_id
"""
QUEUE = [
    f"{ROW} WHERE lead.owner_id = %(rep)s AND lead.next_due_at <= %(tonight)s"
    " ORDER BY lead.next_due_at, lead.id LIMIT 51",
    """
    SELECT count(*) FILTER (WHERE next_due_at <= %(now)s),
      count(*) FILTER (WHERE next_due_at <= %(tonight)s),
      count(*) FILTER (WHERE next_due_at IS NULL)
    FROM leads_lead WHERE owner_id = %(rep)s AND status <> 'closed'
    """,
]
LEAD_LIST = [f"{ROW} ORDER BY lead.received_at DESC, lead.id DESC LIMIT 51"]
LEAD_SEARCH = [
    f"{ROW} WHERE lead.organisation LIKE %(word)s OR contact.name LIKE %(word)s"
    " OR contact.email_key LIKE %(word)s ORDER BY lead.received_at DESC LIMIT 51"
]
RETROSPECTIVE = [
    """
    SELECT lead.owner_id, count(*), count(*) FILTER (WHERE lead.next_due_at IS NULL)
    FROM leads_inquiry inquiry JOIN leads_lead lead ON lead.id = inquiry.lead_id
    WHERE inquiry.assigned_at >= %(two_weeks_ago)s AND inquiry.assigned_at < %(now)s
    GROUP BY lead.owner_id
    """,
    """
    SELECT owner_id, count(*), count(*) FILTER (WHERE next_due_at IS NULL),
      count(*) FILTER (WHERE next_due_at <= %(now)s)
    FROM leads_lead WHERE status <> 'closed' GROUP BY owner_id
    """,
    """
    SELECT given.rep_id, count(*), count(*) FILTER (WHERE touch.state = 'scheduled'),
      count(*) FILTER (WHERE touch.state = 'logged' AND touch.happened_at <= touch.due_at),
      count(*) FILTER (WHERE touch.state = 'cancelled')
    FROM followups_touch touch JOIN leads_assignment given ON given.lead_id = touch.lead_id
      AND given.began_at <= touch.due_at
      AND (given.ended_at IS NULL OR given.ended_at > touch.due_at)
    WHERE touch.due_at >= %(week_ago)s AND touch.due_at < %(now)s AND NOT touch.is_automatic
    GROUP BY given.rep_id
    """,
]
FOLLOW_UP = """
    SELECT inquiry.campaign_id, count(*), count(inquiry.first_touch_at),
      count(*) FILTER (WHERE inquiry.first_touch_at IS NULL AND lead.next_due_at IS NOT NULL),
      count(*) FILTER (WHERE inquiry.first_touch_at IS NOT NULL
        AND (inquiry.closed_at IS NOT NULL OR lead.next_due_at > %(now)s)),
      count(*) FILTER (WHERE lead.disposition = 'won'), sum(lead.value)
    FROM leads_inquiry inquiry JOIN leads_lead lead ON lead.id = inquiry.lead_id
"""
ONE_CAMPAIGN = [f"{FOLLOW_UP} WHERE inquiry.campaign_id = %(campaign)s GROUP BY 1"]
ALL_CAMPAIGNS = [f"{FOLLOW_UP} GROUP BY 1"]
# The next touch is like the one that was logged, but for what is new of it.
NEW = {
    "state": "'scheduled'",
    "scheduled_at": "%(now)s",
    "due_at": "%(later)s",
    "first_due_at": "%(later)s",
    "moves": "0",
    "moves_by_them": "0",
    "outcome": "''",
    "after_id": "id",
}
MADE = ("id", "happened_at", "logged_at", "logged_by_id", "key", "external_id", "reverses_id")
COLUMNS = [str(f.column) for f in Touch._meta.concrete_fields if f.column not in MADE]
NEXT_TOUCH = f"""
    INSERT INTO followups_touch ({", ".join(COLUMNS)}, external_id)
    SELECT {", ".join(NEW.get(column, column) for column in COLUMNS)}, ''
    FROM followups_touch WHERE id = %(touch)s
"""
LOG_TOUCH = [
    "SELECT id FROM leads_lead WHERE id = %(lead)s",
    """
    UPDATE followups_touch SET state = 'logged', outcome = 'no_answer', happened_at = %(now)s,
      logged_at = %(now)s, logged_by_id = %(rep)s WHERE id = %(touch)s AND state = 'scheduled'
    """,
    NEXT_TOUCH,
    """
    UPDATE leads_inquiry SET first_touch_at = %(now)s
    WHERE lead_id = %(lead)s AND first_touch_at IS NULL
    """,
    "UPDATE leads_leadcontact SET attempts = attempts + 1 WHERE lead_id = %(lead)s AND is_primary",
    """
    UPDATE leads_lead SET next_due_at = %(later)s, last_touch_at = %(now)s,
      touch_count = touch_count + 1, respond_by = NULL, status = 'working' WHERE id = %(lead)s
    """,
]


def execute(statements: list[str], values: Mapping[str, Any]) -> None:
    """Send the statements one after the other and fetch what they answer."""
    adapt = connection.ops.adapt_datetimefield_value
    values = {
        name: adapt(value) if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
            if cursor.description:
                cursor.fetchall()
