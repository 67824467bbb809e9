"""Contacts by channel: the whole load."""

from django.utils.translation import gettext as _

from contactcenter.reference.models import ContactChannel
from reporting.material import Material, counted
from reporting.tables import Headline, Table

from .load import by_name, load_columns, load_rows, load_total


def contacts_by_channel(material: Material) -> Table:
    counts = counted(material.contacts, "channel_id")
    names = ContactChannel.objects.in_bulk(list(counts))
    whole = counts.total()
    definition = _("Completed contacts opened in the period, by local day. Quick ends are included.")
    return Table(
        code="by-channel",
        title=_("Contacts by channel"),
        question=_("How did people make contact?"),
        definition=definition,
        columns=load_columns(_("Channel")),
        rows=load_rows(by_name(counts, names), whole),
        total=load_total(counts.values()),
        headlines=(Headline(_("Contacts"), whole, whole, definition),),
    )
