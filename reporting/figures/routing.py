"""Routing: where people were guided, and the share outside social and health care.

The share is routings with the frozen flag `outside_sote` ÷ routings guided anywhere. "Information was enough"
(group `info`, R01) and "nobody could be guided" (group `none`, R99) guide nobody and are left out of both
sides; self-service and urgent help guide somebody and are in the whole.
"""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _

from casework.models import RoutingDestination
from reporting.material import Material
from reporting.tables import Column, Headline, Kind, Row, Share, Table, Tone, text_of_cell

NOT_GUIDED = {"info", "none"}


def routing(material: Material) -> Table:
    counts = _counts(material)
    guided = sum(count for (tone, _group), count in counts.items() if tone != Tone.NONE)
    outside = sum(count for (tone, _group), count in counts.items() if tone == Tone.OUTSIDE)
    return Table(
        code="routing",
        title=_("Where people were guided"),
        question=_("How large a part was guided outside social and health care, and where?"),
        definition=_definition(),
        columns=(
            Column(_("Destination")),
            Column(_("Routings"), Kind.COUNT),
            Column(_("Share"), Kind.SHARE),
        ),
        rows=_rows(counts, guided),
        total=Row((_("All routings"), counts.total(), None)),
        notes=(
            _("The shares are of the routings that guided somebody (n = %(number)s).")
            % {"number": text_of_cell(guided)},
            _("One contact may have several routings. The destination comes from the chosen service."),
        ),
        headlines=(
            Headline(_("Guided outside social and health care"), Share(outside, guided), guided, _definition()),
        ),
        section_title=_("Direction"),
    )


def _definition() -> str:
    return _(
        "Routings to a destination outside social and health care ÷ all routings that guided somebody somewhere. "
        "“Information was enough” and “nobody could be guided” are not counted; self-service and urgent help are."
    )


def _counts(material: Material) -> Counter:
    """Routings by direction and destination group, the direction by the flag frozen on the routing."""
    rows = list(material.routings.values_list("destination_id", "outside_sote").annotate(n=Count("pk")))
    destinations = RoutingDestination.objects.in_bulk({code for code, _outside, _n in rows})
    counts: Counter = Counter()
    for code, outside, count in rows:
        group = destinations[code].group
        counts[_tone(group, outside), group] += count
    return counts


def _tone(group: str, outside: bool) -> Tone:
    if group in NOT_GUIDED:
        return Tone.NONE
    return Tone.OUTSIDE if outside else Tone.INSIDE


def _rows(counts: Counter, guided: int) -> tuple[Row, ...]:
    sections, groups = _section_titles(), _group_names()
    order = list(sections)
    ordered = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
    return tuple(
        Row(
            (groups.get(group, group), count, None if tone == Tone.NONE else Share(count, guided)), sections[tone], tone
        )
        for (tone, group), count in ordered
    )


def _section_titles() -> dict[Tone, str]:
    return {
        Tone.OUTSIDE: _("Outside social and health care"),
        Tone.INSIDE: _("Social and health care, or the client goes on alone"),
        Tone.NONE: _("Guided nowhere"),
    }


def _group_names() -> dict[str, str]:
    return {
        "info": _("Information was enough"),
        "self": _("Self-service or service tray"),
        "wsc_social": _("County: social services"),
        "wsc_health": _("County: health services"),
        "wsc_other": _("County: fees, ombudspersons, other"),
        "local": _("Local service point or own adviser"),
        "municipal": _("Municipality"),
        "third_sector": _("Association"),
        "parish": _("Parish"),
        "culture": _("Culture prescription"),
        "lifestyle": _("Exercise or lifestyle referral"),
        "private": _("Private provider"),
        "state": _("Kela or another state authority"),
        "other_area": _("Another county or municipality"),
        "emergency": _("Urgent help"),
        "none": _("Nobody could be guided"),
    }
