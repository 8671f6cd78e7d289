from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class LeadsConfig(AppConfig):
    name = "leads"

    def ready(self) -> None:
        """Add this app's parts and lists to the office's settings."""
        from leadfollow.people.lists import register
        from leadfollow.people.office import PARTS, Heading, Part
        from leadfollow.people.optional import OPTIONAL
        from leads.competitors import COMPETITORS
        from leads.lists import CLOSE_REASONS, TAGS, VERDICT_REASONS
        from leads.products import PRODUCTS, QUOTA
        from leads.territories import PART as TERRITORY_PART
        from leads.territories import TERRITORIES

        PARTS.append(
            Part(
                Heading.FOLLOW_UP,
                gettext_lazy("What “qualified” means"),
                gettext_lazy("The definition in force, its versions, and who has read it"),
                "leads:qualification",
            )
        )
        OPTIONAL.extend([TERRITORY_PART, QUOTA])
        register(CLOSE_REASONS, VERDICT_REASONS, PRODUCTS, COMPETITORS, TERRITORIES, TAGS)
