"""Contacts by language: whom the service reaches in which language."""

from django.utils.translation import gettext as _

from contactcenter.reference.models import Language
from reporting.material import Material, counted
from reporting.tables import Table

from .load import by_name, load_columns, load_rows, load_total


def contacts_by_language(material: Material) -> Table:
    counts = counted(material.contacts, "language_id")
    names = Language.objects.in_bulk(list(counts))
    return Table(
        code="by-language",
        title=_("Contacts by language"),
        question=_("In which language were people served?"),
        definition=_(
            "Completed contacts opened in the period, by the language of the contact. Quick ends are included."
        ),
        columns=load_columns(_("Language")),
        rows=load_rows(by_name(counts, names), counts.total()),
        total=load_total(counts.values()),
    )
