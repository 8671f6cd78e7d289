"""What is refused, in one shape: {"error": {"code", "message", "fields"}}."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from followups.operations import Refusal

# What is said where a page would be shown.
PLAIN = {
    400: ("bad_request", gettext_lazy("The request cannot be read. Send a JSON object.")),
    403: ("not_yours", gettext_lazy("This person may not do that.")),
    404: ("not_found", gettext_lazy("There is nothing here, or nothing that this person may see.")),
    405: ("wrong_method", gettext_lazy("This address does not take that method.")),
    413: ("too_large", gettext_lazy("The request is too large.")),
    500: ("failed", gettext_lazy("Something went wrong here. It is written down; try it later.")),
}
# By what pydantic calls them; in each sentence its own values.
SENTENCES = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_too_long": gettext_lazy("Use %(max_length)s letters at most."),
    "string_type": gettext_lazy("Write text here."),
    "enum": gettext_lazy("Choose one of these: %(expected)s."),
    "literal_error": gettext_lazy("Choose one of these: %(expected)s."),
    "union_tag_invalid": gettext_lazy("“what” is one of these: %(expected_tags)s."),
    "union_tag_not_found": gettext_lazy("Say by “what” which sort of next step this is."),
    "greater_than_equal": gettext_lazy("Give a number of %(ge)s or more."),
    "less_than_equal": gettext_lazy("Give a number of %(le)s or less."),
}
BY_KIND = {
    "uuid": gettext_lazy("Give a UUID, as in 5f0c3f9e-7a41-4c3b-9a55-0d6f3f6f2f11."),
    "int": gettext_lazy("Give a whole number."),
    "decimal": gettext_lazy("Give an amount, as in 1250.00."),
    "bool": gettext_lazy("Give true or false."),
    "datetime": gettext_lazy("Give a moment with its offset, as in 2026-11-02T10:00:00+01:00."),
    "timezone": gettext_lazy("Give a moment with its offset, as in 2026-11-02T10:00:00+01:00."),
    "date": gettext_lazy("Give a day, as in 2026-11-02."),
    "model": gettext_lazy("Send a JSON object."),
}
UNREADABLE = gettext_lazy("This cannot be read.")


class ProblemDetail(Schema):
    """What was refused, for programs (`code`), for people, and field by field."""

    code: str
    message: str
    fields: dict[str, str]


class Problem(Schema):
    error: ProblemDetail


class Unfit(Exception):
    """Something that was sent cannot be so: a sentence by field."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)


def problem(
    status: int, code: str, message: object, fields: Mapping[str, str] | None = None
) -> HttpResponse:
    said = {"code": code, "message": str(message), "fields": dict(fields or {})}
    return JsonResponse({"error": said}, status=status)


def as_problem(response: HttpResponse) -> HttpResponse:
    """The answer; instead of a page about what went wrong, the same in our shape."""
    is_json = response.get("Content-Type", "").startswith("application/json")
    if response.status_code < 400 or is_json:
        return response
    said = problem(response.status_code, *PLAIN.get(response.status_code, PLAIN[400]))
    if "Allow" in response:
        said["Allow"] = response["Allow"]
    return said


def unfit(fields: Mapping[str, str]) -> HttpResponse:
    return problem(422, "unfit", _("Something in the request cannot be so."), fields)


def code_of(refusal: Exception) -> str:
    """As in "no_next_step" for NoNextStep."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(refusal).__name__).lower()


def sentence_of(wrong: Mapping[str, Any]) -> str:
    """What pydantic found, in a sentence that says what to do."""
    kind, values = str(wrong["type"]), wrong.get("ctx", {})
    if kind == "value_error":
        return str(values["error"])
    if kind in SENTENCES:
        return str(SENTENCES[kind] % values)
    return str(BY_KIND.get(kind.split("_")[0], UNREADABLE))


def fields_of(errors: list[dict[str, Any]]) -> dict[str, str]:
    """The first sentence of each field; "body" where it is the whole."""
    found: dict[str, str] = {}
    for wrong in errors:
        where = [str(part) for part in wrong["loc"][2:] if part not in ("touch", "plan", "close")]
        found.setdefault(".".join(where) or str(wrong["loc"][-1]), sentence_of(wrong))
    return found


def refuse_in_one_shape(api: NinjaAPI) -> None:
    """Give each way of refusing its answer. What nobody foresaw is Django's to write down."""

    def add(kind: type[Exception], answer: Any) -> None:
        api.add_exception_handler(kind, answer)

    def unread(request: HttpRequest, wrong: HttpError) -> HttpResponse:
        return problem(wrong.status_code, *PLAIN.get(wrong.status_code, PLAIN[400]))

    def unforeseen(request: HttpRequest, wrong: Exception) -> HttpResponse:
        raise wrong

    add(Exception, unforeseen)
    add(Unfit, lambda request, wrong: unfit(wrong.fields))
    add(ValidationError, lambda request, wrong: unfit(fields_of(wrong.errors)))
    add(Refusal, lambda request, wrong: problem(409, code_of(wrong), str(wrong)))
    add(Http404, lambda request, wrong: problem(404, *PLAIN[404]))
    add(PermissionDenied, lambda request, wrong: problem(403, *PLAIN[403]))
    add(HttpError, unread)
