"""Reading the access log: for those who watch over it, and itself recorded."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission

from .actions import record
from .forms import AccessLogForm
from .models import AccessAction, Ground
from .queries import matching_entries, recent_by_reason, watched_since

PAGE = 50


@requires(Permission.ACCESS_LOG_VIEW)
@require_safe
def entries(request):
    """The newest entries, or those that match; the search itself becomes an entry whose subjects are all shown."""
    form = AccessLogForm(request.GET)
    found = matching_entries(**form.cleaned_data) if form.is_valid() else matching_entries().none()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    record(
        user=request.user,
        action=AccessAction.VIEW,
        door="accesslog:entries",
        ground="log",
        subjects={subject.person_id for entry in shown for subject in entry.subjects.all()},
        reason=request.GET.urlencode()[:500],
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "entries": shown, "query": query.urlencode(), **watched()}
    return render(request, "accesslog/entries.html", context)


def watched() -> dict:
    """How many were let to somebody's data by a stated reason alone of late, and where those entries are listed."""
    query = urlencode({"ground": Ground.REASON, "since": watched_since()})
    return {"by_reason": recent_by_reason().count(), "by_reason_address": f"{reverse('accesslog:entries')}?{query}"}


@requires(Permission.ACCESS_LOG_VIEW)
@require_safe
def by_reason_count(request):
    """The number beside the navigation; nothing when there is none. It names nobody, so it is not recorded."""
    return HttpResponse(recent_by_reason().count() or "")
