"""The forms of the pages judge what programs send: the same rules, in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS

from followups.api.errors import Unfit

Filled = TypeVar("Filled", bound=Any)


def checked(form: Filled, *, names: Mapping[str, str] | None = None, within: str = "") -> Filled:
    """The form, filled in as it may be; Unfit with its sentences else.

    `names` are the fields that programs know by another name, `within` the object in which they
    were sent.
    """
    if form.is_valid():
        return form
    known = {NON_FIELD_ERRORS: "body"} | dict(names or {})
    raise Unfit(
        {
            ".".join(filter(None, [within, known.get(name, name)])): " ".join(map(str, said))
            for name, said in form.errors.items()
        }
    )
