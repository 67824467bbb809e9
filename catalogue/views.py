"""Public pages of the catalogue, which set no cookie, and the workspace's page of import runs."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contactcenter.accounts.access import public, requires
from contactcenter.accounts.roles import Permission
from contactcenter.opening_hours.queries import LineKey, line_states

from . import access, alphabet, queries
from .facts import contact_points, missing_language
from .forms import SearchForm

PER_PAGE = 20
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
    form = SearchForm(request.GET)
    asked = form.found
    found = queries.found_services(asked["text"], language=page_language(), **_codes(asked))
    context = {"form": form, "asked": asked, "page": _page(request, queries.with_cards(found))}
    if not context["page"].paginator.count:
        context["ways_on"] = _ways_on(asked)
    elif not asked["category"]:
        context["category_counts"] = queries.category_counts(found)
    return render(request, "catalogue/search.html", context)


@public
@require_safe
def category(request, code):
    """The services of one category."""
    found = access.get_category(None, code)
    form = SearchForm(request.GET)
    asked = form.found | {"text": "", "category": found}
    services = queries.found_services("", language=page_language(), **_codes(asked))
    context = {"category": found, "form": form, "asked": asked, "page": _page(request, queries.with_cards(services))}
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
def imports(request):
    """Runs of the register's import, previews too, the latest first."""
    page = Paginator(queries.import_runs(), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/imports.html", {"page": page})


@requires(Permission.CATALOGUE_IMPORT)
@require_safe
def import_run(request, pk):
    """One run: what it changed, or would have, and what was wrong."""
    return render(request, "catalogue/import_run.html", {"run": access.get_import_run(request.user, pk)})


def _codes(asked: dict) -> dict:
    return {key: asked[key].pk if asked[key] else None for key in ("municipality", "category")}


def _page(request, found):
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def _ways_on(asked: dict) -> dict:
    """What an empty result offers: a better spelling, and the same search with fewer limits; each with its count."""
    language, text = page_language(), asked["text"]
    better = queries.did_you_mean(text, language=language)
    wider = {"better": (better, {}), "everywhere": (text, {"category"}), "all_topics": (text, {"municipality"})}
    found = {}
    for way, (words, kept) in wider.items():
        limits = {key: code for key, code in _codes(asked).items() if key in kept}
        if words and (count := queries.found_services(words, language=language, **limits).count()):
            found[way] = {"text": words, "count": count, "limits": limits}
    return found
