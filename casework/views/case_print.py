"""A case on paper: to be printed from the browser, and as a tagged PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactcenter import timestamps
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.documents.pdf import pdf_of

from .. import access
from ..models import Case
from ..queries import cases as queries
from ..timeline import timeline_of
from .case_doors import log_case


@requires(Permission.CASE_VIEW)
@require_safe
def case_print(request, pk):
    """The case on one sheet. Internal notes only with `?notes`."""
    case = access.get_case(request.user, pk)
    log_case(request, AccessAction.PRINT, "case_print", case)
    return render(request, "casework/case_print.html", print_context(request, case))


@requires(Permission.CASE_VIEW)
@require_safe
def case_pdf(request, pk):
    """The same as PDF/UA; the file is called by the case's number and never by a name."""
    case = access.get_case(request.user, pk)
    log_case(request, AccessAction.PRINT, "case_pdf", case)
    context = print_context(request, case)
    html = render_to_string("casework/case_pdf.html", context)
    file = pdf_of(html, style=render_to_string("casework/case_pdf.css", context))
    answer = HttpResponse(file, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{case.number}.pdf"'
    return answer


def print_context(request, case: Case) -> dict:
    has_notes = "notes" in request.GET
    return {
        "case": case,
        "language": (get_language() or "fi")[:2],
        "actor": queries.actor_of(case),
        "has_plan": queries.has_plan(case),
        "goals": case.goals.all(),
        "services": queries.agreed_services(case),
        "tasks": queries.tasks_of(case)[0],
        "has_notes": has_notes,
        "entries": [entry for entry in timeline_of(case) if has_notes or entry.kind != "note"],
        "printed_at": timestamps.now(),
        "printed_by": request.user.display_name,
    }
