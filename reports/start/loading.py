"""Demonstration data by the worker: asked for by a row, loaded whole or not at all."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from leadfollow.people.models import User
from reports.demo.load import NotEmpty, load
from reports.models import DemonstrationWanted

SEED = 1
logger = structlog.get_logger(__name__)


def ask_for_demonstration(*, password: str, at: datetime) -> None:
    """The worker loads it; all accounts get this password. Asked twice is asked once, unless it
    failed, or is late and nobody works at it."""
    DemonstrationWanted.objects.exclude(trouble="").delete()
    DemonstrationWanted.objects.late(at).free(at).delete()
    DemonstrationWanted.objects.get_or_create(
        defaults={"password": make_password(password), "asked_at": at}
    )


def load_if_wanted(*, now: datetime) -> None:
    """Load what is asked for. Any number of workers may call it at once: one of them does it."""
    free = DemonstrationWanted.objects.free(now)
    if not (free.exists() and free.update(begun_at=now)):  # to look first takes no lock
        return
    try:
        load_wanted(now=now)
    except NotEmpty:
        DemonstrationWanted.objects.all().delete()
    except Exception:
        logger.exception("demonstration")
        sentence = _("The demonstration data could not be loaded; the log of the worker says why.")
        DemonstrationWanted.objects.update(trouble=sentence)


@transaction.atomic
def load_wanted(*, now: datetime) -> None:
    wanted = DemonstrationWanted.objects.select_for_update().get()
    load(at=now, seed=SEED, password=None)
    User.objects.update(password=wanted.password)
    wanted.delete()
