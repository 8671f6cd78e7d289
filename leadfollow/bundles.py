"""Collect the static files under names that tell their content, and bundle what pages load.

A page names its bundles by what is in `var/static`, so this runs before anything is served.
"""

import django
from django.core.management import call_command


def main() -> None:
    """Both, in this order: the bundles are made of the collected files."""
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("compress", force=True, verbosity=0)


if __name__ == "__main__":
    main()
