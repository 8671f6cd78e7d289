"""A stranger's first hour: an empty installation, a rep who comes by a link, an event, a file, a
touch, and Friday. After the first address everything is reached by what the pages offer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from followups.imports.waiting import run_waiting_imports
from followups.sweep import sweep
from followups.tests.hands import settled
from leadfollow import clock
from leadfollow.people.start_code import start_code
from reports.tests.axe import barriers_here

pytestmark = pytest.mark.browser
PASSWORD = "nine green bottles"
HERS = "ten red bottles"
HERE = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 9, 2, 10, 0, tzinfo=HERE)
FRIDAY = datetime(2026, 9, 4, 15, 0, tzinfo=HERE)
LEDGER = (
    "came due",
    "on time",
    "late",
    "not made",
)
FILE = (
    "Name,Company,Email,Phone,Address,Postcode,City,Country,Request\n"
    "Kim Alfa,Alfa Works,kim@alfa.example,+49 30 1234567,Hauptstr. 1,10115,Berlin,DE,Price list\n"
    "Lena Beta,Beta GmbH,lena@beta.example,,,,,DE,Demo\n"
    "Olaf Cargo,Cargo AG,olaf@cargo.example,+49 40 7654321,,,Hamburg,DE,Call back\n"
)


class Watch:
    """The clock of the test: it stands until it is set."""

    def __init__(self) -> None:
        self.moment = WEDNESDAY

    def now(self) -> datetime:
        """A second later each time, as no two things happen at once."""
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(clock, "now", watch.now)
    sweep(now=clock.now())
    return watch


@pytest.fixture
def ada(site: str, new_context: Callable[..., Any]) -> Page:
    """The stranger; from here on she is the first admin."""
    page: Page = new_context(base_url=site).new_page()
    page.goto("/")
    return page


@pytest.fixture
def rita(new_context: Callable[..., Any]) -> Page:
    """Another person at another machine."""
    page: Page = new_context().new_page()
    return page


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    expect(settled(page).get_by_role("heading", name=name, level=1)).to_be_visible()


def press(page: Page, name: str) -> None:
    settled(page).get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    settled(page).get_by_role("link", name=name, exact=True).first.click()


def next_step(page: Page, name: str) -> None:
    """From wherever one is, by the list of first steps."""
    if "/first-steps/" not in page.url:
        follow(page, "Go on with the first steps")
    heading(page, "First steps")
    follow(page, name)


def set_it_up(page: Page) -> None:
    heading(page, "Welcome to Leadfollow")
    page.get_by_label("Start code").fill(start_code())
    press(page, "Begin")
    follow(page, "Begin with our own data")
    heading(page, "Our own data")
    page.get_by_label("Name of your company").fill("Weber Pumps")
    expect(page.get_by_label("Country")).to_have_value("DE")  # as the browser's zone says
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    page.get_by_label("Currency").fill("EUR")
    page.get_by_label("Your name").fill("Ada Weber")
    page.get_by_label("Your e-mail address").fill("ada@weber.example")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_label("First team").fill("Sales")
    press(page, "Begin")
    heading(page, "First steps")


def invite(page: Page) -> str:
    """The link that the page gives to copy."""
    next_step(page, "Invite people")
    heading(page, "Invite")
    page.get_by_label("E-mail").fill("rita@weber.example")
    page.get_by_label("Rep: works leads").check()
    expect(page.get_by_label("Team", exact=True).locator("option:checked")).to_have_text("Sales")
    press(page, "Invite")
    expect(page.get_by_text("copy the link and give it to them yourself")).to_be_visible()
    return page.get_by_label("Link for rita@weber.example").input_value()


def join(page: Page, link: str, site: str) -> None:
    page.goto(site + link[link.index("/join/") :])
    heading(page, "Welcome")
    page.get_by_label("Your name").fill("Rita Klein")
    page.get_by_label("A password").fill(HERS)
    press(page, "Come in")
    heading(page, "Today")
    expect(page.get_by_text("Your manager has not given you leads yet")).to_be_visible()
    page.get_by_role("banner").get_by_text("Rita Klein").first.click()
    press(page, "Sign out")
    heading(page, "Sign in")


def register_an_event(page: Page) -> None:
    next_step(page, "Register an event")
    heading(page, "New campaign")
    page.get_by_label("Name").fill("Pump Fair")
    page.get_by_label("First day").fill("2026-09-01")
    page.get_by_label("Last day").fill("2026-09-03")
    press(page, "Save")
    heading(page, "Pump Fair")


def import_a_file(page: Page) -> None:
    follow(page, "Import its leads")
    heading(page, "Import")
    file: Any = {"name": "fair.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.get_by_label("File").set_input_files(file)
    press(page, "Look at the file")
    heading(page, "Columns")
    press(page, "Check")
    heading(page, "Check")
    expect(page.get_by_text("All of them come under “Pump Fair”.")).to_be_visible()
    press(page, "Import 3 rows")
    expect(page.get_by_text("0 of 3 rows")).to_be_visible()
    run_waiting_imports(now=clock.now(), seconds=20)
    expect(page.get_by_text("3 + 0 + 0 + 0 = 3 rows")).to_be_visible()


def give_owners(page: Page) -> None:
    follow(page, "Give them owners")
    heading(page, "Inbox")
    for left in (2, 1, 0):
        page.get_by_role("main").get_by_role("combobox").first.select_option("Rita Klein")
        settled(page).get_by_role("button", name="Assign").first.click()
        expect(page.get_by_role("combobox")).to_have_count(left)
    expect(page.get_by_text("Nothing waits for an owner")).to_be_visible()


def sign_in(page: Page, email: str, password: str) -> None:
    heading(page, "Sign in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def log_a_touch(page: Page) -> None:
    """The first of three, by the panel; the two others are left."""
    sign_in(page, "rita@weber.example", HERS)
    heading(page, "Today")
    follow(page, "Show what comes later")
    expect(page.locator("#pane h2")).to_contain_text("Alfa Works")
    press(page, "No answer")
    expect(page.locator("#said")).to_contain_text("No answer at Alfa Works")


def test_the_first_hour(watch: Watch, site: str, ada: Page, rita: Page) -> None:
    set_it_up(ada)
    join(rita, invite(ada), site)
    register_an_event(ada)
    import_a_file(ada)
    give_owners(ada)
    log_a_touch(rita)
    watch.moment = FRIDAY

    follow(ada, "Retrospective")
    sign_in(ada, "ada@weber.example", PASSWORD)  # of Wednesday she is signed in no more

    heading(ada, "Sales, week 36")
    expect(ada.locator(".answer").first).to_contain_text("All 3 have one")
    ledger = ada.get_by_role("row", name=re.compile("^Rita Klein")).first
    cells = [re.sub(r"\D", "", cell) for cell in ledger.get_by_role("cell").all_inner_texts()]
    assert dict(zip(LEDGER, cells, strict=False)) == {
        "came due": "4", "on time": "1", "late": "0", "not made": "3",
    }  # fmt: skip
    follow(ada, "Go on with the first steps")
    heading(ada, "First steps")
    assert ada.get_by_text("to do").count() == 2  # mail, and the second factor
    expect(ada.get_by_text("two addresses")).to_be_visible()
    assert not list(barriers_here(ada, ada.url))
