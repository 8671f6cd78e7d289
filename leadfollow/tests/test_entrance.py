"""Signing in, and what holds for every page before and after it."""

import pytest
from django.apps import apps
from django.core.cache import cache

from leadfollow.outbox.models import Outbox
from leadfollow.people.tests.factories import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/login/"
NEW_KEY = "another-key-of-this-installation-0123456789"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def test_signs_in_by_e_mail_in_any_case(client):
    make_user(email="ann@example.com", password="a long password")

    response = client.post(ADDRESS, {"login": "Ann@Example.com", "password": "a long password"})

    assert (response.status_code, response["Location"]) == (302, "/")


def test_one_may_type_at_once(client):
    make_user()

    page = client.get(ADDRESS).content.decode()

    assert page.count("autofocus") == 1
    assert page.index("autofocus") < page.index('name="password"')


def test_who_has_no_role_yet_comes_in_too(client):
    client.force_login(make_user())

    assert client.get("/", follow=True).status_code == 200


def test_an_inactive_person_does_not_come_in(client):
    make_user(email="ann@example.com", password="a long password", is_active=False)

    client.post(ADDRESS, {"login": "ann@example.com", "password": "a long password"})

    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client):
    form = {"email": "new@example.com", "password1": "a long password"}

    response = client.post("/accounts/signup/", form)

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_mailed_by_the_worker(client):
    make_user(email="ann@example.com", password="a long password")

    client.post("/accounts/password/reset/", {"email": "ann@example.com"})

    assert "/accounts/password/reset/key/" in Outbox.objects.get(to="ann@example.com").body


def test_the_mail_says_what_it_is_about_and_from_where(client):
    make_user(email="ann@example.com", name="Ann O'Neill", password="a long password")

    client.post("/accounts/password/reset/", {"email": "Ann@example.com"})

    mail = Outbox.objects.get()
    assert mail.subject == "Leadfollow: choose a new password"
    assert mail.body.startswith("Hello Ann O'Neill,")
    assert "ann@example.com in Leadfollow at testserver" in mail.body


@pytest.mark.parametrize("email", ["stranger@example.com", "former@example.com"])
def test_an_address_without_an_account_gets_no_mail_and_the_same_answer(client, email):
    make_user(email="ann@example.com", password="a long password")
    make_user(email="former@example.com", password="a long password", is_active=False)

    known, unknown = (
        client.post("/accounts/password/reset/", {"email": one}, follow=True)
        for one in ("ann@example.com", email)
    )

    assert [mail.to for mail in Outbox.objects.all()] == ["ann@example.com"]
    assert unknown.redirect_chain == known.redirect_chain
    assert unknown.content == known.content


def test_djangos_admin_is_no_second_way_in():
    """It would write past the operations, the laws and the log."""
    assert not apps.is_installed("django.contrib.admin")


def test_a_stranger_is_sent_to_sign_in(client):
    response = client.get("/accounts/password/change/")

    assert response["Location"].startswith(ADDRESS)


def test_an_unknown_address_is_not_found(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404


def test_no_page_may_run_foreign_or_inline_code(client):
    policy = client.get(ADDRESS)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "style-src 'self';" in f"{policy};"
    assert "unsafe" not in policy


def test_a_signed_in_page_is_never_stored(client):
    client.force_login(make_user())

    response = client.get("/accounts/password/change/")

    assert "no-store" in response["Cache-Control"]


def test_a_change_of_the_secret_key_leaves_people_signed_in(client, settings):
    client.force_login(make_user())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW_KEY, [settings.SECRET_KEY]

    assert client.get("/profile/").status_code == 200


def test_a_key_no_longer_believed_signs_everybody_out(client, settings):
    client.force_login(make_user())
    settings.SECRET_KEY = NEW_KEY

    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize(
    ("backend", "leads_there"), [("filebased.EmailBackend", False), ("smtp.EmailBackend", True)]
)
def test_a_new_password_by_mail_is_offered_where_mail_leaves(
    client, settings, backend, leads_there
):
    make_user()
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}"

    page = client.get("/accounts/login/").content.decode()

    assert ("/accounts/password/reset/" in page) == leads_there
    assert ("gives you a link" in page) == (not leads_there)
