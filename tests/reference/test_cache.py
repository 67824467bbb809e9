"""Lists of reference rows kept in the process: never stale, whoever writes and however."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.models import ContactReason, DestinationRule, Notice, SegmentHint, SegmentRules
from catalogue.models import CategoryPtvClass
from contactcenter.reference import epoch, loader
from contactcenter.reference.cache import cached, rows_in_use
from contactcenter.reference.models import AreaMembership, Language, ReferenceRow

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return [row.name_fi for row in rows_in_use(Language)]


def areas_of(code: str) -> set[str]:
    row = next(row for row in rows_in_use(ContactReason, "areas") if row.pk == code)
    return {area.pk for area in row.areas.all()}


def test_a_list_is_read_once():
    names()
    with CaptureQueriesContext(connection) as captured:
        names()
    assert len(captured) == 1  # the epoch


def test_within_one_request_the_epoch_is_read_once():
    with epoch.one_request(), CaptureQueriesContext(connection) as captured:
        names()
        names()
        cached("something", lambda: 1)
    assert sum("referenceepoch" in query["sql"] for query in captured) == 1


def save(row):
    row.name_fi = "muuttunut"
    row.save()


WRITES = {
    "save": lambda: save(Language.objects.get(pk="sv")),
    "create": lambda: Language.objects.create(code="zz", name_fi="muuttunut"),
    "update": lambda: Language.objects.filter(pk="sv").update(name_fi="muuttunut"),
    "bulk_create": lambda: Language.objects.bulk_create([Language(code="zz", name_fi="muuttunut")]),
    "bulk_update": lambda: Language.objects.bulk_update([Language(code="sv", name_fi="muuttunut")], ["name_fi"]),
    "get_or_create": lambda: Language.objects.get_or_create(code="zz", defaults={"name_fi": "muuttunut"}),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_is_seen_at_once(write):
    assert "muuttunut" not in names()
    write()
    assert "muuttunut" in names()


def test_a_write_of_the_same_request_is_seen_at_once():
    with epoch.one_request():
        assert "muuttunut" not in names()
        save(Language.objects.get(pk="sv"))
        assert "muuttunut" in names()


def test_a_deleted_row_is_gone():
    Language.objects.create(code="zz", name_fi="poistuva")
    assert "poistuva" in names()
    Language.objects.filter(pk="zz").delete()
    assert "poistuva" not in names()


def test_a_changed_list_of_a_row_is_seen():
    assert "TYO" not in areas_of("S001")
    ContactReason.objects.get(pk="S001").areas.add("TYO")
    assert "TYO" in areas_of("S001")
    ContactReason.objects.get(pk="S001").areas.set(["VAM"])
    assert areas_of("S001") == {"VAM"}


def test_what_was_rolled_back_is_forgotten_and_never_comes_back():
    before = names()
    with transaction.atomic():
        save(Language.objects.get(pk="sv"))
        assert "muuttunut" in names()
        transaction.set_rollback(True)
    assert names() == before
    Language.objects.filter(pk="en").update(name_fi="toinen")
    assert "muuttunut" not in names()
    assert "toinen" in names()


def test_the_loader_renews_it(tmp_path, monkeypatch):
    path = tmp_path / "languages.csv"
    path.write_text("code,name_fi,name_sv,name_en,national\nsv,muuttunut,svenska,Swedish,1", encoding="utf-8")
    source = loader.Source(Language, path, {"national": "is_national"}, frozenset(), False)
    monkeypatch.setattr(loader, "SOURCES", {Language: source})
    assert "muuttunut" not in names()
    loader.load()
    assert "muuttunut" in names()


def all_rows(model=ReferenceRow):
    for child in model.__subclasses__():
        yield from ([child] if not child._meta.abstract else [])
        yield from all_rows(child)


LINKS = [AreaMembership, CategoryPtvClass, DestinationRule, Notice, SegmentHint, SegmentRules]


def test_every_reference_row_is_watched():
    rows = [model for model in all_rows() if not model.__name__.startswith("Historical")]
    assert [model for model in [*rows, *LINKS] if not epoch.is_watched(model)] == []


def test_a_participation_of_a_municipality_renews_it():
    before = epoch.token()
    AreaMembership.objects.filter(municipality="853").update(until_on="2026-01-01")
    assert epoch.token() != before


def test_what_is_no_reference_row_renews_nothing(django_user_model):
    before = epoch.token()
    user = django_user_model.objects.create(username="somebody")
    user.service_areas.set(["IAK"])
    assert epoch.token() == before


def test_threads_share_one_list():
    found = []

    def read():
        found.append(cached("shared", lambda: [1, 2, 3]))

    with pytest.MonkeyPatch.context() as patch:
        token = epoch.token()
        patch.setattr(epoch, "token", lambda: token)
        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [[1, 2, 3]] * 8
