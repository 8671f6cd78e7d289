"""Every page, light and dark, on a desk and on a telephone: no barrier, and no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from playwright.sync_api import Page, expect

from followups import operations
from followups.tests.factories import make_lead
from followups.tests.test_import_page import upload
from leadfollow import clock, views
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_admin, make_qualifier, make_rep
from leads.models import Lead
from reports.demo import load
from reports.tests.axe import DESK, NARROW, TELEPHONE, barriers_here, too_wide
from reports.tests.pages import leads_of_each_sort, pages_for

pytestmark = pytest.mark.browser

MORE = ("/queue/?show=later", "/queue/?show=none", "/leads/?q=nobody-at-all", "/not-there/")
EMPTY = [f"/{name}/" for name in ("queue", "leads", "leads/inbox", "leads/views", "leads/bin")]
EMPTY += [f"/{name}/" for name in ("notices", "flags", "campaigns", "reports", "settings")]
FIRST = """() => [...document.querySelectorAll(".btn-primary")]
  .filter((each) => each.checkVisibility()).map((each) => each.textContent.trim())"""
UNGUARDED = """() => [...document.querySelectorAll("form[method=post]")]
  .filter((each) => !each.querySelector("[name=csrfmiddlewaretoken]"))
  .map((each) => each.getAttribute("action"))"""
UNFOLD = """async () => {
  document.querySelectorAll("details:not(.menu)").forEach((each) => { each.open = true; });
  for (const _ of "ab") await new Promise(requestAnimationFrame); // some fetch what they show
}"""
ON_ITS_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"


def barriers(page: Page, address: str) -> Iterator[str]:
    """What is wrong with a page, unfolded; as it comes it has one primary button at most."""
    page.set_viewport_size({"width": DESK, "height": 800})
    page.goto(address)
    if len(first := page.evaluate(FIRST)) > 1:
        yield f"{address}: {' and '.join(first)} would all be pressed first"
    if unguarded := page.evaluate(UNGUARDED):
        yield f"{address}: what is posted to {unguarded} would be refused"
    page.evaluate(UNFOLD)
    expect(page.locator(ON_ITS_WAY)).to_have_count(0)
    yield from barriers_here(page, address)
    yield from too_wide(page, address, TELEPHONE, NARROW)


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


def test_the_pages_of_an_outside_qualifier(signed_in: Callable[..., Any]) -> None:
    ola, lead = make_qualifier(), make_lead(at=clock.now())
    operations.give_to_qualifier(lead=lead, person=ola, by=make_admin(), at=clock.now())
    page = signed_in(ola, reduced_motion="reduce")

    found = all_barriers(page, ["/qualifying/", f"/qualifying/{lead.pk}/", "/profile/"])

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
