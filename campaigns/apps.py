from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        """Add its part to the office's settings, and its names to the log."""
        from campaigns.models import Campaign, Segment
        from leadfollow.people.log_list import NAMED
        from leadfollow.people.office import PARTS, Heading, Part

        NAMED.update({Campaign: "campaigns:detail", Segment: "campaigns:edit_segment"})
        PARTS.append(
            Part(
                Heading.LISTS,
                gettext_lazy("Segments"),
                gettext_lazy(
                    "Types of leads: by when each has its first touch, and how long it"
                    " may be silent"
                ),
                "campaigns:segments",
            )
        )
