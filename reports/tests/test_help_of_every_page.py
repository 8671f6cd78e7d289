"""Every page that somebody may open has a help of its own, or belongs to the help of another."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import resolve

from followups.help.pages import BY_PAGE
from leadfollow import clock
from leadfollow.people.models import Team, User
from reports.demo import load
from reports.tests.pages import pages_for

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MISSING = (
    "{} ({}) has no help: write templates/help/<slug>.html and a line for it in"
    " followups/help/pages.py, or name the page there behind the one to whose help it belongs."
)


@pytest.fixture
def ana() -> User:
    load(at=clock.now(), seed=1, password="a long enough secret", share=0.1)
    ana = User.objects.get(email="rep@example.com")
    ana.is_manager = ana.is_event_manager = ana.is_admin = True
    ana.save()
    for team in Team.objects.all():
        team.managers.add(ana)
    return ana


def test_every_page_leads_to_its_help(ana: User) -> None:
    client = Client()
    client.force_login(ana)

    for address in pages_for(ana):
        name = resolve(address).view_name
        page = client.get(address).content.decode()
        if led := re.findall(r'href="([^"]*)" data-help', page):
            assert name in BY_PAGE, MISSING.format(name, address)
            assert led == [BY_PAGE[name].address], address
        elif address != "/capture/":  # an app by itself, which nobody signs in to
            assert 'class="entrance' in page, address  # signing in, and the like
