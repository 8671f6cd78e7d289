"""Who gives a lead up before its sixth touch says why (D91)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.urls import reverse

from followups import operations
from followups.early_stops import answers_of, figure_of
from followups.lesson.scene import Setting, practice
from followups.models import Bucket, EarlyStop, Outcome
from followups.next_step import Close, Due, Nurture, TouchOn
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
from leadfollow import clock
from leadfollow.people.tests.factories import make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db


def close(lead: Lead, disposition: str = "no_response", reason: str = "", **fields: Any) -> Any:
    at = fields.pop("at", after(hours=9))
    return operations.close_lead(
        lead=lead, disposition=disposition, reason=reason, by=lead.owner, at=at, **fields
    )


def stops() -> list[tuple[int, str]]:
    return list(EarlyStop.objects.standing().values_list("touches", "reason"))


def tried(times: int) -> Lead:
    lead = make_planned_lead()
    for hour in range(times):
        log(next_touch(lead), at=after(hours=hour + 1))
    return lead


def test_closing_without_an_answer_asks_why() -> None:
    lead = tried(2)

    with pytest.raises(operations.StopsEarly, match="2 of at least 6 touches"):
        close(lead)
    close(lead, reason="Firm is gone")

    assert stops() == [(2, "Firm is gone")]
    assert not fresh(lead).is_open


def test_in_the_log_too() -> None:
    lead = tried(2)

    with pytest.raises(operations.StopsEarly):
        log(next_touch(lead), at=after(hours=9), then=Close("no_response"))
    log(next_touch(lead), at=after(hours=9), then=Close("no_response", "Firm is gone"))

    assert stops() == [(3, "Firm is gone")]


def test_after_six_touches_nothing_is_asked() -> None:
    close(tried(6))

    assert not stops()


@pytest.mark.parametrize("disposition", ["won", "do_not_contact"])
def test_some_ends_are_no_giving_up(disposition: str) -> None:
    close(tried(1), disposition)

    assert not stops()


def test_after_an_answer_nothing_is_asked() -> None:
    lead = make_planned_lead()
    log(next_touch(lead), at=after(hours=1), outcome=Outcome.TALKED)

    close(lead, "not_interested")

    assert not stops()


def test_not_now_needs_a_note_and_a_bucket_is_one() -> None:
    one, two = make_planned_lead(), make_planned_lead()
    later = TouchOn(Due(after(days=90)))
    bucket = Bucket.objects.all()[0]

    with pytest.raises(operations.StopsEarly):
        log(next_touch(one), at=after(hours=1), outcome="not_now", then=later, note="")
    log(next_touch(one), at=after(hours=1), outcome="not_now", then=later, note="After Easter")
    rest = Nurture(bucket.pk, after(days=90).date())
    log(next_touch(two), at=after(hours=1), outcome="not_now", then=rest, note="")

    assert stops() == [(1, "After Easter"), (1, bucket.name)]


def test_into_a_bucket_without_a_touch_and_back() -> None:
    lead, bucket = make_planned_lead(), Bucket.objects.all()[0]
    by, wake_on = lead.owner, after(days=90).date()
    operations.send_to_bucket(lead=lead, bucket=bucket, wake_on=wake_on, by=by, at=after(hours=1))  # type: ignore[arg-type]
    assert stops() == [(0, bucket.name)]

    operations.undo_rest(lead=lead, by=by, at=after(hours=2))  # type: ignore[arg-type]

    assert not stops()


def test_it_is_undone_with_its_touch() -> None:
    lead = make_planned_lead()
    touch = log(next_touch(lead), at=after(hours=1), then=Close("no_response", "Firm is gone"))

    operations.undo_touch(touch=touch, by=lead.owner, at=after(hours=2))  # type: ignore[arg-type]

    assert not stops()
    assert EarlyStop.objects.get().taken_back_at == after(hours=2)


def test_what_the_product_does_by_itself_is_asked_nothing() -> None:
    lead = tried(1)

    operations.close_lead(lead=lead, disposition="no_response", by=None, at=after(hours=9))

    assert not stops()


def test_the_database_refuses_one_without_a_reason() -> None:
    lead = make_owned_lead()

    with pytest.raises(IntegrityError), transaction.atomic():
        EarlyStop.objects.create(lead=lead, rep=make_rep(), touches=1, reason="", at=after())


# --- The team's own figure


def answered(rep: Any, *, after_touches: int) -> None:
    lead = make_lead(owner=rep)
    for n in range(after_touches + 1):
        operations.log_unplanned_touch(
            lead=lead,
            contact=person_of(lead),
            channel="call",
            outcome="no_answer" if n < after_touches else "talked",
            key=uuid4(),
            by=rep,
            at=after(hours=n + 1),
            then=TouchOn(Due(after(days=9))),
        )


def test_the_figure_counts_first_answers_after_the_fourth_touch() -> None:
    rep = make_rep()
    for touches in (0, 3, 4, 5):
        answered(rep, after_touches=touches)

    answers = answers_of(rep.team)

    assert (answers.late, answers.all) == (2, 4)
    assert figure_of(rep.team) == ""


def test_with_twenty_it_is_told() -> None:
    rep = make_rep()
    for _ in range(20):
        answered(rep, after_touches=0)

    assert figure_of(rep.team) == "0 % of our answers came after touch 4 (20 leads)."


@pytest.fixture
def memory(settings: Any) -> None:
    """What a process remembers, which other tests do without."""
    kind = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"memory": {"BACKEND": kind, "LOCATION": "figures"}}
    caches["memory"].clear()


def test_it_is_looked_up_once_an_hour_and_never_kept_from_practice(
    memory: None, django_capture_on_commit_callbacks: Any
) -> None:
    rep = make_rep()
    for _ in range(19):
        answered(rep, after_touches=0)

    with django_capture_on_commit_callbacks(execute=True):
        with practice(rep, Setting(), number=1, now=after(days=2)) as scene:
            log(scene.due, by=rep, at=after(days=2), outcome=Outcome.TALKED)
            assert "(20 leads)" in figure_of(rep.team)
        assert figure_of(rep.team) == ""
    answered(rep, after_touches=0)
    assert figure_of(rep.team) == ""

    caches["memory"].clear()

    assert "(20 leads)" in figure_of(rep.team)


# --- On the pages


def test_the_lead_page_asks_and_keeps_what_was_typed(client: Any) -> None:
    lead = make_owned_lead(at=clock.now() - timedelta(days=1))
    client.force_login(lead.owner)
    address = reverse("followups:close_lead", args=[lead.pk])

    refused = client.post(f"{address}?page=lead", {"disposition": "no_response"})
    page = refused.content.decode()
    client.post(
        f"{address}?page=lead", {"disposition": "no_response", "early": "Cannot be reached"}
    )

    assert refused.status_code == 409
    assert "say why you stop" in page
    assert stops() == [(0, "Cannot be reached")]
    rows = client.get(reverse("reports:report", args=["early-stops"])).content.decode()
    assert "Cannot be reached" in rows
