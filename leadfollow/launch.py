"""What `make` does. Where make is missing: `python3 leadfollow/launch.py run`.

Started as a script it needs the standard library alone: it makes .venv, installs the pinned
packages when they changed, and starts itself again as a module inside.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
if sys.path and Path(sys.path[0]).resolve() == BASE / "leadfollow":
    del sys.path[0]  # else our http.py would stand in for Python's

VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = BASE / "leadfollow" / "requirements"
NEEDS = {
    "run": "requirements.txt",
    "setup": "requirements.txt",
    "build": "requirements.txt",
    "test": "requirements-test.txt",
    "check": "requirements-test.txt",
    "format": "requirements-test.txt",
    "messages": "requirements.txt",
    "lock": "requirements.txt",
}
USAGE = """\
make run       start everything and print the address; PORT=8000 unless said otherwise
make setup     for PostgreSQL and Redis: packages, front-end files, tables, static files
make build     the part of setup that needs no server: packages, front-end files, static files
make test      the whole suite, with everything it needs
make check     lint, types, templates, migrations
make format    put every file into the agreed form
make messages  collect what is to be translated, as docs/translating.md tells
make lock      pin what leadfollow/requirements/*.in ask for
"""


def call(*command: str | Path) -> None:
    """Run a step; when it fails, end with its exit code, for it has said why."""
    done = subprocess.run([str(part) for part in command], cwd=BASE)
    if done.returncode:
        sys.exit(done.returncode)


def make_environment() -> None:
    """Create .venv with the pinned installer, unless a whole one is there."""
    if not (VENV / "bin" / "pip").exists():
        print("Creating .venv", flush=True)
        call(sys.executable, "-m", "venv", "--clear", VENV)
    installer = LOCKS / "uv.txt"
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    call(PYTHON, *pip, "--require-hashes", "-r", installer)


def install(requirements: str) -> None:
    """Bring the environment to the pinned packages; nothing to do while they are the same."""
    stamp = VENV / f"{requirements}.installed"
    pins = (BASE / requirements).read_bytes() + (LOCKS / "uv.txt").read_bytes()
    digest = hashlib.sha256(pins).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    make_environment()
    print(f"Installing {requirements}", flush=True)
    uv = ("-m", "uv", "pip", "install", "--quiet", "--system-certs", "--python", PYTHON)
    call(PYTHON, *uv, "--require-hashes", "-r", BASE / requirements)
    stamp.write_text(digest)


def refuse_old_python() -> None:
    """End with one sentence where Python cannot do it."""
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("Leadfollow needs Python 3.11 or newer.")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit("Python cannot make an environment here: please install python3-venv.")


def main() -> None:
    """Do the named thing, from inside .venv."""
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in NEEDS:
        print(USAGE, end="")
        sys.exit(0 if command == "help" else 2)
    os.chdir(BASE)
    if __package__ != "leadfollow":
        refuse_old_python()
        install(NEEDS[command])
        os.execv(PYTHON, [str(PYTHON), "-m", "leadfollow.launch", *sys.argv[1:]])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadfollow.settings")
    from leadfollow import running, translations, trial

    {
        "run": running.run,
        "setup": running.set_up,
        "build": running.build,
        "test": trial.test,
        "check": trial.check,
        "format": trial.reformat,
        "messages": translations.messages,
        "lock": trial.lock,
    }[command]()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
