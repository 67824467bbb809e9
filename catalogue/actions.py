"""Changes to the catalogue made by people here, and the search index that follows every change."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from .lemmas import indexes
from .models import Service, ServiceCategory


def index_service(service: Service):
    """Make the search index of a service anew; no history, since it says nothing of its own."""
    Service.objects.filter(pk=service.pk).update(**indexes(service))


def renew_search(services: QuerySet[Service]) -> int:
    """Index these services anew; returns how many they were. For what their words depend on: providers' names,
    categories, the analyser."""
    rows = services.select_related("provider").prefetch_related("categories")
    count = 0
    for count, service in enumerate(rows.iterator(chunk_size=500), 1):  # noqa: B007 - the last one is the number
        index_service(service)
    return count


@transaction.atomic
def choose_categories(service: Service, *, categories: Iterable[ServiceCategory], by) -> Service:
    """Set the categories by hand: from now on an import leaves them as they are."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    service.are_categories_own, service._history_user = True, by
    service.save(update_fields=["are_categories_own"])
    service.categories.set(categories)
    index_service(service)
    return service
