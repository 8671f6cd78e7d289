"""What the panes of queue and lead page show of one lead, and the way on after a change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from followups.buckets.form import BucketForm
from followups.chips import Chip, chips_for
from followups.models import Cadence, Enrolment, Touch
from followups.panel.forms import CloseForm, MoveForm, PromiseForm
from followups.panel.log_form import LogForm
from followups.panel.proposals import Proposal, moved_picks, proposal_for, quick_picks
from followups.queue.work import Show, still_in
from followups.situation import Situation
from leadfollow.http import SignedInRequest
from leadfollow.log.models import Entry
from leads.models import Assignment, Closure, Verdict

Undoable = Touch | Verdict | Enrolment | Closure | Entry | Assignment

# The answers whose proposed next step differs; every other answer goes on as planned.
PROPOSED = ("not_now", "not_interested", "wrong_person", "never")
ANSWER = 3  # the place of the chip by which somebody answered


@dataclass(frozen=True)
class Play:
    """One lead at a time: how many are done, of how many at the start; how many were skipped."""

    done: int
    of: int
    skipped: int = 0

    @classmethod
    def named(cls, text: str) -> Play | None:
        """From an address: "2-17", or "2-17-1" with one skipped; None if it makes no sense."""
        numbers = text.split("-")
        if len(numbers) not in (2, 3) or not all(number.isdecimal() for number in numbers):
            return None
        return cls(*(int(number[:6]) for number in numbers))

    def __str__(self) -> str:
        return f"{self.done}-{self.of}" + (f"-{self.skipped}" if self.skipped else "")

    @property
    def gone_through(self) -> int:
        return self.done + self.skipped

    @property
    def at(self) -> int:
        """The place of the lead at hand: 3 of 17."""
        return min(self.gone_through + 1, self.of)

    @property
    def is_over(self) -> bool:
        return self.gone_through >= self.of


@dataclass(frozen=True)
class Place:
    """Where in the product a form was sent from: a part of the queue, or a lead's page.

    `following` is the lead that came after the one at hand in the list as it was shown. Whether a
    part `is_chosen`, or shown because nobody asked for one, is not told again.
    """

    show: Show = Show.DUE
    after: str = ""
    page: str = ""
    rep_id: str = ""
    following: str = ""
    play: Play | None = None
    is_chosen: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Place:
        """From an address; what makes no sense is as if it were not there."""
        show = query.get("show", "")
        return cls(
            show=Show(show) if show in set(Show) else Show.DUE,
            after=query.get("after", ""),
            page="lead" if query.get("page") == "lead" else "",
            rep_id=query.get("rep", ""),
            following=query.get("next", ""),
            play=Play.named(query.get("play", "")),
            is_chosen=show in set(Show),
        )

    def query(self, **more: object) -> str:
        """Itself as a query string, with more or other arguments."""
        mine = {
            "show": self.show,
            "after": self.after,
            "page": self.page,
            "rep": self.rep_id,
            "next": self.following,
            "play": str(self.play or ""),
        }
        return urlencode({name: value for name, value in (mine | more).items() if value})

    @property
    def elsewhere(self) -> Place:
        """The same part of the queue, with no lead at hand."""
        return replace(self, following="")

    @property
    def one_skipped(self) -> Place:
        """Where the skip leads: the same part, with one lead more left out."""
        play = self.play and replace(self.play, skipped=self.play.skipped + 1)
        return replace(self.elsewhere, play=play)

    @property
    def one_further(self) -> Place:
        """The same, with one lead more that is done."""
        play = self.play and replace(self.play, done=self.play.done + 1)
        return replace(self, play=play)


def pane_of(situation: Situation, *, place: Place, form: LogForm | None = None) -> dict[str, Any]:
    """The log panel of a lead's next step; where it has none, the forms that plan one."""
    context: dict[str, Any] = {
        "situation": situation,
        "place": place,
        "picks": quick_picks(
            situation.now, situation.working, months=situation.numbers.long_step_months
        ),
    }
    touch = situation.touch
    if touch is None:
        return context | plan_of(situation)
    if touch.is_decision:
        moves = moved_picks(
            situation.now, situation.working, months=situation.numbers.long_step_months
        )
        move_form = MoveForm(touch=touch, now=situation.now, working=situation.working)
        return context | decision_of(situation) | {"moves": moves, "move_form": move_form}
    return context | {
        "form": form or LogForm(situation=situation),
        "chips": [(chip, way_of(chip, situation)) for chip in chips_for(touch.channel)],
        "proposals": proposals_of(situation, touch.channel),
        "moves": moved_picks(
            situation.now, situation.working, months=situation.numbers.long_step_months
        ),
        "move_form": MoveForm(touch=touch, now=situation.now, working=situation.working),
    }


def proposals_of(situation: Situation, channel: str) -> list[tuple[str, Proposal]]:
    """What is proposed while nothing is chosen, for nobody answers mostly; and by answer."""
    chips = chips_for(channel)
    by_name = {"go_on": chips[0].name, "answered": chips[ANSWER].name} | {n: n for n in PROPOSED}
    return [(name, proposal_for(chip, situation)) for name, chip in by_name.items()]


def way_of(chip: Chip, situation: Situation) -> Proposal | None:
    """What follows a chip that is saved at once, where the step says so."""
    if not chip.at_once or not situation.leads_on(chip.outcome):
        return None
    return proposal_for(chip.name, situation)


def decision_of(situation: Situation) -> dict[str, Any]:
    """The four answers at the end of a plan."""
    return plan_of(situation) | {"bucket_form": BucketForm(situation=situation)}


def plan_of(situation: Situation) -> dict[str, Any]:
    """The three ways out of having no next step: a cadence, a promise, the end."""
    segment = situation.lead.campaign.segment
    return {
        "cadence": Cadence.objects.current().filter(segment=segment).first(),
        "promise_form": PromiseForm(situation=situation),
        "close_form": CloseForm(situation=situation),
    }


def say(request: SignedInRequest, sentence: str, *, undo: Undoable | None = None) -> None:
    """Leave a standing line; one with an undo, of what is given, names its address."""
    undo_url = f"{undo_address(undo)}?{Place.of(request.GET).elsewhere.query()}" if undo else ""
    told = sentence.replace("..", ".")  # a name may end with a stop of its own, as in "Inc."
    messages.success(request, told, extra_tags=undo_url)


def undo_address(undo: Undoable) -> str:
    """Where a log, a move, a verdict, a rest, an end, what was told or what was given back is taken
    back."""
    if isinstance(undo, Entry):
        return reverse("followups:undo_own_values", args=[undo.lead_id, undo.pk])
    if isinstance(undo, Closure):
        return reverse("followups:undo_close", args=[undo.lead_id])
    if isinstance(undo, Verdict):
        return reverse("followups:undo_verdict", args=[undo.pk])
    if isinstance(undo, Assignment):
        return reverse("followups:undo_give_back", args=[undo.pk])
    if isinstance(undo, Enrolment):
        return reverse("followups:undo_rest", args=[undo.lead_id])
    if undo.cancel_note:
        return reverse("followups:undo_stepping", args=[undo.pk])
    name = "undo_touch" if undo.is_logged else "undo_move"
    return reverse(f"followups:{name}", args=[undo.pk])


def back(
    request: SignedInRequest, lead_id: int | None = None, place: Place | None = None
) -> HttpResponse:
    """To the page that the form was on, or to another place, with this lead open."""
    place = place or Place.of(request.GET)
    if place.page == "lead" and lead_id:
        return redirect("followups:lead", lead_id=lead_id)
    query = place.elsewhere.query(lead=lead_id or "")
    return redirect(f"{reverse('followups:queue')}{'?' if query else ''}{query}")


def onward_in_play(request: SignedInRequest, lead_id: int, *, now: datetime) -> HttpResponse:
    """Back to this lead; in play on to the next one, once the list holds this one no longer."""
    place = Place.of(request.GET)
    if not place.play or still_in(request.user, place.show, str(lead_id), now=now):
        return back(request, lead_id)
    following = still_in(request.user, place.show, place.following, now=now)
    return back(request, following, place.one_further)
