"""What the shipped cadences ask: by cadence and step, the few things worth knowing everywhere."""

from __future__ import annotations

from typing import Any

WHO_ELSE = "Who else sees this?"
QUESTIONS: dict[str, dict[int, tuple[str, ...]]] = {
    "event-sprint": {
        1: ("What brought them to our stand?", "By when do they have to have chosen?"),
        2: (WHO_ELSE,),
        3: ("Which other suppliers do they look at?", "Is there money for it this year?"),
    },
    "web-visitor-sprint": {
        1: ("What made them look us up?", "By when do they need it?"),
        2: (WHO_ELSE,),
        3: ("Which other suppliers do they look at?", "Is there money for it this year?"),
    },
    "referral-sprint": {
        1: ("What did they hear about us?", "By when do they need it?"),
        2: (WHO_ELSE,),
        3: ("What would be a good result?", "Is there money for it this year?"),
    },
    "strategic-account-rhythm": {
        1: ("What has changed with them?", "Whom do they buy from now?"),
        2: (WHO_ELSE,),
    },
}


def ship_questions(step_model: Any, question_model: Any) -> None:
    """Give the shipped steps their questions, unless they have some; takes the model classes, so
    that a migration may pass its historical ones."""
    for slug, by_step in QUESTIONS.items():
        for position, texts in by_step.items():
            steps = step_model.objects.filter(
                cadence__slug=slug, cadence__version=1, position=position, questions=None
            )
            question_model.objects.bulk_create(
                question_model(step=step, position=n, text=text, adds_person=text == WHO_ELSE)
                for step in steps
                for n, text in enumerate(texts, start=1)
            )
