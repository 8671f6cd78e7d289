"""What must hold before anything is served: servers that answer, schema, a first start's data.

`make run` calls this in a process of its own and shows what it prints.
"""

import io
import secrets
import sys

import django
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError

from leadfollow.environment import BadSetting

DEMONSTRATION = ["rep", "manager", "events", "admin"]


def broker_answers() -> None:
    """Refuse a Redis that does not answer."""
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=3).ping()
    except redis.RedisError as trouble:
        raise BadSetting(f"The server of REDIS_URL does not answer: {trouble}") from None


def bring_up_to_date() -> None:
    """Make or change the tables."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except OperationalError as trouble:
        sentence = str(trouble).strip().splitlines()[0]
        raise BadSetting(f"The server of DATABASE_URL does not answer: {sentence}") from None


def load_demonstration() -> None:
    """Fill a database in which nobody works yet; the password stays in var/.

    Started empty, say where to begin.
    """
    from leadfollow.people.models import User
    from leadfollow.people.start_code import start_code

    kept = settings.VAR / "demo_password"
    if settings.DEMO and not User.objects.exists():
        password = secrets.token_hex(6)
        kept.touch(mode=0o600)
        kept.write_text(password)
        print("Loading the demonstration data", file=sys.stderr, flush=True)
        call_command("demo", password=password, stdout=io.StringIO())
    if not User.objects.exists():
        print(f"Set it up at {settings.SITE_URL}/start/?code={start_code()}")
    shown = [name for name in DEMONSTRATION if User.objects.filter(email=address(name)).exists()]
    if shown and kept.exists():
        print("Sign in with the password", kept.read_text(), "as")
        print("  " + ", ".join(address(name) for name in shown))


def address(name: str) -> str:
    """The e-mail address of a demonstration account."""
    return f"{name}@example.com"


def main() -> None:
    """All of it; ends with one sentence when something is missing."""
    try:
        django.setup()
        broker_answers()
        bring_up_to_date()
        load_demonstration()
    except BadSetting as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
