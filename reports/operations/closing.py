"""A retrospective is closed: what it says never changes from then on."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.notices.choosing import wants
from followups.notices.mails import LeadsMail, MailRow, absolute, lead_url, post
from leadfollow.clock import Week
from leadfollow.log.models import record
from leadfollow.people.models import Team, User
from leadfollow.words import moment_in_full, number
from reports.mailings import COMMITMENTS
from reports.models import Commitment, Retrospective
from reports.models.retrospective import digest_of
from reports.operations.holding import hold
from reports.retrospective import retrospective
from reports.snapshots import as_text, taken


@transaction.atomic
def close(*, team: Team, week: Week, by: User, at: datetime) -> Retrospective:
    """Keep the numbers and what is behind them for good; each rep is mailed what he committed to.

    Refused as IsClosed where it is closed already.
    """
    held = hold(team=team, week=week, by=by, at=at)
    snapshot: dict[str, Any] = taken(retrospective(team, week, now=at), team)
    made = Commitment.objects.filter(retrospective=held).order_by("pk")
    settled = Commitment.objects.filter(settled_in=held).order_by("pk")
    open_ = Commitment.objects.of_team(team).before(week).standing().order_by("pk")
    snapshot["commitments"] = {
        "made": list(made.values_list("pk", flat=True)),
        "open": list(open_.values_list("pk", flat=True)),
        "settled": {
            end: list(settled.filter(end=end).values_list("pk", flat=True))
            for end in ("kept", "dropped", "carried")
        },
    }
    held.snapshot = as_text(snapshot)
    held.digest = digest_of(held.snapshot)
    held.closed_at, held.closed_by = at, by
    held.save(update_fields=["snapshot", "digest", "closed_at", "closed_by"])
    record("retrospective closed", of=held, by=by, at=at, digest=held.digest)
    tell_reps(held, at=at)
    return held


def tell_reps(held: Retrospective, *, at: datetime) -> None:
    """Each his own commitments and nobody else's."""
    whose: dict[User, list[Commitment]] = defaultdict(list)
    made = held.commitments.filter(rep__is_active=True).select_related("rep", "lead")
    for commitment in made.order_by("due_at", "pk"):
        whose[commitment.rep].append(commitment)
    for rep, his in whose.items():
        if wants(rep, COMMITMENTS):
            tell(held, rep, his, at=at)


def tell(held: Retrospective, rep: User, his: list[Commitment], *, at: datetime) -> None:
    week = held.its_week
    page = reverse("reports:retrospective_week", args=[held.team.slug, week.year, week.number])
    said = ngettext(
        "%(week)s: what you said you will do",
        "%(week)s: %(n)s things that you said you will do",
        len(his),
    )
    rows = [row_of(each, rep, page) for each in his]
    mail = LeadsMail(
        COMMITMENTS, said % {"week": held, "n": number(len(his))}, rows, len(rows), page
    )
    post(mail, key=f"commitments-{held.pk}-{rep.pk}", to=rep, at=at)


def row_of(commitment: Commitment, rep: User, page: str) -> MailRow:
    url = lead_url(commitment.lead_id) if commitment.lead_id else absolute(page)
    when = moment_in_full(commitment.due_at, rep.time_zone)
    who = str(commitment.lead or "")
    return MailRow(url, _("By"), when, who, commitment.what)
