"""What a form asks, as plain data: for the page, for telephones at the stand, for a version."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from campaigns.lead_form.wording import Wording, wording_in
from campaigns.models import Campaign, LeadForm
from leadfollow.people.models import current

SIX = ("name", "company", "email", "phone", "address", "postal_code")
BESIDE = ("job_title", "city", "country")
MOST_ANSWERS = 4
MOST_COMPANIONS = 3


@dataclass(frozen=True)
class Answer:
    """One box to tick; whether it means that the criterion is met."""

    text: str
    is_met: bool = False


@dataclass(frozen=True)
class Question:
    """A criterion of the definition of "qualified", by its code, and the boxes to tick."""

    code: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Offer:
    """What may be asked for, and within how many working days it is promised."""

    name: str
    days: int | None = None


@dataclass(frozen=True)
class FormAsks:
    """All that a form asks beside the six fields and a comment, which every form asks."""

    version: int = 0
    language: str = "en"
    title: str = ""
    intro: str = ""
    thanks: str = ""
    consent: str = ""
    country: str = ""
    questions: tuple[Question, ...] = ()
    own: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    who_else: bool = True

    @property
    def wording(self) -> Wording:
        """What the form says by itself, in its language."""
        return wording_in(self.language)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> FormAsks:
        """As `as_json` wrote it, by this or an older program: what it lacks is as by default."""
        known = {name: told[name] for name in cls.__dataclass_fields__ if name in told}
        questions = tuple(
            Question(each["code"], each["text"], tuple(Answer(**a) for a in each["answers"]))
            for each in known.pop("questions", ())
        )
        offers = tuple(Offer(**each) for each in known.pop("offers", ()))
        own = tuple(known.pop("own", ()))
        return cls(**known, questions=questions, offers=offers, own=own)


def default_asks(campaign: Campaign, *, language: str = "en") -> FormAsks:
    """The form of a campaign for which nobody made one: BANT, what to send, who else."""
    said = wording_in(language)
    return FormAsks(
        language=language,
        title=campaign.name,
        country=current().country[:2],
        questions=tuple(
            Question(code, asks, tuple(Answer(*answer) for answer in answers))
            for code, asks, answers in said.questions
        ),
        offers=tuple(Offer(*offer) for offer in said.offers),
    )


def asked_of(campaign: Campaign) -> FormAsks:
    """What the campaign's form asks now; the default where it has none."""
    form = LeadForm.objects.filter(campaign=campaign).first()
    return (form and asks_in(form)) or default_asks(campaign)


def asks_in(form: LeadForm, version: int | None = None) -> FormAsks | None:
    """What a version of a form asks, the newest unless one is named; None where there is none."""
    versions = form.versions.all() if version is None else form.versions.filter(version=version)
    found = versions.first()
    return FormAsks.from_json(found.asks | {"version": found.version}) if found else None
