"""What every test may rely on: quick settings, kept first rows, browsers, a real worker."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import hypothesis
import pytest
from _pytest.unittest import TestCaseFunction
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from leadfollow.tests import first_rows

FLAGS = (
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)

BEFORE_A_RELEASE = bool(os.environ.get("TRIAL_OF_A_RELEASE"))  # numbers that take minutes a test

FILES = TemporaryDirectory(prefix="leadfollow-files-")  # ends with the process


def pytest_configure() -> None:
    """Quick hashing, and static files straight from their folders, for live servers too."""
    # A busy machine is no failure.
    hypothesis.settings.register_profile("patient", hypothesis.settings(), deadline=None)
    hypothesis.settings.load_profile("patient")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.COMPRESS_ENABLED = False
    settings.MEDIA_ROOT = FILES.name
    settings.CACHES["memory"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    if os.environ.get("CHROMIUM"):  # Playwright's loop would forbid the ORM in the same thread
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each mark what it needs, or say why a test is left out."""
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    if os.environ.get("ONLY_WITH_DATABASE"):
        items[:] = filter(asks_the_database, items)
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("redis"):
            item.add_marker(pytest.mark.django_db(transaction=True))
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="DATABASE_URL is no PostgreSQL"))
        if item.get_closest_marker("redis") and not os.environ.get("REDIS_URL"):
            item.add_marker(pytest.mark.skip(reason="REDIS_URL is not set"))
        if item.get_closest_marker("browser") and not os.environ.get("CHROMIUM"):
            item.add_marker(pytest.mark.skip(reason="CHROMIUM is not set"))
        keep_first_rows(item)


def asks_the_database(item: pytest.Item) -> bool:
    """Whether it may: any other is refused by pytest-django when it asks all the same.

    What others prove they have proven on SQLite, and so have those marked `once`. Processes that
    one starts by itself know our database from the environment, so those which read it are marked.
    """
    if item.get_closest_marker("once"):
        return False
    if any(map(item.get_closest_marker, ("django_db", "postgres", "redis", "browser"))):
        return True
    fixtures = {"db", "transactional_db", "live_server"}
    of_unittest = isinstance(item, TestCaseFunction)  # which keeps what it needs to itself
    return of_unittest or bool(fixtures & set(getattr(item, "fixturenames", ())))


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage took a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def keep_first_rows(item: pytest.Item) -> None:
    """A transactional test empties all tables; let it begin with what migrations put there."""
    mark = item.get_closest_marker("django_db")
    if mark and mark.kwargs.get("transaction"):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Begin with a copy of what `make test` migrated once, instead of migrating once more."""
    if copied := os.environ.get("MIGRATED"):
        tests = connection.settings_dict["TEST"]
        if connection.vendor == "postgresql":
            tests["TEMPLATE"] = copied
        else:
            for old in ("-wal", "-shm"):  # of a run that was killed
                Path(f"{tests['NAME']}{old}").unlink(missing_ok=True)
            shutil.copyfile(copied, tests["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """SQLite's copy is there already when Django would make a new file."""
    return django_db_keepdb or bool(os.environ.get("MIGRATED") and connection.vendor == "sqlite")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """What migrations put there, for every connection: Playwright's loop has one of its own."""
    if kept := getattr(connection, "_test_serialized_contents", None):
        every: Any = type(connections[connection.alias])
        every._test_serialized_contents = kept
        every.creation_class.deserialize_db_from_string = first_rows.put_back
        if connection.vendor == "postgresql":
            every.ops_class.sql_flush = first_rows.emptied


@pytest.fixture(autouse=True)
def no_files_left() -> Iterator[None]:
    """A test that is rolled back leaves its files on disk; let the next begin without them."""
    yield
    shutil.rmtree(FILES.name, ignore_errors=True)


# --- Browsers


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The Chromium that `make test` found, with the flags that containers need."""
    more = os.environ.get("CHROMIUM_FLAGS", "")
    return {"executable_path": os.environ["CHROMIUM"], "args": f"{FLAGS} {more}".split()}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A laptop in Europe; what one waits to see may take as long as what one waits to press."""
    from playwright.sync_api import expect

    expect.set_options(timeout=30_000)  # Playwright's own for a press; a busy machine is no failure
    return {"viewport": {"width": 1280, "height": 800}, "timezone_id": "Europe/Berlin"}


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of the running site."""
    return str(live_server.url)


@pytest.fixture
def signed_in(site: str, new_context: Callable[..., Any]) -> Callable[..., Any]:
    """A page of somebody who signed in: `page = signed_in(user)`; more arguments go to Playwright.

    Each call is a browser of its own, so two people can work at once.
    """

    def page_of(user: Any, at: str = site, **how: Any) -> Any:
        client = Client()  # one for each: to sign in anew would end the session before
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context = new_context(base_url=at, **how)
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": at}])
        return context.new_page()

    return page_of


# --- The web server of `make run`


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for VAR_DIR that holds the static files as they are served."""
    var = tmp_path_factory.mktemp("served")
    shutil.copytree(settings.VAR / "frontend", var / "frontend")
    bundle = [sys.executable, "-m", "leadfollow.bundles"]
    subprocess.run(bundle, env={**os.environ, "VAR_DIR": str(var), "DEBUG": "0"}, check=True)
    return var


@pytest.fixture
def web(transactional_db: None, bundled: Path) -> Iterator[WebServer]:
    """Gunicorn on the test database, with bundled files; sessions of `signed_in` hold there."""
    server = WebServer(bundled)
    yield server
    server.end()


class WebServer:
    """A real one, in processes of its own, so that it can be frozen."""

    def __init__(self, var: Path) -> None:
        from leadfollow.running import answers, free_port

        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        how = ["--bind", f"127.0.0.1:{port}", "--threads", "8", "--no-control-socket"]
        more = {"DATABASE_URL": address_of_database(), "SECRET_KEY": settings.SECRET_KEY}
        more |= {"TOKEN_KEY": settings.TOKEN_KEY}
        more |= {"VAR_DIR": str(var), "ALLOWED_HOSTS": "127.0.0.1,localhost", "DEBUG": "0"}
        with (var / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "leadfollow.wsgi", *how],
                env={**os.environ, **more},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 30
        while not answers(port):
            assert time.monotonic() < deadline, (var / "web.log").read_text()
            time.sleep(0.1)

    def freeze(self) -> None:
        """It takes connections, and answers nothing."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.killpg(self.process.pid, signal.SIGCONT)

    def end(self) -> None:
        with suppress(ProcessLookupError):  # a test may have ended it
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


# --- Worker and beat


def address_of_database() -> str:
    """DATABASE_URL of the test database, for processes that we start."""
    is_ = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{is_['NAME']}"
    who = quote(is_["USER"], safe="") + (f":{quote(is_['PASSWORD'])}" if is_["PASSWORD"] else "")
    port = f":{is_['PORT']}" if is_["PORT"] else ""
    return f"postgres://{who}@{quote(is_['HOST'], safe='')}{port}/{is_['NAME']}"


@pytest.fixture
def celery(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts real Celery processes on the test database: `celery("worker")`, `celery("beat")`.

    Variables may be added (`celery("beat", SWEEP_EVERY="1")`); all are killed afterwards.
    """
    from leadfollow.celery import app

    app.control.purge()
    started: list[subprocess.Popen] = []
    extra = {
        "worker": ["--pool=prefork", "-c", "2", "--without-gossip", "--without-mingle"],
        "beat": ["--pidfile=", "-s", str(tmp_path / "schedule")],
    }

    def start(kind: str, **more: str) -> subprocess.Popen:
        env = {**os.environ, "DATABASE_URL": address_of_database(), **more}
        command = [sys.executable, "-m", "celery", "-A", "leadfollow", kind, *extra[kind]]
        with (tmp_path / f"{kind}-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env=env, stdout=log, stderr=log, start_new_session=True
            )
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):  # a test may have killed it
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def worker(celery: Callable[..., subprocess.Popen]) -> subprocess.Popen:
    """A real Celery worker on the test database; tasks sent with `delay()` reach it."""
    return celery("worker")
