"""Pages of the figures: the page itself, its charts, and the exports."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contactcenter import jobs
from contactcenter.accesslog.models import ExportState
from contactcenter.accounts.access import can, requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused, NotFound

from . import access, exports
from .charts import chart_of
from .forms import ExportForm, period_form
from .material import Material
from .registry import table_of, tables_of

SHOWN_EXPORTS = 50
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@requires(Permission.FIGURES_VIEW)
@require_GET
def figures(request):
    form = period_form(request.GET)
    context = {"form": form, "can_export": can(request.user, Permission.FIGURES_EXPORT)}
    if not form.is_valid():
        return render(request, "reporting/figures.html", context | {"tables": None}, status=HTTPStatus.BAD_REQUEST)
    units = access.units_within(request.user, Permission.FIGURES_VIEW)
    summary, *tables = tables_of(Material(form.chosen, units))
    context |= {"summary": summary, "tables": tables, "is_empty": all(table.is_empty for table in tables)}
    return render(request, "reporting/figures.html", context | {"units": exports.units_text(units)})


@requires(Permission.FIGURES_VIEW)
@require_GET
def figure_chart(request, code):
    """One figure's chart, fetched after the page: a table never waits for a drawing."""
    form = period_form(request.GET)
    if not form.is_valid():
        raise NotFound
    units = access.units_within(request.user, Permission.FIGURES_VIEW)
    return HttpResponse(chart_of(table_of(code, Material(form.chosen, units))))


@requires(Permission.FIGURES_EXPORT)
@require_http_methods(["GET", "POST"])
def export_list(request):
    if request.method == "POST":
        return _export_order(request)
    records = access.visible_exports(request.user)[:SHOWN_EXPORTS]
    rows = [(record, exports.period_of(record)) for record in records]
    return render(request, "reporting/export_list.html", {"rows": rows, "shown": SHOWN_EXPORTS})


@access.with_fresh_login
def _export_order(request):
    form = ExportForm(request.POST)
    if not form.is_valid():
        raise ActionRefused(" ".join(error for errors in form.errors.values() for error in errors), status=400)
    record = exports.order_export(period=form.chosen, file_format=form.cleaned_data["format"], by=request.user)
    return redirect("reporting:export_detail", record.pk)


@requires(Permission.FIGURES_EXPORT)
@require_GET
def export_detail(request, pk):
    """The export's page; for htmx its state, or nothing while the state is the one already seen."""
    record = access.get_export(request.user, pk)
    if request.htmx and request.GET.get("seen") == record.state:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = {
        "export": record,
        "period": exports.period_of(record),
        "is_unfinished": record.state in exports.UNFINISHED,
        "is_job_process_away": record.state == ExportState.WAITING and not jobs.is_alive(),
    }
    return render(request, "reporting/_export_state.html" if request.htmx else "reporting/export_detail.html", context)


@requires(Permission.FIGURES_EXPORT)
@require_POST
def export_cancel(request, pk):
    exports.cancel_export(access.get_export(request.user, pk), by=request.user)
    return redirect("reporting:export_detail", pk)


@requires(Permission.FIGURES_EXPORT)
@require_GET
@access.with_fresh_login
def export_file(request, pk):
    """The file, always as a download."""
    record = access.get_export(request.user, pk)
    path = exports.path_of(record)
    if record.state != ExportState.READY or not path.is_file():
        raise NotFound
    response = HttpResponse(path.read_bytes(), content_type=CONTENT_TYPES[record.format])
    response["Content-Disposition"] = content_disposition_header(True, record.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
