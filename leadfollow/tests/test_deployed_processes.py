"""The processes of the compose file, by its own commands, without containers."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from conftest import address_of_database
from leadfollow.people.tests.factories import make_admin
from leadfollow.running import free_port
from leadfollow.tests.deployed import services
from leadfollow.tests.test_background import wait_for

pytestmark = pytest.mark.redis
HOST = "leads.example.com"
AS_THE_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https"}


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def deployed(transactional_db: None, tmp_path: Path, bundled: Path, port: int) -> Iterator[Any]:
    """Set-up run to its end, then web, worker and beat; other servers and port, else as it says."""
    found = services(tmp_path)
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str) -> subprocess.Popen[bytes]:
        command = [
            part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in found[name]["command"]
        ]
        own = {key: value for key, value in found[name]["environment"].items() if value is not None}
        own |= {"DATABASE_URL": address_of_database(), "REDIS_URL": os.environ["REDIS_URL"]}
        own |= {"VAR_DIR": str(bundled), "PORT": str(port)}
        with (tmp_path / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env={"PATH": os.environ["PATH"], **own},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return process

    set_up = start("setup")
    assert set_up.wait(timeout=120) == 0, (tmp_path / "setup.log").read_text()
    for name in ("web", "worker", "beat"):
        start(name)
    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ask(port: int, path: str) -> tuple[int, str]:
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        caller.request("GET", path, headers=AS_THE_PROXY)
        answer = caller.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        caller.close()


def test_they_are_ready_and_serve_the_sign_in_page(deployed, port, tmp_path):
    wait_for(lambda: ask(port, "/readyz")[0] == 200)

    assert json.loads(ask(port, "/readyz")[1])["sweep"] is True
    assert ask(port, "/accounts/login/")[0] == 302  # to the first start: nobody works here yet
    make_admin()
    status, page = ask(port, "/accounts/login/")
    assert (status, 'name="password"' in page) == (200, True)
    checked = subprocess.run(
        [".venv/bin/python", "-m", "leadfollow.answering"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORT": str(port), "ALLOWED_HOSTS": HOST},
    )
    assert checked.returncode == 0
    said = [json.loads(line) for line in (tmp_path / "web.log").read_text().splitlines()]
    assert {"gunicorn.error"} <= {line["logger"] for line in said}
    assert not [line for line in said if line["logger"] == "gunicorn.access"]
