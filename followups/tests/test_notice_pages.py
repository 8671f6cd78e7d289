"""The bell and the list of notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from time_machine import travel

from campaigns.tests.factories import make_campaign
from followups.models import Notice
from followups.notices.listing import MOST, PAGE, new_notices, notice_list
from followups.notices.telling import put_away, tell_flags
from followups.sweep import sweep
from followups.tests.factories import (
    after,
    log,
    make_owned_lead,
    make_planned_lead,
    next_touch,
)
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
LIST = reverse("followups:notices")


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


def overdue_lead(rep: User, name: str = "Hafen AG") -> Lead:
    """The rep's own, and he was told at 11 that its first step was due at half past ten."""
    lead = make_planned_lead(owner=rep, by=rep, person=make_person(company=name))
    sweep(now=after(hours=1))
    tell_flags(now=after(hours=1))
    return lead


def shown(person: User, asked: str = "") -> list[str]:
    return [row.organisation for row in notice_list(QueryDict(asked), person=person).rows]


def get(client: Any, user: User, url: str = LIST) -> str:
    client.force_login(user)
    return " ".join(client.get(url).content.decode().split())


def test_the_bell_counts_what_is_new_and_the_list_shows_it(client: Any, ana: User) -> None:
    overdue_lead(ana)

    page = get(client, ana)

    assert '<b class="bell-count">1</b>' in page
    assert "Next step was due Mon 2 Nov 2026, 10:30" in page
    assert "Hafen AG" in page


def test_the_bell_is_on_every_page(client: Any, ana: User) -> None:
    overdue_lead(ana)

    for url in ("/queue/", "/leads/", "/flags/", "/campaigns/", "/reports/"):
        assert '<b class="bell-count">1</b>' in get(client, ana, url), url


def test_the_bell_need_not_count_past_what_was_over_long_ago(ana: User) -> None:
    stands, over = overdue_lead(ana, "Hafen AG"), overdue_lead(ana, "Werft AG")
    log(next_touch(over), at=after(hours=2))

    early, late = put_away(now=after(days=6)), put_away(now=after(days=8))

    assert (early, late) == (0, 1)
    assert [notice.lead for notice in Notice.objects.unread()] == [stands]
    assert shown(ana) == ["Hafen AG"]


def test_nobody_signed_in_sees_no_bell(client: Any) -> None:
    assert b'id="bell"' not in client.get(reverse("account_login")).content


def test_the_list_needs_signing_in(client: Any) -> None:
    assert client.get(LIST).status_code == 302


def test_with_nothing_new_it_says_so_and_the_bell_is_silent(client: Any, ana: User) -> None:
    page = get(client, ana)

    assert "Nothing new" in page
    assert "bell-count" not in page


def test_a_stranger_sees_nothing_of_it(ana: User) -> None:
    overdue_lead(ana)

    assert shown(make_rep(), "show=all") == []


def test_reading_one_takes_it_from_the_new_and_leaves_it_in_all(client: Any, ana: User) -> None:
    overdue_lead(ana)
    client.force_login(ana)
    with travel(after(hours=2), tick=False):
        answer = client.post(reverse("followups:read_notice", args=[Notice.objects.get().pk]))

    assert answer.url == LIST
    assert (new_notices(ana), shown(ana), shown(ana, "show=all")) == ("", [], ["Hafen AG"])
    assert Notice.objects.get().read_at == after(hours=2)


def test_the_first_reading_counts(client: Any, ana: User) -> None:
    overdue_lead(ana)
    client.force_login(ana)
    read = reverse("followups:read_notice", args=[Notice.objects.get().pk])
    for hours in (2, 3):
        with travel(after(hours=hours), tick=False):
            client.post(read)

    assert Notice.objects.get().read_at == after(hours=2)


def test_nobody_reads_for_another(client: Any, ana: User) -> None:
    overdue_lead(ana)
    client.force_login(make_rep(team=ana.team))

    answer = client.post(reverse("followups:read_notice", args=[Notice.objects.get().pk]))

    assert answer.status_code == 404
    assert Notice.objects.get().read_at is None


def test_marks_all_read_but_what_came_meanwhile(client: Any, ana: User) -> None:
    overdue_lead(ana, "First")
    until = notice_list(QueryDict(), person=ana).newest
    overdue_lead(ana, "Second")
    client.force_login(ana)

    client.post(reverse("followups:read_all_notices"), {"until": until})

    assert shown(ana) == ["Second"]


def test_reading_changes_nothing_by_a_link(client: Any, ana: User) -> None:
    client.force_login(ana)

    assert client.get(reverse("followups:read_all_notices")).status_code == 405


def test_htmx_gets_the_list_and_the_bell(client: Any, ana: User) -> None:
    overdue_lead(ana)
    client.force_login(ana)
    read = reverse("followups:read_notice", args=[Notice.objects.get().pk])

    page = client.post(read, headers={"HX-Request": "true"}).content.decode()

    assert 'id="notice-list"' in page
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page


def test_what_is_over_is_grey_and_not_counted(client: Any, ana: User) -> None:
    lead = overdue_lead(ana)
    log(lead.touches.scheduled().get(), at=after(hours=2))

    page = get(client, ana, f"{LIST}?show=all")

    assert "told-over" in page
    assert new_notices(ana) == ""


def test_a_manager_sees_with_whom_it_is(ana: User) -> None:
    leader = make_manager(of=ana.team)
    overdue_lead(ana)
    tell_flags(now=after(days=3))

    row = notice_list(QueryDict(), person=leader).rows[0]

    assert row.whose == "with Ana"


def many(person: User, number: int, *, at_once: bool = False) -> None:
    """So many leads of this person, and a notice of each."""
    campaign, flag_at = make_campaign(), after(hours=1)
    for n in range(number):
        lead = Lead.objects.create(
            organisation=f"Lead {n}", campaign=campaign, received_at=after(), owner=person
        )
        flag = lead.flags.create(kind="missing", began_at=after())
        told_at = flag_at if at_once else flag_at + timedelta(minutes=n // 3)
        Notice.objects.create(person=person, lead=lead, flag=flag, told_at=told_at)


def test_pages_hold_every_notice_once_newest_first(ana: User) -> None:
    many(ana, PAGE + 3)
    first = notice_list(QueryDict(), person=ana)
    onward = QueryDict(mutable=True)
    onward["after"] = first.next

    second = notice_list(onward, person=ana)

    names = [row.organisation for row in (*first.rows, *second.rows)]
    assert names == [f"Lead {n}" for n in reversed(range(PAGE + 3))]


def test_the_bell_counts_no_further_than_a_glance_can_tell(ana: User) -> None:
    many(ana, MOST + 2)

    assert new_notices(ana) == "99+"


def test_many_rows_cost_no_more_queries_than_one(
    client: Any, ana: User, django_assert_max_num_queries: Any
) -> None:
    many(ana, 8)
    client.force_login(ana)

    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_the_bell_costs_one_query(ana: User, django_assert_num_queries: Any) -> None:
    make_owned_lead(owner=ana)

    with django_assert_num_queries(1):
        new_notices(ana)


# --- Told together: no storm


def read_all(client: Any, person: User, **more: Any) -> None:
    client.force_login(person)
    newest = notice_list(QueryDict(), person=person).newest
    with travel(after(hours=5), tick=False):
        client.post(reverse("followups:read_all_notices"), {"until": newest} | more)


def test_many_flags_told_at_once_ring_once(client: Any, ana: User) -> None:
    overdue_lead(ana)
    many(ana, 25, at_once=True)

    listed = notice_list(QueryDict(), person=ana)

    assert new_notices(ana) == "2"
    assert [(line.number, line.kind) for line in listed.gathered] == [(25, "No next step")]
    assert [row.organisation for row in listed.rows] == ["Hafen AG"]
    assert "25 leads" in get(client, ana)


def test_a_few_are_told_one_by_one(ana: User) -> None:
    many(ana, 10, at_once=True)

    assert new_notices(ana) == "10"
    assert not notice_list(QueryDict(), person=ana).gathered


def test_the_number_opens_its_notices(client: Any, ana: User) -> None:
    overdue_lead(ana)
    many(ana, 25, at_once=True)
    line = notice_list(QueryDict(), person=ana).gathered[0]

    page = get(client, ana, line.url)

    assert page.count('class="line told"') == line.number
    assert "Hafen AG" not in page


def test_they_are_read_together_and_nothing_else(client: Any, ana: User) -> None:
    overdue_lead(ana)
    many(ana, 25, at_once=True)
    line = notice_list(QueryDict(), person=ana).gathered[0]

    read_all(client, ana, gathered=line.name)

    assert shown(ana) == ["Hafen AG"]
    assert len(shown(ana, "show=all")) == 26


@pytest.mark.parametrize("name", ["x", "missing@", "missing@2026-11-02", "odd@2026-11-02T11:00Z"])
def test_an_address_that_makes_no_sense_reads_and_opens_nothing(
    client: Any, ana: User, name: str
) -> None:
    overdue_lead(ana)

    read_all(client, ana, gathered=name)

    assert "Hafen AG" in get(client, ana, f"{LIST}?gathered={name}")
    assert new_notices(ana) == "1"


def test_nobody_reads_the_line_of_another(client: Any, ana: User) -> None:
    many(ana, 25, at_once=True)
    line = notice_list(QueryDict(), person=ana).gathered[0]

    read_all(client, make_rep(team=ana.team), gathered=line.name)

    assert new_notices(ana) == "1"


def test_one_look_at_many_that_stand_tells_them_together(ana: User) -> None:
    for _ in range(12):
        make_owned_lead(owner=ana)

    sweep(now=after(hours=1))
    tell_flags(now=after(hours=1))

    assert [line.number for line in notice_list(QueryDict(), person=ana).gathered] == [12]
