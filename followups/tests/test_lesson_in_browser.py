"""The whole lesson by keyboard, with a thumb, and without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followups.lesson.exercises import EXERCISES
from followups.models import LessonTaken
from followups.tests.hands import press, settled, write
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.models import Lead

pytestmark = pytest.mark.browser


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Perez")


class Learner:
    """Somebody at a page of the lesson; what is right takes him to the next one."""

    def __init__(self, page: Page) -> None:
        self.page, self.number = page, 0

    def leaves(self, act: Callable[[], object]) -> None:
        with self.page.expect_navigation():
            act()
        settled(self.page)

    def keys(self, *keys: str) -> None:
        """The last one sends."""
        press(self.page, *keys[:-1])
        self.leaves(lambda: press(self.page, keys[-1]))

    def was_right(self) -> None:
        self.number += 1
        expect(self.page.locator("main")).to_contain_text("Right.")
        expect(self.page.locator(".page-head")).to_contain_text(
            f"{self.number} of {len(EXERCISES)}"
        )

    def goes_on(self) -> None:
        """The way on has the focus."""
        self.was_right()
        self.keys("Enter")


def test_by_keyboard_alone(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana)
    learner = Learner(page)
    page.goto("/queue/")
    page.get_by_role("link", name="Learn to log").focus()
    learner.keys("Enter")
    learner.keys("Enter")  # Begin has the focus

    learner.keys("2")
    expect(page.get_by_role("alert").filter(has_text="Not yet.")).to_be_focused()
    learner.keys("1")
    learner.goes_on()
    page.locator("#log").get_by_label("Something of value given").focus()
    learner.keys("Space", "1")
    learner.goes_on()
    press(page, "3")
    write(page, "thu 14")
    expect(page.locator("#log .by-hand .echo")).to_contain_text(", 14:00")
    learner.keys("Enter")
    learner.goes_on()
    press(page, "a")
    page.locator("select[name=outcome]").select_option("Talked")
    page.get_by_label("as agreed").first.fill("thu 14")
    page.get_by_role("button", name="Log it").focus()
    learner.keys("Enter")
    learner.goes_on()
    learner.keys("u")
    learner.goes_on()
    learner.keys("c")
    page.get_by_label("What came of it").select_option("Left message")
    learner.keys("Control+Enter")
    learner.goes_on()
    learner.keys("s", "n")
    learner.goes_on()
    learner.keys("5", "b", "Control+Enter")
    learner.goes_on()
    press(page, "6")
    write(page, "Never answers")
    learner.keys("Control+Enter")  # saves what was chosen, not the offer to go on
    expect(page.get_by_role("alert")).to_contain_text("Jens was never tried")
    learner.keys("x")
    learner.goes_on()
    press(page, "6")
    write(page, "Ordered last month")
    page.get_by_label("Close as").select_option("Bought elsewhere")
    learner.keys("Control+Enter")
    learner.goes_on()

    expect(page.get_by_role("heading", level=1)).to_have_text("You can log")
    assert LessonTaken.objects.get(person=ana).finished_at
    assert not Lead.objects.exists()


def test_with_a_thumb(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana, has_touch=True)
    page.set_viewport_size({"width": 390, "height": 800})
    learner = Learner(page)
    page.goto("/lesson/1/")

    learner.leaves(page.get_by_role("button", name="No answer").tap)
    learner.was_right()
    learner.leaves(page.get_by_role("link", name="Next").tap)
    page.locator("#log").get_by_label("Something of value given").tap()
    learner.leaves(page.get_by_role("button", name="Sent").tap)

    learner.was_right()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_a_script(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana, java_script_enabled=False)
    learner = Learner(page)
    LessonTaken.objects.create(person=ana, version=1, done=2)
    learner.number = 2
    page.goto("/lesson/3/")

    page.locator("label", has_text="Call back").click()
    page.locator("#log [name=when_at]").fill("thu 14")
    learner.leaves(page.get_by_role("button", name="Save and next").click)

    learner.was_right()
