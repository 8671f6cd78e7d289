#!/usr/bin/env python3
"""Django's command line, with a bad setting told in one sentence."""

import os
import sys


def main() -> None:
    """Run a command; a setting that makes no sense ends it without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadfollow.settings")
    from django.core.management import execute_from_command_line

    from leadfollow.environment import BadSetting

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
