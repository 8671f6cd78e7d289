"""The link by which a person chooses another password: the same that is mailed."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from leadfollow.people.models import User


def reset_link_for(user: User) -> str:
    """Good once and for one hour; dead once password or e-mail change."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    return f"{settings.SITE_URL}{path}"
