"""The one list of figures: the page, Excel and PDF are made from it, in this order."""

from collections.abc import Callable

from contactcenter.errors import NotFound

from .figures.by_channel import contacts_by_channel
from .figures.by_language import contacts_by_language
from .figures.by_municipality import contacts_by_municipality
from .figures.demand import demand
from .figures.routing import routing
from .material import Material
from .tables import Table, summary_of

FIGURES: dict[str, Callable[[Material], Table]] = {
    "routing": routing,
    "demand": demand,
    "by-channel": contacts_by_channel,
    "by-language": contacts_by_language,
    "by-municipality": contacts_by_municipality,
}


def tables_of(material: Material) -> list[Table]:
    """Every figure's table, the summary of their headlines first."""
    tables = [figure(material) for figure in FIGURES.values()]
    return [summary_of(tables), *tables]


def table_of(code: str, material: Material) -> Table:
    if code not in FIGURES:
        raise NotFound
    return FIGURES[code](material)
