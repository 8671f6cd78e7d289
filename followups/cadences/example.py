"""What the texts of a plan say to an example person, while somebody writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Segment
from followups.cadences.merge import blank_fields, known_of, unknown_fields
from followups.models import Bucket, Enrolment
from followups.operations.plans import unknown_in_words
from followups.shipped.plan import MERGE_FIELDS
from followups.situation import Situation, situation_of
from leadfollow.people.models import User
from leads.models import Contact, Inquiry, Lead, LeadContact

TEXTS = ("script", "mail_subject", "mail_text")


@dataclass(frozen=True)
class Preview:
    """The texts of one step as the example person gets them. `blank` are the fields of which
    nothing is known of him, `unknown` says what is none."""

    script: str
    mail_subject: str
    mail_text: str
    blank: list[str]
    unknown: str

    @property
    def says_something(self) -> bool:
        return bool(self.script or self.mail_subject or self.mail_text)


@dataclass
class Example:
    """A lead whose primary person the texts speak to; an invented one is nowhere kept."""

    situation: Situation
    is_invented: bool = False

    @cached_property
    def known(self) -> dict[str, str]:
        """What is known of the example for each merge field."""
        of = self.situation
        return known_of(of.contact, of.inquiry, of.lead.owner)

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """Each merge field, what it says here, and what it says where it is blank."""
        return [(field, self.known[field], usual) for field, usual in MERGE_FIELDS.items()]

    def preview(self, typed: Mapping[str, str]) -> Preview:
        """What was typed of a step, filled as its panel and its mail are."""
        script, subject, mail = (self.situation.filled(typed[name]) for name in TEXTS)
        whole = " ".join(typed[name] for name in TEXTS)
        unknown = unknown_fields(whole)
        said = unknown_in_words(unknown) if unknown else ""
        return Preview(script, subject, mail, blank_fields(whole, self.known), said)


def example_for(
    user: User, *, segment: Segment | None, bucket: Bucket | None, now: datetime
) -> Example:
    """The newest open lead of the segment or in the bucket that he may see, with an owner and a
    primary person who has a name; an invented one where there is none."""
    leads = Lead.objects.visible_to(user).open().exclude(owner=None)
    if bucket:
        resting = Enrolment.objects.in_buckets().filter(bucket=bucket)
        leads = leads.filter(pk__in=resting.values("lead"))
    else:
        leads = leads.filter(campaign__segment=segment)
    named = LeadContact.objects.filter(is_primary=True).exclude(contact__name="")
    newest = leads.filter(pk__in=named.values("lead")).order_by("-received_at", "-pk").first()
    if newest is None:
        return Example(invented(user, now=now), is_invented=True)
    # No touch: a plan speaks to the primary person first, whoever is tried by now.
    return Example(replace(situation_of(newest.pk, now=now), touch=None))


def invented(user: User, *, now: datetime) -> Situation:
    """Karla Brandt, who knows every field; none of it is saved."""
    event = Campaign(name="Expo Hannover", kind=Campaign.Kind.EVENT)
    asked = Inquiry(campaign=event, request=_("the price list"), referred_by="Otto Lang")
    lead = Lead(organisation="Nordwind GmbH", owner=user, campaign=event)
    karla = LeadContact(contact=Contact(name="Karla Brandt"), is_primary=True)
    return Situation(lead, None, [], [karla], [asked], now)
