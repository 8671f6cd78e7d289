"""What `deploy/` says, as the programs themselves read it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

DEPLOY = settings.BASE_DIR / "deploy"
BIN = Path(sys.executable).parent
WANTED = {
    "ALLOWED_HOSTS": "leads.example.com",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    "TOKEN_KEY": "zyxwvutsrqponmlkjihgfedcba9876543210",
    "TWO_FACTOR_KEY": "abcdefghijklmnopqrstuvwxyz9876543210",
    "POSTGRES_PASSWORD": "letters",
}


def compose(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """What Compose itself makes of the file, with `.env.example` as `.env`."""
    (folder / "deploy").mkdir()
    shutil.copy(DEPLOY / "compose.yaml", folder / "deploy")
    shutil.copy(settings.BASE_DIR / ".env.example", folder / "deploy" / ".env")
    inherited = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [str(BIN / "docker-compose"), "config", "--format", "json"],
        cwd=folder / "deploy",
        env={**inherited, **(more or WANTED)},
        capture_output=True,
        text=True,
    )


def services(folder: Path) -> dict[str, Any]:
    """The services, with all variables filled in."""
    parsed = compose(folder)
    assert parsed.returncode == 0, parsed.stderr
    return dict(json.loads(parsed.stdout)["services"])
