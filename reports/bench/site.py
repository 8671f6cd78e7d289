"""The site as it is deployed, on the database in use: processes of its own, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from leadfollow.running import HERE, answers, die_with_parent, free_port

DEPLOYED = ("--config", "python:leadfollow.serving", "--workers", "4", "--threads", "8")
PATIENCE = 60  # seconds until it answers


@contextmanager
def site() -> Iterator[int]:
    """Its port. Mail goes to files of the folder that is thrown away; it sends none anywhere."""
    with TemporaryDirectory() as folder:
        env = {**os.environ, **told(Path(folder))}
        shutil.copytree(settings.VAR / "frontend", Path(folder) / "frontend")
        subprocess.run([sys.executable, "-m", "leadfollow.bundles"], env=env, check=True)
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "leadfollow.wsgi", *DEPLOYED]
        command += ["--bind", f"{HERE}:{port}", "--no-control-socket"]
        with (Path(folder) / "web.log").open("wb") as log:
            web = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=env, stdout=log, stderr=log,
                preexec_fn=die_with_parent,
            )  # fmt: skip
        try:
            wait_for(port)
            yield port
        finally:
            web.terminate()
            web.wait(20)


def told(folder: Path) -> dict[str, str]:
    """Plain HTTP on this machine, and no proxy before it: who comes is known by his address."""
    keys = {"SECRET_KEY": settings.SECRET_KEY, "TOKEN_KEY": settings.TOKEN_KEY}
    plain = {"HTTPS": "0", "TRUSTED_PROXIES": "0", "DEBUG": "0", "EMAIL_URL": "", "SITE_URL": ""}
    where = {"VAR_DIR": str(folder), "DATABASE_URL": address_of_database()}
    return keys | plain | where | {"ALLOWED_HOSTS": HERE}


def address_of_database() -> str:
    """As DATABASE_URL says it."""
    is_ = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{is_['NAME']}"
    who = quote(is_["USER"], safe="") + (f":{quote(is_['PASSWORD'])}" if is_["PASSWORD"] else "")
    port = f":{is_['PORT']}" if is_["PORT"] else ""
    return f"postgres://{who}@{quote(is_['HOST'], safe='')}{port}/{is_['NAME']}"


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(port):
        if time.monotonic() > until:
            raise RuntimeError("The site does not come up.")
        time.sleep(0.1)
