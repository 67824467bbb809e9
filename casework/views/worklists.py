"""The worklist: its tabs, its rows kept fresh, and the two deeds of a row, done and postponed."""

import hashlib
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactcenter import accesslog, timestamps
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import requires, units_of
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused, NotFound
from contactcenter.opening_hours.working_days import working_day_after

from .. import access, actions
from ..forms.worklists import PostponeForm, WorkFilters
from ..queries.worklists import TABS, Reader, WorkPage, tab_counts, work_page
from .work_words import groups_of


def reader_of(request) -> Reader:
    return Reader(request.user, units_of(request.user), timestamps.local_day(timestamps.now()))


def tab_names() -> dict[str, str]:
    return {
        "mine": _("Mine"), "unit": _("My unit's"), "due": _("Due soon"), "returned": pgettext("worklist", "Returned"),
        "received": _("Received"), "waiting": _("Waiting for others"), "drafts": _("Drafts"),
    }  # fmt: skip


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def worklist(request):
    """One tab of the worklist. Words that narrow it come by POST, so that names stay out of addresses. Asked by
    htmx it answers with the rows alone, and with nothing when they are the ones already shown."""
    tab = request.GET.get("tab", "mine")
    if tab not in TABS:
        raise NotFound
    reader, filters = reader_of(request), WorkFilters(request.POST or None, label_suffix="")
    page = work_page(reader, tab, filters.filters(), page_number(filters))
    counts = tab_counts(reader)
    stamp = stamp_of(page, counts, reader)
    if request.htmx and filters.is_valid() and filters.cleaned_data["seen"] == stamp:
        return HttpResponse(status=204)
    log_rows(request, page)
    context = {
        "tab": tab, "page": page, "groups": groups_of(page.rows, reader, timestamps.now()), "stamp": stamp,
        "tabs": [(code, name, counts[code]) for code, name in tab_names().items()], "tab_name": tab_names()[tab],
        "is_narrowed": any(filters.filters()), "is_live": bool(request.htmx),
    }  # fmt: skip
    if request.htmx:
        return render(request, "casework/_worklist_rows.html", context)
    filters.offer_choices()
    in_a_week = working_day_after(reader.today + timedelta(days=6), 1)
    days = {"today": reader.today, "next_days": [reader.horizon, in_a_week]}
    return render(request, "casework/worklist.html", {**context, **days, "filters": filters})


def page_number(filters: WorkFilters) -> int:
    return (filters.is_valid() and filters.cleaned_data["page"]) or 1


def stamp_of(page: WorkPage, counts: dict, reader: Reader) -> str:
    """The same for the same rows on the same day: then there is nothing to send, and nobody's name is shown anew."""
    return hashlib.sha256(repr((page, counts, reader.today)).encode()).hexdigest()


def log_rows(request, page: WorkPage):
    """One entry for everybody named on the page; anonymous matters are nobody's."""
    if persons := {row.person for row in page.rows if row.person}:
        accesslog.record(user=request.user, action=AccessAction.LIST, door="casework:worklist", ground="unit",
                         subjects=persons)  # fmt: skip


@requires(Permission.CASE_EDIT)
@require_safe
def worklist_count(request):
    """The number beside the navigation: what stands on the user's own list; nothing when there is none."""
    count = tab_counts(reader_of(request), ["mine"])["mine"]
    return HttpResponse(str(count or ""))


@requires(Permission.CASE_EDIT)
@require_POST
def worklist_done(request, kind: str, pk: str):
    """A task is done. The page then asks for its rows anew."""
    if kind != "task":
        raise NotFound
    actions.finish_task(access.get_task_for_edit(request.user, number_of(pk)), by=request.user)
    return after(request)


@requires(Permission.CASE_EDIT)
@require_POST
def worklist_postpone(request, kind: str, pk: str):
    """Another day for a task or for a case's next step."""
    form = PostponeForm(request.POST, label_suffix="")
    if not form.is_valid():
        raise ActionRefused(form.errors["day"][0], code="day", status=422)
    day = form.cleaned_data["day"]
    if kind == "task":
        task = access.get_task_for_edit(request.user, number_of(pk))
        actions.postpone_task(task, by=request.user, due_on=day, due_at=task.due_at)
    elif kind == "case":
        case = access.get_case_for_edit(request.user, access.identifier(pk))
        actions.postpone_next(case, by=request.user, next_on=day)
    else:
        raise NotFound
    return after(request)


def number_of(pk: str) -> int:
    if not pk.isascii() or not pk.isdecimal() or len(pk) > 18:
        raise NotFound
    return int(pk)


def after(request):
    return HttpResponse(status=204) if request.htmx else redirect("casework:worklist")
