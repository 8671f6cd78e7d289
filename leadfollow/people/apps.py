from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PeopleConfig(AppConfig):
    name = "leadfollow.people"

    def ready(self) -> None:
        """Add own sections to "My settings", and own parts to the office's; time each session."""
        from allauth.account.signals import password_changed, password_reset
        from django.contrib.auth.signals import user_logged_in

        from leadfollow.people.keys_section import KeysForm
        from leadfollow.people.office import PARTS, Heading, Part, admins
        from leadfollow.people.own_sections import AppearanceForm, NameForm
        from leadfollow.people.sections import SECTIONS
        from leadfollow.people.session_times import begin_at_sign_in
        from leadfollow.people.sign_in import note_new_password
        from leadfollow.people.team_section import TeamsForm

        user_logged_in.connect(begin_at_sign_in)
        password_changed.connect(note_new_password)
        password_reset.connect(note_new_password)
        SECTIONS[:0] = [NameForm, AppearanceForm]
        SECTIONS.extend([KeysForm, TeamsForm])
        PARTS.extend(
            [
                Part(
                    Heading.PEOPLE,
                    gettext_lazy("Teams"),
                    gettext_lazy("Who works with whom, led by whom, by which hours"),
                    "people:teams",
                ),
                Part(
                    Heading.RUNNING,
                    gettext_lazy("Organisation"),
                    gettext_lazy(
                        "Name and logo, country, time zone, currency, dates and working hours"
                    ),
                    "people:organisation",
                ),
                Part(
                    Heading.LISTS,
                    gettext_lazy("Holidays"),
                    gettext_lazy("Public holidays, and days of our own beside them"),
                    "people:holidays",
                ),
                Part(
                    Heading.RUNNING,
                    gettext_lazy("Parts"),
                    gettext_lazy("What is off until somebody needs it"),
                    "people:parts",
                    admins,
                ),
                Part(
                    Heading.RUNNING,
                    gettext_lazy("Mail"),
                    gettext_lazy("How mail leaves, a test of it, and what works without it"),
                    "people:mail",
                    admins,
                ),
                Part(
                    Heading.RUNNING,
                    gettext_lazy("API tokens"),
                    gettext_lazy(
                        "By what programs read leads, enter them and log touches, in whose name"
                    ),
                    "people:tokens",
                ),
            ]
        )
