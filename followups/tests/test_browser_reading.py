"""The rep's pages by keyboard, by thumb and in large type.

The focus is seen, what is pressed is large enough, and type that a reader sets wider or twice as
large stays whole (WCAG 1.4.4, 1.4.10, 1.4.12).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from followups.models import Touch
from followups.tests.factories import add_colleague, log, make_planned_lead, make_touch
from followups.tests.hands import settled
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser

DAY = timedelta(days=1)
DESK, TELEPHONE = 1280, 390
PAGES = (
    "/queue/",
    "/leads/{lead}/",
    "/leads/",
    "/touches/{touch}/log/",
    "/cadences/",
    "/cadences/{cadence}/",
    "/notices/",
    "/profile/",
    "/settings/",
)
LESSON = "/lesson/"
MOST_TABS = 150

# Where the focus is: its name, and what is wrong with how it is shown; null at the page's end.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const box = at.getClientRects()[0];
  const name = `${at.tagName} ${(at.name || at.textContent || "").trim().slice(0, 30)}`;
  if (!box || !box.width || !box.height) return [name, "has no box"];
  const xs = [0.5, 0.1, 0.9].map((part) => box.left + part * box.width);
  const ys = [0.5, 0.1, 0.9].map((part) => box.top + part * box.height);
  const seen = xs.some((x) => ys.some((y) => {
    const top = document.elementFromPoint(x, y);
    return top && (at.contains(top) || top.contains(at) && top.closest("label, summary"));
  }));
  if (!seen) return [name, "is covered"];
  const marked = [at, at.parentElement].some((each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
      || (each === at && style.boxShadow !== "none");
  });
  const parted = at.matches("[type=time], [type=date]");  // the browser marks a part of it
  return [name, marked || parted ? "" : "is not marked"];
}"""
# What is pressed and is smaller than 24 pixels; a link within a sentence may be (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((it) => it.checkVisibility({opacityProperty: false}) && !it.closest(".visually-hidden"))
  .filter((it) => it.type !== "hidden")
  .filter((it) => !(it.matches("a") && getComputedStyle(it).display === "inline"))
  .map((it) => [it, (it.matches("[type=checkbox]") && it.labels[0]) || it.closest("label") || it])
  .map(([it, hit]) => [it, hit.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.left > -1 && (box.width < 23.5 || box.height < 23.5))
  .map(([it, box]) => `${it.tagName} ${it.className} ${(it.name || it.textContent).trim()}`
    + ` ${Math.round(box.width)}x${Math.round(box.height)}`)"""

# What readers do with our type, by a sheet of theirs, and on a screen how wide.
AS_READ = {
    "wide spacing": (
        320,
        """* { line-height: 1.5 !important; letter-spacing: .12em !important;
             word-spacing: .16em !important }
        p { margin-bottom: 2em !important }""",
    ),
    "text twice as large": (640, "html { font-size: 200% !important }"),
}
WEAR = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""
UNFOLD = "document.querySelectorAll('details:not(.menu)').forEach((each) => { each.open = true; })"
# What goes beyond the screen where nothing scrolls, and text that its own box does not hold.
CUT = """() => {
  const seen = [...document.querySelectorAll("main, main *, .bar *")].filter((it) =>
    it.checkVisibility() && it.clientWidth && getComputedStyle(it).clipPath === "none"
    && !it.closest(".visually-hidden, svg, option, .loading"));
  const scrolls = (it) => it && (/auto|scroll/.test(getComputedStyle(it).overflowX)
    || scrolls(it.parentElement));
  const beyond = (it) => it.getBoundingClientRect().right > innerWidth + 1
    && document.documentElement.scrollWidth > innerWidth && !scrolls(it.parentElement);
  const cut = (it) => !it.matches("input, select, textarea")
    && [...it.childNodes].some((each) => each.nodeType === 3 && each.data.trim())
    && (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 4);
  return seen.filter((it) => beyond(it) || cut(it)).map((it) =>
    `${it.tagName} .${it.className}: ${it.textContent.trim().slice(0, 40)}`);
}"""


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Petrov")


@pytest.fixture
def touch(ana: User) -> Touch:
    """At a lead with a past: tried, answered, with somebody else there, planned."""
    at = clock.now() - 9 * DAY
    person = make_person(company="Hafenwirtschaftsgesellschaft Nord GmbH", name="Kim Brandt-Lind")
    lead = make_planned_lead(owner=ana, at=at, person=person)
    add_colleague(lead, name="Jens Ott")
    log(lead.touches.scheduled().get(), at=at + DAY)
    log(lead.touches.scheduled().get(), at=at + 2 * DAY, outcome="talked", note="Wants the offer")
    return make_touch(lead=lead, due_at=clock.now() - DAY, at=at)


@pytest.fixture
def addresses(touch: Touch) -> list[str]:
    first = touch.lead.touches.order_by("pk").first()
    cadence = first.step.cadence_id
    known = {"lead": touch.lead_id, "touch": touch.pk, "cadence": cadence}
    return [address.format(**known) for address in PAGES]


def focused(page: Page) -> Iterator[str]:
    """Tab through the page; what is wrong with where the focus comes."""
    settled(page)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if (found := page.evaluate(FOCUS)) is None:
            return
        name, wrong = found
        if wrong:
            yield f"{name} {wrong}"
    yield "no end"


@pytest.mark.parametrize("width", [DESK, TELEPHONE])
def test_the_focus_is_seen_and_not_covered(
    signed_in: Callable[..., Any], ana: User, addresses: list[str], width: int
) -> None:
    page = signed_in(ana, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    found = []

    for address in addresses:
        page.goto(address)
        found += [f"{address} {wrong}" for wrong in focused(page)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [DESK, TELEPHONE])
def test_what_is_pressed_is_large_enough(
    signed_in: Callable[..., Any], ana: User, addresses: list[str], width: int
) -> None:
    page = signed_in(ana, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    found = []

    for address in addresses:
        page.goto(address)
        found += [f"{address} {small}" for small in page.evaluate(SMALL)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("way", AS_READ)
def test_large_type_is_whole(
    signed_in: Callable[..., Any], ana: User, addresses: list[str], way: str
) -> None:
    page = signed_in(ana, reduced_motion="reduce")
    width, rules = AS_READ[way]
    page.set_viewport_size({"width": width, "height": 800})
    found = []

    for address in [*addresses, LESSON]:
        page.goto(address)
        page.evaluate(UNFOLD)
        page.evaluate(WEAR, rules)
        found += [f"{address} {cut}" for cut in page.evaluate(CUT)]

    assert not found, "\n".join(found)
