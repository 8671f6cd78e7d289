"""How it went."""

from django.urls import path

from reports.views import campaigns, reports

app_name = "reports"

urlpatterns = [
    path("campaigns/<int:campaign_id>/follow-up/", campaigns.follow_up, name="campaign_followup"),
    path("reports/", reports.index, name="reports"),
    path("reports/campaigns/", campaigns.all_campaigns, name="campaigns_followup"),
    path("reports/<slug:name>/", reports.report, name="report"),
]
