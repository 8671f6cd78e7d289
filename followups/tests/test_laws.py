"""The laws, under random sequences of operations."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from shutil import rmtree
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.test import TestCase
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from campaigns.models import Campaign, Segment
from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.audit import audit
from followups.distribution.trying import pass_on_unaccepted, pass_on_unreturned, try_again
from followups.models import (
    Bucket,
    BulkChange,
    Cadence,
    Channel,
    DistributionRule,
    Note,
    Outcome,
    OwnChannel,
    Policy,
    RemovedLead,
    Touch,
)
from followups.next_step import Close, Continue, Due, NextStep, Nurture, TouchOn
from followups.notices.telling import tell_flags
from followups.operations.distributing import Draft
from followups.state import settle
from followups.sweep import sweep
from followups.verdicts import Judgement
from leadfollow.files.kinds import BadFile
from leadfollow.files.operations import store_file
from leadfollow.log.models import Entry
from leadfollow.people.models import Team, User
from leadfollow.people.operations import change_team
from leadfollow.people.tests.factories import (
    make_admin,
    make_manager,
    make_qualifier,
    make_rep,
    make_team,
)
from leads import filing
from leads.intake import add_contact, add_person
from leads.models import (
    BANT,
    Assignment,
    Back,
    CloseReason,
    Closure,
    Contact,
    ContactMerge,
    Disposition,
    Doubt,
    Inquiry,
    Lead,
    LeadFile,
    LeadMerge,
    Qualifying,
    Rejection,
    Says,
    Verdict,
    VerdictReason,
)
from leads.tests.factories import make_person
from leads.tests.own_fields import choice, make_own_field

FRIDAY = datetime(2026, 10, 23, 15, tzinfo=UTC)  # two days before the clocks go back
GAPS = [0, 1, 45, 24 * 60, 3 * 24 * 60, 40 * 24 * 60]
NO_NEED = Judgement(Says.REJECTED, Rejection.NO_NEED)
CORRECTIONS: list[dict[str, Any]] = [
    *({wish: holds} for wish in ("no_email", "no_phone") for holds in (True, False)),
    {"address": ""},
    {"address": "Hafenweg 12"},
]
PEOPLE = [make_person(name=f"Person {n}", email=f"p{n}@example.com") for n in range(4)]

DESK = "desk@example.com"


class Followups(RuleBasedStateMachine):
    """Three reps, three campaigns, four people who ask, and a clock that only goes on."""

    @initialize()
    def begin(self) -> None:
        self.now = FRIDAY
        team = make_team(time_zone="Europe/Berlin", holidays_of="DE")
        self.reps = [make_rep(team=team) for _ in range(3)]
        make_manager(of=team)
        self.admin = make_admin()
        self.outside = make_qualifier()
        make_own_field("Park")
        self.small = choice(make_own_field("Size", "Small"), "Small")
        web, event = Segment.objects.get(slug="web-visitor"), Segment.objects.get(slug="event")
        Segment.objects.filter(pk=event.pk).update(ceiling_touches=2, ceiling_days=7)
        self.cheaper = CloseReason.objects.create(name="Cheaper", disposition="bought_elsewhere")
        self.too_small = VerdictReason.objects.create(name="Too small", counts_as="outside")
        self.newsletter = OwnChannel.objects.create(name="Newsletter", works_as=Channel.MAIL)
        self.campaigns: list[Campaign] = [
            make_campaign(segment=web, team=team),
            make_event(segment=event, team=team, time_zone="Pacific/Auckland"),
            make_campaign(segment=Segment.objects.get(slug="strategic")),
        ]

    def try_to(self, act: Callable[[], object]) -> None:
        """An operation happens whole, or is refused and changes nothing."""
        try:
            with transaction.atomic():
                act()
        except operations.Refusal as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017

    def any_of(self, data: st.DataObject, rows: object) -> object | None:
        found = list(rows)  # type: ignore[call-overload]
        return data.draw(st.sampled_from(found)) if found else None

    @rule(minutes=st.sampled_from(GAPS))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(person=st.sampled_from(PEOPLE), n=st.integers(0, 2), back=st.sampled_from([0, 90, 5000]))
    def somebody_asks(self, person: object, n: int, back: int) -> None:
        self.now += timedelta(seconds=1)
        operations.receive_inquiry(
            campaign=self.campaigns[n],
            person=person,
            by=None,
            at=self.now,  # type: ignore[arg-type]
            received_at=self.now - timedelta(minutes=back),
            captured_at=self.now - timedelta(minutes=back + 30) if n == 2 else None,
            promised_by=self.now + timedelta(minutes=60) if n == 1 else None,
            request="price list",
        )

    @rule(data=st.data(), how=st.sampled_from(["mail", "post", "hand"]), back=st.booleans())
    def send_what_was_asked_for(self, data: st.DataObject, how: str, back: bool) -> None:
        inquiry = self.any_of(data, Inquiry.objects.order_by("pk"))
        if not isinstance(inquiry, Inquiry):
            return
        said = {"inquiry": inquiry, "by": self.reps[0], "at": self.now}
        self.try_to(
            lambda: operations.undo_fulfil(**said) if back else operations.fulfil(how=how, **said)
        )

    @rule(data=st.data(), rep=st.integers(0, 2))
    def assign(self, data: st.DataObject, rep: int) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.assign_lead(
                    lead=lead,
                    rep=self.reps[rep],
                    by=None,
                    at=self.now,  # type: ignore[arg-type]
                )
            )

    @rule(n=st.integers(0, 2), step=st.sampled_from(["require", "excuse", "end", "learn"]))
    def lesson_comes_first(self, n: int, step: str) -> None:
        """Asked for or not, done or excused: it decides who gets leads, and changes no lead."""
        rep, how = self.reps[n], {"by": self.admin, "at": self.now}
        if step == "require":
            team = Team.objects.get(members=rep)
            change_team(team=team, changes={"lesson_required": not team.lesson_required}, **how)
        elif step == "excuse":
            operations.excuse_from_lesson(person=rep, reason="Knows it", **how)
        elif step == "end":
            operations.end_excuse(person=rep, **how)
        else:
            operations.pass_exercise(person=rep, number=1, of=1, version=1, at=self.now)
            operations.begin_lesson_again(person=rep, version=1)

    @rule(
        n=st.integers(0, 2),
        step=st.sampled_from(["team", "reps", "cap", "retire", "again", "late"]),
    )
    def distribution_is_ruled(self, n: int, step: str) -> None:
        """Rules and caps come and go, and what waited is tried again."""
        rep, how = self.reps[n], {"by": self.admin, "at": self.now}
        rules = DistributionRule.objects.in_use()
        if step == "again":
            try_again(now=self.now)
        elif step == "late":
            rules.update(accept_within=30)
            pass_on_unaccepted(now=self.now)
        elif step == "cap":
            User.objects.filter(pk=rep.pk).update(open_cap=None if rep.open_cap else n + 1)
        elif step == "retire":
            if rule := rules.first():
                gone = replace(Draft.of(rule), place=None)
                operations.change_rule(rule=rule, draft=gone, **how)
        else:
            named = {"team_id": rep.team_id} if step == "team" else {"reps": (rep.pk,)}
            kind = {"way": "least_loaded" if n else "round_robin", "only_at_work": n == 2}
            operations.add_rule(draft=Draft(place=1, **named, **kind), **how)

    @rule(hard=st.integers(2, 9), touches=st.integers(1, 4))
    def policy_changes(self, hard: int, touches: int) -> None:
        """Leads on both sides of the old and the new number."""
        numbers = {"soft_attempts": 2, "hard_attempts": hard, "verdict_touches": touches}
        after = Policy.objects.newest_first()[0].version
        self.try_to(
            lambda: operations.rule(numbers=numbers, after=after, by=self.admin, at=self.now)
        )
        operations.apply_policy(at=self.now)

    @rule(data=st.data(), back=st.booleans())
    def goes_outside(self, data: st.DataObject, back: bool) -> None:
        """To an outside qualifier, or back from him by whoever gave it."""
        if lead := self.any_of(data, Lead.objects.order_by("owner", "pk")):
            how = {"lead": lead, "by": self.admin, "at": self.now}
            if back:
                self.try_to(lambda: operations.take_back_from_outside(**how))  # type: ignore[arg-type]
            else:
                give = operations.give_to_qualifier
                self.try_to(lambda: give(person=self.outside, **how))  # type: ignore[arg-type]

    @rule(data=st.data(), says=st.sampled_from([*Back.values, "undo", "late", "leaves"]))
    def comes_back_from_outside(self, data: st.DataObject, says: str) -> None:
        """Said what he found out, undone, too late, or he does so no more."""
        if says == "late":
            pass_on_unreturned(now=self.now)
        if says == "leaves":
            operations.deactivate_user(
                user=self.outside, to=operations.Receivers(), by=self.admin, at=self.now
            )
            self.outside = make_qualifier()
        row = self.any_of(data, Qualifying.objects.order_by("-returned_at", "pk"))
        if not isinstance(row, Qualifying):
            return
        how = {"by": row.person, "at": self.now}
        if says == "undo":
            self.try_to(lambda: operations.undo_return(row=row, **how))
            return
        told = {"says": says, "reason": Rejection.DUPLICATE, "words": "As we heard"}
        self.try_to(lambda: operations.return_lead(lead=row.lead, **told, **how))

    @rule(data=st.data())
    def owner_leaves(self, data: st.DataObject) -> None:
        if lead := self.any_of(data, Lead.objects.open().filter(owner__isnull=False)):
            operations.release_lead(lead=lead, by=None, at=self.now)  # type: ignore[arg-type]

    @rule(n=st.integers(0, 2), to=st.sampled_from(["", "team", "inbox", "rep"]))
    def rep_leaves(self, n: int, to: str) -> None:
        """He hands over, or stays; who left has a successor."""
        leaver, other = self.reps[n], self.reps[n - 1]
        leads = other if to == "rep" else operations.LeadsTo(to) if to else None
        self.try_to(
            lambda: operations.deactivate_user(
                user=leaver, to=operations.Receivers(leads=leads), by=self.admin, at=self.now
            )
        )
        if not User.objects.get(pk=leaver.pk).is_active:
            self.reps[n] = make_rep(team=leaver.team)

    @rule(data=st.data(), n=st.integers(0, 3))
    def somebody_joins(self, data: st.DataObject, n: int) -> None:
        lead = self.any_of(data, Lead.objects.order_by("pk"))
        person = Contact.objects.filter(email=PEOPLE[n].email).first()
        if lead and person:
            add_person(lead, person)  # type: ignore[arg-type]
            settle([lead.pk], at=self.now)  # type: ignore[attr-defined]

    def next_step(self, data: st.DataObject) -> NextStep:
        days = data.draw(st.sampled_from([1, 2, 90]))
        choices: list[NextStep] = [
            Continue(),
            Continue(),
            TouchOn(Due(self.now + timedelta(days=days)), Channel.MAIL),
            Close(Disposition.NO_RESPONSE, "Firm is gone"),
            Nurture(Bucket.objects.order_by("pk")[0].pk, (self.now + timedelta(days=days)).date()),
            Close(Disposition.DISQUALIFIED, verdict=NO_NEED),
            TouchOn(Due(self.now - timedelta(days=1))),
        ]
        chosen: NextStep = data.draw(st.sampled_from(choices))  # type: ignore[assignment]
        return chosen

    @rule(data=st.data(), outcome=st.sampled_from(Outcome.values), ago=st.sampled_from([0, 5000]))
    def log(self, data: st.DataObject, outcome: str, ago: int) -> None:
        touch = self.any_of(data, Touch.objects.scheduled().order_by("pk"))
        if touch is None:
            return
        key, then = uuid4(), self.next_step(data)
        happened = self.now - timedelta(minutes=ago)
        asked = touch.step.questions.all() if touch.step else []  # type: ignore[attr-defined]
        answers = dict.fromkeys(asked, "by spring")

        def act() -> None:
            for _ in range(2):  # every log is sent twice
                operations.log_touch(
                    touch=touch,
                    outcome=outcome,
                    key=key,
                    then=then,  # type: ignore[arg-type]
                    by=self.reps[0],
                    at=self.now,
                    happened_at=happened,
                    answers=answers,
                    ticks={"need": operations.Met(is_met=True, evidence="Said so")} if ago else {},
                    value_given=bool(ago),
                )

        self.try_to(act)
        assert Touch.objects.filter(key=key).count() <= 1

    @rule(data=st.data(), direction=st.sampled_from(["inbound", "outbound"]))
    def log_unplanned(self, data: st.DataObject, direction: str) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            people = [p.contact for p in lead.people.all()]  # type: ignore[attr-defined]
            self.try_to(
                lambda: operations.log_unplanned_touch(
                    lead=lead,
                    contact=people[0] if people else None,  # type: ignore[arg-type]
                    channel=Channel.CALL,
                    outcome=Outcome.TALKED,
                    direction=direction,
                    key=uuid4(),
                    by=self.reps[1],
                    at=self.now,
                    then=self.next_step(data),
                )
            )

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        if touch := self.any_of(data, Touch.objects.filter(state="logged").order_by("pk")):
            self.try_to(
                lambda: operations.undo_touch(
                    touch=touch,
                    by=self.reps[0],
                    at=self.now,  # type: ignore[arg-type]
                )
            )

    @rule(data=st.data(), outcome=st.sampled_from(Outcome.values), other=st.booleans())
    def correct(self, data: st.DataObject, outcome: str, other: bool) -> None:
        if touch := self.any_of(data, Touch.objects.filter(state="logged").order_by("pk")):
            contact = Contact.objects.order_by("pk").last() if other else touch.contact  # type: ignore[attr-defined]
            self.try_to(
                lambda: operations.correct_touch(
                    touch=touch,  # type: ignore[arg-type]
                    outcome=outcome,
                    note="In other words",
                    channel=Channel.MAIL if other else Channel.MEETING,
                    own_channel_id=self.newsletter.pk if other else None,
                    link="https://example.com/news" if other else "",
                    contact=contact,
                    by=self.reps[0],
                    at=self.now,
                )
            )

    @rule(data=st.data(), days=st.sampled_from([-1, 1, 30]))
    def move(self, data: st.DataObject, days: int) -> None:
        if touch := self.any_of(data, Touch.objects.order_by("pk")):
            self.try_to(
                lambda: operations.move_touch(
                    touch=touch,
                    due=Due(self.now + timedelta(days=days)),  # type: ignore[arg-type]
                    by=None,
                    at=self.now,
                )
            )

    @rule(data=st.data())
    def undo_move(self, data: st.DataObject) -> None:
        moved = Touch.objects.filter(successor__isnull=False)
        if touch := self.any_of(data, moved.order_by("pk")):
            self.try_to(
                lambda: operations.undo_move(
                    touch=touch,
                    by=self.reps[0],
                    at=self.now,  # type: ignore[arg-type]
                )
            )

    @rule(data=st.data(), days=st.sampled_from([-1, 1, 90]))
    def go_on(self, data: st.DataObject, days: int) -> None:
        """At the end of a plan, and elsewhere, where it is refused."""
        ends = Touch.objects.scheduled().order_by("-is_decision", "pk")
        if touch := self.any_of(data, ends[:3]):
            then = TouchOn(Due(self.now + timedelta(days=days)), Channel.MAIL, why="Once more")
            said = {"touch": touch, "then": then, "by": self.reps[0], "at": self.now}
            self.try_to(lambda: operations.go_on_after(**said))  # type: ignore[arg-type]

    @rule(data=st.data(), replaces=st.booleans())
    def change_step(self, data: st.DataObject, replaces: bool) -> None:
        steps = Touch.objects.scheduled().filter(step__isnull=False)
        if touch := self.any_of(data, steps.order_by("pk")):
            said = {"touch": touch, "reason": "It rains", "by": self.reps[0], "at": self.now}
            if replaces:
                said |= {"channel": Channel.LETTER, "subject": "Write"}
            operate = operations.replace_step if replaces else operations.skip_step
            self.try_to(lambda: operate(**said))  # type: ignore[operator]

    @rule(n=st.integers(0, 2), drops=st.integers(0, 3), later=st.integers(0, 2))
    def rewrite_cadence(self, n: int, drops: int, later: int) -> None:
        """A version without one of its steps, on other days; whoever runs follows it."""
        like = Cadence.objects.current().get(segment=self.campaigns[n].segment)
        plan = operations.Plan.of(like)
        steps = [
            replace(operations.plans.as_planned(step), before_id=step.pk, day=step.day + later)
            for step in like.steps.all()
        ]
        if len(steps) > 3:
            del steps[drops]
        ways = {"call": "no_answer", "meeting": "no_show"}
        steps = [replace(step, branches=()) for step in steps]
        if plan.kind == Cadence.Kind.SPRINT:  # its first outcome leads on, or to the decision
            ahead = min(later, len(steps) - 1) or None
            outcome = ways.get(steps[0].channel, "sent")
            steps[0] = replace(steps[0], branches=((outcome, ahead),))
        said = {"by": self.admin, "at": self.now}
        new = operations.save_cadence(like=like, plan=replace(plan, steps=tuple(steps)), **said)
        operations.roll_out(cadence=new, **said)

    @rule(data=st.data())
    def bring_step_back(self, data: st.DataObject) -> None:
        if touch := self.any_of(data, Touch.objects.exclude(cancel_note="").order_by("pk")):
            self.try_to(
                lambda: operations.undo_stepping(touch=touch, by=self.reps[0], at=self.now)  # type: ignore[arg-type]
            )

    @rule(data=st.data())
    def call_off(self, data: st.DataObject) -> None:
        if touch := self.any_of(data, Touch.objects.order_by("pk")):
            self.try_to(lambda: operations.cancel_touch(touch=touch, by=None, at=self.now))

    @rule(data=st.data())
    def begin_anew(self, data: st.DataObject) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(lambda: operations.begin_cadence(lead=lead, by=None, at=self.now))

    @rule(data=st.data(), days=st.sampled_from([0, 1, 90, 400]), n=st.integers(0, 4))
    def rest(self, data: st.DataObject, days: int, n: int) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.send_to_bucket(
                    lead=lead,  # type: ignore[arg-type]
                    bucket=Bucket.objects.order_by("pk")[n],
                    wake_on=(self.now + timedelta(days=days)).date(),
                    by=self.reps[0],
                    at=self.now,
                )
            )

    @rule(data=st.data())
    def wake(self, data: st.DataObject) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.wake_lead(lead=lead, by=self.reps[0], at=self.now)  # type: ignore[arg-type]
            )

    @rule(data=st.data())
    def rest_undone(self, data: st.DataObject) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.undo_rest(lead=lead, by=self.reps[0], at=self.now)  # type: ignore[arg-type]
            )

    @rule(rep=st.integers(0, 2))
    def the_week_wakes(self, rep: int) -> None:
        for _ in range(2):
            operations.wake_silent_leads(rep=self.reps[rep], at=self.now)

    @rule(data=st.data(), rep=st.integers(0, 2))
    def take(self, data: st.DataObject, rep: int) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(lambda: operations.take_lead(lead=lead, by=self.reps[rep], at=self.now))

    @rule(data=st.data(), rep=st.integers(0, 2), later=st.booleans())
    def given_by_mistake(self, data: st.DataObject, rep: int, later: bool) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            how = {"lead": lead, "rep": self.reps[rep], "by": self.admin, "at": self.now}
            self.try_to(lambda: operations.assign_lead(**how))  # type: ignore[arg-type]
        given = Assignment.objects.filter(given_by=self.admin).order_by("-pk").first()
        if given:
            at = self.now + timedelta(hours=later)
            for _ in range(2):
                self.try_to(lambda: operations.undo_assigning(given=given, by=self.admin, at=at))

    @rule(data=st.data(), own=st.booleans())
    def promise(self, data: st.DataObject, own: bool) -> None:
        lead = self.any_of(data, Lead.objects.order_by("pk"))
        if lead:
            day = Due.on_day((self.now + timedelta(days=2)).date(), self.reps[0].team.time_zone)
            self.try_to(
                lambda: operations.schedule_touch(
                    lead=lead,
                    contact=None,
                    channel=Channel.MAIL,
                    own_channel_id=self.newsletter.pk if own else None,
                    due=day,  # type: ignore[arg-type]
                    by=None,
                    at=self.now,
                )
            )

    @rule(
        data=st.data(),
        disposition=st.sampled_from(Disposition.values),
        by_person=st.booleans(),
        own=st.booleans(),
    )
    def close(self, data: st.DataObject, disposition: str, by_person: bool, own: bool) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.close_lead(
                    lead=lead,  # type: ignore[arg-type]
                    disposition=disposition,
                    reason="As we heard",
                    why=self.cheaper if own else None,
                    by=self.reps[0] if by_person else None,
                    at=self.now,
                )
            )

    @rule(data=st.data(), code=st.sampled_from(["size", "park"]), n=st.integers(0, 2))
    def own_fields_told(self, data: st.DataObject, code: str, n: int) -> None:
        """It changes nothing that is kept beside the touches, and what was told is taken back."""
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            value = [None, self.small if code == "size" else "Lathes", "Small"][n]
            how = {"lead": lead, "by": self.admin, "at": self.now}
            told = {code: value}
            self.try_to(lambda: operations.tell_own_fields(values=told, **how))  # type: ignore[arg-type]
            entry = Entry.objects.filter(event="own fields told").order_by("-pk").first()
            if entry and n:
                self.try_to(lambda: operations.undo_own_fields(entry=entry, **how))  # type: ignore[arg-type]

    @rule(data=st.data())
    def close_undone(self, data: st.DataObject) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.undo_close(lead=lead, by=self.reps[0], at=self.now)  # type: ignore[arg-type]
            )

    @rule(
        data=st.data(),
        rep=st.integers(0, 1),
        reason=st.sampled_from(["", *Rejection.values]),
        own=st.booleans(),
    )
    def judge(self, data: st.DataObject, rep: int, reason: str, own: bool) -> None:
        says = Says.REJECTED if reason else Says.ACCEPTED
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.give_verdict(
                    lead=lead,  # type: ignore[arg-type]
                    verdict=Judgement(
                        says, reason, "As we heard", self.too_small.pk if own and reason else None
                    ),
                    by=self.reps[rep],
                    at=self.now,
                )
            )

    @rule(data=st.data(), all_of_them=st.booleans())
    def convert(self, data: st.DataObject, all_of_them: bool) -> None:
        codes = BANT if all_of_them else BANT[:1]
        ticks = {code: operations.Met(is_met=True, evidence="As we heard") for code in codes}
        if lead := self.any_of(data, Lead.objects.order_by("pk")):

            def act() -> None:
                how = {"lead": lead, "by": self.reps[0], "at": self.now}
                operations.tick_criteria(ticks=ticks, **how)  # type: ignore[arg-type]
                operations.convert_lead(**how)  # type: ignore[arg-type]

            self.try_to(act)

    @rule(data=st.data())
    def take_verdict_back(self, data: st.DataObject) -> None:
        if verdict := self.any_of(data, Verdict.objects.order_by("pk")):
            self.try_to(
                lambda: operations.undo_verdict(
                    verdict=verdict,  # type: ignore[arg-type]
                    by=self.reps[0],
                    at=self.now,
                )
            )

    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.reopen_lead(
                    lead=lead,
                    by=None,
                    at=self.now,  # type: ignore[arg-type]
                )
            )

    @rule(data=st.data())
    def never_contact_again(self, data: st.DataObject) -> None:
        if contact := self.any_of(data, Contact.objects.order_by("pk")):
            operations.bar_contact(contact=contact, by=None, at=self.now)  # type: ignore[arg-type]

    @rule(data=st.data(), change=st.sampled_from(CORRECTIONS))
    def other_wishes(self, data: st.DataObject, change: dict[str, Any]) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            for person in lead.people.all():  # type: ignore[attr-defined]
                operations.edit_contact(
                    contact=person.contact,
                    changes=change,
                    by=None,
                    at=self.now,
                    lead=lead,  # type: ignore[arg-type]
                )

    @rule(data=st.data())
    def manager_releases(self, data: st.DataObject) -> None:
        if inquiry := self.any_of(data, Inquiry.objects.order_by("pk")):
            self.try_to(
                lambda: operations.release_inquiry(
                    inquiry=inquiry,
                    by=self.reps[0],
                    at=self.now,  # type: ignore[arg-type]
                )
            )

    @rule(data=st.data(), n=st.integers(0, 2), day=st.sampled_from([-1, 1, 30]))
    def many_are_changed(self, data: st.DataObject, n: int, day: int) -> None:
        leads = list(Lead.objects.order_by("pk").values_list("pk", flat=True))
        if not leads:
            return
        chosen = data.draw(st.lists(st.sampled_from(leads), min_size=1, max_size=3))
        changes = [
            operations.Assign(self.reps[n]),
            operations.Move((self.now + timedelta(days=day)).date()),
            operations.WriteOff((self.now + timedelta(days=day)).date(), "The fair was too large"),
            operations.PutIntoBucket(
                Bucket.objects.order_by("pk")[n], (self.now + timedelta(days=day)).date()
            ),
            operations.ChangeCampaign(self.campaigns[n]),
            operations.PutTag("Hot"),
        ]
        self.try_to(
            lambda: operations.change_leads(
                lead_ids=chosen,
                change=data.draw(st.sampled_from(changes)),
                by=self.admin,
                at=self.now,
            )
        )

    @rule(data=st.data())
    def many_are_changed_back(self, data: st.DataObject) -> None:
        if change := self.any_of(data, BulkChange.objects.order_by("pk")):
            self.try_to(
                lambda: operations.undo_bulk(change=change, at=self.now)  # type: ignore[arg-type]
            )

    @rule(data=st.data())
    def a_lead_is_removed(self, data: st.DataObject) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            operations.remove_lead(
                lead=lead,  # type: ignore[arg-type]
                reason="test",
                by=self.admin,
                at=self.now,
            )

    @rule(data=st.data())
    def a_lead_comes_back(self, data: st.DataObject) -> None:
        if removed := self.any_of(data, RemovedLead.objects.order_by("pk")):
            self.try_to(
                lambda: operations.restore_lead(
                    removed=removed,  # type: ignore[arg-type]
                    by=self.admin,
                    at=self.now,
                )
            )

    @rule(data=st.data())
    def two_are_one(self, data: st.DataObject) -> None:
        """Touches and inquiries are as many as before."""
        leads = list(Lead.objects.order_by("pk"))
        if leads:
            keep, lose = (data.draw(st.sampled_from(leads)) for _ in range(2))
            sums = Touch.objects.count(), Inquiry.objects.count()
            said = {"keep": keep, "lose": lose, "by": self.admin, "at": self.now}
            self.try_to(lambda: operations.merge_leads(**said))
            assert (Touch.objects.count(), Inquiry.objects.count()) == sums

    @rule(data=st.data())
    def two_again(self, data: st.DataObject) -> None:
        if merge := self.any_of(data, LeadMerge.objects.order_by("pk")):
            self.try_to(
                lambda: operations.undo_merge(
                    merge=merge,  # type: ignore[arg-type]
                    by=self.admin,
                    at=self.now,
                )
            )

    @rule(n=st.integers(0, 2), m=st.integers(0, 2))
    def a_desk_asks(self, n: int, m: int) -> None:
        """Two are known by its address."""
        for name in ("Ida Lie", "Jo Lie")[Contact.objects.filter(email_key=DESK).count() :]:
            add_contact(make_person(name=name, email=DESK, phone=""))
        asking = make_person(name=f"Desk {m}", email=DESK, phone="")
        said = {"campaign": self.campaigns[n], "person": asking, "by": None, "at": self.now}
        self.try_to(lambda: operations.receive_inquiry(**said))

    @rule(data=st.data(), n=st.integers(0, 3))
    def a_doubt_is_settled(self, data: st.DataObject, n: int) -> None:
        if doubt := self.any_of(data, Doubt.objects.order_by("pk")):
            them = [each.contact for each in doubt.candidates.all()]  # type: ignore[attr-defined]
            said = {"doubt": doubt, "by": self.admin, "at": self.now}
            one = them[n] if n < len(them) else None
            sums = Touch.objects.count(), Inquiry.objects.count()
            self.try_to(lambda: operations.settle_doubt(contact=one, **said))  # type: ignore[arg-type]
            assert (Touch.objects.count(), Inquiry.objects.count()) >= sums

    @rule(data=st.data())
    def a_doubt_stands_again(self, data: st.DataObject) -> None:
        if doubt := self.any_of(data, Doubt.objects.settled().order_by("pk")):
            said = {"doubt": doubt, "by": self.admin, "at": self.now}
            self.try_to(lambda: operations.undo_settling(**said))  # type: ignore[arg-type]

    @rule(data=st.data())
    def nobody_asked(self, data: st.DataObject) -> None:
        if doubt := self.any_of(data, Doubt.objects.order_by("pk")):
            said = {"doubt": doubt, "by": self.admin, "at": self.now}
            self.try_to(lambda: operations.drop_doubt(**said))  # type: ignore[arg-type]

    @rule(data=st.data())
    def two_records_are_one(self, data: st.DataObject) -> None:
        people = list(Contact.objects.order_by("pk"))
        if people:
            keep, lose = (data.draw(st.sampled_from(people)) for _ in range(2))
            said = {"keep": keep, "lose": lose, "by": self.admin, "at": self.now}
            self.try_to(lambda: operations.merge_contacts(**said))

    @rule(data=st.data())
    def two_records_again(self, data: st.DataObject) -> None:
        if merge := self.any_of(data, ContactMerge.objects.order_by("pk")):
            said = {"merge": merge, "by": self.admin, "at": self.now}
            self.try_to(lambda: operations.undo_contact_merge(**said))  # type: ignore[arg-type]

    @rule(n=st.integers(0, 2), m=st.integers(0, 2))
    def a_step_gets_a_document(self, n: int, m: int) -> None:
        like = Cadence.objects.current().get(segment=self.campaigns[n].segment)
        sent = {"name": "a.txt", "content": b"abc"[: m + 1], "by": self.admin, "at": self.now}
        file, _ = store_file(**sent, is_draft=True)  # type: ignore[arg-type]
        first, *others = (
            replace(operations.plans.as_planned(step), before_id=step.pk)
            for step in like.steps.all()
        )
        steps = (replace(first, documents=(*first.documents, file.pk)), *others)
        plan = replace(operations.Plan.of(like), steps=steps)
        self.try_to(
            lambda: operations.save_cadence(like=like, plan=plan, by=self.admin, at=self.now)
        )

    @rule()
    def the_bin_is_emptied(self) -> None:
        with TestCase.captureOnCommitCallbacks(execute=True):
            operations.purge_bin(now=self.now)

    @rule(data=st.data(), n=st.integers(0, 2))
    def a_file_is_added(self, data: st.DataObject, n: int) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            filing.add_lead_file(
                lead=lead,  # type: ignore[arg-type]
                name="a.txt",
                content=b"abc"[: n + 1],
                by=self.admin,
                at=self.now,
            )

    @rule(data=st.data(), back=st.booleans())
    def a_file_is_removed(self, data: st.DataObject, back: bool) -> None:
        if file := self.any_of(data, LeadFile.objects.order_by("pk")):
            how = filing.restore_lead_file if back else filing.remove_lead_file
            with suppress(BadFile):
                how(file=file, by=self.admin, at=self.now)  # type: ignore[arg-type]

    @rule(data=st.data(), n=st.integers(0, 2))
    def somebody_notes(self, data: st.DataObject, n: int) -> None:
        if lead := self.any_of(data, Lead.objects.order_by("pk")):
            key = uuid4()
            for _ in range(2):  # every note is sent twice
                self.try_to(
                    lambda: operations.write_note(
                        lead=lead,  # type: ignore[arg-type]
                        text=f"@{self.reps[n].name}",
                        key=key,
                        by=self.admin,
                        at=self.now,
                    )
                )
            assert Note.objects.filter(key=key).count() == 1

    @rule()
    def sweeps(self) -> None:
        sweep(now=self.now)
        again = sweep(now=self.now)
        assert again is not None
        assert not any(again.raised.values())
        assert not any(again.cleared.values())
        tell_flags(now=self.now)
        assert tell_flags(now=self.now) == 0

    @invariant()
    def the_laws_hold(self) -> None:
        broken = {name: f.violations for name, f in audit().items() if f.violations}
        assert not broken

    @invariant()
    def who_closes_judges(self) -> None:
        ends = Closure.objects.standing().exclude(closed_by=None)
        # One that is given in the moment of a reopening stands just after it.
        until = OuterRef("closed_at") + timedelta.resolution
        given = Verdict.objects.standing().filter(lead=OuterRef("lead"), given_at__lte=until)
        assert not ends.exclude(disposition="do_not_contact").filter(~Exists(given)).exists()

    def __init__(self) -> None:
        super().__init__()
        rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)
        self.whole = transaction.atomic()
        self.whole.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)


@pytest.mark.django_db
def test_the_laws_hold_whatever_happens() -> None:
    run_state_machine_as_test(
        Followups,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
