"""In what somebody is signed in, in words that he knows."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.words import Said

# What a browser's name for itself holds, and what people call it; the first that is found.
BROWSERS: dict[str, Said] = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": gettext_lazy("Chrome"),
    "Chrome/": gettext_lazy("Chrome"),
    "Safari/": gettext_lazy("Safari"),
}
SYSTEMS: dict[str, Said] = {
    "iPhone": gettext_lazy("an iPhone"),
    "iPad": gettext_lazy("an iPad"),
    "Android": gettext_lazy("Android"),
    "CrOS": "ChromeOS",
    "Windows": gettext_lazy("Windows"),
    "Mac OS X": gettext_lazy("a Mac"),
    "Linux": gettext_lazy("Linux"),
}


def device_in_words(user_agent: str) -> str:
    """As in "Firefox on Linux"."""
    browser = first_of(BROWSERS, user_agent) or _("A browser")
    system = first_of(SYSTEMS, user_agent)
    return (
        _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        if system
        else browser
    )


def first_of(names: Mapping[str, Said], text: str) -> str:
    return next((str(name) for mark, name in names.items() if mark in text), "")
