"""Failure demand: F ÷ (V + F), by class, with n and with the share that was not classified.

Neutral contacts are left out of the share. Quick ends are counted in the load and in no share. Not classified
means the class N99 or no class, of the contacts that were not quick-ended. The kind is the one frozen on the contact.
"""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from casework.models import DemandClass
from reporting.material import Material
from reporting.tables import Column, Headline, Kind, Row, Share, Table, text_of_cell

UNCLASSIFIED = "N99"
SECTIONS = ["failure", "value", "neutral", "unclassified", "quick"]


class Group(NamedTuple):
    """Contacts of one section and class; a quick end has no class of its own here."""

    section: str
    code: str


def demand(material: Material) -> Table:
    counts = _counts(material)
    of = Counter({section: _sum(counts, section) for section in SECTIONS})
    judged, served = of["failure"] + of["value"], of.total() - of["quick"]
    return Table(
        code="demand",
        title=_("Failure demand"),
        question=_("How large a part of the contacts was caused by a failure of the services, and by which?"),
        definition=_definition(),
        columns=(
            Column(_("Demand class")),
            Column(_("Contacts"), Kind.COUNT),
            Column(_("Share"), Kind.SHARE),
        ),
        rows=_rows(counts, judged),
        total=Row((_("All contacts"), counts.total(), None)),
        notes=(
            _("The shares are of failure and value demand together (n = %(number)s).")
            % {"number": text_of_cell(judged)},
            _("The class describes the system, not the person who made contact."),
        ),
        headlines=(
            Headline(_("Failure demand"), Share(of["failure"], judged), judged, _definition()),
            Headline(_("Not classified"), Share(of["unclassified"], served), served, _unclassified_definition()),
        ),
        section_title=_("Kind of demand"),
    )


def _definition() -> str:
    return _("Failure demand ÷ (failure demand + value demand). Neutral contacts and quick ends are left out.")


def _unclassified_definition() -> str:
    return _("Contacts without a demand class, or with the class “Not classified” ÷ all contacts but quick ends.")


def _counts(material: Material) -> Counter:
    counts: Counter = Counter()
    rows = material.contacts.values_list("demand_class_id", "demand_kind")
    for code, kind, number, quick in rows.annotate(n=Count("pk"), quick=Count("quick_end")):
        is_open = code in (None, UNCLASSIFIED) or not kind
        counts[Group("unclassified" if is_open else kind, code or "")] += number - quick
        counts[Group("quick", "")] += quick
    return +counts


def _sum(counts: Counter, section: str) -> int:
    return sum(count for group, count in counts.items() if group.section == section)


def _rows(counts: Counter, judged: int) -> tuple[Row, ...]:
    titles = _section_titles()
    classes = DemandClass.objects.in_bulk({group.code for group in counts if group.code})
    ordered = sorted(counts.items(), key=lambda item: (SECTIONS.index(item[0].section), -item[1], item[0].code))
    return tuple(
        Row(
            (_name(group, classes), count, Share(count, judged) if group.section in ("failure", "value") else None),
            titles[group.section],
            is_drawn=group.section == "failure",
        )
        for group, count in ordered
    )


def _name(group: Group, classes: dict) -> str:
    if group.section == "quick":
        return _("Cut off, wrong number, silent or improper")
    return f"{classes[group.code].name} ({group.code})" if group.code else _("No class")


def _section_titles() -> dict[str, str]:
    return {
        "failure": _("Failure demand"),
        "value": _("Value demand"),
        "neutral": _("Neutral"),
        "unclassified": _("Not classified"),
        "quick": _("Quick ends"),
    }
