"""What figures count: the completed contacts of a period, within the units a user may see."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from casework.models import Contact, ContactState, Routing

from .periods import Period


@dataclass(frozen=True)
class Material:
    """`units` None means every unit. Contacts count by the local day they were opened on."""

    period: Period
    units: Set[int] | None = None

    @property
    def contacts(self) -> QuerySet[Contact]:
        """The load: every completed contact, quick-ended ones too."""
        return Contact.objects.filter(**self._lookups).order_by()

    @property
    def routings(self) -> QuerySet[Routing]:
        """Routings of contacts that were served; a quick end is in no share."""
        within = {f"contact__{name}": value for name, value in self._lookups.items()}
        return Routing.objects.filter(**within, contact__quick_end=None).order_by()

    @property
    def _lookups(self) -> dict:
        lookups = {"state": ContactState.COMPLETE, "opened_on__range": (self.period.first, self.period.last)}
        return lookups if self.units is None else lookups | {"unit__in": self.units}


def counted(rows: QuerySet, field: str) -> Counter:
    """How many rows each value of `field` has, in one query."""
    return Counter(dict(rows.values_list(field).annotate(n=Count("pk"))))
