"""Who asked, and what makes them a qualified lead."""

from django.urls import path

from leads import views

app_name = "leads"

urlpatterns = [
    path("settings/qualification/", views.qualified, name="qualification"),
    path("settings/qualification/edit/", views.edit, name="edit_qualification"),
    path("settings/qualification/<id:version>/read/", views.accept, name="accept_definition"),
]
