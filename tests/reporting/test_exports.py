"""Exports: recorded, made once, private, in the page's language, gone after 30 days."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pikepdf
import pytest
from django.utils import translation
from pdfua import validate

from contactcenter.accesslog.models import ExportRecord, ExportState
from contactcenter.accounts.models import RoleGrant
from contactcenter.retention import runs
from contactcenter.timestamps import now
from reporting import exports
from reporting.periods import PRESETS, Period
from tests.documents.pdf_text import text_of_pdf
from tests.factories import make_user

from .conftest import sign_in_freshly

YEAR = {"period": "custom", "first": "2025-01-01", "last": "2025-12-31"}


@pytest.fixture
def order(client, django_capture_on_commit_callbacks):
    """Orders an export through the page; the job runs at once."""

    def ordered(user, file_format="xlsx", **fields):
        sign_in_freshly(client, user)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post("/figures/exports/", {**YEAR, "format": file_format, **fields})
        assert response.status_code == 302, response.content
        return ExportRecord.objects.get(pk=response.url.rstrip("/").rsplit("/", 1)[-1])

    return ordered


@pytest.fixture
def waiting(supervisor):
    with translation.override("fi"):
        return exports.order_export(period=PRESETS["this_year"](now().date()), file_format="xlsx", by=supervisor)


def test_an_export_is_recorded_with_who_what_which_filters_and_how_many_rows(year, order):
    record = order(year)
    assert (record.by, record.code, record.format, record.language) == (year, "figures", "xlsx", "fi")
    assert record.filters == {"first": "2025-01-01", "last": "2025-12-31", "units": None}
    assert record.state == ExportState.READY
    assert record.rows > 20
    assert record.finished_at >= record.created_at


@pytest.mark.parametrize("file_format", ["xlsx", "pdf"])
def test_the_file_is_a_download_that_no_browser_opens_as_something_else(year, order, client, file_format):
    record = order(year, file_format)
    response = client.get(f"/figures/exports/{record.pk}/file/")
    assert response["Content-Disposition"] == f'attachment; filename="luvut-2025-01-01-2025-12-31.{file_format}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == exports.path_of(record).read_bytes()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["", "file/"])
def test_another_users_export_does_not_exist(year, order, client, path):
    record = order(year)
    sign_in_freshly(client, make_user("supervisor"))
    assert client.get(f"/figures/exports/{record.pk}/{path}").status_code == 404


@pytest.mark.parametrize("role", ["counsellor", "lead", "administrator", "professional", "privacy"])
def test_only_who_may_export_reaches_any_door_of_exports(year, order, client, role):
    record = order(year)
    sign_in_freshly(client, make_user(role))
    for path in ("", f"{record.pk}/", f"{record.pk}/file/"):
        assert client.get(f"/figures/exports/{path}").status_code == 403
    assert client.post("/figures/exports/", {**YEAR, "format": "pdf"}).status_code == 403
    assert client.post(f"/figures/exports/{record.pk}/cancel/").status_code == 403
    assert ExportRecord.objects.count() == 1


def test_a_removed_permission_stops_the_download(year, order, client):
    record = order(year)
    RoleGrant.objects.filter(user=year).update(ended_at=now())
    assert client.get(f"/figures/exports/{record.pk}/file/").status_code == 403


def test_a_right_lost_while_waiting_makes_no_file(supervisor, waiting):
    RoleGrant.objects.filter(user=supervisor).update(ended_at=now())
    exports.make_export.call_local(str(waiting.pk))
    waiting.refresh_from_db()
    assert waiting.state == ExportState.CANCELLED
    assert not exports.path_of(waiting).exists()


def test_a_file_of_all_units_is_closed_to_a_narrower_right(year, order, client, monkeypatch):
    record = order(year)
    monkeypatch.setattr("reporting.access.scope_of", lambda user, permission: "unit")
    assert client.get(f"/figures/exports/{record.pk}/file/").status_code == 404


def test_a_login_older_than_a_quarter_of_an_hour_is_asked_again(year, order, client):
    record = order(year)
    sign_in_freshly(client, year, minutes_ago=16)
    for response in (
        client.post("/figures/exports/", {**YEAR, "format": "xlsx"}),
        client.get(f"/figures/exports/{record.pk}/file/"),
    ):
        assert response.status_code == 302
        assert response.url.startswith("/accounts/reauthenticate/?next=%2Ffigures%2F")
    assert ExportRecord.objects.count() == 1


def test_one_unfinished_export_at_a_time(supervisor, waiting, client):
    sign_in_freshly(client, supervisor)
    response = client.post("/figures/exports/", {**YEAR, "format": "pdf"})
    assert response.status_code == 409
    assert "Edellinen vientisi ei ole vielä valmis" in response.content.decode()
    assert ExportRecord.objects.count() == 1


def test_a_waiting_export_can_be_cancelled_and_is_then_never_made(supervisor, waiting, client):
    sign_in_freshly(client, supervisor)
    client.post(f"/figures/exports/{waiting.pk}/cancel/")
    exports.make_export.call_local(str(waiting.pk))
    waiting.refresh_from_db()
    assert waiting.state == ExportState.CANCELLED
    assert "peruutettiin" in client.get(f"/figures/exports/{waiting.pk}/").content.decode()


def test_a_ready_export_can_no_longer_be_cancelled(year, order, client):
    record = order(year)
    assert client.post(f"/figures/exports/{record.pk}/cancel/").status_code == 409
    record.refresh_from_db()
    assert record.state == ExportState.READY


def test_an_export_is_made_once(year, order, monkeypatch):
    record = order(year)
    monkeypatch.setattr(exports, "_make", lambda record: pytest.fail("made twice"))
    exports.make_export.call_local(str(record.pk))


def test_a_failure_is_told_in_the_users_language(supervisor, waiting, client, monkeypatch):
    monkeypatch.setattr(exports, "tables_of", lambda material: 1 / 0)
    exports.make_export.call_local(str(waiting.pk))
    sign_in_freshly(client, supervisor)
    page = client.get(f"/figures/exports/{waiting.pk}/").content.decode()
    assert "Tiedostoa ei saatu tehtyä" in page
    assert "division" not in page


def test_a_stuck_export_ends_as_failed_and_frees_the_next(supervisor, waiting):
    ExportRecord.objects.filter(pk=waiting.pk).update(created_at=now() - timedelta(minutes=11))
    exports.give_up_stuck_exports.call_local()
    waiting.refresh_from_db()
    assert waiting.state == ExportState.FAILED


def test_the_page_of_an_export_asks_again_only_while_it_is_unfinished(supervisor, waiting, client):
    sign_in_freshly(client, supervisor)
    address = f"/figures/exports/{waiting.pk}/"
    assert "every 1s" in client.get(address).content.decode()
    assert client.get(address, {"seen": "waiting"}, headers={"HX-Request": "true"}).status_code == 204
    exports.make_export.call_local(str(waiting.pk))
    fragment = client.get(address, {"seen": "waiting"}, headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in fragment
    assert f"/figures/exports/{waiting.pk}/file/" in fragment
    assert "<html" not in fragment


def test_files_are_removed_after_thirty_days_and_the_record_stays(year, order, client):
    old, fresh = order(year), order(year)
    ExportRecord.objects.filter(pk=old.pk).update(created_at=now() - timedelta(days=31))
    runs.erase_due()
    assert not exports.path_of(old).exists()
    assert exports.path_of(fresh).exists()
    assert client.get(f"/figures/exports/{old.pk}/file/").status_code == 404
    assert "30\u00a0päivän jälkeen" in client.get(f"/figures/exports/{old.pk}/").content.decode()
    assert ExportRecord.objects.count() == 2


def test_the_list_shows_everybodys_records_but_leads_only_to_ones_own(year, order, client):
    other = make_user("supervisor", first_name="Osmo", last_name="Esimerkki")
    theirs, own = order(other), order(year)
    page = client.get("/figures/exports/").content.decode()
    assert "Osmo Esimerkki" in page
    assert f"/figures/exports/{own.pk}/" in page
    assert f"/figures/exports/{theirs.pk}/" not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "exe"},
        {"format": ""},
        {"period": "never"},
        {"first": "2026-01-01"},
        {"last": "x"},
        {"first": "1999-12-31"},
    ],
)
def test_nonsense_is_refused_and_not_recorded(supervisor, client, fields):
    sign_in_freshly(client, supervisor)
    assert client.post("/figures/exports/", {**YEAR, "format": "xlsx", **fields}).status_code == 400
    assert not ExportRecord.objects.exists()


HEADS = {
    "fi": ("luvut-", "Avainluvut", "Kunta", "Ohjattu soten ulkopuolelle"),
    "sv": ("statistik-", "Nyckeltal", "Kommun", "Hänvisade utanför social- och hälsovården"),
    "en": ("figures-", "Key figures", "Municipality", "Guided outside social and health care"),
}


@pytest.mark.parametrize("language", HEADS)
def test_excel_speaks_the_language_of_the_page(year, order, language):
    type(year).objects.update(language=language)
    record = order(year)
    name, summary, municipality, outside = HEADS[language]
    book = openpyxl.load_workbook(exports.path_of(record))
    assert record.file_name.startswith(name)
    assert book.sheetnames[0] == summary
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {municipality, outside} <= texts
    assert len(book.sheetnames) == 7


@pytest.mark.parametrize("language", HEADS)
def test_the_pdf_is_accessible_and_speaks_the_language_of_the_page(year, order, language):
    type(year).objects.update(language=language)
    content = exports.path_of(order(year, "pdf")).read_bytes()
    with pikepdf.open(BytesIO(content)) as document:
        assert document.Root.Lang == language
        assert document.Root.MarkInfo.Marked
        assert "1.1.2025–31.12.2025" in str(document.docinfo["/Title"])
    assert [(finding.rule_id, finding.message) for finding in validate(BytesIO(content)).findings] == []
    text = text_of_pdf(content)
    assert HEADS[language][1] in text
    assert "1 / " in text


def test_an_export_of_an_empty_period_is_a_file_that_says_so(supervisor, order):
    content = exports.path_of(order(supervisor, "pdf")).read_bytes()
    assert "Jaksolla ei ole valmiita yhteydenottoja" in text_of_pdf(content)
    assert openpyxl.load_workbook(exports.path_of(order(supervisor, "xlsx")))


def test_the_period_of_a_record_is_read_back(waiting):
    assert exports.period_of(waiting) == PRESETS["this_year"](now().date())
    assert isinstance(exports.period_of(waiting), Period)
