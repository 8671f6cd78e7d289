"""Every address: what is said about it is in each app's own `urls.py`."""

from allauth.account import urls as account_urls
from django.urls import include, path

from leadfollow import views

ACCOUNT_PAGES = {
    "account_logout",
    "account_signup",  # closed, but allauth's own pages link to it
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
# Where nobody works yet, whoever is signed out sets it up.
sign_in = path("accounts/login/", views.sign_in, name="account_login")
account_pages = [page for page in account_urls.urlpatterns if page.name in ACCOUNT_PAGES]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    sign_in,
    path("accounts/", include(account_pages)),
    path("", include("leads.urls")),
    path("", include("campaigns.urls")),
    path("", include("followups.urls")),
    path("", include("reports.urls")),
    path("", include("leadfollow.people.urls")),
]

handler403 = "leadfollow.views.refused"
handler404 = "leadfollow.views.not_found"
handler500 = "leadfollow.views.failed"
