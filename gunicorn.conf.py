"""What gunicorn reads by itself where it is started: its own lines are JSON, too."""

from leadfollow import logs

logconfig_dict = logs.of_gunicorn()
