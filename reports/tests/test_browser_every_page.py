"""Every page, light and dark, on a desk and on a telephone: no barrier, and no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from playwright.sync_api import Page

from followups import operations
from followups.tests.test_import_page import upload
from leadfollow import clock, views
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_rep
from leads.models import Lead
from reports.demo import load
from reports.tests.pages import leads_of_each_sort, pages_for

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {"type": "tag", "values": WCAG}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # a scheme's only
DESK, TELEPHONE, NARROW = 1280, 390, 320
MORE = ("/queue/?show=later", "/queue/?show=none", "/leads/?q=nobody-at-all", "/not-there/")
EMPTY = [f"/{name}/" for name in ("queue", "leads", "leads/inbox", "leads/views", "leads/bin")]
EMPTY += [f"/{name}/" for name in ("notices", "flags", "campaigns", "reports", "settings")]
RUN_AXE = """async (rules) => (await axe.run({runOnly: rules, resultTypes: ["violations"]}))
  .violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id} at ${target}`))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details:not(.menu)').forEach((each) => { each.open = true; })"


def barriers(page: Page, address: str) -> Iterator[str]:
    """What is wrong with a page: it is looked at unfolded, in four ways."""
    page.set_viewport_size({"width": DESK, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(address)
    page.evaluate(UNFOLD)
    page.evaluate(AXE_SCRIPT)
    for width in (DESK, TELEPHONE):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            for barrier in page.evaluate(RUN_AXE, rules):
                yield f"{address} {width} {scheme}: {barrier}"
    for width in (TELEPHONE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        if more := page.evaluate(TOO_WIDE):
            yield f"{address} {width}: {more} pixels too wide"


def all_barriers(page: Page, addresses: list[str]) -> list[str]:
    return [barrier for address in addresses for barrier in barriers(page, address)]


@pytest.fixture
def ana() -> User:
    """A rep who may do everything, in a company at work for twelve weeks."""
    load(at=clock.now(), seed=1, password="a long enough secret", share=0.1)
    ana = User.objects.get(email="rep@example.com")
    ana.is_manager = ana.is_event_manager = ana.is_admin = True
    ana.save()
    for team in Team.objects.all():
        team.managers.add(ana)
    leave_something_everywhere(ana)
    return ana


def leave_something_everywhere(ana: User) -> None:
    """What the demonstration does not show: a note, a view, an import, a lead in the bin."""
    how: dict[str, Any] = {"by": ana, "at": clock.now()}
    first, *_, last = (Lead.objects.get(pk=pk) for pk in leads_of_each_sort(ana))
    operations.write_note(lead=first, text="Ask @Ben about the offer", **how)
    operations.tag_lead(lead=first, name="Hot", **how)
    operations.save_view(name="No next step", query="next=none", **how)
    operations.remove_lead(lead=last, reason="test", **how)
    client = Client()
    client.force_login(ana)
    upload(client)


def test_every_page(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana, reduced_motion="reduce")

    found = all_barriers(page, [*pages_for(ana), *MORE])

    assert not found, "\n".join(found)


def test_every_page_that_is_empty(signed_in: Callable[..., Any]) -> None:
    page = signed_in(make_rep(), reduced_motion="reduce")

    found = all_barriers(page, EMPTY)

    assert not found, "\n".join(found)


def test_every_page_outside(site: str, new_context: Callable[..., Any]) -> None:
    """Signing in, and what is said where something went wrong."""
    page = new_context(base_url=site, reduced_motion="reduce").new_page()
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    wrong = {
        "/failed/": views.failed(request),
        "/refused/": views.refused(request, PermissionDenied()),
        "/too-old/": views.form_too_old(request),
    }
    page.route(
        lambda url: urlsplit(url).path in wrong,
        lambda route: route.fulfill(body=wrong[urlsplit(route.request.url).path].content.decode()),
    )

    found = all_barriers(page, [*pages_for(None), *wrong])

    assert not found, "\n".join(found)
