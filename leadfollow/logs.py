"""Logs: one JSON object a line on standard error, with the request's id in each."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# Addresses that open something to whoever knows them.
DOORS = "calendar|u|key|forms|capture|invite|invitation|join|start"
SECRET_PATH = re.compile(rf"/({DOORS})/[^/\s?\"']{{16,}}")
# What an API token is after its id.
SECRET_OF_TOKEN = re.compile(r"\b(lf_[a-z]+_[A-Za-z0-9]{8})_[A-Za-z0-9]+")
# What people searched and filtered for: names, addresses, telephone numbers.
ASKED = re.compile(r"((?:GET|POST|HEAD) /[^\s?\"']*)\?[^\s\"']+")


def without_secrets(logger: Any, name: str, entry: MutableMapping[str, Any]) -> Any:
    """Say which page was asked for, not the token in its address, nor what was searched there."""
    for key, value in entry.items():
        if isinstance(value, str):
            shown = SECRET_OF_TOKEN.sub(r"\1_…", SECRET_PATH.sub(r"/\1/…", value))
            entry[key] = ASKED.sub(r"\1?…", shown)
    return entry


STEPS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_secrets,
]


def formatter() -> dict[str, Any]:
    """One line of JSON of whatever anybody logs."""
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "processor": structlog.processors.JSONRenderer(),
        "foreign_pre_chain": STEPS,
    }


def of_gunicorn() -> dict[str, Any]:
    """What lies over its own configuration: it logs before it knows of Django. Requests are
    logged by us, without what was asked."""
    quiet = {"level": "CRITICAL", "handlers": [], "propagate": False}
    said = {"level": "INFO", "handlers": ["error_console"], "propagate": False}
    return {
        "formatters": {"generic": formatter()},
        "root": {"level": "INFO", "handlers": []},
        "loggers": {"gunicorn.access": quiet, "gunicorn.error": said},
    }


def settings(*, debug: bool) -> dict[str, Any]:
    """Django's LOGGING; structlog writes through the same handler."""
    structlog.configure(
        processors=[*STEPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter()},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "DEBUG" if debug else "INFO"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # A drain every two seconds says nothing by itself.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
        },
    }
