"""The bin: a removed lead is in no list and no number, comes back as it was, and is purged."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import serializers
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.bin import pointing_to, rows_of_lead
from followups.models import RemovedLead
from followups.next_step import Due
from followups.tests.factories import (
    MONDAY,
    add_colleague,
    after,
    ask,
    fresh,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    next_touch,
    person_of,
)
from followups.tests.test_notes import write
from leadfollow.log.models import Entry
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.models import Contact, Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def manager(team: Team) -> User:
    return make_manager(of=team, name="Mara Ruiz")


@pytest.fixture
def lead(team: Team, manager: User) -> Lead:
    """With touches, an undo, a note, a tag, notices and a second person."""
    lead = make_planned_lead(owner=make_rep(team=team))
    add_colleague(lead)
    log(next_touch(lead), at=after(hours=1))
    undone = log(next_touch(lead), at=after(days=1), outcome="talked")
    operations.undo_touch(touch=undone, by=lead.owner, at=after(days=1, minutes=1))  # type: ignore[arg-type]
    write(lead, "@Mara look", at=after(days=1, minutes=2))
    operations.tag_lead(lead=lead, name="Hot", by=lead.owner, at=after(days=1))
    return fresh(lead)  # type: ignore[no-any-return]


def remove(lead: Lead, **fields: Any) -> RemovedLead:
    fields = {"reason": "test", "by": make_admin(), "at": after(days=2)} | fields
    return operations.remove_lead(lead=lead, **fields)


def restore(removed: RemovedLead, **fields: Any) -> Lead:
    fields = {"by": removed.removed_by, "at": after(days=3)} | fields
    return operations.restore_lead(removed=removed, **fields)


def stored(lead: Lead) -> list[str]:
    """Every row of the lead, word for word."""
    return [
        serializers.serialize("json", model._default_manager.filter(pk__in=ids).order_by("pk"))
        for model, ids in sorted(rows_of_lead(lead).items(), key=lambda item: item[0].__name__)
    ]


def laws_hold() -> bool:
    return not any(finding.violations for finding in audit().values())


def test_a_removed_lead_leaves_no_row_behind(lead: Lead) -> None:
    models = rows_of_lead(lead)

    remove(lead)

    left = [m for m, ids in models.items() if m._default_manager.filter(pk__in=ids).exists()]
    assert len(models) >= 9
    assert left == []
    assert laws_hold()


def test_it_comes_back_word_for_word(lead: Lead) -> None:
    before = stored(lead)

    back = restore(remove(lead))

    assert stored(back) == before
    assert not RemovedLead.objects.exists()
    assert laws_hold()


def test_it_is_brought_back_once(lead: Lead) -> None:
    removed = remove(lead)
    restore(RemovedLead.objects.get(pk=removed.pk))

    with pytest.raises(operations.NotInBin):
        restore(removed)


def test_everything_that_points_to_a_lead_can_let_go() -> None:
    """A key from rows that stay must be allowed to be empty meanwhile."""
    for model in rows_of_lead(make_planned_lead()):
        assert not model._meta.many_to_many
        for relation in pointing_to(model):
            goes_along = relation.on_delete.__name__ == "CASCADE"
            assert goes_along or relation.field.null, relation.field


def test_an_answer_here_counts_no_more_elsewhere(team: Team) -> None:
    rep = make_rep(team=team)
    lead, other = make_planned_lead(owner=rep), make_planned_lead(owner=rep)
    operations.add_person(
        lead=other, person=make_person(email=person_of(lead).email), by=rep, at=MONDAY
    )
    log(next_touch(lead), at=after(hours=1), outcome="talked")
    person = person_of(lead)

    removed = remove(lead)
    without = fresh(person).responded_at
    restore(removed)

    assert without is None
    assert fresh(person).responded_at == after(hours=1)
    assert laws_hold()


def test_what_a_log_called_off_elsewhere_stays_so(team: Team) -> None:
    rep = make_rep(team=team)
    lead, other = make_planned_lead(owner=rep), make_planned_lead(owner=rep)
    operations.add_person(
        lead=other, person=make_person(email=person_of(lead).email), by=rep, at=MONDAY
    )
    operations.schedule_touch(
        lead=other,
        contact=person_of(lead),
        channel="call",
        due=Due(after(days=4)),
        by=rep,
        at=MONDAY,
    )
    barring = log(next_touch(lead), at=after(hours=1), outcome="never_call_again")

    removed = remove(lead)
    assert laws_hold()
    restore(removed)

    assert barring.touches_cancelled.filter(lead=other).exists()
    assert laws_hold()


@pytest.mark.parametrize("first_back", [0, 1])
@pytest.mark.parametrize("first_out", [0, 1])
def test_two_that_share_a_person_come_back_in_any_order(
    team: Team, first_out: int, first_back: int
) -> None:
    rep = make_rep(team=team)
    pair = [make_planned_lead(owner=rep), make_planned_lead(owner=rep)]
    shared = make_person(email=person_of(pair[0]).email)
    operations.add_person(lead=pair[1], person=shared, by=rep, at=MONDAY)
    call = {"channel": "call", "due": Due(after(days=4)), "by": rep, "at": MONDAY}
    operations.schedule_touch(lead=pair[1], contact=person_of(pair[0]), **call)
    barring = log(next_touch(pair[0]), at=after(hours=1), outcome="never_call_again")
    before = [stored(lead) for lead in pair]

    bin_ = {n: remove(pair[n]) for n in (first_out, 1 - first_out)}
    for n in (first_back, 1 - first_back):
        restore(bin_[n])
        assert laws_hold()

    assert [stored(lead) for lead in pair] == before
    assert barring.touches_cancelled.filter(lead=pair[1]).exists()


def test_one_comes_back_after_the_other_is_gone_for_good(team: Team) -> None:
    rep = make_rep(team=team)
    lead, other = make_planned_lead(owner=rep), make_planned_lead(owner=rep)
    shared = make_person(email=person_of(lead).email)
    operations.add_person(lead=other, person=shared, by=rep, at=MONDAY)
    call = {"channel": "call", "due": Due(after(days=4)), "by": rep, "at": MONDAY}
    operations.schedule_touch(lead=other, contact=person_of(lead), **call)
    log(next_touch(lead), at=after(hours=1), outcome="never_call_again")
    late = remove(other, at=after(days=9))
    remove(lead)

    operations.purge_bin(now=after(days=33))
    back = restore(late, at=after(days=34))

    assert back.touches.filter(state="cancelled").exists()
    assert laws_hold()


def test_who_asked_meanwhile_not_to_be_contacted_is_left_alone(lead: Lead) -> None:
    removed = remove(lead)
    contact = Contact.objects.get(email=primary_email(removed))
    operations.bar_contact(contact=contact, by=None, at=after(days=2, hours=1))

    back = restore(removed)

    assert not back.touches.scheduled().filter(contact=contact).exists()
    assert back.touches.scheduled().count() == 1
    assert laws_hold()


def primary_email(removed: RemovedLead) -> str:
    primary = next(row for row in removed.rows["leads.LeadContact"] if row["is_primary"])
    return Contact.objects.get(pk=primary["contact_id"]).email


def test_it_does_not_come_back_beside_its_like(team: Team) -> None:
    lead = make_owned_lead(owner=make_rep(team=team))
    Lead.objects.filter(pk=lead.pk).update(external_source="crm", external_id="7")
    removed = remove(fresh(lead))
    twin = make_lead()
    Lead.objects.filter(pk=twin.pk).update(external_source="crm", external_id="7")

    with pytest.raises(operations.CannotReturn, match="came in again"):
        restore(removed)

    assert RemovedLead.objects.exists()


def test_who_asks_again_meanwhile_is_a_new_lead(lead: Lead) -> None:
    person = make_person(email=person_of(lead).email)
    removed = remove(lead)

    asked = ask(after(days=2, hours=1), person=person).lead
    back = restore(removed)

    assert asked.pk != back.pk
    assert laws_hold()


def test_a_step_on_a_removed_lead_is_refused(lead: Lead) -> None:
    touch = next_touch(lead)
    remove(lead)

    with pytest.raises(operations.LeadIsGone):
        log(touch, at=after(days=2, hours=1))


def test_after_thirty_days_it_is_gone_for_good_with_its_people(lead: Lead) -> None:
    people = [person.contact_id for person in lead.people.all()]
    remove(lead)

    early = operations.purge_bin(now=after(days=31))
    late = operations.purge_bin(now=after(days=33))
    again = operations.purge_bin(now=after(days=33))

    assert (early, late, again) == (0, 1, 0)
    assert not Contact.objects.filter(pk__in=people).exists()
    entry = Entry.objects.get(event="lead purged")
    assert entry.details["ids"]["leads.Lead"] == [lead.pk]
    assert str(lead) not in str(entry.details)


def test_people_who_stand_elsewhere_stay(lead: Lead) -> None:
    contact = person_of(lead)
    remove(lead)
    ask(after(days=2, hours=1), person=make_person(email=contact.email))

    operations.purge_bin(now=after(days=33))

    assert Contact.objects.filter(pk=contact.pk).exists()


# --- The pages


def test_a_manager_removes_and_restores(client: Any, lead: Lead, manager: User) -> None:
    client.force_login(manager)

    page = client.post(
        reverse("followups:remove_lead", args=[lead.pk]), {"reason": "mistake"}, follow=True
    )
    html = client.get(reverse("followups:bin")).content.decode()
    undo = str(next(iter(page.context["messages"])).extra_tags)

    assert str(lead) in html
    assert "a mistake" in html
    assert client.get(reverse("followups:lead", args=[lead.pk])).status_code == 404
    assert str(lead) in client.post(undo, follow=True).content.decode()
    assert Lead.objects.filter(pk=lead.pk).exists()


def test_a_removal_says_why(client: Any, lead: Lead, manager: User) -> None:
    client.force_login(manager)

    page = client.post(
        reverse("followups:remove_lead", args=[lead.pk]), {"reason": "boring"}, follow=True
    )

    assert "Say why it goes" in page.content.decode()
    assert Lead.objects.filter(pk=lead.pk).exists()


def test_a_rep_removes_nothing_and_sees_no_bin(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)

    removing = client.post(reverse("followups:remove_lead", args=[lead.pk]), {"reason": "test"})

    assert removing.status_code == 403
    assert client.get(reverse("followups:bin")).status_code == 403
    assert (
        "Remove this lead"
        not in client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    )


@pytest.mark.parametrize("make", [make_manager, make_rep, make_event_manager])
def test_a_stranger_neither_sees_nor_restores(client: Any, lead: Lead, make: Any) -> None:
    removed = remove(lead)
    client.force_login(make())

    page = client.post(reverse("followups:restore_lead", args=[removed.pk]))

    assert page.status_code == 404
    assert RemovedLead.objects.exists()


def test_the_bin_of_another_team_is_not_shown(client: Any, lead: Lead) -> None:
    remove(lead)
    client.force_login(make_manager())

    assert str(lead) not in client.get(reverse("followups:bin")).content.decode()


def test_reports_say_what_they_leave_out(client: Any, lead: Lead, manager: User) -> None:
    campaign = lead.campaign
    remove(lead)
    client.force_login(manager)

    page = client.get(reverse("reports:campaign_followup", args=[campaign.pk]))

    assert "1 lead removed" in page.content.decode()


def test_the_bin_costs_the_same_for_one_and_many(
    client: Any, team: Team, manager: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        remove(make_owned_lead(owner=make_rep(team=team)))
    client.force_login(manager)
    client.get(reverse("followups:bin"))

    with django_assert_max_num_queries(7):
        client.get(reverse("followups:bin"))
