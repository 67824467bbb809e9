"""The page where opening hours are kept, and the demo's switch."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from contactcenter.accounts.access import public

from .demo_choice import choose_hours

# ---- the demo's switch ------------------------------------------------------------


@public
@csrf_exempt  # public pages carry no cookie; the origin is demanded instead
@require_POST
def demo_hours(request):
    """Lines open now, or by the clock; in the demo only, for everybody who uses it."""
    if not is_from_here(request):
        raise PermissionDenied
    choose_hours(request.POST.get("hours", ""))
    back = request.POST.get("next", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


def is_from_here(request) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    if origin := request.headers.get("Origin"):
        return origin in settings.ALLOWED_ORIGINS
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
