"""What programs can do, for those who write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from followups.api.interface import ABOUT, api
from leadfollow.http import SignedInRequest


@dataclass(frozen=True)
class Call:
    """One thing that a program can ask for, and how it is asked."""

    method: str
    address: str
    summary: str
    description: str
    asked: str
    curl: str


def page(request: SignedInRequest) -> HttpResponse:
    """Every call, by its resource, each with an example."""
    about = ABOUT.replace("`", "").split(". ", 1)
    return render(request, "followups/api.html", {"groups": groups(), "about": about})


@cache
def groups() -> list[tuple[str, list[Call]]]:
    """The calls by resource, in the order in which they were registered."""
    found: dict[str, list[Call]] = {}
    for tag, call in calls(api.get_openapi_schema()):
        found.setdefault(tag, []).append(call)
    return list(found.items())


def calls(schema: dict[str, Any]) -> Iterator[tuple[str, Call]]:
    for path, operations in schema["paths"].items():
        for method, told in operations.items():
            example = example_of(told, schema)
            call = Call(
                method=method.upper(),
                address=path,
                summary=told["summary"],
                description=told.get("description", ""),
                asked=", ".join(asked_by(told)),
                curl=curl(method.upper(), path.replace("{lead_id}", "1"), example),
            )
            yield told["tags"][0], call


def asked_by(told: dict[str, Any]) -> list[str]:
    """What may be asked for in the address."""
    return [one["name"] for one in told.get("parameters", ()) if one["in"] == "query"]


def example_of(told: dict[str, Any], schema: dict[str, Any]) -> Any:
    """What to send, if anything is."""
    if "requestBody" not in told:
        return None
    sent = told["requestBody"]["content"]["application/json"]["schema"]
    name = sent["$ref"].rpartition("/")[2]
    return schema["components"]["schemas"][name]["examples"][0]


def curl(method: str, path: str, example: Any) -> str:
    """As one types it, with the token in a variable."""
    lines = [f'curl -H "Authorization: Bearer $TOKEN" {settings.SITE_URL}{path}']
    if example is not None:
        lines[0] = lines[0].replace("curl", f"curl -X {method} -H 'Content-Type: application/json'")
        lines.append(f"  -d '{json.dumps(example, indent=2, ensure_ascii=False)}'")
    return " \\\n".join(lines)
