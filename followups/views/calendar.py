"""The calendar that programs read, by its address alone."""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from followups.models import CalendarFeed
from followups.notices.calendar import calendar_of


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """A rep's scheduled touches; 304 while they are the same."""
    feed = CalendarFeed.objects.of_token(token).select_related("person").first()
    if feed is None:
        raise Http404
    body = calendar_of(feed.person)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="follow-ups.ics"'
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return get_conditional_response(request, etag=etag, response=response) or response
