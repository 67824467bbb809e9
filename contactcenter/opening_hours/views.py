"""The page where opening hours are kept, and the demo's switch."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language, gettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactcenter import timestamps
from contactcenter.accounts.access import public, requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import NotFound
from contactcenter.reference.models import ContactChannel, Language
from contactcenter.timestamps import local_day

from .access import get_exception
from .actions import remove_exception, save_exception, set_hours
from .demo_choice import choose_hours
from .forms import HOURS_LANGUAGES, AreaForm, DayForm, ExceptionForm, LineForm
from .holidays_of_finland import holidays_between
from .queries import (
    LineKey,
    LineState,
    Timetable,
    coming_exceptions,
    line_states,
    lines_of,
    periods_in_force,
    recent_changes,
)
from .words import state_words

CHANGES_SHOWN = 10
CALENDAR_DAYS = 366
WORKDAYS = range(5)
SHOWN_TO_RESIDENTS = [LineKey(channel, language) for channel in ("PUH", "CHAT") for language in HOURS_LANGUAGES]


# ---- the page -----------------------------------------------------------------------


@requires(Permission.HOURS_EDIT)
@require_safe
def hours(request):
    """The week of each line, days that differ, what residents see now or at another moment, latest changes."""
    return page(request)


@requires(Permission.HOURS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def day(request):
    """The same page with one day of one line open for editing; the line is in the address."""
    line, area = LineForm(request.GET), area_of(request)
    if not line.is_valid():
        raise NotFound(gettext("Choose a channel and a language of the list."))
    key, weekday = LineKey(*line.key, area), line.cleaned_data["day"]
    spans = periods_in_force(key).filter(weekday=weekday).order_by("opens").values_list("opens", "closes")
    form = DayForm(request.POST or None, spans=list(spans))
    if request.method == "POST" and form.is_valid():
        is_for_week = request.POST.get("apply") == "workdays"
        set_hours(key, weekdays=WORKDAYS if is_for_week else [weekday], spans=form.spans, by=request.user)
        messages.success(request, gettext("The hours were saved."))
        return redirect(address_of_page(area))
    return page(request, day_form=form, edited=key, edited_day=weekday, edited_line=line.cleaned_data)


@requires(Permission.HOURS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def exception_new(request):
    return exception_page(request, ExceptionForm(request.POST or None))


@requires(Permission.HOURS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def exception_edit(request, pk):
    exception = get_exception(request.user, pk)
    return exception_page(request, ExceptionForm(request.POST or None, instance=exception))


def exception_page(request, form):
    if request.method == "POST" and form.is_valid():
        save_exception(form.save(commit=False), by=request.user)
        messages.success(request, gettext("The exception was saved."))
        return redirect("opening_hours:hours")
    return page(request, exception_form=form)


@requires(Permission.HOURS_EDIT)
@require_POST
def exception_remove(request, pk):
    remove_exception(get_exception(request.user, pk), by=request.user)
    messages.success(request, gettext("The exception was removed."))
    return redirect("opening_hours:hours")


def page(request, **more):
    today, area, asked = local_day(timestamps.now()), area_of(request), AreaForm(request.GET)
    asked.is_valid()  # a moment that cannot be read is told beside its field; the page shows the present
    moment = asked.cleaned_data.get("at")
    context = {
        "area": area, "area_form": asked, "moment": moment or timestamps.now(), "is_other_moment": moment is not None,
        "weekdays": range(7), "week": week_of(area, more.get("edited")), "line_form": LineForm(auto_id="line_%s"),
        "sentences": sentences_at(moment), "days": days_that_differ(today),
        "changes": recent_changes(CHANGES_SHOWN), **more,
    }  # fmt: skip
    is_refused = request.method == "POST"
    return render(request, "opening_hours/hours.html", context, status=422 if is_refused else 200)


def area_of(request) -> str | None:
    form = AreaForm({"area": request.GET.get("area", "")})
    if not form.is_valid():
        raise NotFound(gettext("There is no such service area."))
    chosen = form.cleaned_data["area"]
    return chosen.pk if chosen else None


def address_of_page(area: str | None) -> str:
    return reverse("opening_hours:hours") + (f"?{urlencode({'area': area})}" if area else "")


def week_of(area: str | None, edited: LineKey | None) -> list[dict]:
    """One row a line: its names, and for each weekday the periods and the address where they are edited."""
    timetable, today = Timetable.since(local_day(timestamps.now())), local_day(timestamps.now())
    keys = lines_of(area)
    if edited and edited not in keys:
        keys.append(edited)
    channels, languages = ContactChannel.objects.in_bulk(), Language.objects.in_bulk(HOURS_LANGUAGES)
    return [
        {"key": key, "channel": channels[key.channel], "language": languages.get(key.language) or key.language,
         "days": list(zip(timetable.week_of(key, today), day_addresses(key), strict=True))}
        for key in keys
    ]  # fmt: skip


def day_addresses(key: LineKey) -> list[str]:
    line = {"channel": key.channel, "served_in": key.language} | ({"area": key.area} if key.area else {})
    return [f"{reverse('opening_hours:day')}?{urlencode(line | {'day': weekday})}#edit" for weekday in range(7)]


def sentences_at(moment) -> list[tuple[LineKey, str, str]]:
    """Each line, its name in the page's language, and what residents read about it in theirs."""
    states = states_at(moment) if moment else line_states(SHOWN_TO_RESIDENTS)
    channels, languages = ContactChannel.objects.in_bulk(), Language.objects.in_bulk(HOURS_LANGUAGES)
    return [
        (key, f"{channels[key.channel].name}, {languages[key.language].name}", sentence_of(key, state, moment))
        for key, state in states.items()
    ]


def states_at(moment) -> dict[LineKey, LineState]:
    """By the clock, whatever the demo's switch says: this is how hours are tried."""
    timetable = Timetable.since(local_day(moment))
    return {key: timetable.state(key, moment) for key in SHOWN_TO_RESIDENTS}


def sentence_of(key: LineKey, state: LineState, moment) -> str:
    with override(key.language):
        return state_words(state, moment)


def days_that_differ(today: date) -> list[dict]:
    """Own exceptions and the calendar's holidays, in the order of days."""
    language = get_language()[:2]
    calendar = holidays_between(today, today + timedelta(days=CALENDAR_DAYS), language)
    holidays = [{"day": day, "reason": name, "exception": None} for day, name in calendar]
    own = [{"day": one.on_day, "reason": one.name, "exception": one} for one in coming_exceptions(today)]
    return sorted([*own, *holidays], key=lambda row: (row["day"], row["exception"] is None))


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
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "/")


def is_from_here(request) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    if origin := request.headers.get("Origin"):
        return origin in settings.ALLOWED_ORIGINS
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
