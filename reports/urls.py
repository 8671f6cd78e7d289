"""How it went."""

from django.urls import include, path

from reports.views import campaigns, reports, retrospective

app_name = "reports"

# /retrospective/<team>/<year>-W<week>/
week_urls = [
    path("", retrospective.week, name="retrospective_week"),
    path("leads/", retrospective.leads, name="retrospective_leads"),
    path("touches/", retrospective.touches, name="retrospective_touches"),
]

urlpatterns = [
    path("retrospective/", retrospective.home, name="retrospective"),
    path("retrospective/<slug:team>/<int:year>-W<int:week>/", include(week_urls)),
    path("campaigns/<int:campaign_id>/follow-up/", campaigns.follow_up, name="campaign_followup"),
    path("reports/", reports.index, name="reports"),
    path("reports/campaigns/", campaigns.all_campaigns, name="campaigns_followup"),
    path("reports/<slug:name>/", reports.report, name="report"),
]
