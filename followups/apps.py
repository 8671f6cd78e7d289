from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"

    def ready(self) -> None:
        """Add sections to one's own settings, parts to the office's, and names to the log."""
        from campaigns.copying import COMES_ALONG
        from followups import parts
        from followups.channels import CHANNELS
        from followups.distribution.copying import RulesComeAlong
        from followups.imports.channel_column import with_own_channels
        from followups.models import Bucket, Cadence
        from followups.sections import CalendarForm, LessonForm, NoticesForm
        from leadfollow.people.lists import register
        from leadfollow.people.log_list import NAMED
        from leadfollow.people.office import PARTS
        from leadfollow.people.sections import SECTIONS
        from leads.imports.own_columns import FURTHER
        from leads.models import Lead

        NAMED.update(
            {Lead: "followups:lead", Cadence: "followups:cadence", Bucket: "followups:edit_bucket"}
        )
        SECTIONS.extend([NoticesForm, CalendarForm, LessonForm])
        PARTS.extend(parts.PARTS)
        register(CHANNELS)
        COMES_ALONG.append(RulesComeAlong())
        FURTHER["touches"] = with_own_channels
