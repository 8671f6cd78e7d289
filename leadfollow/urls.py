"""Every address: what is said about it is in each app's own `urls.py`."""

from allauth.account import urls as account_urls
from allauth.mfa.base import views as mfa
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from leadfollow import views
from leadfollow.people import two_factor_views

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

# The second factor: allauth's pages as far as we have them.
two_factor = [
    path("", RedirectView.as_view(url="/profile/#two-factor"), name="mfa_index"),
    path("code/", login_not_required(mfa.authenticate), name="mfa_authenticate"),
    path("again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("on/", two_factor_views.SwitchOn.as_view(), name="mfa_activate_totp"),
    path("off/", two_factor_views.SwitchOff.as_view(), name="mfa_deactivate_totp"),
    path("codes/", two_factor_views.new_codes, name="recovery_codes"),
]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    sign_in,
    path("accounts/", include(account_pages)),
    path("accounts/two-factor/", include(two_factor)),
    path("", include("leads.urls")),
    path("", include("campaigns.urls")),
    path("", include("followups.urls")),
    path("", include("reports.urls")),
    path("", include("leadfollow.people.urls")),
]

handler403 = "leadfollow.views.refused"
handler404 = "leadfollow.views.not_found"
handler500 = "leadfollow.views.failed"
