"""What programs send: text, moments and numbers that a row can hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

from followups.api.errors import Unfit
from leadfollow.bounds import within_reason

LONGEST = 20_000  # letters of a note


def storable(text: str) -> str:
    """No sign that a database refuses."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(_("Leave out the sign that is half of one.")) from None
    if "\x00" in text:
        raise ValueError(_("Leave out the sign that is none (NUL)."))
    return text


def in_reach(when: Any) -> Any:
    """A day or a moment that sums can be made with."""
    try:
        within_reason(when)
    except ValidationError as wrong:
        raise ValueError(wrong.messages[0]) from None
    return when


Text = Annotated[
    str, StringConstraints(max_length=LONGEST, strip_whitespace=True), AfterValidator(storable)
]
Moment = Annotated[AwareDatetime, AfterValidator(in_reach)]
Day = Annotated[date, AfterValidator(in_reach)]
Id = Annotated[int, Field(ge=1, le=2**53)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class Sent(Schema):
    """What a program sends; a field that is not known is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


def only_known(request: HttpRequest, asked: type[Sent], *, also: Iterable[str] = ()) -> None:
    """Refuse a filter that is none: passed over, it would list what nobody asked for."""
    if unknown := request.GET.keys() - asked.model_fields.keys() - set(also):
        raise Unfit({name: _("There is no such filter.") for name in sorted(unknown)})


def exactly(moment: datetime | None) -> str:
    """As a form's field reads it."""
    return moment.isoformat() if moment else ""
