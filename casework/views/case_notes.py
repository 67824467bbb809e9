"""Notes of a case: written in place, struck out with a reason."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.personal_data.identity_codes import codes_in

from .. import access, actions
from ..forms.cases import AnnulForm, NoteForm
from ..models import Case
from .case_doors import recorded, show_form, tried
from .cases import redirect_saved


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_note(request, pk):
    """Write a note. A code of identity in it is told of first and saved masked."""
    found = access.get_case_for_edit(request.user, pk)
    form = NoteForm(request.POST or None, label_suffix="")
    warns = form.is_valid() and not form.cleaned_data["knows_mask"] and codes_in(form.cleaned_data["text"])
    if form.is_valid() and not warns and tried(form, lambda: noted(request, found, form.cleaned_data["text"])):
        return answer_to_note(request, found)
    context = {"case": found, "note_form": form, "warns": bool(warns), "is_own_page": not request.htmx}
    template = "casework/_case_note_form.html" if request.htmx else "casework/case_note.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def answer_to_note(request, found: Case):
    """An empty form in its place, and word of it to the page; without scripts the page again."""
    if not request.htmx:
        return redirect_saved(request, found.pk)
    context = {"case": found, "note_form": NoteForm(label_suffix=""), "warns": False, "is_own_page": False}
    answer = render(request, "casework/_case_note_form.html", context)
    answer["HX-Trigger"] = "cc:case-note-saved"
    return answer


def noted(request, found: Case, text: str):
    with recorded(request, "case_note", found.person_id, access.ground_of_case(request.user, found)):
        return actions.write_note(found, text=text, by=request.user)


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_note_annul(request, pk):
    """Strike a wrong note out, with a reason; its text stays readable."""
    note = access.get_case_note_for_edit(request.user, pk)
    form = AnnulForm(request.POST or None, label_suffix="")
    if form.is_valid() and tried(form, lambda: annulled(request, note, form.cleaned_data["reason"])):
        return redirect_saved(request, note.case_id)
    return show_form(request, note.case, form, _("Annul a note"), quote=note.text, button=_("Annul the note"))


def annulled(request, note, reason: str):
    with recorded(request, "case_note_annul", note.case.person_id, access.ground_of_case(request.user, note.case)):
        return actions.annul_note(note, reason=reason, by=request.user)
