from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "leadfollow.people"

    def ready(self) -> None:
        """Name what routes are made of; add own sections to "My settings", and own parts to the
        office's; time each session."""
        from allauth.account.signals import password_changed, password_reset
        from django.contrib.auth.signals import user_logged_in
        from django.urls import register_converter

        from leadfollow.ids import IdConverter
        from leadfollow.people import office
        from leadfollow.people.keys_section import KeysForm
        from leadfollow.people.own_sections import AppearanceForm, NameForm
        from leadfollow.people.parts import PARTS
        from leadfollow.people.sections import SECTIONS
        from leadfollow.people.session_times import begin_at_sign_in
        from leadfollow.people.sign_in import note_new_password
        from leadfollow.people.team_section import TeamsForm

        register_converter(IdConverter, "id")
        user_logged_in.connect(begin_at_sign_in)
        password_changed.connect(note_new_password)
        password_reset.connect(note_new_password)
        SECTIONS[:0] = [NameForm, AppearanceForm]
        SECTIONS.extend([KeysForm, TeamsForm])
        office.PARTS.extend(PARTS)
