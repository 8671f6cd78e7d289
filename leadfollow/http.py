"""The request as views may rely on it."""

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from leadfollow.people.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in; every view without `login_not_required` gets one."""

    user: User
    htmx: HtmxDetails


def tidy(asked: QueryDict) -> QueryDict:
    """Only what was filled in, once each; another page is asked for only by its own link."""
    said = QueryDict(mutable=True)
    for name in asked:
        if value := str(asked[name]).strip():
            said[name] = value
    return said
