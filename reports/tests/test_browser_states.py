"""What a page shows only for a while: all of axe's rules, light and dark, desk and telephone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from playwright.sync_api import Page, expect

from followups import operations
from followups.models import Channel, SweepRun, Touch
from followups.next_step import Continue
from followups.sweep import sweep
from followups.tests.factories import (
    add_colleague,
    log,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
)
from followups.tests.hands import press, settled
from leadfollow import clock
from leadfollow.files.tests.corpus import PDF
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads import filing
from leads.models import Lead
from leads.tests.factories import make_person
from reports.tests.axe import DESK, TELEPHONE, barriers_here

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)


@pytest.fixture
def ana() -> User:
    ana = make_rep(name="Ana Petrov")
    ana.is_manager = ana.is_event_manager = ana.is_admin = True
    ana.save()
    ana.team.managers.add(ana)
    return ana


def due(ana: User, channel: str) -> Touch:
    now = clock.now()
    person = make_person(company=f"{channel.title()} AG", name="Kim Boe")
    lead = make_owned_lead(owner=ana, at=now - 99 * HOUR, person=person)
    add_colleague(lead, name="Jens Ott")
    return make_touch(lead=lead, channel=channel, due_at=now - HOUR, at=now - 99 * HOUR)


@pytest.fixture
def touch(ana: User) -> Touch:
    touch = due(ana, Channel.CALL)
    sweep(now=clock.now())
    return touch


@pytest.fixture
def page(signed_in: Callable[..., Any], ana: User, touch: Touch) -> Page:
    page: Page = signed_in(ana, reduced_motion="reduce")
    return page


def assert_no_barrier(page: Page, what: str, **how: Any) -> None:
    found = list(barriers_here(settled(page), what, **how))
    assert not found, "\n".join(found)


MENUS = {
    "the person's menu": ("/queue/", ".bar-end .menu > summary"),
    "snooze": ("/queue/", ".snooze > summary"),
    "tags": ("/leads/{lead}/", ".lead-tags .menu > summary"),
    "keep a view": ("/leads/?next=overdue", ".menu.end > summary"),
}


@pytest.mark.parametrize("name", MENUS)
def test_an_open_menu(page: Page, touch: Touch, name: str) -> None:
    address, summary = MENUS[name]
    page.goto(address.format(lead=touch.lead_id))

    page.locator(summary).first.click()

    expect(page.locator("details.menu[open]")).to_have_count(1)
    assert_no_barrier(page, name)


def test_the_menu_of_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": TELEPHONE, "height": 800})
    page.goto("/queue/")

    page.locator(".bar-phone > summary").click()

    expect(page.locator(".bar-phone[open]")).to_have_count(1)
    assert_no_barrier(page, "Menu", widths=(TELEPHONE,))


def test_the_list_of_keys(page: Page) -> None:
    page.goto("/queue/")

    press(page, "?")

    expect(page.get_by_role("dialog")).to_be_visible()
    assert_no_barrier(page, "keys")


@pytest.mark.parametrize("channel", [Channel.CALL, Channel.MAIL, Channel.MEETING])
def test_the_log_panel_with_each_answer(page: Page, ana: User, channel: str) -> None:
    touch = due(ana, channel)
    page.goto(f"/touches/{touch.pk}/log/")
    answers = page.locator("#log [name=outcome]")

    found: list[str] = []
    for at in range(answers.count()):
        page.set_viewport_size({"width": DESK, "height": 800})
        answers.nth(at).check()
        what = f"{channel}: {answers.nth(at).get_attribute('value')}"
        found += barriers_here(page, what, within="#pane")

    assert answers.count() >= 2
    assert not found, "\n".join(found)


def test_a_log_that_is_refused(page: Page) -> None:
    page.goto("/queue/")
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator("#pane")).to_contain_text("Choose what came of it.")

    assert_no_barrier(page, "refused log")


@pytest.mark.parametrize("address", ["/leads/new/", "/leads/import/", "/accounts/password/change/"])
def test_a_form_that_is_refused(page: Page, address: str) -> None:
    page.goto(address)
    form = page.locator("main form[method=post]", has=page.locator(".btn-primary")).first
    form.evaluate("(it) => { it.noValidate = true; }")  # else the browser itself refuses
    form.locator(".btn-primary").click()
    expect(page.locator(".invalid-feedback:visible, .errors:visible").first).to_be_visible()

    assert_no_barrier(page, f"refused {address}")


def test_a_log_of_which_somebody_was_quicker(page: Page, touch: Touch) -> None:
    page.goto("/queue/")
    log(touch, at=clock.now())

    page.get_by_role("button", name="No answer").click()

    expect(page.locator("#pane")).to_contain_text("Log it as an additional touch")
    assert_no_barrier(page, "quicker")


def test_a_form_of_which_somebody_was_quicker(page: Page, touch: Touch) -> None:
    page.goto(f"/leads/{touch.lead_id}/edit/")
    Lead.objects.filter(pk=touch.lead_id).update(note="Two sites")
    page.get_by_label("Note").fill("Three sites")

    page.get_by_role("button", name="Save").click()

    expect(page.locator("main")).to_contain_text("it is “Two sites” now")
    assert_no_barrier(page, "both versions")


def test_without_a_network(page: Page) -> None:
    page.goto("/queue/")
    page.context.set_offline(True)
    expect(page.locator("#trouble")).to_contain_text("No network")
    page.get_by_role("button", name="No answer").click()
    expect(page.locator("#unsent")).to_contain_text("waits for the network")

    assert_no_barrier(page, "offline")


def test_a_standing_line_with_undo(page: Page) -> None:
    page.goto("/queue/")

    page.get_by_role("button", name="No answer").click()

    expect(page.locator("#said")).to_contain_text("No answer at Call AG.")
    assert_no_barrier(page, "nothing due any more")


def test_flags_that_are_old(page: Page) -> None:
    SweepRun.objects.update(as_of=clock.now() - 5 * HOUR, finished_at=clock.now() - 5 * HOUR)
    page.goto("/queue/")
    expect(page.locator(".notice-today")).to_contain_text("Flags are from")

    assert_no_barrier(page, "old flags")


@pytest.mark.parametrize("address", ["/not-there/", "/leads/999999/"])
def test_what_is_not_there(page: Page, address: str) -> None:
    page.goto(address)

    assert_no_barrier(page, address)


# --- The day's work: one lead after the other, taken by somebody, at its plan's end


def test_one_lead_after_the_other_and_the_end(page: Page) -> None:
    page.goto("/queue/?show=due&play=0-1")
    expect(page.locator("#work h1")).to_have_text("1 of 1")
    found = list(barriers_here(settled(page), "play", within="main"))

    page.get_by_role("button", name="No answer").click()

    expect(page.locator("#work h1")).to_have_text("All 1 done")
    found += barriers_here(settled(page), "play's end", within="main")
    assert not found, "\n".join(found)


def test_a_row_that_somebody_took(signed_in: Callable[..., Any], ana: User) -> None:
    eva, ben = (make_rep(name=name, team=ana.team) for name in ("Eva Holm", "Ben Ott"))
    touch = due(eva, Channel.CALL)
    page = signed_in(eva, reduced_motion="reduce")
    page.goto("/queue/")
    operations.assign_lead(lead=touch.lead, rep=ben, by=ana, at=clock.now())

    page.get_by_role("button", name="No answer").click()

    expect(page.locator(".row-over")).to_contain_text("Taken by Ben Ott")
    assert_no_barrier(page, "taken", within="main")


def test_the_decision_at_the_end_of_a_plan(page: Page, ana: User) -> None:
    then = clock.now() - 99 * HOUR
    only = {"minutes": 30, "channel": "call", "title": "The only one"}
    lead = make_planned_lead(only, owner=ana, at=then)
    log(next_touch(lead), at=then + HOUR, then=Continue())
    page.goto(f"/touches/{next_touch(lead).pk}/log/")
    page.locator(".decide details").evaluate_all("(all) => all.forEach((it) => { it.open = true })")

    expect(page.locator("main")).to_contain_text("Decide what becomes of the lead")
    assert_no_barrier(page, "decide", within="main")


# --- The lesson, a roll-out that runs, files


@pytest.mark.parametrize(
    ("button", "verdict"), [("Left message", "Not yet."), ("No answer", "Right.")]
)
def test_the_verdict_of_an_exercise(page: Page, button: str, verdict: str) -> None:
    page.goto("/lesson/1/")

    page.get_by_role("button", name=button).click()

    expect(page.locator("main")).to_contain_text(verdict)
    assert_no_barrier(page, verdict, within="main")


def test_a_roll_out_that_runs(page: Page, ana: User) -> None:
    lead = make_planned_lead(owner=ana, at=clock.now() - 9 * HOUR)
    how: dict[str, Any] = {"by": ana, "at": clock.now()}
    like = lead.enrolments.get().cadence
    plan = operations.Plan.of(like)
    later = replace(plan.steps[0], before_id=like.steps.order_by("pk")[0].pk, day=2)
    new = operations.save_cadence(like=like, plan=replace(plan, steps=(later,)), **how)
    operations.ask_for_roll_out(cadence=new, **how)

    page.goto(f"/cadences/{new.pk}/roll-out/")

    expect(page.locator("main")).to_contain_text("0 of 1 lead")
    assert_no_barrier(page, "rolling out", within="main")


def test_a_file_whose_bytes_are_gone(page: Page, touch: Touch, ana: User) -> None:
    how: dict[str, Any] = {"by": ana, "at": clock.now()}
    file = filing.add_lead_file(lead=touch.lead, name="offer.pdf", content=PDF, **how)
    default_storage.delete(file.stored_as)

    answer = page.goto(f"/leads/{touch.lead_id}/files/{file.pk}/")

    assert answer
    assert answer.status == 410
    assert_no_barrier(page, "missing file")


def test_a_file_that_is_refused(page: Page, touch: Touch) -> None:
    page.goto(f"/leads/{touch.lead_id}/")
    bad = {"name": "run.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    page.locator(".files-add [type=file]").set_input_files(bad)
    if (add := page.locator(".files-add button")).is_visible():
        add.click()

    expect(page.locator("#said .said-overdue")).to_be_visible()
    assert_no_barrier(page, "refused file", within="main")
