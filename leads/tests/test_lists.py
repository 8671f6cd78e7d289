"""Lists to choose from, on pages: rows are added, edited and retired, never deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from leadfollow.log.models import Entry
from leadfollow.people.lists.declared import LISTS, ChoiceList
from leadfollow.people.lists.operations import (
    ThereAlready,
    add_row,
    bring_back_row,
    edit_row,
    retire_row,
)
from leadfollow.people.optional import OPTIONAL, switch_part
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_manager, make_rep
from leads.lists import TAGS
from leads.models import Lead, Tag
from leads.operations import TagRetired, tag_lead

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
PAGE = reverse("people:list", args=["tags"])


def on(name: str, tag: Tag) -> str:
    return reverse(f"people:{name}", args=["tags", tag.pk])


def make_lead(**fields: Any) -> Lead:
    return Lead.objects.create(campaign=make_campaign(), received_at=MONDAY, **fields)


@pytest.mark.parametrize("its", LISTS.values(), ids=list(LISTS))
def test_everybody_reads_each_list_and_only_its_keepers_change_it(
    client: Any, its: ChoiceList
) -> None:
    rep, manager = make_rep(), make_manager()
    for part in OPTIONAL:
        switch_part(part=part, on=True, by=make_admin(), at=MONDAY)
    page = reverse("people:list", args=[its.slug])
    client.force_login(rep)

    read, added = client.get(page), client.post(page, {"name": "Own"})

    assert (read.status_code, added.status_code) == (200, 404)
    assert "Add it" not in read.content.decode()
    assert its.may_edit(manager) or its.may_edit(make_admin())


def test_a_manager_adds_one(client: Any) -> None:
    max_ = make_manager()
    client.force_login(max_)

    page = client.post(PAGE, {"name": " #Key   account "}, follow=True).content.decode()

    assert "“Key account” is offered from now on." in page
    entry = Entry.objects.get(event="tag added")
    assert (entry.by, entry.details) == (max_, {"name": "Key account"})


@pytest.mark.parametrize(
    ("retired_at", "told"),
    [
        pytest.param(None, "“Hot” is there already. Choose another.", id="offered"),
        pytest.param(
            MONDAY, "“Hot” is there already, retired: bring it back instead.", id="retired"
        ),
    ],
)
def test_what_is_there_is_refused_and_kept_in_the_field(
    client: Any, retired_at: Any, told: str
) -> None:
    Tag.objects.create(name="Hot", retired_at=retired_at)
    client.force_login(make_admin())

    answer = client.post(PAGE, {"name": "HOT"})

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="HOT"' in answer.content.decode()
    assert Tag.objects.count() == 1


def test_a_tag_is_renamed_wherever_it_stands(client: Any) -> None:
    rep = make_rep()
    lead = make_lead(owner=rep)
    put = tag_lead(lead=lead, name="Hto", by=rep, at=MONDAY)
    assert put
    client.force_login(make_manager())

    client.post(on("list_row", put.tag), {"name": "Hot"})

    assert [str(each.tag) for each in lead.tags.all()] == ["Hot"]


def test_saved_as_it_was_nothing_is_written() -> None:
    tag, admin = Tag.objects.create(name="Hot"), make_admin()

    edit_row(of=TAGS, row=tag, values={"name": "Hot"}, by=admin, at=MONDAY)

    assert not Entry.objects.exists()


def test_a_name_of_another_is_refused() -> None:
    Tag.objects.create(name="Cold")
    tag = Tag.objects.create(name="Hot")

    with pytest.raises(ThereAlready):
        edit_row(of=TAGS, row=tag, values={"name": "cold"}, by=make_admin(), at=MONDAY)


def test_retired_and_brought_back_with_a_line_that_undoes_it(client: Any) -> None:
    tag = Tag.objects.create(name="Hot")
    client.force_login(make_manager())

    retired = client.post(on("retire_row", tag), follow=True).content.decode()
    tag.refresh_from_db()
    was_retired = tag.retired_at
    back = client.post(on("bring_back_row", tag), follow=True).content.decode()
    tag.refresh_from_db()

    assert was_retired
    assert tag.retired_at is None
    assert f'action="{on("bring_back_row", tag)}"' in retired
    assert "Undo" in retired
    assert 'id="retired"' in retired
    assert f'action="{on("retire_row", tag)}"' in back
    assert 'id="retired"' not in back


def test_retired_twice_is_retired_once() -> None:
    tag, admin = Tag.objects.create(name="Hot"), make_admin()

    for _ in range(2):
        retire_row(of=TAGS, row=tag, by=admin, at=MONDAY)
    for _ in range(2):
        bring_back_row(of=TAGS, row=tag, by=admin, at=MONDAY)

    assert [entry.event for entry in Entry.objects.order_by("pk")] == [
        "tag retired",
        "tag brought back",
    ]


def test_a_row_in_anothers_hands_is_404(client: Any) -> None:
    tag = Tag.objects.create(name="Hot")
    client.force_login(make_event_manager())

    for name in ("list_row", "retire_row", "bring_back_row"):
        assert client.post(on(name, tag), {"name": "Cold"}).status_code == 404

    tag.refresh_from_db()
    assert (tag.name, tag.retired_at) == ("Hot", None)


def test_no_list_of_that_name_is_404(client: Any) -> None:
    client.force_login(make_admin())

    assert client.get(reverse("people:list", args=["nothing"])).status_code == 404


def test_a_retired_tag_stays_on_its_lead_and_is_put_on_no_other() -> None:
    rep = make_rep()
    old, new = make_lead(owner=rep), make_lead(owner=rep)
    put = tag_lead(lead=old, name="Hot", by=rep, at=MONDAY)
    assert put
    retire_row(of=TAGS, row=put.tag, by=rep, at=MONDAY)

    with pytest.raises(TagRetired):
        tag_lead(lead=new, name="hot", by=rep, at=MONDAY)

    assert tag_lead(lead=old, name="hot", by=rep, at=MONDAY) is None
    assert [old.tags.count(), new.tags.count()] == [1, 0]


def test_used_counts_leads_in_reach_and_leads_to_them(client: Any) -> None:
    ann, ben = make_rep(), make_rep()
    for rep in (ann, ann, ben):
        put = tag_lead(lead=make_lead(owner=rep), name="Hot", by=rep, at=MONDAY)
    assert put
    client.force_login(ann)

    page = client.get(PAGE).content.decode()

    assert f'<a href="{reverse("followups:leads")}?tag={put.tag_id}"><b>2</b>' in page


def test_as_many_queries_with_one_row_as_with_many(
    client: Any, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    admin = make_admin()
    client.force_login(admin)
    add_row(to=TAGS, values={"name": "One"}, by=admin, at=MONDAY)
    client.get(PAGE)
    with django_assert_max_num_queries(30) as counted:
        client.get(PAGE)

    for number in range(20):
        add_row(to=TAGS, values={"name": f"Tag {number}"}, by=admin, at=MONDAY)

    with django_assert_num_queries(len(counted)):
        client.get(PAGE)
