"""What happens around every request: language, the deny-by-default door, and refusals as sentences."""

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

from contactcenter.accounts.access import PUBLIC, lacks_second_factor, refusal
from contactcenter.accounts.doors import CLOSED, NEVER_PRIVATE, SETTING_UP_SECOND_FACTOR, door_of
from contactcenter.errors import ActionRefused, NotFound
from contactcenter.languages import LANGUAGES, prefix_of
from contactcenter.reference.epoch import one_request


def language_of(request) -> str:
    """Prefix of a public page; else the choice on this page, the user's own, the session's or the browser's."""
    if prefix := prefix_of(request.path_info):
        return prefix
    if (asked := request.GET.get("language")) in LANGUAGES:
        request.session["language"] = asked
        return asked
    if request.user.is_authenticated:
        return request.user.language
    return request.session.get("language") or translation.get_language_from_request(request)


class LanguageMiddleware:
    """Public pages speak by their prefix and set no cookie; the workspace speaks the user's language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response


class DoorMiddleware:
    """Deny by default: a view without a door is a fault, not an open page. Private pages are never stored."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "is_private", False):
            add_never_cache_headers(response)
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name
        door = door_of(view, name)
        if door is None:
            raise ImproperlyConfigured(f"{name or request.path} has no row in the role table")
        if door == CLOSED:
            raise Http404
        request.is_private = not prefix_of(request.path_info) and name not in NEVER_PRIVATE
        if door == PUBLIC:
            return None
        return refusal(request, door) or self.second_factor(request, name)

    def second_factor(self, request, name: str):
        """Whoever sees persons sets up a second factor before anything else."""
        if name in SETTING_UP_SECOND_FACTOR or not lacks_second_factor(request.user):
            return None
        return redirect("mfa_activate_totp")


class ReferenceMiddleware:
    """A request asks once whether the lists of reference rows kept in the process are still right."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with one_request():
            return self.get_response(request)


class RefusalMiddleware:
    """Turns a refused action into a page, a fragment or JSON: the one place where refusals become words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ActionRefused):
            return None
        if wants_json(request):
            return JsonResponse({"code": exception.code, "detail": str(exception.text)}, status=exception.status)
        if request.htmx:
            text = exception.text or _("This was not found.")
            return render(request, "_refusal.html", {"text": text}, status=exception.status)
        if isinstance(exception, NotFound):
            raise Http404
        return render(request, "refused.html", {"text": exception.text}, status=exception.status)


def wants_json(request) -> bool:
    return "application/json" in (request.content_type, request.headers.get("Accept", "").split(",")[0])
