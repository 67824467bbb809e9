"""The public pages speak three languages, set no cookie and show every text as text."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils.html import escape

from catalogue.importing.runs import run_import
from catalogue.models import Provider, Service
from contactcenter.opening_hours.queries import LineState
from tests.factories import make_user, sign_in

from .samples import channel, organisation, service, texts, whole

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "ptv" / "synthetic_v11"
EVIL = '<img src=x onerror=alert(1)>"\u05d0\u202e'
LANGUAGES = ("fi", "sv", "en")


@pytest.fixture
def catalogue():
    run_import(SAMPLES, is_applied=True)
    return Service.objects.get(name_fi="Ikäihmisten neuvonta ja palveluohjaus")


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def addresses(found: Service) -> list[str]:
    return [
        "",
        "search/",
        "search/?q=neuvonta",
        "search/?q=zzz&municipality=853",
        "categories/C11/",
        "services/",
        "services/?letter=M",
        f"services/{found.pk}/",
        f"providers/{found.provider_id}/",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_its_language_without_cookies(client, catalogue, language):
    for address in addresses(catalogue):
        assert f'<html lang="{language}"' in page(client, f"/{language}/{address}")


@pytest.mark.parametrize("address", ["search/", "search/?municipality=853", "categories/C11/", "services/"])
def test_headings_go_down_one_step_at_a_time(client, catalogue, address):
    levels = [int(level) for level in re.findall(r"<h([1-6])", page(client, f"/fi/{address}"))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_services_of_one_name_are_told_apart_by_their_provider(client, catalogue):
    listed = page(client, f"/fi/services/?letter={catalogue.name_fi[0]}")
    assert f"<bdi>{escape(catalogue.provider.name_fi)}</bdi>" in listed


def test_the_end_of_a_page_says_whether_anybody_answers_now(client, catalogue, monkeypatch):
    monkeypatch.setattr("contactcenter.opening_hours.queries.Timetable.state", lambda *_: LineState(is_open=False))
    assert page(client, "/sv/services/").count("Stängt") == 2


HOME = {
    "fi": ("Apua ja palveluja arkeen", "02 000 1200"),
    "sv": ("Hitta hjälp i vardagen", "02 000 1201"),
    "en": ("Help and services for everyday life", "02 000 1200"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_tells_the_state_of_the_line_in_the_visitors_language(client, monkeypatch, language):
    monkeypatch.setattr(
        "catalogue.views.line_states", lambda keys: {key: LineState(key.language == "fi") for key in keys}
    )
    shown = page(client, f"/{language}/")
    assert all(text in shown for text in HOME[language])
    assert ("nv-state--open" in shown) == (language == "fi")
    assert shown.count('class="nv-tile"') == 12


def test_a_service_page_says_what_for_whom_how_and_when(client, catalogue):
    shown = page(client, f"/fi/services/{catalogue.pk}/")
    for text in (
        "Neuvoo ikäihmisiä",
        "Mitä saatte",
        "Ikäihmiset",
        "ma–pe klo\u00a09–15",
        "Maksuton",
        "27\u00a0kuntaa",
        'href="tel:+35820000001"',
        "Tarkistettu 1.9.2026.",
        "openstreetmap.org/?mlat=60.",
    ):
        assert text in shown


def test_a_swedish_page_shows_facts_in_swedish_and_marks_what_is_only_in_finnish(client, catalogue):
    memory = Service.objects.get(name_fi="Muistikahvila")
    shown = page(client, f"/sv/services/{memory.pk}/")
    for text in (
        "Text på svenska saknas",
        "Beskrivningen finns bara på finska",
        '<span lang="fi" dir="auto">Muistikahvila',
        "ons kl.\u00a013–15",
        "Avgiftsfri",
        "Lundo",
    ):
        assert text in shown
    assert "saknas" not in page(client, f"/sv/services/{catalogue.pk}/")


def test_a_provider_page_lists_its_services(client, catalogue):
    assert "Omaishoidon tuki" in page(client, f"/fi/providers/{catalogue.provider_id}/")


@pytest.mark.parametrize("address", ["services/{}/", "providers/{}/", "categories/C99/", "services/7/"])
def test_what_is_unknown_is_not_found(client, address):
    assert client.get("/fi/" + address.format("00000000-0000-0000-0000-000000000000")).status_code == 404


def test_hidden_and_unknown_are_the_same(client, catalogue):
    Service.objects.filter(pk=catalogue.pk).update(is_visible=False)
    Provider.objects.filter(pk=catalogue.provider_id).update(is_visible=False)
    for address in (f"services/{catalogue.pk}/", f"providers/{catalogue.provider_id}/"):
        assert client.get(f"/fi/{address}").status_code == 404


def test_html_and_right_to_left_text_in_any_field_stay_text(client, tmp_path):
    evil = service(
        serviceNames=texts(fi=EVIL),
        keywords=texts(fi=EVIL),
        serviceDescriptions=[
            *texts("Summary", fi=f"&lt;b&gt;{EVIL}"),
            *texts("Description", fi=f"&lt;script&gt;{EVIL}"),
        ],
        channels=["Puhelin"],
        organizations=[{"organization": {"id": organisation()["id"], "name": EVIL}}],
    )
    hours = [
        {"serviceHourType": "DaysOfTheWeek", "isAlwaysOpen": True, "additionalInformation": texts(fi="&lt;i&gt;x")}
    ]
    run_import(whole(tmp_path / "ptv", [evil], [channel(serviceHours=hours)], [organisation(EVIL)]), is_applied=True)
    found = Service.objects.first() or pytest.fail("the service was not imported")
    shown = page(client, f"/fi/services/{found.pk}/")
    for raw in ("<img src=x", "<script>&", "<b>", "<i>x", "\u202e"):
        assert raw not in shown
    assert escape("<i>x") in shown


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><img src=x>', "\u202eabc", "a\0b"])
def test_what_is_typed_stays_text(client, query):
    shown = client.get(
        "/fi/search/", {"q": query, "municipality": query, "category": query, "page": query}
    ).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


def test_nothing_found_offers_ways_that_lead_somewhere(client, catalogue):
    shown = page(client, "/fi/search/?q=diakonia&municipality=019")
    assert "Emme löytäneet palvelua haulla ”diakonia”" in shown
    assert "Hae kaikista kunnista" in shown
    assert 'href="/fi/search/?q=diakonia"' in shown


def test_filters_work_without_javascript_and_carry_each_other(client, catalogue):
    shown = page(client, "/fi/search/?q=neuvonta&municipality=853&category=C11")
    assert '<option value="853" selected>' in shown
    assert 'href="?q=neuvonta&amp;category=C11"' in shown


@pytest.mark.parametrize("address", ["/fi/search/?q=palvelu", "/fi/categories/C01/", "/fi/services/", "/fi/"])
def test_queries_do_not_grow_with_the_rows(client, tmp_path, address, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for count in (2, 10):
        services = [service(f"Palvelu {number}", channels=["Puhelin"]) for number in range(count)]
        run_import(whole(tmp_path / str(count), services, [channel()], [organisation()]), is_applied=True)
        with CaptureQueriesContext(connection) as captured:
            page(client, address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_import_page_is_for_those_who_import(client, catalogue):
    assert client.get("/catalogue/import/").status_code == 302
    assert sign_in(client, make_user("counsellor")).get("/catalogue/import/").status_code == 403
    sign_in(client, make_user("administrator"))
    shown = client.get("/catalogue/import/").content.decode()
    assert "8 uutta, 0 muuttunutta, 0 poistunutta, 0 ennallaan" in shown
    run = client.get("/catalogue/import/1/").content.decode() if 'import/1/"' in shown else ""
    assert run == "" or "Muistikahvila" in run


def test_a_runs_page_lists_changes_and_problems(client, catalogue):
    from catalogue.models import ImportRun

    sign_in(client, make_user("administrator"))
    shown = client.get(f"/catalogue/import/{ImportRun.objects.get().pk}/").content.decode()
    assert "Muistikahvila" in shown
    assert "version 12" in shown
    assert client.get("/catalogue/import/999/").status_code == 404


def test_an_administrator_chooses_categories_by_hand(client, catalogue):
    sign_in(client, make_user("administrator"))
    address = f"/admin/catalogue/service/{catalogue.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"categories": ["C01", "C10"]}).status_code == 302
    catalogue.refresh_from_db()
    assert set(catalogue.categories.values_list("pk", flat=True)) == {"C01", "C10"}
    assert catalogue.are_categories_own
    assert catalogue.history.first().history_user is not None
