"""Contacts: the list, a new one, one of them, the switcher of the open ones."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactcenter import timestamps
from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused
from contactcenter.reference.cache import rows_in_use
from contactcenter.reference.models import ContactChannel

from .. import access, actions, queries
from ..forms import CALL, AfterwardsForm, ContactFilters, NewContactForm
from ..models import ContactState
from .contexts import detail_context, form_context


@requires(Permission.CONTACT_VIEW)
@require_safe
def contacts(request):
    """The contacts in reach, filtered and paged, and beside them the user's own open ones."""
    filters = ContactFilters(request.GET or None, user=request.user)
    by_ground = [filters.filtered(rows) for rows in access.contacts_by_ground(request.user)]
    context = {
        "filters": filters,
        "page": queries.contact_page(by_ground, page_number(request.GET.get("page", ""))),
        "open": queries.open_rows(request.user),
        "query": filters.query_without_page(),
        "channels": rows_in_use(ContactChannel),
    }
    return render(request, "casework/contacts.html", context)


def page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1


@requires(Permission.CONTACT_EDIT)
@require_POST
def contact_new(request):
    """Open a contact of any channel, a call by default, and go to its form."""
    form = NewContactForm(request.POST)
    channel = form.channel_or_call()
    contact = actions.open_contact(by=request.user, channel=channel, language=actions.language_of(request.user))
    return redirect("casework:contact", contact.pk)


@requires(Permission.CONTACT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_afterwards(request):
    """Record a contact that has already happened, the own one or a colleague's; its form follows."""
    colleagues = access.may_be_recorded_for(request.user)
    first = {"handled_by": request.user.pk, "channel": CALL, "day": timestamps.local_day(timestamps.now())}
    form = AfterwardsForm(request.POST or None, colleagues=colleagues, initial=first)
    if form.is_valid():
        try:
            contact = actions.open_contact_afterwards(by=request.user, **form.facts())
        except ActionRefused as refused:
            form.add_error("day", refused.text)
        else:
            return redirect("casework:contact", contact.pk)
    return render(request, "casework/contact_afterwards.html", {"form": form})


@requires(Permission.CONTACT_VIEW)
@require_safe
def contact(request, pk):
    """An open contact is its form; a complete one is read."""
    found = access.get_contact(request.user, pk)
    if found.state == ContactState.OPEN:
        return render(request, "casework/contact_form.html", form_context(request, found, "contact"))
    return render(request, "casework/contact.html", detail_context(request, found, "contact"))


@requires(Permission.CONTACT_EDIT)
@require_safe
def open_contacts(request):
    """The switcher: the user's open contacts, Alt+1 to Alt+9."""
    context = {"open": queries.open_rows(request.user), "current": request.GET.get("current", "")}
    return render(request, "casework/_open_contacts.html", context)


@requires(Permission.CONTACT_VIEW)
@require_safe
def open_count(request):
    """The number beside the navigation; nothing when there is none."""
    count = queries.open_contacts(request.user).count()
    return HttpResponse(str(count or ""))
