"""How each person wants to be told of what: the choices, their defaults, and whom they concern."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse

from followups.models import (
    ASSIGNED,
    MENTIONED,
    OUTSIDE,
    RETURNED,
    USUAL,
    FlagKind,
    How,
    NoticeChoice,
)
from leadfollow.log.models import record
from leadfollow.people.models import User

DIGEST = "digest"  # by mail or not at all
OF_REPS = [ASSIGNED, *(kind for kind in FlagKind if kind != FlagKind.UNASSIGNED)]
OF_MANAGERS = [
    FlagKind.UNASSIGNED, FlagKind.SLOW_START, FlagKind.OVERDUE, FlagKind.MISSING, RETURNED,
]  # fmt: skip
OF_EVENT_MANAGERS = [FlagKind.UNASSIGNED, FlagKind.PROMISE_OPEN, RETURNED]
SIGNER = signing.Signer(salt="unsubscribe")
NOTICES = "notices"


def kinds_for(person: User) -> list[str]:
    """What somebody with these roles can be told of, in one order."""
    if person.is_qualifier:
        return [OUTSIDE]
    kinds = [
        *(OF_REPS if person.is_rep else []),
        *(OF_MANAGERS if person.is_manager else []),
        *(OF_EVENT_MANAGERS if person.is_event_manager else []),
        MENTIONED,
    ]
    return list(dict.fromkeys(str(kind) for kind in kinds))


def choices_of(person: User) -> dict[str, str]:
    """What stands, for every kind and the digest."""
    chosen = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "how"))
    usual = {kind: USUAL.get(kind, How.PAGE).value for kind in kinds_for(person)}
    return usual | {DIGEST: How.MAIL.value} | chosen


@transaction.atomic
def choose(*, person: User, choices: dict[str, str], at: datetime) -> list[str]:
    """Write how a person wants to be told; the kinds of which it is another way now."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = choices_of(person)
    changed = sorted(kind for kind, how in choices.items() if before.get(kind) != how)
    for kind in changed:
        values = {"how": How(choices[kind])}
        NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults=values)
    if changed:
        record("notices chosen", of=person, by=person, at=at, kinds=changed)
    return changed


def no_more_mail(*, person: User, what: str, at: datetime) -> None:
    """End the digest, or the mails beside notices, which then stay on the page."""
    if what == DIGEST:
        choose(person=person, choices={DIGEST: How.NONE}, at=at)
        return
    by_mail = [kind for kind, how in choices_of(person).items() if how == How.MAIL]
    choose(person=person, choices={k: How.PAGE for k in by_mail if k != DIGEST}, at=at)


def unsubscribe_path(person: User, what: str) -> str:
    """The address that ends these mails, for whoever holds it."""
    signed = SIGNER.sign_object({"person": person.pk, "what": what})
    return reverse("followups:unsubscribe", args=[signed])


def unsubscribing(signed: str) -> tuple[User, str]:
    """Whose mails, and which; BadSignature or DoesNotExist where nobody signed it so."""
    given = SIGNER.unsign_object(signed)
    return User.objects.get(pk=given["person"]), given["what"]
