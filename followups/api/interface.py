"""All of `/api/v1/`: what is there, and how it is read."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.security import HttpBearer

from followups.api import campaigns, channels, leads, me, touches
from followups.api.errors import refuse_in_one_shape
from leadfollow.people.models import Token

ABOUT = """\
Read leads, enter them, log touches. A token acts as its person: it sees what he sees, and what \
the pages refuse is refused here, in the same words. Moments carry an offset. What cannot be so is \
answered 422 with a sentence for each field, what the rules refuse 409, what is out of reach 404. \
A `key` is a UUID that you make: the same request sent again gets the same answer, and does \
nothing twice; the same key with other content is answered 409."""


class ByToken(HttpBearer):
    """A token in the header. `followups.api.door` has looked at it."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        return getattr(request, "token", None)


class OurParser(Parser):
    """JSON objects; what is none is refused, however deep its brackets are."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        try:
            found = json.loads(request.body, parse_constant=no_number)
        except (ValueError, RecursionError):
            raise HttpError(400, "not read") from None
        if not isinstance(found, dict):
            raise HttpError(400, "no object")
        return found


def no_number(name: str) -> float:
    """NaN and its like are in no JSON."""
    raise ValueError(name)


class Interface(NinjaAPI):
    """What is there never changes while it runs: the schema is made once."""

    @cached_property
    def schema(self) -> OpenAPISchema:
        return super().get_openapi_schema()

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        return self.schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Interface(
    title="Leadfollow",
    version="1",
    description=ABOUT,
    docs_url=None,
    docs_decorator=login_not_required,
    auth=ByToken(),
    parser=OurParser(),
    urls_namespace="followups:v1",
)
refuse_in_one_shape(api)
for resource in (leads, touches, campaigns, channels, me):
    api.add_router("", resource.router)
