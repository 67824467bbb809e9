"""Saved answers of the register as tests write them: small whole records, and every gap that real ones have."""

import json
import uuid
from pathlib import Path

NAMESPACE = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
MODIFIED = "2026-09-01T07:30:00.654321"


def an_id(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name))


def texts(kind="Name", **values) -> list[dict]:
    return [{"language": language, "value": value, "type": kind} for language, value in values.items()]


def organisation(name="Esimerkki ry", **fields) -> dict:
    return {
        "id": an_id(name),
        "organizationType": "Organization",
        "organizationNames": texts(fi=name),
        "displayNameType": [],
        "publishingStatus": "Published",
        "modified": MODIFIED,
    } | fields


def channel(name="Puhelin", owner="Esimerkki ry", kind="Phone", **fields) -> dict:
    return {
        "id": an_id(name),
        "serviceChannelType": kind,
        "organizationId": an_id(owner),
        "serviceChannelNames": texts(fi=name),
        "publishingStatus": "Published",
        "modified": MODIFIED,
        "phoneNumbers": [{"prefixNumber": "+358", "number": "501234567", "language": "fi"}],
    } | fields


def service(name="Kotihoito", owner="Esimerkki ry", channels=(), **fields) -> dict:
    return {
        "id": an_id(name),
        "serviceNames": texts(fi=name),
        "areaType": "Nationwide",
        "areas": [],
        "serviceDescriptions": [*texts("Summary", fi=f"Lyhyesti: {name}."), *texts("Description", fi="Apua kotiin.")],
        "serviceClasses": [{"code": "P4.3"}],
        "targetGroups": [{"code": "KR1.1"}],
        "languages": ["fi"],
        "organizations": [{"organization": {"id": an_id(owner), "name": owner}, "roleType": "Responsible"}],
        "serviceChannels": [{"serviceChannel": {"id": an_id(one), "name": one}} for one in channels],
        "publishingStatus": "Published",
        "modified": MODIFIED,
    } | fields


def page(items, number=1, count=1) -> dict:
    return {"pageNumber": number, "pageSize": 100, "pageCount": count, "itemList": items}


def write(folder: Path, **files) -> Path:
    """Each keyword is a file of the folder: `services_p1=page([...])`; text is written as it stands."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def whole(folder: Path, services=(), channels=(), organisations=()) -> Path:
    return write(
        folder, services=page(list(services)), channels=page(list(channels)), organisations=page(list(organisations))
    )
