from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"

    def ready(self) -> None:
        """Add this app's part to the office's settings."""
        from leadfollow.people.office import PARTS, Heading, Part

        PARTS.append(
            Part(
                Heading.FOLLOW_UP,
                "What “qualified” means",
                "The definition in force, its versions, and who has read it",
                "leads:qualification",
            )
        )
