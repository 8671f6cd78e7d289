"""Two-factor sign-in: set up, asked for, lost, reset; and of whom it is required."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.outbox.models import Outbox
from leadfollow.people.models import Organisation, User
from leadfollow.people.operations.two_factor import make_recovery_codes
from leadfollow.people.tests.factories import (
    make_admin,
    make_manager,
    make_rep,
    make_user,
    sign_in_before,
)
from leadfollow.people.tests.test_organisation import FIELDS
from leadfollow.people.two_factor import digest

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PROFILE = reverse("people:profile")
ON, OFF = reverse("mfa_activate_totp"), reverse("mfa_deactivate_totp")
CODES = reverse("recovery_codes")
CODE = reverse("mfa_authenticate")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_tried() -> None:
    cache.clear()


@pytest.fixture
def ann() -> User:
    return make_user(email="ann@example.com", password=PASSWORD)


@pytest.fixture
def codes(ann: User) -> list[str]:
    """Her recovery codes: she has it on."""
    TOTP.activate(ann, SECRET)
    return make_recovery_codes(user=ann, at=clock.now())


def code_of(secret: str = SECRET, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30 + later))


def by_password(client: Client | None = None) -> Client:
    client = client or Client()
    client.post("/accounts/login/", {"login": "ann@example.com", "password": PASSWORD})
    return client


def asked_again(client: Client) -> Client:
    """Who gave the password once more just now."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(PROFILE).status_code == 200


def test_it_is_set_up_with_a_picture_and_ten_codes_shown_once(ann: User) -> None:
    client = asked_again(by_password())
    page = client.get(ON).content.decode()
    [secret] = re.findall(r'id="secret" value="(\w+)"', page)

    shown = client.post(ON, {"code": code_of(secret)}).content.decode()

    assert re.search(r'<svg[^>]* viewBox="0 0 \d+ \d+"', page)  # whole in any width
    assert "data:" not in page.split("<main")[1]
    codes = re.findall(r"\w{5}-\w{5}-\w{5}", shown)
    assert len(codes) == 10
    assert is_in(client)
    kept = Authenticator.objects.get(type="recovery_codes")
    assert kept.data == {"migrated_codes": [digest(code) for code in codes]}
    assert codes[0] not in client.get(CODES).content.decode()


def test_setting_up_ends_the_others_is_logged_and_mailed(ann: User) -> None:
    other, client = by_password(), asked_again(by_password())
    [secret] = re.findall(r'id="secret" value="(\w+)"', client.get(ON).content.decode())

    client.post(ON, {"code": code_of(secret)})

    assert (is_in(other), is_in(client)) == (False, True)
    assert Entry.objects.filter(event="two-factor sign-in on").count() == 1
    assert "two-factor sign-in is on" in Outbox.objects.get().subject


def test_a_wrong_first_code_switches_nothing_on(ann: User) -> None:
    client = asked_again(by_password())
    client.get(ON)

    answer = client.post(ON, {"code": "000000"})

    assert "This code is not good" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_the_password_alone_opens_nothing_any_more(codes: list[str]) -> None:
    client = by_password()

    assert not is_in(client)
    assert client.get(CODE).status_code == 200


def test_a_code_of_the_app_opens_once(codes: list[str]) -> None:
    first, second, code = by_password(), by_password(), code_of()

    first.post(CODE, {"code": f"{code[:3]} {code[3:]}"})
    second.post(CODE, {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


@pytest.mark.parametrize("spelt", [str, str.upper, lambda code: code.replace("-", " ")])
def test_a_recovery_code_opens_once(codes: list[str], spelt: Any) -> None:
    first, second = by_password(), by_password()

    first.post(CODE, {"code": spelt(codes[3])})
    second.post(CODE, {"code": codes[3]})

    assert (is_in(first), is_in(second)) == (True, False)
    assert "9 recovery codes are left" in first.get(PROFILE).content.decode()


def test_five_codes_a_minute_are_heard(codes: list[str]) -> None:
    client = by_password()
    for _ in range(5):
        client.post(CODE, {"code": "000000"})

    answer = client.post(CODE, {"code": code_of()})

    assert "Too many codes" in answer.content.decode()
    assert not is_in(client)
    with travel(clock.now() + timedelta(minutes=2), tick=False):
        client.post(CODE, {"code": code_of()})
        assert is_in(client)


def test_a_stranger_without_the_password_sees_no_second_step(client: Client) -> None:
    assert client.get(CODE).headers["Location"] == "/accounts/login/"


@pytest.mark.parametrize("address", [ON, OFF, CODES])
def test_it_asks_again_before(codes: list[str], ann: User, address: str) -> None:
    sign_in_before(client := Client(), ann)
    if address == ON:
        Authenticator.objects.all().delete()

    assert "/reauthenticate/" in client.get(address).headers["Location"]


def test_it_is_switched_off(codes: list[str]) -> None:
    client = by_password()
    client.post(CODE, {"code": codes[0]})
    asked_again(client)

    client.post(OFF)

    assert is_in(client)
    assert not Authenticator.objects.exists()
    assert is_in(by_password())
    assert Entry.objects.filter(event="two-factor sign-in off").exists()


def test_new_codes_end_those_before(codes: list[str]) -> None:
    client = by_password()
    client.post(CODE, {"code": codes[0]})

    shown = asked_again(client).post(CODES).content.decode()

    assert codes[1] not in shown
    late = by_password()
    late.post(CODE, {"code": codes[1]})
    assert not is_in(late)


def test_codes_without_the_second_factor_are_refused(ann: User) -> None:
    asked_again(client := by_password()).post(CODES)

    assert not Authenticator.objects.exists()
    assert is_in(client)


def test_a_new_password_by_mail_asks_for_the_code_too(codes: list[str], ann: User) -> None:
    from leadfollow.people.reset_link import reset_path_for

    client = Client()
    page = client.get(reset_path_for(ann), follow=True)
    new = {"password1": "quite another one", "password2": "quite another one"}
    client.post(page.redirect_chain[-1][0], new)

    assert not is_in(client)
    assert client.get(CODE).status_code == 200
    assert "your password changed" in Outbox.objects.get().subject


class TestReset:
    def test_an_admin_resets_it_for_somebody(self, codes: list[str], ann: User) -> None:
        signed_in, admin = Client(), Client()
        signed_in.force_login(ann)
        admin.force_login(make_admin(name="Ada"))

        for _ in range(2):
            admin.post(reverse("people:reset_two_factor", args=[ann.pk]))

        assert not is_in(signed_in)
        assert is_in(by_password())
        assert Entry.objects.filter(event="two-factor sign-in reset").count() == 1
        assert "Ada switched your two-factor sign-in off" in Outbox.objects.get().body

    def test_nobody_resets_his_own(self, client: Client) -> None:
        ada = make_admin()
        TOTP.activate(ada, SECRET)
        client.force_login(ada)

        client.post(reverse("people:reset_two_factor", args=[ada.pk]))

        assert Authenticator.objects.exists()

    def test_nobody_else_resets_it(self, client: Client, codes: list[str], ann: User) -> None:
        client.force_login(make_manager())

        answer = client.post(reverse("people:reset_two_factor", args=[ann.pk]))

        assert answer.status_code == 404
        assert Authenticator.objects.exists()

    def test_the_console_resets_it_for_the_only_admin(self, codes: list[str]) -> None:
        call_command("reset_two_factor", "ANN@example.com")

        assert is_in(by_password())
        with pytest.raises(CommandError):
            call_command("reset_two_factor", "nobody@example.com")


class TestRequired:
    @pytest.fixture(autouse=True)
    def required(self) -> None:
        Organisation.objects.create(requires_two_factor=True)

    @pytest.mark.parametrize("make", [make_admin, make_manager])
    def test_seven_days_are_counted_down_and_then_it_comes_first(
        self, client: Client, make: Any
    ) -> None:
        now = clock.now()
        his = make()
        for day in range(7):
            with travel(now + day * DAY, tick=False):
                client.force_login(his)
                page = client.get(PROFILE)
                assert f"{7 - day} day" in page.content.decode()

        with travel(now + 7 * DAY, tick=False):
            client.force_login(his)
            assert client.get("/leads/").headers["Location"] == ON
            assert client.get("/leads/", headers={"HX-Request": "true"}).headers["HX-Redirect"]
            assert client.post("/accounts/logout/").status_code == 302

    def test_who_set_it_up_goes_on(self, client: Client) -> None:
        his = make_admin(two_factor_asked_at=clock.now() - 9 * DAY)
        TOTP.activate(his, SECRET)
        client.force_login(his)

        page = client.get(PROFILE).content.decode()

        assert "Set up two-factor sign-in:" not in page

    def test_who_sets_it_up_is_asked_no_longer(self, client: Client) -> None:
        client.force_login(make_manager(two_factor_asked_at=clock.now()))
        page = client.get(ON).content.decode()
        [secret] = re.findall(r'id="secret" value="(\w+)"', page)

        codes = client.post(ON, {"code": code_of(secret)}).content.decode()

        assert "days left" in page
        assert "days left" not in codes

    def test_a_rep_is_asked_for_nothing(self, client: Client) -> None:
        client.force_login(make_rep())

        assert "days left" not in client.get(PROFILE).content.decode()
        assert User.objects.get().two_factor_asked_at is None

    def test_where_all_is_invented_nobody_is(self, client: Client) -> None:
        Organisation.objects.update(is_demonstration=True)
        client.force_login(make_admin(two_factor_asked_at=clock.now() - 9 * DAY))

        assert client.get(PROFILE).status_code == 200

    def test_a_reset_gives_seven_days_anew(self, client: Client) -> None:
        his = make_manager(two_factor_asked_at=clock.now() - 9 * DAY)
        TOTP.activate(his, SECRET)
        client.force_login(make_admin())

        client.post(reverse("people:reset_two_factor", args=[his.pk]))

        his.refresh_from_db()
        client.force_login(his)
        assert "7 days left" in client.get(PROFILE).content.decode()

    def test_it_costs_a_page_no_query(self, client: Client) -> None:
        client.force_login(make_admin())
        client.get("/leads/")
        with CaptureQueriesContext(connection) as required:
            client.get("/leads/")
        Organisation.objects.update(requires_two_factor=False)

        with CaptureQueriesContext(connection) as not_required:
            client.get("/leads/")

        assert len(required) == len(not_required)


def test_an_admin_requires_it(client: Client) -> None:
    client.force_login(make_admin())

    client.post(reverse("people:organisation"), FIELDS | {"requires_two_factor": "on"})

    assert Organisation.objects.get().requires_two_factor
