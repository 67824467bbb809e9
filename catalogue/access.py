"""The doors to catalogue objects: what is shown is public, what is hidden exists for nobody but the register."""

from uuid import UUID

from contactcenter.errors import NotFound

from .models import ImportRun, Provider, Service, ServiceCategory
from .queries import shown_providers, visible_services, with_details


def get_service(user, pk: UUID) -> Service:
    """A service that is shown, with everything its page says; `user` may be None."""
    return _found(with_details(visible_services()), pk=pk)


def get_provider(user, pk: UUID) -> Provider:
    return _found(shown_providers(), pk=pk)


def get_category(user, code: str) -> ServiceCategory:
    return _found(ServiceCategory.objects.filter(is_active=True), pk=code)


def get_import_run(user, pk: int) -> ImportRun:
    return _found(ImportRun.objects.select_related("started_by"), pk=pk)


def _found(rows, **key):
    if (row := rows.filter(**key).first()) is None:
        raise NotFound()
    return row
