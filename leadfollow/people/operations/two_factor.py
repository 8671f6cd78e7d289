"""Two-factor sign-in is switched on and off, and reset by an admin. Each ends his sessions."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.people.operations.accounts import end_sessions, tell
from leadfollow.people.operations.refusal import Refusal
from leadfollow.people.two_factor import CODES, RECOVERY, TOTP, digest, new_code


class NotOn(Refusal):
    """He signs in by his password alone."""


class ByAnother(Refusal):
    """Nobody resets his own: whoever sits at his screen would."""


def ask_for_two_factor(user: User, *, at: datetime) -> None:
    """He is told now that he needs it: his days count from here, however often he is told."""
    User.objects.filter(pk=user.pk, two_factor_asked_at=None).update(two_factor_asked_at=at)


@transaction.atomic
def make_recovery_codes(*, user: User, at: datetime) -> list[str]:
    """Ten new ones, which nobody sees again; those before open nothing. Only digests are kept.

    They stand where allauth looks for codes that came from elsewhere, and strikes out what is used.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not Authenticator.objects.filter(user=user, type=TOTP).exists():
        raise NotOn(_("Switch two-factor sign-in on first."))
    codes = [new_code() for _number in range(CODES)]
    Authenticator.objects.update_or_create(
        user=user,
        type=RECOVERY,
        defaults={"data": {"migrated_codes": [digest(code) for code in codes]}, "created_at": at},
    )
    record("recovery codes made", of=user, by=user, at=at)
    return codes


@transaction.atomic
def two_factor_is_on(*, user: User, at: datetime) -> list[str]:
    """It was switched on: its recovery codes. He is signed out everywhere."""
    codes = make_recovery_codes(user=user, at=at)
    record("two-factor sign-in on", of=user, by=user, at=at)
    end_sessions(user=user)
    tell(
        user,
        _("two-factor sign-in is on"),
        _(
            "From now on your sign-in asks for a code of your app, too. It was"
            " not you? Ask an admin at once."
        ),
        at=at,
    )
    return codes


@transaction.atomic
def two_factor_is_off(*, user: User, at: datetime) -> None:
    """It was switched off: he is signed out everywhere."""
    record("two-factor sign-in off", of=user, by=user, at=at)
    end_sessions(user=user)
    tell(
        user,
        _("two-factor sign-in is off"),
        _(
            "From now on your password alone opens your account. It was not"
            " you? Ask an admin at once."
        ),
        at=at,
    )


@transaction.atomic
def reset_two_factor(*, user: User, by: User | None, at: datetime) -> None:
    """An admin switches it off for somebody who lost his telephone; `by` is nobody at the console.

    Where it is required of him the days to set it up anew begin again.
    """
    if by is not None and by.pk == user.pk:
        raise ByAnother(_("Switch your own off in your settings, or ask another admin."))
    his = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not Authenticator.objects.filter(user=his, type=TOTP).exists():
        return
    Authenticator.objects.filter(user=his).delete()
    User.objects.filter(pk=his.pk).update(two_factor_asked_at=None)
    record("two-factor sign-in reset", of=his, by=by, at=at)
    end_sessions(user=his)
    if by:
        text = _(
            "%(by)s switched your two-factor sign-in off: your password alone opens your account."
            " Set it up again in your settings. You did not ask for it? Ask %(by)s."
        ) % {"by": by}
    else:
        text = _(
            "Somebody at the console of the server switched your two-factor sign-in off: your"
            " password alone opens your account. Set it up again in your settings. You did not ask"
            " for it? Ask an admin."
        )
    tell(his, _("two-factor sign-in was reset"), text, at=at)


def password_changed(*, user: User, at: datetime) -> None:
    """He has a new password: his other sessions are over, and a mail says so."""
    record("password changed", of=user, by=user, at=at)
    tell(
        user,
        _("your password changed"),
        _(
            "You are signed out everywhere but where it was changed. It was not"
            " you? Choose a new password at the sign-in page, and tell an"
            " admin."
        ),
        at=at,
    )
