"""The link by which a person chooses another password: the same that is mailed."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from leadfollow.people.models import User


def reset_path_for(user: User) -> str:
    """Good once and for one hour; dead once password or e-mail change. A page that shows it adds
    its own address."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
