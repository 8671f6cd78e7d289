"""Where people begin, and what they set for themselves."""

from django.urls import path

from leadfollow.people import views

app_name = "people"

urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings, name="settings"),
    path("settings/<slug:slug>/", views.save_settings, name="save_settings"),
]
