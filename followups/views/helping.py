"""Help: each page's own, all of them, and the list of words."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from followups.help.glossary import linked, linked_text, matching
from followups.help.pages import BY_SLUG, Help, helps_for
from followups.help.words import WORDS
from followups.in_force import numbers_in_force
from leadfollow.http import SignedInRequest


def help_(request: SignedInRequest) -> HttpResponse:
    """The helps of this person's pages."""
    return render(request, "followups/help.html", {"helps": helps_for(request.user)})


def help_page(request: SignedInRequest, page: str) -> HttpResponse:
    """One page's help: a page of its own, or what its panel shows."""
    if page not in BY_SLUG:
        raise Http404
    its = BY_SLUG[page]
    context = {"its": its, "text": text_of(its)}
    template = "_help_text" if request.htmx else "help_page"
    return render(request, f"followups/{template}.html", context)


def text_of(its: Help) -> str:
    """With today's numbers, and its words as links."""
    said = {"numbers": numbers_in_force(), "sweep_seconds": settings.SWEEP_EVERY}
    return linked(render_to_string(its.template, said))


def words(request: SignedInRequest) -> HttpResponse:
    """The words by the alphabet, or those that hold what was asked for."""
    asked = request.GET.get("q", "")
    found = matching(WORDS, asked, numbers_in_force())
    rows = [(word, linked_text(text)) for word, text in found]
    return render(request, "followups/words.html", {"rows": rows, "asked": asked})
