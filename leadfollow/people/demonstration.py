"""Whether the people here are invented: pages say so, and nobody mistakes them for real ones."""

SOURCE = "demo"  # the external source of everybody whom `manage.py demo` made
