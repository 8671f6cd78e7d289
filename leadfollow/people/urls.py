"""Where people begin, and what they set for themselves."""

from django.urls import path

from leadfollow.people import views

app_name = "people"

urlpatterns = [
    path("", views.home, name="home"),
    path("profile/", views.profile, name="profile"),
    path("profile/<slug:slug>/", views.save_section, name="save_section"),
    path("settings/", views.office, name="office"),
    path("log/", views.log, name="log"),
    path("people/<int:user_id>/absence/", views.absence, name="absence"),
    path("absences/<int:absence_id>/end/", views.end_absence, name="end_absence"),
]
