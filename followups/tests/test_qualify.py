"""Ticks with evidence, conversion by the definition in force, and by when they want it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from followups import operations
from followups.models import Bucket
from followups.operations import Met
from followups.queue.work import Show, queue_page
from followups.tests.factories import (
    MONDAY,
    after,
    fresh,
    make_owned_lead,
    make_planned_lead,
    next_touch,
)
from followups.verdicts import QUALIFIED, standing_verdict
from leadfollow import clock
from leadfollow.people.tests.factories import make_manager, make_rep
from leads import qualification
from leads.models import BANT, Definition, Tick
from leads.qualification import Asked, asked_in

pytestmark = pytest.mark.django_db
HEARD = Met(is_met=True, evidence="Said so on the phone")
ALL = dict.fromkeys(BANT, HEARD)


def tick(lead, at=None, **ticks):
    return operations.tick_criteria(lead=lead, ticks=ticks, by=lead.owner, at=at or MONDAY)


def convert(lead, **how):
    how = {"by": lead.owner, "at": after(hours=1)} | how
    return operations.convert_lead(lead=lead, **how)


def standing(lead):
    return {code: tick.is_met for code, tick in Tick.objects.of(lead).items()}


# --- Ticks


def test_a_tick_has_evidence_and_an_author():
    lead = make_owned_lead()

    tick(lead, budget=HEARD)

    made = lead.ticks.get()
    assert (made.criterion.code, made.is_met, made.evidence) == ("budget", True, HEARD.evidence)
    assert (made.ticked_by, made.ticked_at) == (lead.owner, MONDAY)


def test_without_evidence_it_is_refused_and_nothing_is_saved():
    lead = make_owned_lead()

    with pytest.raises(operations.BadTick, match="Need: write in a few words"):
        tick(lead, budget=HEARD, need=Met(is_met=True))

    assert not lead.ticks.exists()


def test_the_newest_stands_and_the_old_one_is_kept():
    lead = make_owned_lead()
    tick(lead, budget=HEARD)

    tick(lead, at=after(days=1), budget=Met(is_met=False, evidence="Frozen since"))

    assert standing(lead) == {"budget": False}
    assert lead.ticks.count() == 2


def test_the_same_again_writes_nothing():
    lead = make_owned_lead()
    tick(lead, **ALL)

    assert tick(lead, at=after(days=1), **ALL) == []
    assert lead.ticks.count() == 4


def test_a_tick_counts_in_the_next_version_too():
    lead = make_owned_lead()
    tick(lead, budget=HEARD)
    current = Definition.objects.current()

    qualification.define(
        text="Has money", criteria=asked_in(current), after=1, by=make_manager(), at=MONDAY
    )

    assert standing(lead) == {"budget": True}


def test_a_closed_lead_is_left_as_it_is():
    lead = make_owned_lead()
    operations.close_lead(lead=lead, disposition="won", by=None, at=MONDAY)

    with pytest.raises(operations.LeadIsClosed):
        tick(lead, budget=HEARD)


# --- Conversion


def test_a_lead_with_all_that_is_needed_is_qualified_and_stays_open():
    lead = make_planned_lead()
    tick(lead, **ALL)

    verdict = convert(lead, value=Decimal(5000))

    lead = fresh(lead)
    assert (lead.qualified_at, lead.value, lead.is_open) == (after(hours=1), 5000, True)
    assert (verdict.says, verdict.definition.version, verdict.overrides) == ("qualified", 1, "")
    assert lead.verdict_by is None
    assert next_touch(lead).is_scheduled


def test_what_is_missing_is_named():
    lead = make_owned_lead()
    tick(lead, need=HEARD, authority=HEARD)

    with pytest.raises(operations.NotQualified, match="not ticked: budget and timeframe"):
        convert(lead)

    assert fresh(lead).qualified_at is None


def test_a_manager_may_say_otherwise_by_name_and_reason():
    lead, manager = make_owned_lead(), make_manager()

    verdict = convert(lead, by=manager, override="Signed a letter of intent")

    assert (verdict.given_by, verdict.overrides) == (manager, "Signed a letter of intent")
    assert fresh(lead).qualified_at == after(hours=1)


def test_a_rep_may_not():
    with pytest.raises(operations.NotQualified, match="Only a manager"):
        convert(make_owned_lead(), override="I am sure")


def test_an_override_that_was_not_needed_is_none():
    lead = make_owned_lead()
    tick(lead, **ALL)

    assert convert(lead, by=make_manager(), override="Just in case").overrides == ""


def test_converting_twice_is_once():
    lead = make_owned_lead()
    tick(lead, **ALL)

    assert convert(lead) == convert(lead, at=after(hours=2))


def test_a_new_criterion_counts_from_its_version_on():
    lead = make_owned_lead()
    tick(lead, **ALL)
    current = Definition.objects.current()
    criteria = [*asked_in(current), Asked("Has a plant", is_needed=True)]
    qualification.define(
        text=current.text, criteria=criteria, after=1, by=make_manager(), at=MONDAY
    )

    with pytest.raises(operations.NotQualified, match="not ticked: has a plant"):
        convert(lead)


def test_its_undo_takes_the_stamp_away():
    lead = make_owned_lead()
    tick(lead, **ALL)
    verdict = convert(lead)

    operations.undo_verdict(verdict=verdict, by=lead.owner, at=after(hours=2))

    assert (fresh(lead).qualified_at, standing_verdict(lead)) == (None, None)


def test_only_the_gate_qualifies():
    lead = make_owned_lead()

    with pytest.raises(operations.BadVerdict, match="convert it"):
        operations.give_verdict(lead=lead, verdict=QUALIFIED, by=lead.owner, at=MONDAY)


def test_a_won_lead_stays_qualified():
    lead = make_owned_lead()
    tick(lead, **ALL)
    convert(lead)

    operations.close_lead(lead=lead, disposition="won", by=lead.owner, at=after(hours=2))

    assert fresh(lead).qualified_at == after(hours=1)


# --- By when they want it


def plan(lead, wanted_on, by=None):
    return operations.plan_by_timeframe(
        lead=lead, wanted_on=wanted_on, by=by or lead.owner, at=after(hours=1)
    )


def test_who_wants_it_later_rests_until_the_time_to_decide():
    lead = make_planned_lead()

    wake_on = plan(lead, date(2027, 6, 1))

    enrolment = lead.enrolments.running().get()
    assert wake_on == date(2027, 6, 1) - timedelta(days=60)
    assert enrolment.bucket == Bucket.objects.get(slug="timing")
    assert next_touch(lead).due_at.date() >= wake_on


def test_who_wants_it_soon_is_worked_now():
    lead = make_planned_lead()
    touch = next_touch(lead)

    assert plan(lead, date(2026, 12, 1)) is None

    assert next_touch(lead) == touch


def test_who_rested_goes_back_to_work():
    lead = make_planned_lead()
    plan(lead, date(2027, 6, 1))

    assert plan(lead, date(2026, 12, 1)) is None

    assert lead.enrolments.running().get().bucket is None


def test_what_they_said_is_ticked():
    lead = make_planned_lead()

    plan(lead, date(2026, 12, 1))

    assert Tick.objects.of(lead)["timeframe"].evidence == "They want it by Tue 1 Dec 2026"


# --- The page


@pytest.fixture
def lead():
    return make_planned_lead(at=clock.now())


def form_of(*codes, **more):
    form = {}
    for code in codes:
        form |= {f"met-{code}": "on", f"evidence-{code}": "Said so"}
    return form | more


def send(client, lead, form):
    return client.post(
        reverse("followups:qualify", args=[lead.pk]) + "?page=lead", form, follow=True
    )


def test_ticks_are_saved_on_the_page(client, lead):
    client.force_login(lead.owner)

    answer = send(client, lead, form_of("budget"))

    assert standing(lead) == {"budget": True}
    assert "Saved what we know" in answer.content.decode()


def test_one_press_saves_and_converts(client, lead):
    client.force_login(lead.owner)

    answer = send(client, lead, form_of(*BANT, convert="1", value="900"))

    assert fresh(lead).qualified_at
    assert "is qualified. It stays open" in answer.content.decode()


def test_what_is_missing_is_told_and_what_was_ticked_is_kept(client, lead):
    client.force_login(lead.owner)

    answer = send(client, lead, form_of("need", convert="1"))

    assert answer.status_code == 409
    assert "not ticked: budget, authority and timeframe" in answer.content.decode()
    assert standing(lead) == {"need": True}


def test_a_tick_without_a_word_is_told_where_it_is(client, lead):
    client.force_login(lead.owner)

    answer = send(client, lead, {"met-need": "on", "evidence-budget": "In the plan"})

    assert answer.status_code == 422
    assert "Write in a few words how we know." in answer.content.decode()
    assert "In the plan" in answer.content.decode()


def test_a_stranger_gets_404(client, lead):
    client.force_login(make_rep())

    assert send(client, lead, form_of("need")).status_code == 404


def test_only_a_manager_is_asked_for_an_override(client, lead):
    manager = make_manager()
    lead.owner.team.managers.add(manager)
    page = reverse("followups:lead", args=[lead.pk])
    client.force_login(lead.owner)
    as_rep = client.get(page).content.decode()
    client.force_login(manager)

    as_manager = client.get(page).content.decode()

    assert ("all the same" in as_rep, "all the same" in as_manager) == (False, True)


def test_queue_and_list_say_it(client, lead):
    client.force_login(lead.owner)
    send(client, lead, form_of(*BANT, convert="1"))

    row = (
        queue_page(lead.owner, Show.WEEK, now=clock.now()).rows
        or queue_page(lead.owner, Show.LATER, now=clock.now()).rows
    )
    listed = client.get(reverse("followups:leads") + "?state=qualified").content.decode()

    assert row[0].is_qualified
    assert str(lead) in listed


def test_the_day_is_planned_on_the_page(client, lead):
    client.force_login(lead.owner)
    url = reverse("followups:plan_by_timeframe", args=[lead.pk]) + "?page=lead"
    wanted_on = clock.now().date() + timedelta(days=200)

    answer = client.post(url, {"wanted_on": wanted_on.isoformat()}, follow=True)

    assert "rests until" in answer.content.decode()
    for unheard_of in ("", "0001-01-01", "9999-12-31"):
        assert client.post(url, {"wanted_on": unheard_of}).status_code == 422
    assert client.post(url, {"wanted_on": "2020-01-01"}).status_code == 409
