"""Whether the people here are invented: pages say so, and nobody mistakes them for real ones."""

from __future__ import annotations

from leadfollow.people.models import User

SOURCE = "demo"  # the external source of everybody whom `manage.py demo` made


def is_loaded() -> bool:
    """Whether this database holds demonstration data."""
    return User.objects.filter(external_source=SOURCE).exists()
