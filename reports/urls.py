"""How it went."""

from django.urls import include, path

from reports.start import views as start
from reports.views import campaigns, forecast, reports, retrospective, walk

app_name = "reports"

# /retrospective/<team>/<year>-W<week>/
week_urls = [
    path("", retrospective.week, name="retrospective_week"),
    path("leads/", retrospective.leads, name="retrospective_leads"),
    path("touches/", retrospective.touches, name="retrospective_touches"),
    path("kept/<slug:figure>/", retrospective.kept, name="retrospective_kept"),
    path("decided/", walk.decided, name="retrospective_decided"),
    path("close/", walk.close, name="retrospective_close"),
    path("walk/<slug:section>/", walk.walk, name="retrospective_walk"),
    path("walk/<slug:section>/done/", walk.finish, name="retrospective_finish"),
    path("walk/<slug:section>/<slug:act>/", walk.decide, name="retrospective_decide"),
    path("commitments/<id:commitment_id>/", walk.settle, name="retrospective_settle"),
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
    path("decisions/<id:decision_id>/undo/", walk.undo_decision, name="undo_decision"),
    path("campaigns/<id:campaign_id>/follow-up/", campaigns.follow_up, name="campaign_followup"),
    path("reports/", reports.index, name="reports"),
    path("reports/campaigns/", campaigns.all_campaigns, name="campaigns_followup"),
    path("reports/forecast/", forecast.forecast, name="forecast"),
    path("reports/<slug:name>/", reports.report, name="report"),
]
