"""What holds for everybody here, on one page that leads to each part."""

import pytest
from django.urls import reverse

from leadfollow.people.office import PARTS
from leadfollow.people.tests.factories import make_admin, make_rep

pytestmark = pytest.mark.django_db
OFFICE = reverse("people:office")


def test_every_part_that_an_admin_finds_answers(client):
    admin = make_admin()
    client.force_login(admin)

    page = client.get(OFFICE).content.decode()

    for part in PARTS:
        if not part.is_for(admin):
            continue  # of an optional part that is off
        assert f'href="{part.url}"' in page
        assert client.get(part.url).status_code == 200


def test_every_page_of_the_settings_leads_back_in_one_way(client):
    admin = make_admin()
    client.force_login(admin)

    for part in PARTS:
        if part.is_for(admin):
            page = client.get(part.url).content.decode()
            assert 'class="way-back"' in page, part.url
            assert "all settings" not in page


def test_a_rep_finds_what_he_may_read_and_nothing_else(client):
    rep = make_rep()
    client.force_login(rep)

    page = client.get(OFFICE).content.decode()

    for part in PARTS:
        assert (f'href="{part.url}"' in page) == part.is_for(rep)
        if part.is_for(rep):
            assert client.get(part.url).status_code == 200


def test_without_signing_in_nobody_sees_it(client):
    answer = client.get(OFFICE)

    assert answer["Location"].startswith(reverse("account_login"))
