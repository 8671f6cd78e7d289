from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        """Add this app's part to the office's settings."""
        from leadfollow.people.office import PARTS, Heading, Part

        PARTS.append(
            Part(
                Heading.LISTS,
                "Segments",
                "Types of leads: by when each has its first touch, and how long it may be silent",
                "campaigns:segments",
            )
        )
