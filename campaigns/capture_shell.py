"""What the capture app is made of: the files that a device keeps, and the version they make."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

FILES = (
    *("css/tokens.css", "img/icon.svg", "vendor/idb/index.js", "vendor/jsqr/jsQR.js"),
    *("capture/app.js", "capture/capture.css", "capture/dom.js", "capture/enrol.js"),
    *(
        "capture/fields.js",
        "capture/form.js",
        "capture/list.js",
        "capture/pin.js",
        "capture/scan.js",
        "capture/send.js",
    ),
    *("capture/store.js", "capture/vcard.js"),
    *("capture/icon-192.png", "capture/icon-512.png"),
)
SHELL, WORKER = "capture/shell.html", "capture/sw.js"
ADDRESS, MANIFEST = "/capture/", "/capture/manifest.webmanifest"


def precache() -> list[str]:
    """The addresses that a device keeps, the page itself first."""
    return [ADDRESS, MANIFEST, *(static(name) for name in FILES)]


def version() -> str:
    """Another one whenever the page, the worker, a file or its address is another."""
    said = hashlib.sha256("".join([*precache(), render_to_string(SHELL)]).encode())
    for name in (*FILES, WORKER):
        said.update(source(name))
    return said.hexdigest()[:16]


def worker() -> str:
    """The service worker, told what to keep and under which version."""
    told = {"version": version(), "files": precache()}
    return f"const IS = {json.dumps(told)};\n{source(WORKER).decode()}"


def source(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()
