"""What was missing, for those who lead: answers and services that counsellors did not find."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission

from ..forms.missing import MissingFilters
from ..queries.missing import missing_services as rows_of

PAGE_SIZE = 50


@requires(Permission.FIGURES_VIEW)
@require_safe
def missing_services(request):
    """The list, newest first. It names no person and no counsellor."""
    filters = MissingFilters(request.GET or None)
    rows = filters.filtered(rows_of(request.user))
    context = {
        "filters": filters,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
    }
    return render(request, "casework/missing_services.html", context)
