from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"

    def ready(self) -> None:
        """Add this app's sections to the page of settings."""
        from followups.sections import CalendarForm, LessonForm, NoticesForm
        from leadfollow.people.sections import SECTIONS

        SECTIONS.extend([NoticesForm, CalendarForm, LessonForm])
