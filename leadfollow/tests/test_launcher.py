"""`make run` as somebody at a terminal lives it: start, look, stop, start again."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from leadfollow.running import free_port

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="the embedded default, once",
)


def launch(var: Path, port: int, **more: str) -> subprocess.Popen[str]:
    """A start of its own, away from the checkout's data."""
    embedded = {"DATABASE_URL": "", "REDIS_URL": "", "VAR_DIR": str(var), "PORT": str(port)}
    embedded["DEMO"] = "0"  # its own tests load it; here it would only take time
    return subprocess.Popen(
        [sys.executable, "-m", "leadfollow.launch", "run"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **embedded, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_until(process: subprocess.Popen[str], end: str) -> str:
    """What it prints, up to the line that holds `end`."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if end in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


@contextmanager
def running(var: Path, port: int) -> Iterator[str]:
    """Started and answering; stopped by Ctrl-C afterwards, which must end it well."""
    process = launch(var, port)
    try:
        yield said_until(process, "Ctrl-C")
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert not processes_in(var)


def processes_in(var: Path) -> list[str]:
    """Whoever still runs with this folder in its environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"VAR_DIR={var}".encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def read(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return str(response.read().decode(errors="replace"))


def make_admin(var: Path) -> None:
    """The first account of an installation without demonstration data."""
    subprocess.run(
        [sys.executable, "manage.py", "createsuperuser", "--noinput"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": "",
            "VAR_DIR": str(var),
            "DJANGO_SUPERUSER_NAME": "Ann",
            "DJANGO_SUPERUSER_EMAIL": "kept@example.com",
            "DJANGO_SUPERUSER_PASSWORD": "a long password",
        },
        check=True,
    )


def people(var: Path) -> list[str]:
    """The accounts of an installation."""
    with closing(sqlite3.connect(var / "leadfollow.sqlite3")) as database:
        return [email for (email,) in database.execute("SELECT email FROM people_user")]


def test_starts_serves_its_files_stops_and_keeps_its_data(tmp_path):
    var, port = tmp_path / "a place with spaces", free_port()
    with running(var, port) as said:
        page = read(port, "/accounts/login/")
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        second = launch(var, free_port()).communicate(timeout=60)[0]

        assert f"http://localhost:{port}" in said
        assert files
        assert all(read(port, path) for path in files)
        assert all(re.search(r"\.[0-9a-f]{12}\.", path) for path in files), "not hashed"
        assert f"already runs from this folder: http://localhost:{port}" in second
        make_admin(var)
    with running(var, port):
        assert people(var) == ["kept@example.com"]


def test_a_taken_port_is_refused_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        process = launch(tmp_path, port)
        said = process.communicate(timeout=60)[0]

    assert process.returncode == 1
    assert said.startswith(f"PORT {port} is not free here")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("DATABASE_URL", "postgres://u:hunter2@127.0.0.1:1/x", id="database"),
        pytest.param("REDIS_URL", "redis://:hunter2@127.0.0.1:1/0", id="broker"),
    ],
)
def test_a_server_that_does_not_answer_is_named(tmp_path, name, value):
    process = launch(tmp_path, free_port(), **{name: value})

    said = process.communicate(timeout=60)[0]

    assert process.returncode == 1
    assert f"The server of {name} does not answer" in said
    assert "Traceback" not in said
    assert "hunter2" not in said


def test_nothing_is_left_when_the_launcher_itself_is_killed(tmp_path):
    process = launch(tmp_path, free_port())
    said_until(process, "Ctrl-C")

    process.kill()
    process.wait()

    for _ in range(100):
        if not processes_in(tmp_path):
            break
        signal.sigtimedwait([], 0.2)
    assert not processes_in(tmp_path)
