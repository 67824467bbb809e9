"""Pages of the whole product: front door, health, error pages; and what every template may read."""

import logging
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.http import require_safe

from contactcenter import jobs
from contactcenter.accounts.access import can, public, requires
from contactcenter.accounts.roles import Permission
from contactcenter.languages import prefix_of

log = logging.getLogger("neuvo.ready")


# ---- what every template may read -------------------------------------------


def page_context(request) -> dict:
    """`may` holds every permission's name: `{% if may.figures_view %}`. Asked only where a template asks."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "LANGUAGE_CODE": language,
        "service_name": settings.SERVICE_NAME[language],
        "service_phone": settings.SERVICE_PHONE[language],
        "is_demo": settings.DEMO,
        "languages": [language_choice(request, code, name) for code, name in settings.LANGUAGES],
        "may": SimpleLazyObject(lambda: {permission.value: can(request.user, permission) for permission in Permission}),
    }


def language_choice(request, code: str, name: str) -> dict:
    """A language and the address of this page in it: by prefix on public pages, else by `?language=`."""
    if prefix := prefix_of(request.path_info):
        address = f"/{code}{request.get_full_path()[len(prefix) + 1 :]}"
    else:
        query = {**request.GET.dict(), "language": code}
        address = f"{request.path}?{urlencode(query)}"
    return {"code": code, "name": name, "address": address, "is_current": code == get_language()}


# ---- front door ---------------------------------------------------------------


@requires(Permission.SIGNED_IN)
@require_safe
def workspace(request):
    """Where a user's day begins: the first of the workspace's parts that the roles open."""
    open_parts = (address for permission, address in PARTS if can(request.user, permission))
    return redirect(next(open_parts, "accounts:profile"))


# Addresses, since the apps that own them are above: one part for each role, the most used first.
PARTS = [
    (Permission.SERVE, "/desk/"),
    (Permission.FIGURES_VIEW, "/figures/"),
    (Permission.ACCESS_LOG_VIEW, "/accesslog/"),
    (Permission.ADMINISTRATION, "/admin/"),
]


@public
@require_safe
def favicon(request):
    """Browsers ask here for a page's mark when its head names none: administration, files, plain texts."""
    return redirect(static("img/mark.svg"))


@public
@require_safe
def front_door(request):
    """`/` leads to the public home in the browser's language."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("catalogue:home"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


# ---- health -------------------------------------------------------------------


@public
@require_safe
def healthz(request):
    """The process answers. Says nothing of what it leans on, so that a supervisor never restarts it for that."""
    return uncached(JsonResponse({"status": "ok"}))


@public
@require_safe
def readyz(request):
    """Whether everything needed to serve is there; 503 with the reasons otherwise."""
    reasons = {name: reason for name, check in CHECKS.items() if (reason := reason_of(check))}
    body = {"status": "unavailable" if reasons else "ok", "reasons": reasons}
    return uncached(JsonResponse(body, status=503 if reasons else 200))


def uncached(response):
    add_never_cache_headers(response)
    return response


def reason_of(check) -> str:
    """The check's own reason, or a word for an unexpected failure: details go to the log, not to the world."""
    try:
        return check()
    except Exception as error:  # any failure of a dependency is an answer here, not a fault
        log.warning("not ready", extra={"check": check.__name__, "error": repr(error)})
        return "cannot be reached"


def check_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def check_migrations() -> str:
    executor = MigrationExecutor(connection)
    return "not applied" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else ""


def check_jobs() -> str:
    return "" if jobs.is_alive() else "no job process has been heard of"


def check_redis() -> str:
    if settings.REDIS_URL:
        import redis

        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    return ""


CHECKS = {"database": check_database, "migrations": check_migrations, "jobs": check_jobs, "redis": check_redis}


# ---- error pages ----------------------------------------------------------------


def bad_request(request, exception=None):
    """The request broke a rule of the transport; outer middleware may not have run, so no layout is used."""
    return plain_page(request, 400, "400.html")


def forbidden(request, exception=None):
    """Says why, and what to do: a right is missing."""
    return uncached(render(request, "403.html", status=403))


def not_found(request, exception=None):
    """The public layout for visitors and public addresses, the workspace's for people signed in."""
    is_public = prefix_of(request.path_info) or not request.user.is_authenticated
    if is_public:
        return render(request, "404.html", status=404)
    return uncached(render(request, "404_staff.html", status=404))


def server_error(request):
    """No database, no session, no layout that could fail again: words, a number to call, a way on."""
    return plain_page(request, 500, "500.html")


def csrf_failure(request, reason=""):
    """A form was sent without its proof: usually the page was open since before a new sign-in."""
    return uncached(render(request, "403.html", {"is_form_stale": True}, status=403))


def plain_page(request, status: int, template: str) -> HttpResponse:
    language = prefix_of(request.path_info) or get_language_from_request(request)
    with override(language):
        context = {"language": language, "phone": settings.SERVICE_PHONE[language], "home": f"/{language}/"}
        page = render_to_string(template, context)
    return uncached(HttpResponse(page, status=status))
