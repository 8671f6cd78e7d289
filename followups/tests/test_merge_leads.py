"""Two leads become one, with all that was, and two again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import serializers
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups import operations
from followups.audit import audit
from followups.bin import rows_of_lead
from followups.models import Enrolment, Flag, Touch
from followups.sweep import sweep
from followups.tests.factories import (
    after,
    fresh,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    next_touch,
    person_of,
)
from followups.wording import inquiry_in_words
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.models import Contact, Inquiry, Lead, LeadMerge
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def manager(team: Team) -> User:
    return make_manager(of=team)


@pytest.fixture
def two(team: Team) -> tuple[Lead, Lead]:
    """Both in a plan of their own, with touches, a tag each has and one of his own."""
    ana = make_rep(team=team)
    keep, lose = make_planned_lead(owner=ana), make_planned_lead(owner=make_rep(team=team))
    log(next_touch(keep), at=after(hours=1))
    log(next_touch(lose), at=after(hours=2))
    for lead, names in ((keep, ["Hot"]), (lose, ["Hot", "Fair"])):
        for name in names:
            operations.tag_lead(lead=lead, name=name, by=ana, at=after(hours=3))
    sweep(now=after(days=9))
    return fresh(keep), fresh(lose)


def merge(two: tuple[Lead, Lead], **fields: Any) -> LeadMerge:
    keep, lose = two
    given = {"keep": keep, "lose": lose, "by": make_admin(), "at": after(days=9)} | fields
    return operations.merge_leads(**given)


def undo(done: LeadMerge, **fields: Any) -> Lead:
    return operations.undo_merge(
        **{"merge": done, "by": make_admin(), "at": after(days=9)} | fields
    )


def stored(*leads: Lead) -> list[str]:
    """Every row of the leads, word for word."""
    return [
        serializers.serialize("json", model._default_manager.filter(pk__in=ids).order_by("pk"))
        for lead in leads
        for model, ids in sorted(rows_of_lead(lead).items(), key=lambda item: item[0].__name__)
    ]


def broken() -> dict[str, list[str]]:
    return {name: found.violations for name, found in audit().items() if found.violations}


def test_all_of_the_one_is_at_the_other(two: tuple[Lead, Lead]) -> None:
    keep, lose = two
    touches, inquiries = Touch.objects.count(), Inquiry.objects.count()
    flags = set(Flag.objects.values_list("kind", flat=True))

    merge(two)

    assert not Lead.objects.filter(pk=lose.pk).exists()
    assert Touch.objects.filter(lead=keep).count() == touches
    assert keep.inquiries.count() == inquiries == 2
    assert set(Flag.objects.filter(lead=keep).values_list("kind", flat=True)) == flags
    assert keep.people.count() == 2
    assert keep.people.filter(is_primary=True).count() == 1
    assert sorted(put.tag.name for put in keep.tags.all()) == ["Fair", "Hot"]
    assert fresh(keep).owner == keep.owner
    assert Enrolment.objects.running().filter(lead=keep).count() == 1
    assert broken() == {}


def test_they_are_two_again_word_for_word(two: tuple[Lead, Lead]) -> None:
    before = stored(*two)

    undo(merge(two))

    assert stored(*map(fresh, two)) == before
    assert broken() == {}


def test_the_plan_of_the_other_goes_on_where_the_kept_one_has_none(team: Team) -> None:
    keep, lose = make_lead(), make_planned_lead(owner=make_rep(team=team))

    merge((keep, lose))

    assert fresh(keep).owner == lose.owner
    assert fresh(keep).next_due_at == lose.next_due_at
    assert broken() == {}


def test_a_closed_lead_swallows_no_open_one(two: tuple[Lead, Lead]) -> None:
    operations.close_lead(lead=two[0], disposition="no_response", by=None, at=after(days=9))

    with pytest.raises(operations.CannotMerge):
        merge(two)
    merge((two[1], two[0]))

    assert fresh(two[1]).is_open
    assert broken() == {}


def test_what_happened_since_cannot_be_parted(two: tuple[Lead, Lead]) -> None:
    done = merge(two)
    log(next_touch(two[0]), at=after(days=10))

    with pytest.raises(operations.CannotPart):
        undo(done, at=after(days=11))


def test_it_is_undone_once_and_not_for_ever(two: tuple[Lead, Lead]) -> None:
    done = merge(two)

    with pytest.raises(operations.CannotPart):
        undo(done, at=after(days=39))
    undo(done)
    with pytest.raises(operations.CannotPart):
        undo(done)
    assert operations.purge_merges(now=after(days=60)) == 0


def test_it_is_forgotten_what_they_were_once_that_is_over(two: tuple[Lead, Lead]) -> None:
    merge(two)

    assert operations.purge_merges(now=after(days=38)) == 0
    assert operations.purge_merges(now=after(days=39)) == 1
    assert LeadMerge.objects.get().rows == {}


def test_who_asks_again_is_at_the_kept_lead(two: tuple[Lead, Lead]) -> None:
    asks = person_of(two[1])
    merge(two)

    again = make_lead(person=make_person(name=asks.name, email=asks.email), at=after(days=10))

    assert again == two[0]
    assert again.inquiries.count() == 3
    assert broken() == {}


def test_the_address_of_the_one_leads_to_the_other(
    client: Any, two: tuple[Lead, Lead], manager: User
) -> None:
    merge(two)
    client.force_login(manager)

    answer = client.get(reverse("followups:lead", args=[two[1].pk]))

    assert answer.url == reverse("followups:lead", args=[two[0].pk])


def test_a_manager_compares_merges_and_takes_it_back(
    client: Any, two: tuple[Lead, Lead], manager: User
) -> None:
    client.force_login(manager)
    keep, lose = two
    Lead.objects.update(organisation="Nordwind")
    compare = reverse("followups:compare_leads", args=[lose.pk, keep.pk])
    assert compare in client.get(reverse("followups:merge_lead", args=[lose.pk])).content.decode()
    assert client.get(compare).status_code == 200

    page = client.post(compare, {"keep": keep.pk}, follow=True).content.decode()
    assert not Lead.objects.filter(pk=lose.pk).exists()
    undo_at = reverse("followups:undo_merge", args=[LeadMerge.objects.get().pk])
    assert undo_at in page
    client.post(undo_at)

    assert Lead.objects.filter(pk=lose.pk).exists()


def test_a_lead_of_others_is_not_there_and_a_rep_merges_nothing(
    client: Any, two: tuple[Lead, Lead], manager: User
) -> None:
    other = make_owned_lead()
    client.force_login(manager)
    assert client.get(reverse("followups:merge_lead", args=[other.pk])).status_code == 404
    mixed = reverse("followups:compare_leads", args=[two[0].pk, other.pk])
    assert client.post(mixed, {"keep": other.pk}).status_code == 404

    client.force_login(two[0].owner)
    assert client.get(reverse("followups:merge_lead", args=[two[0].pk])).status_code == 404


def test_the_page_of_a_lead_names_another_that_may_be_the_same(
    client: Any, two: tuple[Lead, Lead], manager: User
) -> None:
    client.force_login(manager)
    compare = reverse("followups:compare_leads", args=[two[0].pk, two[1].pk])
    page = reverse("followups:lead", args=[two[0].pk])
    assert compare not in client.get(page).content.decode()

    key = person_of(two[0]).email_key
    Contact.objects.filter(leads__lead=two[1]).update(email_key=key)

    assert compare in client.get(page).content.decode()
    client.force_login(make_manager())  # both are of no team of his
    assert client.get(page).status_code == 404


def test_an_event_manager_merges_what_came_through_his_own(client: Any) -> None:
    owner = make_event_manager()
    keep, lose = (make_owned_lead(campaign=make_event(owner=owner)) for _ in range(2))
    other = make_owned_lead(campaign=make_event(owner=make_event_manager()))
    client.force_login(owner)
    page = client.get(reverse("followups:lead", args=[keep.pk])).content.decode()
    assert reverse("followups:merge_lead", args=[keep.pk]) in page
    mixed = reverse("followups:compare_leads", args=[keep.pk, other.pk])
    assert client.post(mixed, {"keep": keep.pk}).status_code == 404

    compare = reverse("followups:compare_leads", args=[keep.pk, lose.pk])
    client.post(compare, {"keep": keep.pk})

    assert not Lead.objects.filter(pk=lose.pk).exists()
    client.post(reverse("followups:undo_merge", args=[LeadMerge.objects.get().pk]))
    assert Lead.objects.filter(pk=lose.pk).exists()


def test_row_page_and_inbox_say_how_often_somebody_asked(client: Any, team: Team) -> None:
    ana = make_rep(team=team)
    lead, waiting = make_planned_lead(owner=ana), make_lead()
    for asked in (lead, waiting):
        for hours in (1, 2):
            person = make_person(email=person_of(asked).email)
            make_lead(person=person, campaign=asked.campaign, at=after(hours=hours))
    client.force_login(ana)
    assert "3rd inquiry" in client.get(reverse("followups:queue")).content.decode()
    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    assert "3rd inquiry" in page

    client.force_login(make_admin())

    assert "3rd inquiry" in client.get(reverse("followups:inbox")).content.decode()


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, ""), (2, "2nd inquiry"), (4, "4th inquiry"), (12, "12th inquiry"), (21, "21st inquiry")],
)
def test_how_often_in_words(number: int, said: str) -> None:
    assert inquiry_in_words(number) == said
