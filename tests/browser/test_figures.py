"""A supervisor reads the figures and takes them along as Excel and PDF."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from playwright.sync_api import expect

FIGURES = 5


@pytest.mark.smoke
@pytest.mark.parametrize("file_format", ["xlsx", "pdf"])
def test_a_supervisor_exports_the_figures(page, live_app, sign_in_browser, file_format):
    sign_in_browser(page, "esihenkilo")
    page.goto(f"{live_app}/figures/")
    page.get_by_label("Jakso").select_option("last_12_months")
    page.get_by_role("button", name="Näytä").click()
    expect(page).to_have_url(f"{live_app}/figures/?period=last_12_months&first=&last=")
    expect(page.locator("svg.nv-chart")).to_have_count(FIGURES)
    outside = page.locator(".nv-headline", has_text="Ohjattu soten ulkopuolelle").locator(".is-v").inner_text()
    page.locator(f"button[value={file_format}]").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Lataa tiedosto").click()
    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename.endswith(f".{file_format}")
    {"xlsx": check_workbook, "pdf": check_pdf}[file_format](content, outside)


def check_workbook(content: bytes, outside: str):
    book = openpyxl.load_workbook(BytesIO(content))
    assert len(book.sheetnames) == FIGURES + 2
    shares = {row[0].value: row[3].value for row in book["Avainluvut"].iter_rows() if len(row) > 3}
    assert f"{100 * shares['Ohjattu soten ulkopuolelle']:.1f}".replace(".", ",") in outside


def check_pdf(content: bytes, outside: str):
    with pikepdf.open(BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "fi"
        assert len(document.pages) >= 3


@pytest.mark.parametrize("path", ["/figures/?period=last_12_months", "/figures/", "/figures/exports/"])
def test_the_pages_of_figures_are_accessible_and_fit_a_small_screen(page, live_app, sign_in_browser, axe, path):
    page.set_viewport_size({"width": 320, "height": 800})
    sign_in_browser(page, "esihenkilo")
    page.goto(f"{live_app}{path}")
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_own_dates_are_asked_only_when_they_are_chosen(page, live_app, sign_in_browser):
    sign_in_browser(page, "esihenkilo")
    page.goto(f"{live_app}/figures/")
    expect(page.get_by_label("Ensimmäinen päivä")).to_be_hidden()
    page.get_by_label("Jakso").select_option("custom")
    page.get_by_label("Ensimmäinen päivä").fill("2026-01-01")
    page.get_by_label("Viimeinen päivä").fill("2026-01-31")
    page.get_by_role("button", name="Näytä").click()
    expect(page.get_by_text("1.1.2026–31.1.2026")).to_be_visible()
