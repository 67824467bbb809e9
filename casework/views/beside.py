"""Beside the form: its fragment, the page of news and instructions, and the mark that one has been read."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission

from .. import access, actions
from ..drafts import ContactFacts, read_facts
from ..models import Contact, ContactState
from ..queries import beside

PAGE_SIZE = 20
REASONS = 20


def facts_of(contact: Contact) -> ContactFacts:
    if contact.state == ContactState.OPEN:
        return read_facts(contact.draft.data)
    return actions.facts_of(contact)


def place_of(request, contact: Contact) -> beside.Place:
    """What the page says the form holds now; without a word from it, what is stored."""
    asked = request.GET
    if "area" in asked:
        words = [asked.get(name, "")[:40] for name in ("area", "municipality", "language")]
        reasons = asked.getlist("reason")[:REASONS]
    else:
        facts = facts_of(contact)
        words = [facts.service_area, facts.municipality, facts.language]
        reasons = [topic.reason for topic in facts.topics]
    return beside.Place(*words, asked.get("channel", "")[:40] or contact.channel_id, tuple(reasons))


@requires(Permission.CONTACT_EDIT)
@require_safe
def contact_beside(request, pk):
    """The script, the check lists of the questions, and news not read yet, for the contact as the form has it."""
    place = place_of(request, access.get_contact_for_edit(request.user, pk))
    scripts = beside.scripts_for(place)
    context = {
        "script": scripts[0] if scripts else None,
        "other_scripts": scripts[1:],
        "check_lists": beside.checks_for(place),
        "notices": beside.notices_for(place, request.user),
        "key": "|".join([*place[:3], ",".join(place.reasons)]),
    }
    return render(request, "casework/_beside.html", context)


@requires(Permission.NOTICE_VIEW)
@require_safe
def notices(request):
    """All in force in one's own work, and the archive of what is no longer shown."""
    is_archive = "archive" in request.GET
    rows = beside.archive_of(request.user) if is_archive else beside.notices_of(request.user)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_archive": is_archive,
        "unread": 0 if is_archive else sum(not row.is_read for row in rows),
    }
    return render(request, "casework/notices.html", context)


@requires(Permission.NOTICE_VIEW)
@require_safe
def notice_count(request):
    """The number beside the navigation; nothing when all is read."""
    return HttpResponse(str(beside.unread_count(request.user) or ""))


@requires(Permission.NOTICE_VIEW)
@require_POST
def notice_read(request, pk):
    """Mark one as read; the form's script only needs to know that it was done."""
    actions.mark_read(access.get_notice(request.user, pk), by=request.user)
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    return redirect("casework:notices")
