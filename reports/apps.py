from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        """Send mails of its own; let the worker load a demonstration; add a law to the audit, and
        the first steps to the office's settings."""
        from followups.audit import LAWS
        from followups.notices.choosing import MAILINGS
        from followups.tasks import MORE_WORK
        from leadfollow.people.office import PARTS, Heading, Part, admins
        from reports.audit import past_stands
        from reports.mailings import COMMITTED
        from reports.start.loading import load_if_wanted

        MAILINGS.append(COMMITTED)
        MORE_WORK.append(load_if_wanted)
        LAWS["8-past-stands"] = past_stands
        PARTS.append(
            Part(
                Heading.RUNNING,
                gettext_lazy("First steps"),
                gettext_lazy("What to do first, and what of it is done"),
                "reports:first_steps",
                admins,
            )
        )
