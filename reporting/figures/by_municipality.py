"""Contacts by municipality, with small numbers shown together."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _

from contactcenter.reference.models import Municipality
from reporting.material import Material
from reporting.tables import Row, Table

from .load import by_name, load_columns, load_row, load_rows, load_total
from .small_numbers import SMALLEST_SHOWN, merged_small


def contacts_by_municipality(material: Material) -> Table:
    known, untold = _counts(material)
    whole = known.total() + untold.total()
    shown, merged = merged_small(by_name(known, Municipality.objects.in_bulk(list(known))))
    return Table(
        code="by-municipality",
        title=_("Contacts by municipality"),
        question=_("Where do the people live whom the service reached?"),
        definition=_(
            "Completed contacts opened in the period, by the municipality that was told. Quick ends are included."
        ),
        columns=load_columns(_("Municipality")),
        rows=load_rows(shown, whole) + _others(merged, untold, whole),
        total=load_total([*known.values(), *untold.values()]),
        notes=(_small_numbers_note(),) if merged else (),
    )


def _counts(material: Material) -> tuple[Counter, Counter]:
    """Contacts by municipality, and those without one by whether it was asked and not told."""
    known, untold = Counter(), Counter()
    rows = material.contacts.values_list("municipality_id", "is_municipality_unknown").annotate(n=Count("pk"))
    for code, was_asked, count in rows:
        if code:
            known[code] += count
        else:
            untold[was_asked] += count
    return known, untold


def _others(merged: int, untold: Counter, whole: int) -> tuple[Row, ...]:
    rows = {
        _("Other municipalities together"): merged,
        _("Municipality not told"): untold[True],
        _("Quick end, municipality not asked"): untold[False],
    }
    return tuple(load_row(label, count, whole) for label, count in rows.items() if count)


def _small_numbers_note() -> str:
    return _(
        "Municipalities with fewer than %(number)d contacts are counted together, so that no person can be "
        "recognised. When only one is that small, the next smallest joins it, and the sum does not reveal it."
    ) % {"number": SMALLEST_SHOWN}
