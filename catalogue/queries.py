"""What the catalogue is asked: shown services, searched, counted, by category, municipality and provider."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from contactcenter.reference.models import FALLBACK, Municipality

from .lemmas import ALTERNATIVE, NAME, SUMMARY, TEXT, Forms, fold, forms, suggestions, words
from .models import ImportRun, Provider, Service, ServiceCategory, ServiceConnection

MAX_QUERY = 200
MAX_WORDS = 8
SHORTEST_BEGINNING = 4  # letters typed before a word is also taken as the beginning of a longer one
ABSENT = 9
PLACES = (NAME, ALTERNATIVE, SUMMARY, TEXT)


def visible_services() -> QuerySet[Service]:
    return Service.objects.filter(is_visible=True)


def with_cards(services: QuerySet[Service]) -> QuerySet[Service]:
    """What a list shows of each service, in a constant number of queries."""
    connections = ServiceConnection.objects.filter(channel__is_visible=True).select_related("channel")
    return services.select_related("provider__type").prefetch_related(
        "municipalities__county",
        Prefetch("serviceconnection_set", connections.order_by("channel__kind", "channel__name_fi")),
    )


def with_details(services: QuerySet[Service]) -> QuerySet[Service]:
    """What a service's own page shows."""
    return (
        with_cards(services)
        .select_related("provider__municipality")
        .prefetch_related("categories", "ptv_classes__categoryptvclass_set", "target_groups", "languages")
    )


def shown_providers() -> QuerySet[Provider]:
    return Provider.objects.filter(is_visible=True).select_related("type", "municipality")


def provider_services(provider: Provider, language: str) -> QuerySet[Service]:
    return with_cards(visible_services().filter(provider=provider)).order_by(name_in(language), "pk")


def categories_with_counts() -> QuerySet[ServiceCategory]:
    """Categories in use with `service_count`, the number of shown services."""
    return ServiceCategory.objects.filter(is_active=True).annotate(
        service_count=Count("services", filter=Q(services__is_visible=True), distinct=True)
    )


def category_counts(services: QuerySet[Service]) -> list[tuple[ServiceCategory, int]]:
    """Categories of these services with how many of them each holds; those without any are left out."""
    counted = ServiceCategory.objects.filter(is_active=True, services__in=services.order_by().values("pk"))
    rows = counted.annotate(
        found=Count("services", filter=Q(services__in=services.order_by().values("pk")), distinct=True)
    )
    return [(row, row.found) for row in rows]


def served_municipalities() -> QuerySet[Municipality]:
    """The municipalities a visitor may choose, as the filters list them."""
    return Municipality.objects.filter(is_served=True, is_active=True)


def import_runs() -> QuerySet[ImportRun]:
    return ImportRun.objects.select_related("started_by").defer("changes")


def name_in(language: str):
    """Order by the name that a page in `language` shows."""
    first, second, third = (f"name_{code}" for code in FALLBACK[language])
    return Coalesce(NullIf(first, Value("")), NullIf(second, Value("")), third)


# ---- search ------------------------------------------------------------------
def search_services(
    text: str, *, language: str, municipality: str | None = None, category: str | None = None, limit: int = 20
) -> list[Service]:
    """The best services for what a person typed, each with its cards' data; see `found_services`."""
    return list(
        with_cards(found_services(text, language=language, municipality=municipality, category=category))[:limit]
    )


def found_services(
    text: str, *, language: str, municipality: str | None = None, category: str | None = None
) -> QuerySet[Service]:
    """Services that hold every word of `text` in some form; when none does, those that hold any of them.

    Order: the own municipality before nationwide ones, then the place of the words (name, alternative name, summary,
    other text), then the name. `municipality` is a code; nationwide services belong to every municipality.
    """
    services = limited(visible_services(), municipality=municipality, category=category)
    asked = words(text[:MAX_QUERY])[:MAX_WORDS]
    if not asked:
        everything = services.annotate(place=Value(0))
        return _ordered(everything.none() if text.strip() else everything, language, municipality)
    for code in FALLBACK[language]:
        places = [_place(forms(word, code), word, code) for word in asked]
        for join in (and_, or_):
            found = services.filter(reduce(join, (_anywhere(word, code) for word in asked)))
            if found.exists():
                return _ordered(found.annotate(place=sum(places[1:], places[0])), language, municipality)
    return services.none()


def limited(
    services: QuerySet[Service], *, municipality: str | None = None, category: str | None = None
) -> QuerySet[Service]:
    """Only those of a category, and only those that serve a municipality."""
    if category:
        services = services.filter(categories=category)
    if municipality:
        services = services.annotate(is_near=_serves(municipality)).filter(Q(is_near=True) | Q(is_nationwide=True))
    return services


def did_you_mean(text: str, *, language: str) -> str | None:
    """The text with its unknown words spelled as words that the catalogue holds; None when that changes nothing."""
    spelled = [_spelled(word, language) for word in words(text[:MAX_QUERY])[:MAX_WORDS]]
    better = " ".join(spelled)
    return better if better and better != text.strip().lower() else None


def _spelled(word: str, language: str) -> str:
    for candidate in suggestions(word)[:5] if language == "fi" else ():
        if visible_services().filter(_anywhere(candidate, language)).exists():
            return candidate
    return word


def _serves(municipality: str) -> Exists:
    link = Service.municipalities.through.objects
    return Exists(link.filter(service=OuterRef("pk"), municipality=municipality))


def _ordered(services: QuerySet[Service], language: str, municipality: str | None) -> QuerySet[Service]:
    nearest = ["-is_near"] if municipality else []
    return services.order_by(*nearest, "place", name_in(language), "pk")


def _place(found: Forms, word: str, language: str) -> Case:
    """1 to 4 by the best place where the word stands, `ABSENT` when nowhere."""
    whens = [When(_standing(_marks(found, word, place), language), then=Value(int(place))) for place in PLACES]
    return Case(*whens, default=Value(ABSENT), output_field=IntegerField())


def _anywhere(word: str, language: str) -> Q:
    found = forms(word, language)
    return _standing([mark for place in PLACES for mark in _marks(found, word, place)], language)


def _marks(found: Forms, word: str, place: str) -> list[str]:
    """The strings that the index column holds when the word, a form of it or a longer word of it stands at `place`."""
    whole = {fold(one) for one in (*found.bases, word)}
    marks = [f" {place}{one} " for one in sorted(whole)]
    return [*marks, f" {place}{fold(word)}"] if len(word) >= SHORTEST_BEGINNING else marks


def _standing(marks: Iterable[str], language: str) -> Q:
    return reduce(or_, (Q(**{f"lemmas_{language}__contains": mark}) for mark in marks))
