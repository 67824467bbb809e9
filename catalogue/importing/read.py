"""Files of a folder to raw records by kind, and whether every page of a kind is there."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from .texts import plain

SERVICE, CHANNEL, PROVIDER = "service", "channel", "provider"
GENERAL_DESCRIPTION, MUNICIPALITY = "general description", "municipality"
NOT_IMPORTED = "not imported"  # id pages, collections and classifications: known, and nothing for us
KINDS = (PROVIDER, CHANNEL, SERVICE)
MAX_FILE_BYTES = 200_000_000

# The first key that a record has says its kind.
MARKS = [
    ("serviceNames", SERVICE),
    ("serviceChannelNames", CHANNEL),
    ("serviceChannelType", CHANNEL),
    ("organizationNames", PROVIDER),
    ("generalDescriptionType", GENERAL_DESCRIPTION),
    ("serviceCollectionNames", NOT_IMPORTED),
    ("Notation", NOT_IMPORTED),
    # Records that came without their names are still recognised, and rejected by name.
    ("serviceDescriptions", SERVICE),
    ("serviceChannelDescriptions", CHANNEL),
    ("organizationType", PROVIDER),
]


@dataclass(frozen=True)
class Problem:
    """Something that a person may want to mend in the register or in the folder."""

    file: str
    id: str
    problem: str

    def as_row(self) -> dict[str, str]:
        """Clean text: a broken record may quote characters that no database or terminal takes."""
        return {"file": plain(self.file), "id": plain(self.id)[:100], "problem": plain(self.problem)[:1000]}


@dataclass(frozen=True)
class Raw:
    """One record as the file has it."""

    file: str
    value: dict

    @property
    def id(self) -> str:
        return str(self.value.get("id") or "")


@dataclass
class Reading:
    """What a folder holds. A kind is complete when a list of it was read and none of its pages is missing."""

    raws: dict[str, list[Raw]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)
    skipped: int = 0

    def doubt(self, *kinds: str):
        """These kinds may lack records: nothing of them is hidden in this run."""
        self.doubted.update(kinds)

    def is_complete(self, kind: str) -> bool:
        return kind in self.listed and kind not in self.doubted

    def report(self, file: str, problem: str, record_id: str = ""):
        self.problems.append(Problem(file, record_id, problem))


def read_folder(folder: Path) -> Reading:
    """Every `.json` file below `folder`; a file that cannot be read is reported and skipped."""
    reading, pages = Reading(), defaultdict(dict)
    for path in sorted(folder.rglob("*.json")):
        name = path.relative_to(folder).as_posix()
        try:
            content = load(path)
        except (OSError, ValueError, RecursionError) as error:
            reading.report(name, f"The file cannot be read: {error}")
            reading.doubt(*KINDS)
            continue
        _take(reading, pages, name, content)
    for (_, kind, count), found in pages.items():
        _check_pages(reading, kind, count, found)
    return reading


def load(path: Path):
    """The JSON of a file; the register's own samples carry `//` comment lines and some tools write a BOM."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ValueError("the file is larger than 200 MB")
    text = path.read_bytes().decode("utf-8-sig")
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


def kind_of(value: dict) -> str | None:
    """What a record is, by its content; None when it is nothing we know."""
    for key, kind in MARKS:
        if key in value:
            return kind
    if {"code", "names"} <= value.keys():
        return MUNICIPALITY
    if {"id", "names"} <= value.keys():
        return GENERAL_DESCRIPTION
    if {"id", "name"} <= value.keys() and value.keys() <= {"id", "name", "created", "modified", "sourceId"}:
        return NOT_IMPORTED
    return None


def _take(reading: Reading, pages: dict, name: str, content):
    if isinstance(content, list):
        reading.listed |= _take_records(reading, name, content)
    elif isinstance(content, dict) and "itemList" in content:
        _take_page(reading, pages, name, content)
    elif isinstance(content, dict):
        _take_records(reading, name, [content])
    else:
        reading.report(name, "The file holds no record.")
        reading.doubt(*KINDS)


def _take_page(reading: Reading, pages: dict, name: str, page: dict):
    items = page["itemList"]
    number, count = _whole(page.get("pageNumber")), _whole(page.get("pageCount"))
    if items is not None and not isinstance(items, list):
        reading.report(name, "itemList is not a list.")
        items = None
    kinds = _take_records(reading, name, items or [])
    reading.listed |= kinds
    if items is None and (count is None or (number or 1) <= count):
        reading.report(name, "The page came without its records (itemList is null).")
    group = _list_name(name, number)
    kind = next(iter(kinds), None)
    if items is not None and (count is not None or number is not None):
        pages[group, kind, count or number][number or 1] = name
    if items is None and count != 0:
        reading.doubt(*(kinds or KINDS))


def _take_records(reading: Reading, name: str, items: list) -> set[str]:
    kinds = set()
    for item in items:
        kind = kind_of(item) if isinstance(item, dict) else None
        if kind is None:
            _take_unknown(reading, name, item)
        elif kind == NOT_IMPORTED:
            reading.skipped += 1
        else:
            reading.raws[kind].append(Raw(name, item))
            kinds.add(kind)
    return kinds


def _take_unknown(reading: Reading, name: str, item):
    """A record of another version is no loss; anything else may be a record that we needed."""
    is_object = isinstance(item, dict)
    if is_object and "contentId" in item:
        reading.report(name, "A record of version 12 of the register, which is not read.", str(item["contentId"]))
        return
    reading.report(name, "Not a record that we know.", str(item.get("id") or "") if is_object else "")
    reading.doubt(*KINDS)


def _check_pages(reading: Reading, kind: str | None, count: int, found: dict[int, str]):
    missing = sorted(set(range(1, count + 1)) - found.keys()) if count <= 100_000 else [count]
    if missing:
        shown = ", ".join(map(str, missing[:10])) + ("…" if len(missing) > 10 else "")
        reading.report(min(found.values()), f"Of {count} pages these are missing: {shown}")
        reading.doubt(*([kind] if kind else KINDS))


def _list_name(name: str, number: int | None) -> str:
    """The name that pages of one list share: the file's name without its page number."""
    stem = name.rsplit(".", 1)[0]
    without = re.sub(rf"(?<!\d)0*{number}(?!\d)(?=\D*$)", "#", stem)
    return without if without != stem else name.rpartition("/")[0]


def _whole(value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
