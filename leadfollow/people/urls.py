"""Where people begin, and what they set for themselves."""

from django.urls import path

from leadfollow.people import (
    holiday_views,
    inviting_views,
    mail_views,
    organisation_views,
    part_views,
    session_views,
    team_views,
    token_views,
    two_factor_views,
    views,
)
from leadfollow.people.lists import views as list_views

app_name = "people"

urlpatterns = [
    path("", views.home, name="home"),
    path("profile/", views.profile, name="profile"),
    path("profile/sessions/others/", session_views.end_others, name="end_other_sessions"),
    path("profile/sessions/<id:usersession_id>/end/", session_views.end_one, name="end_session"),
    path("profile/<slug:slug>/", views.save_section, name="save_section"),
    path("settings/", views.office, name="office"),
    path("log/", views.log, name="log"),
    path("settings/teams/", team_views.teams, name="teams"),
    path("settings/teams/new/", team_views.new_team, name="new_team"),
    path("settings/teams/<id:team_id>/", team_views.team, name="team"),
    path("settings/lists/<slug:list_slug>/", list_views.rows, name="list"),
    path("settings/lists/<slug:list_slug>/<id:row_id>/", list_views.row, name="list_row"),
    path(
        "settings/lists/<slug:list_slug>/<id:row_id>/retire/",
        list_views.retire,
        name="retire_row",
    ),
    path(
        "settings/lists/<slug:list_slug>/<id:row_id>/back/",
        list_views.bring_back,
        name="bring_back_row",
    ),
    path("settings/tokens/", token_views.tokens, name="tokens"),
    path("settings/tokens/new/", token_views.new_token, name="new_token"),
    path("settings/tokens/<id:token_id>/revoke/", token_views.revoke_token, name="revoke_token"),
    path("people/invite/", inviting_views.invite, name="invite"),
    path("people/invitations/<id:invitation_id>/", inviting_views.invitation, name="invitation"),
    path(
        "people/invitations/<id:invitation_id>/again/",
        inviting_views.resend,
        name="resend_invitation",
    ),
    path(
        "people/invitations/<id:invitation_id>/revoke/",
        inviting_views.revoke,
        name="revoke_invitation",
    ),
    path("join/<str:token>/", inviting_views.join, name="join"),
    path("settings/organisation/", organisation_views.organisation, name="organisation"),
    path("organisation/logo/<id:file_id>/", organisation_views.logo, name="logo"),
    path("settings/holidays/", holiday_views.holidays, name="holidays"),
    path("settings/holidays/new/", holiday_views.add_holiday, name="add_holiday"),
    path("settings/holidays/<id:holiday_id>/", holiday_views.edit_holiday, name="edit_holiday"),
    path(
        "settings/holidays/<id:holiday_id>/retire/",
        holiday_views.retire_holiday,
        name="retire_holiday",
    ),
    path(
        "settings/holidays/<id:holiday_id>/bring-back/",
        holiday_views.bring_back_holiday,
        name="bring_back_holiday",
    ),
    path("settings/parts/", part_views.parts, name="parts"),
    path("settings/parts/<slug:part>/", part_views.switch, name="switch_part"),
    path("settings/mail/", mail_views.mail, name="mail"),
    path("settings/mail/test/", mail_views.send_test, name="mail_test"),
    path("people/<id:user_id>/two-factor/reset/", two_factor_views.reset, name="reset_two_factor"),
    path("people/<id:user_id>/absence/", views.absence, name="absence"),
    path("absences/<id:absence_id>/end/", views.end_absence, name="end_absence"),
]
