"""Which destination a service leads to: the rules of destination_rules.csv, first match by order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .models import DestinationRule, RoutingDestination

OWN_LOCAL_POINT = "own_local_point"


@dataclass(frozen=True)
class ServiceTraits:
    """What the rules look at in a service and its provider."""

    provider_type: str
    is_own_local_point: bool = False
    ptv_classes: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    business_names: frozenset[str] = frozenset()


def traits_of(service) -> ServiceTraits:
    """`service` should have provider, ptv_classes and target_groups prefetched when there are many."""
    provider = service.provider
    names = {provider.name_fi, provider.name_sv, provider.name_en, provider.business_code} - {""}
    return ServiceTraits(
        provider_type=provider.type_id,
        is_own_local_point=provider.is_own_local_point,
        ptv_classes=frozenset(row.pk for row in service.ptv_classes.all()),
        target_groups=frozenset(row.pk for row in service.target_groups.all()),
        business_names=frozenset(names),
    )


def rules_in_order() -> list[DestinationRule]:
    return list(
        DestinationRule.objects.filter(is_active=True, destination__is_active=True).select_related("destination")
    )


def derive(rules: Iterable[DestinationRule], traits: ServiceTraits) -> RoutingDestination | None:
    """The destination of the first rule that matches; None means that the counsellor is asked."""
    return next((rule.destination for rule in rules if matches(rule, traits)), None)


def matches(rule: DestinationRule, traits: ServiceTraits) -> bool:
    if rule.provider_type == OWN_LOCAL_POINT:
        return traits.is_own_local_point
    if rule.provider_type != traits.provider_type:
        return False
    return not rule.match or any(_part_matches(part, traits) for part in rule.match.split(";"))


def _part_matches(part: str, traits: ServiceTraits) -> bool:
    kind, _, values = part.strip().partition(":")
    wanted = [value.strip() for value in values.split(",")]
    if kind == "business":
        return any(_names(value, traits.business_names) for value in wanted)
    held = {"ptv": traits.ptv_classes, "target": traits.target_groups}.get(kind, frozenset())
    return any(is_under(code, value) for code in held for value in wanted)


def is_under(code: str, branch: str) -> bool:
    """Whether `code` is `branch` or below it: P4.2 is under P4, P40 is not."""
    return code == branch or code.startswith(f"{branch}.")


def _names(word: str, names: frozenset[str]) -> bool:
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    return any(pattern.search(name) for name in names)
