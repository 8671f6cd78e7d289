"""A person at the keyboard, or with a thumb: waits for what he sees, and every press is counted."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

# What is not yet over: an answer on its way or being put in its place, a pane that takes no key
# until it shows the row that is marked, a focus that the browser has not given.
UNSETTLED = (
    ".htmx-request, .htmx-swapping, .htmx-settling, [inert],"
    " html:not(:has(:focus)) [autofocus]:visible"
)
TYPING = "textarea:focus, input:not([type=radio], [type=checkbox]):focus"


def settled(page: Page) -> Page:
    """The page once its scripts hear keys and nothing moves any more.

    It knows nothing of a navigation that has not come yet: wait for what the next page shows.
    """
    page.wait_for_load_state()
    expect(page.locator(UNSETTLED)).to_have_count(0)
    return page


def press(page: Page, *keys: str) -> None:
    """Keys at a person's pace: each on a page that is settled."""
    for key in keys:
        settled(page).keyboard.press(key)


def write(page: Page, text: str) -> None:
    """Where the cursor is, once there is one."""
    expect(settled(page).locator(TYPING)).to_have_count(1)
    page.keyboard.type(text)


class Hands:
    """A key, a chord, a click and a tap are one press each; the text of a note is none."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        press(self.page, *keys)
        self.presses += len(keys)

    def write(self, note: str) -> None:
        write(self.page, note)

    def write_into(self, place: Locator, note: str) -> None:
        self.tap(place)
        expect(place).to_be_focused()
        self.write(note)

    def tap(self, *places: Locator) -> None:
        for place in places:
            settled(self.page)
            place.tap()
            self.presses += 1

    def counted(self) -> int:
        """How many presses since it was asked last."""
        presses, self.presses = self.presses, 0
        return presses
