"""What can happen to a cadence itself: it gets a further version, and the one before stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Segment
from followups.cadences.current import forget
from followups.cadences.documents import documents_for
from followups.cadences.merge import unknown_fields
from followups.chips import branching
from followups.models import Branch, Cadence, Outcome, Question, Step, StepDocument
from followups.operations.refusal import Refusal
from followups.shipped.plan import MERGE_FIELDS
from leadfollow.files.limits import MOST_DOCUMENTS
from leadfollow.files.operations import out_of_draft
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.words import NOTHING


class BadPlan(Refusal):
    """It could not be carried out, or not be read."""


class SavedMeanwhile(Refusal):
    """Somebody saved another version since this one was opened."""


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """A step as it was typed; `before_id` is the step that it continues.

    `branches` say by outcome how many steps ahead it goes on; None for the decision.
    """

    channel: str
    title: str
    day: int = 0
    minutes: int = 0
    from_done: bool = False
    at_time: time | None = None
    contact_role: str = ""
    script: str = ""
    mail_subject: str = ""
    mail_text: str = ""
    is_decision: bool = False
    questions: tuple[str, ...] = ()
    documents: tuple[int, ...] = ()
    branches: tuple[tuple[str, int | None], ...] = ()
    before_id: int | None = None
    own_channel_id: int | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Where merge fields may stand."""
        return self.title, self.script, self.mail_subject, self.mail_text


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that is said in one version; a rhythm has its days between touches."""

    name: str
    kind: str
    steps: tuple[PlannedStep, ...]
    every_days: int | None = None

    def check(self) -> None:
        """Refuse what cannot be planned by, in a sentence."""
        if not self.name.strip():
            raise BadPlan(_("Give the cadence a name."))
        if not self.steps:
            raise BadPlan(_("A cadence needs at least one step. Add one."))
        if (self.kind == Cadence.Kind.RHYTHM) != bool(self.every_days):
            raise BadPlan(_("Say how many days lie between two touches of a rhythm, at least 1."))
        for number, step in enumerate(self.steps, start=1):
            if unknown := unknown_fields(*step.texts):
                raise BadPlan(
                    _("Step %(number)s: %(unknown_in_words)s")
                    % {"number": number, "unknown_in_words": unknown_in_words(unknown)}
                )
            if wrong := self.leads_astray(step, left=len(self.steps) - number):
                raise BadPlan(_("Step %(number)s: %(wrong)s") % {"number": number, "wrong": wrong})

    def leads_astray(self, step: PlannedStep, *, left: int) -> str:
        """What is wrong with a step's branches, where so many steps are left after it."""
        if step.branches and self.kind == Cadence.Kind.RHYTHM:
            return _("a rhythm takes its steps in turn. Let every outcome lead to the next one.")
        told = [outcome for outcome, _ in step.branches]
        if strange := set(told).difference(branching(step.channel)):
            names = ", ".join(sorted(f"“{Outcome(each).label}”" for each in strange))
            return _("%(names)s cannot say what follows here. Leave it as usual.") % {
                "names": names
            }
        if len(told) > len(set(told)):
            return _("two steps follow the same outcome. Choose one.")
        if any(ahead is not None and not 1 <= ahead <= left for _, ahead in step.branches):
            return _("an outcome can only lead to a later step, or to the decision. Choose one.")
        return ""

    @classmethod
    def of(cls, cadence: Cadence) -> Plan:
        """What a version says."""
        steps = [
            as_planned(step)
            for step in cadence.steps.prefetch_related("questions", "documents", "branches")
        ]
        return cls(
            name=cadence.name,
            kind=cadence.kind,
            every_days=cadence.every_days,
            steps=tuple(steps),
        )

    @property
    def words(self) -> dict[str, object]:
        """What two versions are compared by."""
        return asdict(self) | {"steps": [asdict(s) | {"before_id": None} for s in self.steps]}


def as_planned(step: Step) -> PlannedStep:
    """A saved step as it would be typed. Its questions, documents and branches are read already."""
    names = {field.name for field in fields(PlannedStep)} - {"questions", "documents", "branches"}
    return PlannedStep(
        questions=tuple(question.text for question in step.questions.all()),
        documents=tuple(document.file_id for document in step.documents.all()),
        branches=tuple((branch.outcome, branch.ahead) for branch in step.branches.all()),
        **{name: getattr(step, name) for name in names},
    )


def unknown_in_words(unknown: Sequence[str]) -> str:
    """As in "{{ town }} is no merge field. Known are {{ first_name }}, ..."."""
    wrong = ", ".join(f"{{{{{name}}}}}" for name in unknown)
    known = ", ".join(f"{{{{ {name} }}}}" for name in MERGE_FIELDS)
    said = ngettext(
        "%(wrong)s is no merge field. Known are %(known)s.",
        "%(wrong)s are no merge fields. Known are %(known)s.",
        len(unknown),
    )
    return said % {"wrong": wrong, "known": known}


def check_documents(plan: Plan, *, by: User) -> None:
    """Refuse documents that he may not give to a step, and those that are gone by now."""
    asked = {pk for step in plan.steps for pk in step.documents}
    mine = documents_for(by).select_for_update(of=("self",)).filter(pk__in=asked)
    found = set(mine.values_list("pk", flat=True)) if asked else set()
    for number, step in enumerate(plan.steps, start=1):
        if not found.issuperset(step.documents):
            raise BadPlan(
                _("A document of step %(number)s is gone. Take it out, and add it again.")
                % {"number": number}
            )
        if len(step.documents) > MOST_DOCUMENTS:
            raise BadPlan(
                _("Step %(number)s has more than %(most_documents)s documents. Remove some.")
                % {"number": number, "most_documents": MOST_DOCUMENTS}
            )


@transaction.atomic
def save_cadence(*, like: Cadence, plan: Plan, by: User, at: datetime) -> Cadence:
    """Make a further version of a cadence: leads that begin from now on follow it.

    Who follows an older version goes on with it. The same plan again returns the version that
    says it. Refused as BadPlan, and as SavedMeanwhile where `like` is not the newest any more.
    """
    plan.check()
    versions = Cadence.objects.select_for_update(of=("self",)).filter(slug=like.slug)
    check_documents(plan, by=by)
    current = next(version for version in versions if version.is_current)
    if Plan.of(current).words == plan.words:
        return current
    if current.pk != like.pk:
        raise SavedMeanwhile(saved_in_words(current, by))
    if current.bucket_id and plan.kind != Cadence.Kind.RHYTHM:
        raise BadPlan(_("A bucket has a rhythm: a touch every so many days."))
    versions.filter(pk=current.pk).update(is_current=False)
    made = Cadence.objects.create(
        segment_id=current.segment_id,
        bucket_id=current.bucket_id,
        slug=current.slug,
        version=current.version + 1,
        **heading(plan, by=by, at=at),
    )
    write_steps(made, plan, continuing=current)
    forget()
    record("cadence saved", of=made, by=by, at=at, cadence=made.slug, version=made.version)
    return made


@transaction.atomic
def write_cadence(*, segment: Segment, plan: Plan, by: User, at: datetime) -> Cadence:
    """The first cadence of a segment.

    Refused as BadPlan, and as SavedMeanwhile where it has one by now.
    """
    plan.check()
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    check_documents(plan, by=by)
    current = Cadence.objects.current().filter(segment=segment).first()
    if current:
        raise SavedMeanwhile(saved_in_words(current, by))
    made = Cadence.objects.create(
        segment=segment, slug=free_slug(plan.name), **heading(plan, by=by, at=at)
    )
    write_steps(made, plan)
    forget()
    record("cadence saved", of=made, by=by, at=at, cadence=made.slug, version=made.version)
    return made


def heading(plan: Plan, *, by: User, at: datetime) -> dict[str, object]:
    return {
        "name": plan.name,
        "kind": plan.kind,
        "every_days": plan.every_days,
        "made_by": by,
        "made_at": at,
    }


def write_steps(cadence: Cadence, plan: Plan, *, continuing: Cadence | None = None) -> None:
    """The rows of its steps, with what they ask and what follows them; each names the step of the
    version before that it continues."""
    known = {step.pk for step in continuing.steps.all()} if continuing else set()
    for position, step in enumerate(plan.steps, start=1):
        said = asdict(step)
        for rows in ("questions", "documents", "branches"):
            said.pop(rows)
        before = said.pop("before_id")
        said |= {"before_id": before if before in known else None}
        made = Step.objects.create(cadence=cadence, position=position, **said)
        ask(made, step.questions)
        StepDocument.objects.bulk_create(
            StepDocument(step=made, file_id=pk) for pk in step.documents
        )
        Branch.objects.bulk_create(
            Branch(step=made, outcome=outcome, ahead=ahead) for outcome, ahead in step.branches
        )
    out_of_draft({pk for step in plan.steps for pk in step.documents})


def ask(step: Step, questions: Sequence[str]) -> None:
    """The rows of a step's questions. "Who else?" adds a person to the lead."""
    Question.objects.bulk_create(
        Question(step=step, position=n, text=text, adds_person=text.lower().startswith("who else"))
        for n, text in enumerate(questions, start=1)
    )


def free_slug(name: str) -> str:
    """From its name; where that is taken or says nothing, with a number."""
    wanted = slugify(name)[:60] or "cadence"
    taken = set(Cadence.objects.values_list("slug", flat=True))
    names = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in names if slug not in taken)


def saved_in_words(current: Cadence, reader: User) -> str:
    """Who was quicker, and when."""
    if current.made_by_id == reader.pk:
        said = _("You saved version %(version)s meanwhile, at %(time)s. Your text is kept below.")
    else:
        said = _(
            "%(who)s saved version %(version)s meanwhile, at %(time)s. Your text is kept below."
        )
    at = current.made_at
    return said % {
        "who": current.made_by or _("Somebody"),
        "version": current.version,
        "time": f"{timezone.localtime(at, reader.time_zone):%H:%M}" if at else NOTHING,
    }
