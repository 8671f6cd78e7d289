"""Where people begin, and what they set for themselves."""

from django.urls import path

from leadfollow.people import views

app_name = "people"

urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings, name="settings"),
    path("settings/<slug:slug>/", views.save_settings, name="save_settings"),
    path("people/<int:user_id>/absence/", views.absence, name="absence"),
    path("absences/<int:absence_id>/end/", views.end_absence, name="end_absence"),
]
