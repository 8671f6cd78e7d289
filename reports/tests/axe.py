"""What stands in a person's way on a page, as axe-core and a ruler see it.

All rules run in each scheme and at each width; each scheme at each width before a release only, as
most of the time goes to the contrast of colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from conftest import BEFORE_A_RELEASE

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES: dict[str, Any] = {"type": "tag", "values": WCAG}
DESK, TELEPHONE, NARROW = 1280, 390, 320
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
RUN_AXE = """async ([within, rules]) =>
  (await axe.run(within, {runOnly: rules, resultTypes: ["violations"]}))
  .violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id} at ${target}`))"""
TO_ITS_END = """(it) => it === "html" ||
  document.querySelector(it).scrollIntoView({block: "end", behavior: "instant"})"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def barriers_here(
    page: Page,
    what: str,
    *,
    within: str = "html",
    widths: tuple[int, ...] = (DESK, TELEPHONE),
) -> Iterator[str]:
    """What is wrong with what a page shows now, or with a part of it, in light and dark."""
    page.evaluate(AXE_SCRIPT)
    for width, scheme in looks(widths):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(TO_ITS_END, within)  # a bar that stays in sight rests there, on nothing
        for barrier in page.evaluate(RUN_AXE, [within, ALL_RULES]):
            yield f"{what} {width} {scheme}: {barrier}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": widths[0], "height": 800})


def looks(widths: tuple[int, ...]) -> list[tuple[int, Scheme]]:
    """The widths and schemes in which a page is looked at."""
    if BEFORE_A_RELEASE or len(widths) == 1:
        return [(width, scheme) for width in widths for scheme in SCHEMES]
    return list(zip(widths, SCHEMES, strict=True))


def too_wide(page: Page, what: str, *widths: int) -> Iterator[str]:
    """How far it goes beyond the edge of screens so wide."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        if more := page.evaluate(TOO_WIDE):
            yield f"{what} {width}: {more} pixels too wide"
