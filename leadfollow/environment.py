"""Typed readers of the environment; what makes no sense is refused in one sentence.

Each reader takes the name of a variable and what to use when it is missing or empty. A refusal
names the variable, and never repeats a value that may hold a password.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_email_url
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from django.utils.translation import to_language
from environs import Env, EnvError

T = TypeVar("T")
# Ours, and what dj_email_url calls them.
MAIL_SCHEMES = {"smtp": "smtp", "smtp+tls": "submission", "smtp+ssl": "smtp", "smtps": "smtp"}
ENGLISH = ("en-gb", "English")  # in which the code is written
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", ".localhost")

env = Env()


class BadSetting(ImproperlyConfigured):
    """A variable holds what makes no sense; the text says which and what it must be."""


def text(name: str, default: str = "") -> str:
    """Any text, without blanks around it."""
    return str(env.str(name, "")).strip() or default


def read(name: str, parse: Callable[[str], T], must: str, *, secret: bool = False) -> T | None:
    """The parsed value, None when it is not set; refused when `parse` raises."""
    given = text(name)
    if not given:
        return None
    try:
        return parse(given)
    except (EnvError, ValueError, KeyError, OSError):
        shown = "" if secret else f", not {given!r}"
        raise BadSetting(f"{name} must {must}{shown}.") from None


def flag(name: str, default: bool = False) -> bool:
    """Yes or no."""
    value = read(name, lambda _: bool(env.bool(name)), "be 1 or 0")
    return default if value is None else value


def number(name: str, default: int, low: int, high: int) -> int:
    """A whole number within limits."""

    def parse(given: str) -> int:
        if not low <= int(given) <= high:
            raise ValueError
        return int(given)

    value = read(name, parse, f"be a whole number from {low} to {high}")
    return default if value is None else value


def zone(name: str, default: str = "UTC") -> str:
    """The name of a time zone that exists."""
    return read(name, lambda given: ZoneInfo(given).key, "name a time zone") or default


def languages(folder: Path) -> list[tuple[str, str]]:
    """English, and the languages of a folder of catalogues, each by its own name."""
    codes = [to_language(path.name) for path in sorted(folder.glob("*/"))]
    return [ENGLISH, *((code, LANG_INFO.get(code, {}).get("name_local", code)) for code in codes)]


def language(name: str, known: list[tuple[str, str]]) -> str:
    """One of those that the pages are translated into."""
    codes = [code for code, _ in known]

    def parse(given: str) -> str:
        if given not in codes:
            raise ValueError
        return given

    return read(name, parse, f"be one of {', '.join(codes)}") or codes[0]


def hosts(name: str) -> list[str]:
    """Host names, without a wildcard for all of them; this machine's own when not set."""

    def parse(given: str) -> list[str]:
        found = [host.strip() for host in given.split(",") if host.strip()]
        if not found or any(host == "*" or "/" in host or " " in host for host in found):
            raise ValueError
        return found

    return read(name, parse, "list host names, parted by commas, none of them *") or list(
        LOCAL_HOSTS
    )


def site(name: str) -> str | None:
    """The address under which people reach the product, without a slash at its end."""

    def parse(given: str) -> str:
        url = urlsplit(given)
        if url.scheme not in ("http", "https") or not url.hostname or url.path.strip("/"):
            raise ValueError
        return given.rstrip("/")

    return read(name, parse, "look like https://leads.example.com")


def refuse_what_does_not_fit(*, hosts: list[str], site_url: str, https: bool, debug: bool) -> None:
    """Values that make sense alone, and none together."""
    is_local = set(hosts) <= set(LOCAL_HOSTS)
    if debug and not is_local:
        raise BadSetting("DEBUG must be 0 where ALLOWED_HOSTS names a public host.")
    if https and is_local:
        raise BadSetting("ALLOWED_HOSTS must name the public host where HTTPS is 1.")
    if https and not site_url.startswith("https://"):
        raise BadSetting("SITE_URL must begin with https:// where HTTPS is 1.")
    if not validate_host(urlsplit(site_url).hostname or "", hosts):
        raise BadSetting("SITE_URL must name a host of ALLOWED_HOSTS, or links lead nowhere.")


def strong(given: str) -> str:
    """A key that is long enough to be one."""
    if len(given) < 32 or len(set(given)) < 5:
        raise ValueError
    return given


def secret_key(name: str) -> str | None:
    """The key that signs."""
    return read(name, strong, "have at least 32 characters, picked at random", secret=True)


def earlier_secret_keys(name: str) -> list[str]:
    """Keys that signed once and are still believed, the newest first; none when not set."""

    def parse(given: str) -> list[str]:
        return [strong(key) for key in given.split()]

    must = "list keys of at least 32 characters, parted by blanks"
    return read(name, parse, must, secret=True) or []


def database(name: str) -> dict[str, Any] | None:
    """PostgreSQL or SQLite, as Django's settings want it."""

    def parse(_: str) -> dict[str, Any]:
        found: dict[str, Any] = dict(env.dj_db_url(name))
        if not found["ENGINE"].endswith((".postgresql", ".sqlite3")) or not found["NAME"]:
            raise ValueError
        return found

    must = "look like postgres://user:password@host:5432/name or sqlite:///path"
    return read(name, parse, must, secret=True)


def redis(name: str) -> str | None:
    """The address of a Redis server."""

    def parse(given: str) -> str:
        url = urlsplit(given)
        if url.scheme not in ("redis", "rediss", "redis+socket"):
            raise ValueError
        if not (url.path if url.scheme == "redis+socket" else url.hostname and (url.port or 1)):
            raise ValueError
        return given

    return read(name, parse, "look like redis://host:6379/0", secret=True)


def mail(name: str) -> dict[str, Any]:
    """Django's mail settings; empty when not set."""

    def parse(given: str) -> dict[str, Any]:
        scheme, _, where = given.partition("://")
        found: dict[str, Any] = dj_email_url.parse(f"{MAIL_SCHEMES.get(scheme, scheme)}://{where}")
        if not found.get("EMAIL_BACKEND") or (scheme in MAIL_SCHEMES and not found["EMAIL_HOST"]):
            raise ValueError
        if scheme in ("smtps", "smtp+ssl"):
            found |= {"EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False}
            found["EMAIL_PORT"] = urlsplit(given).port or 465
        return {key: value for key, value in found.items() if value not in (None, "")}

    must = "look like smtp+tls://user:password@host:587"
    return read(name, parse, must, secret=True) or {}
