"""The fixed doors of chat: is it open, begin, and the HTTP twin of the socket for networks that block it."""

from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contactcenter.accounts.access import public
from contactcenter.errors import ActionRefused, NotFound
from contactcenter.realtime import frames
from contactcenter.realtime.consumer import address_of
from contactcenter.reference.models import Municipality, ServiceArea

from .. import access, actions, queries, visitors, writer
from ..frames import ack_frame, message_frame

LANGUAGES = ("fi", "sv", "en")
BEARER = "Bearer "


def refused(code: str, *, status: int, language: str = "fi", **more) -> JsonResponse:
    body = frames.error(code, language=language, **more)
    del body["type"]
    return JsonResponse(body, status=status)


def is_same_origin(request: HttpRequest) -> bool:
    """Public posts carry no CSRF cookie: what the browser says about their origin must be ours."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    return (origin is None or origin in settings.ALLOWED_ORIGINS) and site in (None, "same-origin", "none")


def fields_of(request: HttpRequest) -> dict:
    """The posted fields, from a form or from JSON by the same strict parser as frames."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        return frames.parse_object(request.body.decode())
    except UnicodeDecodeError as error:
        raise frames.BadFrame from error


@public
@never_cache
@require_GET
def availability(request):
    language = request.GET.get("language", "fi")
    if language not in LANGUAGES:
        return refused("bad_frame", status=400)
    area = request.GET.get("service_area") or None
    return JsonResponse(queries.availability(language, area).as_json())


@public
@csrf_exempt
@never_cache
@require_POST
def start(request):
    """Begin a conversation: 201 with its id and secret, 409 when the door is closed, 429 when too many began here."""
    if not is_same_origin(request):
        return refused("not_allowed", status=403)
    try:
        fields = start_fields(request)
    except frames.BadFrame as error:
        return refused(error.code, status=400)
    if wait := visitors.seconds_until_start_allowed(address_of({"client": [request.META.get("REMOTE_ADDR")]})):
        answer = refused("too_fast", status=429, language=fields["language"])
        answer.headers["Retry-After"] = str(wait)
        return answer
    return begin(**fields)


def begin(*, language: str, service_area: str | None, **fields) -> JsonResponse:
    door = queries.availability(language, service_area)
    if door.reason:
        actions.record_closed_door(language=language, service_area=service_area, reason=door.reason)
        return refused_door(door, language)
    try:
        conversation, token = actions.start_conversation(language=language, service_area=service_area, **fields)
    except ActionRefused as error:
        return refused(error.code, status=error.status, language=language)
    return JsonResponse({"conversation": str(conversation.pk), "token": token}, status=201)


def refused_door(door: queries.Availability, language: str) -> JsonResponse:
    with translation.override(language):
        detail = _("The chat is closed now.") if door.reason == "closed" else ""
    opens_at = door.as_json()["opens_at"]
    return refused(door.reason, status=409, language=language, detail=detail, opens_at=opens_at)


def start_fields(request) -> dict:
    """What a visitor may say at the start; codes that do not exist are refused."""
    posted = fields_of(request)
    fields = {name: posted.get(name, "") for name in ("language", "text", "municipality", "service_area")}
    if not all(isinstance(value, str) for value in fields.values()) or fields["language"] not in LANGUAGES:
        raise frames.BadFrame
    for name, model in (("municipality", Municipality), ("service_area", ServiceArea)):
        fields[name] = fields[name] or None
        if fields[name] and not known_code(model, fields[name]):
            raise frames.BadFrame
    return fields


def known_code(model, code: str) -> bool:
    return "\0" not in code and model.objects.filter(pk=code, is_active=True).exists()


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def messages(request, pk: UUID):
    """GET `after` or `before` and `limit`; POST `client_id` and `text`. The same secret or login, the same writer."""
    if not is_same_origin(request):
        return refused("not_allowed", status=403)
    try:
        conversation, sender = who_asks(request, pk)
        if request.method == "POST":
            return save(request, pk, sender)
        return JsonResponse(page_of(request, conversation))
    except NotFound:
        return refused("not_found", status=404)
    except frames.BadFrame as error:
        return refused(error.code, status=400)


def who_asks(request, pk: UUID):
    """By the secret of a tab, or by login."""
    header = request.headers.get("Authorization", "")
    if header.startswith(BEARER):
        conversation = access.get_visitor_conversation(pk, header.removeprefix(BEARER))
        actions.renew_visitors([pk])
        return conversation, writer.VISITOR
    if not request.user.is_authenticated:
        raise NotFound
    if request.method == "POST" and "Origin" not in request.headers and "Sec-Fetch-Site" not in request.headers:
        raise NotFound  # a login is a cookie: such a post must show where it comes from
    return access.get_conversation(request.user, pk), writer.as_counsellor(request.user)


STATUS = {"not_found": 404, "closed": 409, "try_again": 503}


def save(request, pk: UUID, sender: writer.Sender) -> JsonResponse:
    fields = fields_of(request)
    client_id = frames.uuid_field(fields, "client_id") if "client_id" in fields else uuid4()
    [outcome] = writer.write([writer.Draft(pk, sender, client_id, frames.text_field(fields, "text"))])
    if isinstance(outcome, writer.Refused):
        return refused(outcome.code, status=STATUS.get(outcome.code, 400), client_id=str(client_id))
    return JsonResponse(ack_frame(outcome), status=201)


@public
@csrf_exempt
@never_cache
@require_POST
def close(request, pk: UUID):
    """The visitor ends the conversation, when the socket is blocked or already gone."""
    if not is_same_origin(request):
        return refused("not_allowed", status=403)
    token = request.headers.get("Authorization", "").removeprefix(BEARER)
    try:
        access.get_visitor_conversation(pk, token)
        actions.leave_conversation(conversation=pk)
    except ActionRefused as error:
        return refused(error.code, status=error.status)
    return JsonResponse({"conversation": str(pk), "state": "closed"})


def page_of(request, conversation) -> dict:
    after, before, limit = (number_of(request, name) for name in ("after", "before", "limit"))
    limit = min(limit or queries.PAGE, queries.PAGE)
    if before is None:
        rows = queries.messages_after(conversation.pk, after or 0, limit)
    else:
        rows = queries.messages_before(conversation.pk, before, limit)
    return {
        "conversation": str(conversation.pk),
        "state": str(conversation.state),
        "last_seq": max([conversation.last_seq, *(row.seq for row in rows)]),
        "messages": [message_frame(row) for row in rows],
        "more": len(rows) == limit,
        **queries.place_in_queue(conversation),
    }


def number_of(request, name: str) -> int | None:
    raw = request.GET.get(name)
    if raw is None:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10):
        raise frames.BadFrame
    return int(raw)
