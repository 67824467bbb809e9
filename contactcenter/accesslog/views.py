"""Reading the access log: for those who watch over it, and itself recorded."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission

from .actions import record
from .forms import AccessLogForm
from .models import AccessAction
from .queries import matching_entries

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
    context = {"form": form, "page": page, "entries": shown, "query": query.urlencode()}
    return render(request, "accesslog/entries.html", context)
