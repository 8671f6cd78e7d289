"""The lesson of logging: its pages, and the room where the real panel works on a made-up lead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import ResolverMatch, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from followups.lesson.exercises import EXERCISES, VERSION, Exercise, exercise_in_force
from followups.lesson.made import Made
from followups.lesson.presses import PRESSES, Press, Pressed
from followups.lesson.scene import Scene, practice
from followups.lesson.standing import Standing, standing_of
from followups.operations.learning import begin_lesson_again, pass_exercise
from followups.panel.correction_form import CorrectionForm
from followups.panel.unplanned_form import UnplannedForm
from followups.situation import situation_of
from followups.timeline import timeline_of
from followups.views.moments import moment
from followups.views.panel import Place, pane_of, undo_address
from followups.wording import what_happened
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.operations import change_settings

JUST_NOW = timedelta(minutes=5)


@dataclass(frozen=True)
class Visit:
    """One request in the room of an exercise."""

    request: SignedInRequest
    number: int
    now: datetime

    @cached_property
    def exercise(self) -> Exercise:
        return exercise_in_force(self.number)

    @contextmanager
    def room(self) -> Iterator[Scene]:
        """The scene, and meanwhile all addresses below the exercise's own.

        So whatever link or form a real template has leads back into the room, never out to the row
        of somebody else; and all of it is rolled back.
        """
        outside = get_script_prefix()
        learner, setting = self.request.user, self.exercise.setting
        with practice(learner, setting, number=self.number, now=self.now) as scene:
            set_script_prefix(reverse("followups:exercise", args=[self.number]))
            try:
                yield scene
            finally:
                set_script_prefix(outside)


@require_GET
def lesson(request: SignedInRequest) -> HttpResponse:
    """All exercises, and how far one is: before, between and after them."""
    standing = standing_for(request)
    context = {"standing": standing, "exercises": list(enumerate(EXERCISES, start=1))}
    return render(request, "followups/lesson.html", context)


def standing_for(request: SignedInRequest) -> Standing:
    """For those who log, and those who answer for them."""
    user = request.user
    if not (user.is_rep or user.is_manager or user.is_admin):
        raise Http404
    return standing_of(user)


@require_GET
def exercise(request: SignedInRequest, number: int) -> HttpResponse:
    """What happened, and the practice lead with the real panel; none before its turn."""
    if number not in range(1, standing_for(request).done + 2) or number > len(EXERCISES):
        return redirect("followups:lesson")
    visit = Visit(request, number, clock.now())
    with visit.room() as scene:
        room = furnished(visit, scene)
    return page(visit, room)


@require_http_methods(["GET", "POST"])
def practise(request: SignedInRequest, number: int, inside: str) -> HttpResponse:
    """Whatever the real forms in the room are sent to: carried out, looked at, rolled back."""
    standing, match = standing_for(request), resolve(f"/{inside}")
    if number not in range(1, standing.done + 2) or number > len(EXERCISES):
        return redirect("followups:lesson")
    visit = Visit(request, number, clock.now())
    if request.method == "GET":
        return asked(visit, match)
    if match.url_name not in PRESSES:
        return redirect("followups:exercise", number=number)
    with visit.room() as scene:
        room, answer, status = judged(visit, scene, match)
    if answer.get("right"):
        last = len(EXERCISES)
        pass_exercise(person=request.user, number=number, of=last, version=VERSION, at=visit.now)
    return page(visit, room, status=status, **answer)


def asked(visit: Visit, match: ResolverMatch) -> HttpResponse:
    """What the real pages show before something is sent: an echo, the form that corrects."""
    if match.url_name == "moment":
        with visit.room() as scene:
            return moment(visit.request, lead_id=scene.lead.pk)
    if match.url_name != "correct_touch":
        return redirect("followups:exercise", number=visit.number)
    with visit.room() as scene:
        touch = press_of(visit, scene, match).touch
        form = CorrectionForm(touch=touch, note_only=False)
        room = furnished(visit, scene, correction_form=form)
    return page(visit, room)


def press_of(visit: Visit, scene: Scene, match: ResolverMatch) -> Press:
    touch_id = match.kwargs.get("touch_id")
    return Press(scene, visit.request.user, visit.now, visit.request.POST, touch_id)


def judged(
    visit: Visit, scene: Scene, match: ResolverMatch
) -> tuple[SafeString, dict[str, Any], int]:
    """The room after the press, and what there is to say of it."""
    beginning = transaction.savepoint()
    pressed: Pressed = PRESSES[match.url_name](press_of(visit, scene, match))
    if pressed.refused:
        return furnished(visit, scene, **pressed.refused), {}, pressed.status
    made = Made(scene, visit.request.user, visit.now)
    if wrong := visit.exercise.check(made):
        transaction.savepoint_rollback(beginning)
        return furnished(visit, scene), {"wrong": wrong}, 200
    return result(visit, scene), {"right": visit.exercise.right, "said": pressed.said}, 200


def furnished(visit: Visit, scene: Scene, **forms: Any) -> SafeString:
    """The real panel of the practice lead, what happened with it, and a touch nobody planned."""
    situation = situation_of(scene.lead.pk, now=visit.now)
    pane = pane_of(situation, place=Place(page="lead"), form=forms.pop("form", None))
    context = (
        pane
        | told(visit, scene, may_work=True)
        | {
            "may_work": True,
            "is_lesson": True,
            "unplanned_form": UnplannedForm(situation=situation),
            **forms,
        }
    )
    last = scene.last
    if last and last.logged_at and visit.now - last.logged_at < JUST_NOW:
        working = visit.request.user.working_time
        context["undo_url"] = undo_address(last)
        context["undo_text"] = what_happened(last, now=visit.now, working=working)
    return render_to_string("followups/_lesson_room.html", context, request=visit.request)


def result(visit: Visit, scene: Scene) -> SafeString:
    """The practice lead as it stands now, to read."""
    context = told(visit, scene, may_work=False)
    return render_to_string("followups/_lesson_result.html", context, request=visit.request)


def told(visit: Visit, scene: Scene, *, may_work: bool) -> dict[str, Any]:
    """What happened with the practice lead, and what is next."""
    situation = situation_of(scene.lead.pk, now=visit.now)
    how: dict[str, Any] = {"reader": visit.request.user, "may_work": may_work, "now": visit.now}
    timeline = timeline_of(situation.lead, situation.inquiries, **how)
    return {"situation": situation, "timeline": timeline}


def page(visit: Visit, room: SafeString, *, status: int = 200, **answer: Any) -> HttpResponse:
    """The exercise around its room."""
    left = len(EXERCISES) - visit.number + ("right" not in answer)
    context = {
        "exercise": visit.exercise,
        "number": visit.number,
        "of": len(EXERCISES),
        "done": len(EXERCISES) - left,
        "minutes": left,
        "room": room,
        **answer,
    }
    return render(visit.request, "followups/lesson_exercise.html", context, status=status)


@require_POST
def begin_again(request: SignedInRequest) -> HttpResponse:
    """From the first exercise."""
    standing_for(request)
    begin_lesson_again(person=request.user, version=VERSION)
    return redirect("followups:exercise", number=1)


@require_POST
def decline(request: SignedInRequest) -> HttpResponse:
    """Offer it no more; "My settings" keep the way to it."""
    standing_for(request)
    changes = {"offers_lesson": False}
    change_settings(user=request.user, changes=changes, by=request.user, at=clock.now())
    return redirect("followups:queue")
