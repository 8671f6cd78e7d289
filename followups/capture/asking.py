"""A campaign's form as a device gets it: the fields of the one form class, as plain data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import translation

from campaigns.lead_form.asks import BESIDE, SIX, asked_of
from campaigns.models import Device
from leads.own_fields.asking import PREFIX
from leads.told_form import TICK, ToldForm

KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.RadioSelect, "chips"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxInput, "check"),
    (forms.EmailInput, "email"),
    (forms.NumberInput, "number"),
    (forms.DateInput, "date"),
]


def form_of(device: Device) -> dict[str, Any]:
    """What a device needs for a day without a network. `tag` changes with anything of it."""
    campaign = device.campaign
    asks = asked_of(campaign)
    with translation.override(asks.language):
        form = ToldForm(asks=asks)
        fields = [field_of(name, field) for name, field in form.fields.items()]
    told = {
        "version": asks.version,
        "consent_version": asks.version,
        "campaign": {"id": campaign.pk, "name": campaign.name},
        "device": device.label,
        "language": asks.language,
        "title": asks.title or campaign.name,
        "thanks": asks.thanks or asks.wording["thanks"],
        "fields": fields,
    }
    return told | {"tag": tag_of(told)}


def tag_of(told: dict[str, Any]) -> str:
    said = json.dumps(told, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def field_of(name: str, field: forms.Field) -> dict[str, Any]:
    """One field: what it is called, how it is filled in, and the choices it has."""
    told: dict[str, Any] = {
        "name": name,
        "label": str(field.label),
        "kind": kind_of(name, field),
        "group": group_of(name),
        "needed": field.required or name in SIX,
    }
    if most := getattr(field, "max_length", None):
        told["most"] = most
    if choices := getattr(field, "choices", None):
        told["choices"] = list(said_of(choices))
    if field.initial:
        told["initial"] = str(field.initial)
    return told


def said_of(choices: Any) -> Iterator[list[str]]:
    yield from ([str(value), str(label)] for value, label in choices)


def kind_of(name: str, field: forms.Field) -> str:
    if name == "phone":
        return "tel"
    return next((kind for widget, kind in KINDS if isinstance(field.widget, widget)), "text")


def group_of(name: str) -> str:
    if name in (*SIX, *BESIDE):
        return "contact"
    beginnings = {TICK: "ticks", "request": "request", PREFIX: "own", "else_": "beside"}
    found = (group for start, group in beginnings.items() if name.startswith(start))
    return next(found, name)  # comment, consent
