"""What a page shows only for a while: all of axe's rules, light and dark, desk and telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followups.models import Channel, SweepRun, Touch
from followups.sweep import sweep
from followups.tests.factories import add_colleague, log, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
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
    found = list(barriers_here(page, what, **how))
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

    assert_no_barrier(page, "Menu", widths=(TELEPHONE,))


def test_the_list_of_keys(page: Page) -> None:
    page.goto("/queue/")

    page.keyboard.press("?")

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
