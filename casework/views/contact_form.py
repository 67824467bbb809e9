"""The one form of a contact, whatever the channel: its fragment, its draft and its end."""

import json

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.timestamps import local

from .. import access, actions, queries
from ..drafts import BadFacts, ContactFacts, read_facts
from ..models import Contact, ContactState
from .contexts import detail_context, form_context


def read_body(request) -> tuple[int, ContactFacts]:
    """The form's version and facts from a JSON body; anything else is refused with a sentence."""
    try:
        body = json.loads(request.body)
        version, data = body["version"], body["data"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadFacts(_("The form could not be read. Reload the page; your text is kept.")) from None
    if type(version) is not int:
        raise BadFacts(_("The form could not be read. Reload the page; your text is kept."))
    return version, read_facts(data)


def check_earlier(request, contact: Contact, facts: ContactFacts):
    """The earlier contact that the form names must be one that `contact` may point to; what it points to stays."""
    if facts.earlier_contact and facts.earlier_contact != str(contact.earlier_id):
        access.get_earlier(request.user, contact, access.identifier(facts.earlier_contact))


def answer(write) -> JsonResponse:
    """The result of `write()` as JSON, or what stands in its way: the text stored meanwhile, or what is missing."""
    try:
        return JsonResponse(write())
    except actions.Conflict as conflict:
        body = {"detail": str(conflict), "version": conflict.version, "data": conflict.data}
        body["names"] = queries.names_of(read_facts(conflict.data))
        return JsonResponse({"code": conflict.code, **body}, status=conflict.status)
    except actions.Incomplete as incomplete:
        problems = [problem._asdict() for problem in incomplete.problems]
        body = {"code": incomplete.code, "detail": str(incomplete), "problems": problems}
        return JsonResponse(body, status=incomplete.status)


@requires(Permission.CONTACT_EDIT)
@require_safe
def contact_form(request, pk):
    """The form as a fragment for other pages; of a complete contact, what was recorded."""
    found = access.get_contact_for_edit(request.user, pk)
    if found.state == ContactState.OPEN:
        return render(request, "casework/_contact_form.html", form_context(request, found, "contact_form"))
    return render(request, "casework/_contact.html", detail_context(request, found, "contact_form"))


@requires(Permission.CONTACT_EDIT)
@require_POST
def contact_draft(request, pk):
    """Keep the form as it stands; 409 with the stored text when another tab or person was first."""
    found = access.get_contact_for_edit(request.user, pk)
    version, facts = read_body(request)

    def write():
        draft = actions.save_draft(found, facts=facts, version=version, by=request.user)
        return {"version": draft.version, "saved_at": time_format(local(draft.updated_at), "TIME_FORMAT")}

    return answer(write)


@requires(Permission.CONTACT_EDIT)
@require_POST
def contact_complete(request, pk):
    """Save and finish."""
    found = access.get_contact_for_edit(request.user, pk)
    version, facts = read_body(request)
    check_earlier(request, found, facts)

    def write():
        done = actions.complete_contact(found, facts=facts, version=version, by=request.user)
        return {"number": done.number}

    return answer(write)


@requires(Permission.CONTACT_EDIT)
@require_POST
def contact_quick_end(request, pk):
    """A contact that came to nothing, completed by one key; the draft's note stays with it."""
    found = access.get_contact_for_edit(request.user, pk)
    version, facts = read_body(request)
    quick_end = access.get_quick_end(request.GET.get("code", ""))

    def write():
        done = actions.end_quickly(found, quick_end=quick_end, facts=facts, version=version, by=request.user)
        return {"number": done.number}

    return answer(write)


@requires(Permission.CONTACT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request, pk):
    """The form of a complete contact; saving it makes history."""
    found = access.get_contact_for_edit(request.user, pk)
    if request.method != "POST":
        return render(request, "casework/contact_form.html", form_context(request, found, "contact_edit"))
    version, facts = read_body(request)
    check_earlier(request, found, facts)

    def write():
        return {"number": actions.edit_contact(found, facts=facts, version=version, by=request.user).number}

    return answer(write)


def plain(text: str) -> str:
    """A search text without what no database takes."""
    return text.replace("\0", "").strip()[:100]


@requires(Permission.CONTACT_EDIT)
@require_safe
def contact_services(request, pk):
    """Services for the question in hand, each with the destination it leads to."""
    access.get_contact_for_edit(request.user, pk)
    text, municipality, reason = (plain(request.GET.get(name, "")) for name in ("q", "municipality", "reason"))
    hits = queries.service_hits(text, municipality=municipality, reason=reason)
    return render(request, "casework/_services.html", {"hits": hits, "text": text})


@requires(Permission.CONTACT_EDIT)
@require_safe
def contact_reasons(request, pk):
    """The reasons of another service area, the commonest with digits."""
    access.get_contact_for_edit(request.user, pk)
    reasons = queries.reasons_by_frequency(request.user, plain(request.GET.get("area", "")))
    context = {"reasons": reasons, "common_reasons": reasons[: queries.REASON_DIGITS]}
    return render(request, "casework/_reasons.html", context)


@requires(Permission.CONTACT_EDIT)
@require_safe
def providers(request):
    """Providers by name, for the cause of failure demand."""
    hits = queries.provider_hits(plain(request.GET.get("q", "")))
    return JsonResponse({"providers": [{"id": str(row.pk), "name": row.name} for row in hits]})
