"""The verdict on a lead's page, and in the forms that close it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from followups.next_step import Due, TouchOn
from followups.tests.factories import log, make_owned_lead, make_touch, next_touch
from followups.verdicts import standing_verdict
from leadfollow import clock
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Lead:
    return make_owned_lead(at=clock.now())


def page_of(client: Client, lead: Lead) -> str:
    return client.get(reverse("followups:lead", args=[lead.pk])).content.decode()


def send(client: Client, lead: Lead, **form: Any) -> Any:
    return client.post(
        reverse("followups:give_verdict", args=[lead.pk]) + "?page=lead", form, follow=True
    )


def test_one_press_accepts(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]

    answer = send(client, lead, accept="1")

    assert standing_verdict(lead).says == "accepted"  # type: ignore[union-attr]
    assert f"{lead}: accepted." in answer.content.decode()


def test_the_standing_line_takes_it_back(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    send(client, lead, accept="1")
    verdict = standing_verdict(lead)
    assert verdict

    answer = client.post(
        reverse("followups:undo_verdict", args=[verdict.pk]) + "?page=lead", follow=True
    )

    assert standing_verdict(lead) is None
    assert "Taken back" in answer.content.decode()


def test_reject_and_close_is_one_step(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]

    send(client, lead, reason="test", words="From our own agency", close="1")

    lead.refresh_from_db()
    assert (lead.disposition, standing_verdict(lead).reason) == ("disqualified", "test")  # type: ignore[union-attr]


def test_a_rejected_duplicate_ends_as_one(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]

    send(client, lead, reason="duplicate", close="1")

    lead.refresh_from_db()
    assert lead.disposition == "duplicate"


def test_without_a_reason_the_typed_words_are_kept(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]

    answer = send(client, lead, words="Something is odd")

    assert answer.status_code == 422
    assert "Choose why the lead is rejected." in answer.content.decode()
    assert "Something is odd" in answer.content.decode()


def test_only_clerical_reasons_are_offered_before_an_answer(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    before = page_of(client, lead)
    touch = make_touch(lead=lead, at=clock.now(), due_at=clock.now())
    log(touch, at=clock.now(), outcome="talked")

    later = page_of(client, lead)

    assert ("Test or spam" in before, "Student or researcher" in before) == (True, False)
    assert ("Test or spam" in later, "Student or researcher" in later) == (True, True)


def test_a_stranger_gets_404_and_a_manager_may(client: Client, lead: Lead) -> None:
    client.force_login(make_rep())
    assert send(client, lead, accept="1").status_code == 404
    manager = make_manager()
    lead.owner.team.managers.add(manager)  # type: ignore[union-attr]
    client.force_login(manager)

    send(client, lead, accept="1")

    assert standing_verdict(lead).given_by == manager  # type: ignore[union-attr]


def test_nobody_takes_back_what_another_said(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    send(client, lead, accept="1")
    manager = make_manager()
    lead.owner.team.managers.add(manager)  # type: ignore[union-attr]
    client.force_login(manager)
    verdict = standing_verdict(lead)
    assert verdict

    answer = client.post(reverse("followups:undo_verdict", args=[verdict.pk]))

    assert answer.status_code == 404


def test_disqualified_asks_why_in_its_own_field(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    url = reverse("followups:close_lead", args=[lead.pk]) + "?page=lead"

    answer = client.post(url, {"disposition": "disqualified", "reason": "Odd", "verdict": ""})

    assert answer.status_code == 409
    assert "Say why the lead is rejected: choose a reason." in answer.content.decode()
    assert "Odd" in answer.content.decode()


def test_the_close_form_takes_the_reason(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    url = reverse("followups:close_lead", args=[lead.pk]) + "?page=lead"

    client.post(url, {"disposition": "disqualified", "reason": "Odd", "verdict": "not_ours"})

    verdict = standing_verdict(lead)
    assert verdict
    assert (verdict.reason, verdict.words) == ("not_ours", "Odd")


def test_the_log_panel_takes_it_too(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    now = clock.now()
    make_touch(lead=lead, at=now, due_at=now)
    touch = next_touch(lead)
    url = reverse("followups:log_touch", args=[touch.pk])
    form = client.get(url).context["form"]
    said = {"outcome": "talked", "when": "close", "disposition": "disqualified"}

    client.post(url, {"key": form["key"].value(), "verdict": "no_budget", "note": "Spent", **said})

    verdict = standing_verdict(lead)
    assert verdict
    assert (verdict.reason, verdict.words) == ("no_budget", "Spent")


def test_the_timeline_tells_it(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    make_touch(lead=lead, at=clock.now())
    log(next_touch(lead), at=clock.now(), then=TouchOn(Due(clock.now() + clock.ONE_DAY)))

    send(client, lead, accept="1")

    assert "Verdict: accepted" in page_of(client, lead)
