"""An import takes what real answers lack, reports what it leaves out, and writes nothing twice."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.actions import choose_categories
from catalogue.importing.runs import run_import
from catalogue.models import ImportRun, Provider, Service, ServiceCategory, ServiceChannel, ServiceConnection, Source
from contactcenter.reference.models import Municipality
from tests.factories import make_user

from .samples import MODIFIED, an_id, channel, organisation, page, service, texts, whole, write

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "ptv"
WRITES = ("INSERT", "UPDATE", "DELETE")


def apply(folder, **options):
    return run_import(folder, is_applied=True, **options)


def problems_of(outcome) -> str:
    return "\n".join(f"{one.id} {one.problem}" for one in outcome.reading.problems)


def writes_of(run) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run()
    return [one["sql"] for one in captured if one["sql"].startswith(WRITES) and "importrun" not in one["sql"]]


def a_folder(path, **fields):
    return whole(path, [service(channels=["Puhelin"], **fields)], [channel()], [organisation()])


# ---- the samples -----------------------------------------------------------------
def test_the_samples_pages_become_services_channels_and_providers():
    outcome = apply(SAMPLES / "synthetic_v11")
    assert {kind: counts["new"] for kind, counts in outcome.run.counts.items()} == {
        "provider": 6,
        "channel": 10,
        "service": 8,
    }
    assert outcome.run.is_complete
    assert set(ServiceChannel.objects.values_list("kind", flat=True)) == {"phone", "place", "web", "e_service", "form"}
    advice = Service.objects.get(name_fi="Ikäihmisten neuvonta ja palveluohjaus")
    assert advice.municipalities.count() == 27
    assert advice.categories.exists()
    assert advice.channels.count() == 4
    assert Provider.objects.get(name_fi__contains="seurakunta").type_id == "Parish"


def test_the_agencys_schema_samples_are_reported_and_nothing_is_made_of_them():
    outcome = apply(SAMPLES / "dvv_ptv-releases")
    assert not Service.objects.exists()
    assert "it has no name in Finnish, Swedish or English" in problems_of(outcome)
    assert outcome.run.counts["channel"]["rejected"] == 5


@pytest.mark.parametrize("sample", ["synthetic_v11", "dvv_ptv-releases"])
def test_a_second_run_writes_nothing_but_its_record(sample):
    apply(SAMPLES / sample)
    assert writes_of(lambda: apply(SAMPLES / sample)) == []


def test_a_preview_leaves_a_record_and_nothing_else():
    assert writes_of(lambda: run_import(SAMPLES / "synthetic_v11", is_applied=False)) == []
    run = ImportRun.objects.get()
    assert (run.is_applied, run.finished_at is not None, len(run.changes)) == (False, True, 24)


def test_coordinates_become_degrees():
    apply(SAMPLES / "synthetic_v11")
    place = ServiceChannel.objects.get(name_fi="Neuvonnan lähipiste Keskusta")
    assert place.latitude == pytest.approx(60.45, abs=0.1)
    assert place.longitude == pytest.approx(22.27, abs=0.1)


# ---- gaps of real answers --------------------------------------------------------
GAPS = [
    {"serviceDescriptions": None},
    {"serviceDescriptions": texts("Summary", fi=None)},
    {"serviceClasses": None},
    {"serviceChannels": None},
    {"areas": None, "areaType": "LimitedType"},
    {"languages": None},
    {"keywords": None},
    {"targetGroups": [{"code": None, "uri": None}]},
    {"areaType": None},
    {"modified": None},
    {"modified": "yesterday"},
    {"serviceChannels": [None, {"serviceChannel": None}, {"serviceChannel": {"id": "broken"}}]},
    {"areas": [{"type": "WellbeingServiceCounties", "code": "05", "municipalities": None}], "areaType": "LimitedType"},
]


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: ", ".join(gap))
def test_a_gap_does_not_cost_the_service(tmp_path, gap):
    apply(a_folder(tmp_path / "ptv", **gap))
    assert Service.objects.get().name_fi == "Kotihoito"


@pytest.mark.parametrize("key", sorted(service()))
@pytest.mark.parametrize("value", [None, [], {}, "", 7, "\ud800", [None], [{}], {"a": 1}, "\0", True])
def test_no_value_of_any_key_stops_a_run(tmp_path, key, value):
    folder = whole(tmp_path / "ptv", [service() | {key: value}, service("Muu palvelu")], [channel()], [organisation()])
    apply(folder)
    assert Service.objects.filter(name_fi="Muu palvelu").exists()


@pytest.mark.parametrize("kind", ["WellbeingServiceCounties", "WellbeingServicesCounty", "wellbeing service county"])
def test_a_county_is_expanded_however_it_is_spelled(tmp_path, kind):
    areas = [{"type": kind, "code": "5", "municipalities": []}]
    apply(a_folder(tmp_path / "ptv", areaType="LimitedType", areas=areas))
    expected = Municipality.objects.filter(county="05").count()
    assert Service.objects.get().municipalities.count() == expected > 20


def test_a_region_is_expanded_and_an_unknown_area_is_reported(tmp_path):
    areas = [{"type": "Region", "code": "02"}, {"type": "Moon", "code": "1"}]
    outcome = apply(a_folder(tmp_path / "ptv", areaType="LimitedType", areas=areas))
    assert Service.objects.get().municipalities.filter(pk="853").exists()
    assert "Unknown area, left out: Moon 1" in problems_of(outcome)


def test_nationwide_is_a_flag_and_no_rows(tmp_path):
    apply(a_folder(tmp_path / "ptv"))
    found = Service.objects.get()
    assert (found.is_nationwide, found.municipalities.count()) == (True, 0)


def test_old_uris_are_matched_by_their_last_part_and_unknown_codes_are_kept_out(tmp_path):
    classes = [
        {"uri": "http://urn.fi/URN:NBN:fi:au:ptvl:v1010"},
        {"code": None, "uri": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P4.3"},
        {"code": "P99.9", "uri": "x"},
    ]
    outcome = apply(a_folder(tmp_path / "ptv", serviceClasses=classes))
    assert list(Service.objects.get().ptv_classes.values_list("pk", flat=True)) == ["P4.3"]
    assert "Unknown service class, left out: v1010, P99.9" in problems_of(outcome)


def test_an_unknown_organisation_becomes_a_provider_of_its_name_until_the_register_tells(tmp_path):
    outcome = apply(whole(tmp_path / "one", [service()]))
    stub = Provider.objects.get()
    assert (stub.name_fi, stub.type_id, stub.ptv_id) == ("Esimerkki ry", None, Provider.objects.get().ptv_id)
    assert "known by its name only" in problems_of(outcome)
    apply(whole(tmp_path / "two", [service()], [], [organisation()]))
    assert Provider.objects.get().type_id == "Organization"


def test_what_a_service_lacks_comes_from_its_general_description(tmp_path):
    general = {
        "id": an_id("yleinen"),
        "names": texts(fi="Yleinen"),
        "generalDescriptionType": "Municipality",
        "descriptions": texts("UserInstruction", fi="Näin haetaan."),
        "serviceChargeType": "FreeOfCharge",
    }
    one = service(generalDescriptionId=an_id("yleinen"), serviceChargeType=None)
    apply(write(whole(tmp_path / "ptv", [one], [], [organisation()]), general=general))
    found = Service.objects.get()
    assert (found.instructions_fi, found.charge) == ("Näin haetaan.", "free")


def test_the_connections_own_details_win(tmp_path):
    details = {"phoneNumbers": [{"prefixNumber": None, "isFinnishServiceNumber": True, "number": "0800123456"}]}
    link = {"serviceChannel": {"id": an_id("Puhelin")}, "contactDetails": details}
    apply(whole(tmp_path / "ptv", [service(serviceChannels=[link])], [channel()], [organisation()]))
    own = ServiceConnection.objects.get().contact_details["phones"][0]
    assert (own["value"], own["raw"]) == ("0800 123456", "0800123456")
    assert ServiceChannel.objects.get().phones[0]["e164"] == "+358501234567"


def test_both_ends_tell_connections(tmp_path):
    other_end = [{"service": {"id": an_id("Kotihoito")}}]
    apply(whole(tmp_path / "ptv", [service(serviceChannels=None)], [channel(services=other_end)], [organisation()]))
    assert ServiceConnection.objects.count() == 1


def test_only_http_addresses_become_links(tmp_path):
    pages = [
        {"url": "javascript:alert(1)"},
        {"url": "https://hyvä.example/"},
        {"url": "ftp://x.example"},
        {"url": "http://[bad"},
    ]
    outcome = apply(whole(tmp_path / "ptv", [], [channel(webPages=pages)], [organisation()]))
    assert [one["value"] for one in ServiceChannel.objects.get().urls] == ["https://hyvä.example/"]
    assert problems_of(outcome).count("Not a web address") == 3


def test_tags_go_and_paragraphs_stay(tmp_path):
    html = "<p>Ensin &amp; toiseksi<script>alert(1)</script></p><ul><li>yksi</li><li>kaksi</li></ul>a < b \u202eabc"
    apply(a_folder(tmp_path / "ptv", serviceDescriptions=texts("Description", fi=html)))
    assert Service.objects.get().description_fi == "Ensin & toiseksi\n\n• yksi\n• kaksi\n\na < b abc"


# ---- broken files and pages ----------------------------------------------------------
BROKEN = {
    "cut": '{"pageNumber": 1, "itemList": [',
    "empty": "",
    "number": "7",
    "text": '"hello"',
    "deep": "[" * 100_000,
    "nulls": "[null, 3, {}]",
    "strange": '{"itemList": 7}',
    "null_page": '{"pageNumber":1,"pageCount":1,"itemList":null}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_reported_and_nothing_is_hidden_for_it(tmp_path, name):
    apply(whole(tmp_path / "one", [service(), service("Toinen")], [channel()], [organisation()]))
    folder = write(whole(tmp_path / "two", [service("Toinen")], [channel()], [organisation()]), **{name: BROKEN[name]})
    outcome = apply(folder, allow_hiding=True)
    assert Service.objects.filter(is_visible=True).count() == 2
    assert any(one.file == f"{name}.json" for one in outcome.reading.problems)


def test_bytes_that_are_no_text_are_reported(tmp_path):
    folder = a_folder(tmp_path / "ptv")
    (folder / "bytes.json").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in problems_of(apply(folder))
    assert Service.objects.count() == 1


def test_a_missing_page_hides_nothing(tmp_path):
    apply(whole(tmp_path / "one", [service(), service("Toinen")], [], [organisation()]))
    folder = write(tmp_path / "two", list_p2=page([service()], number=2, count=3))
    outcome = apply(folder, allow_hiding=True)
    assert "Of 3 pages these are missing: 1, 3" in problems_of(outcome)
    assert not outcome.run.is_complete
    assert Service.objects.filter(is_visible=True).count() == 2


def test_an_empty_last_answer_is_a_whole_list(tmp_path):
    folder = write(a_folder(tmp_path / "ptv"), other=page(None, number=1, count=0))
    assert apply(folder).run.is_complete


def test_a_rejected_record_is_not_gone(tmp_path):
    apply(whole(tmp_path / "one", [service()], [], [organisation()]))
    apply(whole(tmp_path / "two", [service(serviceNames=None)], [], [organisation()]), allow_hiding=True)
    assert Service.objects.get().is_visible


# ---- gone and back -----------------------------------------------------------------
def many(count: int) -> list[dict]:
    return [service(f"Palvelu {number}") for number in range(count)]


def test_what_is_gone_from_a_whole_run_is_hidden_and_comes_back(tmp_path):
    apply(whole(tmp_path / "one", many(10), [], [organisation()]))
    apply(whole(tmp_path / "two", many(9), [], [organisation()]))
    gone = Service.objects.get(name_fi="Palvelu 9")
    assert (gone.is_visible, gone.hidden_reason) == (False, "gone_from_register")
    assert writes_of(lambda: apply(tmp_path / "two")) == []
    apply(tmp_path / "one")
    assert Service.objects.get(name_fi="Palvelu 9").is_visible


def test_archived_records_are_gone(tmp_path):
    apply(whole(tmp_path / "one", many(10), [], [organisation()]))
    apply(whole(tmp_path / "two", [*many(9), service("Palvelu 9", publishingStatus="Deleted")], [], [organisation()]))
    assert not Service.objects.get(name_fi="Palvelu 9").is_visible


def test_more_than_a_fifth_is_hidden_only_by_a_person(tmp_path, capsys):
    apply(whole(tmp_path / "one", many(10), [], [organisation()]))
    folder = whole(tmp_path / "two", many(7), [], [organisation()])
    with pytest.raises(CommandError, match="3 of 10 would be hidden") as refusal:
        call_command("import_ptv", folder=folder, apply=True)
    assert refusal.value.returncode == 3
    assert Service.objects.filter(is_visible=True).count() == 10
    call_command("import_ptv", folder=folder, apply=True, allow_hiding=True)
    assert Service.objects.filter(is_visible=True).count() == 7


# ---- our own additions ---------------------------------------------------------------
def test_own_entries_and_hand_made_categories_survive(tmp_path):
    apply(a_folder(tmp_path / "one"))
    provider, found = Provider.objects.get(), Service.objects.get()
    own = Service.objects.create(name_fi="Oma kerho", provider=provider, source=Source.OWN)
    choose_categories(found, categories=[ServiceCategory.objects.get(pk="C10")], by=make_user("administrator"))
    apply(a_folder(tmp_path / "two", serviceNames=texts(fi="Uusi nimi")), allow_hiding=True)
    found.refresh_from_db()
    own.refresh_from_db()
    assert (found.name_fi, list(found.categories.values_list("pk", flat=True))) == ("Uusi nimi", ["C10"])
    assert own.is_visible


def test_a_service_that_a_person_hid_stays_hidden(tmp_path):
    apply(a_folder(tmp_path / "one"))
    Service.objects.update(is_visible=False)
    apply(a_folder(tmp_path / "two", serviceNames=texts(fi="Uusi nimi")))
    assert not Service.objects.get(name_fi="Uusi nimi").is_visible


def test_the_newest_copy_of_a_record_wins(tmp_path):
    newer = service(serviceNames=texts(fi="Uudempi"), modified="2026-10-01T00:00:00")
    apply(write(a_folder(tmp_path / "ptv"), again=page([newer]), older=page([service(modified=MODIFIED)])))
    assert Service.objects.get().name_fi == "Uudempi"


# ---- the command ---------------------------------------------------------------------
def test_the_command_says_what_it_found(tmp_path, capsys):
    call_command("import_ptv", folder=a_folder(tmp_path / "ptv"))
    said = capsys.readouterr().out
    assert "service: 1 new, 0 changed, 0 same, 0 gone, 0 rejected" in said
    assert "nothing was written" in said
    assert not Service.objects.exists()


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_the_command_refuses_a_folder_without_records(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError):
        call_command("import_ptv", folder=tmp_path / folder)
