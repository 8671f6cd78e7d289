"""Where leads come from."""

from django.urls import include, path

from campaigns import segment_views, views

app_name = "campaigns"

# /campaigns/<campaign_id>/
campaign_urls = [
    path("", views.campaign, name="detail"),
    path("edit/", views.edit, name="edit"),
    path("retire/", views.retire, name="retire"),
    path("bring-back/", views.bring_back, name="bring_back"),
]

urlpatterns = [
    path("campaigns/", views.campaigns, name="list"),
    path("campaigns/new/", views.new, name="new"),
    path("campaigns/<int:campaign_id>/", include(campaign_urls)),
    path("segments/", segment_views.segments, name="segments"),
    path("segments/<int:segment_id>/", segment_views.edit_segment, name="edit_segment"),
]
