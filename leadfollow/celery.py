"""The Celery application: worker and beat are started from here."""

import os
from contextlib import suppress
from typing import Any

from celery import Celery
from celery.signals import beat_init
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadfollow.settings")

app = Celery("leadfollow")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def sweep_at_once(**_: Any) -> None:
    """Do not let a new installation wait a whole interval for its first flags."""
    interval = app.conf.beat_schedule["sweep"]["schedule"]
    with suppress(OperationalError):  # no broker yet: the interval comes round
        app.send_task("followups.sweep", expires=interval, retry=False)
