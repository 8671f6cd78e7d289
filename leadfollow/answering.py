"""Whether the web process of this machine answers: exit 0, or 1. For a container's health check.

It names the public host, for Django answers to no other.
"""

from __future__ import annotations

import http.client
import sys

from django.conf import settings


def main() -> None:
    """Ask /healthz as the proxy would."""
    caller = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=5)
    try:
        caller.request("GET", "/healthz", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip(".")})
        sys.exit(0 if caller.getresponse().status == 200 else 1)
    except OSError:
        sys.exit(1)


if __name__ == "__main__":
    main()
