"""How each person wants to be told of what: the choices, their defaults, and whom they concern."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

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
from leadfollow.words import Said

DIGEST = "digest"
OF_REPS = [ASSIGNED, *(kind for kind in FlagKind if kind != FlagKind.UNASSIGNED)]
OF_MANAGERS = [
    FlagKind.UNASSIGNED, FlagKind.SLOW_START, FlagKind.OVERDUE, FlagKind.MISSING, RETURNED,
]  # fmt: skip
OF_EVENT_MANAGERS = [FlagKind.UNASSIGNED, FlagKind.PROMISE_OPEN, RETURNED]
SIGNER = signing.Signer(salt="unsubscribe")
NOTICES = "notices"


def everybody(person: User) -> bool:
    return True


@dataclass(frozen=True)
class Mailing:
    """A mail that comes by itself: one has it or not, and no page stands for it at the bell."""

    name: str
    label: Said
    concerns: Callable[[User], bool] = everybody


# Apps that send others add to it.
MAILINGS = [Mailing(DIGEST, gettext_lazy("One mail a day with what is due"))]


def mailings_for(person: User) -> list[Mailing]:
    return [mailing for mailing in MAILINGS if mailing.concerns(person)]


def mailing_named(name: str) -> Mailing | None:
    return next((mailing for mailing in MAILINGS if mailing.name == name), None)


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
    """What stands, for every kind and every mail that comes by itself."""
    chosen = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "how"))
    usual = {kind: USUAL.get(kind, How.PAGE).value for kind in kinds_for(person)}
    return usual | {each.name: How.MAIL.value for each in mailings_for(person)} | chosen


def wants(person: User, mailing: str) -> bool:
    """Whether he has not ended this mail."""
    ended = NoticeChoice.objects.filter(person=person, kind=mailing, how=How.NONE)
    return not ended.exists()


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
    """End one that comes by itself, or the mails beside notices, which then stay on the page."""
    if mailing_named(what):
        choose(person=person, choices={what: How.NONE}, at=at)
        return
    standing = choices_of(person)
    by_mail = [kind for kind in kinds_for(person) if standing[kind] == How.MAIL]
    choose(person=person, choices=dict.fromkeys(by_mail, How.PAGE), at=at)


def unsubscribe_path(person: User, what: str) -> str:
    """The address that ends these mails, for whoever holds it."""
    signed = SIGNER.sign_object({"person": person.pk, "what": what})
    return reverse("followups:unsubscribe", args=[signed])


def unsubscribing(signed: str) -> tuple[User, str]:
    """Whose mails, and which; BadSignature or DoesNotExist where nobody signed it so."""
    given = SIGNER.unsign_object(signed)
    return User.objects.get(pk=given["person"]), given["what"]
