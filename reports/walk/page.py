"""What a page of the walk shows: the rail, the part, the forms for the lead whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from leadfollow.ids import id_in
from leadfollow.people.models import User
from leadfollow.words import number
from reports import operations, verdicts
from reports.commitments_kept import standing_of
from reports.conformity import SKIPPED, steps_of
from reports.models import Commitment, Decision, Retrospective, SectionDone
from reports.models.commitment import End
from reports.models.retrospective import Section
from reports.question import Question
from reports.retrospective import Findings, new_leads
from reports.retrospective_asked import Asked, with_query
from reports.retrospective_lists import lead_lines
from reports.retrospective_page import page_of
from reports.walk.forms import (
    Asker,
    CommitForm,
    DateForm,
    NoteForm,
    ReassignForm,
    SettleForm,
)
from reports.walk.rows import Row, decisions_of, owing_verdicts, rows_of
from reports.week_told import Told

SKIPPED_SHOWN = 3  # D24
ACTS = ("commit", "reassign", "date", "agree", "note")
ALL_NEW = 100  # of the new leads in the table


@dataclass(frozen=True)
class Stop:
    """One part in the rail: how much in it is red, and whether it was gone through."""

    section: Section
    url: str
    number: int
    is_done: bool
    is_here: bool

    @property
    def label(self) -> str:
        return str(self.section.label)


@dataclass(frozen=True)
class Kept:
    """A commitment of an earlier week, and the form that says what came of it."""

    commitment: Commitment
    is_overdue: bool
    url: str
    form: SettleForm | None


def walk_page(
    told: Told,
    section: Section | None,
    reader: User,
    *,
    lead: str = "",
    lead_id: int | None = None,
    bound: dict[str, Any] | None = None,
    settling: dict[int, SettleForm] | None = None,
) -> dict[str, Any]:
    """Everything that the template needs; `bound` are forms that were refused."""
    asked, its, held = told.asked, told.findings, told.held
    may_decide = operations.leads(reader, asked.team) and not told.is_closed
    asker = Asker(asked.team, asked.now)
    decided = list(decisions_of(asked))
    rows = rows_of(section, asked, its, decided) if section else []
    wanted = lead_id or id_in(lead)
    turn = whose_turn(rows, wanted) if may_decide else None
    page: dict[str, Any] = {
        "asked": asked, "its": its, "held": held,
        "page": page_of(asked, its, told.made, told.pardoned),
        "section": section, "rows": rows,
        "stops": [] if told.is_closed else rail(asked, its, held, section),
        "turn": turn, "forms": forms_for(turn, asker, bound or {}) if may_decide else {},
        "may_decide": may_decide, "decided": decided,
    }  # fmt: skip
    if section:
        page["acts"] = {act: asked.walk_url(section, act) for act in ACTS}
        page["finish_url"] = asked.url("finish", where={"section": section.value})
        page["lists"] = lists_of(asked, its, section)
    page["close_url"] = asked.url("close")
    page["next_red"] = next_red(page["stops"], section)
    page["passed_over"] = [stop for stop in page["stops"] if not stop.is_done]
    page["poll_url"] = asked.url("decided", seen=mark_of(page["decided"]))
    if section == Section.COMMITMENTS:
        page["commitments"] = commitments(asked, asker, settling or {}, may_decide=may_decide)
    if section == Section.DUE and may_decide:
        page["write_off_url"] = asked.leads_url(its.total, next="overdue")
    if section == Section.PROCESS:
        page["skipped"] = most_skipped(asked)
    if section == Section.SOURCES:
        page["runs"] = rejected_in_a_row(asked)
        page["verdicts_url"] = report_url("verdicts", asked)
    return page


def mark_of(decided: list[Decision]) -> str:
    """What tells one state of the session's list from another."""
    return "-".join(str(made.pk) for made in decided[:1]) + f".{len(decided)}"


def whose_turn(rows: list[Row], wanted: int | None) -> Row | None:
    """The lead that was asked for, else the first about which nothing is decided."""
    named = [row for row in rows if row.lead_id == wanted]
    waiting = [row for row in rows if not row.decision]
    return next(iter(named or waiting), None)


def forms_for(turn: Row | None, asker: Asker, bound: dict[str, Any]) -> dict[str, Any]:
    """Those for the lead; without one, what may be agreed on in general."""
    rep = {"rep": turn.owner_id, "what": turn.what} if turn else {}
    made: dict[str, Any] = {
        "commit": CommitForm(None, asker=asker, auto_id="commit-%s", initial=rep),
        "note": NoteForm(None, asker=asker, auto_id="note-%s"),
    }
    if turn and not turn.is_closed:
        made["reassign"] = ReassignForm(
            None, asker=asker, auto_id="reassign-%s", owner_id=turn.owner_id
        )
        first = {"due_at": asker.working.at_time(asker.tomorrow, asker.monday_noon.time())}
        made["date"] = DateForm(None, asker=asker, auto_id="date-%s", initial=first)
    return made | bound


def rail(
    asked: Asked, its: Findings, held: Retrospective | None, here: Section | None
) -> list[Stop]:
    done = set(SectionDone.objects.filter(retrospective=held).values_list("section", flat=True))
    counts = numbers(asked, its)
    return [
        Stop(each, asked.walk_url(each), counts.get(each, 0), each.value in done, each == here)
        for each in Section
    ]


def next_red(stops: list[Stop], here: Section | None) -> Stop | None:
    """The next part that has something red; those between have nothing."""
    order = list(Section)
    behind = order[order.index(here) + 1 :] if here else []
    return next((stop for stop in stops if stop.section in behind and stop.number), None)


def numbers(asked: Asked, its: Findings) -> dict[Section, int]:
    """How much of each part is red."""
    total = its.total
    return {
        Section.COMMITMENTS: standing_of(asked).before(asked.week).count(),
        Section.NEW: total.new_without_next_step,
        Section.OPEN: total.without_next_step,
        Section.DUE: total.due_and_not_made,
        Section.SILENT: total.silent,
        Section.STOPS: total.stopped_early,
        Section.SOURCES: owing_verdicts(asked).count(),
    }


def lists_of(asked: Asked, its: Findings, section: Section) -> dict[str, Any]:
    """The table beside the rows that are red."""
    if section == Section.NEW:
        new = new_leads(asked.whose, asked.week, its.policy.numbers)
        lines = lead_lines(new, asked.whose, asked.week, now=asked.now, first=0, count=ALL_NEW)
        return {"new": lines}
    return {}


def commitments(
    asked: Asked, asker: Asker, settling: dict[int, SettleForm], *, may_decide: bool
) -> dict[str, Any]:
    """Those that wait for a word, and those that have it this week."""
    waiting = standing_of(asked).before(asked.week)
    settled = Commitment.objects.of_team(asked.team).settled_in(asked.week)
    settled = settled.by(asked.rep) if asked.rep else settled
    return {
        "waiting": [
            Kept(
                each,
                each.is_overdue(asked.now),
                asked.url("settle", where={"commitment_id": each.pk}),
                form_of(each, asker, settling, may_decide),
            )
            for each in waiting
        ],
        "settled": settled.select_related("rep", "lead").order_by("ended_at", "pk"),
        "kept": settled.filter(end=End.KEPT).count(),
        "asked": settled.count() + len(waiting),
    }


def form_of(
    commitment: Commitment, asker: Asker, settling: dict[int, SettleForm], may_decide: bool
) -> SettleForm | None:
    if not may_decide:
        return None
    first = {"due_at": asker.monday_noon}
    new = SettleForm(None, asker=asker, auto_id=f"s{commitment.pk}-%s", initial=first)
    return settling.get(commitment.pk, new)


def rejected_in_a_row(asked: Asked) -> list[verdicts.RepVerdicts]:
    """Reps who lately found nothing in the leads of one source, from the policy's notice on."""
    question = Question(asked.now, team=asked.team, rep=asked.rep, week=asked.week)
    runs = [row for row in verdicts.answer(question).rows if row.source]
    return sorted(runs, key=lambda row: -row.in_a_row)


def report_url(name: str, asked: Asked) -> str:
    """A report of the team's or the rep's leads."""
    query = {"team": asked.team.slug} | ({"rep": asked.rep.pk} if asked.rep else {})
    return with_query(reverse("reports:report", args=[name]), query)


def most_skipped(asked: Asked) -> list[tuple[str, str]]:
    """The steps that were skipped most in the week, and how often."""
    question = Question(asked.now, team=asked.team, rep=asked.rep, week=asked.week)
    skipped = steps_of(question).filter(SKIPPED).order_by()
    counted = skipped.values_list("step__title", "step__cadence__name").annotate(n=Count("pk"))
    most = counted.order_by("-n", "step__title")[:SKIPPED_SHOWN]
    return [
        (_("%(step)s, of “%(cadence)s”") % {"step": title, "cadence": name}, number(n))
        for title, name, n in most
    ]
