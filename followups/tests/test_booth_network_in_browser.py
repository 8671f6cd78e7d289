"""A booth with a bad network, or none: no lead is lost, none comes twice, typing never waits."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from conftest import WebServer
from followups.tests.booth import (
    OUTBOX,
    TELEPHONE,
    Network,
    assert_nothing_lost,
    capture,
    enrolled,
    event,
    network_to,
    new_phone,
    sent,
    so_many,
    try_now,
)
from leads.models import Captured

pytestmark = pytest.mark.browser
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def network(site: str) -> Iterator[Network]:
    with network_to(site) as way:
        yield way


@pytest.fixture
def phone(network: Network, new_context: Contexts) -> Page:
    return enrolled(new_phone(new_context), network.url, event())


def test_a_dead_server_and_a_reload_lose_nothing(
    web: WebServer, bundled: Path, new_context: Contexts
) -> None:
    with network_to(web.url) as way:
        phone = enrolled(new_phone(new_context), way.url, event())
        web.end()
        half = so_many(15, before_a_release=50)
        captured = capture(phone, half)
        phone.reload()
        captured |= capture(phone, half, start=half + 1)
        assert_nothing_lost(captured, phone)

        again = WebServer(bundled)
        way.lead_to(again.url)
        try:
            try_now(phone)
            sent(phone)
            assert_nothing_lost(captured, phone)
        finally:
            again.end()


def test_a_killed_browser_begins_again_without_a_network(
    network: Network,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
) -> None:
    def launch() -> BrowserContext:
        return browser_type.launch_persistent_context(
            tmp_path, **browser_type_launch_args, **TELEPHONE
        )

    phone = enrolled(launch().pages[0], network.url, event())
    captured = capture(phone, 10)
    network.be("dead")
    for process in of_profile(tmp_path):
        os.kill(process, signal.SIGKILL)

    with launch() as browser:
        phone = browser.pages[0]
        phone.goto(f"{network.url}/capture/")
        expect(phone.locator("#counter")).to_contain_text("10 waiting")
        captured |= capture(phone, 5, start=11)
        assert_nothing_lost(captured, phone)
        network.be("open")
        try_now(phone)
        sent(phone)
        assert_nothing_lost(captured, phone)


def of_profile(folder: Path) -> list[int]:
    """The processes of the browser that was started with this profile."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = entry.read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in said:
            found.append(int(entry.parent.name))
    return found


def test_a_frozen_server_keeps_nobody_waiting(web: WebServer, new_context: Contexts) -> None:
    phone = enrolled(new_phone(new_context), web.url, event())
    phone.get_by_role("button", name="Form").click()
    web.freeze()
    captured = capture(phone, 3)
    phone.get_by_label("Name", exact=True).first.fill("Karla Brandt")
    began = time.monotonic()
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.locator("#said")).to_contain_text("Karla Brandt is kept")
    assert time.monotonic() - began < 2  # a press over the wire of a test, on a busy machine
    captured |= set(outbox(phone))
    assert_nothing_lost(captured, phone)

    web.go_on()

    sent(phone)
    assert_nothing_lost(captured, phone)


def outbox(page: Page) -> list[str]:
    return list(page.evaluate(OUTBOX))


def test_an_answer_of_a_byte_a_second_is_none(phone: Page, network: Network) -> None:
    network.be("slow")
    captured = capture(phone, 3)
    try_now(phone)  # ends by its own time-out
    assert Captured.objects.count() == 3
    assert len(outbox(phone)) == 3

    network.be("open")
    try_now(phone)

    sent(phone)
    assert_nothing_lost(captured, phone)


def test_answers_that_are_lost_after_the_server_has_it_double_nothing(
    phone: Page, network: Network
) -> None:
    network.be("cut")
    network.cuts = 3
    captured = capture(phone, 4)
    for _time in range(4):
        try_now(phone)
    network.be("open")
    try_now(phone)

    sent(phone)
    assert network.cuts == 0
    assert_nothing_lost(captured, phone)


def test_a_portal_of_the_hall_is_no_server(phone: Page, network: Network) -> None:
    network.be("portal")
    captured = capture(phone, 3)
    try_now(phone)
    assert set(outbox(phone)) == captured
    assert_nothing_lost(captured, phone)

    network.be("open")
    try_now(phone)

    sent(phone)
    assert_nothing_lost(captured, phone)


def test_all_arrive_while_the_server_is_killed(web: WebServer, new_context: Contexts) -> None:
    phone = enrolled(new_phone(new_context), web.url, event())
    many = so_many(30, before_a_release=500)
    captured = capture(phone, many)
    phone.evaluate("dispatchEvent(new Event('online'))")
    for least in range(5, many - 10, so_many(10, before_a_release=20)):
        until_taken(least)
        kill_workers(web)

    sent(phone)
    assert_nothing_lost(captured, phone)


def until_taken(least: int) -> None:
    deadline = time.monotonic() + 60
    while Captured.objects.count() < least:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kill_workers(web: WebServer) -> None:
    """As when memory runs out: its master stays and starts others."""
    master = web.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    for child in children:
        os.kill(int(child), signal.SIGKILL)
