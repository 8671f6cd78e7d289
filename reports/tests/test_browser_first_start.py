"""A stranger sets it up with his own data, by keyboard and eye alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from leadfollow import clock
from leadfollow.people.models import Organisation, Team, User
from leadfollow.people.start_code import start_code
from leadfollow.people.tests.factories import make_user
from reports.start.loading import ask_for_demonstration
from reports.tests.axe import NARROW, TELEPHONE, barriers_here, too_wide

pytestmark = pytest.mark.browser
PASSWORD = "nine green bottles"


@pytest.fixture
def page(site: str, new_context: Callable[..., Any]) -> Page:
    return new_context(base_url=site).new_page()


def barriers(page: Page) -> list[str]:
    return [*barriers_here(page, page.url), *too_wide(page, page.url, TELEPHONE, NARROW)]


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def set_up_our_own(page: Page) -> None:
    page.get_by_label("Name of your company").fill("Weber Pumps")
    page.get_by_label("Country").select_option("DE")
    page.get_by_label("Dates are written like").select_option("month")
    page.get_by_label("Fri").uncheck()
    page.get_by_label("Your name").fill("Ada Weber")
    page.get_by_label("Your e-mail address").fill("ada@weber.example")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_label("First team").fill("Sales")
    page.get_by_role("button", name="Begin").click()


def test_first_start_with_our_own_data(page: Page) -> None:
    page.goto("/queue/")
    heading(page, "Welcome to Leadfollow")
    found = barriers(page)
    page.get_by_label("Start code").fill(start_code().lower())
    page.get_by_role("button", name="Begin").click()
    heading(page, "With which data?")
    found += barriers(page)
    page.get_by_role("link", name="Begin with our own data").click()
    heading(page, "Our own data")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")  # as the device's
    found += barriers(page)

    set_up_our_own(page)

    heading(page, "First steps")
    expect(page.get_by_role("banner")).to_contain_text("Weber Pumps")
    found += barriers(page)
    its, team, ada = Organisation.objects.get(), Team.objects.get(), User.objects.get()
    assert (its.date_style, team.working_days, str(team.time_zone)) == (
        "month", "1234", "Europe/Berlin",
    )  # fmt: skip
    assert ada.teams_led.get() == team
    assert not found


def test_a_refused_form_keeps_what_was_typed(page: Page) -> None:
    page.goto(f"/start/?code={start_code()}")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Begin with our own data").click()
    page.get_by_label("Name of your company").fill("Weber Pumps")

    page.get_by_role("button", name="Begin").click()

    expect(page.get_by_text("Say your name.")).to_be_visible()
    expect(page.get_by_label("Name of your company")).to_have_value("Weber Pumps")
    assert not barriers(page)


def test_the_waiting_page_goes_on_by_itself(page: Page) -> None:
    ask_for_demonstration(password=PASSWORD, at=clock.now())
    page.goto("/start/")
    heading(page, "Loading demonstration data")

    make_user()

    heading(page, "Sign in")
