from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        """Let the worker load a demonstration; add the first steps to the office's settings."""
        from followups.tasks import MORE_WORK
        from leadfollow.people.office import PARTS, Heading, Part, admins
        from reports.start.loading import load_if_wanted

        MORE_WORK.append(load_if_wanted)
        PARTS.append(
            Part(
                Heading.RUNNING,
                gettext_lazy("First steps"),
                gettext_lazy("What to do first, and what of it is done"),
                "reports:first_steps",
                admins,
            )
        )
