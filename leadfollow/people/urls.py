"""Where people begin."""

from django.urls import path

from leadfollow.people import views

app_name = "people"

urlpatterns = [
    path("", views.home, name="home"),
]
