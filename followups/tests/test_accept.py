"""A rep has some time to accept a lead that a rule gave him."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.audit import audit
from followups.distribution.trying import pass_on_unaccepted
from followups.lists.inbox import inbox_of
from followups.operations.judging import BadVerdict
from followups.operations.refusal import MovedOn
from followups.queue.fair import Slot
from followups.queue.rows import next_touches, row_of
from followups.tests.factories import after, fresh, log, make_cadence, make_lead, next_touch
from followups.tests.rules import make_rule
from followups.verdicts import ACCEPTED
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_rep, make_team
from leads.models import Assignment, Lead

pytestmark = pytest.mark.django_db
SOON, LATE = {"minutes": 29}, {"minutes": 31}


@pytest.fixture
def reps() -> list[User]:
    team = make_team()
    return [make_rep(name=name, team=team) for name in ("Ana Horvat", "Ben Kovac")]


@pytest.fixture
def lead(reps: list[User]) -> Lead:
    """Ana's, by a rule that leaves half an hour to accept it."""
    make_rule(team=reps[0].team, accept_within=30)
    return make_lead(campaign=make_campaign(segment=make_cadence().segment), at=after())


def whose(lead: Lead) -> str:
    return str(fresh(lead).owner or "nobody")


def test_who_does_not_accept_in_time_loses_it_to_the_next(lead: Lead) -> None:
    assert lead.assignments.get().accept_by == after(minutes=30)
    assert pass_on_unaccepted(now=after(**SOON)) == 0
    assert whose(lead) == "Ana Horvat"

    passed = pass_on_unaccepted(now=after(**LATE)), pass_on_unaccepted(now=after(**LATE))

    assert passed == (1, 0)
    first, second = lead.assignments.all()
    assert (first.returned_for, first.ended_at) == ("late", after(**LATE))
    assert (second.rep.name, second.accept_by) == ("Ben Kovac", after(minutes=61))
    assert fresh(lead).next_due_at is not None
    assert [name for name, found in audit().items() if found.violations] == []


def test_where_all_had_it_it_waits_in_the_inbox_and_comes_back_to_nobody(lead: Lead) -> None:
    for minutes in (31, 62, 93):
        pass_on_unaccepted(now=after(minutes=minutes))

    assert whose(lead) == "nobody"
    assert fresh(lead).assign_by is not None
    assert operations.distribute_lead(lead=lead, at=after(hours=3)) is None


def test_the_inbox_says_who_did_not_take_it_and_why_nobody_else_has_it(lead: Lead) -> None:
    pass_on_unaccepted(now=after(minutes=31))
    operations.give_back(
        lead=fresh(lead), reason="not_ours", by=fresh(lead).owner, at=after(minutes=40)
    )

    (row,) = inbox_of(make_admin(), now=after(minutes=50))

    gave_back, _, moment = row.back.rpartition(", ")
    assert gave_back.startswith("Ben Kovac gave it back (not ")
    assert moment.endswith(":40")
    assert row.why == "Passed over: Ana Horvat had it before; Ben Kovac had it before."


def test_the_inbox_says_whose_time_passed(lead: Lead) -> None:
    for minutes in (31, 62):
        pass_on_unaccepted(now=after(minutes=minutes))

    (row,) = inbox_of(make_admin(), now=after(minutes=70))

    assert row.back.startswith("Ben Kovac did not accept it in time, ")


@pytest.mark.parametrize("how", ["touch", "verdict"])
def test_a_touch_or_a_verdict_accepts_it(lead: Lead, how: str) -> None:
    ana, at = fresh(lead).owner, after(**SOON)
    if how == "touch":
        log(next_touch(lead), at=at, by=ana)
    else:
        operations.give_verdict(lead=lead, verdict=ACCEPTED, by=ana, at=at)

    assert pass_on_unaccepted(now=after(**LATE)) == 0
    assert whose(lead) == "Ana Horvat"
    with pytest.raises(MovedOn):
        operations.give_back(lead=lead, reason="not_ours", by=ana, at=at)


def test_an_undone_touch_has_not_accepted_it(lead: Lead) -> None:
    ana, at = fresh(lead).owner, after(**SOON)
    touch = log(next_touch(lead), at=at, by=ana)
    operations.undo_touch(touch=touch, by=ana, at=at)

    assert pass_on_unaccepted(now=after(**LATE)) == 1


@pytest.mark.parametrize(("reason", "says"), [("", "choose a reason"), ("other", "few words")])
def test_giving_back_needs_a_reason(lead: Lead, reason: str, says: str) -> None:
    with pytest.raises(BadVerdict, match=says):
        operations.give_back(lead=lead, reason=reason, by=fresh(lead).owner, at=after(**SOON))


def give_back(lead: Lead, *, minutes: int) -> Assignment:
    """By whoever has it."""
    lead = fresh(lead)
    rep = lead.owner
    operations.give_back(lead=lead, reason="not_ours", by=rep, at=after(minutes=minutes))
    return Assignment.objects.get(lead=lead, rep=rep)


@pytest.mark.parametrize("left", ["with the next", "with nobody"])
def test_giving_back_is_undone_while_nothing_happened(lead: Lead, left: str) -> None:
    if left == "with nobody":
        User.objects.filter(name="Ben Kovac").update(is_active=False)
    given = give_back(lead, minutes=10)
    assert whose(lead) == ("Ben Kovac" if left == "with the next" else "nobody")

    mine = operations.undo_give_back(given=given, by=given.rep, at=after(minutes=20))
    again = operations.undo_give_back(given=given, by=given.rep, at=after(minutes=20))

    assert (whose(lead), mine.accept_by, again) == ("Ana Horvat", None, mine)
    assert pass_on_unaccepted(now=after(hours=3)) == 0
    assert [name for name, found in audit().items() if found.violations] == []


@pytest.mark.parametrize(
    "since", ["touched", "judged", "given on", "given by hand", "a day", "closed", "of another"]
)
def test_giving_back_stays_where_the_lead_went_on(lead: Lead, reps: list[User], since: str) -> None:
    given, by, at = give_back(lead, minutes=10), reps[0], after(minutes=20)
    if since == "touched":
        log(next_touch(lead), at=at, by=reps[1])
    elif since == "judged":
        operations.give_verdict(lead=lead, verdict=ACCEPTED, by=reps[1], at=at)
    elif since == "given on":
        give_back(lead, minutes=20)
    elif since == "given by hand":
        third = make_rep(team=reps[0].team)
        operations.assign_lead(lead=lead, rep=third, by=make_admin(), at=at)
    elif since == "closed":
        operations.close_lead(lead=lead, disposition="duplicate", by=reps[1], at=at)
    elif since == "of another":
        by = reps[1]
    else:
        at = after(days=1, minutes=11)

    before = whose(lead)
    with pytest.raises(MovedOn):
        operations.undo_give_back(given=given, by=by, at=at)
    assert whose(lead) == before


def test_a_lead_without_a_time_to_accept_stays(reps: list[User]) -> None:
    make_rule(team=reps[0].team)
    lead = make_lead(at=after())

    assert pass_on_unaccepted(now=after(days=9)) == 0
    assert Assignment.objects.get(lead=lead).accept_by is None


def test_the_queue_says_how_long_is_left(lead: Lead) -> None:
    touch = next_touches([lead.pk])[lead.pk]
    ana = fresh(lead).owner

    row = row_of(touch.lead, touch, Slot.DUE, now=after(minutes=10), working=ana.working_time)

    assert row.reason == "accept it: 20 min left"


def test_not_mine_on_the_page_gives_it_to_the_next(
    client: Any, lead: Lead, reps: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: after(**SOON))
    client.force_login(reps[0])
    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    assert "else it goes to the next rep" in page
    back = reverse("followups:give_back", args=[lead.pk])

    said = client.post(back, {"reason": "not_ours", "words": "North"}, follow=True)

    assert "went to Ben Kovac" in said.content.decode()
    assert client.post(back, {"reason": "not_ours"}).status_code == 404
    assert Assignment.objects.get(rep=reps[0]).returned_for == "not_ours"
    client.force_login(reps[1])
    history = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    assert "Ana Horvat gave it back: not meant for us" in history
    undo = reverse("followups:undo_give_back", args=[Assignment.objects.get(rep=reps[0]).pk])
    assert undo in said.content.decode()
    assert client.post(undo).status_code == 404
    client.force_login(reps[0])
    assert "is yours again" in client.post(undo, follow=True).content.decode()
