"""In what somebody is signed in, in words that he knows."""

from __future__ import annotations

# What a browser's name for itself holds, and what people call it; the first that is found.
BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "a Mac",
    "Linux": "Linux",
}


def device_in_words(user_agent: str) -> str:
    """As in "Firefox on Linux"."""
    browser = first_of(BROWSERS, user_agent) or "A browser"
    system = first_of(SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def first_of(names: dict[str, str], text: str) -> str:
    return next((name for mark, name in names.items() if mark in text), "")
