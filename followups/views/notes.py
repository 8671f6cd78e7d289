"""Notes on a lead: written, edited, deleted by their author."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from followups import operations
from followups.models import Note
from followups.notices.colleagues import Named, colleagues_at
from followups.panel.note_form import NoteForm
from followups.views.lead import lead_page
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.words import day_briefly
from leads.models import Lead

CONFLICT, UNPROCESSABLE = 409, 422


@require_POST
def write_note(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """A note that is no touch."""
    user = request.user
    lead = get_object_or_404(Lead.objects.visible_to(user), pk=lead_id)
    if not Lead.objects.annotatable_by(user).filter(pk=lead_id).exists():
        raise PermissionDenied
    form = NoteForm(request.POST)
    if not form.is_valid():
        return lead_page(request, lead_id, status=UNPROCESSABLE, note_form=form)
    try:
        _note, named = operations.write_note(
            lead=lead, by=user, at=clock.now(), **form.cleaned_data
        )
    except operations.KeyUsedOtherwise as refusal:
        form.add_error("text", str(refusal))
        form.take_new_key()
        return lead_page(request, lead_id, status=CONFLICT, note_form=form)
    messages.success(request, (_("Noted. %(told)s") % {"told": in_words(named)}).strip())
    return redirect("followups:lead", lead_id=lead_id)


def in_words(named: Named) -> str:
    """Who was told, who of them is away, and which names are nobody's here."""
    told = ", ".join(str(person) for person in named.people)
    sentences = []
    if told:
        said = ngettext("%(names)s was told.", "%(names)s were told.", len(named.people))
        sentences.append(said % {"names": told})
    for away in named.away:
        said = _("%(person)s is away until %(day)s.")
        if away.deputy:
            said = _("%(person)s is away until %(day)s; %(deputy)s stands in and was told too.")
        day = day_briefly(away.until)
        sentences.append(said % {"person": away.person, "day": day, "deputy": away.deputy})
    for name in named.unknown:
        sentences.append(
            _("Nobody who may see this lead is the only @%(name)s: nobody was told.")
            % {"name": name}
        )
    return " ".join(sentences)


def own_note(request: SignedInRequest, lead_id: int, note_id: int) -> Note:
    notes = Note.objects.written().filter(by=request.user, lead=lead_id)
    reach = Lead.objects.visible_to(request.user)
    return get_object_or_404(notes.filter(lead__in=reach).select_related("lead"), pk=note_id)


def edit_note(request: SignedInRequest, lead_id: int, note_id: int) -> HttpResponse:
    """Say it better, or take it away."""
    note, now = own_note(request, lead_id, note_id), clock.now()
    form = NoteForm(request.POST or None, note=note)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            _note, named = operations.edit_note(note=note, text=form.cleaned_data["text"], at=now)
        except operations.Refusal as refusal:
            form.add_error("text", str(refusal))
            status = CONFLICT
        else:
            messages.success(request, (_("Saved. %(told)s") % {"told": in_words(named)}).strip())
            return redirect("followups:lead", lead_id=lead_id)
    colleagues = colleagues_at(note.lead, by=request.user, at=now)
    context = {"note": note, "lead": note.lead, "form": form, "colleagues": colleagues}
    return render(request, "followups/edit_note.html", context, status=status)


@require_POST
def delete_note(request: SignedInRequest, lead_id: int, note_id: int) -> HttpResponse:
    """Take the text away; that there was a note stays in the history."""
    note = own_note(request, lead_id, note_id)
    try:
        operations.delete_note(note=note, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The note is deleted. The history says that there was one."))
    return redirect("followups:lead", lead_id=lead_id)
