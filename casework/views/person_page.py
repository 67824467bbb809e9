"""One person: the page, the edit form, flags, who may speak for them, the whole identity code on request."""

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactcenter.accesslog.models import AccessAction, Ground
from contactcenter.accounts.access import can, requires
from contactcenter.accounts.roles import Permission
from contactcenter.personal_data import identity_codes

from .. import access, actions
from ..forms import FlagForm, IdentityCodeForm, PersonForm, ReasonForm, RepresentativeForm
from ..models import Person
from ..queries import persons as queries
from .case_doors import tried
from .persons import log


@requires(Permission.PERSON_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, pk):
    """A person and their contacts. Without a ground the page asks for a reason; with one it opens by POST."""
    found = access.get_person(request.user, pk)
    if found.merged_into_id:
        return redirect("casework:person", queries.kept_of(found).pk)
    ground = access.ground_for(request.user, found)
    form = ReasonForm(request.POST or None, label_suffix="")
    if ground is None and not form.is_valid():
        return render(request, "casework/person_reason.html", {"form": form, "action": request.path}, status=403)
    reason = "" if ground else form.cleaned_data["reason"]
    may_merge = ground is not None and can(request.user, Permission.PERSON_MERGE)
    merges = list(queries.merges_of(found)) if may_merge else []
    subjects = [found, *(merge.gone for merge in merges)]
    log(request, AccessAction.VIEW, "person", ground or access.Ground("reason"), subjects, reason)
    context = page_context(request, found, ground) | {"may_merge": may_merge, "merges": merges}
    return render(request, "casework/person.html", context)


def page_context(request, person: Person, ground: access.Ground | None) -> dict:
    user, sealed = request.user, person.identity_code_sealed
    contacts = list(queries.contacts_of_person(person)[: queries.CONTACTS_SHOWN + 1])
    return {
        "person": person,
        "ground": Ground(ground.code if ground else Ground.REASON).label,
        "flags": queries.flags_of(person),
        "representatives": queries.representatives_of(person),
        "told": queries.told_by(person),
        "masked_code": identity_codes.masked(sealed) if sealed else "",
        "contacts": contacts[: queries.CONTACTS_SHOWN],
        "has_more_contacts": len(contacts) > queries.CONTACTS_SHOWN,
        "readable": set(access.contacts_of(user).filter(person=person).values_list("pk", flat=True)),
        "may_edit": ground is not None and can(user, Permission.PERSON_EDIT),
        "may_see_code": ground is not None and can(user, Permission.IDENTITY_CODE_VIEW),
        "flag_form": FlagForm(label_suffix=""),
        "representative_form": RepresentativeForm(label_suffix="", auto_id="id_rep_%s"),
    }


@requires(Permission.PERSON_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request, pk):
    found = access.get_person_for_edit(request.user, pk)
    form = PersonForm.for_person(request.POST or None, found)
    valid = form.is_valid()
    log_own(request, AccessAction.CHANGE if valid else AccessAction.VIEW, "person_edit", found)
    if not valid or not tried(form, lambda: actions.change_person(found, by=request.user, **form.values())):
        context = {"form": form, "person": found, "contact": None}
        return render(request, "casework/person_form.html", context, status=422 if form.is_bound else 200)
    messages.success(request, _("Saved."))
    return redirect("casework:person", pk)


def log_own(request, action: str, door: str, found: Person, reason: str = ""):
    log(request, action, door, access.ground_for(request.user, found), [found], reason)


@requires(Permission.PERSON_EDIT)
@require_POST
def flag_new(request, pk):
    found = access.get_person_for_edit(request.user, pk)
    return _add_beside(request, found, "flag_new", FlagForm(request.POST, label_suffix=""), actions.add_flag)


@requires(Permission.PERSON_EDIT)
@require_POST
def flag_end(request, pk, flag):
    row = access.get_flag(request.user, pk, flag)
    log_own(request, AccessAction.CHANGE, "flag_end", row.person)
    actions.end_flag(row, by=request.user)
    return redirect("casework:person", pk)


@requires(Permission.PERSON_EDIT)
@require_POST
def representative_new(request, pk):
    found = access.get_person_for_edit(request.user, pk)
    form = RepresentativeForm(request.POST, label_suffix="")
    return _add_beside(request, found, "representative_new", form, actions.add_representative)


@requires(Permission.PERSON_EDIT)
@require_POST
def representative_end(request, pk, representative):
    row = access.get_representative(request.user, pk, representative)
    log_own(request, AccessAction.CHANGE, "representative_end", row.person)
    actions.end_representative(row, by=request.user)
    return redirect("casework:person", pk)


def _add_beside(request, found: Person, door: str, form, add):
    """Save what stands beside a person; a form with errors comes back alone with its sentences."""
    valid = form.is_valid()
    log_own(request, AccessAction.CHANGE if valid else AccessAction.VIEW, door, found)
    if not valid or not tried(form, lambda: add(found, by=request.user, **form.cleaned_data)):
        return render(request, "casework/person_beside.html", {"form": form, "person": found}, status=422)
    messages.success(request, _("Saved."))
    return redirect("casework:person", found.pk)


@requires(Permission.IDENTITY_CODE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def identity_code(request, pk):
    """The whole code, by POST with a reason, soon after the user's password was asked; each showing is logged."""
    found = access.get_person_for_identity_code(request.user, pk)
    if not did_recently_reauthenticate(request):
        if request.method == "POST":
            return redirect("casework:identity_code", pk)
        raise ReauthenticationRequired
    form = IdentityCodeForm(request.POST or None, label_suffix="")
    code = ""
    if form.is_valid() and found.identity_code_sealed:
        code = actions.open_identity_code(found.identity_code_sealed)
    log_own(request, AccessAction.VIEW, "identity_code", found, form.cleaned_data["reason"] if code else "")
    context = {"form": form, "person": found, "code": code, "has_code": bool(found.identity_code_sealed)}
    return render(request, "casework/identity_code.html", context)
