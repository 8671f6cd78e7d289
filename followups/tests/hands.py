"""A person at the keyboard, or with a thumb, whose every press is counted."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class Hands:
    """A key, a chord, a click and a tap are one press each; the text of a note is none."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def write(self, note: str) -> None:
        self.page.keyboard.type(note)

    def write_into(self, place: Locator, note: str) -> None:
        self.tap(place)
        self.write(note)

    def tap(self, *places: Locator) -> None:
        for place in places:
            place.tap()
            self.presses += 1

    def counted(self) -> int:
        """How many presses since it was asked last."""
        presses, self.presses = self.presses, 0
        return presses
