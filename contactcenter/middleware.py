"""What happens around every request: language, the deny-by-default door, and refusals as sentences."""

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from contactcenter.accounts.access import PUBLIC
from contactcenter.errors import ActionRefused

LANGUAGES = ("fi", "sv", "en")


def prefix_of(path: str) -> str:
    """The language prefix of a public address, or an empty string in the workspace."""
    return path[1:3] if path[1:3] in LANGUAGES and path[3:4] in ("", "/") else ""


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
        from contactcenter.accounts.doors import door_of  # the table of other people's views

        door = door_of(view, request.resolver_match)
        if door is None:
            raise ImproperlyConfigured(f"{request.resolver_match.view_name or request.path} has no row in the role table")
        request.is_private = door != PUBLIC


class RefusalMiddleware:
    """Turns a refused action into a message, a fragment or JSON: the one place where refusals become words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ActionRefused):
            return None
        if request.headers.get("Accept", "").startswith("application/json") or request.content_type == "application/json":
            return JsonResponse({"code": exception.code, "detail": str(exception.text)}, status=exception.status)
        if request.htmx:
            return render(request, "_refusal.html", {"text": exception.text}, status=exception.status)
        messages.error(request, exception.text)
        return render(request, "refused.html", {"text": exception.text}, status=exception.status)
