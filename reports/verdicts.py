"""How complete the reps' feedback is: verdicts given of those due, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Q, Subquery
from django.utils.translation import gettext as _

from followups.verdicts import standing_on_each
from leads.models import Says, Verdict
from leads.models.lead import LeadQuerySet
from reports.lead_names import lead_name
from reports.question import Answer, Question
from reports.rejections import Run, longest_runs

GIVEN = Q(verdict__isnull=False)
PARTS = {
    "given": GIVEN,
    "missing": ~GIVEN,
    "accepted": Q(says=Says.ACCEPTED),
    "rejected": Q(says=Says.REJECTED),
    "qualified": Q(says=Says.QUALIFIED),
    "overridden": Q(says=Says.QUALIFIED) & ~Q(overrides=""),
}


@dataclass(frozen=True)
class RepVerdicts:
    """One rep's leads on which a verdict is due, and what was said of them."""

    rep: str
    rep_id: int
    due: int
    given: int
    missing: int
    percent: float
    accepted: int
    rejected: int
    qualified: int
    overridden: int
    in_a_row: int  # rejected, of the source where that is most
    source: str  # from the notice on: how grave it is, and which source
    source_code: str


@dataclass(frozen=True)
class JudgedLead:
    """A lead on which a verdict is due: the one that stands, or since when it is missing."""

    lead: str
    lead_id: int
    campaign: str
    rep: str
    verdict: str
    by: str
    given: datetime | None
    version: int | None
    due: datetime | None


def leads_of(question: Question) -> LeadQuerySet:
    """Those with an owner on which a verdict stands, or should by now.

    Nobody owes one on leads that ended without: imported ones, and those of people who must not
    be contacted.
    """
    standing = standing_on_each(given_by=question.now)
    newest = standing.order_by("-given_at", "-pk")
    leads = question.leads.filter(owner__isnull=False).annotate(
        verdict=Subquery(newest.values("pk")[:1]),
        says=Subquery(newest.values("says")[:1]),
        overrides=Subquery(newest.values("overrides")[:1]),
    )
    return leads.filter(Q(Exists(standing)) | Q(verdict_by__lte=question.now))


def answer(question: Question) -> Answer:
    """A row per rep, the least complete first."""
    numbers: dict[str, Any] = {name: Count("pk", filter=part) for name, part in PARTS.items()}
    rows: Any = (  # each a dict with the numbers, which the type does not know
        leads_of(question)
        .order_by()
        .values("owner", "owner__name")
        .annotate(due=Count("pk"), **numbers)
    )
    runs = rejected_in_a_row(question)
    reps = [
        RepVerdicts(
            rep=row["owner__name"],
            rep_id=row["owner"],
            due=row["due"],
            percent=percent(row["given"], row["due"]),
            **{name: row[name] for name in PARTS},
            **told(runs.get(row["owner"], Run()), question),
        )
        for row in rows
    ]
    reps.sort(key=lambda row: (row.percent, -row.due, row.rep))
    totals: dict[str, Any] = {
        name: sum(getattr(row, name) for row in reps) for name in ("due", *PARTS)
    }
    totals["percent"] = percent(totals["given"], totals["due"]) if reps else None
    return Answer(reps[question.window], totals)


def rejected_in_a_row(question: Question) -> dict[int, Run]:
    """By rep: the newest verdict first, of each of his leads on which one stands."""
    standing = standing_on_each(given_by=question.now).order_by("-given_at", "-pk")
    leads: Any = leads_of(question)  # with the annotated verdict, which the type does not know
    rows = (
        leads.filter(GIVEN)
        .annotate(given=Subquery(standing.values("given_at")[:1]))
        .order_by("-given", "-verdict")
        .values_list("owner", "campaign__name", "campaign__code", "says")
    )
    return longest_runs(rows.iterator())


def told(run: Run, question: Question) -> dict[str, Any]:
    source = run.said(question.policy.numbers)
    return {"in_a_row": run.rejected, "source": source, "source_code": run.code}


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


def answer_leads(question: Question) -> Answer:
    """The leads behind those numbers: what is missing first, the longest; then the newest."""
    leads: Any = leads_of(question)  # with the annotated verdict, which the type does not know
    if question.part in PARTS:
        leads = leads.filter(PARTS[question.part])
    rows = list(
        leads.order_by(F("verdict_by").asc(nulls_last=True), "-verdict", "pk").values_list(
            lead_name(), "pk", "campaign__name", "owner__name", "verdict", "verdict_by"
        )[question.window]
    )
    chosen = [pk for *_, pk, _ in rows if pk]
    verdicts = Verdict.objects.select_related("given_by", "definition", "why").in_bulk(chosen)
    return Answer(
        [
            judged(lead, lead_id, campaign, rep, verdicts.get(pk), due)
            for lead, lead_id, campaign, rep, pk, due in rows
        ],
        {"leads": leads.count()},
    )


def judged(
    lead: str, lead_id: int, campaign: str, rep: str, verdict: Verdict | None, due: datetime | None
) -> JudgedLead:
    if verdict is None:
        return JudgedLead(lead, lead_id, campaign, rep, _("Missing"), "", None, None, due)
    by = str(verdict.given_by or "")
    said = " · ".join(filter(None, [verdict.in_words, verdict.words or verdict.overrides]))
    version = verdict.definition.version
    return JudgedLead(lead, lead_id, campaign, rep, said, by, verdict.given_at, version, None)
