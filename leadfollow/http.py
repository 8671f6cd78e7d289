"""The request as views may rely on it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from leadfollow.people.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in; every view without `login_not_required` gets one."""

    user: User
    htmx: HtmxDetails
