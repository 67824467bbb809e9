"""Public pages of the catalogue, which set no cookie, and the workspace's page of import runs."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contactcenter.accounts.access import public, requires
from contactcenter.accounts.roles import Permission
from contactcenter.opening_hours.queries import LineKey, line_states

from . import access, alphabet, queries
from .facts import contact_points, main_category, missing_language
from .forms import SearchForm

PER_PAGE = 20
KINDS = {"provider": _("Provider"), "channel": _("Service channel"), "service": _("Service")}
CHANGES = {
    "new": pgettext_lazy("imported records", "New"),
    "changed": pgettext_lazy("imported records", "Changed"),
    "gone": pgettext_lazy("imported records", "Gone"),
}
RUNS_PER_PAGE = 30


def page_language() -> str:
    return (get_language() or "fi")[:2]


@public
@require_safe
def home(request):
    """One search box, the categories, and who answers now."""
    language = page_language()
    lines = {channel: LineKey(channel, language) for channel in ("PUH", "CHAT")}
    states = line_states(lines.values())
    context = {
        "categories": queries.categories_with_counts(),
        "phone_state": states[lines["PUH"]],
        "chat_state": states[lines["CHAT"]],
    }
    return render(request, "catalogue/home.html", context)


@public
@require_safe
def search(request):
    """Services for what was typed, limited by municipality and category; without text, all of them."""
    asked = SearchForm(request.GET).found
    language, codes = page_language(), _codes(asked)
    found = queries.found_services(asked["text"], language=language, **codes)
    context = {"asked": asked, "page": _page(request, queries.with_cards(found))}
    if context["page"].paginator.count:
        all_topics = queries.found_services(asked["text"], language=language, municipality=codes["municipality"])
        context["category_counts"] = queries.category_counts(all_topics)
        context["municipalities"] = queries.served_municipalities()
    else:
        context["ways_on"] = _ways_on(asked["text"], codes)
    return render(request, "catalogue/search.html", context)


@public
@require_safe
def category(request, code):
    """The services of one category."""
    found = access.get_category(None, code)
    asked = SearchForm(request.GET).found | {"category": found}
    services = queries.found_services("", language=page_language(), **_codes(asked))
    context = {
        "category": found,
        "asked": asked,
        "municipalities": queries.served_municipalities(),
        "page": _page(request, queries.with_cards(services)),
    }
    return render(request, "catalogue/category.html", context)


@public
@require_safe
def services(request):
    """Every service by the first letter of its name."""
    names = alphabet.by_letter(queries.visible_services(), page_language())
    letter = alphabet.chosen(request.GET.get("letter", ""), names)
    context = {
        "letters": {one: len(rows) for one, rows in names.items()},
        "letter": letter,
        "rows": names.get(letter, []),
    }
    return render(request, "catalogue/services.html", context)


@public
@require_safe
def service(request, pk):
    """What, for whom, how, where, when and at what price."""
    found = access.get_service(request.user, pk)
    language = page_language()
    context = {
        "service": found,
        "points": contact_points(found, language),
        "category": main_category(found),
        "missing": missing_language(found, language),
    }
    return render(request, "catalogue/service.html", context)


@public
@require_safe
def provider(request, pk):
    """Who arranges, and everything they arrange."""
    found = access.get_provider(request.user, pk)
    page = _page(request, queries.provider_services(found, page_language()))
    return render(request, "catalogue/provider.html", {"provider": found, "page": page})


@requires(Permission.CATALOGUE_IMPORT)
@require_safe
def import_runs(request):
    """Runs of the register's import, previews too, the latest first."""
    page = Paginator(queries.import_runs(), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/import_runs.html", {"page": page})


@requires(Permission.CATALOGUE_IMPORT)
@require_safe
def import_run(request, pk):
    """One run: what it changed, or would have, and what was wrong."""
    run = access.get_import_run(request.user, pk)
    context = {
        "run": run,
        "counts": [(KINDS[kind], row) for kind, row in run.counts.items()],
        "changes": [row | {"kind": KINDS[row["kind"]], "change": CHANGES[row["change"]]} for row in run.changes],
    }
    return render(request, "catalogue/import_run.html", context)


def _codes(asked: dict) -> dict:
    return {key: asked[key].pk if asked[key] else None for key in ("municipality", "category")}


def _page(request, found):
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def _ways_on(text: str, codes: dict) -> list[dict]:
    """What an empty result offers: a better spelling, and the same search with fewer limits; each with its count."""
    language = page_language()
    ways = [
        ("better", queries.did_you_mean(text, language=language), {}),
        ("everywhere", codes["municipality"] and text, {"category": codes["category"]}),
        ("all_topics", codes["category"] and text, {"municipality": codes["municipality"]}),
    ]
    return [way for name, words, limits in ways if words and (way := _way(name, words, limits, language))["count"]]


def _way(name: str, text: str, limits: dict, language: str) -> dict:
    count = queries.found_services(text, language=language, **limits).count()
    query = urlencode({"q": text} | {key: code for key, code in limits.items() if code})
    return {"name": name, "text": text, "count": count, "query": f"?{query}"}
