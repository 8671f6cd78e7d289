"""How it went."""

from django.urls import include, path

from reports.start import views as start
from reports.views import campaigns, forecast, reports, retrospective

app_name = "reports"

# /retrospective/<team>/<year>-W<week>/
week_urls = [
    path("", retrospective.week, name="retrospective_week"),
    path("leads/", retrospective.leads, name="retrospective_leads"),
    path("touches/", retrospective.touches, name="retrospective_touches"),
]

start_urls = [
    path("", start.start, name="start"),
    path("choice/", start.choice, name="start_choice"),
    path("own/", start.own, name="start_own"),
]

urlpatterns = [
    path("start/", include(start_urls)),
    path("first-steps/", start.first_steps, name="first_steps"),
    path("first-steps/put-away/", start.put_away_first_steps, name="put_away_first_steps"),
    path("settings/demonstration/", start.demonstration, name="demonstration"),
    path("retrospective/", retrospective.home, name="retrospective"),
    path("retrospective/<slug:team>/<id:year>-W<id:week>/", include(week_urls)),
    path("campaigns/<id:campaign_id>/follow-up/", campaigns.follow_up, name="campaign_followup"),
    path("reports/", reports.index, name="reports"),
    path("reports/campaigns/", campaigns.all_campaigns, name="campaigns_followup"),
    path("reports/forecast/", forecast.forecast, name="forecast"),
    path("reports/<slug:name>/", reports.report, name="report"),
]
