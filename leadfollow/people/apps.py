from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "leadfollow.people"

    def ready(self) -> None:
        """Add the teams' section to the page of settings."""
        from leadfollow.people.sections import SECTIONS
        from leadfollow.people.team_section import TeamsForm

        SECTIONS.append(TeamsForm)
