"""The register's import as its users meet it: previewed, looked at, applied, and then found by a resident."""

import re

from playwright.sync_api import expect

from .conftest import ROOT

FOLDER = str(ROOT / "tests/catalogue/ptv/synthetic_v11")


def test_an_import_is_previewed_applied_and_found(page, live_app, sign_in_browser, axe):
    found = page.locator("main").get_by_role("link", name="Seniorien digituki", exact=True)
    runs = page.locator("table tbody tr")
    live_app.manage("import_ptv", "--folder", FOLDER)
    page.goto(f"{live_app}/fi/search/?q=seniorien+digituesta")
    expect(found).to_have_count(0)

    sign_in_browser(page, "paakayttaja")
    page.goto(f"{live_app}/catalogue/import/")
    expect(runs).to_have_count(1)
    live_app.manage("import_ptv", "--folder", FOLDER, "--apply")
    page.reload()
    expect(runs).to_have_count(2)
    runs.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/catalogue/import/\d+/"))
    expect(page.locator("tr", has_text="Seniorien digituki")).to_be_visible()
    assert axe(page) == []

    page.goto(f"{live_app}/fi/search/?q=seniorien+digituesta")
    found.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Seniorien digituki")
