"""What the import knows of codes: classes, categories, target groups, municipalities and the areas they make up."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.models import CategoryPtvClass, OrganisationType, PtvServiceClass, TargetGroup
from contactcenter.reference.models import Language, Municipality

from .texts import objects, plain

REGIONS = Path(__file__).parent.parent / "data" / "regions.csv"
MUNICIPALITY, COUNTY, REGION, LISTED = "municipality", "county", "region", "listed"
# Kinds of area as the register and its notes spell them; LISTED ones name their municipalities themselves.
AREA_KINDS = {
    "municipality": MUNICIPALITY,
    "province": REGION,
    "region": REGION,
    "businesssubregion": LISTED,
    "hospitaldistrict": LISTED,
}


@dataclass
class Codes:
    """Known codes, read once a run. `categories` gives a class its categories, the primary one first."""

    classes: set[str] = field(default_factory=set)
    categories: dict[str, list[str]] = field(default_factory=dict)
    target_groups: set[str] = field(default_factory=set)
    organisation_types: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    municipalities: set[str] = field(default_factory=set)
    counties: dict[str, list[str]] = field(default_factory=dict)
    regions: dict[str, list[str]] = field(default_factory=dict)

    def categories_of(self, classes: list[str]) -> list[str]:
        """Categories of these classes: primary ones first; a class outside the map counts as its upper class."""
        mapped = [self.categories.get(code) or self.categories.get(code.split(".")[0], []) for code in classes]
        primary = [one[0] for one in mapped if one]
        return list(dict.fromkeys(primary + [code for one in mapped for code in one[1:]]))

    def expand(self, kind: str, code: str) -> list[str] | None:
        """The municipalities of an area; None when the area is not known."""
        if kind == COUNTY:
            return self.counties.get(code.zfill(2))
        if kind == REGION:
            return self.regions.get(code.zfill(2))
        return None


def known_codes() -> Codes:
    """The codes of the database as they are now."""
    counties = defaultdict(list)
    for code, county in Municipality.objects.order_by("code").values_list("code", "county_id"):
        counties[county].append(code)
    categories = defaultdict(list)
    for code, category in CategoryPtvClass.objects.order_by("ptv_class", "rank", "category").values_list(
        "ptv_class_id", "category_id"
    ):
        categories[code].append(category)
    return Codes(
        classes=_keys(PtvServiceClass),
        categories=dict(categories),
        target_groups=_keys(TargetGroup),
        organisation_types=_keys(OrganisationType),
        languages=_keys(Language),
        municipalities={code for codes in counties.values() for code in codes},
        counties=dict(counties),
        regions=_regions(),
    )


def area_kind(value) -> str | None:
    """The kind of an area in whichever of its spellings; None when unknown."""
    letters = re.sub(r"[^a-z]", "", plain(value).lower())
    return COUNTY if letters.startswith(("wellbeing", "hyvinvointi")) else AREA_KINDS.get(letters)


def code_of(raw: dict) -> str:
    """Code of a classification item; old answers have none, only a URI that ends in it."""
    return plain(raw.get("code")) or plain(raw.get("uri")).rstrip("/").rpartition("/")[2].rpartition(":")[2]


def codes_of(value) -> list[str]:
    """Codes of a classification list, each once, in order."""
    return list(dict.fromkeys(code for raw in objects(value) if (code := code_of(raw))))


def municipality_codes(value) -> list[str]:
    """Three-digit codes of a list of municipalities."""
    return [code.zfill(3) for raw in objects(value) if (code := plain(raw.get("code")))]


def _keys(model) -> set[str]:
    return set(model.objects.values_list("pk", flat=True))


def _regions() -> dict[str, list[str]]:
    regions = defaultdict(list)
    with REGIONS.open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            regions[line["region"]].append(line["municipality"])
    return dict(regions)
