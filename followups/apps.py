from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"

    def ready(self) -> None:
        """Add sections to one's own settings, parts to the office's, and names to the log."""
        from followups.models import Bucket, Cadence
        from followups.sections import CalendarForm, LessonForm, NoticesForm
        from leadfollow.people.log_list import NAMED
        from leadfollow.people.office import PARTS, Heading, Part, admins, managers_and_admins
        from leadfollow.people.sections import SECTIONS
        from leads.models import Lead

        NAMED.update(
            {Lead: "followups:lead", Cadence: "followups:cadence", Bucket: "followups:edit_bucket"}
        )
        SECTIONS.extend([NoticesForm, CalendarForm, LessonForm])
        PARTS.extend(
            [
                Part(
                    Heading.FOLLOW_UP,
                    "Follow-up policy",
                    "What is a touch, an attempt, a response, and when one may stop",
                    "followups:policy",
                ),
                Part(
                    Heading.FOLLOW_UP,
                    "Numbers",
                    "How many attempts, touches and days, each with its source",
                    "followups:numbers",
                ),
                Part(
                    Heading.FOLLOW_UP,
                    "Cadences",
                    "What is done by when, for each segment, in versions",
                    "followups:cadences",
                ),
                Part(
                    Heading.LISTS,
                    "Buckets",
                    "Where leads wait, until when, and what is said when they wake",
                    "followups:buckets",
                ),
                Part(
                    Heading.PEOPLE,
                    "People",
                    "Who works here, as what; invite, hand over what a leaver has",
                    "followups:people",
                    managers_and_admins,
                ),
                Part(
                    Heading.RUNNING,
                    "Health",
                    "Sweeps, mails and what stands still",
                    "followups:health",
                    admins,
                ),
            ]
        )
