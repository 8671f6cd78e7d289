"""A person's notices: how many are new, and the list of them, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from urllib.parse import urlencode

from django.db.models import Case, Exists, F, QuerySet, When
from django.db.models.expressions import CombinedExpression
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.lists.flag_list import CAUSES, STATES
from followups.models import (
    ASKED_AGAIN,
    ASSIGNED,
    MENTIONED,
    OUTSIDE,
    RETURNED,
    Flag,
    FlagKind,
    Notice,
    Policy,
)
from followups.notices.gathering import Gathered, gathered_of, lines_of
from followups.notices.to_read import ToRead, waiting_to_be_read
from leadfollow.how_many import SumOf
from leadfollow.keyset import Order
from leadfollow.people.models import User
from leadfollow.words import Said, moment_in_full
from leads.models import Assignment, Definition

PAGE = 50
MOST_OF_A_NOTE = 120
MOST = 99  # the bell counts no further
ALL = "all"
SAID = (
    "flag", "assignment__given_by", "note__by", "qualifying__person", "inquiry__campaign",
    "lead__owner", "lead__campaign",
)  # fmt: skip
NEWEST_FIRST = Order(F("told_at"), down=True)
KINDS: dict[str, Said] = {
    ASSIGNED: gettext_lazy("Assigned to you"),
    MENTIONED: gettext_lazy("Named in a note"),
    OUTSIDE: gettext_lazy("To be qualified"),
    ASKED_AGAIN: gettext_lazy("Asked again"),
    RETURNED: gettext_lazy("Back from outside"),
    **{kind.value: kind.label for kind in FlagKind},
}


@dataclass(frozen=True)
class NoticeRow:
    """One notice in words."""

    pk: int
    lead_id: int
    url: str
    organisation: str
    state: str
    kind: str
    text: str
    whose: str
    told: str
    is_new: bool
    is_over: bool


@dataclass(frozen=True)
class GatheredRow:
    """Many notices of one kind as one line, in words; `url` opens them."""

    name: str
    url: str
    state: str
    kind: str
    number: int
    told: str


@dataclass(frozen=True)
class NoticeList:
    """One page of notices: the new ones, or all; `newest` is the last told when it was made.

    `gathered` stand before the rows, a line each; `opened` are those that the address opens.
    `to_read` stands first of all lines until its person has read it.
    """

    to_read: list[ToRead]
    rows: list[NoticeRow]
    gathered: list[GatheredRow]
    opened: Gathered | None
    show_all: bool
    new: str
    newest: int
    next: str


def new_notices(person: User) -> str:
    """How many lines of what he has not read and is not over; empty for none."""
    return in_words(User.objects.values_list(how_many_new(person)).get(pk=person.pk)[0])


def how_many_new(person: User) -> CombinedExpression:
    """The same, within another query and as a number."""
    definition, policy = (
        Case(When(Exists(waits), then=1), default=0)
        for waits in (Definition.objects.to_read_by(person), Policy.objects.to_read_by(person))
    )
    return SumOf(lines_of(person, most=MOST).values("lines")) + definition + policy


def in_words(new: int) -> str:
    return f"{MOST}+" if new > MOST else str(new or "")


def notice_list(params: QueryDict, *, person: User) -> NoticeList:
    """What is new, or everything he was told, as the address asks."""
    show_all, after = params.get("show") == ALL, params.get("after", "")
    opened = None if show_all else Gathered.named(params.get("gathered", ""))
    lines, gathered = gathered_of(person, most=MOST)
    alone = not (show_all or opened)
    to_read = waiting_to_be_read(person)
    page = list(asked_for(person, show_all, opened, gathered, after)[: PAGE + 1])
    newest = person.notices.order_by("-pk").values_list("pk", flat=True).first()
    zone = person.time_zone
    return NoticeList(
        to_read=to_read if alone and not after else [],
        rows=[row_of(notice, zone=zone) for notice in page[:PAGE]],
        gathered=[line_of(g, zone=zone) for g in gathered] if alone and not after else [],
        opened=opened,
        show_all=show_all,
        new=in_words(lines + len(to_read)),
        newest=newest or 0,
        next=NEWEST_FIRST.cursor_of(page[PAGE - 1]) if len(page) > PAGE else "",
    )


def asked_for(
    person: User, show_all: bool, opened: Gathered | None, gathered: list[Gathered], after: str
) -> QuerySet[Notice]:
    """All, or the new ones: those that are opened, else those that are not gathered."""
    asked = Notice.objects.of(person)
    if not show_all:
        asked = asked.new()
        for each in [] if opened else gathered:
            asked = asked.exclude(each.these)
    if opened:
        asked = asked.filter(opened.these)
    return NEWEST_FIRST.after(NEWEST_FIRST.apply(asked), after).select_related(*SAID)


def line_of(gathered: Gathered, *, zone: tzinfo) -> GatheredRow:
    return GatheredRow(
        name=gathered.name,
        url=f"{reverse('followups:notices')}?{urlencode({'gathered': gathered.name})}",
        state=STATES[gathered.kind],
        kind=str(KINDS[gathered.kind]),
        number=gathered.number,
        told=moment_in_full(gathered.told_at, zone),
    )


def row_of(notice: Notice, *, zone: tzinfo) -> NoticeRow:
    lead, flag = notice.lead, notice.flag
    elsewhere = lead.owner and lead.owner_id != notice.person_id
    return NoticeRow(
        pk=notice.pk,
        lead_id=lead.pk,
        url=address_of(notice),
        organisation=str(lead),
        state="done" if notice.is_over else STATES[FlagKind(flag.kind)] if flag else "later",
        kind=str(KINDS[notice.kind]),
        text=text_of(notice, zone),
        whose=_("with %(owner)s") % {"owner": lead.owner} if elsewhere else lead.campaign.name,
        told=moment_in_full(notice.told_at, zone),
        is_new=notice.read_at is None and not notice.is_over,
        is_over=notice.is_over,
    )


def address_of(notice: Notice) -> str:
    """Where it is looked at: by somebody from outside on his own page of it."""
    page = "outside_lead" if notice.kind in (OUTSIDE, ASKED_AGAIN) else "lead"
    return reverse(f"followups:{page}", args=[notice.lead_id])


def text_of(notice: Notice, zone: tzinfo) -> str:
    """Why he is told, in a sentence."""
    if notice.flag:
        return cause_of(notice.flag, zone)
    if notice.note:
        return f"{notice.note.by}: {Truncator(notice.note.text).chars(MOST_OF_A_NOTE)}"
    if notice.inquiry:
        return notice.inquiry.request or notice.inquiry.campaign.name
    if row := notice.qualifying:
        if notice.kind == OUTSIDE:
            return _("Return it by %(moment)s") % {"moment": moment_in_full(row.due_by, zone)}
        return f"{row.person}: {row.said_in_words}"
    return given_by(notice.assignment)


def cause_of(flag: Flag, zone: tzinfo) -> str:
    return CAUSES[FlagKind(flag.kind)].format(moment_in_full(flag.began_at, zone))


def given_by(assignment: Assignment | None) -> str:
    giver = assignment.given_by if assignment else None
    return _("Given to you by %(giver)s") % {"giver": giver} if giver else _("Given to you in turn")
