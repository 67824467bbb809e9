"""Merging two persons: find the other one, compare side by side, choose what stays; and undoing."""

from typing import NamedTuple

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import NotFound
from contactcenter.personal_data import identity_codes

from .. import access, actions
from ..actions.merging import CODE, MERGED_FIELDS
from ..forms import MergeForm, PersonSearchForm, ReasonForm
from ..models import Person, SafeToCall
from ..queries import person_search
from ..queries.person_search import Hits
from .persons import found_by, log, usual_ground

CAREFUL = [SafeToCall.NO, SafeToCall.AGREED, SafeToCall.YES, SafeToCall.NOT_ASKED]


class Row(NamedTuple):
    """A field of both; whether they agree, and whether the other's value is proposed."""

    name: str
    label: str
    kept: str
    gone: str
    is_same: bool
    takes_gone: bool


@requires(Permission.PERSON_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_search(request, pk):
    """Find the row that is the same human being: the likely ones are offered at once."""
    kept = access.get_person_for_merge(request.user, pk)
    form = PersonSearchForm(request.POST or None, needs_reason=False)
    values = {name: getattr(kept, name) for name in ("last_name", "first_name", "phone", "birth_year", "municipality")}
    likely = [] if form.is_bound else person_search.likely_same(values, apart_from=kept)
    hits = found_by(form)
    others = Hits([hit for hit in hits.rows if hit.person.pk != kept.pk], hits.is_cut)
    log(request, AccessAction.LIST, "merge_search", usual_ground(request), [kept, *likely, *others.persons])
    context = {"form": form, "person": kept, "likely": likely, "hits": others}
    return render(request, "casework/merge_search.html", context)


@requires(Permission.PERSON_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk, other):
    """Both side by side; confirmed, they become one. Somebody without a ground of theirs asks for a reason first."""
    kept = access.get_person_for_merge(request.user, pk)
    gone = access.get_person(request.user, other)
    if gone.merged_into_id or gone.pk == kept.pk:
        raise NotFound
    ground = access.ground_for(request.user, kept) if access.ground_for(request.user, gone) else access.Ground("reason")
    asked = ReasonForm(request.POST or None, label_suffix="")
    if ground.code == "reason" and not asked.is_valid():
        return render(request, "casework/person_reason.html", {"form": asked, "action": request.path}, status=403)
    form = MergeForm(request.POST if "confirmed" in request.POST else None, label_suffix="")
    if form.is_valid():
        return _merge(request, kept, gone, ground, form.cleaned_data["reason"])
    reason = asked.cleaned_data["reason"] if ground.code == "reason" else ""
    log(request, AccessAction.VIEW, "merge", ground, [kept, gone], reason)
    context = {"form": form, "kept": kept, "gone": gone, "rows": compared(kept, gone), "moving": moving(gone)}
    return render(request, "casework/merge.html", context)


def _merge(request, kept: Person, gone: Person, ground: access.Ground, reason: str):
    log(request, AccessAction.CHANGE, "merge", ground, [kept, gone], reason)
    taken = {name for name in MERGED_FIELDS if request.POST.get(name) == "gone"}
    actions.merge_persons(kept, gone=gone, by=request.user, taken=taken, reason=reason)
    messages.success(request, _("The two were merged. You can undo it on this page."))
    return redirect("casework:person", kept.pk)


def compared(kept: Person, gone: Person) -> list[Row]:
    return [_compared(name, kept, gone) for name in MERGED_FIELDS]


def _compared(name: str, kept: Person, gone: Person) -> Row:
    mine, theirs = _shown(kept, name), _shown(gone, name)
    is_same = _is_same(name, kept, gone)
    return Row(name, _label(name), mine, theirs, is_same, not is_same and _is_better(name, kept, gone))


def _label(name: str) -> str:
    return _("Identity code") if name == CODE else str(Person._meta.get_field(name).verbose_name).capitalize()


def _shown(person: Person, name: str) -> str:
    if name == CODE:
        return identity_codes.masked(person.identity_code_sealed) if person.identity_code_sealed else ""
    if Person._meta.get_field(name).choices:
        return getattr(person, f"get_{name}_display")()
    value = getattr(person, name)
    return value.name if hasattr(value, "name") else str(value or "")


def _is_same(name: str, kept: Person, gone: Person) -> bool:
    if name == CODE:
        return kept.identity_code_hash == gone.identity_code_hash
    return getattr(kept, name) == getattr(gone, name)


def _is_better(name: str, kept: Person, gone: Person) -> bool:
    """What is proposed: the value that is there, and of two words on calling the more careful one."""
    if name in ("safe_to_call", "safe_to_call_note"):
        return CAREFUL.index(gone.safe_to_call) < CAREFUL.index(kept.safe_to_call)
    return not _shown(kept, name)


def moving(gone: Person) -> dict[str, int]:
    """How much moves, for the words on the consequence."""
    return {"contacts": gone.contacts.count(), "cases": gone.cases.count(), "flags": gone.flags.count()}


@requires(Permission.PERSON_MERGE)
@require_POST
def merge_undo(request, pk, journal):
    row = access.get_merge(request.user, pk, journal)
    kept = row.kept
    log(request, AccessAction.CHANGE, "merge_undo", access.ground_for(request.user, kept), [kept, row.gone])
    actions.undo_merge(row, by=request.user)
    messages.success(request, _("The merge was undone. Both persons are there again."))
    return redirect("casework:person", kept.pk)
