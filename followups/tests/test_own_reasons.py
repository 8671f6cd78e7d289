"""A company's own reasons: beneath a disposition where a lead is closed, and counted as one of the
program's where it is rejected."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.next_step import Close
from followups.tests.factories import MONDAY, after, log, make_owned_lead, make_touch
from followups.verdicts import Judgement, standing_verdict
from leadfollow import clock
from leadfollow.people.lists.operations import add_row, edit_row, retire_row
from leadfollow.people.lists.remembered import offered, rows_of
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.lists import CLOSE_REASONS, VERDICT_REASONS
from leads.models import CloseReason, Closure, Lead, Rejection, Says, VerdictReason

pytestmark = pytest.mark.django_db
LEADS = reverse("followups:leads")


@pytest.fixture
def max_() -> User:
    return make_manager(name="Max")


@pytest.fixture
def cheaper(max_: User) -> CloseReason:
    values = {"name": "Cheaper", "disposition": "bought_elsewhere"}
    return add_row(to=CLOSE_REASONS, values=values, by=max_, at=MONDAY)


@pytest.fixture
def too_small(max_: User) -> VerdictReason:
    values = {"name": "Too small", "counts_as": "outside"}
    return add_row(to=VERDICT_REASONS, values=values, by=max_, at=MONDAY)


@pytest.fixture
def lead() -> Lead:
    return make_owned_lead(at=clock.now())


def page_of(client: Client, lead: Lead) -> str:
    return client.get(reverse("followups:lead", args=[lead.pk])).content.decode()


def send_close(client: Client, lead: Lead, **form: Any) -> Any:
    close = reverse("followups:close_lead", args=[lead.pk]) + "?page=lead"
    return client.post(close, {"reason": "They said so"} | form, follow=True)


def close(lead: Lead, **fields: Any) -> Closure:
    said = {"disposition": "bought_elsewhere", "reason": "They said so"} | fields
    return operations.close_lead(lead=lead, by=lead.owner, at=after(hours=1), **said)


def test_an_own_reason_closes_a_lead_and_is_told(
    client: Client, lead: Lead, cheaper: CloseReason
) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]

    send_close(client, lead, disposition=f"bought_elsewhere-{cheaper.pk}")

    end = lead.closures.get()
    assert (end.disposition, end.why) == ("bought_elsewhere", cheaper)
    page = page_of(client, lead)
    assert "<b>Closed: bought elsewhere: Cheaper</b>" in page
    assert page.count("Closed: bought elsewhere: Cheaper") >= 2  # the card, and the timeline


def test_it_stands_beneath_its_disposition_until_it_is_retired(
    client: Client, lead: Lead, cheaper: CloseReason, max_: User
) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    option = f'<option value="bought_elsewhere-{cheaper.pk}">Cheaper</option>'

    before = page_of(client, lead)
    retire_row(of=CLOSE_REASONS, row=cheaper, by=max_, at=MONDAY)
    after_ = page_of(client, lead)

    assert '<optgroup label="Bought elsewhere">' in before
    assert option in before
    assert option not in after_


def test_a_retired_one_is_refused_and_the_form_keeps_what_was_typed(
    client: Client, lead: Lead, cheaper: CloseReason, max_: User
) -> None:
    retire_row(of=CLOSE_REASONS, row=cheaper, by=max_, at=MONDAY)
    client.force_login(lead.owner)  # type: ignore[arg-type]

    answer = send_close(client, lead, disposition=f"bought_elsewhere-{cheaper.pk}")

    assert answer.status_code == 422
    assert "They said so" in answer.content.decode()
    assert not lead.closures.exists()


def test_one_for_another_end_is_refused(cheaper: CloseReason) -> None:
    lead = make_owned_lead()

    with pytest.raises(operations.BadReason, match="“Cheaper” is no reason for this end"):
        close(lead, disposition="not_interested", why=cheaper)


def test_an_own_reason_says_why_a_lead_is_given_up_early(cheaper: CloseReason) -> None:
    close(lead := make_owned_lead(), reason="", why=cheaper)

    assert lead.early_stops.get().reason == "Cheaper"


def test_the_log_panel_closes_with_it(client: Client, lead: Lead, cheaper: CloseReason) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    touch = make_touch(lead=lead, due_at=clock.now())
    panel = reverse("followups:log_touch", args=[touch.pk])
    key = "5b2f0d1e-0a54-4b1e-9d5e-3f1f6f1c2a01"

    client.post(
        panel,
        {
            "key": key,
            "outcome": "not_interested",
            "note": "Too dear",
            "when": "close",
            "disposition": f"bought_elsewhere-{cheaper.pk}",
        },
    )

    end = lead.closures.get()
    assert (end.disposition, end.why) == ("bought_elsewhere", cheaper)


def test_a_logged_touch_closes_with_it_and_its_undo_takes_it_back(cheaper: CloseReason) -> None:
    touch = make_touch()
    then = Close("bought_elsewhere", "Too dear", why_id=cheaper.pk)

    made = log(touch, at=after(hours=2), outcome="talked", then=then)
    ended_for = touch.lead.closures.standing().get().why
    operations.undo_touch(touch=made, by=touch.lead.owner, at=after(hours=3))  # type: ignore[arg-type]

    assert ended_for == cheaper
    assert not touch.lead.closures.standing().exists()


def test_the_lead_list_knows_it_and_the_list_of_reasons_counts_it(
    client: Client, cheaper: CloseReason, max_: User
) -> None:
    ana = make_rep()
    with_it, without, _ = [make_owned_lead(owner=ana) for _ in range(3)]
    close(with_it, why=cheaper)
    close(without)
    retire_row(of=CLOSE_REASONS, row=cheaper, by=max_, at=MONDAY)
    client.force_login(ana)
    address = f"{LEADS}?state=bought_elsewhere-{cheaper.pk}"

    reasons = client.get(reverse("people:list", args=["close-reasons"])).content.decode()
    listed = client.get(address).content.decode()

    assert f'<a href="{address}"><b>1</b>' in reasons
    assert "Bought elsewhere: Cheaper" in listed
    assert reverse("followups:lead", args=[with_it.pk]) in listed
    assert reverse("followups:lead", args=[without.pk]) not in listed


def test_what_it_stands_beneath_stays(client: Client, cheaper: CloseReason, max_: User) -> None:
    client.force_login(max_)
    edit = reverse("people:list_row", args=["close-reasons", cheaper.pk])

    client.post(edit, {"name": "Too dear", "disposition": "won"})

    cheaper.refresh_from_db()
    assert (cheaper.name, cheaper.disposition) == ("Too dear", "bought_elsewhere")


def test_the_audit_finds_one_of_another_end(cheaper: CloseReason) -> None:
    end = close(make_owned_lead(), why=cheaper)
    Closure.objects.filter(pk=end.pk).update(disposition="not_interested")

    [found] = audit(["3-closed-is-closed"]).values()

    assert any("own reason of another end" in line for line in found.violations)


def test_an_own_reason_rejects_and_counts_as_the_programs(
    client: Client, lead: Lead, too_small: VerdictReason
) -> None:
    Lead.objects.filter(pk=lead.pk).update(responded_at=clock.now())
    client.force_login(lead.owner)  # type: ignore[arg-type]
    choice = f"outside-{too_small.pk}"

    form = page_of(client, lead)
    client.post(reverse("followups:give_verdict", args=[lead.pk]), {"reason": choice})

    verdict = standing_verdict(lead)
    assert verdict
    assert f'<option value="{choice}">Outside our market: Too small</option>' in form
    assert (verdict.reason, verdict.why) == ("outside", too_small)
    assert verdict.in_words == "Rejected: too small (outside our market)"
    assert "Verdict: rejected: too small (outside our market)" in page_of(client, lead)


def test_before_an_answer_only_own_clerical_reasons_are_offered(
    client: Client, lead: Lead, too_small: VerdictReason, max_: User
) -> None:
    values = {"name": "Robot", "counts_as": "test"}
    add_row(to=VERDICT_REASONS, values=values, by=max_, at=MONDAY)
    client.force_login(lead.owner)  # type: ignore[arg-type]

    page = page_of(client, lead)

    reject = page[page.index('id="verdict-reason"') :]
    reject = reject[: reject.index("</select>")]
    assert "Test or spam: Robot" in reject
    assert "Too small" not in reject


def test_an_own_reason_that_counts_as_something_else_needs_no_words(max_: User) -> None:
    values = {"name": "Wants a job", "counts_as": "other"}
    own = add_row(to=VERDICT_REASONS, values=values, by=max_, at=MONDAY)
    lead = make_owned_lead()
    Lead.objects.filter(pk=lead.pk).update(responded_at=MONDAY)

    operations.give_verdict(
        lead=lead, verdict=Judgement(Says.REJECTED, Rejection.OTHER, why_id=own.pk),
        by=lead.owner, at=MONDAY,
    )  # type: ignore[arg-type]  # fmt: skip

    assert standing_verdict(lead).why == own  # type: ignore[union-attr]


def test_an_own_reason_that_counts_as_another_is_refused(too_small: VerdictReason) -> None:
    lead = make_owned_lead()

    with pytest.raises(operations.BadVerdict, match="counts as another one"):
        operations.give_verdict(
            lead=lead,
            verdict=Judgement(Says.REJECTED, Rejection.TEST, why_id=too_small.pk),
            by=lead.owner,  # type: ignore[arg-type]
            at=MONDAY,
        )


def test_the_lead_list_knows_reasons_to_reject(client: Client, too_small: VerdictReason) -> None:
    ana = make_rep()
    lead = make_owned_lead(owner=ana)
    Lead.objects.filter(pk=lead.pk).update(responded_at=MONDAY)
    verdict = Judgement(Says.REJECTED, Rejection.OUTSIDE, why_id=too_small.pk)
    operations.give_verdict(lead=lead, verdict=verdict, by=ana, at=MONDAY)
    client.force_login(ana)
    address = f"{LEADS}?state=rejected-{too_small.pk}"

    reasons = client.get(reverse("people:list", args=["verdict-reasons"])).content.decode()
    listed = client.get(address).content.decode()

    assert f'<a href="{address}"><b>1</b>' in reasons
    assert reverse("followups:lead", args=[lead.pk]) in listed


def test_the_lists_are_remembered_until_one_changes(
    cheaper: CloseReason, max_: User, django_assert_num_queries: Any
) -> None:
    offered(CLOSE_REASONS)
    with django_assert_num_queries(1):  # the organisation alone, which a request knows anyway
        offered(CLOSE_REASONS)

    edit_row(of=CLOSE_REASONS, row=cheaper, values={"name": "Dearer"}, by=max_, at=MONDAY)

    assert [row.name for row in rows_of(CLOSE_REASONS)] == ["Dearer"]
