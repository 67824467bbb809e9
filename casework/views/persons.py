"""Persons: search, a new one, and who may be the same. Names are never in an address."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from contactcenter import accesslog
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import can, requires
from contactcenter.accounts.roles import Permission
from contactcenter.languages import LANGUAGES

from .. import access, actions
from ..drafts import ContactFacts, read_facts
from ..forms import LikelySameForm, PersonForm, PersonSearchForm
from ..models import Contact, ContactState, Person, SafeToCall
from ..queries import person_search
from ..queries.person_search import NOBODY, Hits
from .case_doors import tried

YEAR_DIGITS = 4


def log(request, action: str, door: str, ground: access.Ground, persons: list[Person], reason: str = ""):
    if persons:
        accesslog.record(
            user=request.user, action=action, door=f"casework:{door}", ground=ground.code,
            subjects=[person.pk for person in persons], contact=ground.contact, reason=reason,
        )  # fmt: skip


def usual_ground(request, contact: Contact | None = None) -> access.Ground:
    """On what ground a list of names is shown: an open contact, else the unit's work; a supervisor's stated reason."""
    if contact and contact.state == ContactState.OPEN:
        return access.Ground("open_contact", contact.pk)
    return access.Ground("unit" if access.may_list_persons(request.user) else "reason")


def found_by(form) -> Hits:
    return person_search.person_hits(**form.query()) if form.is_valid() else NOBODY


def hits_of(request, form, door: str, contact: Contact | None = None) -> Hits:
    """Who is found by a form's search; every name shown is logged."""
    hits = found_by(form)
    if hits.rows:
        reason = form.cleaned_data.get("reason", "")
        log(request, AccessAction.LIST, door, usual_ground(request, contact), hits.persons, reason)
    return hits


@requires(Permission.PERSON_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def persons(request):
    """Search by POST, so that names stay out of addresses and logs of servers."""
    form = PersonSearchForm(request.POST or None, needs_reason=not access.may_list_persons(request.user))
    context = {
        "form": form,
        "hits": hits_of(request, form, "persons"),
        "may_edit": can(request.user, Permission.PERSON_EDIT),
    }
    return render(request, "casework/persons.html", context)


@requires(Permission.PERSON_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request):
    """A new person, and back to the contact that asked for one: what the contact already knows is filled in."""
    contact = asking_contact(request)
    form = PersonForm(request.POST or None, initial=first_values(request.user, contact))
    person = tried(form, lambda: actions.create_person(by=request.user, **form.values())) if form.is_valid() else None
    if person is None:
        context = {"form": form, "contact": contact, "person": None}
        return render(request, "casework/person_form.html", context, status=422 if form.is_bound else 200)
    log(request, AccessAction.CHANGE, "person_new", access.Ground("own"), [person])
    if contact is None:
        return redirect("casework:person", person.pk)
    actions.attach_person(contact, person=person, by=request.user)
    return redirect("casework:contact", contact.pk)


def asking_contact(request) -> Contact | None:
    """The contact in `?contact=`, when there is one."""
    asked = request.GET.get("contact")
    return access.get_contact_for_edit(request.user, access.identifier(asked)) if asked else None


def first_values(user, contact: Contact | None) -> dict:
    """What a new person's form holds before anybody is asked: the language, and what the contact was told."""
    if contact is None:
        return {"language": actions.language_of(user)}
    facts = actions.facts_of(contact) if contact.state == ContactState.COMPLETE else read_facts(contact.draft.data)
    return {"language": facts.language, "municipality": facts.municipality, **told_values(facts)}


def told_values(facts: ContactFacts) -> dict:
    """The first information of a contact as values of a person."""
    told = facts.first_information
    phone, _comma, words = told.get("I04", "").partition(", ")
    year = told.get("I03", "")
    values = {
        "first_name": told.get("I01", ""),
        "last_name": told.get("I02", ""),
        "birth_year": year if year.isdecimal() and len(year) == YEAR_DIGITS else "",
        "phone": phone,
        "safe_to_call": safe_to_call_of(words),
        "municipality": told.get("I05", ""),
        "interpreter_language": told.get("I10", ""),
    }
    return {name: value for name, value in values.items() if value}


def safe_to_call_of(words: str) -> str:
    """The form keeps the answer in words, in the language of whoever wrote them."""
    for language in LANGUAGES:
        with override(language):
            if words in (_("safe to call"), _("not safe to call")):
                return SafeToCall.YES if words == _("safe to call") else SafeToCall.NO
    return SafeToCall.NOT_ASKED


@requires(Permission.PERSON_EDIT)
@require_POST
def likely_same(request):
    """While a new person is typed: who is likely the same, as a fragment."""
    contact = asking_contact(request)
    found = person_search.likely_same(LikelySameForm(request.POST).values())
    log(request, AccessAction.LIST, "likely_same", usual_ground(request, contact), found)
    return render(request, "casework/_likely_same.html", {"persons": found, "contact": contact})
