"""The visitor's chat page, chat's row in the public contact box, and the counsellor's desk."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework import access as casework
from casework.models import ContactState
from chat import access, presence, queries, retention
from chat.models import DutyState
from contactcenter import accesslog
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import public, requires
from contactcenter.accounts.roles import Permission
from contactcenter.opening_hours.queries import line_state

PHONE = "PUH"
CHOSEN_DUTY = [DutyState.AVAILABLE, DutyState.WRAP_UP, DutyState.BREAK, DutyState.OFF]


# ---- public ----
@public
@require_safe
@never_cache
def visitor_chat(request):
    """The page where a visitor starts, waits, talks and ends. No cookie; the tab keeps the token."""
    context = {
        **_door(request.LANGUAGE_CODE),
        "phone": line_state(PHONE, request.LANGUAGE_CODE),
        "exit_url": settings.QUICK_EXIT_URL,
    }
    return render(request, "chat/visitor.html", context)


@public
@require_safe
@never_cache
def box(request):
    """Chat's row in the public contact box, fetched by the pages of apps below."""
    return render(request, "chat/_box.html", _door(request.LANGUAGE_CODE))


def _door(language: str) -> dict:
    """Whether chat is offered in `language`, and while it is not, in which other languages it is."""
    state = queries.availability(language)
    others = [] if state.reason is None else [code for code, _name in settings.LANGUAGES if code != language]
    return {
        "availability": {"open": state.reason is None, "reason": state.reason, "waiting": state.waiting},
        "hours": state.line,
        "other_languages": [_invitation(code) for code in others if queries.availability(code).reason is None],
    }


def _invitation(code: str) -> dict:
    """A link to the chat in another language, in that language."""
    with override(code):
        return {"code": code, "address": reverse("chat_public:chat"), "label": gettext("Chat in English now")}


# ---- desk ----
@requires(Permission.SERVE)
@require_safe
def desk(request):
    """The counsellor's page: queue, chosen chat, its contact form."""
    user = request.user
    serves_in = list(user.serves_in.all())
    state = presence.duty_state(user)
    context = {
        "duty_states": [(one.value, one.label) for one in CHOSEN_DUTY],
        "duty_state": state if state in CHOSEN_DUTY else DutyState.OFF,
        "serves_in": [language.name for language in serves_in],
        "languages_in_queue": [
            {"code": row.code, "short": row.code.upper(), "name": row.name} for row in queries.languages()
        ],
        "late_label": gettext("Over the limit"),
        "hours": line_state(queries.CHANNEL, request.LANGUAGE_CODE),
        "own_name": user.first_name or user.display_name,
        "open_contacts": queries.open_contacts(user),
    }
    return render(request, "chat/desk.html", context)


@requires(Permission.SERVE)
@require_safe
def open_contacts(request):
    """The list of open contacts: what the desk fetches at every change."""
    return render(request, "chat/_open_contacts.html", {"open_contacts": queries.open_contacts(request.user)})


@requires(Permission.SERVE)
@require_safe
def waiting_count(request):
    """How many wait whom this person may take; empty for none."""
    return HttpResponse(len(queries.waiting_conversations(request.user)) or "")


# ---- beside a case ----
@requires(Permission.CONTACT_VIEW)
@require_safe
def conversation_of_contact(request, contact):
    """The messages of the chat that a contact was, to be read until their time is over; whoever may open the contact
    may read them."""
    found = casework.get_contact(request.user, contact)
    conversation = access.conversation_of(found)
    if found.person_id:
        is_own = found.handled_by_id == request.user.pk
        ground = ("open_contact" if found.state == ContactState.OPEN else "own") if is_own else "unit"
        accesslog.record(user=request.user, action=AccessAction.VIEW, door="chat:conversation_of_contact",
                         ground=ground, subjects=[found.person_id], contact=found.pk)  # fmt: skip
    is_shown = retention.is_text_shown(conversation)
    lines = queries.lines_of(conversation, request.LANGUAGE_CODE) if is_shown else []
    return render(request, "chat/_conversation.html", {"contact": found, "lines": lines})
