"""What gunicorn is told by `--config python:leadfollow.serving`: its own lines are JSON, too."""

from leadfollow import logs

logconfig_dict = logs.of_gunicorn()
