"""Where leads come from."""

from django.urls import include, path

from campaigns import copy_views, file_views, segment_views, views

app_name = "campaigns"

# /campaigns/<campaign_id>/
campaign_urls = [
    path("", views.campaign, name="detail"),
    path("edit/", views.edit, name="edit"),
    path("copy/", copy_views.copy, name="copy"),
    path("retire/", views.retire, name="retire"),
    path("bring-back/", views.bring_back, name="bring_back"),
    path("files/", file_views.add_files, name="add_files"),
    path("files/<id:file_id>/", file_views.open_file, name="open_file"),
    path("files/<id:file_id>/remove/", file_views.remove_file, name="remove_file"),
    path("files/<id:file_id>/restore/", file_views.restore_file, name="restore_file"),
]

urlpatterns = [
    path("campaigns/", views.campaigns, name="list"),
    path("campaigns/new/", views.new, name="new"),
    path("campaigns/<id:campaign_id>/", include(campaign_urls)),
    path("segments/", segment_views.segments, name="segments"),
    path("segments/new/", segment_views.new_segment, name="new_segment"),
    path("segments/<id:segment_id>/", segment_views.edit_segment, name="edit_segment"),
    path("segments/<id:segment_id>/retire/", segment_views.retire_segment, name="retire_segment"),
    path(
        "segments/<id:segment_id>/bring-back/",
        segment_views.bring_back_segment,
        name="bring_back_segment",
    ),
]
